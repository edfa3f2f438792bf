"""Whether the screen is locked, told by stand-ins for logind and the screen savers."""

import subprocess
import sys

import pytest
from desktop import wait_until
from fake_desktop import ANOTHERS, LOGIND, OURS, Both, Logind, ScreenSaver, told

from deskbreak.core.events import Condition
from deskbreak.errors import SensorError
from deskbreak.sensors.lock import LockSense
from deskbreak.wires.logind import open_system_bus

LOCKED = frozenset({Condition.LOCKED})
OPEN: frozenset[Condition] = frozenset()
SAVERS = [
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
]


def senses(both: Both, session_id: str = "") -> LockSense:
    return LockSense(both.session.bus, both.system.bus, both.listener.wake, session_id)


def meets(both: Both, logind: Logind) -> LockSense:
    """A sense that knows our session by now, which is open."""
    sense = senses(both)
    wait_until(lambda: logind.ours.readings, "our session to be read")
    both.system.settle()
    assert told(sense) == OPEN
    return sense


def saver(both: Both, name: str, *, is_active: bool = False) -> ScreenSaver:
    played = ScreenSaver(name, is_active=is_active)
    both.session.stage.play(name, (f"/{name.replace('.', '/')}", played))
    return played


def test_a_hint_of_our_session_is_a_locked_screen(both: Both) -> None:
    logind = Logind(both.system.stage)
    sense = meets(both, logind)

    both.system.stage.do(logind.ours.set_hint, is_locked=True)
    assert both.listener.hears(sense, LOCKED)
    both.system.stage.do(logind.ours.set_hint, is_locked=False)
    assert both.listener.hears(sense, OPEN)


def test_a_screen_that_was_locked_before_is_locked(both: Both) -> None:
    logind = Logind(both.system.stage)
    logind.ours.hint = True

    assert both.listener.hears(senses(both), LOCKED)


def test_the_turn_of_another_user_is_a_lock(both: Both) -> None:
    logind = Logind(both.system.stage)
    sense = meets(both, logind)

    both.system.stage.do(logind.ours.set_active, is_active=False)
    assert both.listener.hears(sense, LOCKED)
    both.system.stage.do(logind.ours.set_active, is_active=True)
    assert both.listener.hears(sense, OPEN)


def test_the_lock_of_another_session_is_none_of_ours(both: Both) -> None:
    logind = Logind(both.system.stage)
    sense = meets(both, logind)
    both.listener.forget()

    both.system.stage.do(logind.anothers.set_hint, is_locked=True)
    both.system.stage.do(logind.anothers.lock)
    both.system.settle()

    assert told(sense) == OPEN
    assert both.listener.is_left_alone()


def test_an_announced_lock_lasts_until_the_unlock_is_announced(both: Both) -> None:
    logind = Logind(both.system.stage)
    sense = meets(both, logind)

    both.system.stage.do(logind.ours.lock)
    assert both.listener.hears(sense, LOCKED)
    both.system.stage.do(logind.ours.unlock)
    assert both.listener.hears(sense, OPEN)


def test_a_locker_that_keeps_the_hint_ends_an_announced_lock_by_it(both: Both) -> None:
    logind = Logind(both.system.stage)
    sense = meets(both, logind)

    both.system.stage.do(logind.ours.lock)
    both.system.stage.do(logind.ours.set_hint, is_locked=True)
    assert both.listener.hears(sense, LOCKED)
    both.system.stage.do(logind.ours.set_hint, is_locked=False)
    assert both.listener.hears(sense, OPEN)


def test_input_ends_an_announced_lock_whose_locker_tells_nobody(both: Both) -> None:
    logind = Logind(both.system.stage)
    sense = meets(both, logind)

    both.system.stage.do(logind.ours.lock)
    assert both.listener.hears(sense, LOCKED)
    sense.touched()

    assert told(sense) == OPEN


def test_input_ends_no_lock_that_the_hint_confirms(both: Both) -> None:
    logind = Logind(both.system.stage)
    sense = meets(both, logind)

    both.system.stage.do(logind.ours.set_hint, is_locked=True)
    assert both.listener.hears(sense, LOCKED)
    sense.touched()

    assert told(sense) == LOCKED


def test_a_process_outside_of_any_session_goes_by_the_environment(both: Both) -> None:
    logind = Logind(both.system.stage)
    logind.manager.session_of_process = None
    logind.anothers.hint = True

    assert both.listener.hears(senses(both, session_id="3"), LOCKED)


def test_a_stale_environment_gives_way_to_the_session_on_screen(both: Both) -> None:
    logind = Logind(both.system.stage)
    logind.manager.session_of_process = None
    logind.manager.sessions = {"auto": ANOTHERS}
    logind.anothers.hint = True

    assert both.listener.hears(senses(both, session_id="1"), LOCKED)


