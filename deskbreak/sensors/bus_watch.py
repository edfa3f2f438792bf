"""What programs on a bus say of one condition, kept fresh so that nobody ever waits for it.

Each is asked when its bus is met, when it comes or goes itself, and after each of its signals
that tell of a change. The answers come in the bus's thread and stay in memory until the next.
"""

import threading
from collections.abc import Callable
from functools import partial
from typing import Protocol

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, new_method_call

from deskbreak.core.events import Condition
from deskbreak.errors import SensorError
from deskbreak.sensors.sense import Wake
from deskbreak.value import value
from deskbreak.wires.dbus import Bus
from deskbreak.wires.dbus_line import Body, BusLine, Silence
from deskbreak.wires.dbus_messages import PROPERTIES, properties_changed

Said = bool | Silence
"""Whether it is so."""
Says = Said | None
"""The same; None while the first answer is on its way."""


class Witness(Protocol):
    """Somebody who knows of the condition; calls back whenever `says` may be another."""

    @property
    def says(self) -> Says: ...

    def renew(self) -> None:
        """Ask anew if a change would not be heard of; the answer comes later."""
        ...


class Witnesses:
    """A sense that is on as soon as one witness says so, and lost when none can say."""

    blind_spot = ""

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
        for witness in tuple(self._witnesses):
            witness.renew()
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
        return Silence(f"{self._unknown} ({'; '.join(reasons)})" if reasons else self._unknown)


@value
class News:
    """A signal that tells of a change; without `read`, only that there is one."""

    rule: MatchRule
    read: Callable[[Body], bool] | None = None
    carries: str = "b"
    """The signature of what is read, with which the signal's begins."""


@value
class Question:
    """What to ask of which program, and the signals after which its answer may be another."""

    whom: DBusAddress
    method: str
    signature: str | None = None
    body: Body = ()
    news: tuple[News, ...] = ()
    gives: str = "b"
    """The signature of the answer."""
    read: Callable[[Body], bool] = lambda body: bool(body[0])
    error_for_no: str = ""
    """The error by which it says no, if there is one."""
    is_silent: bool = False
    """It may change its answer without a word."""


class Watch:
    """One question to one program, and its latest answer."""

    def __init__(self, bus: Bus, question: Question, changed: Wake) -> None:
        self.says: Says = None
        self._question = question
        self._changed = changed
        self._line = BusLine(bus, question.whom.bus_name, self._ask, self._set)
        for news in question.news:
            told = self._ask_anew if news.read is None else partial(self._told, news)
            bus.on_signal(news.rule, told)
        self._line.open()

    def _ask(self) -> None:
        asked = self._question
        message = new_method_call(asked.whom, asked.method, asked.signature, asked.body)
        self._line.call(message, asked.gives, self._heard)

    def renew(self) -> None:
        if self._question.is_silent and not isinstance(self.says, Silence):
            self._ask()

    def _ask_anew(self, _signal: Message) -> None:
        self._ask()

    def _heard(self, answer: Body | Silence) -> None:
        if not isinstance(answer, Silence):
            self._set(self._question.read(answer))
        elif answer.error and answer.error == self._question.error_for_no:
            self._set(says=False)
        else:
            self._set(answer)

    def _told(self, news: News, signal: Message) -> None:
        signature = signal.header.fields.get(HeaderFields.signature, "")
        if news.read is not None and signature.startswith(news.carries):
            self._set(news.read(signal.body))

    def _set(self, says: Said) -> None:
        self.says = says
        self._changed()


def property_of(whose: DBusAddress, name: str, *news: News) -> Question:
    """A boolean property, read anew after each change that is announced in the usual way."""
    return Question(
        DBusAddress(whose.object_path, whose.bus_name, PROPERTIES),
        "Get",
        "ss",
        (whose.interface, name),
        news=(News(properties_changed(whose)), *news),
        gives="v",
        read=lambda body: bool(body[0] == ("b", True)),
    )
