"""What the daemon tells a window to show, and what the window tells back: plain values, no Tk."""

from collections.abc import Mapping
from types import MappingProxyType

from deskbreak.value import value
from deskbreak.window.button import Button

SHOWN = "shown"
"""It is on screen."""
PRESSED = "pressed"
"""One of its buttons was, the one with that `key`."""
CLOSED = "closed"
"""The user closed it without pressing a button."""
EXPIRED = "expired"
"""It was not touched for as long as it may stay, and went."""
FAILED = "failed"
"""It cannot be shown here; `why` says the reason."""


NEVER, FAVOURITE = "never", "favourite"
"""The keys of buttons that are no answers: what is wished of the move from now on."""
STAYING = frozenset({NEVER, FAVOURITE})
"""The window stays where one of these was pressed."""


@value
class Toast:
    """A notification of our own. `seconds` is how long it stays; 0: until it is answered.

    What is `below` stands in the lower corner, out of the way of what stands in the upper one;
    what `fills` the screen stands before everything, with the figure of that move.
    """

    title: str
    body: str
    buttons: tuple[Button, ...] = ()
    picture: str = ""
    default: str = ""
    seconds: float = 0.0
    below: bool = False
    theme: str = "auto"
    fills: bool = False
    figure: str = ""
    shown_by: str = "varied"


@value
class TimedCue:
    """One thing to do: from and until how many seconds after the start of the break."""

    begins: float
    ends: float
    text: str
    action: str
    side: int = 0


IS_DARK: Mapping[str, bool | None] = MappingProxyType({"auto": None, "light": False, "dark": True})
"""What a theme asks for; None is as the desktop is."""


@value
class Steering:
    """What changes the time of a break: begin at once, stand still, go on."""

    now: Button
    wait: Button
    go_on: Button


@value
class Pace:
    """Where a running break is by now, and whether it stands still there."""

    elapsed: float
    waits: bool


@value
class FollowUp:
    """What the window of a break that is over asks, and for how many seconds."""

    title: str
    text: str
    buttons: tuple[Button, ...]
    more: tuple[Button, ...]
    seconds: float


@value
class Guidance:
    """A running break. `elapsed` seconds of it are over; `way` is how this person does the move.

    `buttons` are always in sight, the first while the time of the move runs; `more` opens under
    the label `others`. `figure` is the id of the move in `deskbreak.figures`, `shown_by` who shows
    it as the settings say it; without a figure, `picture` may be a file.
    """

    name: str
    steps: tuple[str, ...]
    notes: tuple[str, ...]
    caution: str
    cues: tuple[TimedCue, ...]
    elapsed: float
    steering: Steering
    buttons: tuple[Button, ...]
    more: tuple[Button, ...]
    close: str
    others: str = ""
    figure: str = ""
    way: str = ""
    shown_by: str = "varied"
    picture: str = ""
    theme: str = "auto"
    motion: bool = True
    speech: bool = False
    tones: bool = False


@value
class PageLine:
    """A line to read; `level` is how deep it lies."""

    text: str
    level: int = 0
    heading: bool = False


@value
class Page:
    """A text to read."""

    title: str
    lines: tuple[PageLine, ...]
    close: str
    theme: str = "auto"


@value
class PopupRow:
    """A line of a menu, or with `rows` one within it; without a label a line between them.

    What has no `key` cannot be chosen; `checked` None means that it cannot be checked.
    """

    label: str
    key: str = ""
    checked: bool | None = None
    rows: "tuple[PopupRow, ...]" = ()


@value
class Popup:
    """A menu at the pointer."""

    rows: tuple[PopupRow, ...]
    theme: str = "auto"


Content = Toast | Guidance | Page | Popup
Update = Pace | FollowUp
"""What the window of a break is told later."""
