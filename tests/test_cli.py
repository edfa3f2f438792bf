"""The contracts of the command line: exit codes, streams, and who starts the daemon."""

import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import CannedDaemon, Done, Home
from fake_browser import fake_browser
from odd_files import odd_files

from deskbreak import __version__
from deskbreak.cli.daemon import Start, log_level, read_start
from deskbreak.cli.groups import first_sentence
from deskbreak.cli.terminal import wrapped
from deskbreak.control.protocol import Reply, Request
from deskbreak.itself import typed_here
from deskbreak.language import columns_of

NOT_RUNNING = Done(
    3, "", f"deskbreak is not running; start it with: {typed_here('deskbreak run')}\n"
)
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
    "sensors": {
        "idle": "x11",
        "not_idle": ["mutter: no", "portal: no"],
        "senses": ["microphone"],
        "missing": {"do_not_disturb": "nothing tells of it", "microphone": "no ALSA"},
        "tray": "taken",
        "not_notifications": [],
    },
    "version": "1.2.3",
}
SHOWN = """\
38 min at your desk; next about 14:20
Today: 2 done, 1 ended early, 5 away on your own, 3 skipped, 4 snoozed
Longest sitting spell today: 52 min
Work hours: now, until Mon 17:30
"""
SENSORS = """\
Sensors:
  keyboard and mouse: x11
  Not in use: mutter: no; portal: no
  microphone: ok
  do not disturb: nothing tells of it
  Not in use: microphone: no ALSA
  tray icon: taken
"""


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


