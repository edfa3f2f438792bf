"""Whether the user wants silence, told by a real dunst and by stand-ins for the others."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from desktop import Desktop, wait_until
from fake_desktop import (
    Both,
    BudgieDispatcher,
    DconfWriter,
    Listener,
    Mako,
    Nothing,
    PlasmaNotifications,
    SwayncControl,
    Xfconf,
    told,
)
from odd_files import odd_files

from deskbreak.core.events import Condition
from deskbreak.errors import SensorError
from deskbreak.sensors.do_not_disturb import open_do_not_disturb
from deskbreak.sensors.sense import Sense
from deskbreak.wires.dbus import Bus

QUIET = frozenset({Condition.DO_NOT_DISTURB})
LOUD: frozenset[Condition] = frozenset()
NOTIFICATIONS = "org.freedesktop.Notifications"
SHOW_BANNERS = "/org/gnome/desktop/notifications/show-banners"
BANNERS_OFF = bytes.fromhex(
    "4756617269616e74000000000000000018000000c8000000000000280600000000000000000000000200000004000000"
    "05000000060000004b50900b02000000c800000004004c00cc000000d0000000d982b51c05000000d00000000c007600"
    "e0000000e3000000d4b50200ffffffffe300000001004c00e4000000e8000000b0b7243000000000e800000006004c00"
    "f0000000f4000000b988fdda03000000f400000008004c00fc00000000010000c21d8c8504000000000100000e004c00"
    "10010000140100006f72672f0300000073686f772d62616e6e657273000000000000622f00000000676e6f6d652f0000"
    "040000006465736b746f702f050000006e6f74696669636174696f6e732f000001000000"
)
"""What dconf-service 0.40 writes at `gsettings set org.gnome.desktop.notifications show-banners false`."""
BANNERS_ON = BANNERS_OFF.replace(b"\0\0b", b"\1\0b")


@pytest.fixture(autouse=True)
def dconf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "dconf").mkdir()
    return tmp_path / "dconf" / "user"


def senses(both: Both) -> Sense:
    return open_do_not_disturb(both.session.bus, both.listener.wake)


def plasma(both: Both) -> PlasmaNotifications:
    server = PlasmaNotifications()
    both.session.stage.play(NOTIFICATIONS, ("/org/freedesktop/Notifications", server))
    return server


def xfce(both: Both) -> Xfconf:
    xfconf = Xfconf()
    both.session.stage.play("org.xfce.Xfconf", ("/org/xfce/Xfconf", xfconf))
    return xfconf


def gnome(both: Both) -> DconfWriter:
    """GNOME's shell, and the service that tells of changed settings."""
    writer = DconfWriter()
    both.session.stage.play("org.gnome.Shell", ("/org/gnome/Shell", Nothing()))
    both.session.stage.play("ca.desrt.dconf", ("/ca/desrt/dconf/Writer/user", writer))
    return writer


def test_plasma_tells_by_a_property(both: Both) -> None:
    server = plasma(both)
    server.is_inhibited = True
    sense = senses(both)
    assert both.listener.hears(sense, QUIET)

    both.session.stage.do(server.inhibit, is_inhibited=False)
    assert both.listener.hears(sense, LOUD)
    both.session.stage.do(server.inhibit, is_inhibited=True)
    assert both.listener.hears(sense, QUIET)


def test_xfce_tells_by_a_setting(both: Both) -> None:
    xfconf = xfce(both)
    sense = senses(both)

    both.session.stage.do(xfconf.set, "xfce4-notifyd", "/do-not-disturb", value=True)
    assert both.listener.hears(sense, QUIET)
    both.session.stage.do(xfconf.set, "xfce4-notifyd", "/do-not-disturb", value=False)
    assert both.listener.hears(sense, LOUD)


