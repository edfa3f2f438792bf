"""A real desktop with the real daemon on it: Xvfb, a session bus, dunst, xfce4-panel, a mouse."""

import os
import sys
import threading
import time
from pathlib import Path
from typing import Any, Self

from desktop import Desktop, Program, wait_until
from noon import where_it_is_noon
from panel import furnished_panel, popped_up, started_panel

from deskbreak.control.client import request
from deskbreak.control.protocol import NotRunning, Request

CHOOSER = """#!/bin/sh
exec grep -F -m 1 -f {choice}
"""
"""Stands in for the menu in which dunst lists a notification's buttons."""

DUNST = """[global]
mouse_left_click = do_action, close_current
mouse_middle_click = context
mouse_right_click = close_current
dmenu = {chooser}
font = DejaVu Sans 10
width = 440
origin = bottom-right
offset = 12x12
"""


class DeskDay:
    """Use as a context manager. `settings` is the user's `deskbreak.toml`."""

    def __init__(self, settings: str, env: dict[str, str] | None = None) -> None:
        self.desktop = Desktop("800x600x24")
        self.desktop.env["TZ"] = where_it_is_noon()
        self._env = {"PYTHONDONTWRITEBYTECODE": ""} | (env or {})
        self._hand: threading.Thread | None = None
        self._still = threading.Event()
        try:
            self._furnish(settings)
            self.daemon = self.start_daemon()
        except BaseException:
            self.desktop.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: object, _trace: object) -> None:
        self.be_still()
        if error is not None:
            sys.stderr.write(self.daemon.printed())
        self.desktop.close()

    @property
    def settings_file(self) -> Path:
        return Path(self.desktop.env["XDG_CONFIG_HOME"]) / "deskbreak" / "deskbreak.toml"

    def start_daemon(self) -> Program:
        """The daemon, answering at the control line."""
        daemon = self.desktop.start(sys.executable, "-m", "deskbreak", "run", "-v", env=self._env)
        wait_until(lambda: self._answers(daemon), "the daemon", within=20)
        self.daemon = daemon
        return daemon

    def start_dunst(self) -> Program:
        dunst = self.desktop.start("dunst", "-config", str(self.desktop.folder / "dunstrc"))
        wait_until(lambda: self.desktop.owns("org.freedesktop.Notifications"), "dunst", within=20)
        self.dunst = dunst
        return dunst

    def furnish_again(self) -> None:
        """What ended with the session bus: notifications, and the panel with its settings."""
        self.start_dunst()
        (settings,) = Path("/usr/lib").glob("*/xfce4/xfconf/xfconfd")
        self.desktop.start(str(settings))
        wait_until(lambda: self.desktop.owns("org.xfce.Xfconf"), "the panel's settings", within=20)
        self.panel = started_panel(self.desktop)

    def held(self) -> tuple[int, int]:
        """The daemon's open files and its threads."""
        process = Path(f"/proc/{self.daemon.process.pid}")
        return len(list((process / "fd").iterdir())), len(list((process / "task").iterdir()))

    def sit_down(self) -> None:
        """A bump of the mouse that the daemon has seen; before its first look it sees none."""

        def is_seen() -> bool:
            self.bump()
            return bool(self.status()["state"] == "seated")

        wait_until(is_seen, "somebody seated", within=10)

    def bump(self) -> None:
        self.desktop.xdo("mousemove_relative", "--", "4", "0")

    def keep_moving(self) -> None:
        """A hand that moves the mouse four times a second until `be_still`."""
        self._still.clear()
        self._hand = threading.Thread(target=self._move)
        self._hand.start()

    def be_still(self) -> None:
        self._still.set()
        if self._hand is not None:
            self._hand.join()
            self._hand = None

    def press(self, label: str) -> None:
        """Press this button of the notification, through dunst's own menu of its buttons."""
        box = wait_until(lambda: popped_up(self.desktop), "a notification to press")
        assert box is not None
        left, top, right, bottom = box
        (self.desktop.folder / "choice").write_text(label, encoding="utf-8")
        self.desktop.click((left + right) // 2, (top + bottom) // 2, button=2)

    def wave_off(self) -> None:
        """Dismiss the notification without an answer."""
        box = wait_until(lambda: popped_up(self.desktop), "a notification to dismiss")
        assert box is not None
        left, top, right, bottom = box
        self.desktop.click((left + right) // 2, (top + bottom) // 2, button=3)
        wait_until(lambda: popped_up(self.desktop) is None, "an empty screen")

    def monotonic(self) -> float:
        return time.monotonic()

    def deskbreak(self, *arguments: str) -> str:
        return self.desktop.run(sys.executable, "-m", "deskbreak", *arguments)

    def status(self) -> dict[str, Any]:
        return self.desktop.status()

    def photograph(self, name: str, crop: str | None = None) -> Path:
        """A screenshot, kept where DESKBREAK_PICTURES says if it says so."""
        shot = self.desktop.screenshot(crop)
        wanted = os.environ.get("DESKBREAK_PICTURES")
        if wanted:
            kept = Path(wanted) / f"{name}.png"
            kept.write_bytes(shot.read_bytes())
        return shot

    def _furnish(self, settings: str) -> None:
        self.settings_file.parent.mkdir(parents=True, mode=0o700)
        self.settings_file.write_text(settings, encoding="utf-8")
        dunstrc = self.desktop.folder / "dunstrc"
        chooser = self.desktop.folder / "chooser"
        chooser.write_text(CHOOSER.format(choice=self.desktop.folder / "choice"))
        chooser.chmod(0o755)
        dunstrc.write_text(DUNST.format(chooser=chooser), encoding="utf-8")
        self.dunst = self.start_dunst()
        self.panel = furnished_panel(self.desktop)

    def _answers(self, daemon: Program) -> bool:
        assert daemon.process.poll() is None, daemon.printed()
        socket = Path(self.desktop.env["XDG_RUNTIME_DIR"]) / "deskbreak.sock"
        try:
            return request(socket, Request("status")).ok
        except NotRunning:
            return False

    def _move(self) -> None:
        step = 3
        while not self._still.wait(0.25):
            self.desktop.xdo("mousemove_relative", "--", str(step), "0")
            step = -step
