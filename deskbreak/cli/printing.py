"""How the commands print: plain lines and tables without lines, read aloud as easily as seen."""

import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from gettext import gettext as _
from typing import TypeVar

import click

from deskbreak.cli.terminal import harmless, is_terminal, width_of, wrapped
from deskbreak.core.in_a_list import in_a_list, labelled

T = TypeVar("T")

json_option = click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))

_GAP = "  "
_UNBROKEN = "\ue000"
"""Stands for a blank at which no line ends; French writes the no-break space itself."""


def say(*lines: str) -> None:
    """Wrapped by words where somebody looks at it; a file or another program has whole lines."""
    for line in lines:
        click.echo(wrapped(line, sys.stdout))


def say_wrapped(*lines: str) -> None:
    """The same for lines that are paragraphs: what follows the first row stands below its text."""
    for line in lines:
        click.echo(wrapped(line, sys.stdout, "   "))


def say_paragraph(text: str, indent: str = "") -> None:
    click.echo(wrapped(f"{indent}{text}", sys.stdout, indent) if text else "")


def terminal_width() -> int:
    """How many columns there are to write in."""
    return width_of(sys.stdout)


@contextmanager
def followed(items: Sequence[T], what: str) -> Iterator[Iterable[T]]:
    """The items, with a bar that follows them where somebody can see it."""
    if not is_terminal(sys.stderr):
        yield items
        return
    from rich.console import Console  # noqa: PLC0415  (only where somebody watches)
    from rich.progress import Progress  # noqa: PLC0415  (likewise)

    with Progress(console=Console(stderr=True), transient=True) as bar:
        yield bar.track(items, description=what)


def print_json(value: Mapping[str, object]) -> None:
    """One object, on one line."""
    click.echo(json.dumps(value))


def print_table(
    headers: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: frozenset[int] = frozenset()
) -> None:
    """`numbers` are the columns to align at the right."""
    cells = [[harmless(cell.replace("\n", " ")) for cell in row] for row in rows]
    heads = [header.split("\n") for header in headers]
    height = max(map(len, heads))
    above = [*zip(*([""] * (height - len(head)) + head for head in heads), strict=True)]
    lines = [*above, *cells]
    widths = [max(map(_cells, column)) for column in zip(*lines, strict=True)]
    if sum(widths) + len(_GAP) * (len(widths) - 1) > terminal_width():
        _print_one_by_one(headers, cells)
        return
    for line in lines:
        columns = zip(line, widths, strict=True)
        click.echo(
            _GAP.join(
                _filled(cell, width, on_the_left=place in numbers)
                for place, (cell, width) in enumerate(columns)
            ).rstrip()
        )


def _filled(cell: str, width: int, *, on_the_left: bool) -> str:
    room = " " * (width - _cells(cell))
    return room + cell if on_the_left else cell + room


def _cells(text: str) -> int:
    """How many columns it takes: letters of East Asia two, accents set upon others none."""
    wide = sum(unicodedata.east_asian_width(letter) in {"W", "F"} for letter in text)
    return len(text) + wide - sum(unicodedata.combining(letter) > 0 for letter in text)


def _print_one_by_one(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Where the table is wider than the terminal, which would cut what one needs to type."""
    for row in rows:
        named = zip(headers[1:], row[1:], strict=True)
        parts = (
            _held_together(labelled(" ".join(header.split()), cell))
            for header, cell in named
            if cell
        )
        say(row[0])
        facts = wrapped(f"{_GAP}{in_a_list(parts)}", sys.stdout, _GAP)
        click.echo(facts.replace(_UNBROKEN, " "))


def _held_together(text: str) -> str:
    return text.replace(" ", _UNBROKEN)
