"""A day, written down: JSON Lines in, what happened out. See docs/counting.md for the vocabulary."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from gettext import gettext as _

from deskbreak.core.events import Began, ClockStepped, Condition, Ended, Event
from deskbreak.core.moment import CLOCK_SETTLES, ZERO, Moment
from deskbreak.days.line import SLEW, SPANS, DayLine, SettingsSet, happening, parse_line
from deskbreak.days.value import malformed
from deskbreak.errors import ConfigError, Problem
from deskbreak.files.strict import MisfitError
from deskbreak.value import value


@value
class Over:
    """The day ends here, inclusive."""

    at: Moment


Happening = Event | SettingsSet | Over

_YEARS = 10  # every change of work hours in them is lived through
_LONGEST = timedelta(days=366 * _YEARS)
_BYTE_ORDER_MARK = "\ufeff"  # some editors on Windows begin with it


def first_zone(text: str) -> tzinfo | None:
    """The offset that the first line of a day is written in; None if it cannot be read."""
    line, _newline, _rest = text.lstrip(f"{_BYTE_ORDER_MARK} \t\r\n").partition("\n")
    try:
        return datetime.fromisoformat(json.loads(line)["at"]).tzinfo
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def read_day(lines: Iterable[str], source: str) -> Iterator[Happening]:
    """Everything that happened, in order; spans end where they end, and blank lines say nothing.

    Raises ConfigError, naming the line, at the first that is malformed or out of order.
    """
    day = _Day()
    for number, line in enumerate(lines, start=1):
        text = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
        if not text or text.isspace():
            continue
        try:
            happened = day.read(text, number)
        except MisfitError as error:
            problems = tuple(_in_line(number, problem) for problem in error.problems)
            raise ConfigError(source, problems) from None
        yield from happened
    yield from day.rest()


def _in_line(number: int, problem: Problem) -> Problem:
    line = _("line {number}").format(number=number)
    return replace(problem, place=f"{line}: {problem.place}" if problem.place else line)


class _Day:
    """The clocks as of the line before, and the spans that have not ended yet."""

    def __init__(self) -> None:
        self._last: Moment | None = None
        self._uptime_at_first: timedelta | None = None
        self._latest = ZERO
        self._ends: dict[Condition, timedelta] = {}
        self._started: timedelta | None = None

    def read(self, text: str, number: int) -> list[Happening]:
        line = parse_line(text)
        at = self._moment(line)
        if "session" in line and self._last is not None:
            found = _("session stands in a later line than the first")
            raise malformed(found, _("only the first line may have a session"))
        what = SPANS.get(line["event"]) if "until" in line else None
        if what is not None:
            happened = self._begun(what, at, line)
            self._last = at
        else:
            event = happening(at, line, number)
            happened = self._ended_by(at.uptime)
            missed = self._missed(at, event) if "uptime_s" not in line else []
            if missed:
                event = ClockStepped(missed[-1].at)
                self._resume_later(at.uptime, event.at.uptime - at.uptime)
            happened += [*missed, event]
            if isinstance(event, Began | Ended):  # so until the next word about it
                self._ends.pop(event.what, None)
            self._last = event.at  # a stepped clock goes on from where it was set to
        self._latest = max(self._latest, self._last.uptime)
        return happened

    def rest(self) -> list[Happening]:
        if self._last is None:
            return []
        return [*self._ended_by(self._latest), Over(self._last.at_uptime(self._latest))]

    def _begun(self, what: Condition, at: Moment, line: DayLine) -> list[Happening]:
        """Spans of one kind that overlap or touch are one."""
        until = at.uptime_at(line["until"])
        if until < at.uptime:
            raise malformed(_("until lies before at"), _("until is at or after at"))
        _check_reach(until, "until")
        self._latest = max(self._latest, until)
        if what is Condition.STOPPED:
            self._started = max(until, self._ends.get(what, until))
        end = self._ends.get(what)
        if end is None or end < at.uptime:
            happened = self._ended_by(at.uptime)
            self._ends[what] = until
            return [*happened, Began(at, what)]
        self._ends[what] = max(end, until)
        return self._ended_by(at.uptime)

    def _missed(self, at: Moment, event: Happening) -> list[Event]:
        """What a machine without a clock chip was off for, told as its clock is set after a start."""
        started = self._started
        if not isinstance(event, ClockStepped) or event.at.wall <= at.wall or started is None:
            return []
        if Condition.STOPPED in self._ends or at.uptime - started > CLOCK_SETTLES:
            return []
        until = at.uptime + (event.at.wall - at.wall)
        self._started = None
        ended = Moment(until, event.at.wall)
        return [Began(at, Condition.STOPPED), Ended(ended, Condition.STOPPED)]

    def _resume_later(self, at: timedelta, gap: timedelta) -> None:
        """Whatever was to go on goes on when the machine is back, and ends so much later."""
        self._ends = {what: end + gap for what, end in self._ends.items()}
        if self._latest > at:
            self._latest += gap

    def _ended_by(self, uptime: timedelta) -> list[Happening]:
        """The spans that are over by then, in order of their ends; typing stops before all else."""
        if not self._ends or self._last is None:
            return []
        over = [(end, what) for what, end in self._ends.items() if end <= uptime]
        over.sort()
        for _end, what in over:
            del self._ends[what]
        return [Ended(self._last.at_uptime(end), what) for end, what in over]

    def _moment(self, line: DayLine) -> Moment:
        wall = line["at"].astimezone(UTC)
        last = self._last
        slew = SLEW if "uptime_s" in line else ZERO
        if last is not None and wall < last.wall - slew:
            found = _("at {time} is out of order").format(time=line["at"].isoformat())
            allowed = _("each event is at or after the one before it, {time}")
            before = last.wall.astimezone(line["at"].tzinfo)  # on the clock of the line
            raise malformed(found, allowed.format(time=before.isoformat()))
        uptime = self._uptime(line, wall)
        if last is not None and uptime < last.uptime:
            raise malformed(_("uptime_s goes back"), _("uptime never goes back"))
        _check_reach(uptime, "at")
        return Moment(uptime, wall)

    def _uptime(self, line: DayLine, wall: datetime) -> timedelta:
        """As recorded, counted from the first that was; else the uptime follows the wall.

        With a session, from where that counts.
        """
        last = self._last
        follows = ZERO if last is None else last.uptime_at(wall)
        if "uptime_s" not in line:
            return follows
        recorded: timedelta = line["uptime_s"]
        if self._uptime_at_first is None:
            self._uptime_at_first = ZERO if "session" in line else recorded - follows
        return recorded - self._uptime_at_first


def _check_reach(uptime: timedelta, key: str) -> None:
    if uptime > _LONGEST:
        found = _("{key} lies more than {years} years after the first line")
        found = found.format(key=key, years=_YEARS)
        raise malformed(found, _("a day is shorter than that"))
