"""The key that an X server gave to its user, as xauth keeps it in a file."""

import socket
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

if sys.platform == "win32":
    raise ImportError("Windows has no X server to ask")

COOKIE_KIND = b"MIT-MAGIC-COOKIE-1"
_FAMILY_INTERNET, _FAMILY_INTERNET6, _FAMILY_LOCAL, _FAMILY_WILD = 0, 6, 256, 65535


def cookie(environment: Mapping[str, str], display: int, link: socket.socket) -> bytes:
    """The key the X server gave to its user; empty if there is none, which some servers accept."""
    home = Path(environment.get("HOME", "/"))
    file = Path(environment.get("XAUTHORITY") or home / ".Xauthority")
    try:
        entries = file.read_bytes() if file.is_file() else b""  # nobody waits for a pipe
    except OSError:
        return b""
    wanted = _family_and_address(link)
    for family, address, number, kind, secret in _entries(entries):
        is_here = family == _FAMILY_WILD or (family, address) == wanted
        is_this = number in {b"", str(display).encode()}
        if is_here and is_this and kind == COOKIE_KIND:
            return secret
    return b""


def _family_and_address(link: socket.socket) -> tuple[int, bytes]:
    local = _FAMILY_LOCAL, socket.gethostname().encode()
    if link.family == socket.AF_UNIX:
        return local
    host = link.getpeername()[0]
    if host in {"127.0.0.1", "::1"}:  # an X server forwarded by ssh is entered as a local one
        return local
    family = _FAMILY_INTERNET if link.family == socket.AF_INET else _FAMILY_INTERNET6
    return family, socket.inet_pton(link.family, host)


def _entries(data: bytes) -> Iterator[tuple[int, bytes, bytes, bytes, bytes]]:
    at = 0
    while at < len(data):
        family = int.from_bytes(data[at : at + 2])
        at += 2
        fields = []
        for _field in range(4):
            end = at + 2 + int.from_bytes(data[at : at + 2])
            fields.append(data[at + 2 : end])
            at = end
        address, number, kind, cookie = fields
        yield family, address, number, kind, cookie
