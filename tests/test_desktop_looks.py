"""What the desktop is asked for at which look, with senses that are played (rule 3)."""

from datetime import UTC, timedelta
from functools import partial

from test_conditions import FakeSense
from test_inputwatch import Machine, Source, Sources

from deskbreak.core.events import Condition, Event, Ticked
from deskbreak.core.policy import Settings
from deskbreak.core.session import advance, begin
from deskbreak.core.state import Rules, Seated
from deskbreak.files.resources import config_file
from deskbreak.sensors.clock import Clock
from deskbreak.sensors.conditions import Conditions
from deskbreak.sensors.desktop import DesktopSenses
from deskbreak.sensors.inputwatch import Inputwatch
from deskbreak.sensors.zone import LocalZone
from deskbreak.stretches.catalogue import load_catalogue

MINUTE = timedelta(minutes=1)


class Room:
    """Somebody at a desk with a microphone; the loop looks once a minute."""

    def __init__(self) -> None:
        catalogue = load_catalogue(config_file("stretches.toml"))
        self.rules = Rules(Settings(), catalogue, UTC)
        self.machine = Machine()
        self.keyboard = Source(self.machine)
        self.microphone = FakeSense("microphone", Condition.CALL)
        clock = Clock(self.machine)
        inputwatch = Inputwatch(clock, {}, lambda: None, choose=Sources([self.keyboard]).choose)
        opened = [(self.microphone.name, partial(_itself, self.microphone))]
        self.desktop = DesktopSenses(inputwatch, Conditions(opened), clock.now(), LocalZone())
        self.session = begin(clock.now(), self.rules)
        self.pass_minutes(1)

    def pass_minutes(self, count: int, *, typing: bool = False) -> None:
        for _minute in range(count):
            self.machine.awake_for += MINUTE
            if typing:
                self.keyboard.last = self.machine.uptime()
            now, seen = self.desktop.look(self.session, self.rules)
            events: tuple[Event, ...] = (*seen, Ticked(now))
            for event in events:
                self.session = advance(self.session, event, self.rules).session
            self.desktop.watch(self.session)

    def asks_in(self, minutes: int, *, typing: bool = False) -> int:
        before = self.microphone.asked
        self.pass_minutes(minutes, typing=typing)
        return self.microphone.asked - before

    def calls(self, *, on: bool) -> None:
        self.microphone.says = self.microphone.tells if on else frozenset()


def _itself(sense: FakeSense) -> FakeSense:
    return sense


def test_whoever_types_is_not_asked_whether_a_call_is_on() -> None:
    room = Room()
    room.pass_minutes(2, typing=True)

    assert room.asks_in(20, typing=True) == 0


def test_whoever_sits_still_for_half_a_break_is_asked_and_a_call_keeps_them_seated() -> None:
    room = Room()
    room.pass_minutes(5, typing=True)
    room.calls(on=True)

    asked = room.asks_in(2)
    room.pass_minutes(20)

    assert asked == 0
    assert isinstance(room.session.phase, Seated)
    assert room.session.seat_time(room.session.now) >= 25 * MINUTE


def test_a_call_that_is_on_is_asked_for_until_it_is_over() -> None:
    room = Room()
    room.pass_minutes(5, typing=True)
    room.calls(on=True)
    room.pass_minutes(4)

    during = room.asks_in(3, typing=True)
    room.calls(on=False)
    room.pass_minutes(1, typing=True)

    assert during == 3
    assert Condition.CALL not in room.session.signs.conditions
    assert room.asks_in(3, typing=True) == 0


def test_what_is_due_asks_for_calls_though_somebody_types() -> None:
    room = Room()

    assert room.asks_in(60, typing=True) > 10


def test_only_input_is_told_to_the_senses_as_a_touch_and_a_sleep_is_none() -> None:
    room = Room()
    room.pass_minutes(2, typing=True)
    typed = room.microphone.touches

    room.machine.asleep += 60 * MINUTE
    room.pass_minutes(2)
    slept = room.microphone.touches
    room.pass_minutes(3, typing=True)

    assert (typed, slept) == (2, 2)
    assert room.microphone.touches > slept
