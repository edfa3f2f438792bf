"""What the daemon answers to other programs: the loop is played by hand, a message at a time."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from desk import CATALOGUE, LUNGE, Desk, hours, minutes, seconds

from deskbreak.control.protocol import Reply, Request, decode_reply, encode_reply
from deskbreak.core.events import Condition
from deskbreak.core.session import advance
from deskbreak.core.state import Session
from deskbreak.core.view import view
from deskbreak.core.work_hours import Range, WorkHours
from deskbreak.daemon.loop import Happened, Inbox, Inquiry, Quit
from deskbreak.daemon.page_guide import PageGuide
from deskbreak.daemon.passages import Passages
from deskbreak.daemon.service import Service, Surroundings
from deskbreak.files.codec import decode, encode
from deskbreak.history.statistics import bout_told


@dataclass
class Caller:
    """Somebody at the other end of the control line."""

    is_listening: bool = True
    gone: Callable[[], None] = lambda: None
    heard: list[Reply] = field(default_factory=list)

    def is_still_waiting(self) -> bool:
        return self.is_listening

    def when_gone(self, call: Callable[[], None]) -> None:
        self.gone = call

    def hang_up(self) -> None:
        self.is_listening = False
        self.gone()

    def __call__(self, reply: Reply) -> None:
        self.heard.append(reply)


class Daemon:
    """A service before a simulated desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.inbox: Inbox = Inbox()
        self.done: list[str] = []
        self.doubt: str | None = None
        self.passages = Passages()
        self.page_guide = PageGuide(lambda: self.done.append("no page guides"))
        self.service = Service(
            self.inbox,
            Surroundings(
                version="1.2.3",
                today=lambda _now, _rules: {"done": 2},
                doubt=lambda: self.doubt,
                passages=self.passages.of_today,
                sensors=lambda: {"idle": "x11"},
                reload=lambda: self.done.append("reloaded"),
                hand_over=lambda screen, _bus: (
                    None if screen == ":9" else "It counts here already."
                ),
                test_notification=lambda: self.done.append("tested"),
            ),
            self.page_guide,
        )

    def ask(self, do: str, **arguments: object) -> Reply:
        caller = Caller()
        self.service.respond(Request(do, arguments), caller)
        self.round()
        [reply] = caller.heard
        return reply

    def round(self) -> None:
        desk = self.desk
        self.passages.look(desk.session, desk.rules)
        while not self.inbox.empty():
            match self.inbox.get():
                case Happened(event=event, reply=reply, is_wanted=is_wanted):
                    step = None
                    if is_wanted():
                        step = advance(desk.session, event(desk.now, desk.rules), desk.rules)
                        desk.session = step.session
                    if reply is not None:
                        reply(step, desk.rules)
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
        "length_s": 60,
        "dose": "",
        "why": "Hip flexor: not offered lately.",
    }
    assert fields["bout"] == {
        "sat_down_at": "2026-03-02T09:00:00+01:00",
        "parts": [{"day": "2026-03-02", "seat_time_s": 46 * 60}],
    }
    assert fields["every_s"] == 45 * 60
    assert fields["next"] is None
    assert fields["offers"][:2] == [
        {"answer": "start", "label": "Start", "for_s": None},
        {"answer": "done", "label": "I did it", "for_s": None},
    ]
    assert (fields["paused"], fields["standing"]) == (False, False)
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


def test_a_break_that_waits_is_told_as_waiting() -> None:
    daemon = proposed()
    daemon.ask("start", stretch="lunge")
    daemon.ask("wait")

    fields: Any = daemon.ask("status").fields

    assert fields["running"]["waits"] is True


def test_a_page_guides_for_as_long_as_its_line_is_open() -> None:
    daemon, page = proposed(), Caller()

    before = daemon.page_guide.is_there
    daemon.service.respond(Request("watch", {"guides": True}), page)
    meanwhile = daemon.page_guide.is_there
    page.hang_up()

    assert page.heard == [Reply(ok=True)]  # at once, so that it may begin the break
    assert (before, meanwhile, daemon.page_guide.is_there) == (False, True, False)
    assert daemon.done == ["no page guides"]


@pytest.mark.parametrize(("is_told_of_ends", "lines"), [(True, 1), (False, 4)])
def test_a_page_that_guides_and_reads_nothing_is_sent_no_more_than_shows_whether_it_is_there(
    is_told_of_ends: bool, lines: int
) -> None:
    guide, page = PageGuide(lambda: None, is_told_of_ends=is_told_of_ends), Caller()

    guide.begin(page)
    for _round in range(3):
        guide.prove()

    assert page.heard == [Reply(ok=True)] * lines


def test_all_cues_of_the_longest_guide_are_told() -> None:
    move = replace(
        LUNGE,
        id="raises",
        length=hours(1),
        cue="Slowly down, until the heels touch the floor",
        hold=seconds(1),
        move_in=seconds(1),
        move_out=seconds(2),
        reps=50,
        sides=2,
        sets=5,
    )
    daemon = Daemon(Desk(catalogue=(*CATALOGUE, move)))
    daemon.desk.work(minutes(45))
    daemon.ask("start", stretch=move.id)

    reply = daemon.ask("status")

    fields: Any = reply.fields
    assert len(fields["running"]["cues"]) > 1500
    assert decode_reply(encode_reply(reply).removesuffix(b"\n")) == reply


def test_who_watches_without_guiding_changes_nothing_of_that() -> None:
    daemon = proposed()

    daemon.ask("watch")

    assert not daemon.page_guide.is_there


