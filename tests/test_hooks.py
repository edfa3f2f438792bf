"""The user's own programs: what they are told, and that nothing they do harms the daemon."""

import json
import locale
import logging
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from desk import Desk, minutes
from desktop import wait_until

from deskbreak.core.effects import Withdraw
from deskbreak.core.events import Answer, Answered
from deskbreak.core.obstacles import Obstacle
from deskbreak.core.policy import Hooks
from deskbreak.core.state import Rules
from deskbreak.core.view import State
from deskbreak.daemon.hooks import run_hooks, tell_answer, tell_state
from deskbreak.daemon.launch import launch, still_running
from deskbreak.errors import SurfaceError

PROGRAM = """
import json, os, pathlib, sys
told = {"pid": os.getpid(), "arguments": sys.argv[2:], "stdin": sys.stdin.read()}
place = pathlib.Path(sys.argv[1])
place.with_suffix(".new").write_text(json.dumps(told))
place.with_suffix(".new").rename(place)
"""


class Hook:
    """A real program that writes down what it is told."""

    def __init__(self, folder: Path) -> None:
        self.heard = folder / "heard.json"
        self.program = folder / "program.py"
        self.program.write_text(PROGRAM)

    def command(self, *arguments: str) -> tuple[str, ...]:
        return (sys.executable, str(self.program), str(self.heard), *arguments)

    def told(self) -> dict[str, Any]:
        wait_until(self.heard.exists, "the hook to be called")
        told: dict[str, Any] = json.loads(self.heard.read_text())
        return told


@pytest.fixture
def hook(tmp_path: Path) -> Hook:
    return Hook(tmp_path)


def asked() -> Desk:
    desk = Desk()
    desk.work(minutes(46))
    desk.sit_still(minutes(0.5))
    return desk


def rules(desk: Desk, command: tuple[str, ...]) -> Rules:
    return replace(desk.rules, settings=replace(desk.rules.settings, hooks=Hooks(command)))


def python(program: str) -> tuple[str, ...]:
    return (sys.executable, "-c", program)


def is_gone(pid: int) -> Callable[[], bool]:
    """Not even a zombie is left of it."""
    return lambda: not Path(f"/proc/{pid}").exists()


def test_a_proposal_is_told_as_json_on_standard_input(hook: Hook) -> None:
    desk = asked()
    [proposal] = desk.proposals

    run_hooks(proposal, rules(desk, hook.command()))

    assert json.loads(hook.told()["stdin"]) == {
        "event": "propose",
        "at": "2026-03-02T09:46:08+01:00",
        "id": "p0",
        "stretch": proposal.stretch.id,
        "name": proposal.stretch.name,
        "seat_time_s": 46 * 60 + 8,
        "snoozes": 0,
        "again": False,
    }


def test_an_answer_is_told_with_what_it_carries(hook: Hook) -> None:
    desk = asked()
    hooks = Hooks(on_answer=hook.command())
    told = replace(desk.rules, settings=replace(desk.rules.settings, hooks=hooks))

    tell_answer(Answered(desk.now, Answer.SNOOZE, "p0", minutes(10)), told)

    assert json.loads(hook.told()["stdin"]) == {
        "event": "answer",
        "at": "2026-03-02T09:46:30+01:00",
        "answer": "snooze",
        "id": "p0",
        "stretch": None,
        "for_s": 600,
        "plan": None,
    }


def test_a_change_of_state_is_told_with_the_state_before(hook: Hook) -> None:
    desk = asked()
    hooks = Hooks(on_state=hook.command())
    told = replace(desk.rules, settings=replace(desk.rules.settings, hooks=hooks))

    tell_state(desk.state, State.SEATED, told)

    heard = json.loads(hook.told()["stdin"])
    assert (heard["event"], heard["state"], heard["before"]) == ("state", "proposed", "seated")
    assert heard["seat_time_s"] == 46 * 60 + 30


def test_no_shell_reads_the_arguments(hook: Hook, tmp_path: Path) -> None:
    desk = asked()
    arguments = (f"; touch {tmp_path}/x", "$HOME", "two words", "*")

    run_hooks(desk.proposals[0], rules(desk, hook.command(*arguments)))

    assert hook.told()["arguments"] == list(arguments)
    assert not (tmp_path / "x").exists()


def test_who_has_no_hook_has_nothing_started(hook: Hook) -> None:
    desk = asked()
    at = desk.now

    run_hooks(desk.proposals[0], rules(desk, ()))
    run_hooks(Withdraw(at, "p0", Obstacle.AWAY), rules(desk, hook.command("withdrawn")))
    run_hooks(desk.proposals[0], rules(desk, hook.command("proposed")))

    assert hook.told()["arguments"] == ["proposed"]


def test_no_zombie_is_left(hook: Hook) -> None:
    launch(hook.command())

    wait_until(is_gone(hook.told()["pid"]), "the end of the hook")


def test_a_hook_that_does_not_end_is_ended_with_what_it_started(tmp_path: Path) -> None:
    pids, failures = tmp_path / "pids", list[str]()
    hangs = (
        "import os, pathlib, subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import sys; sys.stdin.read()'],\n"
        "                         stdin=subprocess.PIPE)\n"
        f"pathlib.Path('{pids}').write_text(f'{{child.pid}} {{os.getpid()}}')\n"
        "child.wait()\n"
    )

    launch(python(hangs), failed=failures.append, within=timedelta(seconds=3))
    wait_until(lambda: failures, "the end of the hook", within=20)
    child, program = (int(pid) for pid in pids.read_text().split())
    wait_until(is_gone(child), "the end of what it started")

    assert failures == ["had not ended by itself after 3 s"]
    assert is_gone(program)()


