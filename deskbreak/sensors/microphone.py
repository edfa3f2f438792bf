"""Whether somebody is in a call: whether a program records from a microphone, on Linux.

The kernel notes of each sound card whether it records, but tells nobody when that changes, and
reading its notes costs next to nothing. So nothing wakes here: it is asked once a minute while
somebody sits there, and when a proposal falls due or is held.
"""

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from gettext import gettext as _
from pathlib import Path

from deskbreak.core.events import Condition
from deskbreak.errors import SensorError
from deskbreak.sensors.clock import TimeSource, system_time
from deskbreak.sensors.sense import program_of, tell_once

_IN_USE = frozenset({"RUNNING", "PREPARED", "XRUN"})
_SERVERS = frozenset(
    {"pulseaudio", "pipewire", "wireplumber", "pipewire-media-session", "jackd", "jackdbus"}
)


class Microphone:
    """Asks the sound cards first, and the sound server only if they do not tell for sure.

    A program that holds the card itself is named by the kernel. Where the sound server holds it,
    or where a microphone may be none of a card's (a Bluetooth headset, a machine without ALSA),
    the server is asked who records.
    """

    name = "microphone"
    tells = frozenset({Condition.CALL})
    blind_spot = ""

    def __init__(
        self,
        server: str | None,
        ignore: Callable[[], Collection[str]],
        time: TimeSource,
        system: Path,
    ) -> None:
        self._server = server
        self._ignore = ignore
        self._time = time
        self._system = system

    @classmethod
    def open(
        cls,
        environment: Mapping[str, str],
        ignore: Callable[[], Collection[str]],
        time: TimeSource,
        system: Path = Path("/"),
    ) -> "Microphone":
        """`ignore` is asked each time, because settings change; `system` is where /proc lies."""
        server = _server(environment, system)
        if server is None and not (system / "proc/asound").exists():
            raise SensorError(_("there is neither ALSA nor a sound server here"))
        sense = cls(server, ignore, time, system)
        sense.on()
        return sense

    def on(self) -> frozenset[Condition]:
        ignored = {name.casefold() for name in self._ignore()}
        holders = {holder for holder in _holders(self._system) if holder not in ignored}
        is_call = bool(holders - _SERVERS - {""})
        if not is_call and (holders or self._has_other_microphones()):
            is_call = self._is_shared(holders, ignored)
        return self.tells if is_call else frozenset()

    def close(self) -> None:
        """Holds nothing."""

    def _has_other_microphones(self) -> bool:
        if self._server is None:
            return False
        links = (self._system / "sys/class/bluetooth").glob("hci*:*")
        return not (self._system / "proc/asound").exists() or any(links)

    def _is_shared(self, holders: set[str], ignored: set[str]) -> bool:
        """Whether the sound server lets a program have the microphone."""
        if self._server is None:
            if "" in holders:
                return True
            text = _(
                "{program} is recording, and there is no PulseAudio or PipeWire to say for whom"
            )
            raise SensorError(text.format(program=", ".join(sorted(holders))))
        from deskbreak.sensors.pulse import recorders  # noqa: PLC0415  (see there: it weighs)

        return any(
            ignored.isdisjoint(name.casefold() for name in recorder.names)
            for recorder in recorders(self._server, self._time)
        )


def _server(environment: Mapping[str, str], system: Path) -> str | None:
    """Where PulseAudio or PipeWire listens, as libpulse would look for it."""
    named = environment.get("PULSE_SERVER")
    if named:
        return named
    own = environment.get("PULSE_RUNTIME_PATH")
    session = environment.get("XDG_RUNTIME_DIR")
    folders = [Path(own)] if own else [Path(session) / "pulse"] if session else []
    for folder in (*folders, system / "run/pulse"):
        if (folder / "native").exists():
            return f"unix:{folder / 'native'}"
    return None


def _holders(system: Path) -> Iterator[str]:
    """The programs that record from a sound card; an empty name for one that is not to be had."""
    for status in (system / "proc/asound").glob("card*/pcm*c/sub*/status"):
        lines = (line.partition(":") for line in _read(status).splitlines())
        note = {key.strip(): value.strip() for key, _colon, value in lines}
        if note.get("state") in _IN_USE:
            yield program_of(system / "proc" / note.get("owner_pid", ""))


def _read(status: Path) -> str:
    try:
        return status.read_text(encoding="ascii")
    except OSError:
        return ""  # the card was pulled out


if __name__ == "__main__":
    tell_once(lambda: Microphone.open(os.environ, lambda: (), system_time()))
