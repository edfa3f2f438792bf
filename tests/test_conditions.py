"""What several senses say together, as the events that the core understands."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from deskbreak.core.events import Began, Condition, Ended, Event
from deskbreak.core.moment import Moment
from deskbreak.errors import SensorError
from deskbreak.sensors.camera import Camera
from deskbreak.sensors.conditions import Conditions
from deskbreak.sensors.sense import OnDemand

NINE = Moment(timedelta(hours=1), datetime(2026, 3, 2, 9, tzinfo=UTC))
NOTHING: frozenset[Condition] = frozenset()


def at(minutes: float) -> Moment:
    return NINE.at_uptime(NINE.uptime + timedelta(minutes=minutes))


class FakeSense:
    """A sense that says what it is told to say; None: it is lost."""

    blind_spot = ""

    def __init__(self, name: str, *tells: Condition) -> None:
        self.name = name
        self.tells = frozenset(tells)
        self.says: frozenset[Condition] | None = frozenset()
        self.asked = 0
        self.touches = 0
        self.began_ago: timedelta | None = None
        self.is_closed = False

    def on(self) -> frozenset[Condition]:
        self.asked += 1
        if self.says is None:
            raise SensorError("the service is gone")
        return self.says

    def age(self) -> timedelta | None:
        return self.began_ago

    def touched(self) -> None:
        self.touches += 1

    def close(self) -> None:
        self.is_closed = True


def _itself(sense: FakeSense) -> FakeSense:
    return sense


def together(*senses: FakeSense) -> Conditions:
    return Conditions([(sense.name, partial(_itself, sense)) for sense in senses])


@contextmanager
def too_many_open() -> Iterator[None]:
    """Nothing more may be opened in this process."""
    if sys.platform == "win32":
        pytest.skip("Windows has no such limit")
    import resource  # noqa: PLC0415  (not on Windows)

    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    with Path(os.devnull).open() as file:
        lowest_free = file.fileno()
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)


def seen(
    conditions: Conditions, minute: float, unasked: frozenset[Condition] = NOTHING
) -> list[Event]:
    return list(conditions.changes(at(minute), at(minute + 1), unasked))


def test_a_call_counts_from_the_look_before_it_was_found_and_ends_when_it_is_missed() -> None:
    microphone = FakeSense("microphone", Condition.CALL)
    conditions = together(microphone)

    assert seen(conditions, 0) == []
    microphone.says = microphone.tells
    assert seen(conditions, 1) == [Began(at(1), Condition.CALL)]
    assert seen(conditions, 2) == []
    microphone.says = NOTHING
    assert seen(conditions, 3) == [Ended(at(4), Condition.CALL)]


def test_a_lock_begins_when_it_is_told() -> None:
    lock = FakeSense("lock", Condition.LOCKED)
    lock.says = lock.tells

    assert seen(together(lock), 0) == [Began(at(1), Condition.LOCKED)]


def test_a_lock_that_is_found_at_a_look_has_begun_when_its_locker_did() -> None:
    lock = FakeSense("lock", Condition.LOCKED)
    conditions = together(lock, FakeSense("screen", Condition.FULL_SCREEN))
    seen(conditions, 0, unasked=frozenset({Condition.FULL_SCREEN}))

    lock.says, lock.began_ago = lock.tells, timedelta(seconds=45)
    assert seen(conditions, 1, unasked=frozenset({Condition.FULL_SCREEN})) == [
        Began(at(1.25), Condition.LOCKED)
    ]
    lock.says = NOTHING
    seen(conditions, 2)
    lock.says, lock.began_ago = (
        lock.tells,
        timedelta(hours=1),
    )  # it was not there at the look before
    assert seen(conditions, 3) == [Began(at(3), Condition.LOCKED)]


def test_a_condition_lasts_while_one_of_its_senses_says_so() -> None:
    microphone = FakeSense("microphone", Condition.CALL)
    camera = FakeSense("camera", Condition.CALL)
    conditions = together(microphone, camera)
    microphone.says = camera.says = frozenset({Condition.CALL})

    assert seen(conditions, 0) == [Began(at(0), Condition.CALL)]
    microphone.says = NOTHING
    assert seen(conditions, 1) == []
    camera.says = NOTHING
    assert seen(conditions, 2) == [Ended(at(3), Condition.CALL)]


def test_what_nobody_needs_to_know_is_not_asked_and_stays_as_it_was() -> None:
    screen = FakeSense("full screen", Condition.FULL_SCREEN)
    screen.says = screen.tells
    conditions = together(screen)
    seen(conditions, 0)
    screen.says = NOTHING

    assert seen(conditions, 1, unasked=frozenset({Condition.FULL_SCREEN})) == []
    assert screen.asked == 1
    assert seen(conditions, 2) == [Ended(at(3), Condition.FULL_SCREEN)]


def test_a_lost_sense_takes_its_word_back_and_says_so_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    microphone = FakeSense("microphone", Condition.CALL)
    microphone.says = microphone.tells
    conditions = together(microphone)
    seen(conditions, 0)
    microphone.says = None

    assert seen(conditions, 1) == [Ended(at(2), Condition.CALL)]
    seen(conditions, 2)
    assert conditions.lost == {"microphone": "the service is gone"}
    assert caplog.text.count("the service is gone") == 1

    microphone.says = microphone.tells
    assert seen(conditions, 3) == [Began(at(3), Condition.CALL)]
    assert conditions.lost == {}


def test_a_lost_sense_of_the_lock_is_no_unlock() -> None:
    lock = FakeSense("lock", Condition.LOCKED)
    lock.says = lock.tells
    conditions = together(lock)
    seen(conditions, 0)
    lock.says = None

    assert seen(conditions, 1) == []
    lock.says = NOTHING
    assert seen(conditions, 2) == [Ended(at(3), Condition.LOCKED)]


def test_whoever_types_when_nobody_tells_of_the_lock_any_more_is_there_again() -> None:
    lock = FakeSense("lock", Condition.LOCKED)
    lock.says = lock.tells
    conditions = together(lock)
    seen(conditions, 0)
    conditions.touched(at(2))
    on_the_locked_screen = seen(conditions, 1)
    lock.says = None
    seen(conditions, 2)
    conditions.touched(at(3.5))
    while_it_may_come_back = seen(conditions, 2.5)

    conditions.touched(at(4.5))

    assert (on_the_locked_screen, while_it_may_come_back) == ([], [])
    assert seen(conditions, 3.5) == [Ended(at(4.5), Condition.LOCKED)]


def test_a_sense_that_is_not_to_be_had_is_left_out_with_its_reason() -> None:
    camera = FakeSense("camera", Condition.CALL)

    def no_microphone() -> FakeSense:
        raise SensorError("no sound server")

    conditions = Conditions([("microphone", no_microphone), ("camera", lambda: camera)])

    seen(conditions, 0)

    assert conditions.missing == {"microphone": "no sound server"}
    assert conditions.names == ("camera",)


def test_a_sense_that_is_not_there_yet_is_tried_again_within_a_minute() -> None:
    camera = FakeSense("camera", Condition.CALL)
    camera.says = camera.tells
    tries: list[float] = []

    def plugged_in_at_the_third_try() -> FakeSense:
        tries.append(0)
        if len(tries) < 3:
            raise SensorError("no camera")
        return camera

    conditions = Conditions([("camera", plugged_in_at_the_third_try)])
    found = [seen(conditions, minute) for minute in (0, 0.5, 1, 1.5, 2)]

    assert found == [[], [], [], [], [Began(at(2), Condition.CALL)]]
    assert conditions.missing == {}


def test_where_nothing_more_can_be_opened_a_sense_is_lost_and_found_again(tmp_path: Path) -> None:
    cameras = tmp_path / "dev"
    cameras.mkdir()
    (cameras / "video0").touch()
    conditions = Conditions([("camera", lambda: Camera.open(tuple, dev=cameras))])
    with too_many_open():
        assert seen(conditions, 0) == []
    assert "Too many open files" in conditions.missing["camera"]
    assert seen(conditions, 1) == []
    assert conditions.names == ("camera",)
    with too_many_open():
        assert seen(conditions, 2) == []
    assert "Too many open files" in conditions.lost["camera"]
    assert seen(conditions, 3) == []
    assert conditions.lost == {}


def test_touching_and_closing_reach_every_sense() -> None:
    lock, camera = FakeSense("lock", Condition.LOCKED), FakeSense("camera", Condition.CALL)
    conditions = together(lock, camera)
    seen(conditions, 0)

    conditions.touched(at(1))
    conditions.close()

    assert [lock.touches, camera.touches] == [1, 1]
    assert lock.is_closed
    assert camera.is_closed


def test_a_sense_whose_module_an_update_took_away_is_missing_and_ends_nothing() -> None:
    def opened() -> FakeSense:
        raise ModuleNotFoundError("No module named 'deskbreak.sensors.full_screen_x11'")

    conditions = Conditions([("full_screen", opened)])

    assert seen(conditions, 0) == []
    assert "full_screen_x11" in conditions.missing["full_screen"]


def test_a_sense_that_only_answers_is_on_while_the_answer_is_yes() -> None:
    answers = iter([False, True])
    sense = OnDemand.open("lock windows", Condition.LOCKED, lambda: next(answers))

    assert sense.on() == sense.tells == {Condition.LOCKED}


def test_a_sense_that_only_answers_is_not_to_be_had_where_it_has_no_answer() -> None:
    def fail() -> bool:
        raise SensorError("nobody knows")

    with pytest.raises(SensorError, match="nobody knows"):
        OnDemand.open("lock windows", Condition.LOCKED, fail)
