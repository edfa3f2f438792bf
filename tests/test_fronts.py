"""Which face deskbreak has where, and the one on the desktop in whole: icon, menu, notification."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from desk import Desk, minutes
from desktop import NO_SCREEN, Desktop, wait_until
from fake_browser import fake_browser
from fakes import WATCHER
from guarded import Guarded

from deskbreak.core.events import Answer
from deskbreak.core.policy import Settings
from deskbreak.daemon.actions import UserActions
from deskbreak.daemon.fronts import Front, choose_front
from deskbreak.daemon.loop import Inbox, Inquiry, Quit
from deskbreak.login.autostart import choose_autostart
from deskbreak.wires.buses import open_buses


class Faced:
    """A front with its main thread, before a simulated desk."""

    def __init__(self, environment: dict[str, str], *, has_terminal: bool = False) -> None:
        self.desk = Desk()
        self.inbox: Inbox = Inbox()
        actions = UserActions(self.inbox, self._tell, lambda: None)
        session = open_buses(environment).session
        self.is_guided_on_a_page = False
        self.front: Front = choose_front(
            environment,
            actions,
            session,
            Guarded().guard,
            has_terminal=has_terminal,
            settings=Settings(),
            is_guided=lambda: self.is_guided_on_a_page,
        )
        self._performed = 0

    @contextmanager
    def running(self) -> Iterator["Faced"]:
        main = threading.Thread(target=self.front.run)
        main.start()
        try:
            yield self
        finally:
            self.front.stop()
            main.join(10)
            assert not main.is_alive()

    def look(self) -> None:
        state = self.desk.state
        performed, self._performed = self._performed, len(self.desk.effects)
        for effect in self.desk.effects[performed:]:
            self.front.perform(effect, self.desk.rules)
        self.front.show(state, self.desk.rules)

    def _tell(self, title: str, body: str) -> None:
        self.front.tell(title, body)


@pytest.fixture
def bus(bus_desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> Desktop:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus_desktop.address)
    return bus_desktop


@pytest.fixture
def no_bus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")


def test_a_menu_that_is_opened_shows_whether_deskbreak_starts_at_login(
    bus: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with Faced(NO_SCREEN).running() as faced:
        faced.look()
        item = bus.fakes.tray_item()
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
        choose_autostart().on()
        before = item.find("Start at login").properties["toggle-state"]
        item.menu_call("AboutToShow", "i", (0,))

        assert (before, item.find("Start at login").properties["toggle-state"]) == (0, 1)


@pytest.mark.parametrize("environment", [NO_SCREEN, {"WAYLAND_DISPLAY": "wayland-0"}])
@pytest.mark.parametrize("has_terminal", [True, False])
def test_where_there_is_a_desktop_its_tray_and_notifications_are_used(
    bus: Desktop,
    environment: dict[str, str],
    has_terminal: bool,
) -> None:
    del bus
    faced = Faced(environment, has_terminal=has_terminal)

    with faced.running():
        wait_until(lambda: "fake" in str(faced.front.description()), "the notification server")

    assert faced.front.description()["notifications"] == "dbus (fake 1)"


def test_in_the_tray_it_says_in_the_terminal_where_it_is_and_how_to_stop_it(
    bus: Desktop, capsys: pytest.CaptureFixture[str]
) -> None:
    del bus

    with Faced(NO_SCREEN, has_terminal=True).running() as faced:
        faced.front.introduce()

    assert capsys.readouterr().out.splitlines() == [
        "deskbreak is in the tray, and proposes a stretch when one is due.",
        "To stop it: Quit in its menu, or Ctrl+C here.",
    ]


@pytest.mark.usefixtures("bus")
def test_without_a_display_a_terminal_is_used() -> None:
    assert Faced({}, has_terminal=True).front.description() == {"terminal": "in use"}


@pytest.mark.usefixtures("no_bus")
def test_a_display_without_a_bus_has_no_tray_so_the_terminal_is_used() -> None:
    assert Faced(NO_SCREEN, has_terminal=True).front.description() == {"terminal": "in use"}


@pytest.mark.desktop
@pytest.mark.usefixtures("no_bus")
@pytest.mark.parametrize("has_terminal", [True, False])
def test_an_x_server_without_a_bus_has_an_icon_in_an_older_tray_and_toasts(
    x_desktop: Desktop,
    monkeypatch: pytest.MonkeyPatch,
    has_terminal: bool,
) -> None:
    monkeypatch.setenv("DISPLAY", x_desktop.env["DISPLAY"])  # toasts read the process's own
    x_desktop.start("trayer", "--edge", "top", "--widthtype", "request", "--height", "32")
    with Faced(x_desktop.env, has_terminal=has_terminal).running() as faced:
        faced.desk.work_until_asked()
        faced.look()
        wait_until(lambda: faced.front.description()["tray"] == "XEmbed", "the icon", within=15)
        # the icon's name has no question in it
        toast = ("xdotool", "search", "--sync", "--onlyvisible", "--name", "[?] ")

        assert x_desktop.run(*toast)
        assert str(faced.front.description()["notifications"]).startswith("toast")


@pytest.mark.usefixtures("no_bus")
@pytest.mark.parametrize("environment", [{}, NO_SCREEN, {"DISPLAY": "", "WAYLAND_DISPLAY": ""}])
def test_where_there_is_nothing_the_log_tells(
    environment: dict[str, str],
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "deskbreak").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with caplog.at_level(logging.INFO), Faced(environment).running() as faced:
        faced.front.welcome("deskbreak is counting", "First stretch in about 45 min.")
        faced.front.tell("Something went wrong", "Mend it.")
        faced.desk.work_until_asked()
        faced.look()

    assert "none" in str(faced.front.description()["front"])
    assert caplog.messages[-2:] == [
        (
            "deskbreak is counting. First stretch in about 45 min. "
            "Set up: deskbreak setup. Try one now: deskbreak start"
        ),
        "Something went wrong: Mend it.",
    ]


@pytest.mark.usefixtures("no_bus")
def test_why_there_is_no_tray_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    Faced(NO_SCREEN)

    [message] = [record.message for record in caplog.records if record.levelname == "WARNING"]
    assert message.startswith("There is no session bus")


def test_what_is_proposed_stands_in_the_menu_and_in_the_notification(bus: Desktop) -> None:
    server = bus.fakes.notifications
    with Faced(NO_SCREEN).running() as faced:
        faced.desk.work_until_asked()
        faced.look()
        item = bus.fakes.tray_item()
        [sent] = wait_until(lambda: server.sent, "the notification")
        first, *_others, last = item.labels()

        assert first.startswith("50 min at your desk: ")
        assert last == "Quit"
        assert sent.summary.endswith(" · 50 min at your desk")
        assert faced.front.description()["tray"] == "StatusNotifierItem"

    wait_until(lambda: not server.open, "the notification to go with the icon")


def test_what_a_page_guides_has_no_notification_until_that_page_is_gone(bus: Desktop) -> None:
    server = bus.fakes.notifications
    with Faced(NO_SCREEN).running() as faced:
        faced.desk.work_until_asked()
        faced.look()
        wait_until(lambda: server.open, "the proposal")
        faced.is_guided_on_a_page = True
        faced.desk.answer(Answer.START)
        faced.look()
        wait_until(lambda: not server.open, "the proposal to go")
        shown = len(server.sent)

        faced.is_guided_on_a_page = False
        faced.look()
        faced.inbox.get(timeout=20)  # there is no screen for a window
        faced.look()
        wait_until(lambda: len(server.sent) > shown, "the guide")
        assert server.sent[-1].summary.endswith(" left")

        faced.is_guided_on_a_page = True
        faced.look()
        wait_until(lambda: not server.open, "the guide to go again")
        shown = len(server.sent)
        faced.desk.leave(minutes(6))
        faced.look()
        faced.front.tell("Something else", "The last word.")
        wait_until(lambda: server.sent[-1].summary == "Something else", "what comes after it")

        assert len(server.sent) == shown + 1  # nobody asks twice how it was


def test_a_click_in_the_menu_reaches_the_loop(bus: Desktop) -> None:
    with Faced(NO_SCREEN).running() as faced:
        faced.look()
        item = bus.fakes.tray_item()
        item.click("Help", "Why no reminder?")
        item.click("Quit")

        assert isinstance(faced.inbox.get(timeout=20), Inquiry)
        assert isinstance(faced.inbox.get(timeout=20), Quit)


def test_the_welcome_and_other_words_are_notifications(bus: Desktop) -> None:
    server = bus.fakes.notifications
    with Faced(NO_SCREEN).running() as faced:
        faced.front.welcome("deskbreak is counting", "First stretch in about 45 min.")
        wait_until(lambda: server.sent, "the welcome")
        faced.front.tell("Something went wrong", "Mend it.")
        wait_until(lambda: len(server.sent) == 2, "the word")

    assert [sent.summary for sent in server.sent] == [
        "deskbreak is counting",
        "Something went wrong",
    ]
    assert server.sent[0].body.endswith("where there is no icon, start deskbreak once more.")


def test_a_panel_without_menus_has_today_opened_in_the_browser(
    bus: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    with fake_browser(tmp_path, runtime) as browser:
        monkeypatch.setenv("PATH", browser.path)
        with Faced({"WAYLAND_DISPLAY": "wayland-0"}).running() as faced:
            faced.look()
            bus.fakes.tray_item().ask_for_menu()
            wait_until(lambda: browser.has_shown("today"), "the browser", within=20)


def test_without_a_panel_it_says_that_nobody_shows_the_icon(bus: Desktop) -> None:
    bus.fakes.release(WATCHER)
    with Faced(NO_SCREEN).running() as faced:
        faced.look()
        assert faced.front.description()["tray"] == "no panel has taken the icon"

        bus.fakes.own(WATCHER)
        wait_until(
            lambda: faced.front.description()["tray"] == "StatusNotifierItem",
            "the icon to be taken by a panel that comes late",
        )


def test_a_bus_that_goes_away_takes_nothing_down_with_it(bus: Desktop) -> None:
    with Faced(NO_SCREEN).running() as faced:
        faced.look()
        bus.fakes.tray_item()
        bus.stop_bus()

        faced.desk.work(minutes(46))
        faced.desk.sit_still(minutes(1))
        faced.look()
        faced.front.tell("Status", "Well.")
        assert faced.desk.state.proposal is not None


@pytest.mark.parametrize(
    ("environment", "has_terminal"), [({}, False), ({}, True), (NO_SCREEN, False)]
)
@pytest.mark.usefixtures("bus")
def test_a_front_stopped_before_it_runs_returns_at_once(
    environment: dict[str, str],
    has_terminal: bool,
) -> None:
    front = Faced(environment, has_terminal=has_terminal).front

    front.stop()
    front.run()
