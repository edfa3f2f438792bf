"""What other programs may ask of the daemon, and what they are told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from gettext import gettext as _
from typing import Any

from deskbreak.control.protocol import Asker, Reply, Request, refusal
from deskbreak.core.effect_words import in_short
from deskbreak.core.events import (
    Allowed,
    Answer,
    Answered,
    Began,
    Condition,
    Ended,
    Event,
    Paused,
    Resumed,
)
from deskbreak.core.moment import ZERO, Moment
from deskbreak.core.state import Rules, Session, Step
from deskbreak.core.stretch import Group
from deskbreak.core.view import View, view
from deskbreak.core.work_hours import Spell
from deskbreak.daemon.loop import Happened, Inbox, Inquiry, Quit


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What only the daemon as a whole knows of itself."""

    version: str
    today: Callable[[Moment, Rules], Mapping[str, object]]
    sensors: Callable[[], Mapping[str, object]]
    reload: Callable[[], None]
    test_notification: Callable[[], None]
    open_menu: Callable[[], str | None]


class Service:
    """Turns requests into messages for the loop; the loop's thread replies."""

    def __init__(self, inbox: Inbox, surroundings: Surroundings) -> None:
        self._inbox = inbox
        self._surroundings = surroundings
        self._watchers: list[Asker] = []

    def respond(self, request: Request, asker: Asker) -> None:
        """Called in the control thread with every request that arrives."""
        try:
            self._respond(request, asker)
        except _BadRequestError as error:
            asker(refusal(str(error)))

    def show(self, seen: View, session: Session, rules: Rules) -> None:
        """Tell everybody who watches how things stand."""
        self._watchers = [watcher for watcher in self._watchers if watcher.is_listening]
        if self._watchers:
            reply = Reply(ok=True, fields=self._status(seen, session, rules))
            for watcher in self._watchers:
                watcher(reply)

    def _respond(self, request: Request, asker: Asker) -> None:
        arguments = request.arguments
        match request.do:
            case "status" | "why":
                self._inbox.put(Inquiry(partial(self._tell_status, asker)))
            case "watch":
                self._inbox.put(Inquiry(partial(self._tell_watcher, asker)))
            case "reload":
                self._surroundings.reload()
                asker(Reply(ok=True))
            case "test_notification":
                self._surroundings.test_notification()
                asker(Reply(ok=True))
            case "menu":
                why = self._surroundings.open_menu()
                asker(Reply(ok=True) if why is None else refusal(why))
            case "quit":
                self._inbox.put(Quit())
                asker(Reply(ok=True))
            case do:  # an event for the core, or nothing that is known
                event = _event(do, arguments)
                self._inbox.put(Happened(event, partial(_tell_step, asker)))

    def _tell_status(self, asker: Asker, session: Session, rules: Rules, now: Moment) -> None:
        asker(Reply(ok=True, fields=self._status(view(session, rules, now), session, rules)))

    def _tell_watcher(self, asker: Asker, session: Session, rules: Rules, now: Moment) -> None:
        self._watchers.append(asker)
        self._tell_status(asker, session, rules, now)

    def _status(self, seen: View, session: Session, rules: Rules) -> dict[str, object]:
        return {
            "state": seen.state.value,
            "seat_time_s": _seconds(seen.seat_time),
            "due_in_s": None if seen.due_in is None else _seconds(seen.due_in),
            "held_by": [what.value for what in seen.held_by],
            "proposal": _proposal(seen, rules),
            "running": _running(seen),
            "snoozes": seen.snoozes,
            "off": [group.value for group in seen.off],
            "work_hours": _work_hours(session.course.spell, rules),
            "place": rules.settings.stretches.place.value,
            "today": dict(self._surroundings.today(seen.at, rules)),
            "headline": seen.headline,
            "waiting": seen.waiting,
            "why": seen.why,
            "sensors": dict(self._surroundings.sensors()),
            "version": self._surroundings.version,
        }


class _BadRequestError(Exception):
    """A request that makes no sense; the message says what would."""


def _event(do: str, arguments: Mapping[str, object]) -> Callable[[Moment], Event]:
    match do:
        case "pause":
            return partial(Paused, length=_length(arguments))
        case "resume":
            return Resumed
        case "allow":
            return partial(Allowed, group=_group(arguments))
        case "standing":
            on = arguments.get("on")
            if not isinstance(on, bool):
                raise _BadRequestError(_("standing: on is true or false"))
            return partial(Began if on else Ended, what=Condition.STANDING)
        case _:  # an answer is its own request
            return _answered(do, arguments)


def _answered(do: str, arguments: Mapping[str, object]) -> Callable[[Moment], Event]:
    try:
        answer = Answer(do)
    except ValueError:
        raise _BadRequestError(
            _("{do!r}: this deskbreak does not know that").format(do=do)
        ) from None
    return partial(
        Answered,
        answer=answer,
        proposal=_text(arguments, "id"),
        length=_length(arguments),
        stretch=_text(arguments, "stretch"),
        anyway=_switch(arguments, "anyway"),
    )


def _group(arguments: Mapping[str, object]) -> Group:
    try:
        return Group(str(arguments.get("group")))
    except ValueError:
        allowed = _("group is one of {names}").format(names=", ".join(Group))
        raise _BadRequestError(allowed) from None


def _length(arguments: Mapping[str, object]) -> timedelta | None:
    value = arguments.get("for_s")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 10**7:
        raise _BadRequestError(_("for_s is a number of seconds above zero"))
    return timedelta(seconds=value)


def _switch(arguments: Mapping[str, object], key: str) -> bool:
    value = arguments.get(key, False)
    if not isinstance(value, bool):
        raise _BadRequestError(_("{key} is true or false").format(key=key))
    return value


def _text(arguments: Mapping[str, object], key: str) -> str | None:
    value = arguments.get(key)
    if value is not None and not isinstance(value, str):
        raise _BadRequestError(_("{key} is a text").format(key=key))
    return value


def _tell_step(asker: Asker, step: Step) -> None:
    if step.refusal is not None:
        asker(refusal(step.refusal))
        return
    words = " ".join(text for text in map(in_short, step.effects) if text)
    asker(Reply(ok=True, fields={"said": words}))


def _proposal(seen: View, rules: Rules) -> dict[str, object] | None:
    if seen.proposal is None:
        return None
    return {
        "id": seen.proposal.id,
        "stretch": seen.proposal.stretch.id,
        "name": seen.proposal.stretch.name,
        "since": _local(seen.proposal.since, rules),
    }


def _running(seen: View) -> dict[str, object] | None:
    if seen.running is None:
        return None
    return {
        "stretch": seen.running.stretch.id,
        "name": seen.running.stretch.name,
        "cue": seen.running.cue,
        "left_s": _seconds(seen.running.left),
    }


def _work_hours(spell: Spell, rules: Rules) -> dict[str, object]:
    until = spell.until
    return {
        "now": spell.is_open,
        "next_change": None if until is None else _local(until, rules),
    }


def _local(wall: datetime, rules: Rules) -> str:
    return wall.astimezone(rules.zone).isoformat(timespec="seconds")


def _seconds(span: timedelta) -> Any:
    return round(max(span, ZERO).total_seconds(), 3)
