"""What a session is made of. Times are uptimes unless they say otherwise."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from functools import cached_property
from typing import assert_never

from deskbreak.core.avoid import stays_seated
from deskbreak.core.effects import Effect, Refuse
from deskbreak.core.habit import Habit
from deskbreak.core.moment import ZERO, Moment
from deskbreak.core.obstacles import HoldReason, Obstacle
from deskbreak.core.pain import Pain
from deskbreak.core.policy import Settings
from deskbreak.core.practice import Practice
from deskbreak.core.rotation import Choosing, Rotation
from deskbreak.core.signs import Signs
from deskbreak.core.stretch import LET_GO_ID, STAND_UP_ID, WALK_ID, Stretch
from deskbreak.core.work_hours import Spell
from deskbreak.value import value

_MOST_MOVES = 100  # in one break; settings and sessions know far fewer


@dataclass(frozen=True)
class Rules:
    """What stays fixed between two changes of the settings; without slots, to keep what follows from it."""

    settings: Settings
    catalogue: tuple[Stretch, ...]
    zone: tzinfo
    seed: str = ""

    @cached_property
    def choosing(self) -> Choosing:
        return Choosing(
            self.catalogue, self.settings.stretches, self.settings.breaks, self.seed, self.zone
        )

    @cached_property
    def smallest_breaks(self) -> tuple[Stretch, ...]:
        """Standing up for half a minute, which every catalogue has, then letting go, or that alone."""
        both = tuple(filter(None, map(self.stretch, (STAND_UP_ID, LET_GO_ID))))
        return both[-1:] if stays_seated(self.settings.stretches) else both

    @cached_property
    def every(self) -> timedelta:
        """How long somebody sits until a break is due; weight comes off a wheelchair's seat sooner."""
        every = self.settings.breaks.every
        unload_every = self.settings.stretches.unload_every
        return min(every, unload_every) if unload_every else every

    def ends_bout(self, stretch: Stretch) -> bool:
        """Whether doing it is a break from sitting; in a wheelchair, moving is."""
        return stretch.gets_up or self.settings.stretches.wheelchair

    def stretch(self, id_: str) -> Stretch | None:
        return next((stretch for stretch in self.catalogue if stretch.id == id_), None)

    def length(self, stretch: Stretch) -> timedelta:
        """How long it is guided: a walk fills the break, everything else takes its own time."""
        return self.settings.breaks.break_length if stretch.id == WALK_ID else stretch.length


@value
class DueMoment:
    """One occasion to ask: everything shown for it until an answer or a break ends it.

    `at` is None where seat time decides, else the end of a snooze, a skip and their like.
    `shown` are the stretches shown for it, latest last. The latest proposal stood on screen from
    `opened` until `closed`, None while it stands. `why` says why the latest was chosen.
    """

    at: timedelta | None = None
    snoozes: int = 0
    shown: tuple[str, ...] = ()
    first_shown: timedelta | None = None
    opened: timedelta | None = None
    closed: timedelta | None = None
    held_by: HoldReason | None = None
    why: str = ""

    def __post_init__(self) -> None:
        if self.opened is not None and not self.shown:
            raise ValueError("a due moment with what was shown for it")

    def was_open_at(self, uptime: timedelta) -> bool:
        if self.opened is None or self.opened > uptime:
            return False
        return self.closed is None or uptime <= self.closed


@value
class Sat:
    """All that was sat in the bouts that are over."""

    total: timedelta = ZERO
    longest: timedelta = ZERO

    def plus(self, seat_time: timedelta) -> "Sat":
        return Sat(self.total + seat_time, max(self.longest, seat_time))


@value
class NaturalBreak:
    """A break that was an absence, with what it takes to undo it."""

    bout: "Bout"
    ended_at: datetime
    sat_before: Sat


@value
class Return:
    """Somebody came back from a natural break; until ten minutes later they may void it."""

    at: timedelta
    after: NaturalBreak


@value
class Bout:
    """One spell of sitting.

    `must_get_up`: the last stretch was done on the chair. `has_walked`: a walk was proposed in it, or begun.
    """

    sat_down_at: timedelta
    due: DueMoment = DueMoment()
    must_get_up: bool = False
    returned: Return | None = None
    has_walked: bool = False


@value
class Away:
    """Nobody sits: before the first sign, after a break, on the way back from a guided one."""

    after: NaturalBreak | None = None


@value
class Seated:
    """At the desk, and not due."""

    bout: Bout


@value
class Withheld:
    """Due, but not to be asked now; a spent daily limit is new again at `resets` (UTC)."""

    bout: Bout
    obstacle: Obstacle
    since: timedelta
    resets: datetime | None = None


@value
class Due:
    """Due, and waiting for a lull from `ask_from` on."""

    bout: Bout
    ask_from: timedelta


@value
class Proposed:
    """A stretch is on screen since `shown`, for the first time or (`repeated`) once more."""

    bout: Bout
    id: str
    shown: timedelta
    repeated: bool = False

    def __post_init__(self) -> None:
        if not self.bout.due.shown:
            raise ValueError("a proposal with what is shown")


