"""What an X server says of its screens as it greets: their root, and how they write colours as numbers."""

import struct
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from deskbreak.value import value
from deskbreak.wires.xbytes import unpacked

_BEFORE_VENDOR, _FORMAT, _SCREEN, _DEPTH = 32, 8, 40, 8
_VISUAL = struct.Struct("<IB3x3I4x")
_TRUE_COLOUR = 4  # the only kind whose pixels are colours, and no places in a table
_FULL = 255

RGB = tuple[int, int, int]
"""Red, green and blue, from 0 to 255."""


@value
class Visual:
    """How a pixel is made of red, green and blue: by its bits in `masks`, in that order."""

    id: int
    depth: int
    masks: tuple[int, int, int]
    size: int
    """Bytes of a pixel."""
    alignment: int = 4
    """Rows of pixels fill up so many bytes."""
    order: Literal["little", "big"] = "little"

    @property
    def opacity(self) -> int:
        """The bits that say how opaque a pixel is; none, but in a depth of 32."""
        red, green, blue = self.masks
        return 0xFFFFFFFF & ~(red | green | blue) if self.depth == 32 else 0

    def row(self, width: int) -> int:
        """How many bytes a row of pixels takes."""
        length = width * self.size
        return length + -length % self.alignment

    def colour(self, pixel: int) -> RGB:
        # rounded up, where `pixel` rounds down: so a colour that is put back is the same pixel
        red, green, blue = (-(-(pixel & mask) * _FULL // mask) for mask in self.masks)
        return red, green, blue

    def pixel(self, colour: RGB, alpha: int = _FULL) -> int:
        parts = (*colour, alpha)
        masks = (*self.masks, self.opacity)
        return sum(value * mask // _FULL & mask for value, mask in zip(parts, masks, strict=True))


@value
class XScreen:
    """`root` is the window behind all others; the visuals are those of true colours, by their id."""

    number: int
    root: int
    root_visual: int
    visuals: Mapping[int, Visual]


def screen_of(welcome: bytes, number: int) -> XScreen:
    """That of the number, else the first; `welcome` is the server's word without its head."""
    vendor_length, screens, formats, is_big = unpacked("<16xH2xBBB", welcome)
    order: Literal["little", "big"] = "big" if is_big else "little"
    at = _BEFORE_VENDOR + vendor_length + -vendor_length % 4
    sizes: _Sizes = {}
    for _format in range(formats):
        depth, bits, alignment = unpacked("<BBB", welcome, at)
        sizes[depth] = bits // 8, alignment // 8
        at += _FORMAT
    screen, at = _screen_at(welcome, at, 0, sizes, order)
    for later in range(1, number + 1 if number < screens else 0):
        screen, at = _screen_at(welcome, at, later, sizes, order)
    return screen


_Sizes = dict[int, tuple[int, int]]
"""Of each depth, how many bytes a pixel takes, and how many a row fills up."""


def _screen_at(
    welcome: bytes, at: int, number: int, sizes: _Sizes, order: Literal["little", "big"]
) -> tuple[XScreen, int]:
    """And where the next one is told."""
    root, root_visual, depths = unpacked("<I28xI3xB", welcome, at)
    at += _SCREEN
    visuals = {}
    for _depth in range(depths):
        depth, count = unpacked("<BxH", welcome, at)
        at += _DEPTH
        for _visual in range(count):
            id_, kind, *masks = unpacked(_VISUAL.format, welcome, at)
            at += _VISUAL.size
            if kind == _TRUE_COLOUR and depth in sizes and all(masks):
                visuals[id_] = Visual(
                    id_, depth, (masks[0], masks[1], masks[2]), *sizes[depth], order
                )
    return XScreen(number, root, root_visual, MappingProxyType(visuals)), at
