"""Soft tones for whoever faces away from the screen meanwhile: begin, other side, let go, done.

They are computed here, a fraction of a second each, and played by what the system brings along, in
a process of its own.
"""

import io
import logging
import math
import os
import shutil
import subprocess
import sys
import threading
import wave
from array import array
from enum import Enum

from deskbreak.window.content import TimedCue

_LOG = logging.getLogger(__name__)
_RATE = 22_050
_LOUDEST = 0.2
_NOTE = 0.22
_FADE = 0.012
_DECAY = 7.0
_PLAYERS = (("paplay",), ("pw-play",), ("aplay", "-q"))
"""Of PulseAudio, with which PipeWire speaks as well, of PipeWire alone, and of ALSA."""


class Tone(Enum):
    """The notes of each, in hertz."""

    BEGIN = (523.25,)
    OTHER_SIDE = (523.25, 659.25)
    LET_GO = (659.25, 523.25)
    DONE = (523.25, 659.25, 783.99)


def tone_between(before: TimedCue | None, now: TimedCue, *, long: bool) -> Tone | None:
    """What is heard as one cue follows another.

    A `long` hold begins and ends with a tone; of short repeats only the first after a rest is
    heard, and the rest.
    """
    if before is None:
        return None
    match now.action:
        case "change":
            return Tone.OTHER_SIDE
        case "hold" if long:
            return Tone.BEGIN
        case "move_out" if long:
            return Tone.LET_GO
        case "move_in" if not long and before.action in {"prepare", "rest", "change"}:
            return Tone.BEGIN
        case "rest" | "finish" if not long:
            return Tone.LET_GO
        case _:  # the others go on in silence
            return None


def sound(tone: Tone) -> bytes:
    """A WAV file: mono, 16 bits."""
    samples = array("h")
    for pitch in tone.value:
        samples.extend(_sample(pitch, at / _RATE) for at in range(round(_NOTE * _RATE)))
    if sys.byteorder == "big":
        samples.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(_RATE)
        written.writeframes(samples.tobytes())
    return file.getvalue()


def play(tone: Tone) -> None:
    """Returns at once; where nothing can play, nothing is heard."""
    try:
        _play(sound(tone))
    except OSError as error:  # no room for a file in memory, no process to be had
        _LOG.warning("no tone can be played: %s", error)


def _sample(pitch: float, seconds: float) -> int:
    """Like a struck bar: it fades, and begins and ends without a click."""
    edge = min(1.0, seconds / _FADE, (_NOTE - seconds) / _FADE)
    wave_ = math.sin(math.tau * pitch * seconds) + 0.25 * math.sin(2 * math.tau * pitch * seconds)
    return round(0x7FFF * _LOUDEST * edge * math.exp(-_DECAY * seconds) * wave_ / 1.25)


if sys.platform == "win32":

    def _play(data: bytes) -> None:
        import winsound  # noqa: PLC0415  (on Windows only)

        kind = winsound.SND_MEMORY | winsound.SND_NODEFAULT  # which Windows plays to its end only
        threading.Thread(target=winsound.PlaySound, args=(data, kind), daemon=True).start()

elif sys.platform == "darwin":

    def _play(data: bytes) -> None:
        """By afplay, which reads nothing but files; this one goes once it was played."""
        import tempfile  # noqa: PLC0415  (on macOS only)

        def run() -> None:
            with tempfile.NamedTemporaryFile(suffix=".wav") as file:
                file.write(data)
                file.flush()
                subprocess.run(["afplay", file.name], check=False, capture_output=True)

        threading.Thread(target=run, name="tone", daemon=True).start()

else:

    def _play(data: bytes) -> None:
        """The player reads a file in memory alone, which goes when it ends."""
        player = next((each for each in _PLAYERS if shutil.which(each[0])), None)
        if player is None:
            return
        file = os.memfd_create("deskbreak tone", 0)
        try:
            os.write(file, data)
            subprocess.Popen(
                [*player, f"/proc/self/fd/{file}"],
                pass_fds=(file,),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        finally:
            os.close(file)
