"""Packs: catalogues of the user's own, in the form of the bundled one, with pictures beside them.

A pack is read whole or not at all. One that has a mistake is left out and complained about; it
stops neither the daemon nor the other packs. Nothing in a pack is ever run, and of its folder
nothing is opened but the pack and the pictures that it names, each a plain file right beside it.
"""

import os
import stat
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from gettext import gettext as _
from pathlib import Path

from deskbreak.core.stretch import Stretch
from deskbreak.errors import ConfigError, Problem, StorageError
from deskbreak.files.texts import decoded
from deskbreak.stretches.catalogue import parse_catalogue

LARGEST = 1_000_000
"""Bytes of a pack or of one of its pictures; the bundled catalogue has 50 000."""

_PNG = b"\x89PNG\r\n\x1a\n"


def with_packs(
    bundled: tuple[Stretch, ...], packs: tuple[str, ...], complain: Callable[[str], None]
) -> tuple[Stretch, ...]:
    """The bundled stretches, then those of every pack that is right, in the order of the packs."""
    catalogue = bundled
    for pack in packs:
        known = tuple(stretch.id for stretch in catalogue)
        try:
            catalogue += read_pack(Path(pack).expanduser(), known)
        except (ConfigError, StorageError) as error:
            complain(str(error))
    return catalogue


def read_pack(file: Path, known: Collection[str] = ()) -> tuple[Stretch, ...]:
    """The stretches of one pack; it may build on those `known` already, and not replace them.

    Raises ConfigError for what must be mended in the file, StorageError for one that cannot be
    read.
    """
    text = decoded(plain_file(file), str(file))
    stretches = parse_catalogue(text, str(file), known=known)
    problems = [problem for stretch in stretches for problem in _picture_problems(file, stretch)]
    if problems:
        raise ConfigError(str(file), tuple(problems))
    return tuple(_with_picture(file, stretch) for stretch in stretches)


def plain_file(file: Path) -> bytes:
    """What is in a file that is no link, no pipe and not too large. Raises StorageError."""
    try:
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | _NO_WAIT)
    except OSError as error:
        text = _("{file} cannot be read ({reason}): name a file you can read")
        reason = error.strerror or str(error)
        raise StorageError(text.format(file=file, reason=reason)) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise StorageError(_("{file} is not a plain file: name one").format(file=file))
    with os.fdopen(descriptor, "rb") as opened:
        content = opened.read(LARGEST + 1)
    if len(content) > LARGEST:
        text = _("{file} is larger than {most} bytes: make it smaller")
        raise StorageError(text.format(file=file, most=LARGEST))
    return content


_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
"""A pipe in the place of a file is not waited for."""


def _picture_problems(file: Path, stretch: Stretch) -> Iterator[Problem]:
    if not stretch.picture:
        return
    place = f'stretch "{stretch.id}".picture'
    try:
        content = plain_file(file.with_name(stretch.picture))
    except StorageError as error:
        yield Problem(place, repr(stretch.picture), str(error))
        return
    if not content.startswith(_PNG):
        allowed = _("give it a PNG picture")
        yield Problem(place, repr(stretch.picture), allowed)


def _with_picture(file: Path, stretch: Stretch) -> Stretch:
    if not stretch.picture:
        return stretch
    return replace(stretch, picture=str(file.with_name(stretch.picture).absolute()))
