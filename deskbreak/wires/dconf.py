"""Reads one switch from the database in which GNOME keeps what the user has set (GVDB)."""

import struct
from collections.abc import Iterator

_MAGIC = b"GVariant"
_MAGIC_SWAPPED = b"raVGtnai"
_NO_PARENT = 0xFFFFFFFF
_BLOOM_SIZE = (1 << 27) - 1
_VALUE = b"v"
_DEEPEST = 64


def read_switch(database: bytes, key: str) -> bool | None:
    """Whether it is on; None where the user has never set it. ValueError: it is no database."""
    try:
        return _switch(database, key.encode())
    except (IndexError, struct.error) as error:
        raise ValueError(str(error)) from error


def _switch(data: bytes, key: bytes) -> bool | None:
    if data[:8] not in {_MAGIC, _MAGIC_SWAPPED}:
        raise ValueError("no GVDB")
    order = "<" if data[:8] == _MAGIC else ">"
    items = tuple(_items(data, order))
    for number, (_parent, name, kind, value) in enumerate(items):
        if kind == _VALUE and key.endswith(name) and _full_name(items, number) == key:
            return value == b"\1\0b"  # a boolean within a variant
    return None


_Item = tuple[int, bytes, bytes, bytes]
"""The number of its parent, its name below that, its kind and its value."""


def _items(data: bytes, order: str) -> Iterator[_Item]:
    start, end = struct.unpack_from(f"{order}16xII", data)
    blooms, buckets = struct.unpack_from(f"{order}II", data, start)
    first = start + 8 + 4 * (blooms & _BLOOM_SIZE) + 4 * buckets
    for at in range(first, end, 24):
        fields = struct.unpack_from(f"{order}4xIIHcxII", data, at)
        parent, name, length, kind, value, value_end = fields
        yield parent, data[name : name + length], kind, data[value:value_end]


def _full_name(items: tuple[_Item, ...], number: int) -> bytes:
    name = b""
    for _level in range(_DEEPEST):
        parent, own, _kind, _value = items[number]
        name = own + name
        if parent == _NO_PARENT:
            return name
        number = parent
    raise ValueError("its keys go round in circles")
