"""The window of a running break: the figure, what to do, and how long still."""

import time
import tkinter as tk
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from tkinter import font as tkfont

from PIL import Image, ImageTk

from deskbreak.core.policy import Figure
from deskbreak.figures.moves import MOVES
from deskbreak.figures.palette import DARK, LIGHT, worn
from deskbreak.figures.people import PEOPLE
from deskbreak.figures.raster import draw
from deskbreak.figures.scene import frame, moment
from deskbreak.window import motion, tones, wire
from deskbreak.window.card import BELOW_A_PANEL, Card
from deskbreak.window.content import Guidance, TimedCue
from deskbreak.window.look import Style

_WIDTH, _WIDE, _LOW = 380, 560, 720
"""On a low screen the window is wider, so that its words take fewer lines."""
_FIGURE, _SMALLEST = 348, 130
_NUMBER = 150
"""The width of the number, and of the room around it."""
_EDGE = 12
_FINER = 3
_FRAME_MS = 70
_IN_A_ROW = 3
_BEFORE_THE_END = 0.2
"""In seconds: at the end the daemon takes the window away."""


class TkGuide:
    """It counts on its own; the daemon decides when the break is over, and takes it away then."""

    def __init__(self, root: tk.Tk, look: Style, content: Guidance, *, moves: bool) -> None:
        self._root = root
        self._look = look
        self._content = content
        is_low = root.winfo_screenheight() < look.px(_LOW)
        width = _WIDE if is_low else _WIDTH
        self._beside = look.px(width - _NUMBER)
        self._card = card = Card(root, look, width)
        self._began = _now() - content.elapsed
        self._moves = moves and content.motion
        self._figure = _Figure(content, look)
        self._shown: tuple[int, int] | None = None
        self._cue_shown: TimedCue | None = None
        self._has_long_holds = any(motion.is_long_hold(cue) for cue in content.cues)
        surface = look.colours.surface
        pad = look.px(16)

        head = card.text(card.body, content.name, 16, bold=True)
        head.pack(fill="x", padx=pad, pady=(look.px(12), look.px(4)))
        card.draggable(head)
        self._picture = tk.Label(card.body, background=surface, borderwidth=0)
        self._picture.pack(padx=pad)
        row = tk.Frame(card.body, background=surface)
        row.pack(fill="x", padx=pad, pady=(look.px(8), 0))
        self._seconds = card.text(row, "", 34, bold=True)
        self._seconds.configure(width=4, anchor="e", wraplength=0, foreground=look.colours.accent)
        self._seconds.pack(side="right", anchor="n")
        self._told = card.text(row, "", 15, bold=True)
        self._told.configure(wraplength=self._beside, height=self._most_lines(), anchor="nw")
        self._told.pack(side="left", fill="x", expand=True)
        self._bar = tk.Canvas(
            card.body,
            height=look.px(4),
            width=card.width - 2 * pad,
            background=look.colours.button,
            highlightthickness=0,
        )
        self._bar.pack(padx=pad, pady=(look.px(4), look.px(8)))
        self._filled = self._bar.create_rectangle(
            0, 0, 0, look.px(4), fill=look.colours.accent, width=0
        )
        if content.way:
            way = card.text(card.body, content.way, 12.5, bold=True)
            way.pack(fill="x", padx=pad, pady=(0, look.px(4)))
        for number, step in enumerate(content.steps, start=1):
            card.text(card.body, f"{number}. {step}", 12.5).pack(fill="x", padx=pad)
        self._notes = [card.text(card.body, note, 12, quiet=True) for note in content.notes]
        for note in self._notes:
            note.pack(fill="x", padx=pad, pady=(look.px(3), 0))
        self._buttons()
        card.text(card.body, content.caution, 12, quiet=True).pack(
            fill="x", padx=pad, pady=look.px(12)
        )

    def run(self) -> None:
        self._tick()
        self._fit()
        self._card.appear()
        if self._content.tones:
            left = self._content.cues[-1].ends - (_now() - self._began) - _BEFORE_THE_END
            self._root.after(max(0, round(left * 1000)), lambda: tones.play(tones.Tone.DONE))
        self._root.mainloop()

    def _most_lines(self) -> int:
        """Of any cue, so that none is cut off and nothing jumps."""
        font = tkfont.Font(root=self._root, font=self._told.cget("font"))
        return max(_lines(cue.text, font.measure, self._beside) for cue in self._content.cues)

    def _fit(self) -> None:
        """On a low screen the figure is smaller, and what to feel and how to do less are left out."""
        most = self._root.winfo_screenheight() - self._look.px(BELOW_A_PANEL + _EDGE)
        if self._too_much(most) > 0 and self._figure.shrink(self._too_much(most)):
            self._shown = None
            self._tick_picture()
        while self._notes and self._too_much(most) > 0:
            self._notes.pop().pack_forget()

    def _too_much(self, most: int) -> int:
        self._root.update_idletasks()
        return self._root.winfo_reqheight() - most

    def _tick_picture(self) -> None:
        elapsed = _now() - self._began
        self._draw(motion.current_cue(self._content.cues, elapsed), elapsed)

    def _buttons(self) -> None:
        """Each with the first of its letters that is free as its key."""
        taken: set[str] = set()
        row: tk.Frame | None = None
        for number, button in enumerate(self._content.buttons):
            if row is None or number % _IN_A_ROW == 0:
                row = self._row_of_buttons()
            press = partial(self._card.press, button.key)
            on_key = partial(self._pressed, button.key)
            widget = self._card.button(row, button.label, press, first=number == 0)
            widget.pack(side="left", padx=2)
            for letter in filter(str.isalpha, button.key):
                if letter not in taken:
                    taken.add(letter)
                    self._root.bind(f"<KeyPress-{letter}>", on_key)
                    break
        self._root.bind("<Escape>", partial(self._pressed, self._content.close))

    def _row_of_buttons(self) -> tk.Frame:
        row = tk.Frame(self._card.body, background=self._look.colours.surface)
        row.pack(fill="x", padx=self._look.px(14), pady=(self._look.px(8), 0))
        return row

    def _pressed(self, key: str, _event: object) -> None:
        self._card.press(key)

    def _tick(self) -> None:
        """Show this moment, and come back when the next one looks different."""
        elapsed = _now() - self._began
        cue = motion.current_cue(self._content.cues, elapsed)
        left = max(cue.ends - elapsed, 0.0)
        if cue is not self._cue_shown:
            self._sound(cue)
            self._cue_shown = cue
            self._told.configure(text=cue.text)
            if self._content.speech:
                wire.speak(cue.text)
        number = motion.number_shown(cue, elapsed)
        self._seconds.configure(text=number)
        self._root.title(f"{self._content.name}. {cue.text} {number}".rstrip())
        whole = self._content.cues[-1].ends
        part = min(elapsed / whole, 1.0)
        width = self._card.width - 2 * self._look.px(16)
        self._bar.coords(self._filled, 0, 0, width * part, self._look.px(4))
        self._draw(cue, elapsed)
        to_the_second = max(round(left % 1.0 * 1000), 1) + 5
        is_moving = self._moves and motion.is_moving(
            cue, elapsed, goes_round=self._figure.goes_round
        )
        pause = min(to_the_second, _FRAME_MS) if is_moving else to_the_second
        self._root.after(pause, self._tick)

    def _sound(self, cue: TimedCue) -> None:
        tone = tones.tone_between(self._cue_shown, cue, long=self._has_long_holds)
        if tone is not None and self._content.tones:
            tones.play(tone)

    def _draw(self, cue: TimedCue, elapsed: float) -> None:
        at = motion.phase(
            cue,
            elapsed,
            goes_round=self._figure.goes_round,
            moves=self._moves,
        )
        wanted = (motion.frame_number(at), cue.side)
        if wanted != self._shown:
            self._shown = wanted
            picture = self._figure.picture(*wanted)
            if picture is not None:
                self._picture.configure(image=picture)


