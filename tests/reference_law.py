"""The law of sitting a second time: written from its text by somebody who had not read `core`.

It is slow and plain on purpose. It knows the conditions that are on, the spells in which somebody
sat, and what is open; it goes from one instant at which anything could fall due to the next, and
looks at each what the rules say. Which move is chosen is none of its business: it is told.

Times are uptimes; `_wall` tells what the wall clock reads at one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import Any

from deskbreak.core.events import (
    Allowed,
    Answer,
    Answered,
    Began,
    ClockStepped,
    Condition,
    Ended,
    Event,
    Paused,
    Resumed,
    RulesChanged,
    Ticked,
)
from deskbreak.core.moment import ZERO, Moment
from deskbreak.core.policy import FullScreenHold
from deskbreak.core.state import Rules
from deskbreak.core.stretch import Group, Stretch, Where
from deskbreak.core.work_hours import WorkHours

COMPLETED = True
UNSURE = object()
"""Which minutes of a bout were stood, and so are no part of the hours they fell in.

So it is not sure, either, that a bout was wholly outside of them, and was kept or not.
"""
SAT_WITHIN = timedelta(minutes=10)
PARTIAL_COUNTS = timedelta(seconds=30)
Spells = list[list[Any]]
"""When somebody sat down, and when they stopped; None while they sit."""
STILLNESS = timedelta(minutes=1)
SHUT = {Condition.LOCKED, Condition.ASLEEP, Condition.STOPPED}


@dataclass
class Showing:
    """A proposal that was on screen, from `shown` until `closed`."""

    id: str
    stretch: Stretch
    shown: timedelta
    told: timedelta
    """When it was shown last."""
    again: bool = False
    closed: timedelta | None = None
    answered: bool = False
    slept_on: bool = False
    """It was open when the lid was closed."""
    locked_on: bool = False
    """It was open when the screen was locked."""


@dataclass
class Due:
    """What is kept until the next break: when it is due again, and what was shown."""

    at: timedelta | None = None
    """None: when seat time reaches `every`."""
    snoozes: int = 0
    counted: bool = False
    """This due moment was shown, and counts for the day on which it was."""
    stretch: Stretch | None = None
    gets_up: bool = False
    showings: list[Showing] = field(default_factory=list)


@dataclass
class Running:
    """A guided break."""

    stretch: Stretch
    started: timedelta
    length: timedelta
    spells: Spells
    due: Due
    last_break: "Break | None"
    """With the spells, what it ended if the move gets up."""

    def was_break(self, now: timedelta) -> bool:
        return self.stretch.gets_up and now - self.started >= PARTIAL_COUNTS


@dataclass
class Break:
    """The last natural break, as long as the user may say that there was none."""

    ended_at: datetime
    spells: Spells
    due: Due
    returned: timedelta | None = None


NONE = Stretch("none", "None", Group.STAND, Where.STANDING, gets_up=True)
"""Where deskbreak chose no move, because it does not think that one is due."""


class ReferenceLaw:
    def __init__(self, at: Moment, rules: Rules) -> None:
        self.now = at.uptime
        self.wall_now = at.wall
        self.rules = rules
        self.on: set[Condition] = set()
        self.input: timedelta | None = None
        self.seen = at.uptime
        self.shut_for = ZERO
        """How much of the absence was spent locked or asleep."""
        self.gone = True
        """The absence is a break: only input or an answer ends it."""
        self.up = False
        """After a break that gets up, until the first sign."""
        self.stood: timedelta | None = None
        self.spells: Spells = []
        """When somebody sat in this bout; the last has no end while they do."""
        self.due = Due()
        self.running: Running | None = None
        self.last_break: Break | None = None
        self.paused = False
        self.pause_ends: timedelta | None = None
        self.fell_due = False
        self.kept_from = False
        """It is due, and something keeps it from being asked."""
        self.askable: timedelta | None = None
        """Since when (or from when on) it can be asked, but for the lull."""
        self._read_calendar()
        self.days: list[date] = []
        """The day on which due moments were shown last, an entry for each of them."""
        self.ids = 0
        self.moves: list[Stretch] = []
        self.effects: list[tuple[Any, ...]] = []

    # what happens

    def happens(
        self, event: Event, rules: Rules, moves: list[Stretch], *, rules_out: bool = False
    ) -> list[tuple[Any, ...]]:
        """What is done about it, and about all that fell due before; `moves` are those chosen.

        `rules_out`: the new settings rule out what is on screen.
        """
        self.moves = moves
        self.effects = []
        self._live_until(event.at.uptime)
        self.rules = rules
        match event:
            case Began(what=what):
                self._begins(what)
            case Ended(what=what):
                self._ends(what)
            case Answered():
                self._answered(event)
            case Paused(length=length):
                self.paused = True
                self.pause_ends = None if length is None else self.now + length
            case Resumed() if self.paused:
                self.paused = False
            case Resumed():
                self._do("refuse")
            case RulesChanged():
                self._read_calendar()
                if rules_out and self.open is not None:
                    self._withdraw("ruled_out")
                    self.askable = self.now
                if self._is_due_before_now and not self.fell_due:
                    self.fell_due = self.kept_from = True
            case Allowed():  # of the choice of moves
                pass
            case ClockStepped(at=at):
                self.wall_now = at.wall
                self._read_calendar()
            case Ticked():
                self._look()
        self._note_signs()
        self._decide()
        self._withdraw_if_kept()
        return self.effects

    def _begins(self, what: Condition) -> None:
        if what in self.on:
            return
        self.on.add(what)
        if what is Condition.ASLEEP and self.due.showings:
            latest = self.due.showings[-1]
            is_just_gone = latest.closed == self.now or latest.locked_on
            latest.slept_on |= is_just_gone and not latest.answered
        if what is Condition.STANDING:
            self.stood = self.now
            self._close_spell(self.now)

    def _ends(self, what: Condition) -> None:
        if what not in self.on:
            return
        if what is Condition.ACTIVE:
            self._note_signs()
        self.on.remove(what)
        if what is Condition.LOCKED:
            self._input()
        if what is Condition.STANDING:
            self._stands_no_longer()

    def _stands_no_longer(self) -> None:
        self.on.discard(Condition.STANDING)
        self.stood = None
        if self.spells:
            self.spells.append([self.now, None])
        elif not self.gone and not self.up and self.running is None:
            self._sits_down()

    # time

    def _live_until(self, until: timedelta) -> None:
        """Events come before deadlines: what falls due at `until` itself is looked at later."""
        if until > self.now:
            self._look()
        while instants := [t for t in self._instants() if self.now < t < until]:
            self._go_to(min(instants))
            self._look()
        self._go_to(until)
        self._end_guide()  # lengths are measured, not raced
        self._decide()

    def _instants(self) -> Iterator[timedelta]:
        """Whenever anything could fall due; some of these mean nothing, which does no harm."""
        breaks = self.rules.settings.breaks
        yield self.seen + breaks.natural_break
        yield self.now + breaks.natural_break_locked - self.shut_for
        yield self.now + breaks.every - self.seat_time
        if self.input is not None:
            yield self.input + self.rules.settings.presence.limit
            yield self.input + breaks.lull
        if self.stood is not None:
            yield self.stood + breaks.natural_break
        if self.running is not None:
            yield self.running.started + self.running.length
        if self.due.at is not None:
            yield self.due.at
        if self.askable is not None:
            yield self.askable
            yield self.askable + breaks.wait_for_lull
        if self.open is not None:
            yield self.open.told + breaks.repeat_after
        if self.pause_ends is not None:
            yield self.pause_ends
        today = self._today
        for day in (today - DAY, today, today + DAY):
            yield self._uptime(first_pass(day, 0, self.rules.zone))
            for start, end in ranges_of(self.rules.settings.work_hours, day, self.rules.zone):
                yield self._uptime(start)
                yield self._uptime(end)

    def _go_to(self, now: timedelta) -> None:
        if self.on & {Condition.LOCKED, Condition.ASLEEP}:
            self.shut_for += now - self.now
        self.wall_now += now - self.now
        self.now = now
        self._note_signs()

    def _look(self) -> None:
        """All that is due at this instant."""
        self._read_calendar()
        self._note_signs()
        self._end_guide()
        self._decide()
        if self.paused and self.pause_ends is not None and self.now >= self.pause_ends:
            self.paused = False
        self.fell_due = self.is_due
        self._withdraw_if_kept()
        self._ask_again()
        self._ask()

    # signs of presence, absence and breaks

    @property
    def _is_shut(self) -> bool:
        return bool(self.on & SHUT)

    @property
    def _lasts(self) -> bool:
        presence = self.rules.settings.presence
        call = presence.calls and Condition.CALL in self.on
        return call or (presence.kept_awake and Condition.KEPT_AWAKE in self.on)

    @property
    def _is_lasting_now(self) -> bool:
        if self._is_shut or not self._lasts or self.input is None:
            return False
        return self.now < self.input + self.rules.settings.presence.limit

    def _note_signs(self) -> None:
        if self._is_shut:
            return
        if self.on & {Condition.ACTIVE, Condition.NO_INPUT_SENSE}:
            self._input()
        elif self._lasts and not self.gone and self.input is not None:
            seen = min(self.now, self.input + self.rules.settings.presence.limit)
            if seen > self.seen:
                self.seen = seen
                self.shut_for = ZERO

    def _input(self) -> None:
        if not self._is_shut:
            self.input = self.now
            self._sign()

    def _sign(self) -> None:
        """Input, or an answer: somebody is there."""
        if self._is_shut:
            return
        if self.input is None:
            self.input = self.now
        self.seen = self.now
        self.shut_for = ZERO
        if self.gone and self.last_break is not None and self.last_break.returned is None:
            self.last_break.returned = self.now
        was_up = self.gone or self.up
        self.gone = False
        if was_up and self.running is None:
            self._sits_down()

    def _sits_down(self) -> None:
        self.up = False
        if self.stood is None:
            self.spells = [[self.now, None]]
            self.due = Due()
            self._not_due()

    def _decide(self) -> None:
        """An absence or standing that has lasted long enough is a break."""
        breaks = self.rules.settings.breaks
        is_long = self.now - self.seen >= breaks.natural_break
        rests = bool(self.on & {Condition.LOCKED, Condition.ASLEEP})
        is_long |= rests and self.shut_for >= breaks.natural_break_locked
        if not self.gone and is_long:
            self._break(self.seen, is_absence=True)
            self.gone = True
            self.up = False
            if self.stood is not None:
                self._stands_no_longer()
        stood = self.stood
        if stood is not None and self.spells and self.now - stood >= breaks.natural_break:
            self._break(stood, is_absence=False)

    def _break(self, ended: timedelta, *, is_absence: bool) -> None:
        """The bout ended then."""
        if not self.spells:
            return
        taken = self._taken(ended)
        if self.open is not None:
            self._withdraw("away")
        seat_time = sat(self.spells, ended)
        if seat_time >= self.rules.settings.breaks.natural_break:
            outcome, stretch = ("taken", taken) if taken else ("natural", None)
            self._remember(outcome, stretch, self.spells, ended)
        last = Break(self._wall(ended), self.spells, self.due)
        self._bout_over()
        self.last_break = last if is_absence else None

    def _taken(self, ended: timedelta) -> Stretch | None:
        """The move of the proposal that makes of this break a taken one."""
        if not self.due.showings:
            return None
        first, latest = self.due.showings[0], self.due.showings[-1]
        if first.shown - ended > STILLNESS and not latest.slept_on:
            return None  # nobody can have seen it
        if latest.closed is None:
            return latest.stretch
        was_there = latest.slept_on or (latest.locked_on and Condition.LOCKED in self.on)
        was_open = (latest.shown <= ended or was_there) and ended <= latest.closed
        return latest.stretch if was_open and not latest.answered else None

    def _bout_over(self) -> None:
        self.spells = []
        self.due = Due()
        self.last_break = None
        self._not_due()

    def _close_spell(self, at: timedelta) -> None:
        if self.spells and self.spells[-1][1] is None:
            self.spells[-1][1] = at

    # what there is to see

    @property
    def state(self) -> str:
        """The first that holds."""
        is_gone = self.gone or self._is_shut
        found = {
            "on_break": self.running is not None,
            "paused": self.paused,
            "off_hours": not self.in_hours,
            "away": is_gone,
            "standing": self.stood is not None,
            "proposed": self.open is not None,
            "due": self.is_due,
        }
        otherwise = "away" if self.up else "seated"
        return next((name for name, holds in found.items() if holds), otherwise)

    @property
    def snoozes(self) -> int:
        return self.due.snoozes

    # asking

    @property
    def seat_time(self) -> timedelta:
        return sat(self.spells, self.now)

    @property
    def open(self) -> Showing | None:
        shown = self.due.showings
        return shown[-1] if shown and shown[-1].closed is None else None

    @property
    def is_due(self) -> bool:
        if not self.spells:
            return False
        if self.due.at is not None:
            return self.now >= self.due.at
        return self.seat_time >= self.rules.settings.breaks.every

    @property
    def _is_due_before_now(self) -> bool:
        """What falls due at this very instant is a deadline, and comes after the event."""
        if not self.is_due:
            return False
        if self.due.at is not None:
            return self.now > self.due.at
        return self.seat_time > self.rules.settings.breaks.every or self.stood is not None

    @property
    def obstacle(self) -> str | None:
        """What keeps it from being asked."""
        if Condition.STOPPED in self.on:
            return "stopped"
        if self.gone or self._is_shut:
            return "away"
        if self.paused:
            return "paused"
        if not self.in_hours:
            return "off_hours"
        if self.stood is not None:
            return "standing"
        if self.holds:
            return "held"
        if self._limit_spent:
            return "daily_limit"
        return None

    @property
    def holds(self) -> list[str]:
        hold = self.rules.settings.hold
        full = Condition.FULL_SCREEN in self.on
        if hold.full_screen is FullScreenHold.PRESENTATION:
            full = full and Condition.KEPT_AWAKE in self.on
        if hold.full_screen is FullScreenHold.NEVER:
            full = False
        found = {
            "call": hold.calls and Condition.CALL in self.on,
            "full_screen": full,
            "do_not_disturb": hold.do_not_disturb and Condition.DO_NOT_DISTURB in self.on,
        }
        return [name for name, is_on in found.items() if is_on]

    @property
    def _limit_spent(self) -> bool:
        limit = self.rules.settings.breaks.daily_limit
        is_new = not self.due.counted
        return is_new and limit > 0 and self.days.count(self.today) >= limit

    def _withdraw_if_kept(self) -> None:
        obstacle = self.obstacle
        if obstacle is not None and self.open is not None:
            self.open.slept_on = Condition.ASLEEP in self.on
            self.open.locked_on = Condition.LOCKED in self.on
            self._withdraw(obstacle)
        if self.open is not None:
            return
        if not self.is_due:
            self._not_due()
        elif self.fell_due and obstacle is not None:
            self.askable = None
            self.kept_from = True

    def _not_due(self) -> None:
        self.fell_due = self.kept_from = False
        self.askable = None

    def _ask(self) -> None:
        if self.open is not None or self.running is not None:
            return
        if not self.is_due or self.obstacle is not None:
            return
        if self.askable is None:
            settle = self.rules.settings.breaks.settle if self.kept_from else ZERO
            self.askable = self.now + settle
            self.kept_from = False
        if self.now >= self.askable and self._is_good_moment:
            self._propose()

    @property
    def _is_lull(self) -> bool:
        return self.input is None or self.now - self.input >= self.rules.settings.breaks.lull

    @property
    def _is_good_moment(self) -> bool:
        breaks = self.rules.settings.breaks
        assert self.askable is not None
        if Condition.NO_INPUT_SENSE in self.on or self.now >= self.askable + breaks.wait_for_lull:
            return True
        # while somebody types the last input is now; a lull of no length is awaited by nobody
        return self._is_lull

    def _propose(self) -> None:
        self.ids += 1
        stretch = self._chosen()
        if not self.due.counted:
            self.due.counted = True
            if self.today not in self.days:
                self.days = []  # also where the clock was set to a day that was lived before
            self.days.append(self.today)
        self.due.stretch = stretch
        self.due.showings.append(Showing(str(self.ids), stretch, self.now, self.now))
        self._tell_proposal(again=False)

    def _tell_proposal(self, *, again: bool) -> None:
        shown = self.open
        assert shown is not None
        snoozes = self.due.snoozes
        self._do(
            "propose", shown.id, shown.stretch.id, self.seat_time, snoozes, again, self._may_snooze
        )

    @property
    def _may_snooze(self) -> bool:
        return self.due.snoozes < self.rules.settings.breaks.snooze_limit

    def _ask_again(self) -> None:
        """Shown anew once; after as long again it is ignored."""
        shown, wait = self.open, self.rules.settings.breaks.repeat_after
        if shown is None:
            return
        if self.now < shown.told + wait:
            return
        if not shown.again:
            shown.again = True
            shown.told = self.now
            self._tell_proposal(again=True)
        else:
            self._withdraw("ignored")
            self._remember("ignored", shown.stretch, self.spells, None)
            self._due_again()

    def _due_again(self, *, gets_up: bool = False) -> None:
        """The bout runs on; the next due moment is `every` from now."""
        self.due = Due(at=self.now + self.rules.settings.breaks.every, gets_up=gets_up)
        self._not_due()

    def _withdraw(self, reason: str) -> None:
        shown = self.open
        assert shown is not None
        shown.closed = self.now
        self._do("withdraw", shown.id, reason)

    def _chosen(self) -> Stretch:
        return self.moves.pop(0) if self.moves else NONE

    # answers

    def _answered(self, event: Answered) -> None:
        shown = self.open
        if event.proposal is not None and (shown is None or shown.id != event.proposal):
            self._do("refuse")  # a late click
            return
        match event.answer:
            case Answer.START:
                self._start()
            case Answer.DONE:
                self._done()
            case Answer.SNOOZE if shown is not None and self._may_snooze:
                self._sign()
                self._close("snooze")
                self._snooze(shown.id, event.length)
            case Answer.SNOOZE if self.running is not None and self._guide_was_put_off_enough:
                self._do("refuse")
            case Answer.SNOOZE if self._may_put_off_guide:
                self._back_from_guide()
                self.due.counted = True
                self._snooze("", event.length)
            case Answer.SKIP if shown is not None:
                self._sign()
                self._close("skip")
                self._remember("skipped", shown.stretch, self.spells, None)
                self._due_again()
            case Answer.SWAP if shown is not None and self.moves:
                self._sign()
                self._close("swap")
                self._propose()
            case Answer.SWAP if self.running is not None and self.moves:
                self._another_guide()
            case Answer.SAT if self._may_say_sat:
                self._sat()
            case Answer.SNOOZE | Answer.CLOSED if self.running is not None:
                self._closed()
            case _:
                self._do("refuse")

    def _close(self, answer: str) -> None:
        if self.open is not None:
            self.open.answered = True
            self._withdraw(answer)

    def _start(self) -> None:
        if self.running is not None:
            self._do("refuse")
            return
        self._sign()
        self._close("start")
        self._guide(self.spells, self.due, self.last_break)

    def _guide(self, spells: Spells, due: Due, last_break: Break | None) -> None:
        stretch = self._chosen()
        breaks = self.rules.settings.breaks
        length = breaks.break_length if stretch.group is Group.WALK else stretch.length
        self._do("guide", stretch.id, length)
        if stretch.gets_up and not sat(spells, self.now):
            spells = []  # nobody sat before: they came for it, and sit once it is over
        self.running = Running(stretch, self.now, length, spells, due, last_break)
        if stretch.gets_up:
            self._bout_over()

    def _another_guide(self) -> None:
        was = self.running
        assert was is not None
        self._sign()
        if was.was_break(self.now):
            self._after_guide(was, "partial", self.now - was.started)
            self._guide([], Due(), None)
        else:
            self._guide(was.spells, was.due, was.last_break)

    def _end_guide(self) -> None:
        running = self.running
        if running is None or self.now < running.started + running.length:
            return
        self._finish_guide()

    def _finish_guide(self) -> None:
        running = self.running
        assert running is not None
        self.running = None
        self._do("end_guide", COMPLETED)
        self._after_guide(running, "done", min(self.now - running.started, running.length))

    def _after_guide(self, running: Running, outcome: str, exercised: timedelta) -> None:
        if running.stretch.gets_up:
            self._remember(outcome, running.stretch, running.spells, running.started, exercised)
            self.up = True
            self._note_signs()
            if self._is_lasting_now:  # also where an absence in the guide had become a break
                self._sign()
            elif not self._is_shut and self.seen == self.now:
                self._sits_down()
        else:
            self._remember(outcome, running.stretch, self.spells, None, exercised)
            self._due_again(gets_up=True)

    def _closed(self) -> None:
        running = self.running
        assert running is not None
        exercised = self.now - running.started
        if running.was_break(self.now):
            self.running = None
            self._do("end_guide", not COMPLETED)
            self._after_guide(running, "partial", exercised)
        else:
            self._back_from_guide()
            self._remember("partial", running.stretch, self.spells, None, exercised)
            self._due_again()
        self._sign()

    @property
    def _guide_was_put_off_enough(self) -> bool:
        """Once it was a break, a snooze only ends it."""
        limit = self.rules.settings.breaks.snooze_limit
        return (
            self.running is not None
            and self.running.due.snoozes >= limit
            and not self.running.was_break(self.now)
        )

    @property
    def _may_put_off_guide(self) -> bool:
        return self.running is not None and not self.running.was_break(self.now)

    def _back_from_guide(self) -> None:
        """The bout runs on as if the guide had not been."""
        running = self.running
        assert running is not None
        self._sign()
        self.running = None
        self._do("end_guide", not COMPLETED)
        self.spells, self.due = running.spells, running.due
        self.last_break = running.last_break
        if not self.spells:
            self._begins_anew()

    def _done(self) -> None:
        shown = self.open
        if self.running is not None:
            gets_up = self.running.stretch.gets_up
            self._finish_guide()
            self._sign()
            if gets_up:
                self._begins_anew()
            return
        if not self.spells:
            self._sign()
            if not self.spells:
                self._begins_anew()
            return
        self._sign()
        self._close("done")
        stretch = None if shown is None else shown.stretch
        if stretch is not None and not stretch.gets_up:
            self._remember("done", stretch, self.spells, None)
            self._due_again(gets_up=True)
            return
        self._remember("done", stretch, self.spells, self.now)
        self._bout_over()
        self._begins_anew()

    def _begins_anew(self) -> None:
        """An answer begins the next bout, also of whoever stands: with no seat time yet."""
        self._sits_down()
        if self.stood is not None:
            self.stood = self.now
            self.spells = [[self.now, self.now]]

    def _snooze(self, id_: str, length: timedelta | None) -> None:
        length = self.rules.settings.breaks.snooze[0] if length is None else length
        self._do("snoozed", id_, length)
        self.due.at = self.now + length
        self.due.snoozes += 1
        self._not_due()

    @property
    def _may_say_sat(self) -> bool:
        last = self.last_break
        if last is None or self.running is not None:
            return False
        return last.returned is None or self.now - last.returned <= SAT_WITHIN

    def _sat(self) -> None:
        last = self.last_break
        assert last is not None
        self._sign()
        self._do("void", last.ended_at)
        self.spells, self.due = last.spells, last.due
        self.spells[-1][1] = None  # sitting all along, and so not standing
        if self.stood is not None:
            self._close_spell(self.stood)
        self.last_break = None
        self.fell_due = self.is_due
        self.askable = self.now if self.is_due else None

    # the calendar, and what is kept

    def _wall(self, uptime: timedelta) -> datetime:
        return self.wall_now - (self.now - uptime)

    def _uptime(self, wall: datetime) -> timedelta:
        return self.now + (wall - self.wall_now)

    @property
    def _today(self) -> date:
        return self.wall_now.astimezone(self.rules.zone).date()

    def _read_calendar(self) -> None:
        """Hours and days that begin or end are deadlines, too: events come before them."""
        self.in_hours = self._is_within(self.wall_now)
        self.today = self._today

    @property
    def _has_hours(self) -> bool:
        hours = self.rules.settings.work_hours
        return hours.weekdays is not None or bool(hours.dates)

    def _is_within(self, wall: datetime) -> bool:
        today = wall.astimezone(self.rules.zone).date()
        ranges = self._hours_around(today)
        return not self._has_hours or any(start <= wall < end for start, end in ranges)

    def _hours_around(self, day: date) -> list[tuple[datetime, datetime]]:
        """The ranges of that date, and of those before and after that may reach into it."""
        hours, zone = self.rules.settings.work_hours, self.rules.zone
        days = (day - DAY, day, day + DAY)
        return [part for one in days for part in ranges_of(hours, one, zone)]

    def _remember(
        self,
        outcome: str,
        stretch: Stretch | None,
        spells: Spells,
        ended: timedelta | None,
        exercised: timedelta = ZERO,
    ) -> None:
        """A bout wholly outside the work hours is not recorded."""
        until = self.now if ended is None else ended
        ended_at = None if ended is None else self._wall(ended)
        name = None if stretch is None else stretch.id
        parts = () if ended is None else self._parts(spells, ended)
        has_stood = len(spells) > 1 or (bool(spells) and spells[-1][1] is not None)
        told = (name, sat(spells, until), ended_at, exercised)
        if ended is not None and has_stood:
            self._do("remember", outcome, *told, UNSURE)
        elif ended is None or parts or self._is_within(self._wall(until)):
            self._do("remember", outcome, *told, parts)

    def _parts(self, spells: Spells, over: timedelta) -> tuple[Any, ...]:
        """How much of it lay inside the work hours on each date."""
        sums: dict[date, timedelta] = {}
        for spell_start, spell_end in spells:
            start = self._wall(spell_start)
            end = self._wall(over if spell_end is None else min(spell_end, over))
            for day in days_of(start, end, self.rules.zone):
                whole = (
                    first_pass(day, 0, self.rules.zone),
                    first_pass(day + DAY, 0, self.rules.zone),
                )
                counted = max(start, whole[0])
                for part in sorted(self._hours_around(day)) if self._has_hours else [whole]:
                    # what two ranges share, where the clocks go back, is no more time than it is
                    until = min(end, whole[1], part[1])
                    sat_then = until - max(counted, part[0])
                    if sat_then > ZERO:
                        sums[day] = sums.get(day, ZERO) + sat_then
                        counted = until
        return tuple(sorted(sums.items()))

    def _do(self, *effect: Any) -> None:
        self.effects.append((self.now, *effect))


def sat(spells: Spells, until: timedelta) -> timedelta:
    """How long somebody sat in these spells, up to then."""
    total = ZERO
    for start, end in spells:
        total += max(ZERO, (until if end is None else min(end, until)) - start)
    return total


# the work hours

DAY = timedelta(days=1)


def days_of(start: datetime, end: datetime, zone: tzinfo) -> list[date]:
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    return [day + DAY * count for count in range((last - day).days + 1)]


@cache
def ranges_of(hours: WorkHours, day: date, zone: tzinfo) -> list[tuple[datetime, datetime]]:
    """When the ranges of that date begin and end, in UTC."""
    dates = dict(hours.dates)
    if day in dates:
        ranges = dates[day]
    elif hours.weekdays is not None:
        ranges = hours.weekdays[day.weekday()]
    elif hours.dates:  # other days have no limit
        return [(first_pass(day, 0, zone), first_pass(day + DAY, 0, zone))]
    else:
        return []
    found = []
    for part in ranges:
        last_day = day + DAY if part.end <= part.start else day
        found.append((first_pass(day, part.start, zone), last_pass(last_day, part.end, zone)))
    return found


@cache
def first_pass(day: date, minute: int, zone: tzinfo) -> datetime:
    """When the wall clock first reads so, or later, on that date."""
    return min(_passes(day, minute, zone))


def last_pass(day: date, minute: int, zone: tzinfo) -> datetime:
    return max(_passes(day, minute, zone))


def _passes(day: date, minute: int, zone: tzinfo) -> list[datetime]:
    naive = datetime.combine(day, time()) + timedelta(minutes=minute)
    both = [naive.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    exact = [wall for wall in both if wall.astimezone(zone).replace(tzinfo=None) == naive]
    if exact:
        return exact
    # the clock jumps over it: minute by minute to the end of the jump
    wall = min(both)
    while wall.astimezone(zone).replace(tzinfo=None) < naive:
        wall += timedelta(minutes=1)
    return [wall]
