"""Numbers into shapes: bars on a scale with a few lines across, drawn anew for each width of a screen.

Only geometry: what colour a kind of bar has is the style sheet's, and what it says the table's.
"""

from collections.abc import Mapping, Sequence
from math import ceil
from types import MappingProxyType
from unicodedata import east_asian_width

from deskbreak.value import value

WIDTHS: Mapping[str, int] = MappingProxyType({"broad": 960, "middle": 560, "narrow": 320})
"""Those of every drawing, by their classes in the style sheet, and how wide each is."""
_HEIGHT, _BASE, _LEFT, _RIGHT = 260, 228, 44, 8
_LETTER, _WIDE_LETTER = 8, 12
_WIDEST, _BETWEEN = 22, 0.3
"""The widest a bar may be, and the share of each column that stays empty beside it."""


@value
class Layer:
    """A part of a column, from below: how much, of what kind."""

    amount: float
    kind: str


@value
class Stack:
    """What stands above one place of the axis; `said` names it where a pointer rests on it."""

    layers: tuple[Layer, ...]
    said: str


@value
class Cluster:
    """Columns side by side above one name."""

    name: str
    columns: tuple[Stack, ...]


@value
class Block:
    x: float
    y: float
    width: float
    height: float
    kind: str
    said: str


@value
class Label:
    """A text, and the place on its axis that it belongs to."""

    at: float
    text: str


@value
class Graph:
    """In its own units; `lines` run across, `names` stand below."""

    width: int
    bars: tuple[Block, ...]
    lines: tuple[Label, ...]
    names: tuple[Label, ...]
    height: int = _HEIGHT
    base: int = _BASE
    left: int = _LEFT


def graphs(
    groups: Sequence[Cluster], lines: Sequence[float], least: float = 1.0
) -> Mapping[str, Graph]:
    """In each of `WIDTHS`. The scale reaches at least `least`, and the highest line."""
    sums = [_height(each) for one in groups for each in one.columns]
    top = max([*sums, *lines, least]) * 1.05
    return {size: _drawn(groups, lines, top, width) for size, width in WIDTHS.items()}


def graphs_of_counts(groups: Sequence[Cluster]) -> Mapping[str, Graph]:
    """The same for whole numbers: the lines are at the most of any column, and at half of it."""
    most = round(max((_height(each) for one in groups for each in one.columns), default=0))
    return graphs(groups, sorted({max(most // 2, 1), max(most, 1)}), 4)


def _height(column: Stack) -> float:
    return sum(layer.amount for layer in column.layers)


def _drawn(groups: Sequence[Cluster], lines: Sequence[float], top: float, width: int) -> Graph:
    scale = (_BASE - 16) / top
    count = max(len(groups), 1)
    longest = max((_length(group.name) for group in groups), default=0)
    room = (width - _LEFT - _RIGHT) / count
    room -= max((longest - room) / 2 - _RIGHT, 0) / count  # the last name ends inside
    bars: list[Block] = []
    for number, group in enumerate(groups):
        share = room * (1 - _BETWEEN) / max(len(group.columns), 1)
        thick = min(share * 0.8, _WIDEST)
        middle = _LEFT + (number + 0.5) * room
        first = middle - share * len(group.columns) / 2
        for place, column in enumerate(group.columns):
            x = first + place * share + (share - thick) / 2
            bars += _stacked(column, x, thick, scale)
    crossing = tuple(Label(round(_BASE - line * scale, 1), f"{line:g}") for line in lines)
    every = max(1, ceil(max(46, longest + _LETTER) / room))  # none runs into the next
    names = tuple(
        Label(round(_LEFT + (number + 0.5) * room, 1), group.name)
        for number, group in enumerate(groups)
        if number % every == 0
    )
    return Graph(width, tuple(bars), crossing, names)


def _length(name: str) -> int:
    """So wide it is at most; letters of East Asia are wider."""
    return sum(
        _WIDE_LETTER if east_asian_width(letter) in {"W", "F"} else _LETTER for letter in name
    )


def _stacked(column: Stack, x: float, thick: float, scale: float) -> list[Block]:
    bars, y = [], float(_BASE)
    for layer in column.layers:
        if layer.amount:
            height = layer.amount * scale
            y -= height
            place = (round(x, 1), round(y, 1))
            size = (round(thick, 1), round(height, 1))
            bars.append(Block(*place, *size, layer.kind, column.said))
    return bars
