"""What tells of the person here: keyboard and mouse, calls, lock, sleep and the rest."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from gettext import gettext as _

from deskbreak.core.duration import in_words
from deskbreak.core.in_a_list import full_stop, in_a_row
from deskbreak.doctor.finding import Finding, bad
from deskbreak.errors import NOT_TO_BE_HAD, ConfigError, SensorError
from deskbreak.sensors.descriptions import Description, descriptions
from deskbreak.sensors.idle import Environment, choose_idle, idle_candidates, way_to_input
from deskbreak.sensors.openers import Opener
from deskbreak.sensors.sense import Sense
from deskbreak.wires.buses import Buses

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
            with suppress(SensorError):  # the senses tell of it themselves
                for _round in range(_ROUNDS):
                    bus.round_trip(_PATIENCE)
        for _wake in range(_MOST_WAKES):
            self._woken.clear()
            if not self._woken.wait(_QUIET.total_seconds()):
                return


def input_finding(environment: Environment, buses: Buses) -> Finding:
    """Which source of idleness wins, and what it tells. Blocks; the buses must be received."""
    what = _("keyboard and mouse")
    try:
        candidates = idle_candidates(environment)
        chosen = choose_idle(environment, buses.session, buses.system)
    except ConfigError as error:
        return bad("input", what, str(error))
    source = chosen.source
    try:
        why = _("{source} reports them; last used {time} ago.").format(
            source=source.name, time=in_words(source.idle())
        )
    except NOT_TO_BE_HAD as error:
        until_then = _("Until then only lock, sleep and your answers count")
        way = way_to_input(environment)
        is_ok, why, to_do = False, str(error), in_a_row((full_stop(way), until_then))
    else:
        is_ok, to_do = True, candidates[chosen.rank].misses
    finally:
        source.close()
    not_tried = ", ".join(candidate.name for candidate in candidates[chosen.rank + 1 :])
    if not_tried:
        others = _("Not tried: {names}.").format(names=not_tried)
        why = f"{why} {others}"
    return Finding("input", is_ok, what, why, to_do, source.name, chosen.reasons)


def sense_findings(opened: Iterable[Opener], stillness: Stillness) -> Iterator[Finding]:
    """One of each sense, also of those that this desktop has no way to open."""
    found = {topic: _tried(topic, opener) for topic, opener in opened}
    stillness.wait()
    for topic, description in descriptions().items():
        yield _heard(topic, description, found.get(topic, _("there is nothing here to ask")))


def _tried(topic: str, opener: Callable[[], Sense]) -> Sense | str:
    try:
        return opener()
    except NOT_TO_BE_HAD as error:
        return str(error) or topic


def _heard(topic: str, description: Description, sense: Sense | str) -> Finding:
    what = description.what
    if isinstance(sense, str):
        return bad(topic, what, sense, description.without)
    try:
        is_on = bool(sense.on())
        blind_spot = "" if is_on else sense.blind_spot
    except NOT_TO_BE_HAD as error:
        return bad(topic, what, str(error), description.without)
    finally:
        sense.close()
    if blind_spot:
        return bad(topic, what, blind_spot, description.without)
    why = description.on if is_on else description.off
    return Finding(topic, is_ok=True, what=what, why=why, is_on=is_on)
