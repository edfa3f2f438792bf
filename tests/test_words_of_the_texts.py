"""What people read is said in their words: what the code calls it stays in code, files and JSON."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from desk import Desk, minutes

from deskbreak.cli.commands import deskbreak
from deskbreak.core.effect_words import in_short
from deskbreak.core.effects import Remember
from deskbreak.core.events import Answer
from deskbreak.core.pain import Advice
from deskbreak.core.record import Outcome
from deskbreak.core.safety import hurt_advice
from deskbreak.core.words import outcome_name

COMMANDS_BY_NAME = {"--help", *deskbreak.list_commands(click.Context(deskbreak))}
PACKAGE = Path(__file__).parents[1] / "deskbreak"
MARKERS = {"_", "N_", "gettext", "ngettext"}
NOT_SAID = re.compile(
    r"\b(bouts?|natural|partial|taken|seat time|lull|idle|daemon|how things stand|first questions"
    r"|quiet for|quiet until|needs you)\b",
    re.IGNORECASE,
)
SAID_ALL_THE_SAME = {  # each with what it means there
    "Start the system's D-Bus daemon": "a program's own name",
    "Install mate-notification-daemon": "likewise",
    "Taken back": "an everyday word there",
}


A_COMMAND = re.compile(r"deskbreak (--help|[a-z-]+)")
WITHOUT_A_BUTTON = {
    "terminal.py": "it is read in a terminal",
    "Set up: deskbreak setup. Try one now: deskbreak start": "it goes to the log",
}


def texts(*folders: str) -> Iterator[tuple[str, str]]:
    """Every text in there that goes through gettext, with its file."""
    for file in sorted(file for folder in folders for file in (PACKAGE / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKERS:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield file.name, argument.value


def test_no_text_has_a_word_of_the_code() -> None:
    found = [
        (file, text)
        for file, text in texts(".")
        if NOT_SAID.search(re.sub(r"\{\w+\}", "", text))
        and not any(allowed in text for allowed in SAID_ALL_THE_SAME)
    ]

    assert len(list(texts("."))) > 500
    assert found == []


def test_no_button_leads_to_a_command_that_may_not_be_on_the_path() -> None:
    """Who clicks need not have a terminal, nor deskbreak where a terminal looks for it."""
    found = [
        (file, text)
        for file, text in texts("surfaces", "daemon", "window")
        if any(word in COMMANDS_BY_NAME for word in A_COMMAND.findall(text))
        and not {file, text} & WITHOUT_A_BUTTON.keys()
    ]

    assert found == []
    assert not any(A_COMMAND.search(" ".join(hurt_advice(what))) for what in Advice)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_words_and_keeps_its_key(outcome: Outcome) -> None:
    assert not NOT_SAID.search(outcome_name(outcome))
    assert outcome.value.isidentifier()


def test_a_break_that_was_ended_early_is_noted_so() -> None:
    desk = Desk()
    desk.work(minutes(46))
    desk.answer(Answer.START)
    desk.answer(Answer.CLOSED)

    noted = [in_short(effect) for effect in desk.effects if isinstance(effect, Remember)]

    assert noted == ["Noted: ended early."]


def test_no_text_hides_inside_another_where_no_translator_finds_it() -> None:
    """Babel reads an f-string as one piece."""
    hidden = [
        f"{file.relative_to(PACKAGE)}:{part.lineno}"
        for file in sorted(PACKAGE.rglob("*.py"))
        for text in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for part in ast.walk(text)
        if isinstance(part, ast.Call)
        and ast.unparse(part.func) in {"_", "N_", "ngettext", "pgettext"}
    ]

    assert hidden == []
