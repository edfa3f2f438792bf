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

from deskbreak.window.content import TimedCue
from deskbreak.window.tones import Tone, play, sound, tone_between

LONG = (
    TimedCue(0, 8, "Get ready", "prepare"),
    TimedCue(8, 12, "First side: Ease into it", "move_in"),
    TimedCue(12, 32, "First side", "hold"),
    TimedCue(32, 35, "Ease back out", "move_out"),
    TimedCue(35, 41, "Change sides", "change"),
    TimedCue(41, 45, "Other side: Ease into it", "move_in", 1),
    TimedCue(45, 65, "Other side", "hold", 1),
    TimedCue(65, 68, "Ease back out", "move_out", 1),
    TimedCue(68, 71, "Ease out slowly.", "finish", 1),
)
SHORT = (
    TimedCue(0, 8, "Get ready", "prepare"),
    TimedCue(8, 10, "1 of 2", "move_in"),
    TimedCue(10, 12, "1 of 2", "hold"),
    TimedCue(12, 14, "1 of 2", "move_out"),
    TimedCue(14, 16, "2 of 2", "move_in"),
    TimedCue(16, 18, "2 of 2", "hold"),
    TimedCue(18, 20, "2 of 2", "move_out"),
    TimedCue(20, 22, "Ease out slowly.", "finish"),
)


def samples(tone: Tone) -> "array[int]":
    with wave.open(io.BytesIO(sound(tone))) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return array("h", file.readframes(file.getnframes()))


def heard_in(cues: tuple[TimedCue, ...], *, long: bool) -> list[Tone | None]:
    return [tone_between(before, now, long=long) for before, now in pairwise(cues)]


def test_one_hears_when_a_hold_begins_when_to_let_go_and_when_to_change_sides() -> None:
    assert heard_in(LONG, long=True) == [
        None,
        Tone.BEGIN,
        Tone.LET_GO,
        Tone.OTHER_SIDE,
        None,
        Tone.BEGIN,
        Tone.LET_GO,
        None,
    ]


def test_short_repeats_sound_only_when_they_begin_and_when_they_are_over() -> None:
    assert heard_in(SHORT, long=False) == [Tone.BEGIN, None, None, None, None, None, Tone.LET_GO]


def test_nothing_sounds_before_anything_was_shown() -> None:
    assert tone_between(None, LONG[0], long=True) is None


@pytest.mark.parametrize("tone", Tone)
def test_a_tone_is_short_soft_and_without_a_click(tone: Tone) -> None:
    heard = samples(tone)

    assert len(heard) < 22_050
    assert 3_000 < max(map(abs, heard)) < 0x7FFF // 4
    assert abs(heard[0]) < 50
    assert abs(heard[-1]) < 300


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bring their own player")
def test_where_no_player_can_be_started_none_is_heard_and_the_guide_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    player = tmp_path / "paplay"
    player.write_text("#!/nowhere\n")
    player.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))

    play(Tone.BEGIN)


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
