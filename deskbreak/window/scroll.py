"""A part of a window that scrolls where the screen is too low for all of it."""

import tkinter as tk

from deskbreak.window.look import Style

_BAR = 10
_LEAST = 120
_WHEEL_UP, _WHEEL_DOWN = "<Button-4>", "<Button-5>"
"""What X calls the wheel."""


class Scrolled:
    """What goes into `body` is `width` wide; by wheel, keys and bar one gets at all of it."""

    def __init__(self, root: tk.Tk, parent: tk.Misc, look: Style, width: int) -> None:
        self._look = look
        self.width = width - look.px(_BAR)
        colours = look.colours
        self.frame = tk.Frame(parent, background=colours.surface)
        self._canvas = canvas = tk.Canvas(
            self.frame, background=colours.surface, highlightthickness=0, width=width, height=1
        )
        self._bar = tk.Scrollbar(
            self.frame,
            command=canvas.yview,
            width=look.px(_BAR),
            background=colours.border,
            activebackground=colours.accent,
            troughcolor=colours.surface,
            borderwidth=0,
            elementborderwidth=0,
            highlightthickness=0,
            takefocus=False,
        )
        canvas.configure(yscrollcommand=self._bar.set, yscrollincrement=look.px(_LEAST // 6))
        self.body = tk.Frame(canvas, background=colours.surface)
        canvas.create_window(0, 0, window=self.body, anchor="nw", width=self.width)
        canvas.pack(side="left", fill="both", expand=True)
        self._scrolled_by(root)

    def fit(self, room: int) -> None:
        """As high as what is in it, or as the room that there is."""
        self.body.update_idletasks()
        needed = self.body.winfo_reqheight()
        room = max(room, self._look.px(_LEAST))
        self._canvas.configure(height=min(needed, room), scrollregion=(0, 0, self.width, needed))
        if needed > room:
            self._canvas.configure(width=self.width)
            self._bar.pack(side="right", fill="y")

    def _scrolled_by(self, root: tk.Tk) -> None:
        canvas = self._canvas
        for event in (_WHEEL_UP, "<Up>"):
            root.bind(event, lambda _event: canvas.yview_scroll(-2, "units"))
        for event in (_WHEEL_DOWN, "<Down>"):
            root.bind(event, lambda _event: canvas.yview_scroll(2, "units"))
        root.bind("<Prior>", lambda _event: canvas.yview_scroll(-1, "pages"))
        root.bind("<Next>", lambda _event: canvas.yview_scroll(1, "pages"))
        root.bind(
            "<MouseWheel>",
            lambda event: canvas.yview_scroll(-1 if event.delta > 0 else 1, "units"),
        )
