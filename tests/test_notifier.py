"""Notifications against a fake server on a bus of our own, and what happens where they fail."""

import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
from desktop import Desktop, wait_until
from fakes import NOTIFICATIONS, FakeNotifications, Notification
from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    new_error,
    new_method_return,
    new_signal,
)
from test_notified import BUNDLED, propose, rules

from deskbreak.core.words import caution, proposal_body, utf16_units
from deskbreak.errors import SurfaceError
from deskbreak.surfaces.notice import (
    Closed,
    Fate,
    Notice,
    Pressed,
    Reason,
    Tell,
    Undelivered,
)
from deskbreak.surfaces.notified import proposal_notice
from deskbreak.surfaces.notifier import Candidate, Notifier, Surface, choose_notifier
from deskbreak.surfaces.notifier_dbus import DbusNotifier
from deskbreak.surfaces.notifier_plyer import PlyerNotifier
from deskbreak.window.button import Button
from deskbreak.wires.dbus import Bus

BUTTONS = (Button("start", "Start"), Button("snooze", "Snooze 10 min"), Button("done", "I did it"))
PROPOSAL = Notice(
    "Hip-flexor stretch, 1 min? · 46 min at your desk",
    "Stand with one hand on the desk. 20 s each side.",
    BUTTONS,
    default="start",
    lasting=True,
    about="p1",
)
SOON = timedelta(milliseconds=200)
EXPIRED, DISMISSED, UNDEFINED = 1, 2, 4
ADDRESS = DBusAddress("/org/freedesktop/Notifications", interface=NOTIFICATIONS)


class Told:
    """What a surface told of its notices."""

    def __init__(self) -> None:
        self.fates: list[Fate] = []
        self.notices: list[Notice] = []

    def __call__(self, notice: Notice, fate: Fate) -> None:
        self.notices.append(notice)
        self.fates.append(fate)

    def next(self) -> Fate:
        wait_until(lambda: self.fates, "a fate")
        return self.fates.pop(0)


Nonsense = Mapping[str, tuple[str | None, tuple[object, ...]]]
_SENSE: Nonsense = MappingProxyType({})


class OddServer:
    """A notification server that answers as a test wants; None: not at all."""

    def __init__(self, address: str, name: str = "Odd", nonsense: Nonsense = _SENSE) -> None:
        """`nonsense` is what it replies to a method instead, by its signature and body."""
        self.bus = Bus(address)
        self.name = name
        self.number: int | None = 7
        self.before_reply: Callable[[], None] = lambda: None
        self.nonsense = dict(nonsense)
        self.calls: list[tuple[str, tuple[object, ...]]] = []
        self._late: list[Message] = []
        self.bus.serve(ADDRESS.object_path, self._answer)
        self.bus.request_name(NOTIFICATIONS)
        self.bus.start()

    def press(self, number: int, action: str) -> None:
        self.bus.send(new_signal(ADDRESS, "ActionInvoked", "us", (number, action)))

    def closed(self, number: int, reason: int) -> None:
        self.bus.send(new_signal(ADDRESS, "NotificationClosed", "uu", (number, reason)))

    def reply_at_last(self, number: int) -> None:
        for call in self._late:
            self.bus.send(new_method_return(call, "u", (number,)))

    def called(self, method: str) -> list[tuple[object, ...]]:
        return [body for name, body in list(self.calls) if name == method]

    def _answer(self, call: Message) -> None:
        method = call.header.fields[HeaderFields.member]
        self.calls.append((method, call.body))
        if method in self.nonsense:
            self.bus.send(new_method_return(call, *self.nonsense[method]))
            return
        match method:
            case "GetServerInformation":
                self.bus.send(new_method_return(call, "ssss", (self.name, "odd", "1", "1.2")))
            case "GetCapabilities":
                self.bus.send(new_method_return(call, "as", (["actions", "body"],)))
            case "Notify" if self.number is None:
                self._late.append(call)
            case "Notify":
                self.before_reply()
                self.bus.send(new_method_return(call, "u", (self.number,)))
            case _:
                self.bus.send(new_error(call, "org.example.Unknown"))


@pytest.fixture
def bus(bus_desktop: Desktop) -> Iterator[Bus]:
    bus = Bus(bus_desktop.address)
    bus.start()
    yield bus
    bus.stop()


@pytest.fixture
def server(bus_desktop: Desktop) -> FakeNotifications:
    return bus_desktop.fakes.notifications


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def notifier(bus: Bus, told: Told) -> Iterator[DbusNotifier]:
    notifier = DbusNotifier(bus, told)
    yield notifier
    notifier.close()


@pytest.fixture
def hasty(bus: Bus, told: Told) -> Iterator[DbusNotifier]:
    """One that gives up on its server soon."""
    notifier = DbusNotifier(bus, told, patience=SOON)
    yield notifier
    notifier.close()


