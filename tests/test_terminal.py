"""What is seen and pressed in a terminal, told on a pseudo-terminal of our own.

Run as a program it is a deskbreak that shows a proposal and prints what is answered, for the
stories that need a process of their own: those about signals.
"""

import fcntl
import io
import logging
import os
import re
import signal
import struct
import subprocess
import sys
import termios
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from desktop import wait_until

from deskbreak import language
from deskbreak.core.effects import (
    Advise,
    CountSnooze,
    EndGuide,
    Guide,
    NoteFeeling,
    Propose,
    Suggest,
    Void,
    Withdraw,
)
from deskbreak.core.events import Answer
from deskbreak.core.habit import Suggestion
from deskbreak.core.moment import Moment
from deskbreak.core.obstacles import HoldReason, Obstacle
from deskbreak.core.offers import Offer
from deskbreak.core.pain import Advice
from deskbreak.core.policy import Notifications, Settings, Sound
from deskbreak.core.record import HowItFelt, Outcome
from deskbreak.core.state import Rules
from deskbreak.core.stretch import Group, Stretch, Where
from deskbreak.core.view import Open, Running, State, View
from deskbreak.surfaces.terminal import Terminal

MINUTE = timedelta(minutes=1)
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AT = Moment(timedelta(hours=5), NINE)
LUNGE = Stretch(
    "hip_lunge",
    "Hip-flexor stretch",
    Group.HIP_FLEXOR,
    Where.STANDING,
    gets_up=True,
    length=MINUTE,
    steps=(
        "Stand with one hand on the desk.",
        "Take a long step back and tuck your tailbone.",
    ),
    hold=timedelta(seconds=20),
    sides=2,
)
RULES = Rules(Settings(), (LUNGE,), UTC)
SILENT = Rules(Settings(notifications=Notifications(sound=Sound.NEVER)), (LUNGE,), UTC)

SEATED = View(
    at=AT,
    state=State.SEATED,
    icon="seated-6",
    headline="38 min at your desk; next about 09:07",
    waiting=None,
    why="You have been at your desk for 38 min, since 08:22, and a break is due at 09:07.",
    seat_time=38 * MINUTE,
    due_in=7 * MINUTE,
    held_by=(),
    proposal=None,
    running=None,
    snoozes=0,
    offers=(Offer(Answer.START, "Start a break"), Offer(Answer.DONE, "I was just up")),
    is_paused=False,
    is_standing=False,
    off=(),
    until=None,
)
PROPOSED = replace(
    SEATED,
    state=State.PROPOSED,
    headline="46 min at your desk: Hip-flexor stretch?",
    proposal=Open("p1", LUNGE, NINE),
    offers=(
        Offer(Answer.START, "Start"),
        Offer(Answer.SNOOZE, "Snooze 10 min", 10 * MINUTE),
        Offer(Answer.SNOOZE, "Snooze 5 min", 5 * MINUTE),
        Offer(Answer.DONE, "I did it"),
        Offer(Answer.SKIP, "Skip this one"),
        Offer(Answer.SWAP, "Another stretch"),
        Offer(Answer.HURT, "This hurts"),
    ),
)
GUIDED = replace(
    SEATED,
    state=State.ON_BREAK,
    headline="Hip-flexor stretch: 45 s left",
    running=Running(LUNGE, "First side: tailbone tucked", 45 * MINUTE / 60, ()),
    offers=(
        Offer(Answer.DONE, "I did it"),
        Offer(Answer.HURT, "This hurts"),
        Offer(Answer.CLOSED, "End this break"),
    ),
)
PROPOSE = Propose(
    at=AT,
    id="p1",
    stretch=LUNGE,
    seat_time=46 * MINUTE,
    snoozes=0,
    again=False,
    may_snooze=True,
    held_by=None,
    why="",
)

Modes = list[int | list[bytes | int]]


class Glass:
    """What a person sees: a terminal of endless height that knows what deskbreak writes."""

    _PIECE = re.compile(r"\x1b\[(\d*)([A-Za-z])|([\s\S])")

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.rows: list[list[str]] = [[]]
        self.row = self.column = 0
        self.bells = 0
        self.styles = 0

    @property
    def lines(self) -> list[str]:
        """Every row but the empty ones at the end."""
        lines = ["".join(row).rstrip() for row in self.rows]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    @property
    def cursor(self) -> tuple[int, int]:
        return self.row, self.column

    def receive(self, text: str) -> None:
        for number, command, letter in self._PIECE.findall(text):
            if command:
                self._obey(command, int(number or 0))
            else:
                self._write(letter)

    def _obey(self, command: str, number: int) -> None:
        match command, number:
            case "J", 0:
                del self.rows[self.row + 1 :]
                del self.rows[self.row][self.column :]
            case "A", up:
                self.row -= up or 1
            case "m", _:
                self.styles += 1
            case _:
                raise AssertionError(f"no terminal was expected to know {command!r} {number}")

    def _write(self, letter: str) -> None:
        match letter:
            case "\a":
                self.bells += 1
            case "\r":
                self.column = 0
            case "\n":
                self._down()
            case _:
                if self.column >= self.columns:
                    self.column = 0
                    self._down()
                self._put(letter)

    def _put(self, letter: str) -> None:
        wide = "\u2e80" <= letter <= "\uffdc"
        row = self.rows[self.row]
        row.extend(" " * (self.column + 1 + wide - len(row)))
        row[self.column] = letter
        if wide:
            row[self.column + 1] = ""
        self.column += 1 + wide

    def _down(self) -> None:
        self.row += 1
        if self.row == len(self.rows):
            self.rows.append([])


