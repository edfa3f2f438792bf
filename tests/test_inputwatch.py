"""Stories about what the loop is told of input, sleep and clocks, with a source that is played."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from desktop import wait_until
from fake_compositor import FakeCompositor

from deskbreak.core.events import Began, ClockStepped, Condition, Ended, Event
from deskbreak.core.moment import Moment
from deskbreak.core.policy import Settings
from deskbreak.core.signs import Signs
from deskbreak.core.state import (
    Away,
    Bout,
    Course,
    NaturalBreak,
    Phase,
    Rules,
    Sat,
    Seated,
    Session,
)
from deskbreak.core.work_hours import Spell
from deskbreak.errors import ConfigError, SensorError
from deskbreak.sensors.clock import Clock
from deskbreak.sensors.idle import Chosen
from deskbreak.sensors.idle_none import NoIdle
from deskbreak.sensors.inputwatch import Inputwatch

if TYPE_CHECKING:
    from deskbreak.wires.dbus import Bus

RULES = Rules(Settings(), (), UTC)
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ACTIVE, ASLEEP, BLIND = Condition.ACTIVE, Condition.ASLEEP, Condition.NO_INPUT_SENSE


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


@dataclass
class Machine:
    """A machine whose time passes when the story says so; it starts at nine."""

    awake_for: timedelta = timedelta(0)
    asleep: timedelta = timedelta(0)
    stepped: timedelta = timedelta(0)

    def uptime(self) -> timedelta:
        return self.awake_for + self.asleep

    def awake(self) -> timedelta:
        return self.awake_for

    def wall(self) -> datetime:
        return NINE + self.uptime() + self.stepped

    def boot_id(self) -> str:
        return "monday"


@dataclass
class Source:
    """A keyboard that tells exactly when it was last touched."""

    machine: Machine
    name: str = "best"
    sees_input: bool = True
    may_wake: bool = True
    hindsight: timedelta = timedelta(0)
    last: timedelta = timedelta(hours=-1)
    fails: str = ""
    kind: type[Exception] = SensorError
    is_closed: bool = False
    wakes: list[Callable[[], None]] = field(default_factory=list)

    def idle(self) -> timedelta:
        if self.fails:
            raise self.kind(self.fails)
        return self.machine.uptime() - self.last

    def wake_on_input(self, wake: Callable[[], None]) -> None:
        if self.fails:
            raise self.kind(self.fails)
        self.wakes.append(wake)

    def close(self) -> None:
        self.is_closed = True


@dataclass
class Sources:
    """Those that can be opened now, best first; None where that one cannot."""

    now: list[Source | None]
    tries: int = 0

    def choose(
        self,
        _environment: Mapping[str, str],
        _session: "Bus | None",
        _system: "Bus | None",
        present: Chosen | None,
    ) -> Chosen:
        self.tries += 1
        for rank, source in enumerate(self.now[: present.rank if present else None]):
            if source is not None:
                return Chosen(source, ("passed: too bad",) * rank, rank)
        return present or Chosen(NoIdle(), ("passed: too bad",) * len(self.now), len(self.now))


@dataclass
class Day:
    """Time passes, input comes, and the loop looks."""

    machine: Machine
    source: Source
    sources: Sources
    inputwatch: Inputwatch
    woken: list[str]

    def passes(self, length: float) -> None:
        self.machine.awake_for += seconds(length)

    def types(self, length: float = 0) -> None:
        self.passes(length)
        self.source.last = self.machine.uptime()

    def sleeps(self, length: float) -> None:
        self.machine.asleep += seconds(length)

    def look(self) -> list[tuple[float, str, Condition]]:
        """What is told, as seconds after nine by the uptime."""
        _now, events = self.inputwatch.look(RULES)
        return [_told(event) for event in events]

    def look_after(self, length: float) -> list[tuple[float, str, Condition]]:
        self.passes(length)
        return self.look()


def _told(event: Event) -> tuple[float, str, Condition]:
    assert isinstance(event, Began | Ended)
    return event.at.uptime.total_seconds(), type(event).__name__.lower(), event.what


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def unseen(machine: Machine) -> Day:
    """Before the first look."""
    source, woken = Source(machine), list[str]()
    sources = Sources([source, None])
    clock = Clock(machine)
    inputwatch = Inputwatch(clock, {}, lambda: woken.append("woken"), choose=sources.choose)
    return Day(machine, source, sources, inputwatch, woken)


@pytest.fixture
def day(unseen: Day) -> Day:
    """After the first look, at nine."""
    assert unseen.look() == []
    return unseen


def session(*, is_away: bool) -> Session:
    return in_phase(Away() if is_away else Seated(Bout(timedelta(0))))


def on_natural_break() -> Session:
    return in_phase(Away(NaturalBreak(Bout(timedelta(0)), NINE, Sat())))


def in_phase(phase: Phase) -> Session:
    course = Course(Spell(is_open=True, until=None), phase)
    return Session(Moment(timedelta(0), NINE), Signs(), course)


def test_what_was_before_the_first_look_is_not_told(unseen: Day) -> None:
    unseen.types(3)

    assert unseen.look_after(1) == []
    assert unseen.inputwatch.idle_source == "best"


def test_nothing_is_opened_before_the_first_look(unseen: Day) -> None:
    assert unseen.inputwatch.idle_source == "none"
    assert unseen.sources.tries == 0


def test_the_first_input_is_a_moment(day: Day) -> None:
    day.types(20)

    assert day.look_after(10) == [(20, "began", ACTIVE), (20, "ended", ACTIVE)]


def test_new_input_after_a_short_gap_is_one_spell_since_the_look_before(day: Day) -> None:
    day.types(20)
    day.look_after(10)
    day.types(200)

    assert day.look_after(5) == [(30, "began", ACTIVE), (230, "ended", ACTIVE)]


def test_input_after_a_gap_as_long_as_a_natural_break_is_a_moment(day: Day) -> None:
    day.types(20)
    day.look_after(10)
    day.types(290)

    assert day.look_after(5) == [(320, "began", ACTIVE), (320, "ended", ACTIVE)]


def test_input_after_a_gap_just_shorter_is_still_one_spell(day: Day) -> None:
    day.types(20)
    day.look_after(10)
    day.types(289.999)

    assert day.look() == [(30, "began", ACTIVE), (319.999, "ended", ACTIVE)]


def test_without_new_input_nothing_is_told(day: Day) -> None:
    day.types(20)
    day.look_after(10)

    assert day.look_after(60) == []


def test_one_input_is_told_once_though_readings_differ_by_a_hair(day: Day) -> None:
    day.types(20)
    day.look_after(10)

    day.source.last += timedelta(milliseconds=1)

    assert day.look_after(60) == []


def test_a_sleep_between_two_looks_is_told_where_no_input_came(day: Day) -> None:
    day.types(20)
    day.look()
    day.sleeps(3600)

    assert day.look_after(5) == [(20, "began", ASLEEP), (3620, "ended", ASLEEP)]


def test_input_before_a_sleep_stays_before_it(day: Day) -> None:
    day.types(20)
    day.look()
    day.types(30)
    day.sleeps(3600)

    assert day.look_after(5) == [
        (20, "began", ACTIVE),
        (50, "ended", ACTIVE),
        (50, "began", ASLEEP),
        (3650, "ended", ASLEEP),
    ]


def test_input_after_a_sleep_stays_after_it(day: Day) -> None:
    day.types(20)
    day.look()
    day.sleeps(3600)
    day.types(4)

    assert day.look_after(5) == [
        (20, "began", ASLEEP),
        (3620, "ended", ASLEEP),
        (3624, "began", ACTIVE),
        (3624, "ended", ACTIVE),
    ]


def test_of_input_before_and_after_a_sleep_the_later_is_told(day: Day) -> None:
    day.types(20)
    day.look()
    day.types(30)
    day.sleeps(3600)
    day.types(4)

    assert day.look() == [
        (20, "began", ASLEEP),
        (3620, "ended", ASLEEP),
        (3654, "began", ACTIVE),
        (3654, "ended", ACTIVE),
    ]


def test_a_stepped_clock_is_told_on_the_new_clock_after_what_was_seen(day: Day) -> None:
    day.types(20)
    day.machine.stepped = timedelta(hours=1)

    _now, events = day.inputwatch.look(RULES)

    new_clock = Moment(seconds(20), NINE + timedelta(hours=1, seconds=20))
    assert events[-1] == ClockStepped(new_clock)
    assert [_told(event) for event in events[:-1]] == [
        (20, "began", ACTIVE),
        (20, "ended", ACTIVE),
    ]


def test_while_nobody_sits_the_next_input_wakes(day: Day) -> None:
    look_again = day.inputwatch.watch(session(is_away=True))
    day.source.wakes[0]()

    assert look_again is None
    assert day.woken == ["woken"]


def test_while_somebody_sits_nobody_needs_to_be_woken(day: Day) -> None:
    look_again = day.inputwatch.watch(session(is_away=False))

    assert look_again is None
    assert day.source.wakes == []


def test_a_source_that_cannot_wake_is_asked_every_15_s_while_nobody_sits(day: Day) -> None:
    day.source.may_wake = False

    assert day.inputwatch.watch(session(is_away=True)) == seconds(15)
    assert day.inputwatch.watch(session(is_away=False)) is None


def test_without_any_source_being_there_is_presence_until_one_is_found(unseen: Day) -> None:
    unseen.sources.now = [None, None]
    first = unseen.look()
    look_again = unseen.inputwatch.watch(session(is_away=True))
    too_soon = unseen.look_after(14)
    unseen.sources.now = [unseen.source, None]

    found = unseen.look_after(1)

    assert first == [(0, "began", BLIND)]
    assert look_again is None
    assert too_soon == []
    assert found == [(15, "ended", BLIND)]
    assert unseen.inputwatch.idle_source == "best"


def test_a_lost_source_gives_way_to_the_next_at_once_and_nobody_is_blind(day: Day) -> None:
    day.passes(60)
    second = Source(day.machine, "second")
    day.source.fails = "it broke"
    day.sources.now = [None, second]

    lost = day.look()
    soon = day.inputwatch.watch(session(is_away=False))
    replaced = day.look()

    assert lost == []
    assert soon == timedelta(0)
    assert replaced == []
    assert day.source.is_closed
    assert day.inputwatch.idle_source == "second"
    assert day.inputwatch.reasons == ("passed: too bad",)


def test_a_source_that_may_open_nothing_more_is_lost_as_any(day: Day) -> None:
    day.source.fails, day.source.kind = "Too many open files", OSError

    day.look_after(60)

    assert day.inputwatch.reasons == ("best: Too many open files",)


def test_a_lost_source_names_its_reason_until_another_is_chosen(day: Day) -> None:
    day.source.fails = "it broke"

    day.look_after(60)

    assert day.inputwatch.idle_source == "none"
    assert day.inputwatch.reasons == ("best: it broke",)


def test_the_lost_source_is_tried_again_every_15_s_and_found_again(day: Day) -> None:
    day.passes(60)
    second = Source(day.machine, "second")
    day.source.fails = "it broke"
    day.sources.now = [None, second]
    day.look()
    day.look()
    look_again = day.inputwatch.watch(session(is_away=False))
    still_away = day.look_after(15)
    restarted = Source(day.machine, "best")
    day.sources.now = [restarted, second]

    day.look_after(15)

    assert look_again == seconds(15)
    assert still_away == []
    assert day.inputwatch.idle_source == "best"
    assert second.is_closed
    assert day.inputwatch.watch(session(is_away=False)) is None


def test_the_source_in_use_is_read_while_a_better_one_is_awaited(day: Day) -> None:
    day.passes(60)
    second = Source(day.machine, "second")
    day.source.fails = "it broke"
    day.sources.now = [None, second]
    day.look()
    day.look()
    day.passes(20)
    second.last = day.machine.uptime()

    assert day.look_after(5) == [(80, "began", ACTIVE), (80, "ended", ACTIVE)]


def test_what_a_new_source_says_of_the_time_before_is_not_believed(day: Day) -> None:
    day.types(20)
    day.look()
    day.passes(400)
    day.source.fails = "it broke"
    day.look()
    restarted = Source(day.machine, "best", last=day.machine.uptime())
    day.sources.now = [restarted]

    first = day.look()
    second = day.look_after(60)
    day.passes(1)
    restarted.last = day.machine.uptime()

    assert first == []
    assert second == []
    assert day.look() == [(481, "began", ACTIVE), (481, "ended", ACTIVE)]


def test_a_source_that_opens_and_fails_keeps_nobody_busy(day: Day) -> None:
    day.passes(60)
    day.source.fails = "it broke"

    waits: list[timedelta | None] = []
    for _round in range(4):
        day.look()
        waits.append(day.inputwatch.watch(session(is_away=True)))

    assert waits == [timedelta(0), timedelta(0), seconds(15), seconds(15)]
    assert day.sources.tries == 2


def test_losing_everything_is_told_and_so_is_finding_it_again(day: Day) -> None:
    day.passes(60)
    day.source.fails = "it broke"
    day.sources.now = [None]
    day.inputwatch.watch(session(is_away=False))
    day.look()

    blind = day.look()
    day.source.fails = ""
    day.sources.now = [day.source]
    found = day.look_after(15)

    assert blind == [(60, "began", BLIND)]
    assert found == [(75, "ended", BLIND)]


def test_losing_everything_seats_nobody_who_is_away(day: Day) -> None:
    day.passes(60)
    day.source.fails = "it broke"
    day.sources.now = [None]
    day.inputwatch.watch(on_natural_break())
    day.look()

    overnight = day.look_after(8 * 3600)
    day.inputwatch.watch(session(is_away=False))  # an unlock, or an answer
    at_the_desk = day.look()

    assert overnight == []
    assert at_the_desk == [(60 + 8 * 3600, "began", BLIND)]


def test_the_next_source_is_chosen_at_once_however_lately_a_better_one_was_tried(day: Day) -> None:
    day.passes(60)
    second, third = Source(day.machine, "second"), Source(day.machine, "third")
    day.source.fails = "it broke"
    day.sources.now = [None, second, third]
    day.look()
    day.look()
    day.look_after(15)
    day.look_after(15)
    day.passes(1)
    second.fails = "it broke too"
    day.sources.now = [None, None, third]

    day.look()
    soon = day.inputwatch.watch(session(is_away=False))
    day.look()

    assert soon == timedelta(0)
    assert day.inputwatch.idle_source == "third"


def test_a_bump_in_a_natural_break_is_noise(day: Day) -> None:
    day.inputwatch.watch(on_natural_break())
    day.types(600)
    bumped = day.look()
    look_again = day.inputwatch.watch(on_natural_break())
    day.types(1.9)

    assert bumped == []
    assert look_again == seconds(2.5)
    assert day.look_after(0.6) == []
    assert day.inputwatch.watch(on_natural_break()) is None


def test_two_bumps_that_lie_apart_are_noise_both(day: Day) -> None:
    day.inputwatch.watch(on_natural_break())

    for _bump in range(2):
        day.types(60)
        assert day.look() == []
        day.inputwatch.watch(on_natural_break())
        assert day.look_after(2.5) == []
        day.inputwatch.watch(on_natural_break())


def test_whoever_is_back_from_a_natural_break_is_back_since_the_first_input(day: Day) -> None:
    day.inputwatch.watch(on_natural_break())
    day.types(600)
    day.look()
    day.inputwatch.watch(on_natural_break())
    day.types(1)
    looked_meanwhile = day.look()
    day.types(1.1)

    assert looked_meanwhile == []
    assert day.look_after(0.4) == [(600, "began", ACTIVE), (602.1, "ended", ACTIVE)]


def test_whoever_is_back_is_seen_though_the_last_input_came_before_another_look(day: Day) -> None:
    day.inputwatch.watch(on_natural_break())
    day.types(600)
    day.look()
    day.inputwatch.watch(on_natural_break())
    day.types(2.1)
    day.look_after(0.1)

    assert day.look_after(0.3) == [(600, "began", ACTIVE), (602.1, "ended", ACTIVE)]


def test_a_source_that_is_exact_in_hindsight_only_is_given_that_time(day: Day) -> None:
    day.source.hindsight = seconds(5)
    day.inputwatch.watch(on_natural_break())
    day.types(600)
    day.look()

    assert day.inputwatch.watch(on_natural_break()) == seconds(7.5)


def test_outside_a_natural_break_a_bump_is_input(day: Day) -> None:
    day.inputwatch.watch(session(is_away=True))
    day.types(600)

    assert day.look() == [(600, "began", ACTIVE), (600, "ended", ACTIVE)]


@pytest.mark.parametrize("kind", [SensorError, OSError])
def test_a_source_that_cannot_be_watched_is_lost(day: Day, kind: type[Exception]) -> None:
    day.source.fails, day.source.kind = "it broke", kind

    assert day.inputwatch.watch(session(is_away=True)) == timedelta(0)
    assert day.source.is_closed


def test_a_sleep_is_told_though_the_source_was_lost(day: Day) -> None:
    day.source.fails = "it broke"
    day.sleeps(3600)

    assert day.look_after(5) == [(0, "began", ASLEEP), (3600, "ended", ASLEEP)]


def test_closing_closes_the_source(day: Day) -> None:
    day.inputwatch.close()

    assert day.source.is_closed


def test_a_forced_source_that_nobody_knows_is_told_at_once(machine: Machine) -> None:
    with pytest.raises(ConfigError, match="DESKBREAK_IDLE: “x12”"):
        Inputwatch(Clock(machine), {"DESKBREAK_IDLE": "x12"}, lambda: None)


@pytest.fixture
def compositor(tmp_path: Path) -> Iterator[FakeCompositor]:
    compositor = FakeCompositor(tmp_path)
    yield compositor
    compositor.kill()


def test_a_compositor_killed_and_restarted_is_lost_and_found_within_a_minute(
    compositor: FakeCompositor, machine: Machine, tmp_path: Path
) -> None:
    woken: list[str] = []
    inputwatch = Inputwatch(Clock(machine), compositor.environment, lambda: woken.append("woken"))
    inputwatch.look(RULES)
    inputwatch.watch(session(is_away=True))
    machine.awake_for += seconds(60)

    compositor.kill()
    wait_until(lambda: woken, "the loss to wake the loop")
    inputwatch.look(RULES)
    inputwatch.watch(session(is_away=False))
    inputwatch.look(RULES)
    during = inputwatch.idle_source
    restarted = FakeCompositor(tmp_path)
    machine.awake_for += seconds(15)
    _now, found = inputwatch.look(RULES)

    assert during == "none"
    assert inputwatch.idle_source == "wayland"
    assert [_told(event) for event in found] == [(75, "ended", BLIND)]
    inputwatch.close()
    restarted.kill()