@pytest.fixture
def odd(bus_desktop: Desktop) -> Iterator[OddServer]:
    bus_desktop.fakes.release(NOTIFICATIONS)
    odd = OddServer(bus_desktop.address)
    wait_until(lambda: bus_desktop.owns(NOTIFICATIONS), "the odd server")
    yield odd
    odd.bus.stop()


def shown(server: FakeNotifications, count: int = 1) -> Notification:
    """The last of so many notifications."""
    wait_until(lambda: len(server.sent) >= count, f"{count} notifications")
    assert len(server.sent) == count
    return server.sent[-1]


def die_of_a_notice(desktop: Desktop) -> None:
    """A server starts, is sent a notification and dies without a reply."""
    mortal = OddServer(desktop.address)
    mortal.number = None
    wait_until(lambda: mortal.called("Notify"), "the notification")
    mortal.bus.stop()


def test_a_proposal_is_shown_with_its_answers_and_stays_until_answered(
    notifier: DbusNotifier, server: FakeNotifications
) -> None:
    notifier.show(PROPOSAL)

    assert shown(server) == Notification(
        id=1,
        app="deskbreak",
        replaces=0,
        icon="",
        summary="Hip-flexor stretch, 1 min? · 46 min at your desk",
        body="Stand with one hand on the desk. 20 s each side.",
        actions={
            "default": "Start",
            "start": "Start",
            "snooze": "Snooze 10 min",
            "done": "I did it",
        },
        hints={
            "urgency": 1,
            "category": "x-deskbreak.break",
            "desktop-entry": "deskbreak",
            "resident": True,
            "suppress-sound": True,
        },
        timeout=0,
    )


def test_an_urgent_notice_with_a_sound_and_a_picture_that_may_expire(
    notifier: DbusNotifier, server: FakeNotifications, tmp_path: Path
) -> None:
    picture = tmp_path / "hip flexor.png"
    picture.write_bytes(b"")

    notifier.show(Notice("Back?", "Here.", picture=picture, urgent=True, sound=True))

    assert shown(server).timeout == -1
    assert shown(server).actions == {}
    assert shown(server).hints == {
        "urgency": 2,
        "category": "x-deskbreak.break",
        "desktop-entry": "deskbreak",
        "resident": False,
        "image-path": picture.as_uri(),
        "sound-name": "message-new-instant",
    }


def test_a_picture_that_is_gone_is_left_out(
    notifier: DbusNotifier, server: FakeNotifications, tmp_path: Path
) -> None:
    notifier.show(Notice("Back?", "Here.", picture=tmp_path / "gone.png"))

    assert "image-path" not in shown(server).hints


def test_markup_in_a_body_is_escaped_where_the_server_reads_markup(
    notifier: DbusNotifier, server: FakeNotifications
) -> None:
    notifier.show(Notice("a < b & c", "<b>20 s</b> & more"))

    assert shown(server).summary == "a < b & c"
    assert shown(server).body == "&lt;b&gt;20 s&lt;/b&gt; &amp; more"


def test_markup_in_a_body_is_left_alone_where_the_server_reads_none(
    bus: Bus, server: FakeNotifications, told: Told
) -> None:
    server.capabilities = ["actions", "body"]

    DbusNotifier(bus, told).show(Notice("Back?", "<b>20 s</b> & more"))

    assert shown(server).body == "<b>20 s</b> & more"


def test_dunst_is_given_no_signs_of_markup_where_it_says_that_it_reads_none(
    bus: Bus, server: FakeNotifications, told: Told
) -> None:
    """It does so with its settings as they come: "<u>" is not seen, the text is underlined."""
    server.capabilities, server.program = ["actions", "body"], "dunst"

    DbusNotifier(bus, told).show(Notice("Back?", "<u>20 s</u> & more"))

    assert shown(server).body == "‹u›20 s‹/u› & more"  # noqa: RUF001  (lookalikes on purpose)


def test_buttons_are_left_out_where_the_server_has_none(
    bus: Bus, server: FakeNotifications, told: Told
) -> None:
    server.capabilities = ["body"]

    DbusNotifier(bus, told).show(PROPOSAL)

    assert shown(server).actions == {}
    assert shown(server).body == f"{PROPOSAL.body}\nAnswer in deskbreak's menu."


@pytest.mark.parametrize(
    ("program", "first", "last"),
    [
        ("dunst", "", "\nMiddle click: Start"),
        ("mako", "Click: Start\n", ""),  # they show the first lines of a text alone
        ("fnott", "Click: Start\n", ""),
        ("gnome-shell", "", ""),
    ],
)
def test_where_no_buttons_are_drawn_the_text_says_what_a_click_does(
    bus: Bus, server: FakeNotifications, told: Told, program: str, first: str, last: str
) -> None:
    server.capabilities, server.program = ["actions", "body"], program
    long = replace(PROPOSAL, body="A step. " * 60)

    DbusNotifier(bus, told).show(long)

    body = shown(server).body
    assert body.startswith(first)
    assert body.endswith(last)
    assert body.count("\n") == bool(first or last)
    assert len(body) <= 255


