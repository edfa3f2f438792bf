"""What programs on a bus say of one condition, kept fresh so that nobody ever waits for it.

Each is asked when its bus is met, when it comes or goes itself, and after each of its signals
that tell of a change. The answers come in the bus's thread and stay in memory until the next.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from gettext import gettext as _
from typing import Any, Protocol

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageFlag,
    MessageType,
    message_bus,
    new_method_call,
)

from deskbreak.bus import Bus
from deskbreak.core.events import Condition
from deskbreak.errors import SensorError
from deskbreak.sensors.sense import Wake

_PROPERTIES = "org.freedesktop.DBus.Properties"
_ERROR = "org.freedesktop.DBus.Error"
_NOT_RUNNING = frozenset({f"{_ERROR}.NameHasNoOwner", f"{_ERROR}.ServiceUnknown"})

Body = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """It cannot be known from there."""

    why: str
    error: str = ""
    """The name of the D-Bus error, where one answered."""


Said = bool | Silence
"""Whether it is so."""
Says = Said | None
"""The same; None while the first answer is on its way."""


class Witness(Protocol):
    """Somebody who knows of the condition; calls back whenever `says` may be another."""

    @property
    def says(self) -> Says: ...


class Witnesses:
    """A sense that is on as soon as one witness says so, and lost when none can say."""

    def __init__(self, name: str, what: Condition, unknown: str, wake: Wake) -> None:
        self.name = name
        self.tells = frozenset({what})
        self._unknown = unknown
        self._wake = wake
        self._witnesses: list[Witness] = []
        self._told: Said = False
        self._telling = threading.Lock()  # two buses, two threads
        self._is_open = True

    def call(self, witness: Callable[[Wake], Witness]) -> None:
        """One more witness; it is given what it shall call after each change."""
        self._witnesses.append(witness(self._changed))
        self._changed()  # it may have spoken before it was counted

    def ask(self, bus: Bus | None, *questions: "Question") -> None:
        """One more witness for each question; none where there is no such bus."""
        if bus is not None:
            for question in questions:
                self.call(partial(Watch, bus, question))

    def on(self) -> frozenset[Condition]:
        says = self._verdict()
        if isinstance(says, Silence):
            raise SensorError(says.why)
        return self.tells if says else frozenset()

    def close(self) -> None:
        self._is_open = False

    def _changed(self) -> None:
        with self._telling:
            verdict = self._verdict()
            is_news, self._told = verdict != self._told, verdict
        if is_news and self._is_open:
            self._wake()

    def _verdict(self) -> Said:
        all_say = [witness.says for witness in tuple(self._witnesses)]
        reasons = dict.fromkeys(says.why for says in all_say if isinstance(says, Silence))
        if any(says is True for says in all_say):
            return True
        if not all(isinstance(says, Silence) for says in all_say):
            return False
        return Silence(f"{self._unknown} ({'; '.join(reasons)})")


@dataclass(frozen=True, slots=True)
class News:
    """A signal that tells of a change; without `read`, only that there is one."""

    rule: MatchRule
    read: Callable[[Body], bool] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask of which program, and the signals after which its answer may be another."""

    whom: DBusAddress
    method: str
    signature: str | None = None
    body: Body = ()
    news: tuple[News, ...] = ()
    read: Callable[[Body], bool] = lambda body: bool(body[0])
    error_for_no: str = ""
    """The error by which it says no, if there is one."""


class Watch:
    """One question to one program, and its latest answer."""

    def __init__(self, bus: Bus, question: Question, changed: Wake) -> None:
        self.says: Says = None
        self._question = question
        self._changed = changed
        for news in question.news:
            told = self._ask_anew if news.read is None else partial(self._told, news.read)
            bus.on_signal(news.rule, told)
        self._line = Line(bus, question.whom.bus_name, self._ask, self._set)

    def _ask(self) -> None:
        asked = self._question
        message = new_method_call(asked.whom, asked.method, asked.signature, asked.body)
        self._line.call(message, self._heard)

    def _ask_anew(self, _signal: Message) -> None:
        self._ask()

    def _heard(self, answer: Body | Silence) -> None:
        if not isinstance(answer, Silence):
            self._set(self._question.read(answer))
        elif answer.error and answer.error == self._question.error_for_no:
            self._set(says=False)
        else:
            self._set(answer)

    def _told(self, read: Callable[[Body], bool], signal: Message) -> None:
        self._set(read(signal.body))

    def _set(self, says: Said) -> None:
        self.says = says
        self._changed()


