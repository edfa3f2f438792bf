"""What becomes of good bytes in bad hands: cut, flipped, doubled, spliced, with strange values in them."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

STRANGE = (
    *(
        b"\0",
        b"\xff",
        b"\xed\xa0\x80",
        b"\n",
        b"\r",
        b'"',
        b"'",
        b"\\",
        b"[",
        b"{",
        b"]",
        b"}",
        b"=",
    ),
    *(b"null", b"true", b"NaN", b"Infinity", b"-1", b"0", b"1e999", b"9" * 400, b"[" * 2000),
    *(b"9999-12-31T23:59:59.999999+00:00", b"0001-01-01T00:00:00+00:00", b"2026-02-30", b"24:00"),
    *(
        b"../../etc/passwd",
        b"/dev/null",
        b"CON",
        b"\xe2\x80\xae",
        b"x" * 5000,
        b"%s%n{0}",
        b"<script>",
    ),
)
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 0.5, -0.0, 1e308, 2**63, 10**30, "", "x", "0s", "-5m", "1e9h"),
    *("24:00", "25:00-09:00", "23:00-01:00", "9999-12-31", "0001-01-01", "2026-02-30", "\ud800"),
    *("9999-12-31T23:59:59.999999+00:00", "0001-01-01T00:00:00+14:00", "1970-01-01T00:00:00Z"),
    *(
        "2026-11-29T12:00:00+23:59",
        "x" * 3000,
        "\u202e",
        "../../x",
        [],
        [[]],
        {},
        {"": ""},
        ["a"] * 300,
    ),
)
"""What stands for a value: as JSON writes it, TOML reads most of it."""
_SITES = st.floats(0, 1, allow_nan=False, exclude_max=True)
_CHANGES = st.lists(
    st.tuples(
        st.sampled_from(("flip", "cut", "double", "strange", "end", "splice")),
        _SITES,
        _SITES,
        st.sampled_from(STRANGE),
        st.integers(0, 255),
    ),
    max_size=4,
)
_VALUES = st.lists(
    st.tuples(_SITES, _SITES, st.sampled_from(VALUES) | _SITES), min_size=1, max_size=4
)


@st.composite
def damaged(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """One of the seeds after some mishaps: of its values, of its bytes; now and then just any bytes."""
    how = draw(st.integers(0, 9))
    if how == 0:
        return draw(st.binary(max_size=400))
    seed = draw(st.sampled_from(seeds))
    if how < 6:
        return _with_values(seed, draw(_VALUES))
    content = bytearray(seed)
    for change in draw(_CHANGES):
        _change(content, seeds, *change)
    return bytes(content)


def _change(
    content: bytearray,
    seeds: tuple[bytes, ...],
    how: str,
    one: float,
    other: float,
    word: bytes,
    number: int,
) -> None:
    first, last = sorted(int(site * len(content)) for site in (one, other))
    last = min(last, first + 200)
    match how:
        case "flip" if first < len(content):
            content[first] = number
        case "cut":
            del content[first:last]
        case "double":
            content[first:first] = content[first:last]
        case "strange":
            content[first:last] = word
        case "end":
            del content[first:]
        case "splice":
            seed = seeds[number % len(seeds)]
            content[first:] = seed[int(other * len(seed)) :]
        case _:
            return


def _with_values(seed: bytes, values: list[tuple[float, float, Any]]) -> bytes:
    """Others in the place of some: a site chooses where, or which other value of the same file."""
    lines = seed.splitlines()
    for line_site, site, value in values:
        number = int(line_site * len(lines))
        lines[number] = _with_value(lines[number], site, value)
    return b"\n".join(lines)


def _with_value(line: bytes, site: float, value: Any) -> bytes:
    try:
        whole = json.loads(line)
    except ValueError:
        key, equals, _old = line.partition(b"=")
        return key + equals + json.dumps(value).encode() if equals else line
    places = tuple(_places(whole))
    if not places:
        return line
    place = places[int(site * len(places))]
    if isinstance(value, float) and 0 < value < 1:  # one of its own, somewhere else
        value = _at(whole, places[int(value * len(places))])
    return json.dumps(_put(whole, place, value)).encode()


def _places(whole: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if place:
        yield place
    if isinstance(whole, dict | list):
        for key, part in whole.items() if isinstance(whole, dict) else enumerate(whole):
            yield from _places(part, (*place, key))


def _at(whole: Any, place: tuple[Any, ...]) -> Any:
    for key in place:
        whole = whole[key]
    return whole


def _put(whole: Any, place: tuple[Any, ...], value: Any) -> Any:
    if not place:
        return value
    copy = dict(whole) if isinstance(whole, dict) else list(whole)
    copy[place[0]] = _put(whole[place[0]], place[1:], value)
    return copy