QUESTION = Notice(
    "Well done", "How was it?", buttons=(Button("easy", "Easy"), Button("hard", "Hard"))
)


def test_where_no_buttons_are_drawn_a_click_on_a_question_takes_it_away_and_says_nothing(
    bus: Bus, server: FakeNotifications, told: Told
) -> None:
    server.capabilities, server.program = ["actions", "body"], "mako"

    DbusNotifier(bus, told).show(QUESTION)
    sent = shown(server)
    server.press(sent.id, "default")
    server.dismiss(sent.id)

    assert sent.body == "How was it?\nAnswer in deskbreak's menu."
    assert sent.actions == {"easy": "Easy", "hard": "Hard"}
    assert told.next() == Closed(Reason.DISMISSED)


def test_where_buttons_are_drawn_a_click_beside_them_says_nothing(
    bus: Bus, server: FakeNotifications, told: Told
) -> None:
    DbusNotifier(bus, told).show(QUESTION)

    assert shown(server).actions == {"easy": "Easy", "hard": "Hard"}
    assert shown(server).body == "How was it?"


def test_emoji_dashes_and_nul_arrive_and_five_hundred_characters_are_cut(
    notifier: DbusNotifier, server: FakeNotifications
) -> None:
    notifier.show(Notice("--help 🧘 \x00\ud800", "-x " + "🧘" * 500))

    assert shown(server).summary == "--help 🧘 ?"
    assert shown(server).body == "-x " + "🧘" * 125 + "…"


def test_the_default_action_is_no_button_on_xfce(
    bus_desktop: Desktop, bus: Bus, told: Told
) -> None:
    bus_desktop.fakes.release(NOTIFICATIONS)
    xfce = OddServer(bus_desktop.address, "Xfce Notify Daemon")

    DbusNotifier(bus, told).show(PROPOSAL)
    wait_until(lambda: xfce.called("Notify"), "the notification")
    xfce.bus.stop()

    assert xfce.called("Notify")[0][5] == [
        "start", "Start", "snooze", "Snooze 10 min", "done", "I did it",
    ]  # fmt: skip


def test_lxqt_has_room_for_three_buttons_and_for_the_last_line(
    bus_desktop: Desktop, bus: Bus, told: Told
) -> None:
    bus_desktop.fakes.release(NOTIFICATIONS)
    can: Nonsense = {"GetCapabilities": ("as", (["actions", "body", "body-markup"],))}
    lxqt = OddServer(bus_desktop.address, "lxqt-notificationd", can)

    DbusNotifier(bus, told).show(PROPOSAL)
    wait_until(lambda: lxqt.called("Notify"), "the notification")
    lxqt.bus.stop()

    assert lxqt.called("Notify")[0][4:6] == (
        f"{PROPOSAL.body}<br/>&nbsp;<br/>&nbsp;",
        ["start", "Start", "snooze", "Snooze 10 min", "done", "I did it"],
    )


@pytest.mark.parametrize("name", ["dunst", "mako", "without buttons"])
def test_what_a_click_does_is_said_beside_the_whole_caution(
    bus_desktop: Desktop, bus: Bus, told: Told, name: str
) -> None:
    bus_desktop.fakes.release(NOTIFICATIONS)
    can: Nonsense = {"GetCapabilities": ("as", (["body"] if " " in name else ["actions", "body"],))}
    server = OddServer(bus_desktop.address, name, can)
    notifier = DbusNotifier(bus, told)
    for number, stretch in enumerate(BUNDLED, start=1):
        notifier.show(proposal_notice(propose(stretch), rules()))
        sent = wait_until(lambda: server.called("Notify")[number - 1 :], stretch.id)  # noqa: B023  (waited for)
        body = str(sent[0][4])

        assert utf16_units(body) <= 255
        assert caution(stretch) in body or caution(stretch) not in proposal_body(stretch)
        assert "lick: Start" in body or "in deskbreak's menu." in body
    server.bus.stop()


def test_a_pressed_button_is_an_answer_and_the_notification_goes(
    notifier: DbusNotifier, server: FakeNotifications, told: Told
) -> None:
    notifier.show(PROPOSAL)
    server.press(shown(server).id, "snooze")

    assert told.next() == Pressed("snooze")
    assert told.notices == [PROPOSAL]
    assert server.open == {}


def test_a_server_that_keeps_an_answered_notification_is_asked_to_close_it(
    notifier: DbusNotifier, odd: OddServer, told: Told
) -> None:
    notifier.show(PROPOSAL)
    wait_until(lambda: odd.called("Notify"), "the notification")
    odd.press(7, "done")

    assert told.next() == Pressed("done")
    wait_until(lambda: odd.called("CloseNotification") == [(7,)], "the closing")


