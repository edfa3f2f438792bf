"""The daemon as a process of its own, in a home of its own: what it survives, and what it says."""

import json
import re
import shutil
import signal
import sys
import zipfile
from collections.abc import Callable
from compileall import compile_dir
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from desk import Desk
from desktop import Desktop, Program, wait_until

import deskbreak
from deskbreak.control.client import request
from deskbreak.control.protocol import NotRunning, Reply, Request
from deskbreak.core.effects import Remember
from deskbreak.core.events import Answer
from deskbreak.core.record import Outcome, Record
from deskbreak.files.codec import encode
from deskbreak.history.database import open_for_reading, open_history

CHECKOUT = Path(deskbreak.__file__).parent.parent
DIVIDED = "ZeroDivisionError: division by zero"


class Home:
    """A user without a display, whose deskbreak can be started, asked and killed."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        env = desktop.env
        self.settings = Path(env["XDG_CONFIG_HOME"], "deskbreak", "deskbreak.toml")
        self.history = Path(env["XDG_DATA_HOME"], "deskbreak", "history.sqlite3")
        self.session = Path(env["XDG_STATE_HOME"], "deskbreak", "session.json")
        self.socket = Path(env["XDG_RUNTIME_DIR"], "deskbreak.sock")

    def write_settings(self, text: str) -> None:
        self.settings.parent.mkdir(mode=0o700, exist_ok=True)
        self.settings.write_text(text, encoding="utf-8")

    def begin(self, **env: str) -> Program:
        """Started, but perhaps not up yet."""
        return self.desktop.start(sys.executable, "-m", "deskbreak", "run", "-v", env=env)

    def start(self, **env: str) -> Program:
        """Up, and answering."""
        daemon = self.begin(**env)
        wait_until(lambda: self._answers(daemon), "the daemon", within=20)
        return daemon

    def deskbreak(self, *arguments: str) -> str:
        return self.desktop.run(sys.executable, "-m", "deskbreak", *arguments)

    def ask(self, do: str) -> Reply:
        return request(self.socket, Request(do))

    def status(self) -> dict[str, Any]:
        return dict(self.ask("status").fields)

    def places(self) -> list[str]:
        return sorted(path.name for path in self.session.parent.iterdir())

    def _answers(self, daemon: Program) -> bool:
        assert daemon.process.poll() is None, daemon.printed()
        try:
            return self.ask("status").ok
        except NotRunning:
            return False


def warnings(daemon: Program) -> list[str]:
    return [line for line in daemon.printed().splitlines() if " WARNING " in line]


def ended(daemon: Program) -> int:
    return daemon.process.wait(20)


def terminate(daemon: Program) -> int:
    daemon.process.send_signal(signal.SIGTERM)
    return ended(daemon)


@pytest.fixture
def home(plain_desktop: Desktop) -> Home:
    return Home(plain_desktop)


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deskbreak that has been compiled, which is most of its first start."""
    folder = tmp_path_factory.mktemp("pristine")
    leave_out = shutil.ignore_patterns("__pycache__")  # others write there meanwhile
    for part in ("deskbreak", "config", "icons"):
        shutil.copytree(CHECKOUT / part, folder / part, ignore=leave_out)
    compile_dir(folder / "deskbreak", quiet=1)
    return folder


@pytest.fixture
def copy(tmp_path: Path, pristine: Path) -> Path:
    """A deskbreak of the test's own, to be damaged."""
    return shutil.copytree(pristine, tmp_path, dirs_exist_ok=True)


def in_place_of_ours(copy: Path) -> dict[str, str]:
    return {"PYTHONPATH": str(copy), "PYTHONSAFEPATH": "1"}


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# a day without trouble


def test_the_first_start_greets_makes_the_settings_and_keeps_everything_private(
    home: Home,
) -> None:
    daemon = home.start()
    status = home.status()

    assert "deskbreak is counting. First stretch in about 45 min." in daemon.printed()
    assert '# every = "45m"' in home.settings.read_text()
    assert "none" in status["sensors"]["front"]
    for path in (home.settings, home.session, home.history):
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700
    assert warnings(daemon) == []


