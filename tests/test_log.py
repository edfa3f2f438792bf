"""The log's own file: small, private, and there for a report."""

import json
import logging
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import Home
from daybook import lived_through, rules
from kept_life import KeptLife
from odd_files import odd_files

from deskbreak.core.events import Answer
from deskbreak.files.folders import record_folder
from deskbreak.files.log import begin_log, log_files
from deskbreak.session.crash import crash_files, crashed_at, note_crash, take_crash

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    """The root of all loggers, which is as before afterwards."""
    root = logging.getLogger()
    level = root.level
    before = {*root.handlers}
    yield root
    for handler in {*root.handlers} - before:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def test_the_log_is_kept_in_a_few_small_files_of_the_users_alone(
    tmp_path: Path, logger: logging.Logger
) -> None:
    folder = tmp_path / "state"
    begin_log("error", folder, largest=1000)

    for number in range(200):
        logger.info("entry %d", number)

    files = log_files(folder)
    assert len(files) == 3
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in files)
    assert all(file.stat().st_size < 1200 for file in files)
    assert "entry 199" in "".join(file.read_text("utf-8") for file in files)
    assert len(list(folder.iterdir())) == 3


def test_a_path_that_is_no_text_is_logged_by_its_bytes(tmp_path: Path) -> None:
    program = (
        "import logging, os, sys, pathlib\n"
        "from deskbreak.files.log import begin_log\n"
        "begin_log('error', pathlib.Path(sys.argv[1]))\n"
        "logging.warning('%s: no such file', os.fsdecode(b'/home/m\\xfcller'))\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, check=True
    )

    (file,) = log_files(tmp_path)
    assert done.stderr == b""
    assert file.read_text("utf-8").endswith("/home/m\\udcfcller: no such file\n")


def test_what_is_quiet_on_the_terminal_is_in_the_file(
    tmp_path: Path, logger: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    begin_log("error", tmp_path)

    logger.warning("a sense is missing")

    assert capsys.readouterr().err == ""
    assert "WARNING root: a sense is missing" in log_files(tmp_path)[0].read_text("utf-8")


def test_where_no_file_can_be_had_the_log_is_on_standard_error(
    tmp_path: Path, logger: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "state").touch()
    begin_log("warning", tmp_path / "state")

    logger.warning("a sense is missing")

    assert "a sense is missing" in capsys.readouterr().err


@odd_files
def test_a_log_that_is_no_plain_file_holds_nobody_up(
    logger: logging.Logger, tmp_path: Path, put: Callable[[Path], None]
) -> None:
    put(tmp_path / "deskbreak.log")

    begin_log("info", tmp_path)
    logger.info("gone on")

    assert not (tmp_path / "deskbreak.log").is_file()


def test_a_crash_is_told_by_the_next_start_once_and_kept_for_a_report(tmp_path: Path) -> None:
    note_crash(tmp_path, "1.2", NOON, ZeroDivisionError("division by zero"))

    assert crashed_at(tmp_path) == NOON
    assert take_crash(tmp_path) == NOON
    assert take_crash(tmp_path) is None
    (file,) = crash_files(tmp_path)
    assert "ZeroDivisionError: division by zero" in file.read_text("utf-8")


@pytest.mark.parametrize("content", [b"", b"yesterday it broke", b"\xff\xfe\x00", b"2026"])
def test_a_note_of_a_crash_that_makes_no_sense_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "crash.txt").write_bytes(content)

    assert crashed_at(tmp_path) is None


def test_who_asks_a_daemon_that_crashed_hears_of_it(home: Home) -> None:
    note_crash(home.session.parent, "1.2", NOON, ZeroDivisionError())

    done = home.deskbreak("status")

    assert done.code == 3
    assert "a bug stopped it on 2026-03-02" in done.err
    assert "doctor --report" in done.err


def test_a_recording_in_a_report_tells_nothing_of_a_body_or_of_programs(
    home: Home, tmp_path: Path
) -> None:
    state = home.session.parent
    state.mkdir(parents=True, exist_ok=True)
    day = record_folder() / "2026-03-02.jsonl"
    day.parent.mkdir(parents=True)
    day.write_text(
        '{"event": "settings", "set": {"breaks.every": "45m", "stretches.avoid": ["knee"], '
        '"hooks.on_state": ["spy"], "hold.ignore": ["gossip"]}, "session": {"course": '
        '{"serial": 7, "pain": {"areas": ["neck"]}, "practice": {"felt": 1}, "loaded_since": 9, '
        '"rotation": {"resting": [{"id": "press_tilt"}]}, "phase": {"why": "It is its turn.", '
        '"shown": ["press_tilt"], "stretch": "press_tilt"}}}}\n'
        '{"event": "answer", "answer": "hurt"}\n'
        '{"event": "allow", "group": "spine"}\n'
        '{"event": "answer", "answer": "session", "plan": "For my knee"}\n'
        '{"event": "answer", "answer": "skip"}\n'
        '{"event": "ti',  # and there it was cut off
        encoding="utf-8",
    )
    file = tmp_path / "report.zip"

    home.deskbreak("doctor", "--report", str(file))

    with zipfile.ZipFile(file) as report:
        lines = report.read("record/2026-03-02.jsonl").decode().splitlines()
    assert [json.loads(line) for line in lines] == [
        {
            "event": "settings",
            "set": {"breaks.every": "45m"},
            "session": {
                "course": {
                    "serial": 7,
                    "phase": {"why": "", "shown": ["stand_up"], "stretch": "stand_up"},
                }
            },
        },
        {"event": "answer", "answer": "session"},
        {"event": "answer", "answer": "skip"},
    ]