@pytest.mark.skipif(sys.platform != "linux", reason="a disk that is always full")
@pytest.mark.parametrize("arguments", [["history", "export"], ["config", "list"]], ids=" ".join)
def test_what_finds_no_room_where_it_is_written_to_is_told_in_one_line(
    home: Home, arguments: list[str]
) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "deskbreak", *arguments],
            cwd=home.folder,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert done.returncode == 1
    assert done.stderr.decode() == (
        "stdout cannot be written (No space left on device): "
        "check its folder's permissions and free space\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="a shell that closes it")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["history", "import", "-"], "standard input: line 1, column 1: Expecting value"),
        (["config", "reset"], "There was no answer, so nothing was done."),
    ],
)
def test_where_standard_input_is_closed_nothing_comes_from_it(
    home: Home, arguments: list[str], told: str
) -> None:
    command = ["sh", "-c", 'exec "$@" <&-', "sh", sys.executable, "-m", "deskbreak", *arguments]
    done = subprocess.run(command, cwd=home.folder, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["dance"], "There is no command dance. See: deskbreak --help"),
        (["snoze"], "There is no command snoze; did you mean snooze?"),
        (["stop"], "There is no command stop; did you mean quit?"),
        (["Settings"], "There is no command Settings; did you mean config?"),
        (["sit", "down"], "There is no command sit; did you mean sat?"),
        (["help", "dance"], "There is no command dance. See: deskbreak --help"),
        (["autostart", "yes"], "There is no command yes; did you mean on?"),
        (["history", "clear"], "There is no command clear; did you mean delete?"),
        (["pause", "off"], "There is no command pause off; did you mean resume?"),
        (
            ["snooze", "-5"],
            "-5: not a length of time; write minutes, such as 10, or 90s, 5m or 1h30m",
        ),
        (["hours", "sett", "9-17"], "There is no command sett; did you mean set?"),
        (["hours", "9-17"], "Say for which days, such as: mon-fri 9-17"),
        (["--loud"], "There is no option --loud. See: deskbreak --help"),
        (["status", "--jason"], "There is no option --jason; did you mean --json?"),
        (["desktop", "instal"], "There is no command instal; did you mean install?"),
        (["history", "delete", "--before", "May"], "--before: write a day such as 2026-01-31"),
        (["run", "--log-level", "loud"], "--log-level: write one of debug, info, warning, error"),
        (
            ["snooze", "5x"],
            "5x: not a length of time; write minutes, such as 10, or 90s, 5m or 1h30m",
        ),
        (["snooze", "0s"], "0s: write more than 0s and at most 2400h"),
        (["snooze", "1h", "2h"], "1h 2h: not a length of time"),
        (["pause", "0m"], "0m: write more than 0s and at most 2400h"),
        (["pause", "until"], "until: not a time; write minutes, such as 30, or a length"),
        (["pause", "until", "25:00"], "until 25:00: not a time; write minutes"),
        (["standing"], "deskbreak standing: write one of on, off"),
        (["standing", "still"], "still: write one of on, off"),
        (["stats", "--days", "0"], "--days: write a whole number from 1 to 36600"),
        (["history", "list", "--days", "x"], "--days: write a whole number from 1 to 36600"),
        (["history", "export", "--format", "xml"], "--format: write one of csv, json"),
        (["hours", "set", "mnday", "off"], "mnday: not a day; write mon, mon-fri, weekdays"),
        (["hours", "set", "monday"], "monday: at what hours?"),
        (
            ["hours", "set", "mon", "9-5"],
            "9-5: does that end in the afternoon? Write 09:00-17:00, or 09:00-05:00",
        ),
        (["felt", "fine"], "fine: write one of easy, right, hard"),
        (["replay", "-", "--zone", "Mars"], "Mars: write the name of a time zone"),
        (["replay", "-", "--zone", ""], "nothing: write the name of a time zone"),
        (["replay"], "Missing: FILE. Write: deskbreak replay [--config FILE]"),
        (["stats", "--html"], "Missing: --html FILE. Write: deskbreak stats [--days DAYS]"),
        (
            ["status", "now", "then"],
            "Not understood: now then. Write: deskbreak status [--json] [--verbose] [--watch]",
        ),
        (["status", "json"], "Not understood: json; did you mean deskbreak status --json?"),
        (["status", "--json=1"], "Option '--json' does not take a value. Write: deskbreak status"),
        (["status", "-json"], "There is no option -json; did you mean --json?"),
        (["status", "-help"], "There is no option -help; did you mean --help?"),
        (["run", "--foreground"], "There is no option --foreground. Write: deskbreak run [--verb"),
        (["done", "now"], "Not understood: now. Write: deskbreak done"),
        (["page", "elsewhere"], "elsewhere: write one of today, stats, stretches"),
        (
            ["history", "delete"],
            "Say either --before DAY or --all. Write: deskbreak history delete",
        ),
        (["hours", "set"], "Missing: DAYS HOURS. Write: deskbreak hours set DAYS HOURS..."),
        (["config", "ls"], "There is no command ls; did you mean list?"),
        (["config", "unset", "look.language"], "There is no command unset; did you mean reset?"),
        (["config", "get", "breaks.every=30"], "deskbreak config set breaks.every 30"),
        (["config", "set"], "Missing: KEY VALUE. Write: deskbreak config set KEY VALUE"),
        (
            ["config", "set", "breaks.every"],
            "Say what it should be, for instance: deskbreak config set breaks.every 45m. Allowed:",
        ),
        (
            ["config", "set", "look.language"],
            "for instance: deskbreak config set look.language ''. All",
        ),
        (
            ["config", "set", "work_hours.dates"],
            "deskbreak config set work_hours.dates '{}'. Allowed:",
        ),
        (
            ["config", "set", "breaks.snooze"],
            "deskbreak config set breaks.snooze 10m, 5m, 15m. Allowed",
        ),
        (["language", "de"], "There is no command language; did you mean config look.language?"),
        (["start", "5m"], "There is no command start 5m; did you mean session 5m?"),
        (["pause", "stop"], "There is no command pause stop; did you mean resume?"),
        (["pause", "-5"], "-5: not a time; write minutes"),
        (["pause", "until", "2026-01-31"], "2026-01-31: write a day from "),
        (["stats", "forever"], "forever: write a whole number from 1 to 36600, or today, week"),
        (["history", "exprot"], "There is no command exprot; did you mean export?"),
        (["history", "export", "/"], "/ is a folder: name a file"),
        (["stats", "--html", "/"], "--html: / is a folder: name a file"),
        (["doctor", "--report", "/"], "--report: / is a folder: name a file"),
        (["completions", "/bin/tcsh"], "/bin/tcsh: write one of bash, zsh, fish, powershell"),
    ],
)
def test_wrong_usage_is_told_with_what_is_allowed(
    home: Home, arguments: list[str], told: str
) -> None:
    done = home.deskbreak(*arguments)

    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["stats", "--html"],
        ["doctor", "--report"],
        ["history", "export", "--force"],
        ["stretches", "export", "--force"],
    ],
    ids=" ".join,
)
@odd_files
def test_a_pipe_that_is_named_to_be_written_to_stays_what_it_is(
    home: Home, tmp_path: Path, arguments: list[str], put: Callable[[Path], None]
) -> None:
    put(place := tmp_path / "place")

    done = home.deskbreak(*arguments, str(place))

    assert (done.code, done.out) == (2, "")
    assert done.err.endswith(f"{place} is not a plain file: name one\n")
    assert place.is_fifo()