class Tty:
    """A pseudo-terminal with a person at it."""

    def __init__(self, columns: int = 80, height: int = 24) -> None:
        self._person, self.program = os.openpty()
        os.set_blocking(self._person, False)
        self.resize(columns, height)
        self.modes_before = self.modes

    @property
    def modes(self) -> Modes:
        found: Modes = termios.tcgetattr(self.program)
        return found

    @modes.setter
    def modes(self, modes: Modes) -> None:
        termios.tcsetattr(self.program, termios.TCSANOW, modes)

    @property
    def lines(self) -> list[str]:
        with suppress(BlockingIOError):
            while text := os.read(self._person, 65536):
                self.glass.receive(text.decode())
        return self.glass.lines

    def resize(self, columns: int, height: int) -> None:
        """The person sees a fresh window, as if all that was in it had scrolled away."""
        size = struct.pack("HHHH", height, columns, 0, 0)
        fcntl.ioctl(self.program, termios.TIOCSWINSZ, size)
        self.glass = Glass(columns)

    def type(self, text: str) -> None:
        os.write(self._person, text.encode())

    def type_in_time(self, text: str) -> None:
        """As soon as somebody reads it key by key."""
        wait_until(self.is_key_by_key, "single keys")
        self.type(text)

    def hang_up(self) -> None:
        os.close(self._person)
        self._person = -1

    def is_key_by_key(self) -> bool:
        flags = self.modes[3]
        assert isinstance(flags, int)
        return not flags & (termios.ICANON | termios.ECHO)

    def wait_for(self, *lines: str) -> None:
        """The last lines seen are these."""
        with suppress(AssertionError):
            wait_until(lambda: self.lines[-len(lines) :] == list(lines), "those lines")

        assert self.lines[-len(lines) :] == list(lines)

    def close(self) -> None:
        os.close(self.program)
        if self._person >= 0:
            os.close(self._person)


class Asked:
    """What the keys asked for, in order."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []
        self.touches = 0

    def say(self, answer: Answer, proposal: str | None, length: timedelta | None) -> None:
        self.calls.append((answer.value, proposal, length))

    def pause(self, length: timedelta) -> None:
        self.calls.append(("pause", length))

    def resume(self) -> None:
        self.calls.append(("resume",))

    def quit(self) -> None:
        self.calls.append(("quit",))

    def touched(self) -> None:
        self.touches += 1


class AskedByAFool(Asked):
    def touched(self) -> None:
        raise RuntimeError("a bug")


class Desk:
    """A terminal with deskbreak in it."""

    def __init__(
        self, tty: Tty, *, asked: Asked | None = None, encoding: str = "utf-8", **environment: str
    ) -> None:
        self.tty = tty
        self.asked = asked or Asked()
        self._output = os.fdopen(os.dup(tty.program), "w", encoding=encoding)
        environment = {"TERM": "xterm-256color", **environment}
        self.terminal = Terminal(self.asked, self._output, tty.program, environment)

    @contextmanager
    def running(self) -> Iterator[None]:
        """The keys are read, in a thread since the main one is the test's."""
        thread = threading.Thread(target=self.terminal.run)
        thread.start()
        try:
            wait_until(self.tty.is_key_by_key, "single keys")
            yield
        finally:
            self.terminal.stop()
            thread.join(5)
            assert not thread.is_alive()

    def press(self, key: str) -> None:
        touches = self.asked.touches
        self.tty.type(key)
        wait_until(lambda: self.asked.touches > touches, "the key to be read")

    def close(self) -> None:
        with suppress(OSError):  # the terminal may be gone
            self._output.close()


@pytest.fixture
def tty() -> Iterator[Tty]:
    with closing(Tty()) as tty:
        yield tty


@pytest.fixture
def narrow() -> Iterator[Tty]:
    with closing(Tty(columns=40)) as tty:
        yield tty


@pytest.fixture
def opened() -> Iterator[Callable[..., Desk]]:
    """Opens desks as `Desk` does, and closes them in the end."""
    with ExitStack() as desks:
        yield lambda *arguments, **more: desks.enter_context(closing(Desk(*arguments, **more)))


@pytest.fixture
def desk(opened: Callable[..., Desk], tty: Tty) -> Desk:
    return opened(tty)