def test_what_a_hook_leaves_behind_keeps_nothing_waiting(tmp_path: Path) -> None:
    sleeper = tmp_path / "sleeper"
    starts_another = (
        "import os, pathlib, subprocess, sys\n"
        "sleeper = subprocess.Popen(['sleep', '60'])\n"
        f"pathlib.Path('{sleeper}.new').write_text(f'{{sleeper.pid}} {{os.getpid()}}')\n"
        f"os.rename('{sleeper}.new', '{sleeper}')\n"
        "os._exit(0)\n"
    )

    launch(python(starts_another))
    wait_until(sleeper.exists, "the hook")
    left_behind, program = (int(pid) for pid in sleeper.read_text().split())
    try:
        wait_until(is_gone(program), "the end of the hook")
    finally:
        os.kill(left_behind, signal.SIGTERM)


def test_a_hook_that_never_ends_is_not_started_without_end_and_stops_no_other(
    hook: Hook, tmp_path: Path
) -> None:
    started = tmp_path / "started"
    started.mkdir()
    os.mkfifo(tmp_path / "until")
    until = os.open(tmp_path / "until", os.O_RDWR)
    program = tmp_path / "hang.py"
    program.write_text(
        "import os, pathlib, sys\n"
        "place, until = map(pathlib.Path, sys.argv[1:])\n"
        "with until.open() as file:\n"
        "    (place / str(os.getpid())).touch()\n"
        "    file.read()\n"  # until whoever may write has closed it
    )
    command = (sys.executable, str(program), str(started), str(tmp_path / "until"))
    desk = asked()
    hooks = Hooks(on_propose=command, on_answer=hook.command())
    own = replace(desk.rules, settings=replace(desk.rules.settings, hooks=hooks))
    [proposal] = desk.proposals

    wait_until(
        lambda: still_running("hook propose") == 0, "those of other stories to end", within=30
    )
    for _ in range(8):
        run_hooks(proposal, own)
    with pytest.raises(SurfaceError, match="started 8 times and has never ended"):
        run_hooks(proposal, own)
    wait_until(lambda: len(list(started.iterdir())) == 8, "eight hooks", within=30)
    tell_answer(Answered(desk.now, Answer.SKIP), own)
    os.close(until)
    wait_until(lambda: still_running("hook propose") == 0, "the hooks to end", within=30)
    assert json.loads(hook.told()["stdin"])["answer"] == "skip"


@pytest.mark.parametrize("program", ["/no/such/program", "notify-send hello", "~/hook", "a\0b"])
def test_a_hook_that_cannot_be_started_is_told_with_its_key(program: str) -> None:
    desk = asked()

    with pytest.raises(SurfaceError) as refused:
        run_hooks(desk.proposals[-1], rules(desk, (program,)))

    assert str(refused.value) == (
        f"hooks.on_propose: {program} is no program that can be started here; write its whole "
        "path, and each of its arguments as a text of its own"
    )


def test_a_hook_is_out_of_reach_of_ctrl_c(tmp_path: Path) -> None:
    session = tmp_path / "session"

    launch(python(f"import os; open('{session}', 'w').write(str(os.getsid(0)) + '.')"))
    written = wait_until(lambda: session.exists() and session.read_text(), "the hook")

    assert written != f"{os.getsid(0)}."


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (("/no/such/program",), "could not be started: [Errno 2] No such file or directory"),
        (("a\0b",), "could not be started: embedded null byte"),
        (python("import sys; sys.exit('no music here')"), "no music here"),
        (python("import os; os._exit(3)"), "ended with exit code 3"),
        (python("import os; os.write(2, b'\\xff'); os._exit(3)"), "\N{REPLACEMENT CHARACTER}"),
        (python("import os; os.write(2, b'x' * 100000); os._exit(3)"), "x" * 2000),
    ],
    ids=("missing", "no-name", "complaining", "silent", "no-text", "endless"),
)
def test_what_went_wrong_is_told_or_else_logged_and_harms_nothing(
    command: tuple[str, ...], why: str, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[str] = []

    with caplog.at_level(logging.WARNING):
        launch(command, "something to read", heard.append)
        wait_until(lambda: heard, "the failure to be told")
        launch(command, "something to read")
        wait_until(lambda: caplog.messages, "the failure to be logged")

    assert why in heard[0]
    assert len(heard[0]) <= 2000
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert caplog.messages == [f"{command[0]}: {heard[0]}"]


def test_what_a_program_prints_is_read_in_the_code_that_programs_write_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")  # as on Windows
    monkeypatch.setattr(locale, "getpreferredencoding", lambda _asks: "cp1252")
    heard: list[str] = []

    launch(python("print('Beim n\\xe4chsten Anmelden')"), heard=heard.append)
    wait_until(lambda: heard, "what it printed")

    assert heard == ["Beim nächsten Anmelden"]


def test_a_hook_that_does_not_listen_harms_nothing(hook: Hook) -> None:
    heard: list[str] = []

    launch(python("import os; os._exit(0)"), "x" * 1_000_000, heard.append)
    launch(hook.command("after"))

    assert hook.told()["arguments"] == ["after"]
    assert heard == []
