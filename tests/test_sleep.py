"""Whether the machine is asleep, told by a stand-in for logind."""

import pytest
from fake_desktop import LOGIND, Both, Logind, told

from deskbreak.core.events import Condition
from deskbreak.errors import SensorError
from deskbreak.sensors.sleep import open_sleep

ASLEEP = frozenset({Condition.ASLEEP})
AWAKE: frozenset[Condition] = frozenset()


def test_a_sleep_begins_and_ends_as_it_is_announced(both: Both) -> None:
    sense = open_sleep(both.system.bus, both.listener.wake)
    assert both.listener.hears(sense, "org.freedesktop.login1 is not running")
    logind = Logind(both.system.stage)
    assert both.listener.hears(sense, AWAKE)

    both.system.stage.do(logind.manager.announce_sleep, start=True)
    assert both.listener.hears(sense, ASLEEP)
    both.system.stage.do(logind.manager.announce_sleep, start=False)
    assert both.listener.hears(sense, AWAKE)


def test_a_sleep_announced_before_is_known(both: Both) -> None:
    logind = Logind(both.system.stage)
    logind.manager.is_preparing = True

    assert both.listener.hears(open_sleep(both.system.bus, both.listener.wake), ASLEEP)


def test_a_restarted_logind_is_asked_anew(both: Both) -> None:
    logind = Logind(both.system.stage)
    logind.manager.is_preparing = True
    sense = open_sleep(both.system.bus, both.listener.wake)
    assert both.listener.hears(sense, ASLEEP)

    both.system.stage.release(LOGIND)
    assert both.listener.hears(sense, "nothing announces that the machine goes to sleep")
    logind.manager.is_preparing = False
    both.system.stage.own(LOGIND)
    assert both.listener.hears(sense, AWAKE)


def test_the_bus_may_go_and_come_again(both: Both) -> None:
    Logind(both.system.stage)
    sense = open_sleep(both.system.bus, both.listener.wake)

    both.system.lose()
    assert both.listener.hears(sense, "the bus went away")
    both.system.find()
    logind = Logind(both.system.stage)
    assert both.listener.hears(sense, AWAKE)
    both.system.stage.do(logind.manager.announce_sleep, start=True)
    assert both.listener.hears(sense, ASLEEP)


def test_a_closed_sense_wakes_nobody(both: Both) -> None:
    logind = Logind(both.system.stage)
    logind.manager.is_preparing = True
    sense = open_sleep(both.system.bus, both.listener.wake)
    assert both.listener.hears(sense, ASLEEP)

    sense.close()
    both.listener.forget()
    both.system.stage.do(logind.manager.announce_sleep, start=False)
    both.system.settle()

    assert told(sense) == AWAKE
    assert both.listener.is_left_alone()


def test_without_a_system_bus_there_is_no_sense_of_sleep() -> None:
    with pytest.raises(SensorError, match="there is no system bus"):
        open_sleep(None, lambda: None)