def _lines(text: str, measure: Callable[[str], int], room: int) -> int:
    """So many lines a text takes, broken between its words."""
    lines, line = 1, ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if measure(longer) > room and line:
            lines, line = lines + 1, word
        else:
            line = longer
    return lines


def _now() -> float:
    return time.monotonic()  # noqa: TID251  (what is shown; how long it took is the daemon's to say)


class _Figure:
    """The pictures of a move, each drawn when it is first needed."""

    def __init__(self, content: Guidance, look: Style) -> None:
        person = PEOPLE[Figure(content.shown_by).showing(content.figure)]
        move = MOVES.get(content.figure)
        self._move = move and replace(move, person=person)
        self._palette = worn(DARK if look.is_dark else LIGHT, person)
        self._width = look.px(_FIGURE)
        self._pictures: dict[tuple[int, int], ImageTk.PhotoImage] = {}
        self._least = look.px(_SMALLEST)
        self._still = None if self._move else _still(content.picture, self._width)

    def shrink(self, by: int) -> bool:
        """By so many pixels, as far as it can still be made out; whether anything changed."""
        width = max(self._width - by, self._least)
        if self._move is None or width >= self._width:
            return False
        self._width = width
        self._pictures.clear()
        return True

    @property
    def goes_round(self) -> bool:
        return self._move is not None and bool(self._move.cycle)

    def picture(self, number: int, side: int) -> ImageTk.PhotoImage | None:
        """The other side is the same move in a mirror."""
        if self._move is None:
            return self._still
        if (number, side) not in self._pictures:
            shapes = moment(self._move, number / motion.FRAMES)
            image = draw(shapes, frame(self._move), self._width, self._palette, _FINER)
            if side:
                image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
            self._pictures[number, side] = ImageTk.PhotoImage(image)
        return self._pictures[number, side]


def _still(file: str, width: int) -> ImageTk.PhotoImage | None:
    """The picture that a pack brings along; a damaged one is no reason to show no guide."""
    if not file:
        return None
    try:
        with Image.open(file) as image:
            image.thumbnail((width, width))
            return ImageTk.PhotoImage(image.convert("RGB"))
    except OSError:
        return None
