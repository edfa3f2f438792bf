"""What other programs may ask of the daemon, and what they are told."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from gettext import gettext as _
from typing import Any

from deskbreak.control.protocol import GUIDES, Asker, Reply, Request, refusal
from deskbreak.core.bouts import running_bout
from deskbreak.core.effect_words import in_short, without_command
from deskbreak.core.effects import Advise, Effect
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
from deskbreak.core.guide import in_brief
from deskbreak.core.moment import ZERO, Moment
from deskbreak.core.offers import Offer
from deskbreak.core.outlook import next_up
from deskbreak.core.state import Rules, Session, Step
from deskbreak.core.stretch import Group, Stretch
from deskbreak.core.view import View, view
from deskbreak.core.wall_clock import coming_time
from deskbreak.core.words import dose
from deskbreak.core.work_hours import Spell
from deskbreak.daemon.happening import just_now, paused_until_day, paused_until_tomorrow
from deskbreak.daemon.loop import Happened, Inbox, Inquiry, Quit
from deskbreak.daemon.page_guide import PageGuide
from deskbreak.daemon.passages import Passage
from deskbreak.daemon.quit_mark import end_everywhere
from deskbreak.files.kinds import DATE
from deskbreak.value import value


@value
class Surroundings:
    """What only the daemon as a whole knows of itself."""

    version: str
    today: Callable[[Moment, Rules], Mapping[str, object]]
    doubt: Callable[[], str | None]
    passages: Callable[[Moment, Rules], Iterable[Passage]]
    sensors: Callable[[], Mapping[str, object]]
    reload: Callable[[], None]
    hand_over: Callable[[str, str], str | None]
    """To whoever starts on the screen and the bus of those names; returns why not."""
    test_notification: Callable[[], None]


_REMEMBERED = 64  # requests; whoever repeats one does so within seconds


class _Once:
    """What was said under an id of its own, and the reply: said again, it counts no second time.

    All of it is for the loop's thread.
    """

    def __init__(self) -> None:
        self._replies: dict[str, Reply] = {}

    def reply(self, id_: str | None) -> Reply | None:
        return None if id_ is None else self._replies.get(id_)

    def remember(self, id_: str | None, reply: Reply) -> None:
        if id_ is None:
            return
        self._replies[id_] = reply
        if len(self._replies) > _REMEMBERED:
            del self._replies[next(iter(self._replies))]


class Service:
    """Turns requests into messages for the loop; the loop's thread replies."""

    def __init__(self, inbox: Inbox, surroundings: Surroundings, page_guide: PageGuide) -> None:
        self._inbox = inbox
        self._surroundings = surroundings
        self._page_guide = page_guide
        self._watchers: list[Asker] = []
        self._once = _Once()

    def respond(self, request: Request, asker: Asker) -> None:
        """Called in the control thread with every request that arrives."""
        try:
            self._respond(request, asker)
        except _BadRequestError as error:
            asker(refusal(str(error)))

    def show(self, seen: View, session: Session, rules: Rules) -> None:
        """Tell everybody who watches how things stand."""
        self._page_guide.prove()
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
            case "watch" if _switch(arguments, GUIDES):
                self._page_guide.begin(asker)
            case "watch":
                self._inbox.put(Inquiry(partial(self._tell_watcher, asker)))
            case "reload":
                self._surroundings.reload()
                asker(Reply(ok=True))
            case "hand_over":
                screen, bus = _text(arguments, "screen") or "", _text(arguments, "bus") or ""
                why = self._surroundings.hand_over(screen, bus)
                asker(Reply(ok=True, fields={"leaves": True}) if why is None else refusal(why))
            case "test_notification":
                self._surroundings.test_notification()
                asker(Reply(ok=True))
            case "quit":
                end_everywhere()
                self._inbox.put(Quit())
                asker(Reply(ok=True))
            case "pause" if arguments.get("until") == "tomorrow":
                self._let_happen(asker, arguments, paused_until_tomorrow, _paused_until)
            case "pause" if "until" in arguments:
                event = paused_until_day(_day(arguments, "until"))
                self._let_happen(asker, arguments, event, _paused_until)
            case do:  # an event for the core, or nothing that is known
                self._let_happen(asker, arguments, just_now(_event(do, arguments)), _words)

    def _let_happen(
        self,
        asker: Asker,
        arguments: Mapping[str, object],
        event: Callable[[Moment, Rules], Event],
        words: "_WordsOf",
    ) -> None:
        id_ = _text(arguments, "once")
        tell = partial(self._tell_step, asker, id_, words)
        self._inbox.put(Happened(event, tell, partial(self._is_wanted, asker, id_)))

    def _is_wanted(self, asker: Asker, id_: str | None) -> bool:
        """Whoever was told meanwhile that deskbreak is too busy may have said it again."""
        return self._once.reply(id_) is None and asker.is_still_waiting()

    def _tell_step(
        self, asker: Asker, id_: str | None, words: "_WordsOf", step: Step | None, rules: Rules
    ) -> None:
        if step is not None:
            reply = self._reply_to(step, words(step, rules))
            self._once.remember(id_, reply)
            asker(reply)
        elif (said_before := self._once.reply(id_)) is not None:
            asker(said_before)

    def _reply_to(self, step: Step, words: str) -> Reply:
        if step.refuse is not None:
            return refusal(step.refuse.why, step.refuse.plain)
        doubt = self._surroundings.doubt()
        fields = {"said": words} | ({} if doubt is None else {"doubt": doubt})
        if any(isinstance(effect, Advise) for effect in step.effects):
            fields["plain"] = _words_of(without_command, step)
        return Reply(ok=True, fields=fields)

    def _tell_status(self, asker: Asker, session: Session, rules: Rules, now: Moment) -> None:
        asker(Reply(ok=True, fields=self._status(view(session, rules, now), session, rules)))

    def _tell_watcher(self, asker: Asker, session: Session, rules: Rules, now: Moment) -> None:
        self._watchers.append(asker)
        self._tell_status(asker, session, rules, now)

    def _status(self, seen: View, session: Session, rules: Rules) -> dict[str, object]:
        return {
            "at": _local(seen.at.wall, rules),
            "state": seen.state.value,
            "seat_time_s": _seconds(seen.seat_time),
            "bout": _bout(session, rules, seen.at),
            "every_s": _seconds(rules.every),
            "due_in_s": None if seen.due_in is None else _seconds(seen.due_in),
            "held_by": [what.value for what in seen.held_by],
            "proposal": _proposal(seen, session, rules),
            "next": _next(session, rules),
            "running": _running(seen),
            "offers": [_offer(offer) for offer in seen.offers],
            "snoozes": seen.snoozes,
            "paused": seen.is_paused,
            "standing": seen.is_standing,
            "off": [group.value for group in seen.off],
            "work_hours": _work_hours(session.course.spell, rules),
            "place": rules.settings.stretches.place.value,
            "today": dict(self._surroundings.today(seen.at, rules)),
            "passages": [
                _passage(each, rules) for each in self._surroundings.passages(seen.at, rules)
            ],
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
        plan=_text(arguments, "plan"),
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


def _day(arguments: Mapping[str, object], key: str) -> date:
    try:
        return DATE.read(key, _text(arguments, key))
    except ValueError:
        problem = _("{key} is a day such as 2026-01-31").format(key=key)
        raise _BadRequestError(problem) from None


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


_WordsOf = Callable[[Step, Rules], str]


def _words(step: Step, _rules: Rules) -> str:
    return _words_of(in_short, step)


def _words_of(word: Callable[[Effect], str | None], step: Step) -> str:
    return "\n".join(text for text in map(word, step.effects) if text)


def _paused_until(step: Step, rules: Rules) -> str:
    """When it is tomorrow, whoever asked does not know."""
    pause, at = step.session.course.pause, step.session.at
    if pause is None or pause.until is None:
        return ""
    time = coming_time(at.at_uptime(pause.until).wall, rules.zone, at.wall)
    return _("Reminders are paused until {time}.").format(time=time)


def _bout(session: Session, rules: Rules, now: Moment) -> dict[str, object] | None:
    """As it would be noted now, so that whoever adds up the days need not know the work hours."""
    bout = running_bout(session, rules, now)
    if bout is None:
        return None
    return {
        "sat_down_at": _local(bout.sat_down_at, rules),
        "parts": [
            {"day": part.day.isoformat(), "seat_time_s": _seconds(part.seat_time)}
            for part in bout.parts
        ],
    }


def _proposal(seen: View, session: Session, rules: Rules) -> dict[str, object] | None:
    if seen.proposal is None:
        return None
    return {
        "id": seen.proposal.id,
        **_move(seen.proposal.stretch, rules),
        "since": _local(seen.proposal.since, rules),
        "why": "" if session.bout is None else session.bout.due.why,
    }


def _next(session: Session, rules: Rules) -> dict[str, object] | None:
    choice = next_up(session, rules)
    return None if choice is None else {**_move(choice.stretch, rules), "why": choice.why}


def _move(stretch: Stretch, rules: Rules) -> dict[str, object]:
    """The move, and how much of it is to be done now."""
    return {
        "stretch": stretch.id,
        "name": stretch.name,
        "length_s": _seconds(rules.length(stretch)),
        "dose": dose(stretch),
    }


def _running(seen: View) -> dict[str, object] | None:
    running = seen.running
    if running is None:
        return None
    return {
        "stretch": running.stretch.id,
        "name": running.stretch.name,
        "cue": running.cue,
        "left_s": _seconds(running.left),
        "waits": running.waits,
        "cues": [
            {
                "begins_s": _seconds(cue.begins),
                "ends_s": _seconds(cue.ends),
                "text": cue.text,
                "brief": in_brief(cue, running.stretch),
                "action": cue.action.value,
                "side": cue.side,
            }
            for cue in running.cues
        ],
    }


def _offer(offer: Offer) -> dict[str, object]:
    length = None if offer.length is None else _seconds(offer.length)
    plan = {} if offer.plan is None else {"plan": offer.plan}
    about = {} if offer.about is None else {"about": offer.about}
    told = {"answer": offer.answer.value, "label": offer.label, "for_s": length}
    return {**told, **plan, **about}


def _passage(passage: Passage, rules: Rules) -> dict[str, object]:
    return {
        "what": passage.what.value,
        "begins": _local(passage.begins, rules),
        "ends": None if passage.ends is None else _local(passage.ends, rules),
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
