"""The time zone of the place where the user is, as libc has it: everything shown here agrees with it.

That is what TZ says, else the system's zone file. What other programs write down about the zone,
such as /etc/timezone, does not count: it may be left over from another place.
"""

import io
import os
import re
import struct
import sys
import time
from contextlib import suppress
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo

LOCALTIME = "/etc/localtime"
_NAME = r"(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)"
_UNRULED = rf"{_NAME}[-+]?[0-9:]+{_NAME}(?:[-+]?[0-9:]+)?"
_USUAL_RULE = ",M3.2.0,M11.1.0"  # what libc takes where a rule leaves open when summer time is on

_UNREADABLE = (KeyError, ValueError, OSError)


class LocalZone:
    """Read at every round, for people travel and their laptops with them; mostly one `stat`.

    `localtime` is the system's zone file.
    """

    def __init__(self, localtime: str = LOCALTIME) -> None:
        self._localtime = localtime
        self._mark: object = None
        self._zone: tzinfo = UTC

    def read(self) -> tzinfo:
        mark = _mark(self._localtime)
        if mark is None or mark != self._mark:
            self._mark, self._zone = mark, local_zone(self._localtime)
            if sys.platform != "win32":
                time.tzset()  # libc keeps the zone it read first; the log's times and chores are its
        return self._zone


def local_zone(localtime: str = LOCALTIME) -> tzinfo:
    """The zone at this moment; UTC where it cannot be made out, which is what libc takes then."""
    try:
        return _zone(localtime)
    except _UNREADABLE as error:
        import logging  # noqa: PLC0415  (a command that knows its zone logs nothing)

        logging.getLogger(__name__).warning(
            "%s cannot be read (%s), so local time is taken to be UTC; set it with timedatectl "
            "set-timezone Europe/Warsaw, or with TZ=Europe/Warsaw",
            zone_source(),
            error,
        )
        return UTC


def why_unreadable() -> str | None:
    """What is wrong where UTC is only what is left; None where the zone can be read."""
    try:
        _zone(LOCALTIME)
    except _UNREADABLE as error:
        return str(error)
    return None


def zone_source() -> str:
    """Where the zone is read from, for people."""
    setting = os.environ.get("TZ")
    if setting is not None:
        return f"TZ={setting}"
    return "Windows" if sys.platform == "win32" else LOCALTIME


def zone_name(zone: tzinfo) -> str | None:
    """Its name or rule; None for a zone file that was copied and says of no place."""
    return zone.key if isinstance(zone, ZoneInfo) else str(zone)


def _zone(localtime: str) -> tzinfo:
    setting = os.environ.get("TZ")
    if setting is not None:
        return _set(setting.removeprefix(":"))
    if os.path.exists(localtime):  # noqa: PTH110  (spares the daemon a Path at each round)
        return _of_file(os.path.realpath(localtime))
    return _of_windows() if sys.platform == "win32" else UTC


def _mark(localtime: str) -> object:
    """Another one where the zone may be another; None where nothing cheap tells."""
    setting = os.environ.get("TZ")
    if setting is not None:
        return setting
    try:
        status = os.stat(localtime)  # noqa: PTH116  (of what it links to, at every round: no path is made)
    except OSError:
        return None if sys.platform == "win32" else ()
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _set(setting: str) -> tzinfo:
    """As TZ has it: a file, the name of a zone, or a rule such as CET-1CEST,M3.5.0,M10.5.0/3."""
    if setting == "":
        return UTC
    if os.path.isabs(setting):  # noqa: PTH117  (TZ is text, and mostly no path)
        return _of_file(os.path.realpath(setting))
    with suppress(*_UNREADABLE):
        return ZoneInfo(setting)
    return _by_rule(setting)


def _of_file(path: str) -> ZoneInfo:
    """By its name where it lies among the system's zones, so that it can be written down."""
    _before, separator, name = path.partition("/zoneinfo/")
    if separator:
        with suppress(*_UNREADABLE):
            return ZoneInfo(name)
    with open(path, "rb") as file:  # noqa: PTH123  (likewise)
        return ZoneInfo.from_file(file)


def _by_rule(rule: str) -> ZoneInfo:
    """A zone file of the second version ends with such a rule, which Python then goes by."""
    ruled = rule + _USUAL_RULE if re.fullmatch(_UNRULED, rule) else rule
    counts = struct.pack(">6l", 0, 0, 0, 0, 1, 4)
    nothing = b"TZif2" + bytes(15) + counts + struct.pack(">lbb", 0, 0, 0) + b"UTC\0"
    content = nothing + nothing + b"\n" + ruled.encode("ascii") + b"\n"
    return ZoneInfo.from_file(io.BytesIO(content), key=rule)


def _of_windows() -> tzinfo:
    import tzlocal  # noqa: PLC0415  (Windows has names of its own for zones)

    return tzlocal.reload_localzone()