@value
class Planned:
    """A move of a session, and how long it takes; a walk is guided for just so long.

    All others take what they take when their turn comes: what the user is careful with may change.
    """

    stretch: str
    length: timedelta


@value
class OnBreak:
    """The user started a stretch and is being guided until `ends`.

    `more` moves follow it, of a session those of its `plan`. `gets_up`: the break ended the bout
    when it began. `skipped` is what of getting ready was left out, `waited` how long it stood
    still in all before it stands still now, since `waits_since`. `in_spite`: they began it in
    spite of what keeps it out.
    """

    bout: Bout
    stretch: str
    gets_up: bool
    since: Moment
    ends: timedelta
    more: int = 0
    plan: tuple[Planned, ...] = ()
    skipped: timedelta = ZERO
    waited: timedelta = ZERO
    waits_since: timedelta | None = None
    in_spite: bool = False

    @property
    def length(self) -> timedelta:
        """Of the whole guide, with what was left out and without the waiting."""
        return self.ends - self.since.uptime - self.waited + self.skipped

    def exercised(self, now: timedelta) -> timedelta:
        """How long the guide has run, without the waiting."""
        return (now if self.waits_since is None else self.waits_since) - (
            self.since.uptime + self.waited
        )

    def elapsed(self, now: timedelta) -> timedelta:
        """Where it is on its timeline."""
        return self.exercised(now) + self.skipped

    def __post_init__(self) -> None:
        if self.more > _MOST_MOVES:
            raise ValueError(f"at most {_MOST_MOVES} moves to come")


Phase = Away | Seated | Withheld | Due | Proposed | OnBreak
Asking = Seated | Withheld | Due | Proposed


@value
class Pause:
    """The user wants silence, until then or until they say so."""

    until: timedelta | None = None


@value
class Shown:
    """How many due moments were shown on this local date."""

    day: date
    count: int = 0


@value
class Course:
    """How it has gone so far: what changes only where something is decided.

    `serial` numbers proposals and records. `loaded_since` is when the weight was last off a
    wheelchair's seat, as far as deskbreak knows; None where it does not ask for that.
    """

    spell: Spell
    phase: Phase = Away()
    pause: Pause | None = None
    standing_since: timedelta | None = None
    shown: Shown | None = None
    rotation: Rotation = Rotation()
    sat: Sat = Sat()
    serial: int = 0
    habit: Habit = Habit()
    practice: Practice = Practice()
    pain: Pain = Pain()
    loaded_since: timedelta | None = None


@value
class Session:
    """All that deskbreak knows about who sits here.

    The moment and the signs move at every event, the course hardly ever. Because it stands apart,
    moving on copies it whole: no field of it can be forgotten, and a replayed year takes half as
    long as with `dataclasses.replace`.
    """

    at: Moment
    signs: Signs
    course: Course

    @property
    def now(self) -> timedelta:
        return self.at.uptime

    @property
    def phase(self) -> Phase:
        return self.course.phase

    @property
    def bout(self) -> Bout | None:
        """The bout that is running; None while nobody sits."""
        match self.phase:
            case Away() | OnBreak(gets_up=True):
                return None
            case Seated() | Withheld() | Due() | Proposed() | OnBreak() as phase:
                return phase.bout
            case _:
                assert_never(self.phase)

    def moved(self, at: Moment, signs: Signs | None = None) -> "Session":
        """Later, and perhaps with other signs."""
        return Session(at, self.signs if signs is None else signs, self.course)

    def with_course(self, course: Course) -> "Session":
        return Session(self.at, self.signs, course)

    def in_phase(self, phase: Phase) -> "Session":
        return self.with_course(replace(self.course, phase=phase))

    def offering(self, stretch: Stretch, *, first: bool) -> "Session":
        """`first`: nothing was shown for this due moment before."""
        rotation = self.course.rotation.offering(stretch, first=first)
        return self.with_course(replace(self.course, rotation=rotation))

    def numbered_on(self) -> "Session":
        """The present serial number is used up."""
        return self.with_course(replace(self.course, serial=self.course.serial + 1))

    def seat_time(self, now: timedelta) -> timedelta:
        """Time sat since the last break, as of `now`; it stands still while the user stands."""
        bout = self.bout
        return ZERO if bout is None else self.seat_time_of(bout, now)

    def seat_time_of(self, bout: Bout, until: timedelta) -> timedelta:
        stood = self.course.standing_since
        seen = until if stood is None else min(stood, until)
        return max(seen - bout.sat_down_at, ZERO)


@value
class Step:
    """Where the session goes, and what the world must do about it."""

    session: Session
    effects: tuple[Effect, ...] = ()

    @property
    def refuse(self) -> Refuse | None:
        """That nothing came of what was said; None where something did."""
        return next((each for each in self.effects if isinstance(each, Refuse)), None)

    @property
    def refusal(self) -> str | None:
        """Why that is, for who types."""
        return None if self.refuse is None else self.refuse.why

    def after(self, effects: tuple[Effect, ...]) -> "Step":
        """The same step, with what was decided just before it."""
        return Step(self.session, effects + self.effects) if effects else self


def refused(session: Session, why: str, plain: str = "") -> Step:
    """Nothing changes, and whoever said something hears why."""
    return Step(session, (Refuse(session.at, why, plain),))
