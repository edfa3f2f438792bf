"""Files that people name after a command: what is in them, and whether they may be written."""

import errno
import os
import sys
from contextlib import nullcontext
from gettext import gettext as _
from pathlib import Path

import click

from deskbreak.cli.exits import RefusedError
from deskbreak.files.plain import odd_file
from deskbreak.files.texts import decoded

STANDARD_STREAM = "-"
_MOST_BYTES = 128 * 1024 * 1024  # of a file: ten years of history are a tenth


def text_of(file: str) -> str:
    """The text in the file, or on standard input; RefusedError or ConfigError if there is none."""
    try:
        content = _content(file)
    except OSError as error:
        problem = _("{file} cannot be read ({reason}): name a file you can read")
        raise RefusedError(problem.format(file=name_of(file), reason=error.strerror)) from error
    return decoded(content, name_of(file))


def _content(file: str) -> bytes:
    """Also of a pipe; raises OSError for what never ends."""
    with nullcontext(sys.stdin.buffer) if file == STANDARD_STREAM else open(file, "rb") as opened:  # noqa: PTH123  (a name, not a path)
        content = opened.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), file)
    return content


def name_of(file: str) -> str:
    """What the messages call it."""
    return _("standard input") if file == STANDARD_STREAM else file


def file_to_write(text: str) -> Path:
    """The file of that name, for click: a folder, a pipe or a device is wrong usage."""
    file = Path(text)
    if file.is_dir():
        raise click.BadParameter(_("{file} is a folder: name a file").format(file=file))
    if odd_file(file) is not None:
        raise click.BadParameter(_("{file} is not a plain file: name one").format(file=file))
    return file


force_option = click.option("--force", is_flag=True, help=_("Replace FILE if it already exists."))


def spare_what_is_there(file: Path, *, force: bool) -> None:
    """RefusedError where such a file exists already and it was not said that it may go."""
    if file.exists() and not force:
        text = _("{file} already exists: name another file, or replace it with --force")
        raise RefusedError(text.format(file=file))