def test_on_monday_the_week_before_is_told_once_however_often_it_is_started(
    home: Home, copy: Path
) -> None:
    now = datetime.now(UTC)
    monday = timedelta(days=7 - now.weekday()) + timedelta(hours=9 - now.hour)
    wall = f"datetime.now(UTC) + {monday!r}".replace("datetime.timedelta", "timedelta")
    replaced(copy / "deskbreak" / "sensors" / "clock.py", "datetime.now(UTC)", wall)
    home.write_settings('[breaks]\nsettle = "1s"\n')
    with closing(open_history(home.history, now).history) as history:
        history.remember(_spell(now + monday - timedelta(days=2)))
    env = {**in_place_of_ours(copy), "TZ": "UTC"}

    first = home.start(**env)
    wait_until(lambda: home.status() and "Last week:" in first.printed(), "it", within=10)
    terminate(first)
    second = home.start(**env)
    wait_until(lambda: home.status()["seat_time_s"] > 2, "somebody there", within=10)

    said = first.printed()
    assert "Last week: spells of 40 min: 40 min at your desk, the longest spell 40 min" in said
    assert "Last week:" not in second.printed()


def _spell(ended: datetime) -> Record:
    length = timedelta(minutes=40)
    return Record("one", ended, Outcome.DONE, "walk", length, ended - length, ended)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_end_it_saves_the_session_and_exits_with_zero(
    home: Home, number: signal.Signals
) -> None:
    daemon = home.start()
    home.session.unlink()

    daemon.process.send_signal(number)

    assert ended(daemon) == 0
    assert json.loads(home.session.read_text())["version"] == 2
    assert not home.socket.exists()
    assert "Traceback" not in daemon.printed()


def test_quit_ends_it_as_well(home: Home) -> None:
    daemon = home.start()

    home.deskbreak("quit")

    assert ended(daemon) == 0


def test_the_second_run_goes_on_where_the_first_was_and_greets_nobody(home: Home) -> None:
    terminate(home.start())
    seed = json.loads(home.session.read_text())["seed"]

    daemon = home.start()
    terminate(daemon)

    assert "deskbreak is counting" not in daemon.printed()
    assert len(seed) == 16
    assert json.loads(home.session.read_text())["seed"] == seed


def test_a_login_that_starts_it_twice_hears_nothing_of_it(home: Home) -> None:
    daemon = home.start()

    told = home.deskbreak("run")

    assert told == ""
    assert home.ask("status").ok
    assert terminate(daemon) == 0


# the settings


def test_broken_settings_are_told_in_full_and_left_as_they_are(home: Home) -> None:
    broken = '[breaks]\nevery = "soon"\nlull = 8\n[holds]\ncalls = true\n'
    home.write_settings(broken)
    daemon = home.start()

    [told] = warnings(daemon)
    assert "Only what reads well of it applies until this is fixed" in told
    for place in ("breaks.every", "breaks.lull", "holds"):
        assert place in told
    assert "A setting is wrong: " in daemon.printed()
    assert home.settings.read_text() == broken
    assert home.status()["place"] == "office"


def test_a_setting_changed_by_command_holds_at_once(home: Home) -> None:
    home.start()

    home.deskbreak("config", "set", "stretches.place", "home")

    wait_until(lambda: home.status()["place"] == "home", "the new place")


def test_a_plain_edit_is_noticed_within_two_seconds_though_nobody_asks(home: Home) -> None:
    daemon = home.start()
    assert home.status()["place"] == "office"

    home.write_settings('[breaks]\nevery = "1s"\nwait_for_lull = "0s"\nsettle = "0s"\n')

    wait_until(lambda: "Proposed: " in daemon.printed(), "a proposal", within=3)


def test_a_stretch_ruled_out_under_a_wrong_name_is_told_once(home: Home) -> None:
    home.write_settings('[stretches]\nnever = ["seated_twis"]\n')

    daemon = home.start()
    home.write_settings('[stretches]\nnever = ["seated_twis"]\nplace = "home"\n')
    wait_until(lambda: home.status()["place"] == "home", "the new place")

    [told] = warnings(daemon)
    assert (
        'stretches.never: There is no stretch "seated_twis": did you mean "seated_twist"?' in told
    )


