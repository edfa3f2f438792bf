"""The snippets for bars do what docs/bars.md says, with the real programs where they are here."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Home
from desktop import wait_until
from test_cli import with_status

GUIDE = Path(__file__).parents[1] / "docs" / "bars.md"
PROPOSAL = {"id": "p1", "stretch": "walk", "name": "Walk", "since": "2026-03-02T13:00:00+01:00"}

pytestmark = pytest.mark.skipif(
    os.name != "posix" or shutil.which("jq") is None, reason="there is no shell or no jq here"
)


def snippets(language: str) -> list[str]:
    text = GUIDE.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Home) -> Home:
    """With `deskbreak` on the PATH."""
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "deskbreak"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m deskbreak "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(command.parent), prepend=":")
    return home


def first_line(command: str, **status: object) -> str:
    with with_status(**status).running():
        shell = subprocess.Popen(["sh", "-c", command], stdout=subprocess.PIPE, text=True)
        assert shell.stdout is not None
        line = shell.stdout.readline()
    shell.communicate(timeout=30)
    return line.rstrip("\n")


@pytest.mark.usefixtures("home")
def test_waybar_is_given_text_tooltip_and_class() -> None:
    module = json.loads(f"{{{snippets('json')[0]}}}")["custom/deskbreak"]

    assert json.loads(first_line(module["exec"])) == {
        "text": "38 min",
        "tooltip": "38 min at your desk; next about 14:20",
        "class": "seated",
    }


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("proposal", "line"), [(None, "38 min"), (PROPOSAL, "38 min · Walk?")])
def test_polybar_is_given_a_line(proposal: dict[str, str] | None, line: str) -> None:
    [command] = re.findall(r"^exec = (.*)$", snippets("ini")[0], re.MULTILINE)

    assert first_line(command, proposal=proposal) == line


@pytest.mark.usefixtures("home")
@pytest.mark.skipif(shutil.which("i3status") is None, reason="there is no i3status here")
def test_i3status_shows_the_line_of_the_file(tmp_path: Path) -> None:
    file = Path(os.environ["XDG_RUNTIME_DIR"]) / "deskbreak.line"
    [config_text] = snippets("conf")
    config = tmp_path / "i3status.conf"
    text = 'general { output_format = "none" }\n' + config_text
    config.write_text(text.replace("/run/user/1000/deskbreak.line", str(file)))

    with with_status(proposal=PROPOSAL).running():
        writer = subprocess.Popen(["sh", "-c", snippets("sh")[0]], start_new_session=True)
        try:
            wait_until(lambda: file.exists() and file.read_text(), "the line")
            shown = subprocess.run(
                ["timeout", "2", "i3status", "-c", config],
                capture_output=True,
                text=True,
                check=False,
            )
        finally:
            os.killpg(writer.pid, signal.SIGTERM)
            writer.wait()

    assert shown.stdout.splitlines()[0] == "38 min · Walk?"
