"""A real Wayland desktop without a screen: sway, its bar, a mouse and pictures of it."""

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from desktop import Desktop, Program, wait_until
from PIL import Image

from deskbreak.wires.wayland import Compositor, words

SIZE = (800, 900)
_POINTERS = "zwlr_virtual_pointer_manager_v1"
_CREATE, _MOVE, _BUTTON, _FRAME = 0, 1, 2, 4
_BUTTONS = {1: 0x110, 2: 0x112, 3: 0x111}
"""Of the mouse, from the numbers that X11 gives them to those of the kernel."""


class Sway:
    """A compositor of this test's own. It refuses to be root: then it runs as nobody.

    `config` is added to sway's own; `desktop` lends its session bus. `swaymsg` and pictures need
    a sway that runs, the mouse is there from its first use.
    """

    def __init__(self, config: str = "xwayland disable\n", desktop: Desktop | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sway-"))
        self.environment = {"XDG_RUNTIME_DIR": str(self.folder), "WAYLAND_DISPLAY": "wayland-1"}
        if desktop is not None:
            desktop.let_everybody_in()
            self.environment["DBUS_SESSION_BUS_ADDRESS"] = desktop.address
        self._config = self.folder / "config"
        self._config.write_text(config, encoding="utf-8")
        self._mouse: Mouse | None = None
        self._as: tuple[str, ...] = ()
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
            ids = f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}"
            self._as = "setpriv", *ids, "--clear-groups"
        self.program = self.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._mouse is not None:
            self._mouse.close()
        self.program.end()
        for pid in self._left_behind():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        shutil.rmtree(self.folder)

    def _left_behind(self) -> list[int]:
        """What sway started in sessions of their own and could not end: Xwayland and who waits for it."""
        mine = f"HOME={self.folder}".encode()
        found = []
        for environment in Path("/proc").glob("[0-9]*/environ"):
            with suppress(OSError):  # it has ended, or is somebody else's
                if mine in environment.read_bytes().split(b"\0"):
                    found.append(int(environment.parent.name))
        return found

    def start(self) -> Program:
        door = self.folder / "wayland-1"
        door.unlink(missing_ok=True)
        command = *self._as, "sway", "--config", str(self._config)
        headless = {"WLR_BACKENDS": "headless", "WLR_LIBINPUT_NO_DEVICES": "1"}
        env = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "WLR_RENDERER": "pixman"}
        program = Program(command, env | headless | self.environment, self.folder / "log")
        wait_until(lambda: is_open(door) or program.process.poll() is not None, "sway", 10)
        assert program.process.poll() is None, program.printed()
        self.program = program
        return program

    def type(self) -> None:
        subprocess.run(["wtype", "a"], check=True, env=self._env())

    def ask(self, what: str) -> Any:
        """What sway tells of its `tree`, its `outputs` and the like."""
        (ipc,) = self.folder.glob("sway-ipc.*.sock")
        command = ["swaymsg", "--socket", str(ipc), "--raw", "--type", f"get_{what}"]
        done = subprocess.run(command, check=True, capture_output=True, env=self._env())
        return json.loads(done.stdout)

    def screenshot(self) -> Image.Image:
        picture = self.folder.with_suffix(".png")
        subprocess.run(["grim", str(picture)], check=True, env=self._env())
        with Image.open(picture) as shot:
            image = shot.convert("RGB")
        picture.unlink()
        return image

    def point(self, x: int, y: int) -> None:
        self._hand().move(x, y)

    def click(self, x: int, y: int, button: int = 1) -> None:
        self._hand().move(x, y)
        self._hand().click(button)

    def _hand(self) -> "Mouse":
        if self._mouse is None:
            self._mouse = Mouse(Compositor.connect(self.environment))
            wait_until(lambda: self.ask("seats")[0]["capabilities"] & 1, "the mouse")
        return self._mouse

    def _env(self) -> dict[str, str]:
        return {**os.environ, **self.environment}


def is_open(door: Path) -> bool:
    """Whether anybody listens there; the file comes first."""
    with socket.socket(socket.AF_UNIX) as visitor:
        return visitor.connect_ex(str(door)) == 0


class Mouse:
    """A mouse that nobody holds, as sway lets its clients play one."""

    def __init__(self, compositor: Compositor) -> None:
        self._compositor = compositor
        manager = compositor.bind(_POINTERS, 1)
        no_seat = 0
        self._pointer = compositor.create(manager, _CREATE, lambda id_: words(no_seat, id_))
        compositor.roundtrip()

    def move(self, x: int, y: int) -> None:
        self._send(_MOVE, x, y, *SIZE)

    def click(self, button: int) -> None:
        for pressed in (1, 0):
            self._send(_BUTTON, _BUTTONS[button], pressed)

    def close(self) -> None:
        self._compositor.close()

    def _send(self, request: int, *numbers: int) -> None:
        now = time.monotonic_ns() // 1_000_000 & 0xFFFFFFFF
        self._compositor.send(self._pointer, request, words(now, *numbers))
        self._compositor.send(self._pointer, _FRAME, b"")
        self._compositor.roundtrip()
