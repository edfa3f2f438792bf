"""Stories about idleness on Wayland, with a compositor whose every word is written."""

import struct
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from desktop import wait_until
from fake_compositor import EXT, IDLED, KDE, FakeCompositor
from idle_scenes import MINUTE, PATIENCE, SECOND, Bell, Machine, Person

from deskbreak.errors import SensorError
from deskbreak.sensors.idle import choose_idle
from deskbreak.sensors.idle_wayland import WaylandIdle


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def compositor(tmp_path: Path) -> Iterator[FakeCompositor]:
    compositor = FakeCompositor(tmp_path)
    yield compositor
    compositor.kill()


@pytest.fixture
def source(compositor: FakeCompositor, machine: Machine) -> Iterator[WaylandIdle]:
    source = WaylandIdle.open(compositor.environment, machine)
    yield source
    source.close()


@pytest.fixture
def person(machine: Machine, source: WaylandIdle, compositor: FakeCompositor) -> Person:
    return Person(machine, source, compositor.client)


@pytest.mark.parametrize(
    ("protocol", "offered", "spoken", "sees_through_films"),
    [
        (EXT, 2, "ext_idle_notifier_v1 v2", True),
        (EXT, 3, "ext_idle_notifier_v1 v2", True),
        (EXT, 1, "ext_idle_notifier_v1 v1", False),
        (KDE, 1, "org_kde_kwin_idle v1", False),
    ],
)
def test_either_protocol_tells_of_a_pause_and_of_its_end(
    tmp_path: Path,
    machine: Machine,
    protocol: str,
    offered: int,
    spoken: str,
    sees_through_films: bool,
) -> None:
    compositor = FakeCompositor(tmp_path, protocol, offered)
    source = WaylandIdle.open(compositor.environment, machine)
    person = Person(machine, source, compositor.client)

    person.types(60)
    person.rests(100)
    still = source.idle()
    person.returns()

    assert source.protocol == spoken
    assert still == 100 * SECOND
    assert source.idle() == timedelta(0)
    asked = compositor.client.notifications[0]
    assert (asked.timeout_ms, asked.sees_through_films) == (5000, sees_through_films)
    source.close()
    compositor.kill()


def test_the_better_protocol_is_spoken_where_both_are_offered(
    tmp_path: Path, machine: Machine
) -> None:
    compositor = FakeCompositor(tmp_path, KDE, 1)
    compositor.globals.append((EXT, 2))

    source = WaylandIdle.open(compositor.environment, machine)

    assert source.protocol == "ext_idle_notifier_v1 v2"
    source.close()
    compositor.kill()


def test_at_first_the_last_input_is_taken_to_be_the_connecting(person: Person) -> None:
    person.types(3)

    assert person.source.idle() == 3 * SECOND


def test_no_pause_since_the_connecting_tells_that_somebody_is_there(person: Person) -> None:
    person.types(20)

    assert person.source.idle() == timedelta(0)


def test_nobody_there_from_the_start_is_no_input(person: Person) -> None:
    person.rests(60)

    assert person.source.idle() == 60 * SECOND


def test_a_compositor_that_knows_the_past_is_believed(tmp_path: Path, machine: Machine) -> None:
    compositor = FakeCompositor(tmp_path, knows_the_past=True)

    source = WaylandIdle.open(compositor.environment, machine)

    assert source.idle() == 5 * SECOND
    source.close()
    compositor.kill()


def test_a_pause_too_short_to_be_told_is_input_until_now(person: Person) -> None:
    person.types(60)
    person.rests(4.9)

    assert person.source.idle() == timedelta(0)


def test_a_pause_is_dated_from_its_last_input_to_the_second(person: Person) -> None:
    person.types(60)
    person.rests(4)
    unsure = person.source.idle()
    person.rests(1)
    person.client.stop_typing(5000)

    wait_until(lambda: person.source.idle() == 5 * SECOND, "the pause to be heard")
    assert unsure == timedelta(0)


def test_whoever_is_busy_is_seen_to_go_on_after_a_blink(person: Person) -> None:
    bell = Bell()
    person.types(60)
    person.source.wake_on_input(bell.ring)
    person.client.has(5000, 500)

    person.client.stop_typing(500)
    person.client.type()

    assert bell.rung.wait(PATIENCE)
    person.client.has(5000)
    assert person.source.idle() == timedelta(0)


def test_a_machine_put_to_sleep_while_typing_wakes_without_any_input(person: Person) -> None:
    person.types(60)
    person.rests(1)
    before = person.source.idle()  # as whoever hears the sleep announced asks
    person.machine.sleeps(timedelta(hours=8))
    person.types(2)
    on_waking = person.source.idle()

    person.types(2)
    person.client.stop_typing(5000)

    eight_hours = timedelta(hours=8)
    wait_until(lambda: person.source.idle() == eight_hours + 5 * SECOND, "the pause to be heard")
    assert before == timedelta(0)
    assert on_waking == eight_hours + 5 * SECOND


def test_who_wakes_the_machine_and_goes_on_is_seen(person: Person) -> None:
    person.types(60)
    person.source.idle()
    person.machine.sleeps(timedelta(hours=8))

    person.types(6)

    assert person.source.idle() == timedelta(0)


def told(person: Person, *, rests: float, types: float) -> list[int]:
    """The events sent to the source in each of ten minutes, under a look of the loop a minute."""
    counts: list[int] = []
    person.client.settle()  # the last word about the connecting is counted as such
    for _minute in range(10):
        before, ends = person.client.sent, person.machine.awake_for + MINUTE
        while person.machine.awake_for < ends:
            person.types(types)
            person.rests(rests)
            person.returns()
        person.source.idle()
        counts.append(person.client.sent - before)
    return counts