class Line:
    """Calls to one program, of which only the last one's answer counts.

    `meet` is called whenever the program may be another: on each connection and each change of
    its owner. `lost` is told when the bus goes away.
    """

    def __init__(
        self, bus: Bus, name: str, meet: Callable[[], None], lost: Callable[[Silence], None]
    ) -> None:
        self._bus = bus
        self._name = name
        self._meet = meet
        self._lost = lost
        self._calls = 0
        bus.on_signal(_owner_changes(name), lambda _signal: meet())
        bus.on_connect(self._connected)

    def call(self, message: Message, heard: Callable[[Body | Silence], None]) -> None:
        """Never starts the program: what does not run has nothing to say."""
        self._calls += 1
        message.header.flags |= MessageFlag.no_auto_start
        self._bus.call(message, partial(self._replied, self._calls, heard))

    def _connected(self) -> None:
        self._bus.call(_never_answered(), self._cut)
        self._meet()

    def _cut(self, reply: Message | None) -> None:
        if reply is None:
            self._calls += 1
            self._lost(Silence(_("the bus went away")))

    def _replied(
        self, number: int, heard: Callable[[Body | Silence], None], reply: Message | None
    ) -> None:
        if number != self._calls:
            return
        if reply is None:
            heard(Silence(_("the bus went away")))
        elif reply.header.message_type is MessageType.error:
            heard(_refusal(self._name, reply))
        else:
            heard(tuple(reply.body))


def property_of(whose: DBusAddress, name: str, *news: News) -> Question:
    """A boolean property, read anew after each change that is announced in the usual way."""
    return Question(
        DBusAddress(whose.object_path, whose.bus_name, _PROPERTIES),
        "Get",
        "ss",
        (whose.interface, name),
        news=(News(properties_changed(whose)), *news),
        read=lambda body: bool(body[0][1]),
    )


def properties_of(whose: DBusAddress) -> Message:
    """The call that returns all of an interface's properties."""
    address = DBusAddress(whose.object_path, whose.bus_name, _PROPERTIES)
    return new_method_call(address, "GetAll", "s", (whose.interface,))


def properties_changed(whose: DBusAddress) -> MatchRule:
    return signal_of(
        DBusAddress(whose.object_path, whose.bus_name, _PROPERTIES),
        "PropertiesChanged",
        whose.interface,
    )


def signal_of(whose: DBusAddress, member: str, *arguments: str) -> MatchRule:
    """Only where the signal's first arguments are those."""
    rule = MatchRule(
        type="signal",
        sender=whose.bus_name,
        path=whose.object_path,
        interface=whose.interface,
        member=member,
    )
    for number, argument in enumerate(arguments):
        rule.add_arg_condition(number, argument)
    return rule


def _owner_changes(name: str) -> MatchRule:
    bus = DBusAddress(message_bus.object_path, message_bus.bus_name, message_bus.interface)
    return signal_of(bus, "NameOwnerChanged", name)


def _never_answered() -> Message:
    """A call whose reply is not asked for: its end is the end of the connection."""
    bus = DBusAddress(message_bus.object_path, message_bus.bus_name, "org.freedesktop.DBus.Peer")
    message = new_method_call(bus, "Ping")
    message.header.flags |= MessageFlag.no_reply_expected
    return message


def _refusal(name: str, reply: Message) -> Silence:
    error = str(reply.header.fields.get(HeaderFields.error_name))
    if error in _NOT_RUNNING:
        return Silence(_("{name} is not running").format(name=name), error)
    text = reply.body[0] if reply.body else error
    return Silence(f"{name}: {text}", error)
