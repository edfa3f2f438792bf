"""The tray's menu as a window, for desktops whose panel shows none."""

import tkinter as tk
from functools import partial

from deskbreak.window.card import Card
from deskbreak.window.content import Menu, MenuRow
from deskbreak.window.look import Style

_WIDTH = 300
_INDENT = 18


class TkMenu:
    """Every line at once: what is a menu within the menu stands indented below its name."""

    def __init__(self, root: tk.Tk, look: Style, content: Menu) -> None:
        self._root = root
        self._look = look
        root.title(content.title)
        self._card = card = Card(root, look, _WIDTH)
        head = tk.Frame(card.body, background=look.colours.surface)
        head.pack(fill="x", padx=look.px(12), pady=(look.px(8), 0))
        title = card.text(head, content.title, 14, bold=True)
        title.configure(wraplength=card.width - look.px(70))
        title.pack(side="left", fill="x", expand=True)
        card.draggable(title)
        card.button(head, "✕", card.close).pack(side="right", anchor="n")
        for line in content.lines:
            self._line(line)
        tk.Frame(card.body, background=look.colours.surface, height=look.px(8)).pack()
        root.bind("<Escape>", card.close)
        root.bind("<Down>", lambda _event: _move_on(root, 1))
        root.bind("<Up>", lambda _event: _move_on(root, -1))

    def run(self) -> None:
        self._card.appear()
        self._root.mainloop()

    def _line(self, line: MenuRow) -> None:
        look, colours = self._look, self._look.colours
        if not line.label:
            tk.Frame(self._card.body, background=colours.border, height=1).pack(
                fill="x", padx=look.px(12), pady=look.px(4)
            )
            return
        pad = (look.px(12 + _INDENT * line.level), look.px(12))
        if not line.key:
            text = self._card.text(self._card.body, line.label, 12, quiet=True, bold=line.heading)
            text.pack(fill="x", padx=pad, pady=look.px(1))
            return
        label = f"✓ {line.label}" if line.checked else line.label
        button = self._card.button(
            self._card.body, label, partial(self._card.press_and_go, line.key)
        )
        button.configure(anchor="w", background=colours.surface, pady=look.px(3))
        for event, colour in (("<Enter>", colours.button), ("<Leave>", colours.surface)):
            button.bind(event, partial(_paint, button, colour))
        button.pack(fill="x", padx=pad)


def _paint(button: tk.Label, colour: str, _event: object) -> None:
    button.configure(background=colour)


def _move_on(root: tk.Tk, by: int) -> None:
    here = root.focus_get() or root
    there = here.tk_focusNext() if by > 0 else here.tk_focusPrev()
    if there is not None:
        there.focus_set()
