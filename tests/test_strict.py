"""Whatever stands in a file is read as the kind that it is, or refused with its place."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbreak.days.day import read_day
from deskbreak.errors import ConfigError
from deskbreak.files.codec import decode
from deskbreak.files.kinds import (
    DATE,
    INSTANT,
    NAME,
    SWITCH,
    TEXT,
    count,
    length,
    named,
    one_of,
    seconds,
)
from deskbreak.files.strict import Schema, listed, or_null, read, table
from deskbreak.files.texts import decoded, parse_json, parse_toml
from deskbreak.history.importing import import_json
from deskbreak.settings.file import read_settings
from deskbreak.stretches.catalogue import parse_catalogue


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Chair:
    height: int
    colour: Colour = Colour.RED


CHAIR = table(Chair, {"height": count(30, 90), "colour": one_of(Colour)}, needed=("height",))
ROOM: Schema[dict[str, object]] = table(
    dict,
    {
        "chairs": listed(CHAIR, lambda: "a list of chairs", most=2),
        "owner": or_null(NAME),
        "sat": length("1s", "1h"),
    },
)


def refusal(schema: Schema[Any], data: object) -> list[str]:
    with pytest.raises(ConfigError) as error:
        read(schema, data, "room")
    return str(error.value).splitlines()


def test_what_fits_is_read() -> None:
    data = {"chairs": [{"height": 45}, {"height": 50, "colour": "blue"}], "owner": None}

    assert read(ROOM, data, "room") == {
        "chairs": (Chair(45), Chair(50, Colour.BLUE)),
        "owner": None,
    }


def test_every_problem_is_told_with_its_place() -> None:
    data = {
        "chairs": [{"height": 29, "color": "red"}, {"colour": "bleu"}],
        "owner": " ",
        "sat": "61m",
        "table": 1,
    }

    assert refusal(ROOM, data) == [
        "room: chairs[1].height: found 29; allowed: a whole number from 30 to 90",
        "room: chairs[1].color: no such key; did you mean colour?",
        'room: chairs[2].colour: found "bleu"; did you mean "blue"? allowed: "red", "blue"',
        "room: chairs[2].height: missing; allowed: a whole number from 30 to 90",
        'room: owner: found " "; allowed: a text in quotes, not empty',
        (
            'room: sat: found "61m"; allowed: a duration in quotes from 1s to 1h, '
            'such as "90s", "5m" or "1h30m"'
        ),
        "room: table: no such key; allowed: chairs, owner, sat",
    ]


@pytest.mark.parametrize(
    ("schema", "data"),
    [
        (SWITCH, "false"),
        (SWITCH, 0),
        (SWITCH, None),
        (TEXT, 1),
        (TEXT, True),
        (count(0), False),
        (count(0), 1.0),
        (count(0), "1"),
        (count(0), -1),
        (seconds(), True),
        (seconds(), "1"),
        (seconds(), float("nan")),
        (seconds(), 1e18),
        (seconds(), -1e300),
        (seconds(timedelta()), -0.1),
        (length("0s"), 0),
        (length("0s"), "999999999999s"),
        (one_of(Colour), "RED"),
        (one_of(Colour), ["red"]),
        (named(lambda: ()), "red"),
        (DATE, "20261224"),
        (DATE, "2026-02-29"),
        (DATE, "9999-12-31"),
        (INSTANT, "2026-03-02T09:00:00"),
        (INSTANT, "2026-03-02"),
        (INSTANT, "9999-12-31T23:59:59-23:59"),
        (INSTANT, "0001-01-01T00:00:00+23:59"),
        (or_null(TEXT), 0),
        (listed(TEXT, lambda: "a list"), "text"),
        (listed(TEXT, lambda: "a list"), {"a": "text"}),
        (CHAIR, [("height", 45)]),
    ],
)
def test_nothing_is_coerced_and_nothing_absurd_is_taken(
    schema: Schema[object], data: object
) -> None:
    [problem] = refusal(schema, data)

    assert problem.startswith("room: the whole: found ")
    assert "; allowed: " in problem


def nested(depth: int) -> object:
    data: object = 1
    for _each in range(depth):
        data = [data]
    return data


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (nested(500), f"{'[' * 31}…{']' * 31}"),
        (10**5000, "a number with too many digits"),
        (-(10**30), "a number with too many digits"),
        ("\ud800", r'"\ud800", with half a character'),
        ("x" * 1000, f'"{"x" * 79}…'),
        ("\x9b31m\x7f\n", r'"\u009b31m\u007f\n"'),
    ],
    ids=["deep", "endless", "long", "half", "wide", "control"],
)
def test_what_nobody_could_hold_is_refused_and_can_be_printed(data: object, found: str) -> None:
    [problem] = refusal(ROOM, {"sat": data})

    assert problem.startswith(f"room: sat: found {found}; allowed: a duration")
    assert problem.encode()


def test_a_key_that_is_no_text_is_named_so_that_it_can_be_printed() -> None:
    [problem] = refusal(ROOM, {"a\n\ud800": 1})

    assert problem == r'room: "a\n\\ud800": no such key; allowed: chairs, owner, sat'


def test_of_endless_problems_enough_are_told() -> None:
    assert len(refusal(ROOM, {f"key{n}": n for n in range(100_000)})) == 101


# Files


def test_bytes_that_are_no_utf8_are_told_by_their_line() -> None:
    with pytest.raises(ConfigError) as error:
        decoded(b"one\ntwo \xff\n", "file")

    assert str(error.value) == "file: line 2: not text in UTF-8; save the file as UTF-8"


@pytest.mark.parametrize("parse", [parse_toml, parse_json])
def test_a_mark_at_the_beginning_is_no_part_of_the_text(parse: Callable[..., object]) -> None:
    assert parse("\ufeff" + ("{}" if parse is parse_json else ""), "file") == {}


HOSTILE = [
    "[" * 100_000,
    '{"a":' * 100_000,
    "9" * 5000,
    '{"version": ' + "9" * 5000 + "}",
    '{"a": ' + "9" * 4000 + "}",
    '{"\\ud800": "\\udfff"}',
    '{"a": 1e999, "b": NaN, "c": -Infinity}',
    "a = " + "9" * 5000,
    "a = " + "9" * 4000,
    "a = 0x" + "f" * 20_000,
    "a = " + "[" * 400 + "]" * 400,
    "a" + ".a" * 2000 + " = 1",
    "a = inf\nb = nan\nc = 9999-12-31T23:59:59-23:59",
    "\x00",
    "\ufeff\ufeff",
]


def whole_settings(text: str) -> None:
    read_settings(parse_toml(text, "file"), "file")


def whole_day(text: str) -> None:
    list(read_day([text], "file"))


@pytest.mark.parametrize(
    "load",
    [whole_settings, import_json, lambda text: parse_catalogue(text, "file"), whole_day],
    ids=["settings", "history", "catalogue", "day"],
)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_file_is_more_than_its_reader_can_refuse(
    load: Callable[[str], object], text: str
) -> None:
    with pytest.raises(ConfigError) as error:
        load(text)

    assert str(error.value).encode()


JSON_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda items: st.lists(items, max_size=3) | st.dictionaries(st.text(), items, max_size=3),
    max_leaves=10,
)
KEYS = st.sampled_from(
    ["breaks", "work_hours", "hold", "every", "dates", "monday", "records", "id"]
)


@settings(deadline=None)  # machines are shared
@given(st.dictionaries(KEYS, JSON_LIKE | st.dictionaries(KEYS, JSON_LIKE, max_size=3), max_size=3))
def test_whatever_stands_there_is_read_or_refused_in_words(data: dict[str, object]) -> None:
    text = json.dumps(data)
    for load in (
        lambda: read_settings(data, "file"),
        lambda: import_json(text),
        lambda: whole_day(text),
    ):
        try:
            load()
        except ConfigError as error:
            assert str(error).encode()  # noqa: PT017  (many data are right, and many are not)


def test_the_codec_refuses_what_it_would_choke_on() -> None:
    with pytest.raises(ValueError, match="a number with too many digits; allowed: a whole number"):
        decode(int, 10**5000)