def test_a_click_on_the_notification_itself_means_start(
    notifier: DbusNotifier, server: FakeNotifications, told: Told
) -> None:
    notifier.show(PROPOSAL)
    server.press(shown(server).id, "default")

    assert told.next() == Pressed("start")


def test_an_answer_is_told_once_and_its_closing_is_not(
    notifier: DbusNotifier, server: FakeNotifications, told: Told
) -> None:
    notifier.show(PROPOSAL)
    server.press(shown(server).id, "done")
    server.press(shown(server).id, "done")
    told.next()
    notifier.show(Notice("Next", ""))
    server.dismiss(shown(server, 2).id)

    assert told.next() == Closed(Reason.DISMISSED)
    assert told.fates == []


def test_what_others_get_pressed_or_closed_is_none_of_ours(
    notifier: DbusNotifier, server: FakeNotifications, told: Told
) -> None:
    notifier.show(PROPOSAL)
    number = shown(server).id
    server.press(number + 1, "start")
    server.press(number, "an action we never offered")

    assert told.next() == Closed(Reason.DISMISSED)
    assert told.fates == []


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (EXPIRED, Reason.EXPIRED),
        (DISMISSED, Reason.DISMISSED),
    ],
)
def test_neither_expiry_nor_dismissal_is_an_answer(
    notifier: DbusNotifier, server: FakeNotifications, told: Told, number: int, reason: Reason
) -> None:
    notifier.show(PROPOSAL)
    server.dismiss(shown(server).id, number)

    assert told.next() == Closed(reason)
    assert told.fates == []


def test_a_second_notice_replaces_the_first(
    notifier: DbusNotifier, server: FakeNotifications, told: Told
) -> None:
    notifier.show(PROPOSAL)
    first = shown(server)
    notifier.show(Notice("47 min at your desk", ""))

    assert shown(server, 2).replaces == first.id
    assert list(server.open) == [first.id]
    assert told.fates == []


def test_notices_in_quick_succession_never_stack(
    notifier: DbusNotifier, server: FakeNotifications
) -> None:
    for minutes in range(20):
        notifier.show(Notice(f"{minutes} min at your desk", ""))
    wait_until(lambda: server.sent and server.sent[-1].summary.startswith("19"), "the last")

    assert [one.summary for one in server.open.values()] == ["19 min at your desk"]


def test_a_closed_notice_leaves_the_screen_untold(
    notifier: DbusNotifier, server: FakeNotifications, told: Told
) -> None:
    notifier.show(PROPOSAL)
    shown(server)
    notifier.close()
    wait_until(lambda: not server.open, "the closing")
    notifier.show(Notice("Next", ""))

    assert shown(server, 2).replaces == 0
    assert told.fates == []


def test_a_notice_closed_while_on_its_way_does_not_stay(
    notifier: DbusNotifier, server: FakeNotifications
) -> None:
    wait_until(lambda: notifier.trouble() is None, "the server")
    notifier.show(PROPOSAL)
    notifier.close()
    wait_until(lambda: server.sent and not server.open, "the closing")

    assert len(server.sent) == 1


def test_a_server_that_restarts_shows_the_open_notice_again_as_a_new_one(
    bus_desktop: Desktop, notifier: DbusNotifier, server: FakeNotifications, told: Told
) -> None:
    notifier.show(Notice("Earlier", ""))
    shown(server)
    notifier.show(PROPOSAL)
    shown(server, 2)
    bus_desktop.fakes.release(NOTIFICATIONS)
    server.open.clear()
    bus_desktop.fakes.own(NOTIFICATIONS)

    assert shown(server, 3).replaces == 0
    assert shown(server, 3).summary == PROPOSAL.title
    assert told.fates == []


def test_a_server_that_restarts_after_the_answer_shows_nothing_again(
    bus_desktop: Desktop, notifier: DbusNotifier, server: FakeNotifications, told: Told
) -> None:
    notifier.show(PROPOSAL)
    server.press(shown(server).id, "done")
    told.next()
    bus_desktop.fakes.release(NOTIFICATIONS)
    wait_until(lambda: notifier.trouble() is not None, "its end to be noticed")
    bus_desktop.fakes.own(NOTIFICATIONS)
    wait_until(lambda: notifier.trouble() is None, "the server")
    notifier.show(Notice("Next", ""))

    assert shown(server, 2).summary == "Next"


def test_a_restarted_server_is_asked_anew_what_it_can_do(
    bus_desktop: Desktop, notifier: DbusNotifier, server: FakeNotifications
) -> None:
    notifier.show(PROPOSAL)
    shown(server)
    bus_desktop.fakes.release(NOTIFICATIONS)
    server.capabilities = ["body"]
    bus_desktop.fakes.own(NOTIFICATIONS)

    assert shown(server, 2).actions == {}


