"""A command loads only itself: no other one, and of the core and the desktop what it needs."""

import subprocess
import sys

import click
import pytest
from command_line import Home
from test_cli import with_status

from deskbreak.cli.commands import deskbreak
from deskbreak.core.answers import COMMANDS

PRINT_WHAT_IS_LOADED = """
import sys
from deskbreak.__main__ import main
sys.argv = ["deskbreak", *sys.argv[1:]]
main()
print(*sorted(sys.modules))
"""
WIRE = {
    "deskbreak",
    "cli",
    "control",
    "core",
    "errors",
    "files",
    "itself",
    "language",
    "value",
    "__main__",
}
THE_LANGUAGE = {"deskbreak.settings", "deskbreak.settings.spoken"}
OF_THE_CORE = {
    f"deskbreak.core{name}"
    for name in ("", ".answers", ".duration", ".in_a_list", ".moment", ".wall_clock")
}
HEAVY = {
    "logging",
    "rich",
    "sqlite3",
    "subprocess",
    "tempfile",
    "tomlkit",
    "tomllib",
    "zipfile",
    "zoneinfo",
}


def loaded_by(*arguments: str) -> set[str]:
    done = subprocess.run(
        (sys.executable, "-c", PRINT_WHAT_IS_LOADED, *arguments),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("settings", ["", '[look]\nlanguage = "de"\n'])
@pytest.mark.parametrize(
    "arguments",
    [
        ["status"],
        ["status", "--json"],
        ["why"],
        ["start", "walk"],
        ["done"],
        ["snooze", "5m"],
        ["skip"],
        ["swap"],
        ["sat"],
        ["hurt"],
        ["close"],
        ["felt", "easy"],
        ["pause", "1h"],
        ["resume"],
        ["standing", "on"],
        ["quit"],
    ],
    ids=" ".join,
)
def test_who_only_speaks_to_the_daemon_loads_the_wire_alone(
    home: Home, arguments: list[str], settings: str
) -> None:
    home.write_settings(settings)
    with with_status().running():
        loaded = loaded_by(*arguments)

    ours = {name for name in loaded if name.startswith("deskbreak.")} - THE_LANGUAGE
    rooms = {name.split(".")[1] for name in ours}
    assert rooms - WIRE == set()
    assert {name for name in loaded if name.startswith("deskbreak.core")} - OF_THE_CORE == set()
    assert loaded & HEAVY == set()


def test_the_version_loads_nothing() -> None:
    ours = {name for name in loaded_by("--version") if name.startswith("deskbreak")}

    assert ours == {"deskbreak", "deskbreak.__main__", "deskbreak.itself"}


@pytest.mark.usefixtures("home")
def test_who_lists_stretches_edits_nothing_and_asks_nobody() -> None:
    loaded = loaded_by("stretches", "list")

    assert loaded & {"tomlkit", "zipfile", "socket", "deskbreak.daemon", "deskbreak.cli.packs"} == (
        set()
    )


def test_every_answer_has_its_command() -> None:
    names = deskbreak.list_commands(click.Context(deskbreak))

    assert set(COMMANDS) - set(names) == set()


def every_command(group: click.Group, *path: str) -> list[tuple[str, ...]]:
    context = click.Context(group)
    found = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        found.append((*path, name))
        if isinstance(command, click.Group):
            found += every_command(command, *path, name)
    return found


@pytest.mark.parametrize("words", every_command(deskbreak), ids=" ".join)
def test_every_command_is_where_the_tables_say(home: Home, words: tuple[str, ...]) -> None:
    done = home.deskbreak(*words, "--help")

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: deskbreak {' '.join(words)} ")


@pytest.mark.parametrize("words", every_command(deskbreak), ids=" ".join)
def test_only_what_may_be_left_out_stands_in_brackets(words: tuple[str, ...]) -> None:
    command: click.Command | None = deskbreak
    for name in words:
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), name)
    assert command is not None
    named = [each for each in command.params if isinstance(each, click.Argument) and each.metavar]

    assert [
        each.metavar for each in named if str(each.metavar).startswith("[") is each.required
    ] == []
