"""How the commands print: plain lines and tables without lines, read aloud as easily as seen."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from gettext import gettext as _

import click

json_option = click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))

_ENDLESS = 10_000  # columns; what goes into a file or another program is never wrapped


def say(*lines: str) -> None:
    for line in lines:
        click.echo(line)


def say_paragraph(text: str, indent: str = "") -> None:
    """Wrapped where somebody looks at it, and one line for a file or another program."""
    import shutil  # noqa: PLC0415  (only for long texts)
    import textwrap  # noqa: PLC0415  (likewise)

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _ENDLESS
    click.echo(textwrap.fill(text, width, initial_indent=indent, subsequent_indent=indent))


def print_json(value: Mapping[str, object]) -> None:
    """One object, on one line."""
    click.echo(json.dumps(value))


def print_table(
    headers: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: frozenset[int] = frozenset()
) -> None:
    """`numbers` are the columns to align at the right."""
    from rich.console import Console  # noqa: PLC0415  (a tenth of a second that few commands need)
    from rich.table import Table  # noqa: PLC0415  (likewise)

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for place, header in enumerate(headers):
        table.add_column(header, justify="right" if place in numbers else "left")
    for row in rows:
        table.add_row(*row)
    width = None if sys.stdout.isatty() else _ENDLESS
    Console(width=width, markup=False, emoji=False, highlight=False).print(table)