def test_calls_and_standing_are_told_until_the_day_is_over() -> None:
    desk = Desk()
    daemon = Daemon(desk)
    desk.work(minutes(10))
    desk.begins(Condition.CALL)
    daemon.round()
    desk.work(minutes(20))
    assert daemon.ask("status").fields["passages"] == [
        {"what": "call", "begins": "2026-03-02T09:10:00+01:00", "ends": None}
    ]
    desk.ends(Condition.CALL)
    daemon.ask("standing", on=True)
    told = daemon.ask("status").fields["passages"]

    desk.ends(Condition.STANDING)
    daemon.round()
    desk.leave(hours(16))
    assert told == [
        {
            "what": "call",
            "begins": "2026-03-02T09:10:00+01:00",
            "ends": "2026-03-02T09:30:00+01:00",
        },
        {"what": "standing", "begins": "2026-03-02T09:30:00+01:00", "ends": None},
    ]
    assert daemon.ask("status").fields["passages"] == []


@pytest.mark.parametrize(
    ("starts", "hours"),
    [
        ("2026-03-02T23:20", WorkHours()),
        ("2026-03-02T16:40", WorkHours(weekdays=((Range(540, 1020),),) * 7)),
        ("2026-03-02T20:00", WorkHours(weekdays=((Range(540, 1020),),) * 7)),
    ],
    ids=["over midnight", "until five", "at night"],
)
def test_what_is_sat_by_now_is_told_as_it_will_be_noted(starts: str, hours: WorkHours) -> None:
    desk = Desk(starts=starts, work_hours=hours, every=minutes(120))
    desk.work(minutes(70))

    told = bout_told(Daemon(desk).ask("status").fields)
    desk.leave(minutes(20))
    noted = [(each.sat_down_at, each.seat_time, each.parts) for each in desk.records]

    by_now = [] if told is None else [(told.sat_down_at, told.seat_time, told.parts)]
    assert by_now == noted


def test_a_pause_until_whichever_day_can_be_saved_and_read_again() -> None:
    daemon = proposed()

    reply = daemon.ask("pause", until="2300-01-01")

    session = daemon.desk.session
    assert reply.fields["said"] == "Reminders are paused until 3 March 09:46."
    assert decode(Session, encode(session)) == session


def test_what_is_sat_is_none_of_a_bout_while_nobody_sits() -> None:
    assert Daemon(Desk()).ask("status").fields["bout"] is None


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


def test_quiet_until_tomorrow_tells_when_that_is() -> None:
    daemon = Daemon(Desk(starts="2026-03-02T23:30"))

    reply = daemon.ask("pause", until="tomorrow")

    assert reply.fields["said"] == ("Reminders are paused until Tue 05:00.")
    assert daemon.ask("status").fields["headline"] == "Reminders paused until Tue 05:00"


@pytest.mark.parametrize(
    ("until", "told"),
    [
        ("2026-03-06", "Fri 05:00"),
        ("2026-03-09", "9 March 05:00"),
        ("2026-03-02", "Tue 05:00"),  # over: then it is tomorrow that is meant
    ],
)
def test_quiet_until_a_day_tells_when_that_is(until: str, told: str) -> None:
    daemon = Daemon(Desk(starts="2026-03-02T23:30"))

    reply = daemon.ask("pause", until=until)

    assert reply.fields["said"] == f"Reminders are paused until {told}."
    assert daemon.ask("status").fields["headline"] == f"Reminders paused until {told}"


def test_quiet_until_no_day_is_refused() -> None:
    reply = Daemon(Desk()).ask("pause", until="doomsday")

    assert (reply.ok, reply.error) == (False, "until is a day such as 2026-01-31")


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
        ("pause", {"until": "0001-01-01"}, "until is a day such as 2026-01-31"),
        ("pause", {"until": "9999-12-31"}, "until is a day such as 2026-01-31"),
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


def test_an_answer_that_is_said_twice_under_one_id_counts_once() -> None:
    daemon = proposed()

    first = daemon.ask("snooze", once="a1")
    again = daemon.ask("snooze", once="a1")
    other = daemon.ask("snooze", once="a2")

    assert first.ok
    assert again == first
    assert not other.ok  # nothing is open any more


def test_what_was_refused_to_its_client_is_not_done_later() -> None:
    daemon = proposed()
    gone = Caller(is_listening=False)

    daemon.service.respond(Request("snooze", {"once": "a1"}), gone)
    daemon.round()

    assert gone.heard == []
    assert daemon.desk.state.proposal is not None
    assert daemon.ask("snooze", once="a1").ok


def test_the_reply_says_what_is_not_kept_yet() -> None:
    daemon = proposed()
    daemon.doubt = "It counts, but is only in memory."

    assert daemon.ask("snooze").fields["doubt"] == "It counts, but is only in memory."


def test_another_screen_is_handed_over_to_and_the_same_one_is_not() -> None:
    daemon = Daemon(Desk())

    elsewhere, here = daemon.ask("hand_over", screen=":9"), daemon.ask("hand_over", screen=":1")

    assert elsewhere.fields == {"leaves": True}
    assert (here.ok, here.error) == (False, "It counts here already.")


def test_what_is_no_pause_says_nothing_of_tomorrow() -> None:
    daemon = Daemon(Desk())
    daemon.ask("pause", until="tomorrow")

    said = daemon.ask("standing", on=True, until="tomorrow").fields["said"]

    assert said == ""
