"""All that is done about what the core decides: keep it, show it, tell it, and read the rules anew."""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from gettext import gettext as _

from deskbreak.core.effect_words import in_short
from deskbreak.core.effects import Effect
from deskbreak.core.moment import Moment
from deskbreak.core.state import Rules, Session
from deskbreak.core.view import view
from deskbreak.daemon.chores import Chores
from deskbreak.daemon.complaints import Complaints
from deskbreak.daemon.fronts import Front
from deskbreak.daemon.guard import Guard
from deskbreak.daemon.hooks import run_hooks
from deskbreak.daemon.keeper import Keeper
from deskbreak.daemon.rulebook import Rulebook
from deskbreak.daemon.service import Service
from deskbreak.daemon.speech import speak_of
from deskbreak.sensors.clock import Clock
from deskbreak.session.snapshot import Snapshot

_LOG = logging.getLogger(__name__)
_NEVER = timedelta(days=1)


class Desk:
    """What `loop.Performer` wants. Whatever fails here, the next round comes."""

    def __init__(
        self,
        front: Front,
        service: Service,
        keeper: Keeper,
        rulebook: Rulebook,
        clock: Clock,
        guard: Guard,
        complaints: Complaints,
    ) -> None:
        self._front = front
        self._service = service
        self._keeper = keeper
        self._rulebook = rulebook
        self._clock = clock
        self._guard = guard
        self._complaints = complaints
        tidy = partial(guard.attempt, _("daily upkeep"), keeper.tidy)
        look_at_zone = partial(guard.attempt, _("time zone"), rulebook.look_at_zone)
        self._chores = Chores((tidy, look_at_zone))

    def keep(self, session: Session, effects: tuple[Effect, ...], rules: Rules) -> None:
        """Save first, then perform, so that being killed in between loses nothing."""
        boot, offset = self._clock.boot_id(), self._clock.offset
        self._keeper.keep(Snapshot(boot, session, seed=rules.seed, offset=offset), effects)
        for effect in effects:
            self._perform(effect, rules)

    def reply(self, answer: Callable[[], None]) -> None:
        self._guard.attempt(_("answer"), answer)

    def show(self, session: Session, rules: Rules, now: Moment) -> timedelta | None:
        """Show how things stand, and look whether the settings file changed."""
        seen = view(session, rules, now)
        guard = self._guard
        guard.keep_trying(_("display"), partial(self._front.show, seen, rules))
        guard.attempt(_("watchers"), partial(self._service.show, seen, session, rules))
        guard.attempt(_("settings"), self._rulebook.look_at_settings)
        guard.keep_trying(_("complaint"), partial(self._complaints.pass_on, self._complain))
        chores = now.uptime + min(self._chores.do_what_is_due(), _NEVER)
        return chores if seen.until is None else min(seen.until, chores)

    def _perform(self, effect: Effect, rules: Rules) -> None:
        short = in_short(effect)
        if short is not None:
            _LOG.info("%s", short)
        for part, perform in (
            (_("notification"), self._front.perform),
            (_("hook"), run_hooks),
            (_("speech"), speak_of),
        ):
            # by kind: that nothing fails with a withdrawal says nothing about the next proposal
            named = f"{part} ({type(effect).__name__})"
            self._guard.attempt(named, partial(perform, effect, rules))

    def _complain(self, text: str) -> None:
        self._front.tell(_("deskbreak needs you"), text)
