"""One user at two screens: deskbreak counts and asks where they are, and rests where they are not.

The second to start takes over from the first, which saves its session and lets go of the locks.
The first then waits, with an icon that says so, for the next input on its own screen, or a click,
and takes over again.
"""

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from gettext import gettext as _

from deskbreak.control.attending import attend_alone
from deskbreak.core.events import Condition, Ended, Event
from deskbreak.core.session import begin
from deskbreak.core.state import Rules, Session
from deskbreak.core.view import view
from deskbreak.daemon.actions import UserActions
from deskbreak.daemon.complaints import Complaints
from deskbreak.daemon.fronts import choose_front
from deskbreak.daemon.guard import Guard
from deskbreak.daemon.log_out import LogOut
from deskbreak.daemon.loop import (
    LATER,
    Happened,
    Inbox,
    Inquiry,
    Quit,
    RulesSet,
    Woken,
    next_message,
)
from deskbreak.daemon.quit_mark import has_quit
from deskbreak.daemon.signals import Signals
from deskbreak.files.installed import Installed
from deskbreak.sensors.clock import Clock, system_time
from deskbreak.sensors.inputwatch import Inputwatch
from deskbreak.wires.buses import open_buses

_NOT_AT_ONCE = timedelta(seconds=2)
"""The key or the click that started it elsewhere may still be on its way here."""


class Elsewhere:
    """Waits until the user is back at this screen."""

    def __init__(self, environment: Mapping[str, str], rules: Rules) -> None:
        """`rules` are those of the daemon that rests: its icon looks as before."""
        self._rules = rules
        self._inbox = Inbox()
        self._clock = clock = Clock(system_time())
        self._guard = guard = Guard(clock.source.uptime, Complaints(), Installed())
        self._buses = buses = open_buses(environment)
        actions = UserActions(self._inbox, self._tell, lambda: None)
        self._front = choose_front(
            environment,
            actions,
            buses.session,
            guard,
            has_terminal=False,
            settings=rules.settings,
        )
        self._inputwatch = Inputwatch(
            clock, environment, lambda: self._inbox.put(Woken()), buses.session, buses.system
        )
        self._log_out = LogOut(environment, buses.session)
        self._back: tuple[Happened, ...] | None = None

    def wait(self, signals: Signals) -> tuple[Happened, ...] | None:
        """What they said when they came back; None where deskbreak is to end."""
        let_go = signals.follow(attend_alone, lambda: self._inbox.put(Quit()))
        worker = threading.Thread(target=self._watch, name="elsewhere")
        worker.start()
        try:
            self._front.run()
        finally:
            self._inbox.put(Quit())
            worker.join()
            self._inputwatch.close()
            self._buses.close()
            let_go()
        return self._back

    def _watch(self) -> None:
        try:
            self._back = self._waited()
        finally:
            self._front.stop()

    def _waited(self) -> tuple[Happened, ...] | None:
        rules = self._rules
        session = begin(self._clock.now(), rules)
        began = session.now
        while True:
            now, seen = self._inputwatch.look(rules)
            if any(_is_input(event, began + _NOT_AT_ONCE) for event in seen):
                return None if has_quit() else ()
            if self._log_out.is_over(now.uptime):
                return None
            told = replace(view(session, rules, now), headline=_("Counting in your other session"))
            self._guard.keep_trying(_("display"), partial(self._front.show, told, rules))
            match next_message(self._inbox, self._patience(session, now.uptime)):
                case Quit():
                    return None
                case Happened() as said:
                    return (said,)
                case Woken() | Inquiry() | RulesSet():
                    continue

    def _patience(self, session: Session, uptime: timedelta) -> timedelta:
        again = self._log_out.look_again(uptime)
        waits = (self._inputwatch.watch(session), None if again is None else again - uptime)
        return min((wait for wait in waits if wait is not None), default=LATER)

    def _tell(self, title: str, body: str) -> None:
        self._guard.attempt(_("message"), partial(self._front.tell, title, body))


def _is_input(event: Event, since: timedelta) -> bool:
    is_active = isinstance(event, Ended) and event.what is Condition.ACTIVE
    return is_active and event.at.uptime >= since
