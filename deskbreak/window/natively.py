"""What Windows and macOS tell a window, and are told: dark or light, to be sharp, to stay aside."""

import ctypes
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_LOG = logging.getLogger(__name__)
_AWARE_OF_EACH_SCREEN = -4
_WITHOUT_DOCK = 1
_THEME = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
APPS, TASKBAR = "AppsUseLightTheme", "SystemUsesLightTheme"


def be_sharp() -> None:
    """In the screen's own pixels instead of enlarged ones; before the first window."""
    try:
        user32 = getattr(ctypes, "WinDLL")("user32")  # noqa: B009  (typed on Windows alone)
        user32.SetProcessDpiAwarenessContext(ctypes.c_void_p(_AWARE_OF_EACH_SCREEN))
    except (AttributeError, OSError) as error:
        _LOG.debug("windows may look blurred: %s", error)


@contextmanager
def staying_aside(platform: str = sys.platform) -> Iterator[None]:
    """On macOS Tk makes itself a program in the Dock and takes the keyboard: neither lasts."""
    if platform != "darwin":
        yield
        return
    try:
        import AppKit  # noqa: PLC0415  (on macOS only)
    except ImportError as error:
        _LOG.debug("windows may take the keyboard: %s", error)
        yield
        return
    before = AppKit.NSWorkspace.sharedWorkspace().frontmostApplication()
    yield
    AppKit.NSApplication.sharedApplication().setActivationPolicy_(_WITHOUT_DOCK)
    if before is not None:
        before.activateWithOptions_(0)


def is_light_on_windows(what: str) -> bool | None:
    """Of the programs (`APPS`) or the taskbar (`TASKBAR`); None where Windows does not say."""
    import winreg  # noqa: PLC0415  (on Windows only)

    registry: Any = winreg
    try:
        with registry.OpenKey(registry.HKEY_CURRENT_USER, _THEME) as key:
            is_light, _kind = registry.QueryValueEx(key, what)
    except OSError:
        return None
    return bool(is_light)


def prefers_dark(platform: str = sys.platform) -> bool | None:
    """As the system's settings say; None where they do not, and on Linux, which says it elsewhere."""
    if platform == "win32":
        is_light = is_light_on_windows(APPS)
        return None if is_light is None else not is_light
    if platform == "darwin":
        from Foundation import NSUserDefaults  # noqa: PLC0415  (on macOS only)

        style = NSUserDefaults.standardUserDefaults().stringForKey_("AppleInterfaceStyle")
        return bool(style == "Dark")
    return None