def test_a_setting_of_xfce_that_is_reset_is_off(both: Both) -> None:
    xfconf = xfce(both)
    xfconf.settings["xfce4-notifyd", "/do-not-disturb"] = True
    sense = senses(both)
    assert both.listener.hears(sense, QUIET)

    both.session.stage.do(xfconf.reset, "xfce4-notifyd", "/do-not-disturb")

    assert both.listener.hears(sense, LOUD)


def test_other_settings_of_xfce_say_nothing_of_silence(both: Both) -> None:
    xfconf = xfce(both)
    xfconf.settings["xfce4-notifyd", "/do-not-disturb"] = False
    sense = senses(both)
    both.session.stage.do(xfconf.set, "xfce4-notifyd", "/do-fadeout", value=True)
    both.session.stage.do(xfconf.set, "xfce4-panel", "/do-not-disturb", value=True)
    both.session.settle()

    assert told(sense) == LOUD


def test_gnome_is_quiet_while_its_banners_are_off(both: Both, dconf: Path) -> None:
    dconf.write_bytes(BANNERS_OFF)
    writer = gnome(both)
    sense = senses(both)
    assert both.listener.hears(sense, QUIET)

    dconf.write_bytes(BANNERS_ON)
    both.session.stage.do(writer.changed, SHOW_BANNERS, [""])
    assert both.listener.hears(sense, LOUD)
    dconf.write_bytes(BANNERS_OFF)
    both.session.stage.do(writer.changed, "/org/gnome/desktop/", ["notifications/show-banners"])
    assert both.listener.hears(sense, QUIET)


def test_gnome_shows_banners_unless_it_was_told_not_to(both: Both, dconf: Path) -> None:
    dconf.write_bytes(BANNERS_OFF)
    writer = gnome(both)
    sense = senses(both)
    assert both.listener.hears(sense, QUIET)

    dconf.unlink()
    both.session.stage.do(writer.changed, "/", [""])

    assert both.listener.hears(sense, LOUD)


def database(setting: str, *, is_on: bool) -> bytes:
    """A file of dconf with one switch, set."""
    name, value = setting.encode(), bytes((is_on, 0)) + b"b"
    at = 24 + 8 + 4 + 24
    head = struct.pack("<8s8xII", b"GVariant", 24, at)
    item = struct.pack(
        "<4xIIHcxII", 2**32 - 1, at, len(name), b"v", at + len(name), at + len(name) + 3
    )
    return head + struct.pack("<III", 0, 1, 0) + item + name + value


@pytest.mark.parametrize(
    ("program", "setting", "quiet"),
    [
        ("org.Cinnamon", "/org/cinnamon/desktop/notifications/display-notifications", False),
        ("org.mate.SettingsDaemon", "/org/mate/notification-daemon/do-not-disturb", True),
    ],
)
def test_cinnamon_and_mate_have_their_own_switches(
    both: Both,
    dconf: Path,
    program: str,
    setting: str,
    quiet: bool,
) -> None:
    dconf.write_bytes(database(setting, is_on=quiet))
    writer = DconfWriter()
    both.session.stage.play(program, ("/there", Nothing()))
    both.session.stage.play("ca.desrt.dconf", ("/ca/desrt/dconf/Writer/user", writer))
    sense = senses(both)
    assert both.listener.hears(sense, QUIET)

    dconf.write_bytes(database(setting, is_on=not quiet))
    both.session.stage.do(writer.changed, setting, [""])

    assert both.listener.hears(sense, LOUD)


def test_lxqt_is_read_whenever_it_matters(both: Both, tmp_path: Path) -> None:
    file = tmp_path / "lxqt/notifications.conf"
    file.parent.mkdir()
    both.session.stage.play("org.lxqt.session", ("/LXQtSession", Nothing()))
    sense = senses(both)
    assert both.listener.hears(sense, LOUD)

    file.write_text("[General]\ndoNotDisturb=true\nplacement=top-right\n")
    wait_until(lambda: told(sense) == QUIET, "LXQt to have been met and read")
    file.write_text("[General]\ndoNotDisturb=false\n")

    assert told(sense) == LOUD


