"""A notification of our own, for desktops whose server is missing, dead or silent."""

import tkinter as tk
from functools import partial
from pathlib import Path

from deskbreak.window import wire
from deskbreak.window.card import Card
from deskbreak.window.content import EXPIRED, Toast
from deskbreak.window.look import Style

_WIDTH = 400
_PICTURE = 128


class TkToast:
    """It goes by itself after its time, by a button, or by its cross."""

    def __init__(self, root: tk.Tk, look: Style, content: Toast) -> None:
        self._root = root
        self._card = card = Card(root, look, _WIDTH)
        self._content = content
        root.title(content.title)
        pad = look.px(16)
        head = tk.Frame(card.body, background=look.colours.surface)
        head.pack(fill="x", padx=pad, pady=(look.px(10), 0))
        title = card.text(head, content.title, 14, bold=True)
        title.configure(wraplength=card.width - 2 * pad - look.px(36))
        title.pack(side="left", fill="x", expand=True)
        card.button(head, "✕", card.close).pack(side="right", anchor="n")
        self._picture = _picture(content.picture, look)
        middle = tk.Frame(card.body, background=look.colours.surface)
        middle.pack(fill="x", padx=pad, pady=(look.px(4), look.px(6)))
        room = card.width - 2 * pad
        if self._picture is not None:
            tk.Label(middle, image=self._picture, borderwidth=0).pack(side="left", anchor="n")
            room -= self._picture.width() + look.px(12)
        body = card.text(middle, content.body, 13, quiet=True)
        body.configure(wraplength=room)
        body.pack(side="left", anchor="n", padx=(look.px(12) if self._picture else 0, 0))
        row = tk.Frame(card.body, background=look.colours.surface)
        row.pack(fill="x", padx=look.px(14), pady=(0, look.px(12)))
        for number, button in enumerate(content.buttons):
            press = partial(card.press_and_go, button.key)
            card.button(row, button.label, press, first=number == 0).pack(side="left", padx=2)
        if content.default:
            for part in (title, body):
                part.bind("<ButtonRelease-1>", lambda _event: card.press_and_go(content.default))
        root.bind("<Escape>", card.close)

    def run(self) -> None:
        self._card.appear(below=self._content.below)
        if self._content.seconds > 0:
            self._root.after(round(self._content.seconds * 1000), self._expire)
        self._root.mainloop()

    def _expire(self) -> None:
        wire.send(EXPIRED)
        self._root.destroy()


def _picture(file: str, look: Style) -> tk.PhotoImage | None:
    """As large as fits beside the text; Tk reads PNG files itself."""
    if not file or not Path(file).is_file():
        return None
    try:
        picture = tk.PhotoImage(file=file)
    except tk.TclError:
        return None  # a damaged picture is no reason to show nothing
    wide = look.px(_PICTURE)
    while picture.width() >= 2 * wide:
        picture = picture.subsample(2)
    if picture.width() > wide:
        picture = picture.subsample(-(-picture.width() // wide))
    return picture
