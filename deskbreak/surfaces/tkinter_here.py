"""Whether this machine's Python can show windows that people can read, and how it comes to."""

import sys
from collections.abc import Mapping
from gettext import gettext as _
from importlib.util import find_spec

from deskbreak.language import is_read_from_the_right, read_here


def window_obstacle(environment: Mapping[str, str]) -> str | None:
    """Why no window can be shown here; None if nothing speaks against it."""
    if sys.platform == "linux" and not environment.get("DISPLAY"):
        return _("DISPLAY is not set")
    if find_spec("tkinter") is None or find_spec("_tkinter") is None:
        return _("Python has no tkinter; {way}").format(way=way_to_tkinter())
    return writing_obstacle()


def writing_obstacle() -> str | None:
    """Why nobody could read a window in the language of today; None where people can.

    On X, Tk draws one letter after the other, from the left: Arabic comes out backwards and in pieces.
    """
    if sys.platform == "linux" and is_read_from_the_right(read_here()):
        return _("Tk cannot write this language here: it joins no letters, and begins at the left")
    return None


def way_to_tkinter(platform: str = sys.platform) -> str:
    """How it comes to this machine's Python."""
    if platform == "win32":
        return _("run Python's installer again and choose tcl/tk")
    if platform == "darwin":
        return _("install it: python-tk (Homebrew), or Python from python.org, which has it")
    return _("install it: python3-tk (Debian, Ubuntu), python3-tkinter (Fedora), tk (Arch)")


def way_past(error: ImportError) -> str | None:
    """Where it is there, as in a bundle, and a library of the system below it is not."""
    file, is_missing, _rest = str(error).partition(": cannot open shared object file")
    return _("install what brings {file}").format(file=file) if is_missing else None


def way_to_image_tk(platform: str = sys.platform) -> str:
    """The part of Pillow that draws in windows, which some pack apart."""
    if platform == "linux":
        return _(
            "install it: python3-pil.imagetk (Debian, Ubuntu), python3-pillow-tk (Fedora), "
            "python-pillow (Arch)"
        )
    return _("install it: pip install --force-reinstall pillow")