def test_at_the_desk_two_lines_tell_how_things_stand_and_what_may_be_pressed(desk: Desk) -> None:
    desk.terminal.show(SEATED, RULES)

    assert desk.tty.lines == [
        "  38 min at your desk; next about 09:07",
        "  s Start a break · d I was just up · p Pause for 1 hour · ? Help · q Quit",
    ]
    assert desk.tty.glass.cursor == (0, 0)


def test_the_lines_that_change_replace_each_other(desk: Desk) -> None:
    desk.terminal.show(PROPOSED, RULES)
    desk.terminal.show(replace(SEATED, headline="Away from your desk", offers=()), RULES)

    assert desk.tty.lines == [
        "  Away from your desk",
        "  p Pause for 1 hour · ? Help · q Quit",
    ]


def test_why_it_waits_follows_as_the_language_has_it(
    monkeypatch: pytest.MonkeyPatch, desk: Desk
) -> None:
    monkeypatch.setenv("LANGUAGE", "ja")
    language.bind()

    desk.terminal.show(replace(SEATED, headline="休憩の時間です", waiting="会議中"), RULES)

    assert desk.tty.lines[0] == "  休憩の時間です。会議中"


def test_what_has_not_changed_is_not_drawn_again(desk: Desk) -> None:
    desk.terminal.show(SEATED, RULES)
    assert desk.tty.lines
    desk.tty.glass = Glass(80)

    desk.terminal.show(replace(SEATED, seat_time=38.5 * MINUTE, until=AT.uptime), RULES)

    assert desk.tty.lines == []


def test_a_due_break_that_waits_says_for_what(desk: Desk) -> None:
    held = replace(
        SEATED,
        headline="52 min at your desk; a break is due",
        waiting="Waiting since 08:53: microphone in use",
        held_by=(HoldReason.CALL,),
    )

    desk.terminal.show(held, RULES)

    assert desk.tty.lines[0] == (
        "  52 min at your desk; a break is due. Waiting since 08:53: microphone in use"
    )


def test_a_proposal_is_a_block_of_text_and_one_bell_above_the_lines_that_change(
    desk: Desk,
) -> None:
    desk.terminal.show(SEATED, RULES)
    desk.terminal.perform(PROPOSE, RULES)
    desk.terminal.show(PROPOSED, RULES)

    assert desk.tty.lines == [
        "",
        "Hip-flexor stretch, 1 min? · 46 min at your desk",
        "  Stand with one hand on the desk. Take a long step back and tuck your",
        "  tailbone. 20 s each side. Mild pull only; pain or tingling? Stop.",
        "  46 min at your desk: Hip-flexor stretch?",
        "  s Start · z Snooze 10 min · d I did it · k Skip this one · a Another stretch",
        "  h This hurts · p Pause for 1 hour · ? Help · q Quit",
    ]
    assert desk.tty.glass.bells == 1


def test_a_proposal_shown_again_rings_again_and_tells_the_seat_time_alone(desk: Desk) -> None:
    again = replace(PROPOSE, again=True, seat_time=56 * MINUTE)

    desk.terminal.perform(again, RULES)

    assert desk.tty.lines == ["", "Hip-flexor stretch, 1 min? · 56 min at your desk"]
    assert desk.tty.glass.bells == 1


def test_who_wants_no_sound_gets_no_bell(desk: Desk) -> None:
    desk.terminal.perform(PROPOSE, SILENT)

    assert desk.tty.lines[1] == "Hip-flexor stretch, 1 min? · 46 min at your desk"
    assert desk.tty.glass.bells == 0


def test_a_guided_stretch_shows_its_steps_and_what_to_do_now(desk: Desk) -> None:
    desk.terminal.perform(Guide(AT, LUNGE, MINUTE), RULES)
    desk.terminal.show(GUIDED, RULES)

    assert desk.tty.lines == [
        "",
        "Hip-flexor stretch, 1 min",
        "  1. Stand with one hand on the desk.",
        "  2. Take a long step back and tuck your tailbone.",
        "  20 s each side. Mild pull only; pain or tingling? Stop.",
        "  Hip-flexor stretch: 45 s left",
        "  First side: tailbone tucked",
        "  d I did it · h This hurts · e End this break · p Pause for 1 hour · ? Help",
        "  q Quit",
    ]


def test_the_form_in_which_a_person_does_it_stands_before_the_steps(desk: Desk) -> None:
    eased = replace(LUNGE, ways=("Both hands on the desk.",), steps=("Tuck your tailbone.",))

    desk.terminal.perform(Guide(AT, eased, MINUTE), RULES)

    assert desk.tty.lines[2:4] == ["  Both hands on the desk.", "  1. Tuck your tailbone."]