def test_the_version_and_the_help_are_printed(home: Home) -> None:
    assert home.process("--version") == Done(0, f"deskbreak {__version__}\n", "")

    for arguments in (["--help"], ["-h"], ["run", "--help"], ["history", "--help"]):
        done = home.deskbreak(*arguments)

        assert (done.code, done.err) == (0, "")
        assert done.out.startswith("Usage: deskbreak")


@pytest.mark.parametrize(
    "family", [(), ("config",), ("history",), ("stretches",), ("hours",), ("autostart",)]
)
def test_the_list_of_commands_tells_each_in_a_whole_sentence(
    home: Home, family: tuple[str, ...]
) -> None:
    shown = home.deskbreak(*family, "--help").out

    assert [line for line in shown.splitlines()[1:] if line.endswith("...")] == []


def test_the_shell_may_ask_what_completes_a_command(home: Home) -> None:
    asking = {
        "_DESKBREAK_COMPLETE": "bash_complete",
        "COMP_WORDS": "deskbreak sn",
        "COMP_CWORD": "1",
    }

    assert home.process(environment=asking) == Done(0, "plain,snooze\n", "")


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("deskbreak stretches show hf_h", ["hf_half_kneel"]),
        ("deskbreak start hf_h", ["hf_half_kneel"]),
        ("deskbreak config set breaks.snooze_", ["breaks.snooze_limit"]),
        ("deskbreak hours set we", ["wednesday", "weekdays", "weekend"]),
        ("deskbreak hours cl", ["clear"]),
        ("deskbreak felt r", ["right"]),
        ("deskbreak completions f", ["fish"]),
        ("deskbreak snooze 1", ["10m", "15m"]),
        ("deskbreak session 1", ["10m"]),
        ("deskbreak pause t", ["tomorrow"]),
    ],
)
def test_names_of_all_kinds_are_completed(home: Home, line: str, completed: list[str]) -> None:
    count = str(len(line.split()) - 1)
    asking = {"_DESKBREAK_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": count}

    done = home.process(environment=asking)

    assert [each.removeprefix("plain,") for each in done.out.splitlines()] == completed


@pytest.mark.parametrize(
    ("line", "begun", "completed"),
    [
        ("deskbreak sn", "sn", ["snooze"]),
        ("deskbreak stretches show hf_h", "hf_h", ["hf_half_kneel"]),
        ("deskbreak standing ", "", ["on", "off"]),
        ("deskbreak config set breaks.snooze_", "breaks.snooze_", ["breaks.snooze_limit"]),
    ],
)
def test_powershell_is_answered_word_by_word(
    home: Home, line: str, begun: str, completed: list[str]
) -> None:
    asking = {"_DESKBREAK_COMPLETE": "powershell_complete", "COMP_WORDS": line, "COMP_CWORD": begun}

    done = home.process(environment=asking)

    assert [each.partition("\t")[0] for each in done.out.splitlines()] == completed


def test_powershell_is_told_what_a_command_is_for(home: Home) -> None:
    asking = {"_DESKBREAK_COMPLETE": "powershell_complete", "COMP_WORDS": "deskbreak resu"}

    done = home.process(environment={**asking, "COMP_CWORD": "resu"})

    assert done == Done(0, "resume\tEnd the pause.\n", "")


