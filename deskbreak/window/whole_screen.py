"""A proposal that fills the screen, for people who asked for it because they overlook the others."""

import tkinter as tk
from functools import partial

from deskbreak.window.button import Button
from deskbreak.window.card import Card
from deskbreak.window.content import Toast
from deskbreak.window.drawn_move import DrawnMove
from deskbreak.window.look import Style

_WORDS = 640
_FIGURE = 0.4
"""Of the height of the screen."""
_RIM = 16
"""So much stays free at its edges."""
_LARGE = 2
"""So many of its buttons are large."""


class TkWholeScreen:
    """It takes no key before it is clicked; each of its buttons is one click away, and so is Esc."""

    def __init__(self, root: tk.Tk, look: Style, content: Toast) -> None:
        self._root = root
        self._look = look
        self._content = content
        self._card = Card(root, look, _WORDS)
        root.title(content.title)
        root.bind("<Escape>", self._card.close)
        self._build()
        while self._is_too_large() and look.shrink():
            self._build()

    def run(self) -> None:
        self._card.fill()
        self._root.mainloop()

    def _build(self) -> None:
        card, look, content = self._card, self._look, self._content
        card.fresh(fills=True)
        surface = look.colours.surface
        self._middle = middle = tk.Frame(card.body, background=surface)
        middle.place(relx=0.5, rely=0.5, anchor="center")
        width = min(round(card.room[1] * _FIGURE), card.width)
        self._picture = DrawnMove(content.figure, content.shown_by, look, width).picture()
        if self._picture is not None:
            tk.Label(middle, image=self._picture, background=surface, borderwidth=0).pack()
        for text, size, is_title in ((content.title, 24, True), (content.body, 16, False)):
            words = card.text(middle, text, size, bold=is_title, quiet=not is_title)
            words.configure(justify="center", anchor="center")
            words.pack(pady=(look.px(12), 0))
        self._row(content.buttons[:_LARGE], 20, 14)
        self._row(content.buttons[_LARGE:], 13, 6)

    def _row(self, buttons: tuple[Button, ...], size: float, pad: float) -> None:
        card, look = self._card, self._look
        row = tk.Frame(self._middle, background=look.colours.surface)
        row.pack(pady=(look.px(20), 0))
        for each in buttons:
            is_first = each == self._content.buttons[0]
            button = card.button(
                row, each.label, partial(card.press_and_go, each.key), first=is_first
            )
            button.configure(
                font=look.font(size, bold=is_first), padx=look.px(2 * pad), pady=look.px(pad)
            )
            button.pack(side="left", padx=look.px(6))

    def _is_too_large(self) -> bool:
        self._root.update_idletasks()
        wide, high = (length - 2 * self._look.px(_RIM) for length in self._card.room)
        return self._middle.winfo_reqheight() > high or self._middle.winfo_reqwidth() > wide
