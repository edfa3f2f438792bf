"""Where a paragraph in a window is broken, as its language has it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbreak.window.lines import broken

SIGNS = "ab 。、「」（）くだサー直呼0!"


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Sit tall, hands on the thigh.", ["Sit tall, hands", "on the thigh."]),
        ("両足を前に向け、かかとを上げます。", ["両足を前に向け、", "かかとを上げま", "す。"]),
        ("最初の側：「前へ」動く前に", ["最初の側：「前", "へ」動く前に"]),
        ("保持 20 秒，然后换另一侧。", ["保持 20 秒，然后", "换另一侧。"]),
        ("Tenez-vous bien\u202f; puis", ["Tenez-vous", "bien\u202f; puis"]),
        ("Hüftbeugerdehnung am Tisch", ["Hüftbeugerdehnung", "am Tisch"]),
        ("", [""]),
    ],
    ids=["English", "Japanese", "quotes", "Chinese", "French", "a word too long", "nothing"],
)
def test_a_line_ends_where_the_language_lets_it(text: str, lines: list[str]) -> None:
    assert broken(text, width, 16) == lines


@given(st.text(SIGNS), st.integers(6, 30))
def test_nothing_is_lost_and_what_can_be_broken_fits(text: str, room: int) -> None:
    lines = broken(text, width, room)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert width(line) <= room or len(broken(line, width, 1)) == 1
