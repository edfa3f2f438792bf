"""Whether a program keeps the display awake, told by stand-ins for those who are asked for it."""

import os

import pytest
from fake_desktop import (
    Both,
    GnomeSessionManager,
    KdePolicyAgent,
    Logind,
    PowerManagementInhibit,
    told,
)

from deskbreak.core.events import Condition
from deskbreak.errors import SensorError
from deskbreak.sensors.kept_awake import open_kept_awake
from deskbreak.sensors.sense import Sense

KEPT = frozenset({Condition.KEPT_AWAKE})
FREE: frozenset[Condition] = frozenset()
US = os.getuid()
FILM = "idle", "mpv", "a film", "block", US, 4711
TALK = "sleep:idle", "impress", "a talk", "block-weak", US, 4712


def senses(both: Both) -> Sense:
    return open_kept_awake(both.session.bus, both.system.bus, both.listener.wake)


def gnome(both: Both) -> GnomeSessionManager:
    manager = GnomeSessionManager()
    both.session.stage.play("org.gnome.SessionManager", ("/org/gnome/SessionManager", manager))
    return manager


def kde(both: Both) -> KdePolicyAgent:
    agent = KdePolicyAgent()
    path = "/org/kde/Solid/PowerManagement/PolicyAgent"
    both.session.stage.play("org.kde.Solid.PowerManagement", (path, agent))
    return agent


def power_management(both: Both, name: str) -> PowerManagementInhibit:
    inhibit = PowerManagementInhibit()
    path = "/org/freedesktop/PowerManagement/Inhibit"
    both.session.stage.play(name, (path, inhibit))
    return inhibit


def test_a_film_inhibits_idleness_with_logind_until_it_ends(both: Both) -> None:
    logind = Logind(both.system.stage)
    sense = senses(both)

    both.system.stage.do(logind.manager.inhibit, FILM, TALK)
    assert both.listener.hears(sense, KEPT)
    both.system.stage.do(logind.manager.inhibit, TALK)
    both.system.settle()
    assert told(sense) == KEPT
    both.system.stage.do(logind.manager.inhibit)
    assert both.listener.hears(sense, FREE)


@pytest.mark.parametrize(
    "inhibitor",
    [
        ("sleep", "player", "music", "block", US, 4711),
        ("handle-lid-switch:handle-power-key", "desktop", "its own way", "block", US, 4711),
        ("idle", "locker", "a moment, please", "delay", US, 4711),
        ("idle", "deskbreak", "ourselves", "block", US, os.getpid()),
        ("idle", "backup", "a service of the system's", "block", 999, 4711),
    ],
    ids=["music", "the lid", "a delay", "ourselves", "the system's"],
)
def test_what_shows_nobody_a_film_keeps_nobody_seated(
    both: Both, inhibitor: tuple[str, str, str, str, int, int]
) -> None:
    logind = Logind(both.system.stage)
    logind.manager.inhibitors = [FILM]
    sense = senses(both)
    assert both.listener.hears(sense, KEPT)

    both.system.stage.do(logind.manager.inhibit, inhibitor)

    assert both.listener.hears(sense, FREE)


def test_a_film_inhibits_idleness_with_gnome_until_it_ends(both: Both) -> None:
    manager = gnome(both)
    sense = senses(both)

    both.session.stage.do(manager.inhibit, "/film", 8 | 4)
    assert both.listener.hears(sense, KEPT)
    both.session.stage.do(manager.release, "/film")
    assert both.listener.hears(sense, FREE)


def test_music_inhibits_only_sleep_with_gnome(both: Both) -> None:
    manager = gnome(both)
    manager.inhibitors = {"/film": 8, "/music": 4}
    sense = senses(both)
    assert both.listener.hears(sense, KEPT)

    both.session.stage.do(manager.release, "/film")

    assert both.listener.hears(sense, FREE)


def test_kde_tells_a_film_from_music(both: Both) -> None:
    agent = kde(both)
    sense = senses(both)

    both.session.stage.do(agent.inhibit, 4 | 1)
    assert both.listener.hears(sense, KEPT)
    both.session.stage.do(agent.inhibit, 1)
    assert both.listener.hears(sense, FREE)


def test_the_power_manager_of_xfce_tells_of_a_film(both: Both) -> None:
    inhibit = power_management(both, "org.xfce.PowerManager")
    inhibit.is_inhibited = True
    sense = senses(both)
    assert both.listener.hears(sense, KEPT)

    both.session.stage.do(inhibit.inhibit, is_inhibited=False)
    assert both.listener.hears(sense, FREE)
    both.session.stage.do(inhibit.inhibit, is_inhibited=True)
    assert both.listener.hears(sense, KEPT)


def test_power_management_of_others_is_not_asked_because_of_music(both: Both) -> None:
    power_management(both, "org.freedesktop.PowerManagement").is_inhibited = True
    sense = senses(both)

    assert both.listener.hears(sense, "nothing says whether a program is keeping the display awake")


def test_one_who_keeps_it_awake_is_enough(both: Both) -> None:
    Logind(both.system.stage)
    kde(both)
    manager = gnome(both)
    sense = senses(both)

    both.session.stage.do(manager.inhibit, "/film", 8)

    assert both.listener.hears(sense, KEPT)


def test_a_desktop_that_starts_later_is_asked_and_its_end_ends_the_film(both: Both) -> None:
    Logind(both.system.stage)
    sense = senses(both)
    manager = gnome(both)
    both.session.stage.do(manager.inhibit, "/film", 8)
    assert both.listener.hears(sense, KEPT)

    both.session.stage.release("org.gnome.SessionManager")

    assert both.listener.hears(sense, FREE)


def test_the_session_bus_may_go_and_come_again(both: Both) -> None:
    gnome(both)
    sense = open_kept_awake(both.session.bus, None, both.listener.wake)

    both.session.lose()
    assert both.listener.hears(sense, "the bus went away")
    both.session.find()
    manager = gnome(both)
    both.session.stage.do(manager.inhibit, "/film", 8)
    assert both.listener.hears(sense, KEPT)


def test_where_nobody_can_say_the_reasons_are_told(both: Both) -> None:
    assert both.listener.hears(
        senses(both),
        "nothing says whether a program is keeping the display awake "
        "(org.freedesktop.login1 is not running; org.gnome.SessionManager is not "
        "running; org.kde.Solid.PowerManagement is not running; org.xfce.PowerManager "
        "is not running)",
    )


def test_without_any_bus_there_is_no_sense_of_it() -> None:
    with pytest.raises(SensorError, match="neither a session bus nor a system bus"):
        open_kept_awake(None, None, lambda: None)
