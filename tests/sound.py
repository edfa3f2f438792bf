"""Real sound servers on a private desktop, and programs that record from them."""

import signal
import sys
from functools import partial

from desktop import Desktop, Program, comes_true, wait_until

from deskbreak.sensors.clock import system_time
from deskbreak.sensors.microphone import Microphone

RECORD = """
import sys
from ctypes import CDLL, Structure, byref, c_int, c_uint8, c_uint32, c_void_p

class Spec(Structure):
    _fields_ = (("format", c_int), ("rate", c_uint32), ("channels", c_uint8))

pa = CDLL("libpulse.so.0")
for name in ("pa_mainloop_new", "pa_mainloop_get_api", "pa_context_new", "pa_stream_new"):
    getattr(pa, name).restype = c_void_p
loop = c_void_p(pa.pa_mainloop_new())
context = c_void_p(pa.pa_context_new(c_void_p(pa.pa_mainloop_get_api(loop)), b"recorder"))
pa.pa_context_connect(context, None, 1, None)
while pa.pa_context_get_state(context) != 4:
    pa.pa_mainloop_iterate(loop, 1, None)
stream = c_void_p(pa.pa_stream_new(context, b"a stream", byref(Spec(5, 25, 1)), None))
pa.pa_stream_connect_record(stream, b"mic", None, int(sys.argv[1]))
while pa.pa_stream_get_state(stream) != 2:
    pa.pa_mainloop_iterate(loop, 1, None)
print("recording", flush=True)
pa.pa_mainloop_run(loop, None)
"""
CORKED, PEAK_DETECT = 0x0001, 0x0800


class Sound:
    """A desktop with a sound server, an output called “out” and a microphone called “mic”."""

    def __init__(self, desktop: Desktop, kind: str) -> None:
        self.desktop = desktop
        self.kind = kind
        self.programs: list[Program] = []
        self.ignore: tuple[str, ...] = ()
        self.start()

    def start(self) -> None:
        if self.kind == "pulseaudio":
            self._run("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1",
                "-L", "module-native-protocol-unix", "-L", "module-null-sink sink_name=out",
                "-L", "module-null-source source_name=mic")  # fmt: skip
            self._wait_for_socket()
            wait_until(partial(self.has, "mic"), "pulseaudio", within=10)
            return
        self._run("pipewire")
        wait_until(partial(self._ask, "pw-cli", "info", "0"), "pipewire", within=10)
        self._run("wireplumber")
        self._run("pipewire-pulse")
        self._wait_for_socket()
        wait_until(self.answers, "pipewire-pulse", within=10)
        self._load("out", "Audio/Sink")
        self._load("mic", "Audio/Source/Virtual")
        wait_until(partial(self.has, "mic"), "the microphone", within=10)

    def stop(self, how: signal.Signals) -> None:
        for program in reversed(self.programs):
            program.process.send_signal(how)
            program.process.wait(30)
        self.programs.clear()

    def answers(self) -> bool:
        return self._ask("pactl", "info")

    def has(self, source: str) -> bool:
        return self._ask("pactl", "get-source-volume", source)

    def record(self, flags: int = 0) -> Program:
        """A program with this kind of stream, once it has it."""
        return self._streaming("recording", sys.executable, "-c", RECORD, str(flags))

    def parec(self, *options: str) -> Program:
        """Records with PulseAudio's own tool, and has begun to."""
        return self._streaming("Connected to device", "parec", "--verbose", *options, "/dev/null")

    def sense(self) -> Microphone:
        """On a machine without ALSA, so that the server alone is asked."""
        environment = {"XDG_RUNTIME_DIR": self.desktop.env["XDG_RUNTIME_DIR"]}
        system = self.desktop.folder
        return Microphone.open(environment, lambda: self.ignore, system_time(), system)

    def _streaming(self, sign: str, *command: str) -> Program:
        """Once it says that it has its stream. PipeWire leaves one in hundreds without: then another."""
        recorder = self.desktop.start(*command)
        if not comes_true(lambda: sign in recorder.printed(), 10):
            recorder.end()
            recorder = self.desktop.start(*command)
            wait_until(lambda: sign in recorder.printed(), "the stream", why=recorder.last_words)
        return recorder

    def _run(self, *command: str) -> None:
        self.programs.append(self.desktop.start(*command))

    def _wait_for_socket(self) -> None:
        """Who asks earlier makes the folder, which PipeWire then takes for somebody else's."""
        socket = self.desktop.folder / "run/pulse/native"
        wait_until(socket.exists, "the socket of the sound server", within=10)

    def _load(self, name: str, kind: str) -> None:
        self.desktop.run(
            "pactl", "load-module", "module-null-sink", f"sink_name={name}", f"media.class={kind}"
        )

    def _ask(self, *command: str) -> bool:
        program = self.desktop.start(*command)
        return program.process.wait(30) == 0