def test_steady_typing_wakes_nobody(person: Person) -> None:
    counts = told(person, rests=4.5, types=0.5)

    assert counts == [0] * 10


def test_absence_wakes_nobody(person: Person) -> None:
    person.rests(30)

    before = person.client.sent
    for _minute in range(10):
        person.types(60)
        person.source.idle()

    assert person.client.sent == before


@pytest.mark.parametrize("types", [0.1, 1, 7])
@pytest.mark.parametrize("rests", [5, 6, 9, 14.9, 15, 16, 25])
def test_no_rhythm_of_reading_wakes_it_more_than_twelve_times_a_minute(
    person: Person, rests: float, types: float
) -> None:
    counts = told(person, rests=rests, types=types)

    assert max(counts) <= 11


def test_after_two_pauses_in_a_minute_only_longer_ones_are_told_until_they_are_rare(
    person: Person,
) -> None:
    person.rests(6)
    person.returns()
    person.rests(6)
    person.returns()
    person.client.has(15000)
    person.types(70)

    person.source.idle()

    person.client.has(5000)


def test_a_compositor_that_is_started_again_is_read_again(
    compositor: FakeCompositor, source: WaylandIdle, tmp_path: Path, machine: Machine
) -> None:
    compositor.kill()
    with pytest.raises(SensorError, match=r"no Wayland compositor answers at .*wayland-5: "):
        WaylandIdle.open(compositor.environment, machine)

    restarted = FakeCompositor(tmp_path)
    found_again = WaylandIdle.open(restarted.environment, machine)

    assert found_again.idle() == timedelta(0)
    found_again.close()
    restarted.kill()
    with pytest.raises(SensorError):
        source.idle()


def test_a_protocol_error_is_told_in_the_compositors_words(
    compositor: FakeCompositor, source: WaylandIdle
) -> None:
    bell = Bell()
    source.wake_on_input(bell.ring)

    compositor.client.refuse("no such luck")

    assert bell.rung.wait(PATIENCE)
    with pytest.raises(SensorError, match=r"^the Wayland compositor refuses: no such luck$"):
        source.idle()


def test_a_seat_that_is_taken_away_is_a_lost_source(
    compositor: FakeCompositor, source: WaylandIdle
) -> None:
    bell = Bell()
    source.wake_on_input(bell.ring)

    compositor.client.take_away("wl_compositor")
    compositor.client.take_away("wl_seat")

    assert bell.rung.wait(PATIENCE)
    with pytest.raises(SensorError, match="took away what deskbreak was using"):
        source.idle()


@pytest.mark.parametrize(
    "noise", [struct.pack("=II", 1, 3 << 16), struct.pack("=II", 1, 8 << 16), b"\xff" * 64]
)
def test_a_compositor_that_makes_no_sense_is_given_up(
    compositor: FakeCompositor, source: WaylandIdle, noise: bytes
) -> None:
    bell = Bell()
    source.wake_on_input(bell.ring)

    compositor.client.send_raw(noise)
    compositor.kill()

    assert bell.rung.wait(PATIENCE)
    with pytest.raises(SensorError, match="the Wayland compositor "):
        source.idle()


def test_events_that_arrive_in_pieces_are_put_together(person: Person) -> None:
    person.types(60)
    (watched,) = person.client.notifications

    person.types(5)
    for byte in struct.pack("=II", watched.id, 8 << 16 | IDLED):
        person.client.send_raw(bytes([byte]))

    wait_until(lambda: person.source.idle() == 5 * SECOND, "the pause to be heard")


@pytest.mark.parametrize(
    ("protocol", "has_seat", "reason"),
    [
        ("", True, "the Wayland compositor offers no protocol that reports idleness"),
        (EXT, False, "the Wayland compositor has no keyboard and no mouse"),
    ],
)
def test_a_compositor_without_the_means_is_no_source(
    tmp_path: Path,
    machine: Machine,
    protocol: str,
    has_seat: bool,
    reason: str,
) -> None:
    compositor = FakeCompositor(tmp_path, protocol, has_seat=has_seat)

    with pytest.raises(SensorError, match=f"^{reason}$"):
        WaylandIdle.open(compositor.environment, machine)

    compositor.kill()


def test_where_the_compositor_is_found_can_be_a_whole_path(
    compositor: FakeCompositor, machine: Machine, tmp_path: Path
) -> None:
    source = WaylandIdle.open({"WAYLAND_DISPLAY": str(tmp_path / "wayland-5")}, machine)

    assert source.idle() == timedelta(0)
    assert len(compositor.clients) == 1
    source.close()


def test_without_a_runtime_folder_there_is_no_compositor(machine: Machine) -> None:
    with pytest.raises(SensorError, match=r"^XDG_RUNTIME_DIR is not set"):
        WaylandIdle.open({"WAYLAND_DISPLAY": "wayland-5"}, machine)


def test_a_wayland_session_is_read_from_its_compositor(compositor: FakeCompositor) -> None:
    chosen = choose_idle({**compositor.environment, "DISPLAY": ":3999"})

    assert chosen.source.name == "wayland"
    assert chosen.source.may_wake
    assert chosen.source.sees_input
    assert (chosen.reasons, chosen.rank) == ((), 0)
    chosen.source.close()
