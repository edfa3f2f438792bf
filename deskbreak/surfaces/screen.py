"""A terminal as two kinds of lines: those that stay, and below them those that change.

The cursor rests at the beginning of the changing ones: however the terminal reflows them when it
is resized, clearing from there on removes all of them, and whatever else writes there overwrites
no line that should stay. rich's live display rests behind them, follows a resize only by polling,
and weighs 3 MB: hence by hand.
"""

import logging
import os
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from typing import TextIO

from deskbreak.language import ISOLATES, columns_of
from deskbreak.surfaces.keys import is_in_front
from deskbreak.value import value

_LOG = logging.getLogger(__name__)

_CLEAR_FROM_HERE = "\r\x1b[J"
_INDENT = "  "
_NO_BREAK = "\u00a0\u202f"
_UNBOUNDED = 10_000  # columns and lines of what is no terminal


@value
class Changing:
    """The lines that change: how things stand, what to do now, what may be pressed."""

    headline: str
    cue: str
    keys: tuple[str, ...]

    def rows(self, columns: int, height: int) -> list[str]:
        """Wrapped by words; where that is too high, what is told has one row each."""
        keys = [_cut(row, columns) for row in _wrapped(self.keys, " · ", columns)]
        told = [text for text in (self.headline, self.cue) if text]
        folded = [_cut(row, columns) for text in told for row in _folded(text, columns)]
        if len(folded) + len(keys) <= height:
            return folded + keys
        return [*(_cut(text, columns) for text in told), *keys][:height]


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
        rows = self._changing.rows(columns - len(_INDENT), height - 1)
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


def _folded(text: str, columns: int) -> Iterable[str]:
    words = [*filter(None, _printable(text).split(" "))]
    if columns_of(line := " ".join(words)) == len(line):
        return _wrapped(words, " ", columns)
    from deskbreak.window.lines import broken  # noqa: PLC0415  (Japanese and Chinese set no blanks)

    return broken(line, columns_of, columns)


def _wrapped(parts: Iterable[str], joint: str, columns: int) -> Iterator[str]:
    """As many parts to a row as fit; one that is too long alone has its row to itself."""
    row = ""
    for part in parts:
        longer = f"{row}{joint}{part}" if row else part
        if row and columns_of(longer) > columns:
            yield row
            longer = part
        row = longer
    if row:
        yield row


def _cut(text: str, columns: int) -> str:
    """What fits, with an ellipsis where something is missing."""
    text = _printable(text)
    if columns_of(text) <= columns:
        return text
    while text and columns_of(text) >= columns:
        text = text[:-1]
    return f"{text}…"


def _printable(text: str) -> str:
    """Without line breaks, and without what a catalogue from elsewhere might tell the terminal."""
    letters = text.translate(ISOLATES)
    return "".join(each if each.isprintable() or each in _NO_BREAK else " " for each in letters)
