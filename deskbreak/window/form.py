"""Questions to be answered sheet after sheet, such as the first ones."""

import re
import tkinter as tk
from functools import partial
from typing import assert_never

from deskbreak.window import wire
from deskbreak.window.card import Card
from deskbreak.window.content import FILLED, Button
from deskbreak.window.look import Style
from deskbreak.window.questions import Field, Form, QuestionKind, Sheet
from deskbreak.window.scroll import Scrolled

_WIDTH = 560
_AROUND_AN_OPTION = 48
_MARKS = {QuestionKind.ONE: ("○", "●"), QuestionKind.MANY: ("☐", "☑")}  # a text has no mark


class TkForm:
    """An ordinary window, with a frame and the keyboard: somebody asked for it, and types in it."""

    def __init__(self, root: tk.Tk, look: Style, content: Form) -> None:
        self._root = root
        self._look = look
        self._content = content
        self._card = Card(root, look, _WIDTH, framed=True)
        self._number = 0
        self._sheet = tk.Frame(self._card.body, background=look.colours.surface)
        self._wrong = tk.Label(self._sheet)
        self._answers = {
            field.key: field.value for sheet in content.sheets for field in sheet.fields
        }
        root.title(content.title)
        root.protocol("WM_DELETE_WINDOW", self._card.close)
        root.bind("<Escape>", self._card.close)

    def run(self) -> None:
        self._turn_to(0)
        self._card.appear()
        self._root.mainloop()

    def _turn_to(self, number: int) -> None:
        self._number = number
        look, sheet = self._look, self._content.sheets[number]
        self._sheet.destroy()
        self._sheet = body = tk.Frame(self._card.body, background=look.colours.surface)
        body.pack(fill="both", expand=True, padx=look.px(8), pady=look.px(8))
        tk.Frame(body, width=self._card.width, background=look.colours.surface).pack()
        self._card.text(body, sheet.title, 16, bold=True).pack(fill="x", padx=look.px(8))
        told = Scrolled(self._root, body, look, self._card.width)
        told.frame.pack(fill="both", expand=True)
        for line in sheet.lines:
            mark = "• " if line.level and not line.heading else ""
            text = self._card.text(told.body, f"{mark}{line.label}", 12.5, bold=line.heading)
            left = look.px(8 + 10 * line.level)
            above = look.px(8 if line.heading or not line.level else 1)
            text.configure(wraplength=told.width - left - look.px(16))
            text.pack(fill="x", padx=(left, look.px(8)), pady=(above, 0))
        for field in sheet.fields:
            self._field(told, field)
        self._wrong = self._card.text(body, "", 12)
        self._wrong.configure(foreground=look.colours.wrong)
        self._wrong.pack(fill="x", padx=look.px(8))
        self._buttons(body, sheet)
        told.fit(self._card.room_for(told.frame))
        self._root.geometry("")  # as large as this sheet asks for

    def _field(self, told: Scrolled, field: Field) -> None:
        look, body = self._look, told.body
        label = self._card.text(body, field.label, 12.5, quiet=True)
        label.pack(fill="x", padx=look.px(8), pady=(look.px(8), look.px(2)))
        match field.kind:
            case QuestionKind.TEXT:
                self._entry(body, field)
            case QuestionKind.ONE | QuestionKind.MANY:
                self._options(told, field)
            case _:
                assert_never(field.kind)

    def _options(self, told: Scrolled, field: Field) -> None:
        look, body = self._look, told.body
        shown: dict[str, tk.Label] = {}
        for option in field.options:
            toggle = partial(self._toggle, field, option.key, shown)
            button = self._card.button(body, "", toggle)
            button.configure(
                anchor="w",
                justify="left",
                background=look.colours.surface,
                pady=look.px(2),
                wraplength=told.width - look.px(_AROUND_AN_OPTION),
            )
            button.bind("<FocusIn>", lambda event: told.see(event.widget))
            button.pack(fill="x", padx=look.px(8))
            shown[option.key] = button
        self._mark(field, shown)

    def _entry(self, body: tk.Frame, field: Field) -> None:
        look, colours = self._look, self._look.colours
        text = tk.StringVar(self._root, self._answers[field.key])
        text.trace_add("write", lambda *_: self._answers.update({field.key: text.get().strip()}))
        entry = tk.Entry(
            body,
            textvariable=text,
            font=look.font(13),
            background=colours.button,
            foreground=colours.text,
            insertbackground=colours.text,
            borderwidth=0,
            highlightthickness=look.px(2),
            highlightbackground=colours.border,
            highlightcolor=colours.accent,
        )
        entry.bind("<Control-a>", partial(_select_all, entry))
        entry.pack(fill="x", padx=look.px(8), ipady=look.px(4))
        entry.focus_set()

    def _toggle(self, field: Field, key: str, labels: dict[str, tk.Label]) -> None:
        chosen = self._chosen(field)
        if field.kind == QuestionKind.ONE:
            chosen = {key}
        else:
            chosen ^= {key}
        ordered = [option.key for option in field.options if option.key in chosen]
        self._answers[field.key] = ",".join(ordered)
        self._mark(field, labels)

    def _mark(self, field: Field, labels: dict[str, tk.Label]) -> None:
        chosen = self._chosen(field)
        for option in field.options:
            mark = _MARKS[field.kind][option.key in chosen]
            labels[option.key].configure(text=f"{mark}  {option.label}")

    def _chosen(self, field: Field) -> set[str]:
        return set(filter(None, self._answers[field.key].split(",")))

    def _buttons(self, body: tk.Frame, sheet: Sheet) -> None:
        look = self._look
        row = tk.Frame(body, background=look.colours.surface)
        row.pack(fill="x", padx=look.px(6), pady=(look.px(10), look.px(4)))
        for number, button in enumerate(sheet.buttons):
            press = partial(self._go_on, button)
            self._card.button(row, button.label, press, first=number == 0).pack(
                side="left", padx=look.px(2)
            )
        if self._number:
            back = partial(self._turn_to, self._beside(-1))
            self._card.button(row, self._content.back, back).pack(side="right", padx=look.px(2))

    def _go_on(self, button: Button) -> None:
        """To the next sheet; from the last one to the end."""
        for field in self._content.sheets[self._number].fields:
            if field.pattern and not re.fullmatch(field.pattern, self._answers[field.key]):
                self._wrong.configure(text=field.wrong)
                return
        following = self._beside(1)
        if following < len(self._content.sheets):
            self._turn_to(following)
            return
        wire.send(FILLED, key=button.key, answers=self._answers)
        self._root.destroy()

    def _beside(self, step: int) -> int:
        """The next sheet in that direction that is to be shown; past the last, their number."""
        number, sheets = self._number + step, self._content.sheets
        while 0 < number < len(sheets) and not self._is_asked(sheets[number]):
            number += step
        return number

    def _is_asked(self, sheet: Sheet) -> bool:
        if sheet.only_with is None:
            return True
        field, option = sheet.only_with
        return option in self._answers[field].split(",")


def _select_all(entry: tk.Entry, _event: object) -> str:
    """As everywhere but in Tk, which goes to the beginning."""
    entry.selection_range(0, "end")
    return "break"
