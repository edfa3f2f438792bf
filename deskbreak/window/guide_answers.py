"""The buttons of a running break, and of the question how it was."""

import tkinter as tk
from collections.abc import Callable
from functools import partial
from string import ascii_lowercase

from deskbreak.window.button import Button
from deskbreak.window.card import Card
from deskbreak.window.content import STAYING, FollowUp, Guidance

_PRESSES = ("<ButtonRelease-1>", "<Return>", "<KP_Enter>", "<space>")


class GuideAnswers:
    """Two answers, the pause, and the others in the place of what stands `below` them.

    Each has a free letter as its key.
    """

    def __init__(self, card: Card, content: Guidance, parent: tk.Frame) -> None:
        self._card = card
        self._content = content
        self._is_ready = self._waits = self._is_asking = False
        look, surface = card.look, card.look.colours.surface
        self._parent = parent
        self._row = tk.Frame(parent, background=surface)
        self._row.pack(fill="x", padx=look.px(14))
        self.below = tk.Frame(parent, background=surface)
        self.below.pack(fill="both", expand=True, padx=look.px(14), pady=(look.px(8), 0))
        self._more = self._list_of(content.more)
        self._words = tk.Frame(self.below)
        self._buttons()

    def fold_over(self, words: tk.Frame) -> None:
        """These words make way for the other answers, so that the window keeps its size."""
        self._words = words
        words.grid(row=0, column=0, sticky="new", padx=self._card.look.px(2))  # a button has a rim
        self._more.grid(row=0, column=0, sticky="new")

    def show_more(self, *, is_open: bool) -> None:
        self._card.root.update_idletasks()
        least = max(self._words.winfo_reqheight(), self._more.winfo_reqheight())
        self.below.rowconfigure(0, minsize=least)
        shown, hidden = (self._more, self._words) if is_open else (self._words, self._more)
        hidden.grid_remove()
        shown.grid()
        self._card.root.update_idletasks()  # Tab goes to what is mapped already

    def steer(self, *, is_ready: bool, waits: bool) -> None:
        """What the first one and the pause say now: whether all `is_ready` to be begun at once."""
        self._is_ready, self._waits = is_ready, waits
        self._first.configure(text=self._first_now().label)
        self._pause.configure(text=self._pause_now().label)

    def ask(self, question: FollowUp) -> None:
        """All others go; the numbers are the keys of what is asked."""
        self._is_asking = True
        card, look, root = self._card, self._card.look, self._card.root
        for widget in (*self._row.winfo_children(), *self.below.winfo_children()):
            widget.destroy()
        text = card.text(self._parent, question.text, 12.5)
        text.pack(fill="x", padx=look.px(16), pady=(0, look.px(8)), before=self._row)
        card.flow(
            self._row,
            [
                card.button(self._row, each.label, partial(card.press_and_go, each.key))
                for each in question.buttons
            ],
        )
        self.below.rowconfigure(0, minsize=0)
        self.below.pack_configure(pady=look.px(8))
        self._list_of(question.more).grid(row=0, column=0, sticky="nw")
        for letter in ascii_lowercase:
            root.unbind(f"<KeyPress-{letter}>")
        for number, each in enumerate(question.buttons, start=1):
            self._on_key(f"<KeyPress-{number}>", partial(card.press_and_go, each.key))
        self._on_key("<Escape>", card.close)
        root.update_idletasks()  # as above

    def _buttons(self) -> None:
        card, content, row = self._card, self._content, self._row
        # made in the order in which Tab goes through them
        self._first = card.button(row, "", lambda: card.press(self._first_now().key), first=True)
        others = [
            card.button(row, each.label, partial(card.press, each.key))
            for each in content.buttons[1:]
        ]
        self._pause = card.button(row, "", lambda: card.press(self._pause_now().key))
        self._opener = card.button(row, content.others, self._toggle_more)
        steering, taken = content.steering, set[str]()
        card.has_room_for(self._first, (steering.now.label, content.buttons[0].label))
        card.has_room_for(self._pause, (steering.wait.label, steering.go_on.label))
        self.steer(is_ready=False, waits=False)
        card.flow(row, (self._first, *others, self._pause, self._opener))
        for each in (*content.buttons, steering.now, steering.wait, steering.go_on, *content.more):
            letter = _free_letter(each, taken)
            if letter:
                taken.add(letter)
                self._on_key(f"<KeyPress-{letter}>", partial(card.press, each.key))
        self._on_key("<Escape>", partial(card.press, content.close))

    def _on_key(self, key: str, press: Callable[[], None]) -> None:
        self._card.root.bind(key, lambda _event: press())

    def _first_now(self) -> Button:
        return self._content.steering.now if self._is_ready else self._content.buttons[0]

    def _pause_now(self) -> Button:
        return self._content.steering.go_on if self._waits else self._content.steering.wait

    def _toggle_more(self) -> None:
        self.show_more(is_open=not self._more.winfo_ismapped())

    def _list_of(self, buttons: tuple[Button, ...]) -> tk.Frame:
        look = self._card.look
        listed = tk.Frame(self.below, background=look.colours.surface)
        for number, each in enumerate(buttons):
            widget = self._card.button(listed, each.label, lambda: None)
            for press in _PRESSES:
                widget.bind(press, partial(self._listed_pressed, widget, each))
            widget.grid(row=number, column=0, sticky="ew", pady=(0, look.px(2)))
            widget.configure(anchor="w")
        return listed

    def _listed_pressed(self, widget: tk.Label, button: Button, _event: object) -> None:
        """What only notes something stays, and says that it is noted."""
        self._card.press(button.key)
        if button.key in STAYING:
            widget.configure(text=f"✓ {button.label}", state="disabled", takefocus=False)
            for press in _PRESSES:
                widget.unbind(press)
        elif self._is_asking:
            self._card.root.destroy()
        else:
            self.show_more(is_open=False)
            if self._card.root.focus_get() is widget:  # else keys would press what nobody sees
                self._opener.focus_set()


def _free_letter(button: Button, taken: set[str]) -> str:
    """What is wished for all time needs more than a letter."""
    letters = "" if button.key in STAYING else button.key
    return next((each for each in letters if each.isalpha() and each not in taken), "")
