"""Texts that no translator was given, found by whoever reads a language of accents alone."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pseudo
import pytest
from command_line import Home
from desk import Desk, minutes
from desktop import Desktop, wait_until
from noon import where_it_is_noon
from pseudo import Read, escaped
from served_page import served
from test_page_statistics import spell

from deskbreak import language
from deskbreak.core.events import Answer
from deskbreak.core.policy import Settings, Stretches
from deskbreak.core.record import Outcome
from deskbreak.core.stretch import Stretch
from deskbreak.files.resources import config_file
from deskbreak.history.database import open_history
from deskbreak.page.chapters import CHAPTER_NAMES
from deskbreak.page.public_holidays import countries
from deskbreak.stretches.catalogue import load_catalogue
from deskbreak.stretches.translated import in_own_language
from deskbreak.surfaces.guide_window import follow_up, guide_content
from deskbreak.window.content import FollowUp, Guidance

HASTY = '[breaks]\nevery = "1s"\nlull = "0s"\nwait_for_lull = "0s"\nsettle = "0s"\n'
KNOWN_ON_THE_PAGE = (
    *("CSV", "JSON"),
    *("English", "Deutsch"),  # a language by its own name
    *("mon", "fri", "any", "time"),  # how hours are typed
    *(
        word for name in countries().values() for word in pseudo.plain_words(name)
    ),  # the browser has better
)
SOURCES = {
    source for move in load_catalogue(config_file("stretches.toml")) for source in move.sources
}
NAMES_IN_WINDOWS = {"action", "close", "figure", "key", "picture", "shown_by", "theme"}
KNOWN_AT_THE_DESK = (
    "soon",
    *("pain", "mild", "uncomfortable", "strong", "limb"),  # how pain is typed
)
EVERY_HELP = """
import click, json
from deskbreak import language
language.bind()
from deskbreak.cli.commands import deskbreak
from deskbreak.cli.completing import LINES_TO_COPY

def below(command, context):
    typed = {context.info_name, *context.command_path.split(), LINES_TO_COPY}
    for parameter in command.params:
        typed |= {*parameter.opts, *parameter.secondary_opts, parameter.make_metavar(context)}
        typed |= {*getattr(parameter.type, "choices", ())}
    inner = command.list_commands(context) if isinstance(command, click.Group) else []
    yield command.get_help(context), [*typed, *inner]
    for name in inner:
        one = command.get_command(context, name)
        yield from below(one, click.Context(one, info_name=name, parent=context, **one.context_settings))

root = click.Context(deskbreak, info_name="deskbreak", help_option_names=["-h", "--help"])
print(json.dumps(list(below(deskbreak, root))))
"""


@dataclass(frozen=True)
class Reader:
    """Somebody whose deskbreak speaks it."""

    env: dict[str, str]

    def runs(self, *command: str) -> str:
        """Whatever it prints, whether or not it was content."""
        done = subprocess.run(
            [sys.executable, *command],
            env=os.environ | self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            text=True,
            timeout=60,
        )
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    def deskbreak(self, *arguments: str) -> str:
        return self.runs("-m", "deskbreak", *arguments)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    copy = pseudo.speaking(tmp_path_factory.mktemp("pseudo"))
    return {"PYTHONPATH": str(copy), "PYTHONSAFEPATH": "1", "LANGUAGE": pseudo.CODE}


@pytest.fixture
def reader(home: Home, spoken: dict[str, str]) -> Reader:
    """At home, where there is neither desktop nor daemon."""
    home.patch.setenv("LC_ALL", "C.UTF-8")
    for name, value in spoken.items():
        home.patch.setenv(name, value)
    return Reader(spoken)


def test_a_text_that_escaped_is_found_between_those_that_did_not() -> None:
    said = f"{pseudo.loud('Your {count} stretches')}: chair ~/.config x_y --all".format(count=3)

    assert escaped(said) == {"chair"}


def test_it_is_longer_by_a_half_and_keeps_what_is_filled_in() -> None:
    assert pseudo.loud("in {count} min") == "⟦îñ {count} ɱîñ·······⟧"


def test_no_help_of_a_command_escapes(reader: Reader) -> None:
    told = json.loads(reader.runs("-c", EVERY_HELP))

    assert len(told) > 60
    for text, typed in told:
        known = {word for each in typed for word in pseudo.plain_words(each)}
        assert escaped(text, *known, "OPTIONS", "COMMAND", "ARGS") == set(), text


@pytest.mark.parametrize(
    ("command", "typed"),
    [
        ("status", "run"),
        ("why", "run"),
        ("stats", ""),
        ("history list", ""),
        ("hours", ""),
        ("hours set mon-fri 9-12 13-17:30", "set sat sun off"),
        ("hours set foo 9", "foo"),
        ("stretches", "superman ghr walk"),
        (
            "stretches show walk",
            "walk Duran et al Med Sci Sports Exerc MSS Swartz Prev Chronic Dis",
        ),
        ("stretches why hf_half_kneel", ""),
        ("stretches check nowhere", "nowhere No such file or directory"),  # as the system says it
        ("config set breaks.every 5x", ""),
        ("config check", ""),
        ("help-signs", ""),
        ("autostart", ""),
        ("snoze", "snoze snooze"),
        ("snooze --foo", ""),
        ("snooze 5x", ""),
        ("status json", "json"),
        ("stats --days", "DAYS FILE today week month year"),
        ("stats --json=1", "DAYS FILE today week month year"),
        ("history delete --before May", ""),
        ("desktop on", "on"),
        ("standing up", "up on off run"),
        ("page nowhere", " ".join(("nowhere", *CHAPTER_NAMES))),
    ],
)
def test_nothing_that_a_command_says_escapes(reader: Reader, command: str, typed: str) -> None:
    told = reader.deskbreak(*command.split())

    assert "⟦" in told
    assert escaped(told, *typed.split()) == set(), told


@pytest.mark.parametrize("is_careful", [False, True])
def test_nothing_in_a_guides_window_escapes(
    spoken: dict[str, str], monkeypatch: pytest.MonkeyPatch, *, is_careful: bool
) -> None:
    monkeypatch.setenv("LANGUAGE", pseudo.CODE)
    language.bind(Path(spoken["PYTHONPATH"], "deskbreak", language.FOLDER.name))
    try:
        moves = in_own_language(load_catalogue(config_file("stretches.toml")))
        cautions = tuple(sorted({ease.tag for move in moves for ease in move.ease}))
        wishes = Stretches(avoid=cautions if is_careful else (), floor=True)
        windows: list[Guidance | FollowUp] = [guide_of(move, moves, wishes) for move in moves]
        windows += [follow_up(move.id, move.name, is_favourite=is_careful) for move in moves]
    finally:
        language.bind()

    for window in windows:
        for text in read_in(window):
            assert escaped(text) == set(), text


def guide_of(move: Stretch, moves: tuple[Stretch, ...], wishes: Stretches) -> Guidance:
    desk = Desk(catalogue=moves, stretches=wishes)
    desk.work(minutes(10))
    desk.answer(Answer.START, stretch=move.id, anyway=True)
    running = desk.state.running
    assert running is not None
    return guide_content(running, desk.state.offers, Settings())


def read_in(content: object) -> Iterator[str]:
    """Every text of a window; its other words are names of keys, figures and files."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, tuple):
        for each in content:
            yield from read_in(each)
    elif is_dataclass(content):
        for field in fields(content):
            if field.name not in NAMES_IN_WINDOWS:
                yield from read_in(getattr(content, field.name))


