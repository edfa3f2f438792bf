"""The user's settings as frozen values: one class a section of `deskbreak.toml`, defaults included."""

from dataclasses import field
from datetime import timedelta
from enum import StrEnum

from deskbreak.core.stretch import Area, Equipment, Place, Stretch, Where
from deskbreak.core.work_hours import WorkHours
from deskbreak.value import value


class FullScreenHold(StrEnum):
    """When a full-screen window keeps deskbreak from asking."""

    PRESENTATION = "presentation"
    ALWAYS = "always"
    NEVER = "never"


class Focus(StrEnum):
    """What the shares of the groups lean towards."""

    BALANCED = "balanced"
    HIPS = "hips"
    HAMSTRINGS = "hamstrings"
    UPPER_BACK = "upper back"
    STRENGTH = "strength"


class Sound(StrEnum):
    """Which proposals make a sound."""

    NEVER = "never"
    REPEAT = "repeat"
    ALWAYS = "always"


class Insist(StrEnum):
    """What else comes when a proposal is shown once more, because nobody answered."""

    NEVER = "never"
    WINDOW = "window"
    SCREEN = "screen"


def _minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def _seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


@value
class Breaks:
    """When a break is due, may wait, and counts. `daily_limit` and `walk_every`: 0 means none."""

    every: timedelta = _minutes(45)
    natural_break: timedelta = _minutes(5)
    natural_break_locked: timedelta = _minutes(2)
    snooze: tuple[timedelta, ...] = (_minutes(10), _minutes(5), _minutes(15))
    snooze_limit: int = 2
    repeat_after: timedelta = _minutes(10)
    lull: timedelta = _seconds(8)
    wait_for_lull: timedelta = _minutes(5)
    settle: timedelta = _seconds(30)
    daily_limit: int = 10
    break_length: timedelta = _minutes(2)
    walk_every: int = 3
    moves_per_break: int = 1

    def room_for(self, stretch: Stretch) -> timedelta:
        """How long it may take; who gets down on the floor or on to a bench has a minute more."""
        takes_longer = stretch.where in (Where.FLOOR, Where.GYM)
        return self.break_length + _minutes(1) if takes_longer else self.break_length


@value
class Hold:
    """What of the desktop keeps deskbreak from asking."""

    calls: bool = True
    full_screen: FullScreenHold = FullScreenHold.PRESENTATION
    do_not_disturb: bool = True
    hold_limit: timedelta = _minutes(90)
    ignore: tuple[str, ...] = ()


@value
class Presence:
    """Which lasting signs keep someone seated, and for how long without any input."""

    calls: bool = True
    kept_awake: bool = True
    limit: timedelta = _minutes(120)


@value
class Plan:
    """A session of the user's own: what it is called, and the ids of its moves in their order."""

    name: str
    moves: tuple[str, ...]


@value
class Plans:
    """All of them, in the order in which they are written."""

    each: tuple[Plan, ...] = ()


@value
class Stretches:
    """Which stretches may be proposed.

    `legs` and `steady_trunk` are asked of whoever sits in a wheelchair; `pressure_relief` is how
    often they take the weight off the seat, 0 where nobody told them to. `lacking` is what there
    is none of here, `injury` where they were hurt or operated on lately, `four_weeks` whether to
    be told of strong pain in each of four weeks.
    """

    place: Place = Place.OFFICE
    focus: Focus = Focus.BALANCED
    seated: bool = False
    starter: bool = False
    long_holds: bool = False
    wheelchair: bool = False
    legs: bool = False
    steady_trunk: bool = False
    pressure_relief: timedelta = timedelta()
    lacking: tuple[Equipment, ...] = ()
    rolling_chair: bool = True
    floor: bool = False
    taught: bool = False
    avoid: tuple[str, ...] = ()
    injury: tuple[Area, ...] = ()
    four_weeks: bool = True
    never: tuple[str, ...] = ()
    favourite: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    plans: Plans = Plans()

    @property
    def unload_every(self) -> timedelta:
        """How often the weight comes off a wheelchair's seat; zero where it is not asked for."""
        return self.pressure_relief if self.wheelchair else timedelta()


@value
class Notifications:
    """How a proposal looks and sounds, and whether a summary comes on Monday."""

    picture: bool = True
    sound: Sound = Sound.REPEAT
    insist: Insist = Insist.NEVER
    speech: bool = False
    weekly: bool = True


class Theme(StrEnum):
    """Whether deskbreak's own windows are light or dark; auto follows the desktop."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class Figure(StrEnum):
    """Who shows the moves, by the cut of the hair; varied: each move has its own of the three."""

    VARIED = "varied"
    SHORT = "short"
    BUN = "bun"
    CURLY = "curly"

    def showing(self, id_: str) -> "Figure":
        """Who shows this move: always the same one, whatever moves there are besides."""
        people = (Figure.SHORT, Figure.BUN, Figure.CURLY)
        return people[sum(id_.encode()) % len(people)] if self is Figure.VARIED else self


class Panel(StrEnum):
    """What the tray icon is drawn for; auto follows the desktop as far as it tells."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class LeftClick(StrEnum):
    """What a click on the tray icon does."""

    TODAY = "today"
    BREAK = "break"
    MENU = "menu"


@value
class TrayLook:
    """How the tray icon looks, and what a click on it does."""

    panel: Panel = Panel.AUTO
    click: LeftClick = LeftClick.TODAY


@value
class Windows:
    """How deskbreak's own windows look and sound, and whether the guide has one.

    `figure` is seen in notifications, too.
    """

    guide: bool = True
    theme: Theme = Theme.AUTO
    motion: bool = True
    figure: Figure = Figure.VARIED
    tones: bool = True


@value
class Appearance:
    """How deskbreak speaks, everywhere. `language` is a code such as "de"; empty: the desktop's."""

    language: str = ""


@value
class Recording:
    """How many of the last days are kept as they went, to be tried under other settings; 0: none."""

    days: int = 14


@value
class Hooks:
    """Programs of the user's own: each a program and its arguments, run without a shell."""

    on_propose: tuple[str, ...] = ()
    on_answer: tuple[str, ...] = ()
    on_state: tuple[str, ...] = ()


@value
class Settings:
    """The whole of `deskbreak.toml`."""

    breaks: Breaks = field(default_factory=Breaks)
    work_hours: WorkHours = field(default_factory=WorkHours)
    hold: Hold = field(default_factory=Hold)
    presence: Presence = field(default_factory=Presence)
    stretches: Stretches = field(default_factory=Stretches)
    notifications: Notifications = field(default_factory=Notifications)
    tray: TrayLook = field(default_factory=TrayLook)
    windows: Windows = field(default_factory=Windows)
    look: Appearance = field(default_factory=Appearance)
    record: Recording = field(default_factory=Recording)
    hooks: Hooks = field(default_factory=Hooks)

    @property
    def speaks(self) -> bool:
        """Whether proposals and steps are read aloud here; in a meeting nothing is heard."""
        return self.notifications.speech and not self.stretches.place.is_among_others

    @property
    def sound(self) -> Sound:
        """Which proposals make a sound here."""
        return Sound.NEVER if self.stretches.place.is_among_others else self.notifications.sound
