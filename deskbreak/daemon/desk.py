"""All that is done about what the core decides: keep it, show it, tell it, and read the rules anew."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import assert_never

from deskbreak.core.effect_words import in_short
from deskbreak.core.effects import (
    Adjust,
    Advise,
    CountSnooze,
    Effect,
    EndGuide,
    Guide,
    LeaveOut,
    NoteFeeling,
    Propose,
    Refuse,
    Remember,
    Suggest,
    Void,
    Withdraw,
)
from deskbreak.core.events import Answered
from deskbreak.core.last_week import week_to_tell
from deskbreak.core.moment import Moment
from deskbreak.core.state import Rules, Session
from deskbreak.core.view import State, View, view
from deskbreak.daemon.chores import Chores
from deskbreak.daemon.complaints import Complaints
from deskbreak.daemon.fronts import Front
from deskbreak.daemon.guard import Guard
from deskbreak.daemon.hooks import run_hooks, tell_answer, tell_state
from deskbreak.daemon.keeper import Keeper
from deskbreak.daemon.loop import LATER
from deskbreak.daemon.passages import Passages
from deskbreak.daemon.rulebook import Rulebook
from deskbreak.daemon.service import Service
from deskbreak.daemon.speech import speak_of
from deskbreak.days.last_days import LastDays
from deskbreak.sensors.clock import Clock
from deskbreak.session.snapshot import Snapshot

_LOG = logging.getLogger(__name__)
_OF_A_BODY = logging.getLogger(f"{__name__}.body")
"""What a problem report leaves out."""


class Desk:
    """What `loop.Performer` wants. Whatever fails here, the next round comes.

    `upkeep` sees to the daemon itself once a round; it tells when it wants to do so again.
    """

    def __init__(
        self,
        front: Front,
        service: Service,
        keeper: Keeper,
        rulebook: Rulebook,
        clock: Clock,
        guard: Guard,
        complaints: Complaints,
        passages: Passages,
        last_days: LastDays,
        upkeep: Callable[[Moment], timedelta | None],
        told_week: Path,
    ) -> None:
        self._front = front
        self._service = service
        self._keeper = keeper
        self._rulebook = rulebook
        self._clock = clock
        self._guard = guard
        self._complaints = complaints
        self._state: State | None = None
        self._standing: Propose | Guide | None = None
        self._passages = passages
        self._last_days = last_days
        self._upkeep = upkeep
        self._told_week_mark, self._told_week = told_week, date.min
        tidy = partial(guard.attempt, _("daily upkeep"), lambda: keeper.tidy(clock.now().wall))
        self._chores = Chores((tidy,))

    def keep(self, session: Session, effects: tuple[Effect, ...], rules: Rules) -> None:
        """Save first, then perform, so that being killed in between loses nothing."""
        boot, offset = self._clock.boot_id(), self._clock.offset
        self._keeper.keep(Snapshot(boot, session, seed=rules.seed, offset=offset), effects)
        for effect in effects:
            self._perform(effect, rules)

    def answered(self, event: Answered, rules: Rules) -> None:
        self._guard.attempt(_("hook"), partial(tell_answer, event, rules))

    def reply(self, answer: Callable[[], None]) -> None:
        self._guard.attempt(_("answer"), answer)

    def show(self, session: Session, rules: Rules, now: Moment) -> timedelta | None:
        """Show how things stand, and look whether the settings file changed."""
        seen = view(session, rules, now)
        guard = self._guard
        if seen.state is not self._state:
            before, self._state = self._state, seen.state
            guard.attempt(_("hook"), partial(tell_state, seen, before, rules))
        again = guard.attempt(_("upkeep"), partial(self._upkeep, now))
        self._passages.look(session, rules)
        guard.attempt(_("your last days"), partial(self._last_days.look, session, rules))
        if (now_so := standing_now(self._standing, seen)) is not None:
            self._standing = now_so
            guard.attempt(_("notification"), partial(self._front.perform, now_so, rules))
        guard.keep_trying(_("display"), partial(self._front.show, seen, rules))
        if (monday := week_to_tell(session, rules, self._told_week)) is not None:
            guard.attempt(_("summary of the week"), partial(self._sum_up, monday, now, rules))
        guard.attempt(_("watchers"), partial(self._service.show, seen, session, rules))
        guard.attempt(_("settings"), self._rulebook.look_at_settings)
        guard.keep_trying(_("complaint"), partial(self._complaints.pass_on, self._front.tell))
        rests = [self._chores.do_what_is_due(), self._keeper.rest or LATER, LATER]
        chores = now.uptime + min(rests)
        return min(until for until in (seen.until, chores, again) if until is not None)

    def _sum_up(self, monday: date, now: Moment, rules: Rules) -> None:
        """Whatever fails, it is not tried again before the next Monday."""
        from deskbreak.daemon.weekly import tell_week, told_week  # noqa: PLC0415  (on Mondays alone)

        self._told_week = monday
        if told_week(self._told_week_mark) == monday:
            return
        weeks = self._keeper.two_weeks(monday, now, rules)
        if weeks is None:
            self._told_week = date.min  # the next round asks again
        else:
            tell_week(self._told_week_mark, monday, weeks, self._front.sum_up)

    def _perform(self, effect: Effect, rules: Rules) -> None:
        if isinstance(effect, Propose | Guide):
            self._standing = effect
        short = in_short(effect)
        if short is not None:
            _log_of(effect).info("%s", short)
        for part, perform in (
            (_("notification"), self._front.perform),
            (_("hook"), run_hooks),
            (_("speech"), speak_of),
        ):
            # by kind: that nothing fails with a withdrawal says nothing about the next proposal
            named = f"{part} ({type(effect).__name__})"
            self._guard.attempt(named, partial(perform, effect, rules))


def standing_now(standing: Propose | Guide | None, seen: View) -> Propose | Guide | None:
    """What is proposed or guided, told anew; None where it reads as it was told, or is over.

    Meanwhile a caution may have eased it, and its steps of before are what to leave out by now.
    """
    match standing:
        case None:
            return None
        case Propose():
            is_open = seen.proposal is not None and seen.proposal.id == standing.id
            stretch = seen.proposal.stretch if seen.proposal is not None and is_open else None
        case Guide():
            stretch = None if seen.running is None else seen.running.stretch
        case _:
            assert_never(standing)
    if stretch is None or stretch == standing.stretch or stretch.id != standing.stretch.id:
        return None
    return replace(standing, stretch=stretch)


def _log_of(effect: Effect) -> logging.Logger:
    """Which moves come, and how they were, tells of a body."""
    match effect:
        case Advise() | Adjust() | Suggest() | Propose() | Guide() | LeaveOut() | NoteFeeling():
            return _OF_A_BODY
        case Withdraw() | EndGuide() | Remember() | CountSnooze() | Void() | Refuse():
            return _LOG
        case _:
            assert_never(effect)
