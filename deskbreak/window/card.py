"""What all of deskbreak's windows share: a quiet card over the others, with flat buttons."""

import sys
import tkinter as tk
from collections.abc import Callable

from deskbreak.window import wire
from deskbreak.window.content import CLOSED, IS_DARK, PRESSED, SHOWN
from deskbreak.window.look import WINDOW_CLASS, Style, desktop_wishes
from deskbreak.window.natively import be_sharp

_MARGIN = 24
BELOW_A_PANEL = 40


class Card:
    """A window over the others. Without a frame it leaves the keyboard where it is."""

    def __init__(self, root: tk.Tk, look: Style, width: int, *, framed: bool = False) -> None:
        self.root = root
        self.look = look
        if not framed:  # no window manager, and so nobody who hands over the keyboard
            root.overrideredirect(boolean=True)
        root.attributes("-topmost", 1)
        root.configure(background=look.colours.border)
        self.body = tk.Frame(root, background=look.colours.surface)
        self.body.pack(padx=1, pady=1, fill="both", expand=True)
        self.width = min(look.px(width), root.winfo_screenwidth() - 2 * look.px(_MARGIN))
        self._held_at = (0, 0)
        root.bind("<Button-1>", lambda _event: root.focus_force())

    def room_for(self, part: tk.Misc) -> int:
        """How high this part of it may be, so that all of it is on the screen."""
        self.root.update_idletasks()
        most = self.root.winfo_screenheight() - 2 * self.look.px(BELOW_A_PANEL)
        return most - (self.root.winfo_reqheight() - part.winfo_reqheight())

    def text(
        self, parent: tk.Misc, text: str, size: float, *, bold: bool = False, quiet: bool = False
    ) -> tk.Label:
        """A paragraph as wide as the card."""
        colours = self.look.colours
        return tk.Label(
            parent,
            text=text,
            font=self.look.font(size, bold=bold),
            foreground=colours.quiet if quiet else colours.text,
            background=colours.surface,
            justify="left",
            anchor="w",
            wraplength=self.width - self.look.px(2 * 16),
        )

    def button(
        self, parent: tk.Misc, label: str, press: Callable[[], None], *, first: bool = False
    ) -> tk.Label:
        """Looks flat everywhere; keyboard users see where they are by its rim."""
        look, colours = self.look, self.look.colours
        back, front = (
            (colours.accent, colours.on_accent) if first else (colours.button, colours.text)
        )
        button = tk.Label(
            parent,
            text=label,
            font=look.font(13, bold=first),
            background=back,
            foreground=front,
            padx=look.px(12),
            pady=look.px(6),
            takefocus=True,
            cursor="hand2",
            highlightthickness=look.px(2),
            highlightbackground=colours.surface,
            highlightcolor=colours.text,
        )
        button.bind("<ButtonRelease-1>", lambda _event: press())
        for key in ("<Return>", "<KP_Enter>", "<space>"):
            button.bind(key, lambda _event: press())
        return button

    def draggable(self, handle: tk.Misc) -> None:
        handle.bind("<ButtonPress-1>", self._hold, add="+")
        handle.bind("<B1-Motion>", self._drag)

    def appear(self, *, below: bool = False) -> None:
        """In the upper right corner, or the lower, a little away from where a panel may be."""
        look = self.look
        self.root.update_idletasks()
        width, height = max(self.width, self.root.winfo_reqwidth()), self.root.winfo_reqheight()
        left = self.root.winfo_screenwidth() - width - look.px(_MARGIN)
        top = look.px(BELOW_A_PANEL)
        if below:
            top = self.root.winfo_screenheight() - height - top
        self.root.geometry(f"{width}x{height}+{left}+{top}")
        self.root.deiconify()
        self.root.update()
        wire.send(SHOWN)

    def press(self, key: str) -> None:
        wire.send(PRESSED, key=key)

    def press_and_go(self, key: str) -> None:
        self.press(key)
        self.root.destroy()

    def close(self, _event: object = None) -> None:
        wire.send(CLOSED)
        self.root.destroy()

    def _hold(self, event: "tk.Event[tk.Misc]") -> None:
        at = (self.root.winfo_x(), self.root.winfo_y())
        self._held_at = (event.x_root - at[0], event.y_root - at[1])

    def _drag(self, event: "tk.Event[tk.Misc]") -> None:
        left, top = event.x_root - self._held_at[0], event.y_root - self._held_at[1]
        self.root.geometry(f"+{left}+{top}")


def open_root(environment: dict[str, str], theme: str) -> tuple[tk.Tk, Style, bool]:
    """The hidden root, its look, and whether the desktop wants things to move.

    Raises tk.TclError where there is no display.
    """
    if sys.platform == "win32":
        be_sharp()
    root = tk.Tk(className=WINDOW_CLASS)
    root.withdraw()
    wishes = desktop_wishes(environment)
    wanted = IS_DARK[theme]
    is_dark = bool(wishes.is_dark if wanted is None else wanted)
    return root, Style(root, is_dark=is_dark), wishes.moves is not False