def test_powershell_registers_what_asks_deskbreak(home: Home) -> None:
    script = home.process("completions", "powershell").out

    assert script.startswith("Register-ArgumentCompleter -Native -CommandName deskbreak ")
    assert "%(" not in script


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(home: Home, shell: str) -> None:
    assert "_DESKBREAK_COMPLETE" in home.process("completions", shell).out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_reads_its_script(home: Home, shell: str, tmp_path: Path) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"there is no {shell} here")
    (tmp_path / "script").write_text(home.process("completions", shell).out)

    read = subprocess.run([program, "-n", tmp_path / "script"], capture_output=True, check=False)

    assert (read.returncode, read.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], Start()),
        (["run"], Start(shows=False)),
        (["-v"], Start("debug")),
        (["run", "--verbose"], Start("debug", shows=False)),
        (["run", "--log-level", "error"], Start("error", shows=False)),
        (["run", "--log-level=info"], Start("info", shows=False)),
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


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["help-signs"],
        ["doctor"],
        ["hours", "set", "--help"],
        ["pain", "--help"],
        ["stretches", "list"],
        ["stretches", "show", "ham_seated"],
        ["stats"],
        ["hours", "set", "mnday", "9-17"],
        ["stretches", "show", "hip"],
    ],
    ids=" ".join,
)
def test_everything_fits_the_terminal_and_wraps_between_words(
    home: Home, arguments: list[str], columns: int
) -> None:
    narrow = {"COLUMNS": str(columns), "TERM": "dumb"}

    shown = home.on_terminal(*arguments, environment=narrow).out
    piped = home.process(*arguments)

    words = set((piped.out + piped.err).split()) | {""}
    too_wide = [line for line in shown.splitlines() if len(line) > columns]
    assert [line for line in too_wide if " " in line.strip()] == []
    assert "…" not in shown
    laid_out_otherwise_where_there_is_room = {"--help", "list", "stats", "doctor"}
    if arguments[-1] not in laid_out_otherwise_where_there_is_room:
        assert set(shown.split()) <= words


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("command", "code"),
    [("status", 3), ("hours", 0), ("replay", 2), ("config check", 0), ("--version", 0)],
)
def test_without_any_stream_a_command_ends_as_it_would_with_them(command: str, code: int) -> None:
    script = (
        "import sys; sys.argv[1:] = sys.argv[1].split(); "
        "sys.stdin = sys.stdout = sys.stderr = None\n"  # as pythonw has it
        "from deskbreak.__main__ import main; sys.exit(main())"
    )

    assert subprocess.run([sys.executable, "-c", script, command], check=False).returncode == code


def test_on_a_terminal_the_log_stays_out_of_the_way() -> None:
    assert log_level({}, has_terminal=True) == "error"
    assert log_level({}, has_terminal=False) == "info"
    assert log_level({"DESKBREAK_LOG": "debug"}, has_terminal=True) == "debug"


def test_a_second_start_opens_today_in_the_browser(home: Home) -> None:
    with with_status().running(), fake_browser(home.folder, home.folder / "run") as browser:
        done = home.process(environment={"DISPLAY": ":0", "PATH": browser.path})

        assert browser.has_shown("today")
    assert done == Done(0, "", "")


def test_a_second_start_says_in_one_line_that_there_is_one_where_nothing_can_be_shown(
    home: Home,
) -> None:
    with with_status().running():
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

        verbose = home.deskbreak("status", "--verbose")

    assert done == Done(0, SHOWN, "")
    assert verbose == Done(0, SHOWN + SENSORS, "")
    assert daemon.asked == [Request("status")] * 2


def test_no_spell_is_called_the_longest_beside_a_longer_one_that_runs(home: Home) -> None:
    with with_status(seat_time_s=3180).running():
        done = home.deskbreak("status")

    assert "Longest sitting spell" not in done.out


def test_a_day_without_a_break_has_one_line(home: Home) -> None:
    today: dict[str, object] = STATUS["today"]  # type: ignore[assignment]  # one of its objects
    none = dict.fromkeys(today, 0) | {"longest_bout_s": 0}

    with with_status(today=none).running():
        done = home.deskbreak("status")

    assert done.out.splitlines()[1:] == ["Today: no break yet", "Work hours: now, until Mon 17:30"]


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (["snooze", "10"], Request("snooze", {"for_s": 600.0})),
        (["snooze", "10", "min"], Request("snooze", {"for_s": 600.0})),
        (["session", "5"], Request("session", {"for_s": 300.0})),
        (["felt", "just", "right"], Request("right")),
        (["felt", "Hard"], Request("hard")),
        (["snooze", "1,5", "h"], Request("snooze", {"for_s": 5400.0})),
        (["snooze", "half", "an", "hour"], Request("snooze", {"for_s": 1800.0})),
        (["pause", "2", "days"], Request("pause", {"for_s": 172800.0})),
        (["pause", "1w"], Request("pause", {"for_s": 604800.0})),
        (["standing", "up"], Request("standing", {"on": True})),
        (["standing", "FALSE"], Request("standing", {"on": False})),
        (["pain", "7"], Request("strong")),
        (["pain", "0"], Request("mild")),
        (["pain", "a", "little", "more", "than", "before"], Request("little_more")),
        (["start", "hip", "flexor"], Request("start", {"stretch": "hip flexor"})),
    ],
)
def test_answers_are_given_as_people_type_them(
    home: Home, typed: list[str], asked: Request
) -> None:
    with with_status().running() as daemon:
        home.deskbreak(*typed)

    assert daemon.asked == [asked]


