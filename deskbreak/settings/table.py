"""Every setting, said once: its key, what it may be, what it is for, and for whom.

The loader, `deskbreak config` and the commented `deskbreak.toml` are made of this table. Types and
defaults are those of the classes in `core/policy.py`, whose fields have the names of the keys.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from gettext import gettext
from types import MappingProxyType
from typing import Any

from deskbreak.core.cautions import AVOID_TAGS
from deskbreak.core.duration import format_duration
from deskbreak.core.in_a_list import in_a_row
from deskbreak.core.policy import (
    Appearance,
    Breaks,
    Figure,
    Focus,
    FullScreenHold,
    Hold,
    Hooks,
    Insist,
    LeftClick,
    Notifications,
    Panel,
    Presence,
    Recording,
    Sound,
    Stretches,
    Theme,
    TrayLook,
    Windows,
)
from deskbreak.core.stretch import Area, Equipment, Place
from deskbreak.core.work_hours import Range, WorkHours
from deskbreak.errors import Problem
from deskbreak.files.kinds import SWITCH, count, length, one_of
from deskbreak.files.plans import PLANS
from deskbreak.files.strict import Check, Schema, listed, nearest, problem_with
from deskbreak.settings.schema import (
    AVOID,
    COMMAND,
    DATES,
    DAY,
    LANGUAGE,
    NAMES,
    SNOOZES,
    Dates,
)
from deskbreak.value import value


@value
class Setting:
    """A key. Its texts are English, and translated when they are shown.

    `name` is what a form calls it; the weekdays, which a week shows, have none. `explanation` is for
    everybody; `in_file` says what who writes the file needs to know beside it. `whom` says for whom
    it is, unless that is everyone. `example` is a value in TOML where there is no default, and what
    it is an example of. `careful` is what holds of a caution that cannot be read; only cautions have
    it.
    """

    key: str
    schema: Schema[Any]
    explanation: str
    whom: str = ""
    example: tuple[str, str] | None = None
    name: str = ""
    careful: object = None
    in_file: str = ""

    def about(self) -> str:
        return self._for_whom(gettext(self.explanation))

    def about_in_file(self) -> str:
        more = gettext(self.in_file) if self.in_file else ""
        return self._for_whom(in_a_row((gettext(self.explanation), more)))

    def _for_whom(self, explanation: str) -> str:
        if not self.whom:
            return explanation
        text = gettext("{explanation} For {whom}.")
        return text.format(explanation=explanation, whom=gettext(self.whom))


@value
class Section:
    """What belongs together, and the class that its keys are the fields of."""

    name: str
    title: str
    explanation: str
    build: Callable[..., Any]
    settings: tuple[Setting, ...]
    check: Check = lambda _written, _values: ()

    @property
    def schemas(self) -> dict[str, Schema[Any]]:
        return {setting.key: setting.schema for setting in self.settings}


def _(text: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return text


def _breaks(**values: Any) -> Breaks:
    """A short natural break takes an unset `natural_break_locked` down with it."""
    default = Breaks()
    natural_break = values.get("natural_break", default.natural_break)
    locked = min(default.natural_break_locked, natural_break)
    return Breaks(**{"natural_break_locked": locked, **values})


def _locked_too_long(written: Mapping[str, object], values: Mapping[str, Any]) -> Iterator[Problem]:
    if "natural_break" in written.keys() - values.keys():
        return  # what is refused itself is the limit of nothing
    natural_break = values.get("natural_break", Breaks().natural_break)
    locked = values.get("natural_break_locked", natural_break)
    if locked > natural_break:
        allowed = gettext("at most breaks.natural_break, which is {most}")
        most = f'"{format_duration(natural_break)}"'
        place = "breaks.natural_break_locked"
        yield problem_with(place, format_duration(locked), allowed.format(most=most))


def _work_hours(dates: Dates = (), **days: tuple[Range, ...]) -> WorkHours:
    if not days:
        return WorkHours(None, dates)
    return WorkHours(tuple(days.get(name, ()) for name in WEEKDAYS), dates)


_BREAKS = Section(
    "breaks",
    _("Breaks"),
    _("When a break is due, how long it may wait, and what counts as one."),
    _breaks,
    (
        Setting(
            "every",
            length("1s", "12h"),
            _("How long you may be at your desk before a break is proposed."),
            name=_("Ask after"),
        ),
        Setting(
            "natural_break",
            length("1s", "1h"),
            _("An absence this long counts as a break, and your desk time starts again."),
            name=_("What counts as a break"),
        ),
        Setting(
            "natural_break_locked",
            length("1s", "1h"),
            _(
                "The same when the screen is locked or the computer sleeps; at most as long as "
                "otherwise."
            ),
            name=_("What counts as a break, with the screen locked"),
        ),
        Setting(
            "snooze",
            SNOOZES,
            _("How long a proposal can be put off. The first is the one on the button."),
            name=_("Snooze buttons"),
        ),
        Setting(
            "snooze_limit",
            count(0),
            _(
                "How many times in a row you can put it off. After that deskbreak only asks you to "
                "stand up for half a minute."
            ),
            name=_("Snoozes in a row"),
        ),
        Setting(
            "repeat_after",
            length("1s"),
            _("A proposal you haven't answered is shown again after this long."),
            name=_("Ask again without an answer"),
        ),
        Setting(
            "lull",
            length("0s"),
            _(
                "How long you must have stopped typing before it asks. 0 seconds: it doesn't wait "
                "for that."
            ),
            name=_("Pause in your typing"),
        ),
        Setting(
            "wait_for_lull",
            length("0s"),
            _("After this long it asks even if you are still typing. 0 seconds: it asks at once."),
            name=_("Longest wait for a pause"),
        ),
        Setting(
            "settle",
            length("0s"),
            _(
                "How long to wait before asking after a call, after paused reminders or when you "
                "come back. 0 seconds: it asks at once."
            ),
            name=_("Wait after a call or your return"),
        ),
        Setting(
            "daily_limit",
            count(0),
            _(
                "How many times a day it asks; after that only the icon shows that a break is due. "
                "0: as often as a break is due."
            ),
            name=_("Breaks in a day"),
        ),
        Setting(
            "break_length",
            length("1s", "30m"),
            _("How long a walk takes."),
            name=_("Length of a walk"),
        ),
        Setting(
            "walk_every",
            count(0),
            _(
                "With 3, every third break is a walk, and so is the one after an hour at your desk. "
                "0: no walks."
            ),
            name=_("How often a walk"),
        ),
        Setting(
            "moves_per_break",
            count(1, 3),
            _("How many moves to do in a break, one after the other. A walk comes on its own."),
            name=_("Moves in a break"),
        ),
    ),
    _locked_too_long,
)

_DAYS = tuple(
    Setting(key, DAY, explanation, example=(hours, meaning))
    for key, explanation, hours, meaning in (
        ("monday", _("Your Mondays."), '["09:00-17:30"]', _("a day without a lunch break")),
        (
            "tuesday",
            _("Your Tuesdays."),
            '["09:00-12:00", "13:00-17:30"]',
            _("a day with a lunch break"),
        ),
        ("wednesday", _("Your Wednesdays."), '["06:30-14:00"]', _("an early start")),
        (
            "thursday",
            _("Your Thursdays."),
            '["22:00-06:00"]',
            _("a night shift, which belongs to the day on which it starts"),
        ),
        ("friday", _("Your Fridays."), '["18:00-24:00"]', _("a night that ends with the day")),
        ("saturday", _("Your Saturdays."), "[]", _("a day off")),
        ("sunday", _("Your Sundays."), "[]", _("a day off")),
    )
)
WEEKDAYS = tuple(day.key for day in _DAYS)

_WORK_HOURS = Section(
    "work_hours",
    _("Work hours"),
    _(
        "When deskbreak may ask. With no day set, that is whenever you are there. Once one day is "
        "set, days without a line are off. A day is a list of ranges "
        '"HH:MM-HH:MM" in local time, as many as you like, without overlaps. "24:00" '
        'may end one, so "00:00-24:00" is the whole day, and [] is a day off.'
    ),
    _work_hours,
    (
        *_DAYS,
        Setting(
            "dates",
            DATES,
            _(
                "Dates with hours of their own, whatever the weekday, all on one line, such as "
                '{ "2026-12-24" = ["09:00-12:00"], "2026-12-25" = [] } for a short day and a '
                "holiday."
            ),
            name=_("Dates with hours of their own"),
        ),
    ),
)
_HOLD = Section(
    "hold",
    _("When not to ask"),
    _("What holds back a break that is due. Nothing is lost: it comes afterwards."),
    Hold,
    (
        Setting(
            "calls",
            SWITCH,
            _("Don't ask while a program uses the microphone."),
            name=_("In a call"),
        ),
        Setting(
            "full_screen",
            one_of(FullScreenHold),
            _("What to do while a window fills the whole screen."),
            name=_("In full screen"),
            in_file=_(
                '"presentation": don\'t ask only while the display is also kept awake, as for '
                "slides or a film."
            ),
        ),
        Setting(
            "do_not_disturb",
            SWITCH,
            _('Don\'t ask while your desktop is set to "do not disturb".'),
            name=_("On do not disturb"),
        ),
        Setting(
            "hold_limit",
            length("1s"),
            _("When a break has had to wait this long, the icon shows it."),
            name=_("Show that a break is waiting"),
        ),
        Setting(
            "ignore",
            NAMES,
            _(
                "Programs that use the microphone although you are not in a call, such as obs, "
                "mumble."
            ),
            _("people who record, or listen to themselves"),
            name=_("Microphone, but no call"),
        ),
    ),
)
_PRESENCE = Section(
    "presence",
    _("Being at your desk"),
    _("What shows that you are at your desk, even when you touch neither keyboard nor mouse."),
    Presence,
    (
        Setting(
            "calls",
            SWITCH,
            _("In a call you count as being at your desk."),
            name=_("A call counts as being there"),
        ),
        Setting(
            "kept_awake",
            SWITCH,
            _("The same while a film or a presentation keeps the screen on."),
            name=_("So does a film or a presentation"),
        ),
        Setting(
            "limit",
            length("1s"),
            _("After this long without keyboard or mouse you count as away, whatever is running."),
            name=_("For how long"),
        ),
    ),
)
_STRETCHES = Section(
    "stretches",
    _("Stretches"),
    _("Which moves you are offered."),
    Stretches,
    (
        Setting(
            "place",
            one_of(Place),
            _("Where you are; this decides which moves are offered."),
            name=_("Where you are"),
            careful=Place.MEETING,
        ),
        Setting(
            "focus", one_of(Focus), _("What should come more often than the rest."), name=_("Focus")
        ),
        Setting(
            "seated",
            SWITCH,
            _("Also offer moves you do in your chair."),
            name=_("Moves in your chair"),
        ),
        Setting(
            "starter",
            SWITCH,
            _(
                "Only offer the starter moves. After two good weeks deskbreak asks whether to add "
                "the others."
            ),
            _("people who are new to this"),
            name=_("Starter moves only"),
            careful=True,
        ),
        Setting(
            "long_holds",
            SWITCH,
            _("Moves may be held for up to 60 seconds instead of 30."),
            _("people aged 65 and over"),
            name=_("Long holds"),
            careful=False,
        ),
        Setting(
            "wheelchair",
            SWITCH,
            _(
                "All moves are seated and count as breaks, and nothing asks you to stand up or "
                "walk."
            ),
            _("people who sit in a wheelchair"),
            name=_("Wheelchair"),
            careful=True,
        ),
        Setting(
            "legs",
            SWITCH,
            _("You can move your legs, so seated leg moves are offered too."),
            _("people who sit in a wheelchair"),
            name=_("I can move my legs"),
            careful=False,
        ),
        Setting(
            "steady_trunk",
            SWITCH,
            _("You sit steadily without holding on, so moves for your trunk are offered too."),
            _("people who sit in a wheelchair"),
            name=_("I sit steadily"),
            careful=False,
        ),
        Setting(
            "pressure_relief",
            length("0s", "2h"),
            _(
                "How often to take the weight off your seat: as your care team told you, or every 30 "
                "minutes if nobody did. 0: never."
            ),
            _("people who sit in a wheelchair"),
            name=_("Pressure relief"),
            careful=timedelta(minutes=30),
        ),
        Setting(
            "lacking",
            listed(one_of(Equipment), lambda: _("a list of what you don't have")),
            _("What you don't have; moves that need it are left out."),
            name=_("What is missing here"),
            careful=tuple(Equipment),
        ),
        Setting(
            "rolling_chair",
            SWITCH,
            _("Your chair rolls, so moves that pull on the chair are left out."),
            name=_("My chair rolls"),
            careful=True,
        ),
        Setting(
            "floor",
            SWITCH,
            _("Offer floor moves when you're at home, such as the bridge."),
            name=_("Floor moves"),
            careful=False,
        ),
        Setting(
            "taught",
            SWITCH,
            _("Offer moves that a physiotherapist should teach you first."),
            _("people who were taught them"),
            name=_("Moves taught by a physiotherapist"),
            careful=False,
        ),
        Setting(
            "avoid",
            AVOID,
            _("What to be careful with; moves that don't suit you are left out."),
            _("people who need to take care with part of their body"),
            name=_("Be careful with"),
            careful=AVOID_TAGS,
        ),
        Setting(
            "injury",
            listed(one_of(Area), lambda: _("a list of areas")),
            _(
                "Where you were hurt or operated on lately; moves that load the area are left out "
                "until whoever treats you says they are fine."
            ),
            _("people who are recovering"),
            name=_("Hurt or operated on lately"),
            careful=tuple(Area),
        ),
        Setting(
            "four_weeks",
            SWITCH,
            _("Say so when you marked strong pain in each of four weeks, once a week at most."),
            name=_("Four weeks of strong pain"),
        ),
        Setting(
            "never",
            NAMES,
            _(
                'Moves you never want, by their id, such as ["seated_twist"]. "deskbreak '
                'stretches list" has the ids.'
            ),
            name=_("Moves you never want"),
            careful=(),
        ),
        Setting(
            "favourite",
            NAMES,
            _("Moves you like best, by their id; they come up more often."),
            name=_("Favourite moves"),
        ),
        Setting(
            "packs",
            NAMES,
            _(
                'Files with moves of your own, such as ["~/stretches.toml"]. "deskbreak '
                'stretches check FILE" says whether one is right.'
            ),
            _("people who bring their own moves"),
            name=_("Files with moves of your own"),
        ),
        Setting(
            "plans",
            PLANS,
            _(
                "Sessions of your own: a name and the ids of its moves in their order, all on one "
                'line, such as { Morning = ["hip_hinge_desk", "walk"] }. "deskbreak session Morning" '
                "begins it."
            ),
            _("people who bring their own moves"),
            name=_("Plans of your own"),
        ),
    ),
)
_NOTIFICATIONS = Section(
    "notifications",
    _("Notifications"),
    _("How a proposal looks and sounds."),
    Notifications,
    (
        Setting("picture", SWITCH, _("Show the picture of the move."), name=_("Picture")),
        Setting(
            "sound",
            one_of(Sound),
            _("When it makes a sound."),
            name=_("Sound"),
            in_file=_('"repeat": only when a proposal is shown again.'),
        ),
        Setting(
            "insist",
            one_of(Insist),
            _(
                "What it does when nobody has answered and it asks again. Never in a call or a "
                "presentation, and what you type goes where it went before."
            ),
            _("people who overlook notifications"),
            name=_("When nobody answers"),
        ),
        Setting(
            "speech",
            SWITCH,
            _(
                "Read each proposal and each step of a break aloud. On Linux this needs a program "
                "called espeak or flite."
            ),
            _("people who see poorly, or look away from the screen"),
            name=_("Read aloud"),
        ),
        Setting(
            "weekly",
            SWITCH,
            _("Every Monday, one notification that sums up the week before."),
            name=_("Summary of the week"),
        ),
    ),
)
_TRAY = Section(
    "tray",
    _("The icon"),
    _("How deskbreak's icon looks, and what a click on it does."),
    TrayLook,
    (
        Setting(
            "panel",
            one_of(Panel),
            _("The icon is drawn so that it stands out on your panel, the bar with the clock."),
            name=_("Light or dark panel"),
            in_file=_('"auto": as the desktop says, else so that it can be seen on both.'),
        ),
        Setting(
            "click",
            one_of(LeftClick),
            _(
                "What a click on the icon does. On a Mac, and in panels where every click opens "
                "the menu, it changes nothing."
            ),
            name=_("A click on the icon"),
            in_file=_('"today" opens the page, "break" starts a break, "menu" opens the menu.'),
        ),
    ),
)
_WINDOWS = Section(
    "windows",
    _("Windows"),
    _("How deskbreak's own windows look and sound."),
    Windows,
    (
        Setting(
            "guide",
            SWITCH,
            _(
                "Show each break in a window, with a figure that does the move; without it, the "
                "notification says what to do. A break that you begin on the page is guided there."
            ),
            name=_("A window that guides you"),
        ),
        Setting(
            "theme",
            one_of(Theme),
            _("The colours of deskbreak's windows."),
            name=_("Colours"),
            in_file=_('"auto": the same as the desktop.'),
        ),
        Setting(
            "motion",
            SWITCH,
            _("Let the figure move. It stands still anyway if your desktop asks for less motion."),
            name=_("Moving figure"),
        ),
        Setting(
            "figure",
            one_of(Figure),
            _("The person in the pictures, in notifications too."),
            name=_("Who shows the moves"),
            in_file=_(
                'The one with short hair, a bun or curly hair; "varied": each move has one of the '
                "three."
            ),
        ),
        Setting(
            "tones",
            SWITCH,
            _(
                "Soft tones tell you when to begin, change sides and let go while you face a wall, "
                "the ceiling or the floor. Never in a meeting."
            ),
            name=_("Tones"),
        ),
    ),
)
_LOOK = Section(
    "look",
    _("Language"),
    _("How deskbreak speaks, wherever you read it."),
    Appearance,
    (
        Setting(
            "language",
            LANGUAGE,
            _("The language that deskbreak speaks."),
            name=_("Language"),
            in_file=_("Empty: the same as the desktop."),
        ),
    ),
)
_RECORD = Section(
    "record",
    _("Your last days"),
    _(
        "Your last days as they went: when you were there, and what you answered. They stay on "
        "this computer, take up less than one megabyte and name no program. On the settings page "
        "you can try out other settings on them."
    ),
    Recording,
    (
        Setting(
            "days",
            count(0, 31),
            _("How many days are kept. With 0 none are, and those that there are get deleted."),
            name=_("Days kept"),
        ),
    ),
)
_HOOKS = Section(
    "hooks",
    _("Programs of your own"),
    _("Programs that deskbreak starts for you. Leave them empty unless you write such programs."),
    Hooks,
    (
        Setting(
            "on_propose",
            COMMAND,
            _("A program that is started each time deskbreak asks."),
            _("people who write programs"),
            name=_("With each proposal"),
            in_file=_(
                "Its arguments follow it. It runs without a shell and is given the proposal as "
                "JSON on its standard input."
            ),
        ),
        Setting(
            "on_answer",
            COMMAND,
            _("A program that is started with each answer of yours, such as Start or Snooze."),
            _("people who write programs"),
            name=_("With each answer"),
            in_file=_(
                "Run like on_propose, with each answer that takes effect: start, done, snooze and "
                "so on."
            ),
        ),
        Setting(
            "on_state",
            COMMAND,
            _(
                "A program that is started whenever something changes: you sit down, a break is "
                "due, you go away."
            ),
            _("people who write programs"),
            name=_("With each change"),
            in_file=_(
                "Run like on_propose; the states are seated, due, proposed, on_break, away and so "
                "on, as deskbreak status --json has them."
            ),
        ),
    ),
)
SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        section.name: section
        for section in (
            _BREAKS,
            _WORK_HOURS,
            _HOLD,
            _PRESENCE,
            _STRETCHES,
            _NOTIFICATIONS,
            _TRAY,
            _WINDOWS,
            _LOOK,
            _RECORD,
            _HOOKS,
        )
    }
)
SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        f"{section.name}.{setting.key}": setting
        for section in SECTIONS.values()
        for setting in section.settings
    }
)
"""By dotted key, in the order of the file."""
_KEYS_ANYWHERE = {known.partition(".")[2]: known for known in SETTINGS}
"""What a key is called whose section nobody named."""

CAUTIONS: Mapping[str, object] = MappingProxyType(
    {setting.key: setting.careful for setting in _STRETCHES.settings if setting.careful is not None}
)
"""The keys of `[stretches]` that keep somebody from a move that would harm them."""


def known_keys() -> tuple[str, ...]:
    """Every dotted key, in the order of the file."""
    return tuple(SETTINGS)


def unknown_key(place: str, _key: str = "", _known: Iterable[str] = ()) -> Problem:
    """That there is no such setting, and which is the nearest; a `Stranger` of `files.strict`."""
    name, dot, key = place.partition(".")
    if name in SECTIONS:
        own = {key: f"{name}.{key}" for key in SECTIONS[name].schemas}
        return Problem(place, gettext("no such key"), _nearest(key, own))
    own = {known: f"[{known}]" for known in SECTIONS}
    is_bare = not dot and not nearest(name, own) and nearest(name, _KEYS_ANYWHERE)
    found = gettext("no such key") if is_bare else gettext("no such section")
    return Problem(place, found, _nearest(name, own))


def _nearest(name: str, own: Mapping[str, str]) -> str:
    for known in (own, _KEYS_ANYWHERE):
        if close := nearest(name, known):
            return gettext("did you mean {nearest}?").format(nearest=known[close])
    return gettext("allowed: {what}").format(what=", ".join(own.values()))