@pytest.mark.parametrize(
    ("effect", "line"),
    [
        (EndGuide(AT, completed=True), "Done. Nice work."),
        (EndGuide(AT, completed=True, done="Hinge"), "Done. Nice work. Hinge: How was it?"),
        (EndGuide(AT, completed=False), "Ended early."),
        (CountSnooze(AT, "p1", 10 * MINUTE), "Snoozed for 10 min."),
        (Void(AT, NINE), "Taken back: you were at your desk all along."),
        (NoteFeeling(AT, "hinge", HowItFelt.RIGHT), "Noted."),
        (Withdraw(AT, "p1", Answer.DONE), "Done. Nice work."),
        (Withdraw(AT, "p1", Answer.SKIP), "Skipped."),
        (Withdraw(AT, "p1", Answer.HURT), "That one is left out for now."),
        (Withdraw(AT, "p1", Outcome.IGNORED), "No answer: asking again later."),
        (Withdraw(AT, "p1", Obstacle.AWAY), "Put away: you left your desk."),
        (Withdraw(AT, "p1", Obstacle.HELD), "Put off: a call, a presentation or do-not-disturb."),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_a_few_words_tell_what_came_of_it(
    desk: Desk,
    effect: EndGuide | CountSnooze | NoteFeeling | Void | Withdraw,
    line: str,
) -> None:
    desk.terminal.perform(effect, RULES)

    assert desk.tty.lines == [line]


def test_what_hurt_is_noted_by_the_advice_alone(desk: Desk) -> None:
    desk.terminal.perform(NoteFeeling(AT, "hinge", HowItFelt.HURT), RULES)

    assert desk.tty.lines == []


def test_pain_down_a_leg_shows_when_to_get_medical_help_at_once(desk: Desk) -> None:
    desk.terminal.perform(Advise(AT, Advice.LIMB), RULES)

    assert desk.tty.lines[:2] == ["", "When to get medical help"]
    assert desk.tty.lines[2].strip().startswith("Get emergency help now")
    assert desk.tty.lines[-1].strip().startswith("For emergency help, call")


@pytest.mark.parametrize(
    ("effect", "title", "end"),
    [
        (
            Advise(AT, Advice.HURT),
            "This move rests for three days",
            "6 6–10, or into a leg or arm",
        ),
        (
            Advise(AT, Advice.HURT_AGAIN),
            "It hurt twice in two weeks",
            "6 6–10, or into a leg or arm",
        ),
        (
            Suggest(AT, Suggestion.LESS_OFTEN, "1h"),
            "Ask less often?",
            "set breaks.every 1h",
        ),
    ],
)
def test_advice_and_questions_are_told_at_length(
    desk: Desk, effect: Advise | Suggest, title: str, end: str
) -> None:
    desk.terminal.perform(effect, RULES)

    assert desk.tty.lines[:2] == ["", title]
    assert desk.tty.lines[-1].endswith(end)


@pytest.mark.parametrize("obstacle", Obstacle)
def test_every_obstacle_that_withdraws_a_proposal_is_explained(
    desk: Desk, obstacle: Obstacle
) -> None:
    desk.terminal.perform(Withdraw(AT, "p1", obstacle), RULES)

    assert len(desk.tty.lines) == 1


@pytest.mark.parametrize("answer", [Answer.START, Answer.SNOOZE, Answer.SWAP, Answer.SAT])
def test_a_withdrawal_is_silent_where_what_follows_says_it(desk: Desk, answer: Answer) -> None:
    desk.terminal.perform(Withdraw(AT, "p1", answer), RULES)

    assert desk.tty.lines == []


def test_the_welcome_and_complaints_are_told_above_the_lines_that_change(desk: Desk) -> None:
    desk.terminal.show(replace(SEATED, offers=()), RULES)

    desk.terminal.tell("A setting is wrong", "breaks.every: 5; write 5m\nhold.calls: 3; true")

    assert desk.tty.lines == [
        "",
        "A setting is wrong",
        "  breaks.every: 5; write 5m",
        "  hold.calls: 3; true",
        "  38 min at your desk; next about 09:07",
        "  p Pause for 1 hour · ? Help · q Quit",
    ]


def test_the_first_words_name_a_command_that_works_here(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deskbreak").touch(mode=0o755)
    desk.tty.resize(columns=1000, height=24)  # any path fits
    monkeypatch.setenv("PATH", str(tmp_path))
    desk.terminal.welcome("deskbreak is counting", "First stretch in about 45 min.")
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    desk.terminal.welcome("deskbreak is counting", "First stretch in about 45 min.")
    by_name, by_path = (line for line in desk.tty.lines if "First stretch" in line)

    assert "Run “deskbreak setup” first." in by_name
    assert re.search(r"Run “/.+ setup", by_path)


def test_it_says_in_two_lines_where_it_is_and_how_to_stop_it(desk: Desk) -> None:
    desk.terminal.introduce()

    assert desk.tty.lines == [
        "deskbreak is here, in this terminal: single keys answer it, ? shows them.",
        "To stop it: press q.",
    ]


def test_the_log_goes_above_the_lines_that_change(desk: Desk) -> None:
    desk.terminal.show(replace(SEATED, offers=()), RULES)
    log = logging.getLogger("tests.terminal")
    log.propagate = False
    log.addHandler(logging.StreamHandler(desk.terminal))

    log.warning("The wall clock was set")

    assert desk.tty.lines == [
        "The wall clock was set",
        "  38 min at your desk; next about 09:07",
        "  p Pause for 1 hour · ? Help · q Quit",
    ]


def test_a_line_of_the_log_is_shown_when_it_is_finished(desk: Desk) -> None:
    desk.terminal.write("half ")
    seen = desk.tty.lines
    desk.terminal.write("a line\nand")

    assert seen == []
    assert desk.tty.lines == ["half a line"]


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        ("s", ("start", "p1", None)),
        ("d", ("done", "p1", None)),
        ("z", ("snooze", "p1", 10 * MINUTE)),
        ("k", ("skip", "p1", None)),
        ("a", ("swap", "p1", None)),
        ("h", ("hurt", "p1", None)),
        ("p", ("pause", 60 * MINUTE)),
        ("q", ("quit",)),
        ("\x04", ("quit",)),
    ],
)
def test_a_key_answers_the_proposal_that_is_shown(
    desk: Desk, key: str, asked: tuple[object, ...]
) -> None:
    desk.terminal.show(PROPOSED, RULES)

    with desk.running():
        desk.press(key)
        wait_until(lambda: desk.asked.calls, "the answer")

    assert desk.asked.calls == [asked]


def test_with_nothing_proposed_an_answer_belongs_to_no_proposal(desk: Desk) -> None:
    returned = replace(SEATED, offers=(Offer(Answer.SAT, "I was sitting all along"),))
    desk.terminal.show(returned, RULES)

    with desk.running():
        desk.press("b")
        wait_until(lambda: desk.asked.calls, "the answer")

    assert desk.asked.calls == [("sat", None, None)]


HURTING = replace(
    SEATED,
    offers=(
        Offer(Answer.MILD, "0–3: no pain, or mild"),
        Offer(Answer.UNCOMFORTABLE, "4–5: uncomfortable"),
        Offer(Answer.STRONG, "6–10, or into a leg or arm"),
    ),
)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        *(
            ("0", "mild"),
            ("1\n", "mild"),
            ("14", "uncomfortable"),
            ("3", "mild"),
            ("4", "uncomfortable"),
        ),
        *(("5", "uncomfortable"), ("6", "strong"), ("9", "strong"), ("10", "strong")),
    ],
)
def test_how_much_it_hurt_is_said_by_its_number_and_a_ten_is_no_nought(
    desk: Desk, typed: str, said: str
) -> None:
    desk.terminal.show(HURTING, RULES)

    with desk.running():
        for key in typed:
            desk.press(key)
        wait_until(lambda: desk.asked.calls, "the answer")

    assert desk.asked.calls == [(said, None, None)]


