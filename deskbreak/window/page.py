"""A text to read, such as the signs that call for a doctor."""

import tkinter as tk

from deskbreak.window.card import Card
from deskbreak.window.content import Page
from deskbreak.window.look import Style
from deskbreak.window.scroll import Scrolled

_WIDTH = 520


class TkPage:
    """It stays until it is closed."""

    def __init__(self, root: tk.Tk, look: Style, content: Page) -> None:
        self._root = root
        self._card = card = Card(root, look, _WIDTH)
        root.title(content.title)
        pad = look.px(16)
        title = card.text(card.body, content.title, 16, bold=True)
        title.pack(fill="x", padx=pad, pady=(look.px(12), look.px(6)))
        card.draggable(title)
        self._lines = lines = Scrolled(root, card.body, look, card.width)
        lines.frame.pack(fill="both", expand=True)
        for line in content.lines:
            mark = "" if line.heading or not line.level else "•"
            left, above = pad + look.px(10 * line.level), look.px(8 if line.heading else 2)
            indent = look.px(12) if mark else 0
            room = lines.width - left - indent - pad - look.px(8)
            row = tk.Frame(lines.body, background=look.colours.surface)
            row.pack(fill="x", padx=(left, pad), pady=(above, 0))
            row.columnconfigure(0, minsize=indent)
            if mark:
                card.text(row, mark, 13).grid(row=0, column=0, sticky="nw")
            text = card.text(row, line.text, 13, bold=line.heading, room=room)
            text.grid(row=0, column=1, sticky="w")
        card.button(card.body, content.close, card.close, first=True).pack(
            anchor="e", padx=pad, pady=look.px(12)
        )
        root.bind("<Escape>", card.close)

    def run(self) -> None:
        self._lines.fit(self._card.room_for(self._lines.frame))
        self._card.appear()
        self._root.mainloop()
