"""What the daemon answers to other programs: the loop is played by hand, a message at a time."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from desk import Desk, minutes

from deskbreak.control.protocol import Reply, Request
from deskbreak.core.session import advance
from deskbreak.core.view import view
from deskbreak.daemon.loop import Happened, Inbox, Inquiry, Quit
from deskbreak.daemon.service import Service, Surroundings


@dataclass
class Caller:
    """Somebody at the other end of the control line."""

    is_listening: bool = True
    heard: list[Reply] = field(default_factory=list)

    def __call__(self, reply: Reply) -> None:
        self.heard.append(reply)


class Daemon:
    """A service before a simulated desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.inbox: Inbox = Inbox()
        self.done: list[str] = []
        self.service = Service(
            self.inbox,
            Surroundings(
                version="1.2.3",
                today=lambda _now, _rules: {"done": 2},
                sensors=lambda: {"idle": "x11"},
                reload=lambda: self.done.append("reloaded"),
                test_notification=lambda: self.done.append("tested"),
                open_menu=self.open_menu,
            ),
        )

    def open_menu(self) -> str | None:
        self.done.append("menu")
        return "there is no display" if self.done.count("menu") > 1 else None

    def ask(self, do: str, **arguments: object) -> Reply:
        caller = Caller()
        self.service.respond(Request(do, arguments), caller)
        self.round()
        [reply] = caller.heard
        return reply

    def round(self) -> None:
        desk = self.desk
        while not self.inbox.empty():
            match self.inbox.get():
                case Happened(event=event, reply=reply):
                    step = advance(desk.session, event(desk.now), desk.rules)
                    desk.session = step.session
                    if reply is not None:
                        reply(step)
                case Inquiry(reply=reply):
                    reply(desk.session, desk.rules, desk.now)
                case Quit():
                    self.done.append("quit")
                case _:
                    raise AssertionError


def proposed() -> Daemon:
    desk = Desk()
    desk.work(minutes(45))
    desk.leave(minutes(1))
    assert desk.state.proposal is not None
    return Daemon(desk)


def test_the_menu_is_opened_or_it_is_said_why_not() -> None:
    daemon = Daemon(Desk())

    opened, refused = daemon.ask("menu"), daemon.ask("menu")

    assert opened.ok
    assert (refused.ok, refused.error) == (False, "there is no display")


def test_status_has_every_key_that_is_promised() -> None:
    fields: Any = proposed().ask("status").fields

    assert fields["state"] == "proposed"
    assert fields["seat_time_s"] == 46 * 60
    assert fields["due_in_s"] == 0
    assert fields["held_by"] == []
    assert fields["proposal"] == {
        "id": "p0",
        "stretch": fields["proposal"]["stretch"],
        "name": fields["proposal"]["name"],
        "since": "2026-03-02T09:45:08+01:00",
    }
    assert fields["snoozes"] == 0
    assert fields["work_hours"] == {"now": True, "next_change": None}
    assert fields["today"] == {"done": 2}
    assert fields["sensors"] == {"idle": "x11"}
    assert fields["version"] == "1.2.3"
    assert fields["why"].startswith("You have been at your desk for 46 min")


def test_time_that_nothing_brings_nearer_is_null() -> None:
    daemon = Daemon(Desk())

    fields = daemon.ask("status").fields

    assert (fields["state"], fields["due_in_s"], fields["proposal"]) == ("away", None, None)


@pytest.mark.parametrize(
    ("do", "arguments", "said"),
    [
        ("start", {}, "1 min: go."),
        ("snooze", {"for_s": 300}, "Snoozed for 5 min."),
        ("skip", {}, "Noted: skipped after 46 min at your desk."),
        ("swap", {}, "Proposed: "),
        ("done", {}, "Noted: done after 46 min at your desk."),
    ],
)
def test_an_answer_is_confirmed_in_a_few_words(
    do: str, arguments: dict[str, object], said: str
) -> None:
    reply = proposed().ask(do, **arguments)

    assert reply.ok
    assert said in str(reply.fields["said"])


def test_a_running_break_is_told() -> None:
    daemon = proposed()
    daemon.ask("start", stretch="lunge")

    fields: Any = daemon.ask("status").fields

    assert (fields["state"], fields["running"]["stretch"]) == ("on_break", "lunge")
    assert fields["running"]["left_s"] == 60


def test_the_user_may_take_a_break_back() -> None:
    desk = Desk()
    desk.work(minutes(20))
    desk.leave(minutes(6))
    desk.work(minutes(1))
    daemon = Daemon(desk)

    assert daemon.ask("sat").fields["said"] == "Taken back: you were at your desk all along."
    assert daemon.ask("status").fields["seat_time_s"] == 27 * 60


def test_what_is_refused_says_why() -> None:
    daemon = Daemon(Desk())

    reply = daemon.ask("snooze")

    assert (reply.ok, reply.error) == (False, "Nothing is proposed right now.")


def test_pause_standing_and_resume() -> None:
    daemon = proposed()

    assert daemon.ask("pause", for_s=1800).ok
    assert daemon.ask("status").fields["state"] == "paused"
    assert daemon.ask("resume").ok
    assert not daemon.ask("resume").ok
    assert daemon.ask("standing", on=True).ok
    assert daemon.ask("status").fields["state"] == "standing"
    assert daemon.ask("standing", on=False).ok
    assert daemon.ask("status").fields["state"] == "due"


def test_the_rest_is_passed_on() -> None:
    daemon = Daemon(Desk())

    for do in ("reload", "test_notification", "quit"):
        assert daemon.ask(do).ok

    assert daemon.done == ["reloaded", "tested", "quit"]


@pytest.mark.parametrize(
    ("do", "arguments", "error"),
    [
        ("dance", {}, "'dance': this deskbreak does not know that"),
        ("snooze", {"for_s": "soon"}, "for_s is a number of seconds above zero"),
        ("snooze", {"for_s": True}, "for_s is a number of seconds above zero"),
        ("snooze", {"for_s": -1}, "for_s is a number of seconds above zero"),
        ("pause", {"for_s": float("inf")}, "for_s is a number of seconds above zero"),
        ("start", {"stretch": 7}, "stretch is a text"),
        ("standing", {}, "standing: on is true or false"),
    ],
)
def test_nonsense_is_answered_with_what_would_make_sense(
    do: str, arguments: dict[str, object], error: str
) -> None:
    reply = Daemon(Desk()).ask(do, **arguments)

    assert (reply.ok, reply.error) == (False, error)


def test_whoever_watches_hears_of_every_change_until_they_hang_up() -> None:
    daemon = proposed()
    watcher = Caller()
    daemon.service.respond(Request("watch"), watcher)
    daemon.round()
    desk = daemon.desk

    daemon.service.show(view(desk.session, desk.rules, desk.now), desk.session, desk.rules)
    watcher.is_listening = False
    daemon.service.show(view(desk.session, desk.rules, desk.now), desk.session, desk.rules)

    assert [reply.fields["state"] for reply in watcher.heard] == ["proposed", "proposed"]
