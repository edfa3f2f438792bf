"""A recording: all that the core was told, as the lines of a day that replays to the same decisions.

Every tick is written, though what falls due comes by itself: a tick tells what was decided before
an event of the same moment, how far the wall clock has drifted, and where the recording ends.
"""

import errno
import json
import os
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from gettext import gettext as _
from io import FileIO
from pathlib import Path
from typing import assert_never
from zoneinfo import ZoneInfo

from deskbreak.core.answers import SAYINGS, Carried
from deskbreak.core.duration import format_duration
from deskbreak.core.events import (
    Allowed,
    Answered,
    Began,
    ClockStepped,
    Ended,
    Event,
    Paused,
    Resumed,
    RulesChanged,
    Ticked,
)
from deskbreak.core.moment import ZERO, Moment
from deskbreak.core.policy import Settings
from deskbreak.core.session import begin
from deskbreak.core.state import Rules, Session
from deskbreak.days.line import SLEW, SPANS
from deskbreak.errors import StorageError
from deskbreak.files.codec import encode
from deskbreak.files.plain import plainly
from deskbreak.settings.file import spell_settings

Details = dict[str, object]
"""What a line tells beside when and what."""

_SECOND = timedelta(seconds=1)


def new_recording(path: Path) -> FileIO:
    """An empty file that the user alone may read; StorageError if it cannot be had."""
    try:
        return open(path, "xb", buffering=0, opener=plainly)
    except FileExistsError as error:
        message = _("{path} already exists: name a new file to record to, or remove this one")
        raise StorageError(message.format(path=path)) from error
    except OSError as error:
        message = _(
            "{path} cannot be recorded to ({reason}): name a file in a folder you can write to"
        )
        raise StorageError(message.format(path=path, reason=error.strerror)) from error


class Recorder:
    """Writes down what the loop tells it from `session` on, each line at once.

    Whoever opened the file closes it.
    Where the file cannot be written to any more, that is complained about once, and the daemon
    goes on without a recording. Of the settings, the keys in `without` are left out.
    """

    def __init__(
        self,
        file: FileIO,
        session: Session,
        rules: Rules,
        complain: Callable[[str], None],
        without: Collection[str] = (),
    ) -> None:
        self._file = file
        self._complain = complain
        self._without = without
        self._rules = rules
        self._now = self._written = session.at
        keys: Details = {
            "set": self._dotted(rules.settings),
            "seed": rules.seed,
            "zone": self._zone(rules),
        }
        if session != begin(session.at, rules):
            keys["session"] = encode(session)
        self._write(session.at, "settings", keys)

    def record(self, events: tuple[Event, ...], rules: Rules) -> None:
        """Call it with all events in the order in which the core gets them, and before it does."""
        left = [self._as_taken(event) for event in events]
        while left:
            event, *left = left
            if isinstance(event, Began) and left and _is_the_end_of(event, left[0]):
                until = self._local(left.pop(0).at.wall)
                self._write(event.at, event.what, {"until": until})
            else:
                self._write_event(event, rules)

    def _as_taken(self, event: Event) -> Event:
        """The core takes what is dated back as happening at its own latest moment."""
        if event.at.uptime >= self._now.uptime:
            self._now = event.at
        return replace(event, at=self._now)

    def _write_event(self, event: Event, rules: Rules) -> None:
        at = event.at
        match event:
            case Began(what=what):
                self._write(at, what, {"on": True})
            case Ended(what=what):
                self._write(at, what, {"on": False})
            case Answered():
                self._write(at, "answer", _keys_of(event))
            case Paused(length=length):
                self._write(at, "pause", _length(length))
            case Resumed():
                self._write(at, "resume", {})
            case Allowed(group=group):
                self._write(at, "allow", {"group": group})
            case RulesChanged():
                self._write(at, "settings", self._changed(rules))
            case ClockStepped():
                self._write_step(at)
            case Ticked():
                self._write(at, "tick", {})
            case _:
                assert_never(event)

    def _changed(self, rules: Rules) -> Details:
        before, self._rules = self._rules, rules
        old, new = self._dotted(before.settings), self._dotted(rules.settings)
        keys: Details = {"set": {key: value for key, value in new.items() if value != old[key]}}
        if rules.seed != before.seed:
            keys["seed"] = rules.seed
        if rules.zone != before.zone:
            keys["zone"] = self._zone(rules)
        return keys

    def _dotted(self, settings: Settings) -> Details:
        """All settings as a line sets them; work hours are one value."""
        dotted: Details = {}
        for section, values in spell_settings(settings).items():
            if section == "work_hours":
                dotted[section] = values
            else:
                dotted |= {f"{section}.{key}": value for key, value in values.items()}
        return {key: value for key, value in dotted.items() if key not in self._without}

    def _zone(self, rules: Rules) -> str:
        """Its name, or its present offset where it has none that could be read back."""
        if isinstance(rules.zone, ZoneInfo) and rules.zone.key is not None:
            with suppress(KeyError, ValueError, OSError):
                return ZoneInfo(rules.zone.key).key
        offset = self._now.wall.astimezone(rules.zone).utcoffset()
        return str(timezone(offset or ZERO))

    def _write(self, at: Moment, name: str, keys: Details) -> None:
        if at.wall < self._written.wall - SLEW:  # set back, and nobody has said so yet
            self._write_step(at)
        self._put(at, name, keys)
        self._written = at

    def _write_step(self, to: Moment) -> None:
        before = self._written.at_uptime(to.uptime)
        self._put(before, "clock", {"to": self._local(to.wall)})
        self._written = to

    def _put(self, at: Moment, name: str, keys: Details) -> None:
        if self._file.closed:
            return
        when = {"at": self._local(at.wall), "uptime_s": at.uptime.total_seconds()}
        try:
            _write_whole(self._file, json.dumps({**when, "event": name, **keys}).encode() + b"\n")
        except OSError as error:
            self._file.close()
            message = _("{path} can no longer be written to ({reason}): the recording ends there")
            self._complain(message.format(path=self._file.name, reason=error.strerror))

    def _local(self, wall: datetime) -> str:
        return wall.astimezone(self._rules.zone).isoformat()


def _write_whole(file: FileIO, line: bytes) -> None:
    if file.write(line) != len(line):  # the last that a full disk takes
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _is_the_end_of(began: Began, following: Event) -> bool:
    """The two are one line with `until`, which is on the clock of its line."""
    ended = Ended(began.at.at_uptime(following.at.uptime), began.what)
    return began.what in SPANS.values() and following == ended


def _keys_of(answered: Answered) -> Details:
    """Only what the core heeds."""
    keys: Details = {"answer": answered.answer}
    if answered.proposal is not None:
        keys["id"] = answered.proposal
    match SAYINGS[answered.answer].carries:
        case Carried.LENGTH:
            keys |= _length(answered.length)
        case Carried.LENGTH_OR_PLAN:
            keys |= _length(answered.length)
            keys |= {} if answered.plan is None else {"plan": answered.plan}
        case Carried.STRETCH | Carried.PAST_STRETCH:
            keys |= {} if answered.stretch is None else {"stretch": answered.stretch}
            keys |= {"anyway": True} if answered.anyway else {}
        case None:
            pass
        case carried:
            assert_never(carried)
    return keys


def _length(length: timedelta | None) -> Details:
    if length is None:
        return {}
    if length <= ZERO or length % _SECOND:
        return {"for_s": length.total_seconds()}
    return {"for": format_duration(length)}
