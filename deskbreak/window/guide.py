"""The window of a running break: the figure, what to do, and how long still."""

import time
import tkinter as tk
from queue import SimpleQueue

from deskbreak.window import motion, tones, wire
from deskbreak.window.card import Card
from deskbreak.window.content import (
    EXPIRED,
    FollowUp,
    Guidance,
    Pace,
    TimedCue,
    Update,
)
from deskbreak.window.drawn_move import DrawnMove
from deskbreak.window.guide_answers import GuideAnswers
from deskbreak.window.look import Style
from deskbreak.window.places import Position

_WIDTH, _WIDE, _LOW = 380, 680, 720
"""On a low screen the window is wider, and the figure stands beside the words."""
_FIGURE = 348
_NUMBER = 150
"""The width of the number, and of the room around it."""
_INDENT = 18
_FRAME_MS = 70
_LINGER_MS = 3000
_BEFORE_THE_END = 0.2
"""In seconds: at the end the daemon may take the window away."""
_PLACES = (Position.MIDDLE, Position.UPPER_LEFT, Position.LOWER_LEFT, Position.LOWER_RIGHT)
"""Whoever stretches does not work meanwhile, and notifications come to the edges."""


class TkGuide:
    """It counts on its own; the daemon decides when the break is over, and takes it away then."""

    def __init__(
        self,
        root: tk.Tk,
        look: Style,
        content: Guidance,
        news: SimpleQueue[Update],
        *,
        moves: bool,
    ) -> None:
        self._root = root
        self._look = look
        self._content = content
        self._news = news
        self._clock = _Clock(content.elapsed)
        self._moves = moves and content.motion
        self._shown: tuple[int, int] | None = None
        self._cue_shown: TimedCue | None = None
        self._has_long_holds = any(motion.is_long_hold(cue) for cue in content.cues)
        self._again: str | None = None
        self._end: str | None = None
        self._may_ring = content.tones
        self._is_asking = False
        self._is_wide = look.workspace.area().height < look.px(_LOW)
        self._card = Card(root, look, _WIDE if self._is_wide else _WIDTH, name="guide")
        self._build()
        root.bind("<<News>>", self._hear)

    def run(self) -> None:
        self._tick()
        self._fit()
        self._await_the_end()
        self._card.appear(places=_PLACES)
        self._root.mainloop()

    def _build(self) -> None:
        card, look, content = self._card, self._look, self._content
        card.fresh()
        surface, pad = look.colours.surface, look.px(16)
        self._shown = None
        head = card.text(card.body, content.name, 16, bold=True)
        head.pack(fill="x", padx=pad, pady=(look.px(12), look.px(4)))
        body = tk.Frame(card.body, background=surface)
        self._picture = tk.Label(card.body, background=surface, borderwidth=0)
        if self._is_wide:
            card.column = min(look.px(_WIDTH), round(card.width * _WIDTH / _WIDE))
            self._picture.pack(side="left", padx=(pad, 0), pady=(0, pad))
            body.pack(side="left", fill="both", expand=True)
        else:
            self._picture.pack(padx=pad)
            body.pack(fill="both", expand=True)
        beside = card.width - card.column if self._is_wide else card.width - pad
        self._figure = DrawnMove(
            content.figure,
            content.shown_by,
            look,
            min(look.px(_FIGURE), beside - pad),
            instead=content.picture,
        )
        for handle in (head, self._picture):
            card.draggable(handle)
        self._cue_line(body, pad)
        self._bar = tk.Canvas(
            body,
            height=look.px(4),
            width=card.column - 2 * pad,
            background=look.colours.button,
            highlightthickness=0,
        )
        self._bar.pack(anchor="w", padx=pad, pady=look.px(10))
        self._filled = self._bar.create_rectangle(
            0, 0, 0, look.px(4), fill=look.colours.accent, width=0
        )
        self._answers = GuideAnswers(card, content, body)
        self._answers.fold_over(self._told_words(self._answers.below))
        self._caution = card.text(body, content.caution, 12, quiet=True)
        self._caution.pack(fill="x", padx=pad, pady=(look.px(8), look.px(12)))

    def _cue_line(self, body: tk.Frame, pad: int) -> None:
        card, look = self._card, self._look
        row = tk.Frame(body, background=look.colours.surface)
        row.pack(fill="x", padx=pad, pady=(look.px(8), 0))
        self._seconds = card.text(row, "", 34, bold=True)
        self._seconds.configure(width=4, anchor="e", wraplength=0, foreground=look.colours.accent)
        self._seconds.pack(side="right", anchor="n")
        cue = "" if self._cue_shown is None else self._cue_shown.text
        self._beside = max(card.column - look.px(_NUMBER), look.px(_NUMBER))
        self._told = card.text(row, cue, 15, bold=True, room=self._beside)
        self._told.configure(height=self._most_lines(), anchor="nw")
        self._told.pack(side="left", fill="x", expand=True)

    def _tell(self, text: str) -> None:
        self._told.configure(text="\n".join(self._lines(text)))

    def _most_lines(self) -> int:
        """Of any cue, so that none is cut off and nothing jumps."""
        return max(len(self._lines(cue.text)) for cue in self._content.cues)

    def _lines(self, text: str) -> list[str]:
        return self._card.lines(text, self._told.cget("font"), self._beside)

    def _told_words(self, parent: tk.Frame) -> tk.Frame:
        """How it is done; what is numbered hangs from its number."""
        card, look, content = self._card, self._look, self._content
        words = tk.Frame(parent, background=look.colours.surface)
        words.columnconfigure(1, weight=1)
        if content.way:
            way = card.text(words, content.way, 12.5, bold=True)
            way.grid(row=0, column=0, columnspan=2, sticky="w", pady=(0, look.px(4)))
        indent = look.px(_INDENT)
        words.columnconfigure(0, minsize=indent)
        room = card.column - look.px(2 * 16) - indent
        for number, step in enumerate(content.steps, start=1):
            above = look.px(2 if number > 1 else 0)
            card.text(words, f"{number}.", 12.5).grid(
                row=number, column=0, sticky="nw", pady=(above, 0)
            )
            card.text(words, step, 12.5, room=room).grid(
                row=number, column=1, sticky="w", pady=(above, 0)
            )
        self._notes = [card.text(words, note, 12, quiet=True, room=room) for note in content.notes]
        for row, note in enumerate(self._notes, start=len(content.steps) + 1):
            note.grid(row=row, column=1, sticky="w", pady=(look.px(4), 0))
        return words

    def _fit(self) -> None:
        """On a low screen the figure shrinks, then notes are left out, and in the end all shrinks."""
        while self._card.too_high() > 0:
            if not self._is_wide and self._figure.shrink(self._card.too_high()):
                self._shown = None
                self._draw_now()
            elif self._notes:
                self._notes.pop().grid_remove()
            elif self._look.shrink():
                self._build()
                self._tick()
            else:
                return
        self._answers.show_more(is_open=False)

    def _hear(self, _event: object) -> None:
        while not self._news.empty():
            match self._news.get():
                case Pace(elapsed, waits):
                    self._clock.set(elapsed, waits=waits)
                    self._tick()
                    self._await_the_end()
                case FollowUp() as question:
                    self._ask(question)

    def _ask(self, question: FollowUp) -> None:
        """The break is over; how it was is asked where everybody looks already."""
        self._is_asking = True
        if self._again is not None:
            self._root.after_cancel(self._again)
        self._ring()
        card, look = self._card, self._look
        self._tell(question.title)
        self._told.configure(height=0)  # as high as its words
        self._seconds.configure(text="✓")
        self._root.title(f"{self._content.name}. {question.title}")
        self._bar.coords(self._filled, 0, 0, card.width, look.px(4))
        self._answers.ask(question)
        self._caution.pack_forget()
        self._card.shrink_to_fit()
        self._root.after(round(question.seconds * 1000), self._expire)

    def _expire(self) -> None:
        """Not under the pointer of somebody who is about to answer."""
        if self._card.is_under_pointer():
            self._root.after(_LINGER_MS, self._expire)
            return
        wire.send(EXPIRED)
        self._root.destroy()

    def _tick(self) -> None:
        """Show this moment, and come back when the next one looks different."""
        if self._is_asking:
            return
        if self._again is not None:
            self._root.after_cancel(self._again)
            self._again = None
        elapsed = self._clock.elapsed()
        cue = motion.current_cue(self._content.cues, elapsed)
        if cue is not self._cue_shown:
            self._sound(cue)
            self._cue_shown = cue
            self._tell(cue.text)
            if self._content.speech:
                wire.speak(cue.text)
        number = motion.number_shown(cue, elapsed)
        self._seconds.configure(text=number)
        self._root.title(f"{self._content.name}. {cue.text} {number}".rstrip())
        part = min(elapsed / self._content.cues[-1].ends, 1.0)
        self._bar.coords(
            self._filled, 0, 0, (self._card.column - 2 * self._look.px(16)) * part, self._look.px(4)
        )
        waits = self._clock.waits
        self._answers.steer(is_ready=cue.action == "prepare" and not waits, waits=waits)
        self._draw(cue, elapsed)
        if not self._clock.waits:
            self._again = self._root.after(self._pause_after(cue, elapsed), self._tick)

    def _pause_after(self, cue: TimedCue, elapsed: float) -> int:
        left = max(cue.ends - elapsed, 0.0)
        to_the_second = max(round(left % 1.0 * 1000), 1) + 5
        is_moving = self._moves and motion.is_moving(
            cue, elapsed, goes_round=self._figure.goes_round
        )
        return min(to_the_second, _FRAME_MS) if is_moving else to_the_second

    def _await_the_end(self) -> None:
        """It is heard also where another move follows, whose window takes the place of this one."""
        if self._end is not None:
            self._root.after_cancel(self._end)
        left = self._content.cues[-1].ends - self._clock.elapsed() - _BEFORE_THE_END
        runs = not self._clock.waits
        self._end = self._root.after(max(0, round(left * 1000)), self._ring) if runs else None

    def _ring(self) -> None:
        """Once."""
        if self._may_ring:
            self._may_ring = False
            tones.play(tones.Tone.DONE)

    def _draw_now(self) -> None:
        elapsed = self._clock.elapsed()
        self._draw(motion.current_cue(self._content.cues, elapsed), elapsed)

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


class _Clock:
    """How much of the break is over, as it runs or stands still."""

    def __init__(self, elapsed: float) -> None:
        self.waits = False
        self._at, self._since = elapsed, _now()

    def elapsed(self) -> float:
        return self._at if self.waits else self._at + _now() - self._since

    def set(self, elapsed: float, *, waits: bool) -> None:
        self._at, self._since, self.waits = elapsed, _now(), waits


def _now() -> float:
    return time.monotonic()  # noqa: TID251  (what is shown; how long it took is the daemon's to say)