def test_a_bus_that_restarts_shows_the_open_notice_again(
    bus_desktop: Desktop, notifier: DbusNotifier
) -> None:
    notifier.show(PROPOSAL)
    shown(bus_desktop.fakes.notifications)
    bus_desktop.stop_bus()
    bus_desktop.start_bus()

    assert shown(bus_desktop.fakes.notifications).summary == PROPOSAL.title


def test_a_server_that_goes_and_stays_away_leaves_the_notice_undelivered(
    bus_desktop: Desktop, hasty: DbusNotifier, server: FakeNotifications, told: Told
) -> None:
    hasty.show(PROPOSAL)
    shown(server)
    bus_desktop.fakes.release(NOTIFICATIONS)
    fate = told.next()

    assert isinstance(fate, Undelivered)
    assert "no notification server answers" in fate.why


def test_a_server_that_dies_of_a_notice_again_and_again_is_not_fed_for_ever(
    bus_desktop: Desktop, notifier: DbusNotifier, told: Told
) -> None:
    notifier.show(PROPOSAL)
    shown(bus_desktop.fakes.notifications)
    bus_desktop.fakes.release(NOTIFICATIONS)
    for _ in range(3):
        die_of_a_notice(bus_desktop)

    assert told.next() == Undelivered("the notification server keeps going away")


def test_without_a_server_a_notice_is_undelivered(
    bus_desktop: Desktop, bus: Bus, told: Told
) -> None:
    bus_desktop.fakes.release(NOTIFICATIONS)
    notifier = DbusNotifier(bus, told)
    notifier.show(PROPOSAL)
    fate = told.next()

    assert isinstance(fate, Undelivered)
    assert fate.why.startswith("no notification server answers: ")
    assert "no notification server answers: " in str(notifier.trouble())


def test_a_server_that_comes_up_late_shows_the_next_notice(
    bus_desktop: Desktop, bus: Bus, server: FakeNotifications, told: Told
) -> None:
    bus_desktop.fakes.release(NOTIFICATIONS)
    notifier = DbusNotifier(bus, told)
    notifier.show(PROPOSAL)
    told.next()
    bus_desktop.fakes.own(NOTIFICATIONS)
    notifier.show(Notice("Next", ""))

    assert shown(server).summary == "Next"
    wait_until(lambda: notifier.description() == "dbus (fake 1)", "the server's name")


def test_a_server_that_refuses_leaves_the_notice_undelivered_and_the_next_is_tried(
    notifier: DbusNotifier, server: FakeNotifications, told: Told
) -> None:
    server.refuses = True
    notifier.show(PROPOSAL)
    fate = told.next()
    server.refuses = False
    notifier.show(Notice("Next", ""))

    assert isinstance(fate, Undelivered)
    assert "too many" in fate.why
    assert shown(server).summary == "Next"


def test_a_refused_successor_takes_its_predecessor_off_the_screen(
    notifier: DbusNotifier, server: FakeNotifications, told: Told
) -> None:
    notifier.show(PROPOSAL)
    shown(server)
    server.refuses = True
    notifier.show(Notice("Next", ""))
    told.next()

    wait_until(lambda: not server.open, "the closing")


def test_closed_at_once_for_no_reason_means_undelivered(
    bus: Bus, server: FakeNotifications, told: Told
) -> None:
    DbusNotifier(bus, told).show(PROPOSAL)
    server.dismiss(shown(server).id, UNDEFINED)

    assert told.next() == Undelivered(
        "the notification server closed it at once and gave no reason"
    )


def test_closed_for_no_reason_after_a_while_is_a_closing(
    bus: Bus, server: FakeNotifications, told: Told
) -> None:
    notifier = DbusNotifier(bus, told, proof=timedelta())

    def fate_of_another_notice() -> Fate:
        notifier.show(Notice("Next", ""))
        wait_until(lambda: server.open, "the notification")
        server.dismiss(server.sent[-1].id, UNDEFINED)
        return told.next()

    wait_until(lambda: fate_of_another_notice() == Closed(Reason.UNDEFINED), "a late closing")


def test_closed_even_before_the_server_replied_means_undelivered(
    bus: Bus, odd: OddServer, told: Told
) -> None:
    odd.before_reply = lambda: odd.closed(7, UNDEFINED)

    DbusNotifier(bus, told).show(PROPOSAL)

    assert isinstance(told.next(), Undelivered)


def test_the_id_zero_means_undelivered(bus: Bus, odd: OddServer, told: Told) -> None:
    odd.number = 0

    DbusNotifier(bus, told).show(PROPOSAL)

    assert told.next() == Undelivered("the notification server gave it no id")


def test_a_server_that_does_not_reply_is_given_up_and_its_late_notification_taken_back(
    hasty: DbusNotifier, odd: OddServer, told: Told
) -> None:
    odd.number = None
    hasty.show(PROPOSAL)

    assert told.next() == Undelivered("the notification server does not reply")

    odd.reply_at_last(9)

    wait_until(lambda: odd.called("CloseNotification") == [(9,)], "the late one to be closed")


