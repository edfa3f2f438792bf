"""What a window is told by Windows and macOS: whether dark is preferred, and to be sharp."""

import ctypes
import logging
import sys
from typing import Any

_LOG = logging.getLogger(__name__)
_AWARE_OF_EACH_SCREEN = -4
_THEME = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
APPS, TASKBAR = "AppsUseLightTheme", "SystemUsesLightTheme"


def be_sharp() -> None:
    """In the screen's own pixels instead of enlarged ones; before the first window."""
    try:
        user32 = getattr(ctypes, "WinDLL")("user32")  # noqa: B009  (typed on Windows alone)
        user32.SetProcessDpiAwarenessContext(ctypes.c_void_p(_AWARE_OF_EACH_SCREEN))
    except (AttributeError, OSError) as error:
        _LOG.debug("windows may look blurred: %s", error)


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
