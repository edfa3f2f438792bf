"""Stories about the doctor: what it finds on a desktop, and what it tells the user to do."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from command_line import Home
from desktop import Desktop, wait_until
from fake_compositor import FakeCompositor
from fake_desktop import Logind, Stage
from fakes import NOTIFICATIONS
from panel import furnished_panel

from deskbreak import language
from deskbreak.doctor.checkup import Checkup, examine
from deskbreak.doctor.finding import Finding
from deskbreak.doctor.senses import Stillness
from deskbreak.doctor.surfaces import native_tray_finding, tray_finding, window_finding
from deskbreak.doctor.trial import PressAwaited
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.descriptions import descriptions
from deskbreak.sensors.openers import openers
from deskbreak.surfaces.tkinter_here import way_to_image_tk, way_to_tkinter
from deskbreak.wires.buses import Buses
from deskbreak.wires.dbus import Bus

SCREEN = {"DISPLAY": ":3999"}
NO_BUS = Buses()
TOPICS = [
    "reach",
    "tray",
    "notifications",
    "buttons",
    "terminal",
    "window",
    "input",
    "microphone",
    "camera",
    "full_screen",
    "lock",
    "sleep",
    "kept_awake",
    "do_not_disturb",
    "session_bus",
    "system_bus",
    "zone",
    "settings",
    "history",
    "state",
    "lasting",
    "runtime",
    "own_files",
]


@pytest.fixture
def session(bus_desktop: Desktop) -> Iterator[Buses]:
    """A desktop with a panel and a notification server, and no system bus."""
    with received(bus_desktop) as bus:
        yield Buses(session=bus)


@contextmanager
def received(desktop: Desktop) -> Iterator[Bus]:
    bus = Bus(desktop.address)
    bus.start()
    try:
        yield bus
    finally:
        bus.stop()


def checked(
    environment: Mapping[str, str],
    buses: Buses,
    *,
    has_terminal: bool = False,
    asking: PressAwaited | None = None,
) -> Checkup:
    stillness = Stillness(buses)
    senses = openers(environment, buses, ignore=lambda: (), time=system_time(), wake=stillness.wake)
    return examine(environment, buses, senses, stillness, has_terminal=has_terminal, asking=asking)


def found(checkup: Checkup, topic: str) -> Finding:
    (finding,) = (finding for finding in checkup.findings if finding.topic == topic)
    return finding


pytestmark = pytest.mark.usefixtures("home")


def test_where_a_panel_and_a_notification_server_are_the_user_is_reached_by_both(
    bus_desktop: Desktop, session: Buses
) -> None:
    checkup = checked(SCREEN, session)

    assert checkup.reached_by == ("tray", "notifications")
    assert str(checkup.findings[0]) == ("ok way to reach you: tray icon, notifications.")
    assert found(checkup, "notifications").in_use == "dbus (fake 1)"
    assert found(checkup, "notifications").why == (
        "dbus (fake 1) took the test notification; whether it was shown, only you can see"
    )
    assert found(checkup, "buttons").is_ok
    assert [sent.summary for sent in bus_desktop.fakes.notifications.sent] == [
        "deskbreak can reach you"
    ]


def test_the_test_notification_lies_over_no_proposal(bus_desktop: Desktop, session: Buses) -> None:
    checked(SCREEN, session)

    wait_until(lambda: not bus_desktop.fakes.notifications.open, "the notification to go")


def test_a_settings_file_that_is_gone_is_told_with_how_to_get_it_back(home: Home) -> None:
    last_good = home.session.with_name("last-good-settings.toml")
    last_good.parent.mkdir(parents=True, exist_ok=True)
    last_good.write_text("[stretches]\nwheelchair = true\n", encoding="utf-8")

    settings = found(checked({}, NO_BUS), "settings")

    assert not settings.is_ok
    assert "it is gone or empty, so the last good settings apply" in settings.why
    assert settings.to_do.startswith("Bring it back with deskbreak config edit")


@pytest.mark.parametrize(
    ("setting", "line"),
    [
        ("Europe/Warsaw", "ok time zone: Europe/Warsaw (UTC+0"),
        ("IST-5:30", "ok time zone: IST-5:30 (UTC+0530), as TZ=IST-5:30 has it; it is "),
        ("Nowhere/Land", "no time zone: TZ=Nowhere/Land cannot be read ("),
    ],
)
def test_the_zone_that_hours_go_by_has_a_line(
    monkeypatch: pytest.MonkeyPatch, setting: str, line: str
) -> None:
    monkeypatch.setenv("TZ", setting)

    assert str(found(checked({}, NO_BUS), "zone")).startswith(line)


def test_without_display_bus_and_terminal_nobody_is_reached() -> None:
    checkup = checked({}, NO_BUS)

    assert checkup.reached_by == ()
    assert str(checkup.findings[0]) == (
        "no way to reach you: nothing here can show you anything. See the findings on "
        "tray icon, notifications and terminal below."
    )


LATIN_AMID_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龥。] +[ぁ-んァ-ヶ一-龥]|[ぁ-んァ-ヶ一-龥][.]")
"""What no Japanese text has: a blank between two of its words, a stop of Latin."""


def test_findings_are_joined_as_the_language_joins_sentences(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANGUAGE", "ja")
    language.bind()

    lines = [
        str(finding).partition("\N{FULLWIDTH COLON}")[2] for finding in checked({}, NO_BUS).findings
    ]

    assert [line for line in lines if LATIN_AMID_JAPANESE.search(line)] == []


def test_a_terminal_alone_reaches_the_user() -> None:
    checkup = checked({}, NO_BUS, has_terminal=True)

    assert checkup.reached_by == ("terminal",)


def test_a_display_without_a_bus_leaves_the_terminal() -> None:
    checkup = checked(SCREEN, NO_BUS, has_terminal=True)

    assert checkup.reached_by == ("terminal",)
    assert str(found(checkup, "tray")) == (
        "no tray icon: there is no session bus. Start deskbreak from within your "
        "desktop session; if that has no bus, install dbus-user-session (Debian, "
        "Ubuntu) or start the session with dbus-run-session."
    )


@pytest.mark.desktop
def test_an_x_server_without_a_bus_is_a_desktop(x_desktop: Desktop) -> None:
    checkup = checked(x_desktop.env, NO_BUS, has_terminal=True)

    assert checkup.reached_by == ("notifications",)
    assert found(checkup, "notifications").in_use.startswith("toast")
    assert found(checkup, "notifications").why.endswith("took the test notification")
    assert found(checkup, "buttons").is_ok
    assert not found(checkup, "terminal").is_ok
    assert found(checkup, "tray").to_do.startswith("Start deskbreak from within your desktop")


def test_a_bus_without_a_display_is_not_used_because_deskbreak_would_not(session: Buses) -> None:
    checkup = checked({}, session)

    assert checkup.reached_by == ()
    assert found(checkup, "notifications").why == (
        "there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set"
    )


def test_a_terminal_on_a_desktop_is_not_counted_because_deskbreak_keeps_to_the_desktop(
    bus_desktop: Desktop, session: Buses
) -> None:
    bus_desktop.fakes.watcher.has_host = False
    bus_desktop.fakes.release(NOTIFICATIONS)

    checkup = checked(SCREEN, session, has_terminal=True)

    assert checkup.reached_by == ()
    assert found(checkup, "terminal").to_do == (
        "To run it in a terminal anyway: DISPLAY= WAYLAND_DISPLAY= deskbreak"
    )


@pytest.mark.parametrize(
    ("desktop", "to_do"),
    [
        ("ubuntu:GNOME", "gnome-shell-extension-appindicator"),
        ("KDE", "System Tray"),
        ("XFCE", "Status Tray Plugin"),
        ("sway", "waybar"),
        ("", "xfce4-panel"),
    ],
)
def test_without_a_panel_it_says_what_this_desktop_needs(
    bus_desktop: Desktop, desktop: str, to_do: str
) -> None:
    bus_desktop.fakes.watcher.has_host = False

    with received(bus_desktop) as bus:
        finding = tray_finding({**SCREEN, "XDG_CURRENT_DESKTOP": desktop}, bus)

    assert (finding.is_ok, finding.why) == (False, "no panel here shows such icons")
    assert to_do in finding.to_do


def test_without_a_notification_server_each_way_says_why_not(
    bus_desktop: Desktop, session: Buses
) -> None:
    bus_desktop.fakes.release(NOTIFICATIONS)

    checkup = checked(SCREEN, session)

    assert checkup.reached_by == ("tray",)
    finding = found(checkup, "notifications")
    assert [reason.partition(":")[0] for reason in finding.not_in_use] == ["dbus", "toast", "plyer"]
    assert finding.not_in_use[2] == "plyer: there is no notification server"
    assert finding.to_do == (
        "Install and start a notification server, such as dunst or xfce4-notifyd"
    )


def test_a_forced_notifier_that_shows_nothing_is_told_to_be_forced(session: Buses) -> None:
    checkup = checked({**SCREEN, "DESKBREAK_NOTIFIER": "none"}, session)

    assert found(checkup, "notifications") == Finding(
        "notifications",
        is_ok=False,
        what="notifications",
        why="nothing showed the test notification",
        to_do="Unset DESKBREAK_NOTIFIER, so that deskbreak may choose",
    )


def test_a_server_without_buttons_is_a_finding(bus_desktop: Desktop, session: Buses) -> None:
    bus_desktop.fakes.notifications.capabilities = ["body"]

    checkup = checked(SCREEN, session)

    assert checkup.reached_by == ("tray", "notifications")
    assert str(found(checkup, "buttons")) == (
        "no buttons on notifications: dbus (fake 1) has none. Answer in the tray's menu"
        " or with deskbreak start, done, snooze and skip, or by the click that its text names;"
        " dunst, swaync and xfce4-notifyd have buttons."
    )


@pytest.mark.parametrize("program", ["mako", "fnott"])
def test_a_server_that_claims_buttons_and_draws_none_is_a_finding(
    bus_desktop: Desktop, session: Buses, program: str
) -> None:
    bus_desktop.fakes.notifications.program = program

    checkup = checked(SCREEN, session)

    assert str(found(checkup, "buttons")).startswith(
        f"no buttons on notifications: dbus ({program} 1) has none."
    )


def test_where_there_are_no_buttons_nobody_is_asked_to_press_one(
    bus_desktop: Desktop, session: Buses
) -> None:
    bus_desktop.fakes.notifications.capabilities = ["body"]
    prompts: list[str] = []

    checkup = checked(SCREEN, session, asking=PressAwaited(prompts.append))

    assert prompts == []
    assert found(checkup, "answer").why == "there was no button to press"


def test_a_pressed_button_is_told(bus_desktop: Desktop, session: Buses) -> None:
    notifications = bus_desktop.fakes.notifications
    prompts: list[str] = []

    def press(prompt: str) -> None:
        prompts.append(prompt)
        notifications.press(notifications.sent[-1].id, "works")

    checkup = checked(SCREEN, session, asking=PressAwaited(press))

    assert prompts == [
        "A notification is on your screen: press its button “It works” within 1 min."
    ]
    assert str(found(checkup, "answer")) == "ok answer by a button: the button was pressed."
    assert notifications.sent[-1].actions == {"works": "It works"}


def test_a_button_that_nobody_presses_in_time_is_a_finding_and_its_notification_is_closed(
    bus_desktop: Desktop, session: Buses
) -> None:
    asking = PressAwaited(lambda _prompt: None, within=timedelta(milliseconds=50))

    checkup = checked(SCREEN, session, asking=asking)

    assert checkup.reached_by == ("tray", "notifications")
    assert not found(checkup, "answer").is_ok
    assert "was not pressed within" in found(checkup, "answer").why
    wait_until(lambda: not bus_desktop.fakes.notifications.open, "the notification to go")


def test_a_notification_that_is_waved_off_is_a_finding(
    bus_desktop: Desktop, session: Buses
) -> None:
    notifications = bus_desktop.fakes.notifications

    def dismiss(_prompt: str) -> None:
        notifications.dismiss(notifications.sent[-1].id)

    checkup = checked(SCREEN, session, asking=PressAwaited(dismiss))

    assert found(checkup, "answer").why == (
        "the notification was closed without its button being pressed"
    )


def test_do_not_disturb_is_named_as_what_may_keep_the_notification_back(
    bus_desktop: Desktop, session: Buses
) -> None:
    bus_desktop.fakes.notifications.inhibited = True

    checkup = checked(SCREEN, session)

    assert found(checkup, "do_not_disturb").is_on
    assert found(checkup, "notifications").to_do == ("Do not disturb is on, so it may be held back")


def test_wayland_without_an_idle_protocol_is_told_what_its_compositor_lacks(
    tmp_path: Path,
) -> None:
    compositor = FakeCompositor(tmp_path, protocol="")

    finding = found(checked(compositor.environment, NO_BUS), "input")

    compositor.kill()
    assert (finding.is_ok, finding.in_use) == (False, "none")
    assert "ext_idle_notifier_v1" in finding.to_do


def test_wayland_with_an_idle_protocol_sees_the_person(tmp_path: Path) -> None:
    compositor = FakeCompositor(tmp_path)

    finding = found(checked(compositor.environment, NO_BUS), "input")

    compositor.kill()
    assert (finding.is_ok, finding.in_use) == (True, "wayland")
    assert finding.why == (
        "wayland reports them; last used 0 s ago. Not tried: mutter, x11, logind, tty."
    )


def test_xwayland_alone_is_told_to_be_only_a_part() -> None:
    finding = found(checked({**SCREEN, "XDG_SESSION_TYPE": "wayland"}, NO_BUS), "input")

    assert not finding.is_ok
    assert finding.to_do == (
        "Start deskbreak from within the Wayland session, so that WAYLAND_DISPLAY is set: through "
        "XWayland alone it sees only part of the input. "
        "Until then only lock, sleep and your answers count"
    )


def test_a_forced_source_that_does_not_exist_is_a_finding_and_no_end() -> None:
    finding = found(checked({"DESKBREAK_IDLE": "magic"}, NO_BUS), "input")

    assert str(finding) == (
        "no keyboard and mouse: environment: DESKBREAK_IDLE: “magic”; may be one of: wayland, "
        "mutter, x11, logind, tty, none."
    )


def test_without_logind_sleep_is_told_by_the_clocks_alone(plain_desktop: Desktop) -> None:
    with received(plain_desktop) as system:
        finding = found(checked({}, Buses(system=system)), "sleep")

    assert (finding.is_ok, finding.is_on) == (False, None)
    assert finding.why == (
        "nothing announces that the machine goes to sleep (org.freedesktop.login1 is not running)"
    )
    assert finding.to_do.startswith("Start systemd-logind or install elogind")


def test_with_logind_lock_and_sleep_are_told(plain_desktop: Desktop) -> None:
    with received(plain_desktop) as system:
        stage = Stage(plain_desktop.address)
        logind = Logind(stage)
        stage.do(logind.ours.set_hint, is_locked=True)
        checkup = checked({}, Buses(system=system))
        stage.close()

    assert str(found(checkup, "lock")) == "ok lock: the screen is locked."
    assert str(found(checkup, "sleep")) == "ok sleep: the machine says when it goes to sleep."


def test_a_python_without_tkinter_is_told_what_to_install() -> None:
    def load(name: str) -> object:
        raise ImportError(f"No module named '{name}'")

    finding = window_finding(SCREEN, load)

    assert str(finding) == (
        "no window for the guide: this Python has no tkinter (No module named 'tkinter'). "
        "To have it, install it: python3-tk (Debian, Ubuntu), python3-tkinter (Fedora), tk (Arch); "
        "until then the notification guides you."
    )


def test_where_a_library_below_tkinter_is_missing_that_is_what_to_install() -> None:
    def load(_name: str) -> object:  # as in a bundle, on a machine that never had a desktop
        missing = "libxcb.so.1: cannot open shared object file: No such file or directory"
        raise ImportError(missing)

    finding = window_finding(SCREEN, load)

    assert not finding.is_ok
    assert finding.to_do == (
        "To have it, install what brings libxcb.so.1; until then the notification guides you"
    )


@pytest.mark.parametrize(
    ("platform", "in_use"), [("win32", "notification area"), ("darwin", "menu bar")]
)
def test_the_trays_of_windows_and_macos_are_there_if_what_speaks_to_them_is(
    platform: str, in_use: str
) -> None:
    def fail(name: str) -> object:
        raise ImportError(f"No module named '{name}'")

    there = native_tray_finding(platform, lambda name: name)
    missing = native_tray_finding(platform, fail)

    assert (there.is_ok, there.in_use) == (True, in_use)
    assert not missing.is_ok


def test_a_pillow_that_draws_in_no_window_is_told_what_to_install() -> None:
    def load(name: str) -> object:
        if name == "PIL.ImageTk":  # Debian packs it apart
            raise ImportError(f"No module named '{name}'")
        return name

    finding = window_finding(SCREEN, load)

    assert not finding.is_ok
    assert finding.why == "this Python has no PIL.ImageTk (No module named 'PIL.ImageTk')"
    assert "python3-pil.imagetk (Debian, Ubuntu)" in finding.to_do


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_no_machine_is_told_to_install_what_another_has(platform: str) -> None:
    words = [way_to_tkinter(platform), way_to_image_tk(platform)]
    words += [each.without for each in descriptions(platform).values()]

    for foreign in ("apt", "Debian", "logind", "PipeWire", "session bus"):
        assert not any(foreign in text for text in words)


def test_files_that_are_not_there_yet_are_no_fault(home: Home) -> None:
    checkup = checked({}, NO_BUS)

    assert str(found(checkup, "settings")) == (
        f"ok settings: {home.settings}; will be made when needed."
    )
    assert str(found(checkup, "runtime")) == (
        f"ok folder of the control line: {home.folder / 'run'}; writable by you alone."
    )


def test_settings_that_are_sound_and_private_are_told_so(home: Home) -> None:
    home.write_settings('[breaks]\nevery = "30m"\n')
    home.settings.parent.chmod(0o700)
    home.settings.chmod(0o600)

    assert str(found(checked({}, NO_BUS), "settings")) == (
        f"ok settings: {home.settings}; sound, writable, yours alone."
    )


def test_broken_settings_are_told_with_every_problem(home: Home) -> None:
    home.write_settings("[breaks]\nevery = 3\nlull = false\n")
    home.settings.parent.chmod(0o700)
    home.settings.chmod(0o600)

    finding = found(checked({}, NO_BUS), "settings")

    assert not finding.is_ok
    assert "breaks.every" in finding.why
    assert "breaks.lull" in finding.why
    assert finding.to_do == (
        "Fix it with deskbreak config edit; until then deskbreak keeps the last good settings"
    )


def test_a_history_that_others_may_read_is_told_with_how_to_close_it(home: Home) -> None:
    home.history.parent.mkdir(mode=0o755)
    home.history.parent.chmod(0o755)
    home.history.touch(mode=0o600)
    home.history.chmod(0o644)

    finding = found(checked({}, NO_BUS), "history")

    assert finding.why == (
        f"{home.history}; {home.history.parent} is open to others (mode 755); "
        f"{home.history} is open to others (mode 644)"
    )
    assert finding.to_do == f"chmod 700 {home.history.parent}; chmod 600 {home.history}"


@pytest.mark.parametrize("topic", ["history", "state", "lasting"])
def test_what_a_start_would_set_aside_is_told_and_left_where_it_is(home: Home, topic: str) -> None:
    places = {
        "history": home.history,
        "state": home.session,
        "lasting": home.history.with_name("lasting.json"),
    }
    file = places[topic]
    file.parent.mkdir(mode=0o700, parents=True)
    file.write_bytes(b"[[[[" * 300)
    file.chmod(0o600)

    finding = found(checked({}, NO_BUS), topic)

    assert not finding.is_ok
    assert "sets it aside" in finding.to_do
    assert file.read_bytes() == b"[[[[" * 300


def test_whoever_has_the_history_of_a_newer_deskbreak_is_told_to_update_and_nothing_else(
    home: Home,
) -> None:
    home.history.parent.mkdir(mode=0o700)
    with closing(sqlite3.connect(home.history)) as base:
        base.execute("PRAGMA user_version = 99")
    home.history.chmod(0o600)

    finding = found(checked({}, NO_BUS), "history")

    assert "update deskbreak, nothing in the file was touched" in finding.why
    assert finding.to_do == ""


def test_a_link_to_nothing_in_the_place_of_the_history_is_told(home: Home) -> None:
    home.history.parent.mkdir(mode=0o700)
    home.history.symlink_to(home.folder / "unplugged")

    finding = found(checked({}, NO_BUS), "history")

    assert finding.why == (
        f"{home.history}; {home.history} cannot be reached: No such file or directory"
    )
    assert finding.to_do == "Move it out of the way"


def test_a_file_where_a_folder_should_be_is_told(home: Home) -> None:
    state = home.session.parent
    state.touch()

    assert str(found(checked({}, NO_BUS), "state")) == (
        f"no saved session: {home.session}; {state} is not a folder. Move it out of the way."
    )


def test_a_folder_that_cannot_be_made_is_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = home.folder / "blocked"
    blocked.touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(blocked / "data"))

    finding = found(checked({}, NO_BUS), "history")

    assert not finding.is_ok
    assert finding.why.endswith("cannot be reached: Not a directory")


def test_the_command_puts_every_finding_on_a_line_with_the_verdict_first(home: Home) -> None:
    done = home.process("doctor", "--verbose")

    assert (done.code, done.err) == (1, "")
    lines = done.out.splitlines()
    assert lines[0].startswith("no way to reach you: nothing here can show you anything.")
    assert {line.split()[0] for line in lines} == {"ok", "no"}
    assert len(lines) == 22


def test_on_a_terminal_it_keeps_to_80_columns(home: Home) -> None:
    done = home.on_terminal("doctor", "--verbose")

    lines = done.out.splitlines()
    assert done.code == 0
    assert lines[0] == "ok way to reach you: terminal."
    assert max(len(line) for line in lines if str(home.folder) not in line) <= 80
    assert {line[:3] for line in lines} == {"ok ", "no ", "   "}


def test_what_matters_comes_first_and_what_is_fine_in_one_line(home: Home) -> None:
    done = home.process("doctor")

    lines = done.out.splitlines()
    assert lines[0].startswith("no way to reach you")
    assert all(line.startswith("no ") for line in lines[:-2])
    assert lines[-2].startswith("Fine: ")
    assert "history" in lines[-2]
    assert "Not in use" not in done.out
    assert lines[-1] == "All of it, with every reason: deskbreak doctor --verbose"


def test_as_json_it_is_one_object_with_stable_keys(bus_desktop: Desktop, home: Home) -> None:
    environment = {**SCREEN, "DBUS_SESSION_BUS_ADDRESS": bus_desktop.address}

    done = home.process("doctor", "--json", environment=environment)

    told = json.loads(done.out)
    assert (done.code, done.err) == (0, "")
    assert list(told) == [
        "version",
        "platform",
        "desktop",
        "session_type",
        "reached_by",
        "findings",
    ]
    assert told["reached_by"] == ["tray", "notifications"]
    assert list(told["findings"]) == TOPICS
    assert told["findings"]["tray"] == {
        "ok": True,
        "what": "tray icon",
        "why": "a panel here shows such icons",
        "to_do": "",
        "in_use": "StatusNotifierItem",
        "not_in_use": [],
        "on": None,
    }


@pytest.mark.desktop
def test_on_a_screen_without_a_panel_only_the_notification_reaches(
    x_desktop: Desktop, home: Home
) -> None:
    started = x_desktop.start("dunst")
    wait_until(lambda: x_desktop.owns(NOTIFICATIONS), "dunst", within=15)

    done = home.process("doctor", "--json", environment=only_that(x_desktop))

    told = json.loads(done.out)
    assert started.process.poll() is None
    assert (done.code, told["reached_by"]) == (0, ["notifications"])
    assert told["findings"]["notifications"]["in_use"].startswith("dbus (dunst")
    assert told["findings"]["input"]["in_use"] == "x11"
    assert told["findings"]["full_screen"]["ok"]


@pytest.mark.desktop
def test_a_panel_on_the_screen_is_found(x_desktop: Desktop, home: Home) -> None:
    panel = furnished_panel(x_desktop)

    done = home.process("doctor", "--json", environment=only_that(x_desktop))

    told = json.loads(done.out)
    assert panel.process.poll() is None
    assert (done.code, told["reached_by"]) == (0, ["tray", "notifications"])


@pytest.mark.desktop
def test_the_button_of_a_real_notification_is_pressed(x_desktop: Desktop, home: Home) -> None:
    x_desktop.start("dunst")
    wait_until(lambda: x_desktop.owns(NOTIFICATIONS), "dunst", within=15)

    with subprocess.Popen(
        [sys.executable, "-m", "deskbreak", "doctor", "--ask", "--json"],
        env={**os.environ, **only_that(x_desktop)},
        cwd=home.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as asking:
        assert asking.stderr is not None
        prompt = asking.stderr.readline()
        x_desktop.run("dunstctl", "action", "0")
        out, _err = asking.communicate(timeout=30)

    assert prompt == (
        "A notification is on your screen: press its button “It works” within 1 min.\n"
    )
    assert json.loads(out)["findings"]["answer"]["ok"]


def only_that(desktop: Desktop) -> dict[str, str]:
    """The screen and the bus of the private desktop, in the folders of the home."""
    return {name: desktop.env[name] for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS")}