SAW = "nobody sees 'Hip-flexor stretch, 1 min? · 46 min at your desk': "


class Recorder:
    """A surface that remembers what it was to show."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell
        self.shown: list[str] = []
        self.closed = 0

    def show(self, notice: Notice) -> None:
        self.shown.append(notice.title)

    def close(self) -> None:
        self.closed += 1

    def description(self) -> str:
        return "recorder"

    def trouble(self) -> str | None:
        return None


class Desk:
    """A notifier over two recorders, and what it passed on."""

    def __init__(self) -> None:
        self.surfaces: list[Recorder] = []
        self.answers: list[tuple[str, str | None]] = []
        self.closings: list[tuple[Reason, str | None]] = []
        self.notifier = Notifier(
            (Candidate("first", self._open), Candidate("second", self._open, is_own=True)),
            lambda key, about: self.answers.append((key, about)),
            lambda reason, about: self.closings.append((reason, about)),
        )

    def _open(self, tell: Tell) -> Surface:
        self.surfaces.append(Recorder(tell))
        return self.surfaces[-1]

    def shown(self) -> list[list[str]]:
        return [surface.shown for surface in self.surfaces]


A = Notice("A", "", about="p1")
B = Notice("B", "", about="p2")


def test_answers_and_closings_come_with_what_the_notice_was_about() -> None:
    desk = Desk()

    desk.notifier.show(A)
    desk.surfaces[0].tell(A, Pressed("start"))
    desk.surfaces[0].tell(A, Closed(Reason.EXPIRED))

    assert desk.answers == [("start", "p1")]
    assert desk.closings == [(Reason.EXPIRED, "p1")]


def test_an_undelivered_notice_goes_to_the_next_surface_and_the_next_notice_to_the_first() -> None:
    desk = Desk()

    desk.notifier.show(A)
    desk.surfaces[0].tell(A, Undelivered("no server"))
    desk.notifier.show(B)

    assert desk.shown() == [["A", "B"], ["A"]]
    assert desk.surfaces[1].closed == 1


def test_a_notice_that_is_wanted_no_more_goes_nowhere() -> None:
    desk = Desk()

    desk.notifier.show(A)
    desk.notifier.show(B)
    desk.surfaces[0].tell(A, Undelivered("late"))
    desk.notifier.close()
    desk.surfaces[0].tell(B, Undelivered("later"))

    assert desk.shown() == [["A", "B"]]


AGAIN = Notice("A again", "", about="p1", may_be_unseen=True)


def test_what_nobody_answered_comes_in_a_window_too_where_nobody_ever_touched_a_notice() -> None:
    desk = Desk()

    desk.notifier.show(A)
    desk.notifier.show(AGAIN)
    desk.surfaces[1].tell(AGAIN, Pressed("start"))
    desk.notifier.close()

    assert desk.shown() == [["A", "A again"], ["A again"]]
    assert desk.answers == [("start", "p1")]
    assert [surface.closed for surface in desk.surfaces] == [1, 1]


@pytest.mark.parametrize("fate", [Pressed("snooze"), Closed(Reason.DISMISSED)])
def test_where_a_notice_was_clicked_or_closed_once_the_next_ones_are_seen(fate: Fate) -> None:
    desk = Desk()

    desk.notifier.show(B)
    desk.surfaces[0].tell(B, fate)
    desk.notifier.show(AGAIN)

    assert desk.shown() == [["B", "A again"]]


def test_what_was_closed_where_it_was_first_needs_no_window_any_more() -> None:
    desk = Desk()

    desk.notifier.show(AGAIN)
    desk.surfaces[0].tell(AGAIN, Closed(Reason.DISMISSED))

    assert desk.surfaces[1].closed == 1


def test_a_window_that_stands_beside_a_server_takes_over_where_that_fails() -> None:
    desk = Desk()

    desk.notifier.show(AGAIN)
    desk.surfaces[0].tell(AGAIN, Undelivered("no server"))
    closed_at_first = desk.surfaces[1].closed
    desk.notifier.show(B)

    assert desk.shown() == [["A again", "B"], ["A again"]]
    assert (closed_at_first, desk.surfaces[1].closed) == (0, 1)


def test_a_window_beside_that_fails_takes_over_from_nobody() -> None:
    desk = Desk()

    desk.notifier.show(AGAIN)
    desk.surfaces[1].tell(AGAIN, Undelivered("no display"))
    desk.surfaces[0].tell(AGAIN, Undelivered("no server"))

    assert desk.shown() == [["A again"], ["A again", "A again"]]


def test_a_window_that_is_wanted_again_is_not_taken_away_first() -> None:
    desk = Desk()

    desk.notifier.show(AGAIN)
    desk.notifier.show(AGAIN)

    assert desk.shown() == [["A again", "A again"], ["A again", "A again"]]
    assert desk.surfaces[1].closed == 0


def test_where_nothing_delivers_the_log_says_so() -> None:
    desk = Desk()

    desk.notifier.show(A)
    desk.surfaces[0].tell(A, Undelivered("no server"))
    desk.surfaces[1].tell(A, Undelivered("hangs"))

    assert desk.shown() == [["A"], ["A"]]


@pytest.fixture
def unforced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DESKBREAK_NOTIFIER", raising=False)


def ignore(_key: str, _about: str | None) -> None:
    """For answers that no test gives."""


@pytest.mark.usefixtures("unforced")
def test_the_desktop_s_own_notifications_come_first(bus: Bus, server: FakeNotifications) -> None:
    answers: list[tuple[str, str | None]] = []
    notifier = choose_notifier(bus, lambda key, about: answers.append((key, about)))

    notifier.show(PROPOSAL)
    server.press(shown(server).id, "snooze")
    wait_until(lambda: answers, "the answer")

    assert answers == [("snooze", "p1")]
    assert notifier.in_use() == "dbus (fake 1)"
    assert notifier.not_in_use() == ()


@pytest.mark.usefixtures("unforced")
def test_without_a_server_all_reasons_are_told(
    bus_desktop: Desktop, bus: Bus, caplog: pytest.LogCaptureFixture
) -> None:
    bus_desktop.fakes.release(NOTIFICATIONS)
    notifier = choose_notifier(bus, ignore)

    notifier.show(PROPOSAL)
    wait_until(lambda: SAW in caplog.text, "the log")

    assert notifier.in_use().startswith("none")
    assert [reason.partition(": ")[0] for reason in notifier.not_in_use()] == [
        "dbus",
        "toast",
        "plyer",
    ]
    assert "dbus: no notification server answers: " in caplog.text
    assert "plyer: there is no notification server" in caplog.text


@pytest.mark.usefixtures("unforced")
def test_without_a_bus_all_reasons_are_told(caplog: pytest.LogCaptureFixture) -> None:
    notifier = choose_notifier(None, ignore)

    notifier.show(PROPOSAL)
    wait_until(lambda: SAW in caplog.text, "the log")

    assert notifier.not_in_use() == (
        "dbus: there is no session bus",
        "toast: DISPLAY is not set",
        "plyer: there is no session bus",
    )


def test_a_forced_notifier_is_the_only_one(
    bus: Bus,
    server: FakeNotifications,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("DESKBREAK_NOTIFIER", "none")
    notifier = choose_notifier(bus, ignore)

    notifier.show(PROPOSAL)

    assert SAW in caplog.text
    assert server.sent == []
    assert notifier.not_in_use() == ()


def test_an_unknown_forced_notifier_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKBREAK_NOTIFIER", "smoke")

    with pytest.raises(SurfaceError, match="'smoke'; allowed are dbus, toast, plyer, none"):
        choose_notifier(None, ignore)


@pytest.fixture
def notify_send(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What plyer ran on Linux, one argument a line; the real plyer, a notify-send of our own."""
    heard = tmp_path / "heard"
    program = tmp_path / "notify-send"
    program.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" > {heard}.new\nmv {heard}.new {heard}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setitem(sys.modules, "dbus", None)  # else plyer would use it instead
    return heard