def test_a_broken_edit_is_told_once_and_the_settings_before_it_hold(home: Home) -> None:
    home.write_settings('[stretches]\nplace = "home"\n')
    daemon = home.start()

    home.write_settings('[stretches]\nplace = "moon"\n')
    wait_until(lambda: home.status() and warnings(daemon), "a complaint")
    for _ in range(3):
        assert home.status()["place"] == "home"

    [told] = warnings(daemon)
    assert "Your previous settings stay in use." in told
    assert "moon" in told
    assert home.settings.read_text() == '[stretches]\nplace = "moon"\n'

    home.write_settings('[stretches]\nplace = "meeting"\n')
    wait_until(lambda: home.status()["place"] == "meeting", "the mended settings")


def test_a_proposal_is_told_to_the_users_own_program(home: Home) -> None:
    heard = home.desktop.folder / "heard.json"
    home.write_settings(
        '[breaks]\nevery = "1s"\nwait_for_lull = "0s"\n'
        f"[hooks]\non_propose = ['sh', '-c', 'cat > {heard}.new; mv {heard}.new {heard}']\n"
    )
    home.start()

    wait_until(heard.exists, "the hook to be called")
    told = json.loads(heard.read_text())

    assert told["event"] == "propose"
    assert told["id"] == home.status()["proposal"]["id"]


# damage


@pytest.mark.parametrize("damage", ["", "{", '{"version": 99}', '{"version": 1}', "\0" * 4096])
def test_a_damaged_session_is_set_aside_kept_and_told(home: Home, damage: str) -> None:
    terminate(home.start())
    home.session.write_text(damage)

    daemon = home.start()
    told, outlived = warnings(daemon)
    terminate(daemon)

    aside = next(name for name in home.places() if "corrupt" in name)
    assert (home.session.parent / aside).read_text() == damage
    assert aside in told
    assert "Kept: what hurt" in outlived
    assert len(json.loads(home.session.read_text())["seed"]) == 16
    assert "deskbreak is counting." not in daemon.printed()


def test_what_a_damaged_session_had_still_to_write_down_is_written_down(home: Home) -> None:
    terminate(home.start())
    desk = Desk()
    desk.work_until_asked()
    desk.answer(Answer.DONE)
    [done] = [effect for effect in desk.effects if isinstance(effect, Remember)]
    saved = json.loads(home.session.read_text())
    saved["session"], saved["pending"] = "of another version", encode((done,))
    home.session.write_text(json.dumps(saved))

    home.start()

    assert list(open_for_reading(home.history).records()) == [done.record]


def test_a_damaged_history_is_set_aside_kept_and_told(home: Home) -> None:
    terminate(home.start())
    home.history.write_bytes(b"no database at all" * 100)

    daemon = home.start()
    [told] = warnings(daemon)

    [aside] = home.history.parent.glob("*corrupt*.sqlite3")
    assert "The history was damaged. It is kept as " in told
    assert str(aside) in told
    assert aside.read_bytes() == b"no database at all" * 100
    assert home.status()["today"]["done"] == 0


def test_where_nothing_can_be_written_it_lives_on_and_says_so_once(home: Home) -> None:
    for path in (home.settings, home.session, home.history):
        path.parent.write_text("in the way")

    daemon = home.start()
    home.deskbreak("standing", "on")
    home.deskbreak("standing", "off")
    told = warnings(daemon)

    assert len(told) == len({line.split(" WARNING ")[1] for line in told})
    for path in (home.settings, home.session, home.history):
        assert any(str(path) in line for line in told)
        assert path.parent.read_text() == "in the way"
    assert terminate(daemon) == 0
    assert "Traceback" not in daemon.printed()


# what is a bug, and what is not


def test_without_its_stretches_it_says_so_in_a_line_and_does_not_start(
    home: Home, copy: Path
) -> None:
    (copy / "config" / "stretches.toml").unlink()
    daemon = home.begin(**in_place_of_ours(copy))

    assert ended(daemon) == 1
    [line] = daemon.printed().splitlines()
    assert "stretches.toml cannot be read" in line
    assert "reinstall deskbreak" in line


def test_a_bug_in_the_loop_ends_it_with_a_traceback_and_exit_code_1(home: Home, copy: Path) -> None:
    replaced(copy / "deskbreak" / "daemon" / "desk.py", "seen = view(", "seen = 1 / 0 or view(")
    daemon = home.begin(**in_place_of_ours(copy))

    assert ended(daemon) == 1
    assert "deskbreak has a bug and stops; please report this" in daemon.printed()
    assert daemon.printed().count("ZeroDivisionError: division by zero") == 1
    assert not home.socket.exists()