def test_the_status_tells_what_it_waits_for_and_how_to_answer(home: Home) -> None:
    waiting = "Waiting since 13:05: microphone in use"
    proposal = {"id": "p1", "stretch": "walk", "name": "Walk", "since": "2026-03-02T13:00:00+01:00"}

    with with_status(waiting=waiting, proposal=proposal).running():
        done = home.deskbreak("status")

    assert done.out.splitlines()[:2] == [
        "38 min at your desk; next about 14:20 · Waiting since 13:05: microphone in use",
        "Answer with: deskbreak start, done, snooze, skip, swap or hurt",
    ]
    assert len(done.out.splitlines()) == 5


@pytest.mark.parametrize(
    ("now", "change", "told"),
    [
        (True, None, "Work hours: whenever you are there"),
        (False, None, "Work hours: none ahead"),
        (False, "2026-03-03T09:00:00+01:00", "Work hours: from Tue 09:00"),
        (False, "2026-03-08T09:00:00+01:00", "Work hours: from Sun 09:00"),
        (True, "2026-03-09T00:00:00+01:00", "Work hours: now, until 9 March 00:00"),
    ],
)
def test_the_status_tells_the_work_hours(
    home: Home, now: object, change: str | None, told: str
) -> None:
    at = "2026-03-02T14:13:00+01:00"
    with with_status(at=at, work_hours={"now": now, "next_change": change}).running():
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
        (["start", "now"], Request("start")),
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
    assert len(set(daemon.ids)) == 1


def test_whoever_names_what_no_move_is_called_hears_how_to_stop_and_when_to_get_help(
    home: Home,
) -> None:
    refusal = Reply(ok=False, error="There is no stretch called my back.")
    with CannedDaemon(refusal).running():
        done = home.deskbreak("hurt", "my", "back")

    assert done.err.splitlines() == [
        "There is no stretch called my back.",
        (
            "Does the running move hurt? Stop it with: deskbreak hurt. When to get medical help: "
            "deskbreak help-signs"
        ),
    ]


def test_what_got_no_reply_is_said_once_more_under_the_same_id(home: Home) -> None:
    heard: list[dict[str, object]] = []

    def attend(listener: socket.socket) -> None:
        for reply in (b"", b'{"ok": true, "protocol": 1, "said": "So be it."}\n'):
            connection, _address = listener.accept()
            with connection:
                heard.append(json.loads(connection.recv(1000)))
                connection.sendall(reply)

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(home.folder / "run" / "deskbreak.sock"))
        listener.listen()
        clerk = threading.Thread(target=attend, args=(listener,))
        clerk.start()
        done = home.deskbreak("done")
        clerk.join()

    assert done == Done(0, "So be it.\n", "")
    assert heard[0] == heard[1]
    assert heard[0]["once"]


def test_what_is_only_in_memory_is_not_simply_noted(home: Home) -> None:
    fields = {"said": "", "doubt": "It counts, but is only in memory."}
    with CannedDaemon(Reply(ok=True, fields=fields)).running():
        done = home.deskbreak("skip")

    assert done == Done(0, "All right.\nIt counts, but is only in memory.\n", "")


@pytest.mark.parametrize(
    ("command", "done"),
    [
        (("pause", "1h"), "Reminders are paused for 60 min; to end it sooner: deskbreak resume"),
        (("resume",), "Reminders are on again."),
        (("standing", "on"), "Standing: desk time is paused."),
    ],
)
def test_what_holds_from_now_on_is_said_though_it_is_not_kept_yet(
    home: Home, command: tuple[str, ...], done: str
) -> None:
    with CannedDaemon(Reply(ok=True, fields={"doubt": "Only in memory."})).running():
        assert home.deskbreak(*command) == Done(0, f"{done}\nOnly in memory.\n", "")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["skip"], "All right."),
        (["pause"], "Reminders are paused until you say: deskbreak resume"),
        (["pause", "1h"], "Reminders are paused for 60 min; to end it sooner: deskbreak resume"),
        (["resume"], "Reminders are on again."),
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


def test_when_tomorrow_begins_is_for_the_daemon_to_say(home: Home) -> None:
    with CannedDaemon(
        Reply(ok=True, fields={"said": "Reminders are paused until Tue 09:00."})
    ).running() as daemon:
        done = home.deskbreak("pause", "until", "tomorrow")

    assert daemon.asked == [Request("pause", {"until": "tomorrow"})]
    assert done == Done(0, "Reminders are paused until Tue 09:00.\n", "")


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