def test_plyer_says_how_to_answer_without_buttons(bus: Bus, told: Told, notify_send: Path) -> None:
    PlyerNotifier(bus, told).show(PROPOSAL)
    wait_until(notify_send.exists, "notify-send")

    assert notify_send.read_text().splitlines()[:3] == [
        "Hip-flexor stretch, 1 min? · 46 min at your desk",
        "Stand with one hand on the desk. 20 s each side.",
        "Answer: deskbreak start | snooze | done",
    ]
    assert told.fates == []


def test_plyer_is_given_no_option_no_markup_and_no_text_too_long(
    bus: Bus, told: Told, notify_send: Path
) -> None:
    PlyerNotifier(bus, told).show(Notice("--help", "-x <b>bold</b> & " + "🧘" * 500, BUTTONS))
    wait_until(notify_send.exists, "notify-send")

    assert notify_send.read_text().splitlines()[:3] == [
        " --help",
        " -x ‹b›bold‹/b› ＆ " + "🧘" * 98 + "…",  # noqa: RUF001  (lookalikes)
        "Answer: deskbreak start | snooze | done",
    ]


def test_plyer_without_a_way_to_notify_is_recognised(
    bus: Bus, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "dbus", None)

    PlyerNotifier(bus, told).show(PROPOSAL)

    assert told.next() == Undelivered(
        "plyer knows no way to notify here; on Linux it needs notify-send"
    )


def test_plyer_without_a_server_is_not_even_tried(
    bus_desktop: Desktop, bus: Bus, told: Told, notify_send: Path
) -> None:
    bus_desktop.fakes.release(NOTIFICATIONS)

    PlyerNotifier(bus, told).show(PROPOSAL)

    assert told.next() == Undelivered("there is no notification server")
    assert not notify_send.exists()


