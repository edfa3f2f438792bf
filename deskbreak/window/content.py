"""What the daemon tells a window to show, and what the window tells back: plain values, no Tk."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SHOWN = "shown"
"""It is on screen."""
PRESSED = "pressed"
"""One of its buttons was, the one with that `key`."""
CLOSED = "closed"
"""The user closed it without pressing a button."""
FILLED = "filled"
"""Its last sheet was filled in: `answers` has what was chosen by the field's key, lists with commas."""
EXPIRED = "expired"
"""It was not touched for as long as it may stay, and went."""
FAILED = "failed"
"""It cannot be shown here; `why` says the reason."""


@dataclass(frozen=True, slots=True)
class Button:
    """One answer on offer: `key` is what comes back, `label` what is read."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Toast:
    """A notification of our own. `seconds` is how long it stays; 0: until it is answered.

    What is `below` stands in the lower corner, out of the way of what stands in the upper one.
    """

    title: str
    body: str
    buttons: tuple[Button, ...] = ()
    picture: str = ""
    default: str = ""
    seconds: float = 0.0
    below: bool = False
    theme: str = "auto"


@dataclass(frozen=True, slots=True)
class TimedCue:
    """One thing to do: from and until how many seconds after the start of the break."""

    begins: float
    ends: float
    text: str
    action: str
    side: int = 0


IS_DARK: Mapping[str, bool | None] = MappingProxyType({"auto": None, "light": False, "dark": True})
"""What a theme asks for; None is as the desktop is."""


@dataclass(frozen=True, slots=True)
class Guidance:
    """A running break. `elapsed` seconds of it are over; `way` is how this person does the move.

    `figure` is the id of the move in `deskbreak.figures`, `shown_by` who shows it as the settings
    say it; without a figure, `picture` may be a file.
    """

    name: str
    steps: tuple[str, ...]
    notes: tuple[str, ...]
    caution: str
    cues: tuple[TimedCue, ...]
    elapsed: float
    buttons: tuple[Button, ...]
    close: str
    figure: str = ""
    way: str = ""
    shown_by: str = "varied"
    picture: str = ""
    theme: str = "auto"
    motion: bool = True
    speech: bool = False
    tones: bool = False


@dataclass(frozen=True, slots=True)
class MenuRow:
    """A line of a menu; `key` is empty where it does nothing, `level` how deep it lies."""

    key: str
    label: str
    level: int = 0
    checked: bool = False
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """All of the tray's menu, for desktops without a tray."""

    title: str
    lines: tuple[MenuRow, ...]
    theme: str = "auto"


@dataclass(frozen=True, slots=True)
class Page:
    """A text to read; the lines are those of a menu, and none of them does anything."""

    title: str
    lines: tuple[MenuRow, ...]
    close: str
    theme: str = "auto"


Content = Toast | Guidance | Menu | Page