def test_a_report_has_the_last_days_and_nothing_of_a_body(home: Home, tmp_path: Path) -> None:
    life = KeptLife(record_folder(), rules({"stretches.avoid": ["balance"]}))
    life.work(60, 110)
    life.answer(110.5, Answer.HURT)
    life.days.close()
    file = tmp_path / "report.zip"

    home.deskbreak("doctor", "--report", str(file))

    with zipfile.ZipFile(file) as report:
        day = report.read("record/2026-03-02.jsonl").decode()
    assert lived_through(day.splitlines(), rules())[0]["effect"] == "propose"
    assert not any(word in day for word in ("balance", "hurt", '"pain"'))


def test_a_user_who_is_called_as_a_key_of_a_recording_can_have_it_replayed(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/at")
    day = record_folder() / "2026-03-02.jsonl"
    day.parent.mkdir(parents=True)
    day.write_text(
        '{"at": "2026-03-02T09:00:00+01:00", "event": "settings", "set": {"tray.panel": "by at"}}\n'
        '["no object"]\n'
        '{"answer": ["hurt"], "set": 3, "session": null}\n',
        encoding="utf-8",
    )
    file = tmp_path / "report.zip"

    done = home.deskbreak("doctor", "--report", str(file))

    with zipfile.ZipFile(file) as report:
        lines = report.read("record/2026-03-02.jsonl").decode().splitlines()
    assert done.code == 0
    assert [json.loads(line) for line in lines] == [
        {
            "at": "2026-03-02T09:00:00+01:00",
            "event": "settings",
            "set": {"tray.panel": "by user"},
        },
        {"answer": ["hurt"], "set": 3, "session": None},
    ]


def test_a_log_in_a_report_names_no_program_and_no_user(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/tom")
    state = home.session.parent
    state.mkdir(parents=True, exist_ok=True)
    (state / "deskbreak.log").write_text(
        "12:00 WARNING deskbreak.daemon.launch: /opt/spy: no such file\n"
        "12:01 INFO deskbreak.daemon.desk: until tomorrow, tom\n",
        encoding="utf-8",
    )
    file = tmp_path / "report.zip"

    home.deskbreak("doctor", "--report", str(file))

    with zipfile.ZipFile(file) as report:
        log = report.read("deskbreak.log").decode()
    assert log == (
        "12:00 WARNING deskbreak.daemon.launch: …\n"
        "12:01 INFO deskbreak.daemon.desk: until tomorrow, user\n"
    )


def test_a_mistake_in_what_tells_of_a_body_is_told_without_what_stands_there(
    home: Home, tmp_path: Path
) -> None:
    home.write_settings('[stretches]\navoid = ["pregnacy"]\n')
    home.session.parent.mkdir(parents=True, exist_ok=True)
    (home.session.parent / "deskbreak.log").write_text(
        '12:00 WARNING deskbreak.daemon.complaints: stretches.avoid[0]: found "pregnacy"\n'
        "12:01 WARNING deskbreak.daemon.complaints: breaks.every: found 45x\n"
        '  File "/usr/lib/deskbreak/daemon/hooks.py", line 40, in run_hooks\n'
        "12:02 WARNING deskbreak.stretches.pack_files: a pack is damaged\n",
        encoding="utf-8",
    )
    file = tmp_path / "report.zip"

    home.deskbreak("doctor", "--report", str(file))

    with zipfile.ZipFile(file) as report:
        told = "".join(report.read(name).decode() for name in report.namelist())
    assert "pregnacy" not in told
    assert "breaks.every: found 45x" in told
    assert 'daemon/hooks.py", line 40, in run_hooks' in told
    assert "deskbreak.stretches.pack_files: a pack is damaged" in told


def test_who_is_called_as_an_answer_is_has_a_report_that_replays(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/skip")
    day = record_folder() / "2026-03-02.jsonl"
    day.parent.mkdir(parents=True)
    day.write_text('{"event": "answer", "answer": "skip"}\n', encoding="utf-8")
    file = tmp_path / "report.zip"

    home.deskbreak("doctor", "--report", str(file))

    with zipfile.ZipFile(file) as report:
        assert json.loads(report.read("record/2026-03-02.jsonl"))["answer"] == "skip"


def test_a_report_has_what_helps_and_nothing_of_the_user(home: Home, tmp_path: Path) -> None:
    home.session.parent.mkdir(parents=True, exist_ok=True)
    (home.session.parent / "deskbreak.log").write_text(f"lost {Path.home()}/secret\n", "utf-8")
    note_crash(home.session.parent, "1.2", NOON, ZeroDivisionError("division by zero"))
    file = tmp_path / "report.zip"

    done = home.deskbreak("doctor", "--report", str(file))

    with zipfile.ZipFile(file) as report:
        texts = {name: report.read(name).decode() for name in report.namelist()}
    assert done.code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert texts.keys() == {"about.txt", "doctor.txt", "deskbreak.log", "crash.txt"}
    assert texts["deskbreak.log"] == "lost ~/secret\n"
    assert "division by zero" in texts["crash.txt"]
    assert not any(str(Path.home()) in text for text in texts.values())