def mako(both: Both, *modes: str) -> Mako:
    server = Mako(*modes)
    both.session.stage.play(NOTIFICATIONS, ("/fr/emersion/Mako", server))
    return server


@pytest.mark.parametrize("mode", ["do-not-disturb", "dnd", "Do_Not_Disturb", "silent"])
def test_mako_is_quiet_in_a_mode_that_says_so(both: Both, mode: str) -> None:
    server = mako(both, mode)
    sense = senses(both)
    assert both.listener.hears(sense, QUIET)

    server.modes = ["default"]

    wait_until(lambda: told(sense) == LOUD, "mako to be asked again")


def test_mako_is_quiet_in_a_mode_that_shows_nothing_by_its_settings_of_now(
    both: Both, tmp_path: Path
) -> None:
    config = tmp_path / "mako" / "config"
    config.parent.mkdir()
    config.write_text(
        "default-timeout=0\n"
        "[app-name=spotify]\ninvisible=1\n"
        "[mode=away app-name=spotify]\ninvisible=1\n"
        "[mode=docked]\nanchor=top-left\n"
        '# at lunch\n[mode="lunch"]\nborder-size = 0\ninvisible = true\n'
    )
    server = mako(both, "away", "docked")
    sense = senses(both)
    assert both.listener.hears(sense, LOUD)

    server.modes = ["docked", "lunch"]
    wait_until(lambda: told(sense) == QUIET, "mako to be asked again")
    config.write_text("[mode=docked]\nanchor=top-left\n")

    wait_until(lambda: told(sense) == LOUD, "its settings to be read again")


def test_budgie_tells_by_a_signal(both: Both) -> None:
    budgie = BudgieDispatcher()
    both.session.stage.play(
        "org.budgie_desktop.Notifications", ("/org/budgie_desktop/Notifications", budgie)
    )
    sense = senses(both)
    assert both.listener.hears(sense, LOUD)

    both.session.stage.do(budgie.changed, is_on=True)

    assert both.listener.hears(sense, QUIET)


def test_mako_is_quiet_in_the_mode_of_that_name(both: Both) -> None:
    server = mako(both)
    sense = senses(both)
    assert both.listener.hears(sense, LOUD)

    both.session.stage.do(server.change, "default", "do-not-disturb")
    assert both.listener.hears(sense, QUIET)
    both.session.stage.do(server.change, "default", "presentation")
    assert both.listener.hears(sense, LOUD)


def test_an_older_mako_that_announces_nothing_is_asked_whenever_it_matters(both: Both) -> None:
    server = mako(both)
    sense = senses(both)
    assert both.listener.hears(sense, LOUD)

    server.modes = ["do-not-disturb"]

    wait_until(lambda: told(sense) == QUIET, "mako to have been asked again")


def test_swaync_tells_by_a_signal(both: Both) -> None:
    centre = SwayncControl()
    centre.is_on = True
    both.session.stage.play("org.erikreider.swaync.cc", ("/org/erikreider/swaync/cc", centre))
    sense = senses(both)
    assert both.listener.hears(sense, QUIET)

    both.session.stage.do(centre.changed, is_on=False)
    assert both.listener.hears(sense, LOUD)
    both.session.stage.do(centre.changed, is_on=True)
    assert both.listener.hears(sense, QUIET)


@pytest.mark.parametrize(("signature", "body"), [("", ()), ("s", ("yes",)), ("ai", ([1],))])
def test_who_answers_otherwise_than_asked_says_nothing(
    both: Both, caplog: pytest.LogCaptureFixture, signature: str, body: tuple[object, ...]
) -> None:
    rude = Bus(both.session.desktop.address)
    rude.serve(
        "/org/freedesktop/Notifications", lambda call: rude.reply(call, signature or None, body)
    )
    rude.start()
    rude.request_name(NOTIFICATIONS)
    sense = senses(both)

    heard = both.listener.hears(sense, f"{NOTIFICATIONS} answers otherwise than asked")
    rude.stop()

    assert heard
    assert [each for each in caplog.records if each.levelname == "ERROR"] == []


