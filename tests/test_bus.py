"""The one connection to the session bus, against a real dbus-daemon of our own."""

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from desktop import Desktop, wait_until
from jeepney import (
    DBusAddress,
    MatchRule,
    Message,
    MessageType,
    message_bus,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import open_dbus_connection

from deskbreak.wires.dbus import Bus, BusError

NAME = "org.example.Deskbreak"
PATH = "/org/example/Deskbreak"
INTERFACE = "org.example.Deskbreak"
WITHIN = timedelta(seconds=5)


@pytest.fixture
def desktop(plain_desktop: Desktop) -> Desktop:
    return plain_desktop


@pytest.fixture
def bus(desktop: Desktop) -> Iterator[Bus]:
    bus = Bus(desktop.address)
    bus.start()
    yield bus
    bus.stop()


@pytest.fixture
def other(desktop: Desktop) -> Iterator[Bus]:
    """Another program on the same bus."""
    other = Bus(desktop.address)
    other.start()
    yield other
    other.stop()


def call(method: str = "Greet", name: str = NAME, path: str = PATH) -> Message:
    return new_method_call(DBusAddress(path, name, INTERFACE), method)


def sung(verse: str) -> Message:
    return new_signal(DBusAddress(PATH, interface=INTERFACE), "Sung", "s", (verse,))


def settled(bus: Bus) -> None:
    """The bus has dealt with everything that was sent before."""
    bus.ask(message_bus.GetId(), WITHIN, "s")


def greets(bus: Bus) -> None:
    """The bus has a program that answers to Greet with "hello"."""
    bus.serve(PATH, lambda call: bus.send(new_method_return(call, "s", ("hello",))))
    bus.request_name(NAME)
    settled(bus)


def verses_of(bus: Bus, rule: MatchRule) -> list[str]:
    """The verses heard by that rule, growing."""
    verses: list[str] = []
    bus.on_signal(rule, lambda signal: verses.append(signal.body[0]))
    settled(bus)
    return verses


def is_away(bus: Bus) -> bool:
    try:
        bus.ask(message_bus.GetId(), WITHIN, "s")
    except BusError:
        return True
    return False


def restart(desktop: Desktop, *buses: Bus) -> None:
    desktop.stop_bus()
    wait_until(lambda: all(is_away(bus) for bus in buses), "the bus to be missed")
    desktop.start_bus()
    wait_until(lambda: not any(is_away(bus) for bus in buses), "the bus to be found again")


SUNG = MatchRule(type="signal", interface=INTERFACE, member="Sung")


def test_a_program_is_asked_and_answers(bus: Bus, other: Bus) -> None:
    greets(bus)

    assert other.ask(call(), WITHIN, "s") == ("hello",)


def test_a_reply_can_be_had_without_waiting_in_the_receiving_thread(bus: Bus, other: Bus) -> None:
    replies: list[tuple[str, str]] = []
    greets(bus)

    def hear(reply: Message | None) -> None:
        assert reply is not None
        replies.append((reply.body[0], threading.current_thread().name))

    other.call(call(), hear)
    wait_until(lambda: replies, "the reply")

    assert replies == [("hello", "bus")]


def test_an_error_is_told_in_the_words_of_the_program_and_its_name_is_logged(
    bus: Bus, other: Bus, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(call: Message) -> None:
        bus.send(new_error(call, "org.example.Error.Busy", "s", ("come back later",)))

    bus.serve(PATH, refuse)
    bus.request_name(NAME)
    settled(bus)

    with caplog.at_level(logging.DEBUG), pytest.raises(BusError) as error:
        other.ask(call(), WITHIN, "s")

    assert str(error.value) == f"{NAME} Greet: come back later"
    assert "org.example.Error.Busy: come back later" in caplog.messages


def test_an_error_without_words_is_told_by_its_name(bus: Bus, other: Bus) -> None:
    bus.serve(PATH, lambda call: bus.send(new_error(call, "org.example.Error.Busy")))
    bus.request_name(NAME)
    settled(bus)

    with pytest.raises(BusError, match=r"Greet: org\.example\.Error\.Busy$"):
        other.ask(call(), WITHIN, "s")


def test_a_program_that_is_not_there_is_told(bus: Bus) -> None:
    with pytest.raises(BusError, match="was not provided"):
        bus.ask(call(), WITHIN, "s")


def test_a_program_that_says_nothing_is_not_waited_for_forever(bus: Bus, other: Bus) -> None:
    bus.serve(PATH, lambda _: None)
    bus.request_name(NAME)
    settled(bus)

    with pytest.raises(BusError, match=r"no answer within 0\.05 s"):
        other.ask(call(), timedelta(milliseconds=50), "s")


def test_a_call_to_an_object_that_is_not_there_is_refused(bus: Bus, other: Bus) -> None:
    greets(bus)

    with pytest.raises(BusError, match="no such object"):
        other.ask(call(path="/org/example/Elsewhere"), WITHIN, "s")


def test_an_answer_that_fails_is_told_to_the_caller_and_logged_by_name(
    bus: Bus, other: Bus, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(call: Message) -> None:
        raise KeyError(call)

    bus.serve(PATH, stumble)
    bus.serve("/other", lambda call: bus.send(new_method_return(call)))
    bus.request_name(NAME)
    settled(bus)

    with pytest.raises(BusError, match="failed, see the log"):
        other.ask(call(), WITHIN, "s")

    assert other.ask(call(path="/other"), WITHIN, "") == ()
    assert "stumble failed" in caplog.text


def test_signals_that_fit_are_heard(bus: Bus, other: Bus) -> None:
    verses = verses_of(bus, SUNG)

    other.send(new_signal(DBusAddress(PATH, interface=INTERFACE), "Hummed", "s", ("mm",)))
    other.send(sung("la"))
    wait_until(lambda: verses, "the signal")

    assert verses == ["la"]


def test_signals_can_be_chosen_by_the_well_known_name_of_their_sender(bus: Bus, other: Bus) -> None:
    verses = verses_of(bus, MatchRule(type="signal", sender=NAME, member="Sung"))
    other.send(sung("before it has the name"))
    other.request_name(NAME)
    other.send(sung("after"))
    wait_until(lambda: verses, "the signal")

    assert verses == ["after"]


def test_one_listener_that_fails_deafens_no_other(bus: Bus, other: Bus) -> None:
    def stumble(_: Message) -> None:
        raise RuntimeError

    bus.on_signal(SUNG, stumble)
    verses = verses_of(bus, SUNG)

    other.send(sung("la"))
    other.send(sung("li"))
    wait_until(lambda: len(verses) == 2, "both signals")

    assert verses == ["la", "li"]


def test_all_of_many_signals_at_once_are_heard_in_order(bus: Bus, other: Bus) -> None:
    verses = verses_of(bus, SUNG)
    for number in range(500):
        other.send(sung(str(number)))

    wait_until(lambda: len(verses) == 500, "500 signals")

    assert verses == [str(number) for number in range(500)]


def test_the_receiving_thread_may_not_wait_for_itself(bus: Bus) -> None:
    errors: list[str] = []

    def ask() -> None:
        try:
            bus.ask(message_bus.GetId(), WITHIN, "s")
        except RuntimeError as error:
            errors.append(str(error))

    bus.on_connect(ask)
    wait_until(lambda: errors, "the refusal")

    assert errors == ["org.freedesktop.DBus GetId: the receiving thread cannot wait for itself"]


def test_after_a_restart_of_the_bus_everything_holds_again(
    desktop: Desktop, bus: Bus, other: Bus
) -> None:
    greets(bus)
    verses = verses_of(bus, SUNG)

    restart(desktop, bus, other)
    other.send(sung("la"))
    wait_until(lambda: verses, "the signal")

    assert other.ask(call(), WITHIN, "s") == ("hello",)
    assert verses == ["la"]


def test_every_connection_is_greeted_once(desktop: Desktop, bus: Bus) -> None:
    greeted: list[str] = []
    bus.on_connect(lambda: greeted.append(threading.current_thread().name))
    wait_until(lambda: greeted, "the greeting")

    restart(desktop, bus)
    wait_until(lambda: len(greeted) > 1, "the second greeting")
    settled(bus)

    assert greeted == ["bus", "bus"]


def test_whoever_waits_learns_that_the_bus_went_away(
    desktop: Desktop, bus: Bus, other: Bus
) -> None:
    called = threading.Event()
    replies: list[Message | None] = []
    bus.serve(PATH, lambda _: called.set())
    bus.request_name(NAME)
    settled(bus)

    other.call(call(), replies.append)
    assert called.wait(20)
    desktop.stop_bus()
    wait_until(lambda: replies, "the news")

    assert replies == [None]


def test_while_the_bus_is_away_nothing_raises_but_a_question(desktop: Desktop, bus: Bus) -> None:
    replies: list[Message | None] = []
    desktop.stop_bus()
    wait_until(lambda: is_away(bus), "the bus to be missed")

    bus.send(sung("la"))
    bus.call(call(), replies.append)
    with pytest.raises(BusError):
        bus.ask(call(), WITHIN, "s")
    wait_until(lambda: replies, "the news")

    assert replies == [None]


def test_a_bus_that_hangs_up_at_once_is_tried_ever_more_slowly(desktop: Desktop, bus: Bus) -> None:
    socket_file = desktop.folder / "run" / "bus"
    desktop.stop_bus()
    wait_until(lambda: is_away(bus), "the bus to be missed")
    socket_file.unlink(missing_ok=True)
    attempts: list[float] = []
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(socket_file))
        listener.listen()
        listener.settimeout(10)
        for _ in range(3):
            connection, _ = listener.accept()
            attempts.append(time.monotonic())
            connection.close()

    assert attempts[1] - attempts[0] >= 0.2
    assert attempts[2] - attempts[1] > 1.5 * (attempts[1] - attempts[0])


def test_restarts_of_the_bus_leave_no_file_open(desktop: Desktop, bus: Bus) -> None:
    settled(bus)
    before = len(list(Path("/proc/self/fd").iterdir()))

    restart(desktop, bus)
    restart(desktop, bus)

    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_it_stops_while_the_bus_is_away(desktop: Desktop) -> None:
    bus = Bus(desktop.address)
    running = threading.Thread(target=bus.run)
    running.start()
    settled(bus)
    desktop.stop_bus()
    wait_until(lambda: is_away(bus), "the bus to be missed")

    bus.stop()
    running.join(5)

    assert not running.is_alive()


def test_it_stops_from_within_a_callback(desktop: Desktop) -> None:
    bus = Bus(desktop.address)
    bus.on_connect(bus.stop)

    bus.run()

    with pytest.raises(BusError):
        bus.ask(message_bus.GetId(), WITHIN, "s")


def test_it_may_stop_before_it_has_run(desktop: Desktop) -> None:
    bus = Bus(desktop.address)

    bus.stop()
    bus.stop()
    bus.run()

    with pytest.raises(BusError):
        bus.ask(message_bus.GetId(), WITHIN, "s")


def test_without_a_bus_it_says_what_was_tried(tmp_path: Path) -> None:
    with pytest.raises(BusError) as error:
        Bus(f"unix:path={tmp_path}/bus")

    assert str(error.value) == (
        f"no D-Bus at unix:path={tmp_path}/bus "
        f"({tmp_path}/bus: [Errno 2] No such file or directory)"
    )


@pytest.mark.parametrize("address", ["nonsense", "tcp:host=localhost", "unix:abstract=/none"])
def test_an_address_of_no_use_is_a_bus_error(address: str) -> None:
    with pytest.raises(BusError, match="no D-Bus at"):
        Bus(address)


def test_outside_of_a_session_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)

    with pytest.raises(BusError, match="start deskbreak from within a desktop session"):
        Bus()


@pytest.mark.parametrize("variable", ["DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"])
def test_either_variable_of_the_session_is_enough(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, desktop.env[variable])
    bus = Bus()
    bus.start()

    settled(bus)
    bus.stop()


def test_a_message_that_cannot_be_read_is_answered_by_an_error_and_nothing_else(
    desktop: Desktop, bus: Bus, other: Bus
) -> None:
    bus.serve(PATH, lambda call: bus.reply(call, "s", (call.body[0],)))
    bus.request_name(NAME)
    settled(bus)
    asked = new_method_call(DBusAddress(PATH, NAME, INTERFACE), "Greet", "u", (0,))
    message = bytearray(asked.serialise(serial=77))
    at = message.find(b"\x01u\x00")
    message[at + 1 : at + 2] = b"h"  # the number of a descriptor that was never sent
    with closing(open_dbus_connection(desktop.address)) as rude:
        rude.sock.sendall(message)
        while (answer := rude.receive(timeout=20)).header.message_type is MessageType.signal:
            continue  # the bus greets

    assert answer.header.message_type is MessageType.error
    greeting = new_method_call(DBusAddress(PATH, NAME, INTERFACE), "Greet", "s", ("hello",))
    assert other.ask(greeting, WITHIN, "s") == ("hello",)


def test_an_answer_of_another_kind_is_none(bus: Bus, other: Bus) -> None:
    bus.serve(PATH, lambda call: bus.reply(call, "i", (5,)))
    bus.request_name(NAME)
    settled(bus)

    with pytest.raises(BusError, match="not what was asked for"):
        other.ask(call(), WITHIN, "s")
