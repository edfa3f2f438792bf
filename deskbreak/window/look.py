"""How the windows look: light or dark as the desktop is, and as large as its screen asks for."""

import configparser
import os
import tkinter as tk
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tkinter import font as tkfont

from deskbreak.value import value
from deskbreak.window.natively import prefers_dark
from deskbreak.window.workspace import USUAL_DPI, Workspace

WINDOW_CLASS = "Deskbreak"
_POINTS = 72
"""In an inch."""
_LARGEST, _LEAST = 5.0, 0.5
_DARK = 1
"""What the desktop's portal answers where dark is preferred."""


@value
class Colours:
    surface: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    button: str
    border: str


LIGHT_COLOURS = Colours("#fafaf8", "#1d2b33", "#54646d", "#1a7f74", "#ffffff", "#e6ebeb", "#c9d0d2")
DARK_COLOURS = Colours("#1e2126", "#eef2f3", "#a9b6bc", "#4fc4b4", "#0f1a1c", "#33393f", "#454c53")


@value
class Desktop:
    """What the desktop wishes; None where it does not say."""

    is_dark: bool | None = None
    moves: bool | None = None


class Style:
    """Colours, sizes and fonts for one window on its desk; all grow with `scale`."""

    def __init__(self, root: tk.Tk, workspace: Workspace, dpi: float, *, is_dark: bool) -> None:
        self.workspace = workspace
        self.is_dark = is_dark
        self.colours = DARK_COLOURS if is_dark else LIGHT_COLOURS
        self.scale = _scale(dpi)
        # Tk turns pixels into points by its own idea of the screen, and Xft back by Xft.dpi
        root.tk.call("tk", "scaling", dpi / _POINTS)
        family = tkfont.nametofont("TkDefaultFont").actual("family")
        self.family = str(family)

    def shrink(self) -> bool:
        """A little smaller, where things do not fit; whether that could be."""
        smaller = self.scale * 0.93
        if smaller < _LEAST:
            return False
        self.scale = smaller
        return True

    def px(self, length: float) -> int:
        """So many pixels of a usual screen, on this one."""
        return round(length * self.scale)

    def font(self, size: float, *, bold: bool = False) -> tuple[str, int, str]:
        """`size` in pixels of a usual screen."""
        return self.family, -self.px(size), "bold" if bold else "normal"


def desktop_wishes(environment: Mapping[str, str]) -> Desktop:
    """Asked of the system; on Linux of the desktop's portal, else of what GTK and KDE keep."""
    native = prefers_dark()
    if native is not None:
        return Desktop(native)
    wishes = _from_portal(environment)
    if wishes.is_dark is not None:
        return wishes
    return Desktop(_from_files(environment), wishes.moves)


def _scale(dpi: float) -> float:
    """By the resolution, or by what the desktop tells its own programs where that is more."""
    scale = dpi / USUAL_DPI
    with suppress(ValueError):
        scale = max(scale, float(os.environ.get("GDK_SCALE") or 1))
    return max(min(scale, _LARGEST), _LEAST)


def _from_portal(environment: Mapping[str, str]) -> Desktop:
    """Never starts a portal: where none runs, nobody has set anything there."""
    if not environment.get("DBUS_SESSION_BUS_ADDRESS"):
        return Desktop()
    try:
        from jeepney import DBusAddress, MessageFlag, new_method_call  # noqa: PLC0415  (on Linux only)
        from jeepney.io.blocking import open_dbus_connection  # noqa: PLC0415  (likewise)

        from deskbreak.wires.dbus_messages import fits, is_error  # noqa: PLC0415  (they load jeepney)

        settings = DBusAddress(
            "/org/freedesktop/portal/desktop",
            "org.freedesktop.portal.Desktop",
            "org.freedesktop.portal.Settings",
        )
        wanted = ["org.freedesktop.appearance", "org.gnome.desktop.interface"]
        question = new_method_call(settings, "ReadAll", "as", (wanted,))
        question.header.flags |= MessageFlag.no_auto_start
        with open_dbus_connection(bus="SESSION") as line:
            reply = line.send_and_get_reply(question, timeout=0.2)
    except (ImportError, OSError, ValueError, KeyError, TimeoutError):
        return Desktop()
    if is_error(reply) or not fits(reply, "a{sa{sv}}"):
        return Desktop()
    settings = reply.body[0]
    scheme = settings.get(wanted[0], {}).get("color-scheme", ("u", None))[1]
    moves = settings.get(wanted[1], {}).get("enable-animations", ("b", None))[1]
    return Desktop(None if scheme in (None, 0) else scheme == _DARK, moves)


def _from_files(environment: Mapping[str, str]) -> bool | None:
    named = environment.get("GTK_THEME")
    if named:
        return "dark" in named.lower()
    home = Path(environment.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    of_gtk = "Settings", ("gtk-application-prefer-dark-theme", "gtk-theme-name")
    for file, section, keys in (
        ("gtk-4.0/settings.ini", *of_gtk),
        ("gtk-3.0/settings.ini", *of_gtk),
        ("kdeglobals", "General", ("ColorScheme",)),
    ):
        parser = configparser.ConfigParser(interpolation=None, strict=False)
        try:
            parser.read(home / file, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError):
            continue
        values = [parser.get(section, key, fallback="").lower() for key in keys]
        if any(values):
            return any(value in ("1", "true") or "dark" in value for value in values)
    return None