def test_a_one_may_become_a_ten_and_says_so(desk: Desk) -> None:
    desk.terminal.show(HURTING, RULES)

    with desk.running():
        desk.press("1")
        meant = "1 ↵ 0–3: no pain, or mild · 10 6–10, or into a leg or arm"
        wait_until(lambda: meant in desk.tty.lines, "what a one may become")


def test_a_guide_is_ended_by_its_key(desk: Desk) -> None:
    desk.terminal.show(GUIDED, RULES)

    with desk.running():
        desk.press("e")
        wait_until(lambda: desk.asked.calls, "the answer")

    assert desk.asked.calls == [("closed", None, None)]


def test_while_it_is_quiet_the_same_key_resumes(desk: Desk) -> None:
    desk.terminal.show(replace(SEATED, is_paused=True, offers=()), RULES)
    shown = desk.tty.lines

    with desk.running():
        desk.press("p")
        wait_until(lambda: desk.asked.calls, "the answer")

    assert shown[1] == "  p Resume reminders · ? Help · q Quit"
    assert desk.asked.calls == [("resume",)]


def test_an_answer_that_is_not_on_offer_says_so_in_one_line(desk: Desk) -> None:
    desk.terminal.show(SEATED, RULES)

    with desk.running():
        desk.press("z")
        desk.tty.wait_for(
            "z: that isn't an answer right now; ? shows what is.",
            "  38 min at your desk; next about 09:07",
            "  s Start a break · d I was just up · p Pause for 1 hour · ? Help · q Quit",
        )

    assert desk.asked.calls == []


def test_a_key_without_a_meaning_says_where_help_is(desk: Desk) -> None:
    desk.terminal.show(SEATED, RULES)

    with desk.running():
        desk.press("é")
        wait_until(lambda: len(desk.tty.lines) == 3, "a line")

    assert desk.tty.lines == ["é: no such key; ? shows the keys."]


