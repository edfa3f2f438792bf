"""The contracts of the command line: exit codes, streams, and who starts the daemon."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_line import CannedDaemon, Done, Home, make_home

from deskbreak import __version__
from deskbreak.cli.daemon import Start, read_start
from deskbreak.control.protocol import Reply, Request

NOT_RUNNING = Done(3, "", "deskbreak is not running; start it with: deskbreak run\n")
STATUS = {
    "state": "seated",
    "seat_time_s": 2280,
    "due_in_s": 420,
    "held_by": [],
    "proposal": None,
    "running": None,
    "snoozes": 0,
    "work_hours": {"now": True, "next_change": "2026-03-02T17:30:00+01:00"},
    "place": "office",
    "today": {
        "done": 2,
        "partial": 1,
        "taken": 0,
        "skipped": 3,
        "ignored": 0,
        "snoozed": 4,
        "natural": 5,
        "longest_bout_s": 3120.0,
    },
    "headline": "38 min at your desk; next about 14:20",
    "waiting": None,
    "why": "You have been at your desk for 38 min, since 13:35, and a break is due at 14:20.",
    "sensors": {"idle": "x11", "not_idle": ["mutter: no", "portal: no"], "tray": "taken"},
    "version": "1.2.3",
}
SHOWN = """\
38 min at your desk; next about 14:20
Breaks today: 2 done, 1 partly, 0 taken, 5 natural
Put off today: 3 skipped, 4 snoozed, 0 ignored
Longest bout today: 52 min
Work hours: now, until Mon 17:30
Sensors:
  idle: x11
  not idle: mutter: no
  not idle: portal: no
  tray: taken