def test_whatever_plyer_raises_means_undelivered(bus: Bus, told: Told) -> None:
    def broken(_title: str, _body: str) -> None:
        raise RuntimeError("Shell_NotifyIconW failed")

    plyer = PlyerNotifier(bus, told, send=broken)
    plyer.show(PROPOSAL)

    assert told.next() == Undelivered("Shell_NotifyIconW failed")
    assert plyer.trouble() == "Shell_NotifyIconW failed"


def test_a_plyer_that_hangs_is_given_up(bus: Bus, told: Told) -> None:
    released = threading.Event()

    def hanging(_title: str, _body: str) -> None:
        released.wait(30)

    PlyerNotifier(bus, told, patience=SOON, send=hanging).show(PROPOSAL)
    fate = told.next()
    released.set()

    assert fate == Undelivered("plyer did not return within 0.2 s")


NONSENSE: list[tuple[str, str | None, tuple[object, ...]]] = [
    ("GetServerInformation", "s", ("x",)),
    ("GetServerInformation", "iiii", (1, 2, 3, 4)),
    ("GetServerInformation", None, ()),
    ("GetCapabilities", "i", (5,)),
    ("GetCapabilities", None, ()),
    ("GetCapabilities", "aas", ([["x"]],)),
    ("Notify", "u", (0,)),
    ("Notify", "s", ("seven",)),
    ("Notify", None, ()),
    ("Notify", "i", (-5,)),
    ("Notify", "t", (2**40,)),
    ("Notify", "ai", ([1],)),
    ("Notify", "a{sv}", ({},)),
]


@pytest.mark.parametrize(("method", "signature", "body"), NONSENSE)
def test_a_server_that_answers_nonsense_is_passed_over(
    bus_desktop: Desktop,
    notifier: DbusNotifier,
    told: Told,
    method: str,
    signature: str | None,
    body: tuple[object, ...],
) -> None:
    bus_desktop.fakes.release(NOTIFICATIONS)
    odd = OddServer(bus_desktop.address, nonsense={method: (signature, body)})
    wait_until(lambda: bus_desktop.owns(NOTIFICATIONS), "the odd server")

    notifier.show(PROPOSAL)

    assert isinstance(told.next(), Undelivered)
    assert notifier.trouble() is not None
    odd.bus.stop()


def test_a_server_that_comes_to_its_senses_is_used_again(
    notifier: DbusNotifier, odd: OddServer, told: Told
) -> None:
    odd.nonsense["Notify"] = "s", ("seven",)
    notifier.show(PROPOSAL)
    told.next()
    odd.nonsense.clear()

    notifier.show(PROPOSAL)
    wait_until(lambda: len(odd.called("Notify")) == 2, "the second try")
    odd.press(7, "start")

    assert told.next() == Pressed("start")


def test_signals_that_are_none_and_those_of_others_change_nothing(
    notifier: DbusNotifier, odd: OddServer, told: Told
) -> None:
    notifier.show(PROPOSAL)
    wait_until(lambda: odd.called("Notify"), "the notification")

    odd.bus.send(new_signal(ADDRESS, "ActionInvoked", "ua{sv}", (7, {})))
    odd.bus.send(new_signal(ADDRESS, "NotificationClosed", "us", (7, "x")))
    for number in range(1000, 1200):
        odd.press(number, "done")
        odd.closed(number, DISMISSED)
    odd.press(7, "quit")
    odd.press(7, "snooze")

    assert told.next() == Pressed("snooze")
    assert told.fates == []


def test_a_button_that_is_pressed_before_the_reply_counts(
    notifier: DbusNotifier, odd: OddServer, told: Told
) -> None:
    odd.before_reply = lambda: odd.press(7, "snooze")

    notifier.show(PROPOSAL)

    assert told.next() == Pressed("snooze")


def test_what_expired_and_is_clicked_in_a_list_still_answers(
    notifier: DbusNotifier, odd: OddServer, told: Told
) -> None:
    notifier.show(PROPOSAL)
    wait_until(lambda: odd.called("Notify"), "the notification")
    odd.closed(7, EXPIRED)
    expired = told.next()

    odd.press(7, "default")

    assert expired == Closed(Reason.EXPIRED)
    assert told.next() == Pressed("start")
    assert told.notices[-1] is PROPOSAL


def test_what_expired_and_was_taken_back_answers_nothing(
    notifier: DbusNotifier, odd: OddServer, told: Told
) -> None:
    notifier.show(PROPOSAL)
    wait_until(lambda: odd.called("Notify"), "the notification")
    odd.closed(7, EXPIRED)
    told.next()
    notifier.close()

    odd.press(7, "default")
    odd.number = 8
    notifier.show(replace(PROPOSAL, about="p2"))
    wait_until(lambda: len(odd.called("Notify")) == 2, "the next one")
    odd.press(8, "done")

    assert told.next() == Pressed("done")
    assert told.fates == []
