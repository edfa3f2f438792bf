"""deskbreak where there is no display but a terminal: lines of text, a bell, and single keys.

The lines that change stand below the others. The cursor rests at their beginning: however the
terminal reflows them when it is resized, clearing from there on removes all of them, and whatever
else writes there overwrites no line that should stay. rich's live display rests behind them,
follows a resize only by polling, and weighs 3 MB: hence by hand.
"""

import logging
import os
import sys
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from gettext import gettext as _
from typing import Protocol, TextIO

from deskbreak.core import offers
from deskbreak.core.effects import (
    CountSnooze,
    Effect,
    EndGuide,
    Guide,
    Propose,
    Refuse,
    Void,
    Withdraw,
)
from deskbreak.core.events import Answer
from deskbreak.core.obstacles import Obstacle
from deskbreak.core.offers import Offer
from deskbreak.core.policy import Sound
from deskbreak.core.record import Outcome
from deskbreak.core.state import Rules
from deskbreak.core.view import View
from deskbreak.core.words import (
    caution,
    dose,
    in_words,
    length_in_words,
    proposal_body,
    proposal_title,
)
from deskbreak.surfaces.keys import Keys, is_in_front

_LOG = logging.getLogger(__name__)

_HUSH = timedelta(hours=1)
_ENDS = {"q", "\x03", "\x04"}  # Windows hands ctrl-C over as a key, Unix ctrl-D
_KEYS = {
    Answer.START: "s",
    Answer.DONE: "d",
    Answer.SNOOZE: "z",
    Answer.SKIP: "k",
    Answer.SWAP: "a",
    Answer.SAT: "b",
    Answer.HURT: "h",
    Answer.CLOSED: "e",
}

_CLEAR_FROM_HERE = "\r\x1b[J"
_INDENT = "  "
_UNBOUNDED = 10_000  # columns and lines of what is no terminal


class Actions(Protocol):
    """What a key may ask for; each returns at once."""

    def say(self, answer: Answer, proposal: str | None, length: timedelta | None) -> None: ...

    def pause(self, length: timedelta) -> None: ...

    def resume(self) -> None: ...

    def quit(self) -> None: ...

    def touched(self) -> None:
        """Somebody typed: that is input, wherever idleness is read from."""
        ...