def test_a_bug_that_ends_it_is_told_by_the_command_line_and_by_the_next_start(
    home: Home, copy: Path
) -> None:
    bug = "        desk.keep(session, lived.effects + step.effects, rules)\n"
    replaced(copy / "deskbreak" / "daemon" / "loop.py", bug, f"{bug}        events and 1 / 0\n")
    daemon = home.begin(**in_place_of_ours(copy))
    wait_until(home.socket.exists, "the daemon", within=20)
    home.write_settings('[breaks]\nevery = "20m"\n')
    wait_until(lambda: daemon.process.poll() is not None, "its end", within=20)
    told = home.desktop.fails(sys.executable, "-m", "deskbreak", "status")

    again = home.start()

    assert daemon.process.returncode == 1
    assert "a bug stopped it on" in told
    assert DIVIDED in (home.session.parent / "crash-told.txt").read_text("utf-8")
    assert any("A bug stopped deskbreak on" in line for line in warnings(again))


def test_what_led_to_a_bug_can_be_lived_again(home: Home, copy: Path) -> None:
    bug = "        desk.keep(session, lived.effects + step.effects, rules)\n"
    breaks = f"{bug}        isinstance(message, Happened) and 1 / 0\n"
    replaced(copy / "deskbreak" / "daemon" / "loop.py", bug, breaks)
    daemon = home.start(**in_place_of_ours(copy))
    home.desktop.fails(sys.executable, "-m", "deskbreak", "start")
    assert ended(daemon) == 1
    [recording] = (home.session.parent / "record").iterdir()

    events = [json.loads(line)["event"] for line in recording.read_text("utf-8").splitlines()]
    lived = [json.loads(line) for line in home.deskbreak("replay", str(recording)).splitlines()]

    assert recording.stat().st_mode & 0o777 == 0o600
    assert events[0] == "settings"
    assert events[-1] == "answer"
    assert lived[-1]["effect"] == "summary"


def test_a_report_tells_what_a_running_daemon_has_seen(home: Home, tmp_path: Path) -> None:
    home.write_settings('[hooks]\non_answer = ["./secret-program"]\n[hold]\nignore = ["gossip"]\n')
    home.start()
    for do in ("start", "hurt", "mild"):
        home.ask(do)
    file = tmp_path / "report.zip"

    home.deskbreak("doctor", "--report", str(file))
    with zipfile.ZipFile(file) as report:
        texts = {name: report.read(name).decode() for name in report.namelist()}
    [today] = [text for name, text in texts.items() if name.startswith("record/")]
    recording = tmp_path / "today.jsonl"
    recording.write_text(today, encoding="utf-8")
    lived = home.deskbreak("replay", str(recording))

    assert '"answer": "start"' in today
    assert json.loads(lived.splitlines()[-1])["effect"] == "summary"
    assert "Noted: ended early." in texts["deskbreak.log"]
    for word in (
        "secret-program",
        "gossip",
        "hurt",
        "mild",
        "comfortable",
        home.desktop.env["HOME"],
    ):
        assert [line for text in texts.values() for line in text.splitlines() if word in line] == []


@pytest.mark.parametrize("_once_more", range(5))
def test_two_signals_at_once_end_it(home: Home, _once_more: int) -> None:
    daemon = home.start()

    daemon.process.send_signal(signal.SIGINT)
    daemon.process.send_signal(signal.SIGTERM)

    assert daemon.process.wait(30) == 0


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("daemon/fronts.py", '"""The loop has logged it already."""', "1 / 0"),
        ("daemon/fronts.py", '"""Nothing to see."""', "1 / 0"),
        ("daemon/fronts.py", 'return {"front":', 'return {"front": 1 / 0}, {"front":'),
        (
            "daemon/hooks.py",
            "if isinstance(effect, Propose)",
            "if 1 / 0 or isinstance(effect, Propose)",
        ),
        ("daemon/service.py", "if self._watchers:", "if 1 / 0:"),
    ],
    ids=("decisions", "display", "description", "hooks", "watchers"),
)
def test_a_bug_in_what_shows_or_tells_ends_nothing_and_is_logged_once(
    home: Home, copy: Path, part: str, old: str, new: str
) -> None:
    replaced(copy / "deskbreak" / part, old, new)
    daemon = home.begin(**in_place_of_ours(copy))
    wait_until(home.socket.exists, "the daemon", within=20)

    for do in ("start", "done", "skip", "snooze", "start"):
        home.ask(do)

    assert home.status()["state"] == "on_break"
    assert set(home.status()["sensors"]["failing"].values()) == {DIVIDED}
    assert daemon.printed().count("Traceback") == 1
    assert terminate(daemon) == 0


