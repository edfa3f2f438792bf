"""What tells of the person here: keyboard and mouse, calls, lock, sleep and the rest."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from gettext import gettext as _

from deskbreak.core.duration import in_words
from deskbreak.doctor import advice
from deskbreak.doctor.finding import Finding
from deskbreak.errors import ConfigError, SensorError
from deskbreak.sensors.idle import Candidate, IdleSource, candidates_for, choose_idle
from deskbreak.sensors.openers import Opener
from deskbreak.sensors.sense import Sense
from deskbreak.wires.buses import Buses

TOPICS = (
    "microphone",
    "camera",
    "full_screen",
    "lock",
    "sleep",
    "kept_awake",
    "do_not_disturb",
)
_ROUNDS = 5  # the most questions that a sense asks one after another, and one
_PATIENCE = timedelta(seconds=2)
_QUIET = timedelta(milliseconds=300)
_MOST_WAKES = 10


class Stillness:
    """The senses that were opened have heard all that they asked the desktop."""

    def __init__(self, buses: Buses) -> None:
        self._buses = buses
        self._woken = threading.Event()

    def wake(self) -> None:
        """What the senses are opened with."""
        self._woken.set()

    def wait(self) -> None:
        """Until every bus has answered so many questions, and no sense has woken for a while."""
        for bus in filter(None, (self._buses.session, self._buses.system)):
            from jeepney import message_bus  # noqa: PLC0415  (who has a bus has it)

            from deskbreak.wires.dbus import BusError  # noqa: PLC0415  (Linux has it)

            with suppress(BusError):  # the senses tell of it themselves
                for _round in range(_ROUNDS):
                    bus.ask(message_bus.GetId(), _PATIENCE)
        for _wake in range(_MOST_WAKES):
            self._woken.clear()
            if not self._woken.wait(_QUIET.total_seconds()):
                return


def input_finding(environment: advice.Environment, buses: Buses) -> Finding:
    """Which source of idleness wins, and what it tells. Blocks; the buses must be received."""
    what = _("keyboard and mouse")
    try:
        candidates = candidates_for(environment)
        chosen = choose_idle(environment, buses.session, buses.system)
    except ConfigError as error:
        return Finding("input", is_ok=False, what=what, why=str(error))
    source = chosen.source
    try:
        is_ok, told = _told(source)
    finally:
        source.close()
    to_do = _beyond(source.name) if is_ok else advice.for_input(environment)
    why = " ".join(filter(None, (told, _not_tried(candidates[chosen.rank + 1 :]))))
    return Finding("input", is_ok, what, why, to_do, source.name, chosen.reasons)


def sense_findings(opened: Iterable[Opener], stillness: Stillness) -> Iterator[Finding]:
    """One of each sense, also of those that this desktop has no way to open."""
    found = {topic: _tried(topic, opener) for topic, opener in opened}
    stillness.wait()
    for topic in dict.fromkeys((*TOPICS, *found)):
        yield _heard(topic, found.get(topic, _("there is nothing here to ask")))


def _told(source: IdleSource) -> tuple[bool, str]:
    try:
        idle = source.idle()
    except SensorError as error:
        return False, f"{error}."
    text = _("{source} tells; last used {time} ago.")
    return True, text.format(source=source.name, time=in_words(idle))


def _not_tried(candidates: tuple[Candidate, ...]) -> str:
    names = ", ".join(candidate.name for candidate in candidates)
    return _("Not tried: {names}.").format(names=names) if names else ""


def _beyond(source: str) -> str:
    """What the winner does not see."""
    texts = {
        "logind": _("It is told of an absence minutes late, and sees no pause in typing"),
        "tty": _("It sees this terminal alone"),
    }
    return texts.get(source, "")


def _tried(topic: str, opener: Callable[[], Sense]) -> Sense | str:
    try:
        return opener()
    except SensorError as error:
        return str(error) or topic


def _heard(topic: str, sense: Sense | str) -> Finding:
    if isinstance(sense, str):
        return _lost(topic, sense)
    try:
        is_on = bool(sense.on())
    except SensorError as error:
        return _lost(topic, str(error))
    finally:
        sense.close()
    what, on, off = _words(topic)
    return Finding(topic, is_ok=True, what=what, why=on if is_on else off, is_on=is_on)


def _lost(topic: str, why: str) -> Finding:
    what, _on, _off = _words(topic)
    return Finding(topic, is_ok=False, what=what, why=why, to_do=advice.for_sense(topic))


def _words(topic: str) -> tuple[str, str, str]:
    """What it is called, and what it means that it is on or off."""
    words = {
        "microphone": (
            _("microphone"),
            _("a program records, which is a call"),
            _("no program records"),
        ),
        "camera": (
            _("camera"),
            _("a program uses it, which is a call"),
            _("no program uses it"),
        ),
        "full_screen": (
            _("full screen"),
            _("a window fills the screen"),
            _("no window fills the screen"),
        ),
        "lock": (
            _("lock"),
            _("the screen is locked"),
            _("the screen is not locked"),
        ),
        "sleep": (
            _("sleep"),
            _("the machine goes to sleep"),
            _("the machine says when it goes to sleep"),
        ),
        "kept_awake": (
            _("display kept awake"),
            _("a program keeps the display awake"),
            _("no program keeps the display awake"),
        ),
        "do_not_disturb": (
            _("do not disturb"),
            _("it is on, so deskbreak waits with its proposals"),
            _("it is off"),
        ),
    }
    return words.get(topic) or (topic.replace("_", " "), _("it is on"), _("it is off"))