def test_help_lists_the_keys_and_tells_how_things_stand(desk: Desk) -> None:
    desk.terminal.show(SEATED, RULES)

    with desk.running():
        desk.press("?")
        wait_until(lambda: len(desk.tty.lines) > 3, "help")

    assert desk.tty.lines == [
        "",
        "Keys",
        "  s Start a break",
        "  d I was just up",
        "  p Pause for 1 hour",
        "  ? Help",
        "  q Quit",
        "  You have been at your desk for 38 min, since 08:22, and a break is due at",
        "  09:07.",
    ]


@pytest.mark.parametrize("typed", ["\x1b[A", "\x1bOP", "do it later", "sd", "\n", " ", "\x1b"])
def test_arrows_pasted_text_and_blanks_are_input_but_no_answer(desk: Desk, typed: str) -> None:
    desk.terminal.show(PROPOSED, RULES)
    shown = desk.tty.lines

    with desk.running():
        desk.press(typed)
        desk.press("p")
        wait_until(lambda: desk.asked.calls, "the next key")
        seen = desk.tty.lines

    assert desk.asked.calls == [("pause", 60 * MINUTE)]
    assert seen == shown


def test_ctrl_s_does_not_hold_up_what_deskbreak_says(desk: Desk) -> None:
    with desk.running():
        desk.press("\x13")
        desk.terminal.tell("deskbreak is counting", "")
        desk.tty.wait_for("deskbreak is counting")


def test_before_anything_is_known_one_can_only_quit(desk: Desk) -> None:
    with desk.running():
        desk.press("s")
        desk.press("q")
        wait_until(lambda: desk.asked.calls, "quit")

    assert desk.asked.calls == [("quit",)]
    assert desk.tty.lines == []


def test_every_answer_has_a_key(desk: Desk) -> None:
    offers = tuple(Offer(answer, answer.value) for answer in Answer)

    desk.terminal.show(replace(SEATED, offers=offers), RULES)

    assert desk.tty.lines[1:] == [
        "  s start · d done · z snooze · k skip · a swap · b sat · h hurt · l session",
        "  e closed · g now · w wait · o go_on · 1 easy · 2 right · 3 hard · 0 mild",
        "  4 uncomfortable · 6 strong · y limb · n no_limb · u usual · m little_more",
        "  c clearly_more · p Pause for 1 hour · ? Help · q Quit",
    ]


def test_stopping_hands_the_terminal_back_as_it_was_found(desk: Desk) -> None:
    desk.terminal.show(SEATED, RULES)
    desk.terminal.perform(Withdraw(AT, "p1", Answer.SKIP), RULES)

    with desk.running():
        changed = desk.tty.modes

    assert changed != desk.tty.modes_before
    assert desk.tty.modes == desk.tty.modes_before
    assert desk.tty.lines == ["Skipped."]
    assert desk.tty.glass.cursor == (1, 0)


def test_after_the_end_nothing_is_drawn_that_changes(desk: Desk) -> None:
    with desk.running():
        pass

    desk.terminal.show(SEATED, RULES)

    assert desk.tty.lines == []


def test_stopping_before_the_start_is_no_start(desk: Desk) -> None:
    desk.terminal.stop()

    desk.terminal.run()

    assert desk.tty.modes == desk.tty.modes_before


def test_a_bug_hands_the_terminal_back_as_it_was_found(
    tty: Tty, opened: Callable[..., Desk]
) -> None:
    desk = opened(tty, asked=AskedByAFool())
    desk.terminal.show(SEATED, RULES)
    person = threading.Thread(target=tty.type_in_time, args=("s",))
    person.start()

    with pytest.raises(RuntimeError, match="a bug"):
        desk.terminal.run()
    person.join(5)

    assert tty.modes == tty.modes_before
    assert tty.lines == []


def test_a_terminal_of_40_columns_is_not_broken(narrow: Tty, opened: Callable[..., Desk]) -> None:
    desk = opened(narrow)
    desk.terminal.show(SEATED, RULES)
    desk.terminal.perform(PROPOSE, RULES)
    desk.terminal.show(PROPOSED, RULES)

    assert narrow.lines == [
        "",
        "Hip-flexor stretch, 1 min? · 46 min at",
        "your desk",
        "  Stand with one hand on the desk. Take",
        "  a long step back and tuck your",
        "  tailbone. 20 s each side. Mild pull",
        "  only; pain or tingling? Stop.",
        "  46 min at your desk: Hip-flexor",
        "  stretch?",
        "  s Start · z Snooze 10 min",
        "  d I did it · k Skip this one",
        "  a Another stretch · h This hurts",
        "  p Pause for 1 hour · ? Help · q Quit",
    ]


def test_a_terminal_of_three_rows_shows_as_much_as_fits_above_the_edge(
    narrow: Tty, opened: Callable[..., Desk]
) -> None:
    narrow.resize(40, 3)
    desk = opened(narrow)

    desk.terminal.show(PROPOSED, RULES)

    assert narrow.lines == [
        "  46 min at your desk: Hip-flexor stre…",
        "  s Start · z Snooze 10 min",
    ]