# on a desktop


@pytest.fixture
def desk(bus_desktop: Desktop) -> Home:
    """A desktop with a panel and a notification server, whose display shows nothing."""
    bus_desktop.env["DISPLAY"] = ":4711"
    return Home(bus_desktop)


Press = Callable[[Home], None]


def press_the_welcome(desk: Home) -> None:
    server = desk.desktop.fakes.notifications
    welcome = wait_until(lambda: server.sent, "the welcome")[0]
    server.press(welcome.id, "start")


def click_in_the_menu(desk: Home) -> None:
    desk.desktop.fakes.tray_item().click("Start a break")


@pytest.mark.parametrize("press", [press_the_welcome, click_in_the_menu])
def test_a_press_starts_a_break_that_the_menu_and_the_notification_lead(
    desk: Home, press: Press
) -> None:
    desk.start()
    item = desk.desktop.fakes.tray_item()

    press(desk)
    running = wait_until(lambda: desk.status()["running"], "the break")

    wait_until(lambda: item.labels()[0].startswith(running["name"]), "the menu")
    # no window opens here, as there is no X server: so the notification guides
    sent = desk.desktop.fakes.notifications.sent
    wait_until(lambda: any(one.summary.startswith(running["name"]) for one in sent), "the guide")


def test_quit_in_the_menu_leaves_nothing_on_screen(desk: Home) -> None:
    daemon = desk.start()

    desk.desktop.fakes.tray_item().click("Quit")

    assert ended(daemon) == 0
    wait_until(lambda: not desk.desktop.fakes.notifications.open, "an empty screen")


def test_the_end_of_the_bus_is_not_the_end_of_counting(desk: Home) -> None:
    daemon = desk.start()
    desk.desktop.fakes.tray_item()

    desk.desktop.stop_bus()
    wait_until(lambda: "lost the bus" in daemon.printed(), "the loss to be noticed")

    assert desk.ask("start").ok
    assert terminate(daemon) == 0


def test_a_broken_edit_is_told_on_screen(desk: Home) -> None:
    desk.start()
    desk.desktop.fakes.tray_item()

    desk.write_settings('[breaks]\nevery = "soon"\n')
    desk.ask("reload")
    sent = desk.desktop.fakes.notifications.sent
    told = wait_until(
        lambda: [one for one in sent if one.summary == "A setting is wrong"], "a word"
    )

    assert "breaks.every" in told[0].body


# deskbreak's own files, gone or others under the running daemon


def alive(desk: Home, daemon: Program) -> None:
    """Answers are taken, seat time goes on, and the log has a trouble once."""
    for do, state in (("start", "on_break"), ("done", "seated"), ("standing", "standing")):
        if do == "standing":
            desk.deskbreak("standing", "on")
        else:
            assert desk.ask(do).ok
        assert desk.status()["state"] == state
    desk.deskbreak("standing", "off")
    seat_time = desk.status()["seat_time_s"]
    wait_until(lambda: desk.status()["seat_time_s"] > seat_time, "seat time to go on")
    said = [line.partition(": ")[2] for line in warnings(daemon)]
    assert len(said) == len(set(said))


def complaints(desk: Home) -> list[str]:
    sent = desk.desktop.fakes.notifications.sent
    return [one.body for one in sent if one.summary == "Something went wrong"]


