"""The tones of the guide: when there is one, what it is made of, and that it can be heard."""

import io
import sys
import wave
from array import array
from itertools import pairwise
from pathlib import Path

import pytest
from desktop import Desktop, wait_until
from sound import Sound

from deskbreak.window.content import Cue
from deskbreak.window.tones import Tone, sound, tone_between

CUES = (
    Cue(0, 8, "Get ready", "prepare"),
    Cue(8, 28, "First side: 1 of 2", "repeat"),
    Cue(28, 33, "Rest", "rest"),
    Cue(33, 53, "First side: 2 of 2", "repeat"),
    Cue(53, 73, "Other side: 1 of 2", "repeat", 1),
    Cue(73, 93, "Other side: 2 of 2", "repeat", 1),
    Cue(93, 95, "Ease out slowly.", "ease", 1),
)


def samples(tone: Tone) -> "array[int]":
    with wave.open(io.BytesIO(sound(tone))) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return array("h", file.readframes(file.getnframes()))


def test_one_hears_when_to_begin_to_rest_to_change_sides_and_to_let_go() -> None:
    heard = [tone_between(None, CUES[0])]
    heard += [tone_between(before, now) for before, now in pairwise(CUES)]

    assert heard == [
        None,
        Tone.BEGIN,
        Tone.LET_GO,
        Tone.BEGIN,
        Tone.OTHER_SIDE,
        None,
        Tone.LET_GO,
    ]


@pytest.mark.parametrize("tone", Tone)
def test_a_tone_is_short_soft_and_without_a_click(tone: Tone) -> None:
    heard = samples(tone)

    assert len(heard) < 22_050
    assert 3_000 < max(map(abs, heard)) < 0x7FFF // 4
    assert abs(heard[0]) < 50
    assert abs(heard[-1]) < 300


@pytest.mark.desktop
def test_a_tone_comes_out_of_the_sound_server(plain_desktop: Desktop) -> None:
    play = "from deskbreak.window.tones import Tone, play; play(Tone.DONE)"
    Sound(plain_desktop, "pulseaudio")
    recorded = plain_desktop.folder / "recorded"
    options = "--device=out.monitor", "--format=s16le", "--channels=1", "--latency-msec=20"
    recorder = plain_desktop.start("parec", "--verbose", *options, str(recorded))
    wait_until(lambda: "Connected to device" in recorder.printed(), "the recorder", within=10)

    plain_desktop.run(sys.executable, "-c", play)

    wait_until(lambda: max(map(abs, heard(recorded)), default=0) > 2_000, "the tone", within=10)


def heard(file: Path) -> "array[int]":
    data = file.read_bytes() if file.exists() else b""
    return array("h", data[: len(data) // 2 * 2])