def test_letters_of_two_columns_are_counted_as_two(
    narrow: Tty, opened: Callable[..., Desk]
) -> None:
    desk = opened(narrow)
    headline = "ハムストリングのストレッチをしませんか、立って"

    desk.terminal.show(replace(SEATED, headline=headline, offers=()), RULES)

    assert narrow.lines == [
        "  ハムストリングのストレッチをしません",
        "  か、立って",
        "  p Pause for 1 hour · ? Help · q Quit",
    ]


def test_of_a_cue_without_blanks_nothing_is_cut_off(
    narrow: Tty, opened: Callable[..., Desk]
) -> None:
    desk = opened(narrow)
    cue = "片脚に体重を移し、ひざをゆるめます。反対の脚を後ろへ引きます。ゆっくり下ろします。"

    running = Running(LUNGE, cue, 45 * MINUTE / 60, ())
    desk.terminal.show(replace(GUIDED, running=running, offers=()), RULES)

    assert cue in "".join(line.strip() for line in narrow.lines)


def test_a_terminal_that_knows_only_ascii_gets_question_marks(
    tty: Tty, opened: Callable[..., Desk]
) -> None:
    desk = opened(tty, encoding="ascii")

    desk.terminal.show(replace(SEATED, headline="Dehnübung", offers=()), RULES)

    assert tty.lines == ["  Dehn?bung", "  p Pause for 1 hour ? ? Help ? q Quit"]


def test_a_name_cannot_command_the_terminal(desk: Desk) -> None:
    evil = replace(LUNGE, name="\x1b[2JHip\r\nflexor\a", steps=("Stand\x1b]0;evil\x07 up.",))

    desk.terminal.perform(replace(PROPOSE, stretch=evil), SILENT)
    desk.terminal.show(replace(SEATED, headline="\x1b[2JHip\nflexor", offers=()), RULES)

    assert desk.tty.lines == [
        "",
        "[2JHip flexor , 1 min? · 46 min at your desk",
        "  Stand ]0;evil up. 20 s each side. Mild pull only; pain or tingling? Stop.",
        "  [2JHip flexor",
        "  p Pause for 1 hour · ? Help · q Quit",
    ]
    assert desk.tty.glass.bells == 0


def test_a_title_is_bold_unless_the_user_wants_no_styles(
    tty: Tty, opened: Callable[..., Desk]
) -> None:
    styled, plain = opened(tty), opened(tty, NO_COLOR="1")

    styled.terminal.tell("deskbreak is counting", "")
    tty.wait_for("deskbreak is counting")
    styles = tty.glass.styles
    plain.terminal.tell("deskbreak is counting", "")
    tty.wait_for("deskbreak is counting", "", "deskbreak is counting")

    assert styles == 2
    assert tty.glass.styles == 2


def test_a_dumb_terminal_gets_plain_lines_with_their_keys_and_a_bell(
    tty: Tty, opened: Callable[..., Desk]
) -> None:
    desk = opened(tty, TERM="dumb")

    desk.terminal.show(SEATED, RULES)
    desk.terminal.perform(PROPOSE, RULES)
    desk.terminal.show(PROPOSED, RULES)

    assert tty.lines == [
        "",
        "Hip-flexor stretch, 1 min? · 46 min at your desk",
        "  Stand with one hand on the desk. Take a long step back and tuck your",
        "  tailbone. 20 s each side. Mild pull only; pain or tingling? Stop.",
        "  s Start · z Snooze 10 min · d I did it",
    ]
    assert tty.glass.bells == 1
    assert tty.glass.styles == 0


def test_what_is_no_terminal_gets_plain_lines_and_nothing_else() -> None:
    output = io.StringIO()
    terminal = Terminal(Asked(), output, None, {"TERM": "xterm"})

    terminal.show(SEATED, RULES)
    terminal.perform(PROPOSE, RULES)
    terminal.show(PROPOSED, RULES)
    terminal.perform(Withdraw(AT, "p1", Answer.SKIP), RULES)
    terminal.stop()
    terminal.run()

    assert output.getvalue().splitlines() == [
        "",
        "Hip-flexor stretch, 1 min? · 46 min at your desk",
        (
            "  Stand with one hand on the desk. Take a long step back and tuck your tailbone. "
            "20 s each side. Mild pull only; pain or tingling? Stop."
        ),
        "Skipped.",
    ]


def test_keys_are_read_though_the_output_goes_elsewhere(tty: Tty) -> None:
    asked, output = Asked(), io.StringIO()
    terminal = Terminal(asked, output, tty.program, {"TERM": "xterm"})
    terminal.show(PROPOSED, RULES)
    terminal.perform(PROPOSE, RULES)
    thread = threading.Thread(target=terminal.run)
    thread.start()
    wait_until(tty.is_key_by_key, "single keys")

    tty.type("s")
    wait_until(lambda: asked.calls, "the answer")
    terminal.stop()
    thread.join(5)

    assert asked.calls == [("start", "p1", None)]
    assert output.getvalue().splitlines()[-1] == "  s Start · z Snooze 10 min · d I did it"


