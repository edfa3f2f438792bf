"""One window, told by its first line what to show; see `deskbreak.window`."""

import os
import sys
from gettext import gettext as _
from typing import assert_never

from deskbreak.window import wire
from deskbreak.window.content import FAILED, Content, Guidance, Menu, Page, Toast
from deskbreak.window.questions import Form


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


def _show(content: Content | Form) -> None:
    import tkinter as tk  # noqa: PLC0415  (its absence is told, not printed)

    from deskbreak.window.card import open_root  # noqa: PLC0415

    try:
        root, look, moves = open_root(dict(os.environ), content.theme)
    except tk.TclError as error:
        wire.send(FAILED, why=str(error))
        return
    wire.when_over(lambda: root.event_generate("<<Over>>", when="tail"))
    root.bind("<<Over>>", lambda _event: root.destroy())
    match content:
        case Toast():
            from deskbreak.window.toast import TkToast  # noqa: PLC0415

            TkToast(root, look, content).run()
        case Guidance():
            from deskbreak.window.guide import TkGuide  # noqa: PLC0415

            TkGuide(root, look, content, moves=moves).run()
        case Form():
            from deskbreak.window.form import TkForm  # noqa: PLC0415

            TkForm(root, look, content).run()
        case Page():
            from deskbreak.window.page import TkPage  # noqa: PLC0415

            TkPage(root, look, content).run()
        case Menu():
            from deskbreak.window.menu import TkMenu  # noqa: PLC0415

            TkMenu(root, look, content).run()
        case _:
            assert_never(content)
