"""How the commands print: plain lines and tables without lines, read aloud as easily as seen."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from gettext import gettext as _
from typing import TypeVar

import click

from deskbreak.cli.terminal import (
    UNBROKEN,
    harmless,
    is_terminal,
    rows_where_wide,
    width_of,
    wrapped,
)
from deskbreak.core.in_a_list import in_a_list, labelled
from deskbreak.language import columns_of

T = TypeVar("T")

json_option = click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))

_GAP = "  "
_AS_IT_IS = "\b"
"""Begins a paragraph of which click leaves each line."""


class HelpPage(click.HelpFormatter):
    """Click takes each letter for one column wide, and breaks lines at blanks, which Japanese sets none of."""

    def write_text(self, text: str) -> None:
        super().write_text(_laid_out(text, self.width - self.current_indent))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        entries = [*rows]
        names = min(max((columns_of(name) for name, _text in entries), default=0), col_max)
        room = self.width - names - col_spacing - self.current_indent
        told = [(name, _laid_out(text, room)) for name, text in entries]
        super().write_dl(told, col_max, col_spacing)


def _laid_out(text: str, width: int) -> str:
    """Paragraphs in rows that click leaves as they are; where no letter is wide, it breaks them itself."""
    return "\n\n".join(_rows_of(paragraph, width) for paragraph in text.split("\n\n"))


def _rows_of(paragraph: str, width: int) -> str:
    if paragraph.startswith(_AS_IT_IS):
        return paragraph
    rows = rows_where_wide(paragraph, width)
    return paragraph if rows is None else "\n".join((_AS_IT_IS, *rows))


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
    widths = [max(map(columns_of, column)) for column in zip(*lines, strict=True)]
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
    room = " " * (width - columns_of(cell))
    return room + cell if on_the_left else cell + room


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
        click.echo(wrapped(f"{_GAP}{in_a_list(parts)}", sys.stdout, _GAP))


def _held_together(text: str) -> str:
    return text.replace(" ", UNBROKEN)