def test_a_setting_of_gnome_means_nothing_on_another_desktop(both: Both, dconf: Path) -> None:
    dconf.write_bytes(BANNERS_OFF)
    gnome(both)
    plasma(both)
    sense = senses(both)
    assert both.listener.hears(sense, QUIET)

    both.session.stage.release("org.gnome.Shell")

    assert both.listener.hears(sense, LOUD)


@pytest.mark.parametrize("content", [b"", b"GVariant", b"no database at all, but long enough"])
def test_a_broken_database_of_gnome_is_told(both: Both, dconf: Path, content: bytes) -> None:
    dconf.write_bytes(content)
    gnome(both)

    assert both.listener.hears(senses(both), f"{dconf} cannot be read: it is not a dconf database")


@odd_files
def test_what_is_no_plain_file_in_the_place_of_gnome_s_database_is_told(
    both: Both, dconf: Path, put: Callable[[Path], None]
) -> None:
    put(dconf)
    gnome(both)

    assert both.listener.hears(senses(both), f"{dconf} cannot be read: not a plain file")


@odd_files
def test_nobody_waits_for_what_is_no_plain_file_in_the_place_of_mako_s_settings(
    both: Both, tmp_path: Path, put: Callable[[Path], None]
) -> None:
    (tmp_path / "mako").mkdir()
    put(tmp_path / "mako" / "config")
    server = mako(both, "lunch")
    sense = senses(both)
    both.session.settle()

    both.session.stage.do(server.change, "dnd")

    assert both.listener.hears(sense, QUIET)


def test_where_nobody_can_say_the_reasons_are_told(both: Both) -> None:
    assert both.listener.hears(
        senses(both),
        "nothing says whether you want to be left alone (org.freedesktop.Notifications "
        "is not running; org.xfce.Xfconf is not running; org.erikreider.swaync.cc is not "
        "running; org.budgie_desktop.Notifications is not running; org.gnome.Shell is not running; "
        "org.Cinnamon is not running; org.mate.SettingsDaemon is not running; org.lxqt.session is "
        "not running)",
    )


def test_a_server_that_starts_later_is_asked(both: Both) -> None:
    sense = senses(both)
    assert both.listener.hears(sense, "org.freedesktop.Notifications is not running")
    server = plasma(both)
    assert both.listener.hears(sense, LOUD)

    both.session.stage.do(server.inhibit, is_inhibited=True)

    assert both.listener.hears(sense, QUIET)


def test_the_bus_may_go_and_come_again(both: Both) -> None:
    plasma(both)
    sense = senses(both)

    both.session.lose()
    assert both.listener.hears(sense, "the bus went away")
    both.session.find()
    server = plasma(both)
    both.session.stage.do(server.inhibit, is_inhibited=True)
    assert both.listener.hears(sense, QUIET)


def test_without_a_session_bus_there_is_no_sense_of_it() -> None:
    with pytest.raises(SensorError, match="there is no session bus"):
        open_do_not_disturb(None, lambda: None)


@pytest.mark.desktop
def test_dunst_is_quiet_while_it_is_paused(x_desktop: Desktop) -> None:
    x_desktop.start("dunst")
    wait_until(lambda: x_desktop.owns(NOTIFICATIONS), "dunst", within=15)
    bus = Bus(x_desktop.address)
    bus.start()
    listener = Listener()
    sense = open_do_not_disturb(bus, listener.wake)

    x_desktop.run("dunstctl", "set-paused", "true")
    is_quiet = listener.hears(sense, QUIET)
    x_desktop.run("dunstctl", "set-paused", "false")
    is_loud = listener.hears(sense, LOUD)
    bus.stop()

    assert (is_quiet, is_loud) == (True, True)
