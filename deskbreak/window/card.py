"""What all of deskbreak's windows share: a quiet card over the others, with flat buttons."""

import sys
import tkinter as tk
from collections.abc import Callable, Iterable
from functools import partial
from math import ceil

from deskbreak.window import wire
from deskbreak.window.content import CLOSED, IS_DARK, PRESSED, SHOWN
from deskbreak.window.lines import broken
from deskbreak.window.look import WINDOW_CLASS, Style, desktop_wishes
from deskbreak.window.natively import be_sharp, staying_aside
from deskbreak.window.places import Position, Remembered, spot
from deskbreak.window.workspace import dpi_of, workspace_of

_MARGIN, _LEAST_MARGIN = 16, 4
_SETTLED_MS = 300
"""By then a window manager has decided who gets the keyboard."""
_USUAL = (Position.UPPER_RIGHT, Position.LOWER_RIGHT, Position.UPPER_LEFT, Position.LOWER_LEFT)
_BELOW = (Position.LOWER_RIGHT, Position.UPPER_RIGHT, Position.LOWER_LEFT, Position.UPPER_LEFT)


class Card:
    """A window over the others. It leaves the keyboard where it is until it is clicked.

    `name` is what it is remembered by where it was dragged to.
    """

    def __init__(self, root: tk.Tk, look: Style, width: int, *, name: str = "") -> None:
        self.root = root
        self.look = look
        self._workspace = look.workspace
        self._name = name
        self._area = self._workspace.area()
        self._without_frame()
        root.attributes("-topmost", 1)
        root.configure(background=look.colours.border)
        self._wanted = width
        self.body = tk.Frame(root)
        self.fresh()
        self._held_at: tuple[int, int] | None = None
        self._moved_to: tuple[int, int] | None = None

    def fresh(self, *, fills: bool = False) -> None:
        """Empty, and as wide as its look has it by now, or as what it `fills`."""
        look = self.look
        self.body.destroy()
        self.body = tk.Frame(self.root, background=look.colours.surface)
        self.body.pack(padx=1, pady=1, fill="both", expand=True)
        self.width = min(look.px(self._wanted), self._area.width - 2 * look.px(_MARGIN))
        self.column = self.width
        """How wide what is told in it may be, with the room beside it."""
        wide = self._area.width - 2 if fills else self.width
        tk.Frame(self.body, width=wide, background=look.colours.surface).pack()

    def is_under_pointer(self) -> bool:
        root = self.root
        across = root.winfo_pointerx() - root.winfo_rootx()
        down = root.winfo_pointery() - root.winfo_rooty()
        return 0 <= across < root.winfo_width() and 0 <= down < root.winfo_height()

    def _without_frame(self) -> None:
        """Where nobody manages windows, nobody hands over the keyboard either."""
        root = self.root
        if not self._workspace.is_managed:
            root.overrideredirect(boolean=True)
            root.bind("<Button-1>", lambda _event: root.focus_force())
            return
        root.wm_focusmodel("active")
        root.attributes("-type", "utility")
        root.resizable(width=False, height=False)  # and so tiling ones leave it its size

    @property
    def room(self) -> tuple[int, int]:
        """How wide and high it may be, so that all of it is on the screen."""
        return self._area.width, self._area.height

    def room_for(self, part: tk.Misc) -> int:
        """How high this part of it may be, so that all of it is on the screen."""
        self.root.update_idletasks()
        most = self._area.height - 2 * self.look.px(_MARGIN)
        return most - (self.root.winfo_reqheight() - part.winfo_reqheight())

    def too_high(self) -> int:
        """By so many pixels it is higher than its room; negative where there is room left."""
        self.root.update_idletasks()
        most = self._area.height - 2 * self.look.px(_LEAST_MARGIN)
        return self.root.winfo_reqheight() - most

    def shrink_to_fit(self) -> None:
        """No higher than what is left in it; its upper edge stays where it is."""
        self.root.update_idletasks()
        high = min(self.root.winfo_height(), self.root.winfo_reqheight())
        self.root.geometry(f"{self.root.winfo_width()}x{high}")

    def text(
        self,
        parent: tk.Misc,
        text: str,
        size: float,
        *,
        bold: bool = False,
        quiet: bool = False,
        room: int | None = None,
    ) -> tk.Label:
        """A paragraph as wide as its column, or as `room`."""
        look, colours = self.look, self.look.colours
        font = look.font(size, bold=bold)
        wide = self.column - look.px(2 * 16) if room is None else room
        return tk.Label(
            parent,
            text="\n".join(self.lines(text, font, wide)),
            font=font,
            foreground=colours.quiet if quiet else colours.text,
            background=colours.surface,
            justify="left",
            anchor="w",
            padx=0,
            borderwidth=0,
            pady=2,
            wraplength=wide,
        )

    def lines(self, text: str, font: str | tuple[str, int, str], room: int) -> list[str]:
        """As it is broken where there is so much room."""
        measure = partial(self._wide, font)
        return [line for part in text.split("\n") for line in broken(part, measure, room)]

    def _wide(self, font: str | tuple[str, int, str], text: str) -> int:
        """So many pixels as they are drawn: a `tkfont.Font` of it would have whole points."""
        return int(self.root.tk.call("font", "measure", font, text))

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
            padx=look.px(10),
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

    def flow(self, parent: tk.Misc, buttons: Iterable[tk.Label]) -> None:
        """One beside the other, in as many rows as it takes: none leaves the card."""
        room, gap, used = self.column - self.look.px(2 * 14), self.look.px(4), 0
        row = tk.Frame(parent, background=self.look.colours.surface)
        row.pack(anchor="w")
        for button in buttons:
            button.configure(wraplength=room - 2 * self.look.px(10 + 4))
            wide = button.winfo_reqwidth() + gap
            if used and used + wide > room:
                row, used = tk.Frame(parent, background=self.look.colours.surface), 0
                row.pack(anchor="w")
            button.pack(in_=row, side="left", padx=(0, gap))
            button.lift()
            used += wide

    def has_room_for(self, button: tk.Label, labels: Iterable[str]) -> None:
        """Whichever of them it says, it is as wide: nothing beside it jumps as that changes."""
        measure = partial(self._wide, button.cget("font"))
        button.configure(width=ceil(max(map(measure, labels)) / measure("0")))

    @property
    def was_moved(self) -> bool:
        """By the press of the mouse that is just over."""
        return self._moved_to is not None

    def draggable(self, handle: tk.Misc) -> None:
        handle.bind("<ButtonPress-1>", self._hold, add="+")
        handle.bind("<B1-Motion>", self._drag)
        handle.bind("<ButtonRelease-1>", self._let_go, add="+")

    def appear(self, *, below: bool = False, places: tuple[Position, ...] = ()) -> None:
        """Where it was left, else the first of its places that nothing else of ours has."""
        self.root.update_idletasks()
        size = max(self.width, self.root.winfo_reqwidth()), self.root.winfo_reqheight()
        left, top = self._left_at(size) or spot(
            self._area,
            size,
            places or (_BELOW if below else _USUAL),
            self._workspace.taken(),
            self.look.px(_MARGIN),
        )
        self._show(size, left, top)

    def fill(self) -> None:
        """All that is free of the monitor."""
        area = self._area
        self._show((area.width, area.height), area.left, area.top)

    def _show(self, size: tuple[int, int], left: int, top: int) -> None:
        self.root.geometry(f"{size[0]}x{size[1]}+{left}+{top}")
        self._workspace.before_showing()
        self.root.deiconify()
        self.root.update()
        if self._workspace.is_managed:
            self._workspace.once_shown()
            self.root.after(_SETTLED_MS, self._settle)
        wire.send(SHOWN)

    def press(self, key: str) -> None:
        wire.send(PRESSED, key=key)

    def press_and_go(self, key: str) -> None:
        self.press(key)
        self.root.destroy()

    def close(self, _event: object = None) -> None:
        wire.send(CLOSED)
        self.root.destroy()

    def _left_at(self, size: tuple[int, int]) -> tuple[int, int] | None:
        """None where it was never moved, or the monitor that it was on is gone."""
        left = Remembered().place_of(self._name) if self._name else None
        if left is None:
            return None
        middle = left[0] + size[0] // 2, left[1] + size[1] // 2
        area = self._workspace.area(middle)
        return area.keeping(*size, *left) if area.holds(*middle) else None

    def _settle(self) -> None:
        """From now on a click gives it the keyboard; with a frame it may have grown."""
        self.root.wm_focusmodel("passive")
        frame = self._workspace.frame()
        self._put(*self._area.keeping(frame.width, frame.height, frame.left, frame.top))

    def _put(self, left: int, top: int) -> None:
        frame = self._workspace.frame()
        if (left, top) != (frame.left, frame.top):
            self.root.geometry(f"+{left}+{top}")

    def _hold(self, event: "tk.Event[tk.Misc]") -> None:
        frame = self._workspace.frame()
        self._held_at = event.x_root - frame.left, event.y_root - frame.top
        self._moved_to = None

    def _drag(self, event: "tk.Event[tk.Misc]") -> None:
        """To another monitor too, and never off what is free of it."""
        if self._held_at is None:
            return
        if self._workspace.let_move(event.x_root, event.y_root):
            self._held_at = None
            return
        frame, held = self._workspace.frame(), self._held_at
        self._area = self._workspace.area((event.x_root, event.y_root))
        left, top = event.x_root - held[0], event.y_root - held[1]
        self._moved_to = self._area.keeping(frame.width, frame.height, left, top)
        self._put(*self._moved_to)

    def _let_go(self, _event: object) -> None:
        """Where it was moved to, which a window manager may not have heard yet."""
        self._held_at = None
        if self._moved_to is not None and self._name:
            Remembered().keep(self._name, *self._moved_to)


def open_root(environment: dict[str, str], theme: str) -> tuple[tk.Tk, Style, bool]:
    """The hidden root, its look, and whether the desktop wants things to move.

    Raises tk.TclError where there is no display.
    """
    if sys.platform == "win32":
        be_sharp()
    with staying_aside():
        root = tk.Tk(className=WINDOW_CLASS)
        root.withdraw()
    wishes = desktop_wishes(environment)
    wanted = IS_DARK[theme]
    is_dark = bool(wishes.is_dark if wanted is None else wanted)
    workspace = workspace_of(root, environment)
    return (
        root,
        Style(root, workspace, dpi_of(root, workspace), is_dark=is_dark),
        wishes.moves is not False,
    )
