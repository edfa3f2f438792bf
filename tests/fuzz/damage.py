"""What becomes of good bytes in bad hands: cut, flipped, doubled, spliced, with strange values in them."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

_SIGNS = (b"\0", b"\xff", b"\xed\xa0\x80", b"\n", b"\r", b'"', b"'", b"\\", b"[", b"{", b"]", b"=")
_NUMBERS = (b"null", b"true", b"NaN", b"Infinity", b"-1", b"0", b"1e999", b"9" * 400, b"[" * 2000)
_TIMES = (b"9999-12-31T23:59:59.999999+00:00", b"0001-01-01T00:00:00Z", b"2026-02-30", b"24:00")
_NAMES = (b"../../etc/passwd", b"/dev/null", b"CON", b"\xe2\x80\xae", b"%s%n{0}", b"<script>")
STRANGE = _SIGNS + _NUMBERS + _TIMES + _NAMES + (b"x" * 5000,)
FOREIGN = (
    b"",
    b"\0" * 5000,
    b"hello\n" * 500,
    b"\xff\xfe\xfd" * 100,
    b"[" * 100_000,
    b'{"version": 99, "boot": "x", "session": {}}',
    b'{"version": 2}',
    b"null",
    b"PK\x03\x04" + b"\1" * 300,
    b"SQLite format 3\0" + b"\7" * 4080,
)
"""Whole files of other programs, and of other versions."""
GONE, RENAMED = object(), object()
"""What may become of a value besides being another."""
_PLAIN = (None, True, False, 0, -1, 1, 0.5, -0.0, 1e308, 2**63, 10**30, "", "x", "\ud800", "\u202e")
_LENGTHS = ("0s", "-5m", "1e9h", "24:00", "25:00-09:00", "23:00-01:00")
_MOMENTS = (
    "9999-12-31",
    "0001-01-01",
    "2026-02-30",
    "9999-12-31T23:59:59.999999+00:00",
    "0001-01-01T00:00:00+14:00",
    "1970-01-01T00:00:00Z",
    "2026-11-29T12:00:00+23:59",
)
_SHAPES: tuple[Any, ...] = ([], [[]], {}, {"": ""}, ["a"] * 300, "x" * 3000, "../../x")
VALUES: tuple[Any, ...] = _PLAIN + _LENGTHS + _MOMENTS + _SHAPES
"""What stands for a value: as JSON writes it, TOML reads most of it."""
_SIZES = (0, 1, 7, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF)
"""What stands for a length or a count, where bytes are no text."""
_SITES = st.floats(0, 1, allow_nan=False, exclude_max=True)
_CHANGES = st.lists(
    st.tuples(
        st.sampled_from(("flip", "cut", "double", "strange", "end", "splice")),
        _SITES,
        _SITES,
        st.sampled_from(STRANGE),
        st.integers(0, 255),
    ),
    min_size=1,
    max_size=4,
)
_OTHER_VALUES = st.lists(
    st.tuples(_SITES, _SITES, st.sampled_from((*VALUES, GONE, RENAMED)) | _SITES),
    min_size=1,
    max_size=4,
)
_OTHER_NUMBERS = st.lists(
    st.tuples(
        _SITES,
        st.sampled_from((1, 2, 4)),
        st.sampled_from(("little", "big")),
        st.sampled_from(_SIZES) | st.integers(-4, 4),
    ),
    min_size=1,
    max_size=4,
)


@st.composite
def damaged(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """One of the seeds after some mishaps, of its values or of its bytes; now and then none of them."""
    how = draw(st.integers(0, 9))
    if how == 0:
        return draw(st.binary(max_size=400) | st.sampled_from(FOREIGN))
    seed = draw(st.sampled_from(seeds))
    if how < 6:
        if is_text(seed):
            return _with_values(seed, draw(_OTHER_VALUES))
        return _with_numbers(seed, draw(_OTHER_NUMBERS))
    content = bytearray(seed)
    for change in draw(_CHANGES):
        _change(content, seeds, *change)
    return bytes(content)


def is_text(content: bytes) -> bool:
    try:
        return b"\0" not in content and bool(content.decode())
    except UnicodeDecodeError:
        return False


def places(whole: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where in it there is a value, by the keys and numbers that lead there."""
    if place:
        yield place
    if isinstance(whole, dict | list):
        for key, part in whole.items() if isinstance(whole, dict) else enumerate(whole):
            yield from places(part, (*place, key))


def put(whole: Any, place: tuple[Any, ...], value: Any) -> Any:
    """The same, with the value there; GONE: without it, RENAMED: under another key."""
    if not place:
        return value
    key, *rest = place
    copy = dict(whole) if isinstance(whole, dict) else list(whole)
    if rest or (value is not GONE and value is not RENAMED):
        copy[key] = put(whole[key], tuple(rest), value)
        return copy
    del copy[key]
    if value is RENAMED and isinstance(copy, dict):
        copy[f"{key}s"] = whole[key]
    return copy


def _at(whole: Any, place: tuple[Any, ...]) -> Any:
    for key in place:
        whole = whole[key]
    return whole


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
        case _:  # a flip of nothing
            return


def _with_numbers(seed: bytes, numbers: list[tuple[float, int, Any, int]]) -> bytes:
    """A small one is added to what is there, others are put in its place."""
    content = bytearray(seed)
    for site, width, order, number in numbers:
        at = int(site * len(content)) // width * width
        was = int.from_bytes(content[at : at + width], order)
        now = number if number in _SIZES else was + number
        content[at : at + width] = (now % 256**width).to_bytes(width, order)
    return bytes(content)


def _with_values(seed: bytes, values: list[tuple[float, float, Any]]) -> bytes:
    """Others in the place of some: a site chooses where, or which other value of the same file."""
    try:
        json.loads(seed)
        lines = [seed]
    except ValueError:
        lines = seed.splitlines()
    for line_site, site, value in values:
        number = int(line_site * len(lines))
        lines[number] = _with_value(lines[number], site, value)
    return b"\n".join(lines)


def _with_value(line: bytes, site: float, value: Any) -> bytes:
    try:
        whole = json.loads(line)
    except ValueError:
        return _with_another_right_side(line, value)
    there = tuple(places(whole))
    if not there:
        return line
    place = there[int(site * len(there))]
    if isinstance(value, float) and 0 < value < 1:  # one of its own, somewhere else
        value = _at(whole, there[int(value * len(there))])
    return json.dumps(put(whole, place, value)).encode()


def _with_another_right_side(line: bytes, value: Any) -> bytes:
    """Of a line of TOML."""
    key, equals, old = line.partition(b"=")
    if value is GONE:
        return b""
    if not equals:
        return line
    if value is RENAMED:
        return key.rstrip() + b"s =" + old
    return key + equals + b" " + json.dumps(value).encode()
