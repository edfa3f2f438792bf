"""Proposals that are said aloud: by a program that stands in for espeak and writes down its text."""

import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from queue import SimpleQueue
from types import SimpleNamespace

import pytest
from desk import Desk, minutes
from desktop import wait_until

from deskbreak.core.effects import Propose
from deskbreak.core.policy import Stretches
from deskbreak.core.state import Rules
from deskbreak.core.stretch import Place
from deskbreak.core.words import spoken_proposal
from deskbreak.daemon.speech import main, speak_of
from deskbreak.itself import SPEECH, own_command
from deskbreak.window.wire import speak


@pytest.fixture
def espeak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What it would have said is in this file."""
    said = tmp_path / "said"
    program = tmp_path / "bin" / "espeak"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s" "$1" > {said}.new && mv {said}.new {said}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return said


def proposed(desk: Desk) -> Propose:
    desk.work_until_asked()
    proposal: Propose = desk.proposals[0]
    return proposal


def speaking(rules: Rules) -> Rules:
    notifications = replace(rules.settings.notifications, speech=True)
    return replace(rules, settings=replace(rules.settings, notifications=notifications))


def spoken(text: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        own_command(*SPEECH), input=text, capture_output=True, text=True, check=False, timeout=30
    )


def test_a_proposal_is_said_aloud_if_that_is_wanted(espeak: Path) -> None:
    desk = Desk()

    speak_of(proposed(desk), speaking(desk.rules))

    wait_until(espeak.exists, "what was said", within=20)
    assert espeak.read_text().startswith(
        "You have been at your desk for 50 minutes. Time for this: "
    )


def test_by_default_nothing_is_said(espeak: Path) -> None:
    desk = Desk()

    speak_of(proposed(desk), desk.rules)
    spoken_after = spoken("something else")

    assert spoken_after.returncode == 0
    assert espeak.read_text() == "something else"


def test_what_is_said_arrives_in_every_language_whatever_code_pipes_have_here(
    espeak: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")  # as on Windows
    said = "Dehnübung: 腰を伸ばす"

    speak(said)

    wait_until(espeak.exists, "what was said", within=20)
    assert espeak.read_text("utf-8") == said


def test_where_no_program_can_be_started_nothing_is_said_and_the_guide_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("deskbreak.window.wire.own_command", lambda *_part: ("/nowhere",))

    speak("First side")


def test_in_a_meeting_nothing_is_said(espeak: Path) -> None:
    desk = Desk(stretches=Stretches(place=Place.MEETING))

    speak_of(proposed(desk), speaking(desk.rules))
    spoken("something else")

    assert espeak.read_text() == "something else"
    assert not speaking(desk.rules).settings.speaks


def test_a_text_that_begins_with_a_dash_is_no_option(espeak: Path) -> None:
    done = spoken("--help me")

    assert done.returncode == 0
    assert espeak.read_text() == " --help me"


def test_where_nothing_can_speak_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    desk = Desk()
    failures: SimpleQueue[str] = SimpleQueue()

    speak_of(proposed(desk), speaking(desk.rules), failures.put)

    assert "install espeak or flite" in failures.get(timeout=20)


@pytest.fixture
def powershell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where it lies on every Windows; it says what is in the variable that its script names."""
    said = tmp_path / "said"
    program = tmp_path / "System32" / "WindowsPowerShell" / "v1.0" / "powershell.exe"
    program.parent.mkdir(parents=True)
    program.write_text(
        f"#!{sys.executable}\nimport os, re, sys\n"
        'script = sys.argv[sys.argv.index("-Command") + 1]\n'
        'assert "System.Speech.Synthesis.SpeechSynthesizer" in script\n'
        '(variable,) = re.findall(r"Speak\\(\\$env:(\\w+)\\)", script)\n'
        f'open({str(said)!r}, "w", encoding="utf-8").write(os.environ[variable])\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("SYSTEMROOT", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "win32")
    return said


@pytest.mark.parametrize("text", ["Dehnübung: 腰を伸ばす", '-Stand "up" & go; exit 1'])
def test_windows_speaks_with_what_it_brings_along(
    powershell: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=BytesIO(text.encode())))

    assert main() == 0
    assert powershell.read_text("utf-8") == text


def test_a_windows_that_cannot_speak_is_told(
    powershell: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SYSTEMROOT", "/nowhere")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=BytesIO(b"Stand up")))

    assert main() == 1
    assert capsys.readouterr().err.startswith("nothing here can speak")
    assert not powershell.exists()


def test_what_is_said_is_whole_words_for_every_stretch() -> None:
    desk = Desk()
    proposal = replace(proposed(desk), seat_time=minutes(1))

    told = [
        spoken_proposal(replace(proposal, stretch=stretch), desk.rules.length(stretch))
        for stretch in desk.rules.catalogue
    ]

    assert all(text.startswith("You have been at your desk for 1 minute. ") for text in told)
    assert not any(" min" in text.replace(" minute", "") for text in told)
