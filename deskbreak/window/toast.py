"""A notification of our own, for desktops whose server is missing, dead or silent."""

import tkinter as tk
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from deskbreak.window import wire
from deskbreak.window.card import Card
from deskbreak.window.content import EXPIRED, Toast
from deskbreak.window.look import Style

if TYPE_CHECKING:
    from PIL import ImageTk

_WIDTH = 400
_PICTURE = 128


class TkToast:
    """It goes by itself after its time, by a button, or by its cross."""

    def __init__(self, root: tk.Tk, look: Style, content: Toast) -> None:
        self._root = root
        self._look = look
        self._card = Card(root, look, _WIDTH, name="message" if content.below else "proposal")
        self._content = content
        root.title(content.title)
        self._build()
        while self._card.too_high() > 0 and look.shrink():
            self._build()
        root.bind("<Escape>", self._card.close)

    def _build(self) -> None:
        look, card, content = self._look, self._card, self._content
        card.fresh()
        pad = look.px(16)
        # made in the order in which Tab goes through them: what the cross is for Esc does, too
        row = tk.Frame(card.body, background=look.colours.surface)
        head = tk.Frame(card.body, background=look.colours.surface)
        head.pack(fill="x", padx=pad, pady=(look.px(10), 0))
        cross = card.button(head, "✕", card.close)
        cross.pack(side="right", anchor="n")
        beside = card.width - 2 * pad - cross.winfo_reqwidth() - look.px(8)
        title = card.text(head, content.title, 14, bold=True, room=beside)
        title.pack(side="left", fill="x", expand=True)
        self._picture = _figure(content, look) or _picture(content.picture, look)
        middle = tk.Frame(card.body, background=look.colours.surface)
        middle.pack(fill="x", padx=pad, pady=(look.px(4), look.px(6)))
        room = card.width - 2 * pad
        picture = None
        if self._picture is not None:
            picture = tk.Label(middle, image=self._picture, borderwidth=0)
            picture.pack(side="left", anchor="n")
            room -= self._picture.width() + look.px(12)
        body = card.text(middle, content.body, 13, quiet=True, room=room)
        body.pack(side="left", anchor="n", padx=(look.px(12) if self._picture else 0, 0))
        row.pack(fill="x", padx=look.px(14), pady=(0, look.px(12)))
        card.flow(
            row,
            (
                card.button(
                    row, each.label, partial(card.press_and_go, each.key), first=number == 0
                )
                for number, each in enumerate(content.buttons)
            ),
        )
        for part in filter(None, (head, title, body, picture)):
            card.draggable(part)
            if content.default:
                part.bind("<ButtonRelease-1>", self._clicked, add="+")

    def _clicked(self, _event: object) -> None:
        """A drag is no click."""
        if not self._card.was_moved:
            self._card.press_and_go(self._content.default)

    def run(self) -> None:
        self._card.appear(below=self._content.below)
        if self._content.seconds > 0:
            self._root.after(round(self._content.seconds * 1000), self._expire)
        self._root.mainloop()

    def _expire(self) -> None:
        wire.send(EXPIRED)
        self._root.destroy()


def _figure(content: Toast, look: Style) -> "ImageTk.PhotoImage | None":
    if not content.figure:
        return None
    try:
        from deskbreak.window.drawn_move import small_figure  # noqa: PLC0415  (Pillow may lack it)
    except ImportError:
        return None
    return small_figure(content.figure, content.shown_by, look, look.px(_PICTURE))


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