class Terminal:
    """Shows and asks as the tray and the notification do elsewhere.

    It is a stream as well: what the log writes to it goes above the lines that change.
    """

    def __init__(
        self,
        actions: Actions,
        output: TextIO | None = None,
        keys: int | None = 0,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self._actions = actions
        self._keys = Keys(keys)
        self._screen = Screen(sys.stdout if output is None else output, environment)
        self._view: View | None = None

    def show(self, view: View, _rules: Rules) -> None:
        """Bring the lines that change up to date; from any thread."""
        self._view = view
        self._screen.show(_changing(view, _keys_now(view) if self._keys.are_there else ()))
        self._keys.look_again()

    def perform(self, effect: Effect, rules: Rules) -> None:
        """Tell what it comes to; from any thread."""
        match effect:
            case Propose():
                self._propose(effect, rules)
            case Withdraw(reason=reason):
                self._say(_why_withdrawn(reason))
            case CountSnooze(length=length):
                self._say(_("Snoozed for {time}.").format(time=in_words(length)))
            case Guide():
                self._lead(effect)
            case EndGuide(completed=completed):
                self._say(_("Done, well moved.") if completed else _("Ended early."))
            case Void():
                self._say(_("Taken back: you were at your desk all along."))
            case Refuse(why=why):
                self._say(why)
            case _:
                return

    def tell(self, title: str, body: str) -> None:
        """Something that waits for no answer; from any thread."""
        self._screen.block(title, body.splitlines())

    def run(self) -> None:
        """Read keys until `stop`; for the main thread."""
        try:
            self._keys.run(self._typed, self._screen)
        finally:
            self._screen.close()

    def stop(self) -> None:
        """From any thread or signal handler."""
        self._keys.stop()

    def write(self, text: str) -> int:
        return self._screen.write(text)

    def flush(self) -> None:
        """Nothing waits: every write reaches the terminal at once."""

    def _say(self, line: str | None) -> None:
        if line:
            self._screen.line(line)

    def _propose(self, propose: Propose, rules: Rules) -> None:
        length = rules.length(propose.stretch)
        body = [] if propose.again else [proposal_body(propose.stretch, length)]
        if self._keys.are_there and not self._screen.is_live:
            snooze = rules.settings.breaks.snooze[0]
            answers = offers.buttons(snooze, may_snooze=propose.may_snooze)
            body.append(" · ".join(map(_key, answers)))
        is_silent = rules.settings.notifications.sound is Sound.NEVER
        self._screen.block(proposal_title(propose, length), body, bell=not is_silent)

    def _lead(self, guide: Guide) -> None:
        stretch = guide.stretch
        title = f"{stretch.name}, {length_in_words(guide.length)}"
        steps = [f"{number}. {step}" for number, step in enumerate(stretch.steps, start=1)]
        self._screen.block(title, [*steps, f"{dose(stretch)} {caution()}".strip()])

    def _typed(self, text: str) -> None:
        self._actions.touched()
        if len(text) == 1:  # an arrow key or a pasted text is no answer
            self._pressed(text)

    def _pressed(self, key: str) -> None:
        view = self._view
        if key in _ENDS:
            self._actions.quit()
        elif view is None or not key.isprintable() or key.isspace():
            return
        elif key == "?":
            self._screen.block(_("Keys"), [*_keys_now(view), view.why])
        elif key == "p":
            self._hush(view)
        elif key in _KEYS.values():
            self._answer(key, view)
        else:
            self._say(_("{key}: no such key; ? shows those there are.").format(key=key))

    def _hush(self, view: View) -> None:
        if view.is_paused:
            self._actions.resume()
        else:
            self._actions.pause(_HUSH)

    def _answer(self, key: str, view: View) -> None:
        open_id = None if view.proposal is None else view.proposal.id
        for offer in view.offers:
            if _KEYS[offer.answer] == key:
                self._actions.say(offer.answer, open_id, offer.length)
                return
        self._say(_("{key}: that is no answer just now; ? shows what is.").format(key=key))


@dataclass(frozen=True, slots=True)
class Changing:
    """The lines that change: how things stand, what to do now, what may be pressed."""

    headline: str
    cue: str
    keys: tuple[str, ...]

    def rows(self, columns: int) -> list[str]:
        """None longer than that, so that they stay one row each."""
        told = [_cut(text, columns) for text in (self.headline, self.cue) if text]
        return told + [_cut(row, columns) for row in _wrapped(self.keys, " · ", columns)]


class Screen:
    """Lines that stay and, on a terminal that can, a few below them that change."""

    def __init__(self, output: TextIO, environment: Mapping[str, str]) -> None:
        self._output = output
        self._lock = threading.Lock()
        self._is_terminal = output.isatty()
        is_able = environment.get("TERM", "dumb") != "dumb" and sys.platform != "win32"
        self.is_live = self._is_terminal and is_able
        self._bold = ("\x1b[1m", "\x1b[m")
        if not self.is_live or environment.get("NO_COLOR"):
            self._bold = ("", "")
        self._changing: Changing | None = None
        self._unfinished = ""
        self._is_gone = False

    def show(self, changing: Changing) -> None:
        with self._lock:
            if not self.is_live or changing == self._changing:
                return
            self._changing = changing
        self.redraw()

    def block(self, title: str, paragraphs: Iterable[str], *, bell: bool = False) -> None:
        """A title, what belongs to it, and an empty line before them."""
        before, after = self._bold
        columns, _height = self._size()
        lines = ["", *(f"{before}{row}{after}" for row in _folded(title, columns))]
        for paragraph in paragraphs:
            lines += [_INDENT + row for row in _folded(paragraph, columns - len(_INDENT))]
        sound = "\a" if bell and self._is_terminal else ""
        self._put("".join(f"{line}\n" for line in lines) + sound)

    def line(self, text: str) -> None:
        columns, _height = self._size()
        self._put("".join(f"{row}\n" for row in _folded(text, columns)))

    def write(self, text: str) -> int:
        """What others have to say, as soon as its line is finished."""
        with self._lock:
            finished, newline, self._unfinished = (self._unfinished + text).rpartition("\n")
        if newline:
            self._put(finished + newline)
        return len(text)

    def redraw(self) -> None:
        self._put()

    def clear(self) -> None:
        """Take the lines that change away, until they are drawn again."""
        if self.is_live and self._is_in_front():
            self._put(_CLEAR_FROM_HERE, alone=True)

    def close(self) -> None:
        """Leave the lines that stay."""
        self.clear()
        self.is_live = False

    def _put(self, text: str = "", *, alone: bool = False) -> None:
        """In one go, so that nothing comes between; a job in the background only adds lines."""
        with self._lock:
            if self.is_live and not alone and self._is_in_front():
                text = _CLEAR_FROM_HERE + text + self._drawn()
            failure = self._written(text)
        if failure is not None:
            _LOG.warning("The terminal shows nothing any more: %s", failure)

    def _drawn(self) -> str:
        """The lines that change, and the way back to where they begin."""
        if self._changing is None:
            return ""
        columns, height = self._size()
        rows = self._changing.rows(columns - len(_INDENT))[: height - 1]
        back = f"\r\x1b[{len(rows) - 1}A" if len(rows) > 1 else "\r"
        return "\n".join(_INDENT + row for row in rows) + back

    def _written(self, text: str) -> OSError | None:
        if self._is_gone or not text:
            return None
        encoding = self._output.encoding or "utf-8"
        try:
            self._output.write(text.encode(encoding, "replace").decode(encoding))
            self._output.flush()
        except OSError as error:
            self._is_gone = True
            return error
        return None

    def _is_in_front(self) -> bool:
        return is_in_front(self._output.fileno())

    def _size(self) -> tuple[int, int]:
        """Columns, the last left free because writing there may wrap, and rows."""
        if not self._is_terminal:
            return _UNBOUNDED, _UNBOUNDED
        try:
            size = os.get_terminal_size(self._output.fileno())
        except OSError:
            return 79, 24  # it hung up: the next write says so
        return (size.columns or 80) - 1, size.lines or 24  # some serial lines tell zero


def _changing(view: View, keys: tuple[str, ...]) -> Changing:
    headline = view.headline if view.waiting is None else f"{view.headline}. {view.waiting}"
    return Changing(headline, "" if view.running is None else view.running.cue, keys)


def _keys_now(view: View) -> tuple[str, ...]:
    """The first offer for every key, then what may always be pressed."""
    answers = {offer.answer: _key(offer) for offer in reversed(view.offers)}
    in_order = dict.fromkeys(offer.answer for offer in view.offers)
    hush = _("Resume") if view.is_paused else _("Quiet for 1 hour")
    always = (f"p {hush}", f"? {_('Help')}", f"q {_('Quit')}")
    return (*(answers[answer] for answer in in_order), *always)


def _key(offer: Offer) -> str:
    return f"{_KEYS[offer.answer]} {offer.label}"


def _why_withdrawn(reason: str) -> str | None:
    """None where what comes next says it."""
    return {
        Answer.DONE.value: _("Done, well moved."),
        Answer.SKIP.value: _("Skipped."),
        Answer.HURT.value: _("That one is left out for now."),
        Outcome.IGNORED.value: _("No answer: asked again later."),
        Obstacle.AWAY.value: _("Put away: you left your desk."),
        Obstacle.PAUSED.value: _("Put away: you asked for silence."),
        Obstacle.OFF_HOURS.value: _("Put away: your work hours are over."),
        Obstacle.STANDING.value: _("Put away: you are standing."),
        Obstacle.HELD.value: _("Put off: a call, a presentation or do-not-disturb."),
        Obstacle.DAILY_LIMIT.value: _("Put away: today's limit of proposals is spent."),
        Obstacle.STOPPED.value: _("Put away: deskbreak stops."),
    }.get(reason)


def _folded(text: str, columns: int) -> Iterator[str]:
    return _wrapped(_printable(text).split(), " ", columns)


def _wrapped(parts: Iterable[str], joint: str, columns: int) -> Iterator[str]:
    """As many parts to a row as fit; one that is too long alone has its row to itself."""
    row = ""
    for part in parts:
        longer = f"{row}{joint}{part}" if row else part
        if row and _cells(longer) > columns:
            yield row
            longer = part
        row = longer
    if row:
        yield row


def _cut(text: str, columns: int) -> str:
    """What fits, with an ellipsis where something is missing."""
    text = _printable(text)
    if _cells(text) <= columns:
        return text
    while text and _cells(text) >= columns:
        text = text[:-1]
    return f"{text}…"


def _printable(text: str) -> str:
    """Without line breaks, and without what a catalogue from elsewhere might tell the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _cells(text: str) -> int:
    """How many columns it takes: letters of East Asia two, accents set upon others none."""
    return sum(_cell(letter) for letter in text)


def _cell(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1
