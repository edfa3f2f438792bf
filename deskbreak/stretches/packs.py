"""Packs: catalogues of the user's own, in the form of the bundled one, with pictures beside them.

A pack is read whole or not at all. One that has a mistake is left out and complained about; it
stops neither the daemon nor the other packs. Nothing in a pack is ever run, and of its folder
nothing is opened but the pack and the pictures that it names, each a plain file right beside it.
"""

import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from gettext import gettext as _
from pathlib import Path

from deskbreak.core.policy import Plan
from deskbreak.core.stretch import Stretch
from deskbreak.errors import ConfigError, Problem, StorageError
from deskbreak.files.plain import OddFileError, plainly
from deskbreak.files.plans import PLANS
from deskbreak.files.texts import decoded, parse_toml
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


def read_pack(
    file: Path,
    known: Collection[str] = (),
    *,
    beside: Collection[str] = (),
    called: str | None = None,
) -> tuple[Stretch, ...]:
    """The stretches of one pack; it may build on those `known` already, and not replace them.

    It may build on those `beside` it, too, whoever has them: the pack itself may be among them.

    Raises ConfigError for what must be mended in the file, StorageError for one that cannot be
    read; both call it by its path, or as it is `called`.
    """
    source = called or str(file)
    text = decoded(plain_file(file, source), source)
    stretches = parse_catalogue(text, source, known=known, beside=beside)
    problems = [
        problem for stretch in stretches for problem in _picture_problems(file, stretch, called)
    ]
    if problems:
        raise ConfigError(source, tuple(problems))
    return tuple(_with_picture(file, stretch) for stretch in stretches)


def plans_in(file: Path) -> tuple[Plan, ...]:
    """The plans that a pack, which reads well, brings along for whoever takes it in."""
    document = parse_toml(decoded(plain_file(file), str(file)), str(file))
    return PLANS.read("plans", document.get("plans", {})).each


def plain_file(file: Path, called: str | None = None) -> bytes:
    """What is in a file that is no link, no pipe and not too large. Raises StorageError."""
    name = called or str(file)
    try:
        descriptor = plainly(str(file), os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except IsADirectoryError as error:
        raise StorageError(_("{file} is a folder: name a file").format(file=name)) from error
    except OddFileError as error:
        raise StorageError(_("{file} is not a plain file: name one").format(file=name)) from error
    except OSError as error:
        text = _("{file} cannot be read ({reason}): name a file you can read")
        reason = error.strerror or str(error)
        raise StorageError(text.format(file=name, reason=reason)) from error
    with os.fdopen(descriptor, "rb") as opened:
        content = opened.read(LARGEST + 1)
    if len(content) > LARGEST:
        text = _("{file} is larger than {most} bytes: make it smaller")
        raise StorageError(text.format(file=name, most=LARGEST))
    return content


def is_picture(content: bytes) -> bool:
    return content.startswith(_PNG)


def _picture_problems(file: Path, stretch: Stretch, called: str | None) -> Iterator[Problem]:
    if not stretch.picture:
        return
    place = f'stretch "{stretch.id}".picture'
    try:
        name = called and f"{called}: {stretch.picture}"
        content = plain_file(file.with_name(stretch.picture), name)
    except StorageError as error:
        yield Problem(place, repr(stretch.picture), str(error))
        return
    if not is_picture(content):
        allowed = _("give it a PNG picture")
        yield Problem(place, repr(stretch.picture), allowed)


def _with_picture(file: Path, stretch: Stretch) -> Stretch:
    if not stretch.picture:
        return stretch
    return replace(stretch, picture=str(file.with_name(stretch.picture).absolute()))
