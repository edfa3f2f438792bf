"""Where a line of text may end. Tk knows blanks alone, and Japanese and Chinese write none.

Nowhere at a no-break space, which French has before some signs.
"""

import re
from collections.abc import Callable

_WIDE = "\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
_BEGINS = re.escape("「『（［｛〈《【“‘")
"""Ends no line."""
_ENDS = re.escape(
    "」』）］｝〉》】”’、。，．・：；？！％…～ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ"
)
"""Begins no line."""
_BLANKS = " \t\n"
_PIECE = re.compile(
    rf"[{_BLANKS}]+|[{_BEGINS}]*(?:[{_WIDE}]|[^{_BLANKS}{_WIDE}{_BEGINS}]+|.)[{_ENDS}]*", re.DOTALL
)


def broken(text: str, measure: Callable[[str], int], room: int) -> list[str]:
    """The lines of a paragraph, each no wider than `room` unless a word is."""
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        if line.strip() and measure(f"{line}{piece}".rstrip()) > room:
            lines.append(line.rstrip())
            line = ""
        line = f"{line}{piece}".lstrip()
    return [*lines, line.rstrip()]