def test_a_family_of_commands_without_one_shows_its_help_as_it_is_laid_out(home: Home) -> None:
    done = home.deskbreak("desktop")

    assert (done.code, done.out) == (2, "")
    assert "\nCommands:\n  install  Add deskbreak" in done.err


def test_in_a_narrow_terminal_no_command_is_described_by_half_a_sentence(home: Home) -> None:
    told = home.on_terminal("--help", environment={"COLUMNS": "40", "TERM": "dumb"}).out

    assert "..." not in told.partition("Commands:")[2]
    assert "Say in one sentence why" in told


def test_what_is_numbered_hangs_from_its_number(home: Home) -> None:
    narrow = {"COLUMNS": "40", "TERM": "dumb"}

    steps = home.on_terminal("stretches", "show", "hip_hinge_desk", environment=narrow).out
    several = home.on_terminal("stretches", "show", "hip", environment=narrow).out

    assert "\n1. Stand an arm's length from the desk,\n   hands on its edge.\n" in steps
    assert "\n  hf_standing_split  Standing hip-flexor\n    stretch\n" in several


def test_what_is_printed_one_by_one_breaks_between_its_facts(home: Home) -> None:
    narrow = {"COLUMNS": "40", "TERM": "dumb"}

    told = home.on_terminal("stretches", "list", environment=narrow).out

    assert "\n  Where: On the chair, Length: 1m10s,\n  Gets up: no\n" in told


def test_lines_to_copy_into_a_shell_are_whole(home: Home) -> None:
    told = home.deskbreak("completions", "--help").out

    assert '\n  eval "$(deskbreak completions zsh)"\n' in told
    assert "\n  deskbreak completions fish > ~/.config/fish/completions/deskbreak.fish\n" in told


class Tty(io.StringIO):
    """A terminal as wide as COLUMNS says."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "Standing thigh stretch at the desk 1 min: go.",
            ["Standing thigh stretch at the desk", "1 min: go."],
        ),
        (
            "1. 背中を平らにしたまま、軽く伸びを感じるまで股関節から前に倒れます。",
            ["1. 背中を平らにしたまま、軽く伸びを感", "   じるまで股関節から前に倒れます。"],
        ),
        (
            "リマインダーを90分一時停止しています。再開するには deskbreak resume",
            ["リマインダーを90分一時停止しています。再", "開するには deskbreak resume"],
        ),
        (
            "لا يوجد أمر باسم start 5m؛ هل قصدت أن تكتب session 5m؟",
            ["لا يوجد أمر باسم start 5m؛ هل قصدت أن", "تكتب session 5m؟"],
        ),
    ],
    ids=["length", "list", "sentence", "arabic"],
)
def test_lines_end_where_the_language_lets_them(
    monkeypatch: pytest.MonkeyPatch, text: str, rows: list[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")

    assert wrapped(text, Tty()).split("\n") == rows


def test_a_commands_short_help_keeps_the_spaces_at_which_no_line_ends() -> None:
    """French has one before a semicolon, which would begin a line without it."""
    told = first_sentence("Rejouer (JSON Lines\u202f; - est une entrée). Le reste en dit plus.")

    assert told == "Rejouer (JSON Lines\u202f; - est une entrée)."
    assert first_sentence("Écrire un .zip de tout") == "Écrire un .zip de tout"
    assert first_sentence("一時停止します。続きます。") == "一時停止します。"
    assert first_sentence("再生します（JSON。入力）。続き。") == "再生します（JSON。入力）。"


@pytest.mark.parametrize("code", ["ja", "zh_CN", "ar", "fr"])
@pytest.mark.parametrize("command", [(), ("completions",), ("history", "delete"), ("hours", "set")])
def test_help_is_no_wider_than_the_terminal_also_where_letters_are(
    home: Home, code: str, command: tuple[str, ...]
) -> None:
    narrow = {"COLUMNS": "60", "TERM": "dumb", "LANGUAGE": code}

    lines = home.on_terminal(*command, "--help", environment=narrow).out.splitlines()

    to_copy = "deskbreak completions"  # whole, however wide
    too_wide = [line for line in lines if columns_of(line) > 60 and to_copy not in line]
    assert too_wide == []
    assert any(columns_of(line) > 40 for line in lines)


def test_lines_to_copy_are_whole_where_letters_are_wide(home: Home) -> None:
    asked = {"COLUMNS": "60", "TERM": "dumb", "LANGUAGE": "ja"}

    told = home.on_terminal("completions", "--help", environment=asked).out

    assert '\n  eval "$(deskbreak completions zsh)"\n' in told
