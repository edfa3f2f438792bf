"""The tray's menu at the pointer, for panels that draw none."""

import tkinter as tk
from functools import partial
from typing import Literal, TypedDict

from deskbreak.window import wire
from deskbreak.window.content import CLOSED, FAILED, PRESSED, SHOWN, Popup, PopupRow
from deskbreak.window.look import Style

_AGAIN_MS, _PATIENCE = 50, 40
"""A panel keeps the pointer while the button that was pressed is down: so often it is tried anew."""
_RIM, _LINE, _EDGE = 8, 24, 10
_CHOSEN_MS = 100
"""A menu leaves the screen before it does what was chosen."""


class _Line(TypedDict):
    """What all lines have in common: an image that nobody sees gives them their height."""

    label: str
    image: tk.PhotoImage
    compound: Literal["left"]


class TkPopup:
    """It has the keyboard, as every menu that was clicked open; Esc or a click elsewhere closes it."""

    def __init__(self, root: tk.Tk, look: Style, content: Popup) -> None:
        self._root = root
        self._look = look
        self._content = content
        self._ticks: list[tk.BooleanVar] = []
        self._strut = tk.PhotoImage(master=root, width=1)
        self._edge = tk.PhotoImage(master=root)
        self._at = root.winfo_pointerxy()
        area = look.workspace.area(self._at)
        self._menu = self._menu_of(root, content.rows)
        while self._menu.winfo_reqheight() > area.height and look.shrink():
            self._menu.destroy()
            self._menu = self._menu_of(root, content.rows)
        size = self._menu.winfo_reqwidth(), self._menu.winfo_reqheight()
        self._at = area.keeping(*size, *self._at)
        self._give_back = look.workspace.giving_keyboard_back()

    def run(self) -> None:
        self._post(_PATIENCE)
        self._root.mainloop()

    def _post(self, tries: int) -> None:
        try:
            self._menu.tk_popup(*self._at)
        except tk.TclError as error:  # somebody else has the pointer
            self._menu.unpost()
            if tries:
                self._root.after(_AGAIN_MS, self._post, tries - 1)
            else:
                wire.send(FAILED, why=str(error))
                self._root.destroy()
            return
        self._menu.bind("<Unmap>", self._gone)
        self._menu.focus_force()  # a window manager hands it to no menu
        wire.send(SHOWN)

    def _beside(self, menu: tk.Menu, within: tk.Menu) -> None:
        """Where there is no room at its right Tk lays it upon the menu: at its left it hides nothing."""
        left = menu.winfo_rootx()
        if within.winfo_rootx() < left + menu.winfo_width() - self._look.px(_RIM):
            left = max(left - within.winfo_width(), 0)
            self._root.tk.call("wm", "geometry", within, f"+{left}+{within.winfo_rooty()}")

    def _gone(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self._menu:  # and no menu within it
            self._root.after(_CHOSEN_MS, self._close)

    def _close(self) -> None:
        wire.send(CLOSED)
        self._go()

    def _choose(self, key: str) -> None:
        wire.send(PRESSED, key=key)
        self._go()

    def _go(self) -> None:
        self._give_back()
        self._root.destroy()

    def _menu_of(self, parent: tk.Misc, rows: tuple[PopupRow, ...]) -> tk.Menu:
        look, colours = self._look, self._look.colours
        self._strut.configure(height=look.px(_LINE))
        self._edge.configure(height=look.px(_LINE), width=look.px(_EDGE))
        menu = tk.Menu(
            parent,
            tearoff=False,
            font=look.font(13),
            background=colours.surface,
            foreground=colours.text,
            activebackground=colours.accent,
            activeforeground=colours.on_accent,
            disabledforeground=colours.quiet,
            selectcolor=colours.text,
            activeborderwidth=0,  # its rim would stand out as buttons did in the nineties
            borderwidth=1,
        )
        # ticks have a margin of their own, and Tk gives none where there is none
        strut = self._edge if all(row.checked is None for row in rows) else self._strut
        for row in rows:
            self._add(menu, row, strut)
        menu.update_idletasks()
        return menu

    def _add(self, menu: tk.Menu, row: PopupRow, strut: tk.PhotoImage) -> None:
        line: _Line = {"label": row.label, "image": strut, "compound": "left"}
        if not row.label:
            menu.add_separator()
        elif row.rows:
            within = self._menu_of(menu, row.rows)
            beside = partial(self._beside, menu, within)
            within.bind("<Map>", lambda _event: within.after_idle(beside))  # once Tk has placed it
            menu.add_cascade(**line, menu=within)
        elif not row.key:
            menu.add_command(**line, state="disabled")
        elif row.checked is None:
            menu.add_command(**line, command=partial(self._choose, row.key))
        else:
            tick = tk.BooleanVar(self._root, row.checked)
            self._ticks.append(tick)
            menu.add_checkbutton(**line, variable=tick, command=partial(self._choose, row.key))