"""


@pytest.fixture
def home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Home:
    return make_home(tmp_path, monkeypatch, capsys)


def with_status(**changes: object) -> CannedDaemon:
    return CannedDaemon(Reply(ok=True, fields={**STATUS, **changes}))


@pytest.mark.parametrize(
    "arguments",
    [
        ["status"],
        ["status", "--json"],
        ["status", "--watch"],
        ["start"],
        ["done"],
        ["snooze", "5m"],
        ["skip"],
        ["swap"],
        ["sat"],
        ["hurt"],
        ["close"],
        ["pause", "1h"],
        ["resume"],
        ["standing", "on"],
        ["why"],
        ["quit"],
    ],
    ids=" ".join,
)
def test_without_a_daemon_one_line_says_how_to_start_it(home: Home, arguments: list[str]) -> None:
    assert home.deskbreak(*arguments) == NOT_RUNNING


def test_the_exit_code_reaches_the_shell(home: Home) -> None:
    assert home.process("status") == NOT_RUNNING


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["dance"], "No such command 'dance'"),
        (["--loud"], "No such option"),
        (["run", "--log-level", "loud"], "'debug', 'info', 'warning', 'error'"),
        (["snooze", "5x"], "'5x': write whole hours, minutes and seconds"),
        (["snooze", "0s"], "'0s': write more than 0s and at most 2400h"),
        (["snooze", "1h", "2h"], "unexpected extra argument"),
        (["pause", "0m"], "'0m': write more than 0s and at most 2400h"),
        (["pause", "until"], "'until': write a length such as 90s, 5m or 1h30m, or until 14:00"),
        (["pause", "until", "25:00"], "'until 25:00': write a length"),
        (["pause", "1h", "30m"], "'1h 30m': write a length"),
        (["standing"], "Missing argument"),
        (["standing", "up"], "'on', 'off'"),
        (["stats", "--days", "0"], "0 is not in the range"),
        (["history", "list", "--days", "x"], "'x' is not a valid integer"),
        (["history", "export", "--format", "xml"], "'csv', 'json'"),
        (["hours", "set", "mnday", "off"], "one of monday, tuesday"),
        (["hours", "set", "monday"], "Missing argument"),
        (["replay", "-", "--zone", "Mars"], "'Mars': write the name of a time zone"),
        (["replay"], "Missing argument"),
    ],
)
def test_wrong_usage_is_told_with_what_is_allowed(
    home: Home, arguments: list[str], told: str
) -> None:
    done = home.deskbreak(*arguments)

    assert (done.code, done.out) == (2, "")
    assert told in done.err


def test_the_version_and_the_help_are_printed(home: Home) -> None:
    assert home.process("--version") == Done(0, f"deskbreak {__version__}\n", "")

    for arguments in (["--help"], ["-h"], ["run", "--help"], ["history", "--help"]):
        done = home.deskbreak(*arguments)

        assert (done.code, done.err) == (0, "")
        assert done.out.startswith("Usage: deskbreak")


def test_the_shell_may_ask_what_completes_a_command(home: Home) -> None:
    asking = {
        "_DESKBREAK_COMPLETE": "bash_complete",
        "COMP_WORDS": "deskbreak sn",
        "COMP_CWORD": "1",
    }

    assert home.process(environment=asking) == Done(0, "plain,snooze\n", "")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], Start()),
        (["run"], Start()),
        (["-v"], Start("debug")),
        (["run", "--verbose"], Start("debug")),
        (["run", "--log-level", "error"], Start("error")),
        (["run", "--log-level=info"], Start("info")),
        (["run", "--log-level=loud"], None),
        (["run", "--help"], None),
        (["run", "now"], None),
        (["--help"], None),
        (["status"], None),
    ],
)
def test_only_a_start_without_mistakes_is_for_the_daemon(
    arguments: list[str], expected: Start | None
) -> None:
    assert read_start(arguments) == expected


def test_the_daemon_has_neither_click_nor_rich_nor_tomlkit() -> None:
    code = (
        "import sys, deskbreak.__main__, deskbreak.daemon.app;"
        "print(sorted({'click', 'rich', 'tomlkit'} & set(sys.modules)))"
    )

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout

    assert loaded.decode() == "[]\n"


def test_a_log_level_that_is_none_is_wrong_usage(home: Home) -> None:
    done = home.process("run", environment={"DESKBREAK_LOG": "loud"})

    assert done == Done(2, "", "DESKBREAK_LOG is 'loud'; allowed: debug, info, warning, error\n")


def wait_until_running(home: Home, limit_s: float = 30) -> None:
    end = time.monotonic() + limit_s
    while home.deskbreak("status").code:
        assert time.monotonic() < end, "it never began to answer"
        time.sleep(0.02)


def test_the_daemon_prints_nothing_and_logs_a_line_an_entry(home: Home) -> None:
    home.write_settings("[breaks]\nevery = 1\nlull = 2\n")

    daemon = home.started("run", "--log-level", "warning")
    try:
        wait_until_running(home)
        done = home.deskbreak("quit")
        out, err = daemon.communicate(timeout=30)
    finally:
        daemon.kill()

    told = [line for line in err.splitlines() if "breaks." in line]
    assert done == Done(0, "deskbreak has quit.\n", "")
    assert (daemon.returncode, out) == (0, "")
    assert len(told) == 1
    assert "breaks.every: found 1" in told[0]
    assert "breaks.lull: found 2" in told[0]
    assert " INFO " not in err


def test_a_second_daemon_shows_the_menu_of_the_first(home: Home) -> None:
    with with_status().running() as daemon:
        done = home.process()

    assert daemon.asked == [Request("menu")]
    assert done == Done(0, "", "")


def test_a_second_daemon_says_in_one_line_that_there_is_one_without_a_menu(home: Home) -> None:
    with CannedDaemon(Reply(ok=False, error="there is no display")).running():
        done = home.process()

    assert done == Done(0, f"deskbreak is already running, as process {os.getpid()}\n", "")


def test_a_second_daemon_on_a_terminal_shows_how_the_first_one_is(home: Home) -> None:
    with with_status().running():
        done = home.on_terminal("run")

    assert done == Done(0, SHOWN, "")


def test_beside_a_daemon_that_does_not_answer_one_line_will_do(home: Home) -> None:
    with CannedDaemon(Reply(ok=True)).running() as daemon:
        daemon.reply = Reply(ok=False, error="busy")
        done = home.on_terminal("run")

    assert done == Done(0, f"deskbreak is already running, as process {os.getpid()}\n", "")


def test_the_status_can_be_read_aloud(home: Home) -> None:
    with with_status().running() as daemon:
        done = home.deskbreak("status")

    assert done == Done(0, SHOWN, "")
    assert daemon.asked == [Request("status")]


def test_the_status_tells_what_it_waits_for_and_how_to_answer(home: Home) -> None:
    waiting = "Waiting since 13:05: microphone in use"
    proposal = {"id": "p1", "stretch": "walk", "name": "Walk", "since": "2026-03-02T13:00:00+01:00"}

    with with_status(waiting=waiting, proposal=proposal).running():
        done = home.deskbreak("status")

    assert done.out.splitlines()[1:3] == [
        "Waiting since 13:05: microphone in use",
        "Answer with: deskbreak start, done, snooze, skip, swap or hurt",
    ]


@pytest.mark.parametrize(
    ("now", "change", "told"),
    [
        (True, None, "Work hours: whenever you are there"),
        (False, None, "Work hours: none ahead"),
        (False, "2026-03-03T09:00:00+01:00", "Work hours: from Tue 09:00"),
    ],
)
def test_the_status_tells_the_work_hours(
    home: Home, now: object, change: str | None, told: str
) -> None:
    with with_status(work_hours={"now": now, "next_change": change}).running():
        done = home.deskbreak("status")

    assert told in done.out.splitlines()


def test_the_status_for_programs_is_one_object_with_all_that_the_daemon_tells(home: Home) -> None:
    with with_status().running():
        done = home.deskbreak("status", "--json")

    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out) == STATUS


def test_watching_ends_with_the_daemon(home: Home) -> None:
    with with_status().running() as daemon:
        watching = home.started("status", "--watch")
        assert watching.stdout is not None
        first = watching.stdout.readline()
        assert daemon.asked == [Request("watch")]
    out, err = watching.communicate(timeout=30)

    assert (first, out) == ("38 min at your desk; next about 14:20\n", "")
    assert (watching.returncode, err) == (3, NOT_RUNNING.err)


def test_an_interrupted_watch_ends_without_a_traceback(home: Home) -> None:
    with with_status().running():
        watching = home.started("status", "--watch", "--json")
        assert watching.stdout is not None
        first = watching.stdout.readline()
        watching.send_signal(signal.SIGINT)
        _out, err = watching.communicate(timeout=30)

    assert json.loads(first) == STATUS
    assert (watching.returncode, err.strip()) == (130, "")


@pytest.mark.parametrize("arguments", [["stretches"], ["stretches", "--json"], ["config"]])
def test_a_reader_that_has_seen_enough_is_no_error(home: Home, arguments: list[str]) -> None:
    process = home.started(*arguments)
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None

    _out, err = process.communicate(timeout=30)

    assert err == ""


@pytest.mark.parametrize(
    ("arguments", "request_"),
    [
        (["start"], Request("start")),
        (["start", "walk"], Request("start", {"stretch": "walk"})),
        (["done"], Request("done")),
        (["snooze"], Request("snooze")),
        (["snooze", "1h30m"], Request("snooze", {"for_s": 5400.0})),
        (["skip"], Request("skip")),
        (["swap"], Request("swap")),
        (["sat"], Request("sat")),
        (["hurt"], Request("hurt")),
        (["close"], Request("closed")),
        (["pause"], Request("pause")),
        (["pause", "90s"], Request("pause", {"for_s": 90.0})),
        (["resume"], Request("resume")),
        (["standing", "on"], Request("standing", {"on": True})),
        (["standing", "off"], Request("standing", {"on": False})),
    ],
)
def test_what_is_said_reaches_the_daemon_and_its_reply_the_user(
    home: Home, arguments: list[str], request_: Request
) -> None:
    with CannedDaemon(Reply(ok=True, fields={"said": "So be it."})).running() as daemon:
        done = home.deskbreak(*arguments)

    assert done == Done(0, "So be it.\n", "")
    assert daemon.asked == [request_]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["skip"], "All right."),
        (["pause"], "Quiet until you say: deskbreak resume"),
        (["pause", "1h"], "Quiet for 60 min; to end it sooner: deskbreak resume"),
        (["resume"], "deskbreak will ask again."),
        (["standing", "on"], "Standing: desk time is paused."),
        (["standing", "off"], "Sitting: desk time runs."),
    ],
)
def test_a_silent_daemon_leaves_a_word_to_the_command(
    home: Home, arguments: list[str], told: str
) -> None:
    with CannedDaemon(Reply(ok=True, fields={"said": ""})).running():
        done = home.deskbreak(*arguments)

    assert done == Done(0, f"{told}\n", "")


def test_what_the_daemon_refuses_could_not_be_done(home: Home) -> None:
    with CannedDaemon(Reply(ok=False, error="Nothing is proposed right now.")).running():
        done = home.deskbreak("skip")

    assert done == Done(1, "", "Nothing is proposed right now.\n")


def test_a_pause_until_tomorrow_ends_within_a_day(home: Home) -> None:
    with CannedDaemon(Reply(ok=True)).running() as daemon:
        done = home.deskbreak("pause", "until", "tomorrow")

    (asked,) = daemon.asked
    length = asked.arguments["for_s"]
    assert done.code == 0
    assert asked.do == "pause"
    assert isinstance(length, float)
    assert 0 < length <= 25 * 3600


def test_why_is_one_sentence(home: Home) -> None:
    with with_status().running() as daemon:
        done = home.deskbreak("why")

    assert done == Done(0, f"{STATUS['why']}\n", "")
    assert daemon.asked == [Request("why")]


def test_quit_comes_back_once_the_daemon_has_hung_up(home: Home) -> None:
    with CannedDaemon(Reply(ok=True)).running() as daemon:
        done = home.deskbreak("quit")

    assert done == Done(0, "deskbreak has quit.\n", "")
    assert daemon.asked == [Request("quit")]