def test_without_its_icons_it_counts_on_asks_and_says_what_to_do(desk: Home, copy: Path) -> None:
    daemon = desk.start(**in_place_of_ours(copy))
    item = desk.desktop.fakes.tray_item()

    shutil.rmtree(copy / "icons")
    alive(desk, daemon)

    [told] = wait_until(lambda: complaints(desk), "a word")
    assert "no tray icon: " in told
    assert "reinstall deskbreak" in told
    assert told in desk.status()["sensors"]["failing"]["tray icon"]
    assert daemon.printed().count("no tray icon: ") == 1
    desk.ask("start")
    name = desk.status()["running"]["name"]
    wait_until(lambda: item.labels()[0].startswith(name), "the menu")


def test_an_icon_that_is_there_again_is_shown_again(desk: Home, copy: Path) -> None:
    (copy / "icons" / "tray").rename(copy / "elsewhere")
    replaced(copy / "deskbreak" / "daemon" / "guard.py", "seconds=15", "seconds=0.1")
    daemon = desk.start(**in_place_of_ours(copy))
    wait_until(lambda: complaints(desk), "a word")

    (copy / "elsewhere").rename(copy / "icons" / "tray")

    wait_until(lambda: not desk.status()["sensors"]["failing"], "the icon")
    assert "tray icon: works again" in daemon.printed()


@pytest.mark.parametrize("module", ["surfaces/guide_window.py", "history", "sensors"])
def test_a_module_gone_before_its_first_use_ends_nothing(
    desk: Home, copy: Path, module: str
) -> None:
    daemon = desk.start(**in_place_of_ours(copy))
    desk.desktop.fakes.tray_item()

    (copy / "deskbreak" / module).rename(copy / "gone")
    alive(desk, daemon)

    assert terminate(daemon) == 0


ROOMS = ("surfaces", "history", "sensors", "session", "settings", "window", "wires", "daemon")


def update(copy: Path) -> None:
    """Put another version in the place of this one, which has other names for most of its rooms."""
    package = copy / "deskbreak"
    room = re.compile(rf"\bdeskbreak\.({'|'.join(ROOMS)})\b")
    for file in package.rglob("*.py"):
        text = room.sub(r"deskbreak.new_\1", file.read_text(encoding="utf-8"))
        file.with_suffix(".new").write_text(text, encoding="utf-8")
        file.with_suffix(".new").replace(file)
    for name in ROOMS:
        (package / name).rename(package / f"new_{name}")
    shutil.rmtree(copy / "icons")


COMMANDS = (
    "status", "why", "start", "guide wait", "hurt", "pain mild", "session", "close", "felt easy", "done", "sat", "snooze", "skip",
    "swap", "pause 1h", "resume", "standing on", "standing off", "hours", "stretches", "history", "stats", "completions bash",
    "config set stretches.place home", "autostart status", "help-signs", "doctor", "run",
)  # fmt: skip
WITHOUT_DAEMON = {"desktop", "page", "replay", "setup", "quit"}


def obeyed(home: Home, command: str) -> bool:
    """Whether it did its work or said why not."""
    program = home.desktop.start(sys.executable, "-m", "deskbreak", *command.split())
    return program.process.wait(30) in {0, 1} and "Traceback" not in program.printed()


def test_an_update_under_the_running_daemon_is_lived_through_and_a_restart_asked_for(
    desk: Home, copy: Path
) -> None:
    desk.desktop.env |= in_place_of_ours(copy)
    daemon = desk.start()
    desk.desktop.fakes.tray_item()

    update(copy)
    known = re.findall(
        r"^  ([a-z-]+)  ", desk.deskbreak("--help").partition("Commands:")[2], re.MULTILINE
    )
    assert {command.split()[0] for command in COMMANDS} | WITHOUT_DAEMON == set(known)
    assert [command for command in COMMANDS if not obeyed(desk, command)] == []
    for key, length in (("settle", "0s"), ("wait_for_lull", "0s"), ("every", "1s")):
        desk.deskbreak("config", "set", f"breaks.{key}", length)
    wait_until(lambda: desk.status()["proposal"], "a proposal", within=20)
    sent = desk.desktop.fakes.notifications.sent
    wait_until(lambda: [one for one in sent if "snooze" in one.actions], "its notification")
    desk.deskbreak("start")
    assert desk.status()["state"] == "on_break"
    [told] = complaints(desk)
    assert told.startswith("deskbreak was updated while it was running: quit it and start it again")
    assert desk.status()["sensors"]["update"] == told
    assert terminate(daemon) == 0
    assert "Traceback" not in daemon.printed()