def test_a_terminal_that_hangs_up_ends_the_keys_and_is_told_once(
    tty: Tty, caplog: pytest.LogCaptureFixture, opened: Callable[..., Desk]
) -> None:
    desk = opened(tty)
    desk.terminal.show(SEATED, RULES)
    thread = threading.Thread(target=desk.terminal.run)
    thread.start()
    wait_until(tty.is_key_by_key, "single keys")

    tty.hang_up()
    desk.terminal.tell("A setting is wrong", "")
    desk.terminal.tell("A setting is wrong", "")
    desk.terminal.stop()
    thread.join(5)

    assert not thread.is_alive()
    assert caplog.messages == [
        "The terminal shows nothing any more: [Errno 5] Input/output error",
    ]


class Program:
    """A deskbreak of its own, in front of a terminal of its own."""

    def __init__(self, tty: Tty) -> None:
        self.tty = tty
        self._process: subprocess.Popen[bytes] = subprocess.Popen(
            [sys.executable, __file__],
            stdin=tty.program,
            stdout=tty.program,
            start_new_session=True,  # only the leader of a session can own a terminal
        )
        wait_until(lambda: self.tty.lines, "the first line", within=20)

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def wait_until_stopped(self) -> None:
        wait_until(lambda: os.waitpid(self._process.pid, os.WUNTRACED | os.WNOHANG)[0], "a stop")

    def ended(self) -> int:
        return self._process.wait(30)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture
def program(tty: Tty) -> Iterator[Program]:
    with closing(Program(tty)) as program:
        yield program


KEYS_ROW = "  s Start · z Snooze 10 min · d I did it · k Skip this one · a Another stretch"
REST_ROW = "  h This hurts · p Pause for 1 hour · ? Help · q Quit"


def test_a_resized_window_is_drawn_anew_at_once(program: Program) -> None:
    program.tty.wait_for("  46 min at your desk: Hip-flexor stretch?", KEYS_ROW, REST_ROW)

    program.tty.resize(40, 24)
    program.tty.wait_for(
        "  46 min at your desk: Hip-flexor",
        "  stretch?",
        "  s Start · z Snooze 10 min",
        "  d I did it · k Skip this one",
        "  a Another stretch · h This hurts",
        "  p Pause for 1 hour · ? Help · q Quit",
    )

    assert program.tty.glass.cursor == (0, 0)


def test_a_program_that_was_stopped_takes_the_terminal_again(program: Program) -> None:
    program.tty.wait_for("  46 min at your desk: Hip-flexor stretch?", KEYS_ROW, REST_ROW)
    program.signal(signal.SIGSTOP)
    program.wait_until_stopped()
    program.tty.modes = program.tty.modes_before
    program.tty.glass = Glass(80)

    program.signal(signal.SIGCONT)
    program.tty.wait_for("  46 min at your desk: Hip-flexor stretch?", KEYS_ROW, REST_ROW)
    wait_until(program.tty.is_key_by_key, "single keys")
    program.tty.type("s")
    program.tty.wait_for(
        "said start", "  46 min at your desk: Hip-flexor stretch?", KEYS_ROW, REST_ROW
    )


def test_ctrl_z_without_a_shell_to_resume_it_stops_nothing(program: Program) -> None:
    program.tty.wait_for("  46 min at your desk: Hip-flexor stretch?", KEYS_ROW, REST_ROW)

    program.tty.type("\x1a")
    wait_until(program.tty.is_key_by_key, "single keys")
    program.tty.type("s")

    program.tty.wait_for(
        "said start", "  46 min at your desk: Hip-flexor stretch?", KEYS_ROW, REST_ROW
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_may_stop_it_and_the_terminal_is_as_before(
    program: Program, number: signal.Signals
) -> None:
    wait_until(program.tty.is_key_by_key, "single keys")

    program.signal(number)

    assert program.ended() == 0
    assert program.tty.modes == program.tty.modes_before
    assert program.tty.lines == []


class Printed(Asked):
    """Prints what the keys asked for, and stops where that is to quit."""

    terminal: Terminal

    def say(self, answer: Answer, _proposal: str | None, _length: timedelta | None) -> None:
        self.terminal.write(f"said {answer.value}\n")

    def quit(self) -> None:
        self.terminal.stop()


def main() -> None:
    with suppress(OSError):  # started by hand, it has its terminal already
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    printed = Printed()
    printed.terminal = Terminal(printed, environment={"TERM": "xterm"})
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: printed.terminal.stop())
    printed.terminal.show(PROPOSED, RULES)
    printed.terminal.run()


if __name__ == "__main__":
    main()
