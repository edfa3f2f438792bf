"""One window, told by its first line what to show; see `deskbreak.window`."""

import os
import sys
from contextlib import suppress
from gettext import gettext as _
from queue import SimpleQueue
from typing import assert_never

from deskbreak.window import wire
from deskbreak.window.content import FAILED, Content, Guidance, Page, Popup, Toast, Update


def main() -> int:
    try:
        content = wire.from_line(sys.stdin.readline())
    except (ValueError, KeyError, TypeError) as error:
        wire.send(FAILED, why=_("what to show was not understood: {error}").format(error=error))
        return 2
    try:
        _show(content)
    except ImportError as error:
        wire.send(FAILED, why=_("Python cannot open windows here: {error}").format(error=error))
        return 1
    return 0


def _show(content: Content) -> None:
    import tkinter as tk  # noqa: PLC0415  (its absence is told, not printed)

    from deskbreak.window.card import open_root  # noqa: PLC0415  (that loads Tk)

    try:
        root, look, moves = open_root(dict(os.environ), content.theme)
    except tk.TclError as error:
        wire.send(FAILED, why=str(error))
        return
    news: SimpleQueue[Update] = SimpleQueue()

    def tell(event: str) -> None:
        with suppress(RuntimeError, tk.TclError):  # the window was closed meanwhile
            root.event_generate(event, when="tail")

    def hear(what: Update) -> None:
        news.put(what)
        tell("<<News>>")

    # from inside Tk's loop: before, no other thread may tell it anything
    root.after(0, wire.listen, hear, lambda: tell("<<Over>>"))
    root.bind("<<Over>>", lambda _event: root.destroy())
    match content:
        case Toast(fills=True):
            from deskbreak.window.whole_screen import TkWholeScreen  # noqa: PLC0415  (each window loads its own)

            TkWholeScreen(root, look, content).run()
        case Toast():
            from deskbreak.window.toast import TkToast  # noqa: PLC0415  (likewise)

            TkToast(root, look, content).run()
        case Guidance():
            from deskbreak.window.guide import TkGuide  # noqa: PLC0415  (likewise)

            TkGuide(root, look, content, news, moves=moves).run()
        case Page():
            from deskbreak.window.page import TkPage  # noqa: PLC0415  (likewise)

            TkPage(root, look, content).run()
        case Popup():
            from deskbreak.window.popup import TkPopup  # noqa: PLC0415  (likewise)

            TkPopup(root, look, content).run()
        case _:
            assert_never(content)
