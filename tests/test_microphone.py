"""Stories about calls: with a /proc that is played, and with real sound servers."""

import signal
from pathlib import Path

import pytest
from desktop import Desktop, wait_until
from sound import CORKED, PEAK_DETECT, Sound

from deskbreak.core.events import Condition
from deskbreak.errors import SensorError
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.microphone import Microphone

CALL = frozenset({Condition.CALL})
NOTHING: frozenset[Condition] = frozenset()


class Machine:
    """A /proc and a /sys that the story writes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.ignore: tuple[str, ...] = ()

    def card(self, pcm: str, status: str) -> None:
        folder = self.root / "proc/asound/card0" / pcm / "sub0"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "status").write_text(status)

    def program(self, pid: int, binary: str) -> None:
        folder = self.root / "proc" / str(pid)
        folder.mkdir(parents=True)
        (folder / "exe").symlink_to(binary)

    def bluetooth(self, *links: str) -> None:
        for link in links:
            (self.root / "sys/class/bluetooth" / link).mkdir(parents=True)

    def sense(self, environment: dict[str, str] | None = None) -> Microphone:
        return Microphone.open(environment or {}, lambda: self.ignore, system_time(), self.root)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture(params=["pulseaudio", "pipewire"])
def sound(request: pytest.FixtureRequest, plain_desktop: Desktop) -> Sound:
    return Sound(plain_desktop, request.param)


def test_a_card_that_only_plays_is_no_call(machine: Machine) -> None:
    machine.card("pcm0p", "state: RUNNING\nowner_pid   : 40\n")
    machine.card("pcm0c", "closed\n")
    machine.program(40, "/usr/bin/player")

    assert machine.sense().on() == NOTHING


@pytest.mark.parametrize("state", ["RUNNING", "PREPARED", "XRUN"])
def test_a_program_that_records_from_a_card_itself_is_a_call(machine: Machine, state: str) -> None:
    machine.card("pcm0c", f"state: {state}\nowner_pid   : 40\ntrigger_time: 1.5\n")
    machine.program(40, "/usr/bin/linphone")

    assert machine.sense().on() == CALL


@pytest.mark.parametrize("state", ["OPEN", "SETUP", "PAUSED", "SUSPENDED", "DISCONNECTED"])
def test_a_card_that_was_opened_but_does_not_record_is_no_call(
    machine: Machine, state: str
) -> None:
    machine.card("pcm0c", f"state: {state}\nowner_pid   : 40\n")
    machine.program(40, "/usr/bin/linphone")

    assert machine.sense().on() == NOTHING


def test_the_call_ends_when_the_card_is_closed_or_pulled_out(machine: Machine) -> None:
    machine.card("pcm0c", "state: RUNNING\nowner_pid   : 40\n")
    machine.program(40, "/usr/bin/linphone")
    sense = machine.sense()
    assert sense.on() == CALL

    machine.card("pcm0c", "closed\n")
    closed = sense.on()
    machine.card("pcm0c", "state: RUNNING\nowner_pid   : 40\n")
    (machine.root / "proc/asound/card0/pcm0c/sub0/status").unlink()

    assert (closed, sense.on()) == (NOTHING, NOTHING)


def test_a_program_to_be_ignored_is_no_call_from_the_next_question_on(machine: Machine) -> None:
    machine.card("pcm0c", "state: RUNNING\nowner_pid   : 40\n")
    machine.program(40, "/opt/Dictate/Dictate (deleted)")
    sense = machine.sense()
    before = sense.on()

    machine.ignore = ("DICTATE",)

    assert (before, sense.on()) == (CALL, NOTHING)


def test_somebody_unknown_who_records_is_a_call_where_no_server_can_be_asked(
    machine: Machine,
) -> None:
    machine.card("pcm0c", "state: RUNNING\nowner_pid   : 0\n")

    assert machine.sense().on() == CALL


def test_a_sound_server_that_records_for_nobody_knows_whom_is_told(machine: Machine) -> None:
    machine.card("pcm0c", "state: RUNNING\nowner_pid   : 40\n")
    machine.program(40, "/usr/bin/jackd")

    with pytest.raises(SensorError, match="jackd is recording, and there is no PulseAudio"):
        machine.sense()


def test_without_alsa_and_without_a_server_there_is_no_sense(machine: Machine) -> None:
    with pytest.raises(SensorError, match="there is neither ALSA nor a sound server here"):
        machine.sense({"XDG_RUNTIME_DIR": str(machine.root)})


def test_while_the_cards_rest_the_server_is_not_asked(machine: Machine) -> None:
    machine.card("pcm0c", "closed\n")
    machine.bluetooth("hci0")

    sense = machine.sense({"PULSE_SERVER": "unix:/nowhere"})

    assert sense.on() == NOTHING


def test_with_a_bluetooth_device_at_hand_the_server_is_asked(machine: Machine) -> None:
    machine.card("pcm0c", "closed\n")
    machine.bluetooth("hci0", "hci0:256")

    with pytest.raises(SensorError, match="the sound server fails: Connection refused"):
        machine.sense({"PULSE_SERVER": "unix:/nowhere"})


@pytest.mark.desktop
def test_nobody_records(sound: Sound) -> None:
    assert sound.sense().on() == NOTHING


@pytest.mark.desktop
def test_a_recording_is_a_call_until_it_ends(sound: Sound) -> None:
    sense = sound.sense()
    call = sound.parec("-d", "mic")
    during = sense.on()

    call.end()

    wait_until(lambda: sense.on() == NOTHING, "its end")
    assert during == CALL


@pytest.mark.desktop
def test_the_server_that_holds_the_card_is_asked_for_whom(sound: Sound) -> None:
    machine = Machine(sound.desktop.folder)
    machine.card("pcm0c", "state: RUNNING\nowner_pid   : 40\n")
    machine.program(40, f"/usr/bin/{sound.kind}")
    sense = sound.sense()
    before = sense.on()

    sound.parec("-d", "mic")

    assert (before, sense.on()) == (NOTHING, CALL)


@pytest.mark.desktop
def test_a_recording_of_what_is_played_is_no_call(sound: Sound) -> None:
    sound.parec("-d", "out.monitor")

    assert sound.sense().on() == NOTHING


@pytest.mark.desktop
def test_a_stream_is_a_call_unless_it_is_corked_or_a_level_meter(sound: Sound) -> None:
    sense = sound.sense()

    sound.record(CORKED)
    corked = sense.on()
    sound.record(PEAK_DETECT)
    metered = sense.on()
    sound.record()

    assert (corked, metered, sense.on()) == (NOTHING, NOTHING, CALL)


@pytest.mark.desktop
@pytest.mark.parametrize(
    "meter",
    [
        "--property=application.id=org.PulseAudio.pavucontrol",
        "--property=application.id=org.gnome.VolumeControl",
        "--stream-name=Peak detect",
    ],
)
def test_a_volume_control_that_listens_is_no_call(sound: Sound, meter: str) -> None:
    sound.parec("-d", "mic", meter)

    assert sound.sense().on() == NOTHING


@pytest.mark.desktop
@pytest.mark.parametrize("name", ["PACAT", "Voice Control"])
def test_a_recording_program_to_be_ignored_is_no_call(sound: Sound, name: str) -> None:
    sound.parec("-d", "mic", "--client-name=voice control")
    sense = sound.sense()
    before = sense.on()

    sound.ignore = ("another", name)

    assert (before, sense.on()) == (CALL, NOTHING)


@pytest.mark.desktop
def test_a_server_that_was_killed_is_told_and_found_again(sound: Sound) -> None:
    sense = sound.sense()

    sound.stop(signal.SIGKILL)
    with pytest.raises(SensorError, match="the sound server fails: Connection refused"):
        sense.on()
    sound.start()
    sound.parec("-d", "mic")

    assert sense.on() == CALL


@pytest.mark.desktop
def test_a_server_that_hangs_is_given_up(sound: Sound) -> None:
    sense = sound.sense()
    hung = sound.programs[-1].process

    hung.send_signal(signal.SIGSTOP)
    with pytest.raises(SensorError, match="the sound server does not answer"):
        sense.on()
    hung.send_signal(signal.SIGCONT)

    assert sense.on() == NOTHING


@pytest.mark.desktop
def test_nothing_is_left_open_between_questions(sound: Sound) -> None:
    sense = sound.sense()
    before = held()

    for _question in range(50):
        sense.on()

    assert held() == before


def held() -> tuple[int, int]:
    """How many files are open in this process, and how many threads it has."""
    files, threads = (list(Path("/proc/self", what).iterdir()) for what in ("fd", "task"))
    return len(files), len(threads)