@pytest.mark.usefixtures("reader")
def test_nothing_on_the_page_escapes(home: Home) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    with closing(open_history(home.history, now).history) as history:
        outcomes = [*Outcome] * 10
        history.remember(
            *(
                spell(now - timedelta(days=day), timedelta(minutes=20 + day), outcome)
                for day, outcome in enumerate(outcomes, start=1)
            )
        )
    behind = ("stats?span=month", "stats?span=year", "stats/sheet", "stretches/own")
    with served(home) as page:
        visitor = page.visitor()
        for place in (*CHAPTER_NAMES, *behind, "stretches/hf_half_kneel", "nowhere"):
            read = Read(visitor.get(f"/{place}").text).texts
            for text in set(read) - SOURCES:
                assert escaped(text, *KNOWN_ON_THE_PAGE) == set(), (place, text)
            assert any("⟦" in text for text in read)


def test_nothing_escapes_while_a_break_is_proposed_guided_and_hurts(
    bus_desktop: Desktop, spoken: dict[str, str]
) -> None:
    env = bus_desktop.env
    env |= spoken | {"DISPLAY": ":4711", "TZ": where_it_is_noon()}
    settings = Path(env["XDG_CONFIG_HOME"], "deskbreak", "deskbreak.toml")
    settings.parent.mkdir(mode=0o700)
    settings.write_text(HASTY)
    settings.chmod(0o600)
    bus_desktop.start(sys.executable, "-m", "deskbreak", "run")
    me = Reader(env)
    menu = bus_desktop.fakes.tray_item().labels
    sent = bus_desktop.fakes.notifications.sent

    def is_asked() -> bool:
        return '"state": "proposed"' in me.deskbreak("status", "--json")

    wait_until(is_asked, "a proposal", within=20)
    read = [*menu()]
    for said in (
        "status", "why", "swap", "hurt", "pain strong", "snooze 5", "start", "guide wait",
        "status", "done", "felt hard", "pause 1h", "why", "standing on", "session 5m", "sat",
    ):  # fmt: skip
        read += [me.deskbreak(*said.split()), *menu()]
    settings.write_text(HASTY.replace("1s", "soon"))
    complained = len(sent)
    wait_until(lambda: len(sent) > complained, "a complaint", within=10)
    me.deskbreak("quit")

    read += [text for note in sent for text in (note.summary, note.body, *note.actions.values())]
    assert len(sent) > 5
    for text in read:
        assert escaped(text, *KNOWN_AT_THE_DESK) == set(), text