def test_a_session_that_begins_later_is_found(both: Both) -> None:
    logind = Logind(both.system.stage)
    logind.manager.session_of_process = None
    logind.manager.sessions = {}
    sense = LockSense(None, both.system.bus, both.listener.wake)
    assert both.listener.hears(sense, "No session 'auto' known")

    logind.ours.hint = True
    logind.manager.sessions = {"auto": OURS}
    both.system.stage.do(logind.manager.session_new, "2", OURS)

    assert both.listener.hears(sense, LOCKED)


@pytest.mark.parametrize("name", SAVERS)
def test_an_active_screen_saver_is_a_locked_screen(both: Both, name: str) -> None:
    sense = LockSense(both.session.bus, None, both.listener.wake)
    played = saver(both, name, is_active=True)
    assert both.listener.hears(sense, LOCKED)

    both.session.stage.do(played.turn, is_active=False)
    assert both.listener.hears(sense, OPEN)
    both.session.stage.do(played.turn, is_active=True)
    assert both.listener.hears(sense, LOCKED)


def test_one_who_says_locked_is_enough(both: Both) -> None:
    logind = Logind(both.system.stage)
    gnome = saver(both, "org.gnome.ScreenSaver", is_active=True)
    sense = senses(both)
    assert both.listener.hears(sense, LOCKED)

    both.system.settle()
    before = logind.ours.readings
    both.system.stage.do(logind.ours.set_hint, is_locked=True)
    wait_until(lambda: logind.ours.readings > before, "the hint to be read")
    both.system.settle()
    both.session.stage.do(gnome.turn, is_active=False)
    both.session.settle()
    assert told(sense) == LOCKED
    both.system.stage.do(logind.ours.set_hint, is_locked=False)
    assert both.listener.hears(sense, OPEN)


def test_where_nobody_can_say_the_reasons_are_told(both: Both) -> None:
    sense = senses(both)

    assert both.listener.hears(
        sense,
        "nothing says whether the screen is locked (org.freedesktop.login1 is not "
        "running; org.freedesktop.ScreenSaver is not running; org.gnome.ScreenSaver is "
        "not running; org.cinnamon.ScreenSaver is not running; org.mate.ScreenSaver is "
        "not running; org.xfce.ScreenSaver is not running)",
    )


def test_logind_may_come_later_and_go_and_come_again(both: Both) -> None:
    sense = LockSense(None, both.system.bus, both.listener.wake)
    assert both.listener.hears(sense, "org.freedesktop.login1 is not running")

    logind = Logind(both.system.stage)
    assert both.listener.hears(sense, OPEN)
    both.system.stage.release(LOGIND)
    assert both.listener.hears(sense, "org.freedesktop.login1 is not running")
    logind.ours.hint = True
    both.system.stage.own(LOGIND)
    assert both.listener.hears(sense, LOCKED)


def test_the_system_bus_may_go_and_come_again(both: Both) -> None:
    Logind(both.system.stage)
    sense = LockSense(None, both.system.bus, both.listener.wake)

    both.system.lose()
    assert both.listener.hears(sense, "the bus went away")
    both.system.find()
    logind = Logind(both.system.stage)
    assert both.listener.hears(sense, OPEN)
    both.system.stage.do(logind.ours.set_hint, is_locked=True)
    assert both.listener.hears(sense, LOCKED)


def test_a_lost_session_bus_leaves_logind_to_say(both: Both) -> None:
    logind = Logind(both.system.stage)
    saver(both, "org.gnome.ScreenSaver", is_active=True)
    sense = senses(both)
    assert both.listener.hears(sense, LOCKED)

    both.session.lose()
    assert both.listener.hears(sense, OPEN)
    both.system.stage.do(logind.ours.set_hint, is_locked=True)
    assert both.listener.hears(sense, LOCKED)


def test_a_closed_sense_wakes_nobody(both: Both) -> None:
    logind = Logind(both.system.stage)
    sense = meets(both, logind)

    sense.close()
    both.listener.forget()
    both.system.stage.do(logind.ours.lock)
    both.system.settle()

    assert both.listener.is_left_alone()


def test_without_any_bus_there_is_no_sense_of_locks() -> None:
    with pytest.raises(SensorError, match="neither a session bus nor a system bus"):
        LockSense(None, None, lambda: None)


def test_the_system_bus_is_where_the_environment_says(both: Both) -> None:
    logind = Logind(both.system.stage)
    logind.ours.hint = True
    bus = open_system_bus({"DBUS_SYSTEM_BUS_ADDRESS": both.system.desktop.address})

    locked = both.listener.hears(LockSense(None, bus, both.listener.wake), LOCKED)
    bus.stop()

    assert locked


def test_a_missing_system_bus_is_told_with_the_place_it_was_sought() -> None:
    with pytest.raises(SensorError, match=r"there is no system bus: .*/nowhere/bus"):
        open_system_bus({"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nowhere/bus"})


def test_the_senses_over_dbus_load_nothing_heavy() -> None:
    program = (
        "import sys\n"
        "from deskbreak.sensors import do_not_disturb, kept_awake, lock, sleep\n"
        "print(*{'PIL', 'asyncio', 'subprocess'} & set(sys.modules))\n"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert loaded.stdout == "\n"
