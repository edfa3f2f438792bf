"""The tray's pictures, read from deskbreak's own PNG files.

With a reader of our own, because Pillow, once loaded, costs the daemon 6 MB for the rest of the
day. It reads what `draw_icons` writes: 8 bits a channel, RGBA, not interlaced, no byte predicted
from its neighbours, because to undo that six times would take a tenth of the start.
"""

import zlib
from collections.abc import Iterator
from enum import StrEnum
from gettext import gettext as _
from pathlib import Path
from typing import assert_never

from deskbreak.core.policy import Panel
from deskbreak.errors import SurfaceError
from deskbreak.files.resources import icon_file
from deskbreak.value import value

SIZES = (16, 22, 24, 32, 48, 64)
"""In pixels; panels take the nearest and scale it."""


class Scheme(StrEnum):
    """What the pictures are drawn for: any panel, a light one, a dark one."""

    ANY = "any"
    LIGHT = "light"
    DARK = "dark"


SIGNATURE = b"\x89PNG\r\n\x1a\n"
RGBA_OF_8_BITS = bytes((8, 6, 0, 0, 0))
_CHANNELS = 4


@value
class Pixmap:
    """A square picture: rows of A, R, G, B, one byte each, colours not premultiplied."""

    size: int
    argb: bytes


@value
class Picture:
    """The same picture drawn for several sizes."""

    pixmaps: tuple[Pixmap, ...]


def tray_picture(name: str, scheme: Scheme = Scheme.ANY) -> Picture:
    """The tray's picture of that name: `seated-3`, `paused`; see `draw_icons.TRAY`."""
    return Picture(tuple(read_pixmap(tray_file(name, scheme, size)) for size in SIZES))


def tray_file(name: str, scheme: Scheme, size: int) -> Path:
    return icon_file(f"tray/{scheme.value}/{size}/{name}.png")


def template_file(name: str) -> Path:
    """The picture as macOS wants it: its opacity alone, which the menu bar gives its own colour."""
    return icon_file(f"tray/template/{name}.png")


def read_pixmap(file: Path) -> Pixmap:
    try:
        data = file.read_bytes()
    except OSError as error:
        text = _("no tray icon: {why}; reinstall deskbreak")
        raise SurfaceError(text.format(why=error)) from error
    try:
        return _decoded(data)
    except (ValueError, IndexError, KeyError, zlib.error) as error:
        text = _("no tray icon: {file} is damaged: {why}")
        raise SurfaceError(text.format(file=file, why=error)) from error


def _decoded(data: bytes) -> Pixmap:
    if not data.startswith(SIGNATURE):
        raise ValueError("not a PNG file")
    header, packed = b"", b""
    for kind, content in _chunks(data):
        if kind == b"IHDR":
            header = content
        elif kind == b"IDAT":
            packed += content
    size = int.from_bytes(header[:4])
    if header[4:8] != header[:4] or header[8:] != RGBA_OF_8_BITS:
        raise ValueError("not a square of 8-bit RGBA")
    pixels = _pixels(zlib.decompress(packed), size)
    argb = bytearray(len(pixels))
    for here, there in ((0, 1), (1, 2), (2, 3), (3, 0)):
        argb[there::_CHANNELS] = pixels[here::_CHANNELS]
    return Pixmap(size, bytes(argb))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    start = len(SIGNATURE)
    while start < len(data):
        length = int.from_bytes(data[start : start + 4])
        content = start + 8
        yield data[start + 4 : content], data[content : content + length]
        start = content + length + 4  # the checksum: zlib has one of its own


def _pixels(rows: bytes, size: int) -> bytes:
    """Each row begins with the filter by which its bytes were predicted; 0 is none."""
    row = size * _CHANNELS + 1
    if len(rows) != size * row:
        raise ValueError(f"{len(rows)} bytes for {size} rows")
    if any(rows[::row]):
        raise ValueError("its rows are filtered")
    return b"".join(rows[start + 1 : start + row] for start in range(0, len(rows), row))


def scheme_for(panel: Panel, automatic: Scheme) -> Scheme:
    """As the settings say, else what was found out."""
    match panel:
        case Panel.LIGHT:
            return Scheme.LIGHT
        case Panel.DARK:
            return Scheme.DARK
        case Panel.AUTO:
            return automatic
        case _:
            assert_never(panel)
