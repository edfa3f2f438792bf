"""deskbreak where there is no display but a terminal: lines of text, a bell, and single keys."""

import os
import sys
from collections.abc import Mapping
from datetime import timedelta
from gettext import gettext as _
from typing import Protocol, TextIO, assert_never

from deskbreak.core.answers import BUTTONS, SAYINGS, Occasion, on_scale
from deskbreak.core.effect_words import (
    how_to_answer,
    in_short,
    in_the_terminal,
    message_of,
    off_the_screen,
    question_of,
)
from deskbreak.core.effects import (
    Adjust,
    Advise,
    CountSnooze,
    Effect,
    EndGuide,
    Guide,
    LeaveOut,
    NoteFeeling,
    Propose,
    Refuse,
    Remember,
    Suggest,
    Void,
    Withdraw,
)
from deskbreak.core.events import Answer
from deskbreak.core.in_a_list import full_stop, in_a_row
from deskbreak.core.offers import Offer, buttons
from deskbreak.core.pain import QUESTIONS, Advice
from deskbreak.core.policy import Sound
from deskbreak.core.safety import signs_in_lines
from deskbreak.core.state import Rules
from deskbreak.core.view import View
from deskbreak.core.words import (
    caution,
    dose,
    length_in_words,
    proposal_body,
    proposal_title,
)
from deskbreak.itself import typed_here
from deskbreak.surfaces.keys import Keys
from deskbreak.surfaces.screen import Changing, Screen

_HUSH = timedelta(hours=1)
_ONE, _TEN = "1", "10"
"""Of the numbers that pain is told by, those that begin with one key."""
_ENDS = {"q", "\x03", "\x04"}  # Windows hands ctrl-C over as a key, Unix ctrl-D


class KeyActions(Protocol):
    """What a key may ask for; each returns at once."""

    def say(self, answer: Answer, proposal: str | None, length: timedelta | None) -> None: ...

    def pause(self, length: timedelta) -> None: ...

    def resume(self) -> None: ...

    def quit(self) -> None: ...

    def touched(self) -> None:
        """Somebody typed: that is input, wherever idleness is read from."""
        ...


class Terminal:
    """Shows and asks as the tray and the notification do elsewhere.

    It is a stream as well: what the log writes to it goes above the lines that change.
    """

    def __init__(
        self,
        actions: KeyActions,
        output: TextIO | None = None,
        keys: int | None = 0,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self._actions = actions
        self._keys = Keys(keys)
        self._screen = Screen(sys.stdout if output is None else output, environment)
        self._view: View | None = None
        self._begun = ""

    def show(self, view: View, _rules: Rules) -> None:
        """Bring the lines that change up to date; from any thread."""
        self._view = view
        self._screen.show(_changing(view, _keys_now(view) if self._keys.are_there else ()))
        self._keys.look_again()

    def perform(self, effect: Effect, rules: Rules) -> None:
        """Tell what it comes to; from any thread."""
        match effect:
            case Propose():
                self._propose(effect, rules)
            case Withdraw() | EndGuide():
                self._say(off_the_screen(effect))
            case Guide():
                self._lead(effect)
            case CountSnooze() | Void():
                self._say(in_short(effect))
            case Suggest():
                self.tell(question_of(effect)[0], in_the_terminal(effect))
            case Adjust() | LeaveOut():
                self.tell(*message_of(effect))
            case Advise():
                self._advise(effect, rules)
            case NoteFeeling():
                self._thank(Answer(effect.felt))
            case Remember() | Refuse():
                return  # why it was refused is told to whoever asked for it
            case _:
                assert_never(effect)

    def tell(self, title: str, body: str) -> None:
        """Something that waits for no answer; from any thread."""
        self._screen.block(title, body.splitlines())

    def welcome(self, title: str, body: str) -> None:
        text = _("Run “{command}” first. Press s to try one now.")
        how = text.format(command=typed_here("deskbreak setup"))
        self.tell(title, in_a_row((body, how)))

    def sum_up(self, title: str, body: str) -> None:
        text = _("To have no more of these: {command}")
        command = typed_here("deskbreak config set notifications.weekly false")
        self.tell(title, f"{body}\n{text.format(command=command)}")

    def introduce(self) -> None:
        where = _("deskbreak is here, in this terminal: single keys answer it, ? shows them.")
        self._screen.line(where)
        self._screen.line(_("To stop it: press q."))

    def description(self) -> Mapping[str, object]:
        return {"terminal": "in use"}

    def run(self) -> None:
        """Read keys until `stop`; for the main thread."""
        try:
            self._keys.run(self._typed, self._screen)
        finally:
            self._screen.close()

    def stop(self) -> None:
        """From any thread or signal handler."""
        self._keys.stop()

    def write(self, text: str) -> int:
        return self._screen.write(text)

    def flush(self) -> None:
        """Nothing waits: every write reaches the terminal at once."""

    def _say(self, line: str | None) -> None:
        if line:
            self._screen.line(line)

    def _propose(self, propose: Propose, rules: Rules) -> None:
        length = rules.length(propose.stretch)
        body = [] if propose.again else [proposal_body(propose.stretch)]
        if self._keys.are_there and not self._screen.is_live:
            snooze = rules.settings.breaks.snooze[0]
            answers = buttons(Occasion.PROPOSED, snooze if propose.may_snooze else None)
            body.append(" · ".join(map(_key, answers)))
        bell = _rings(rules.settings.sound)
        self._screen.block(proposal_title(propose, length), body, bell=bell)

    def _advise(self, advise: Advise, rules: Rules) -> None:
        title, text = message_of(advise)
        body, asks = [text], QUESTIONS.get(advise.what)
        if asks is not None:
            has_keys = self._keys.are_there
            keys = " · ".join(map(_key, buttons(asks)))
            body.append(keys if has_keys else how_to_answer(advise.what))
        if advise.what is Advice.LIMB:
            body = [*signs_in_lines(wheelchair=rules.settings.stretches.wheelchair)]
        self._screen.block(title, body)

    def _thank(self, answer: Answer) -> None:
        """Of what hurt the advice says more."""
        if answer in BUTTONS[Occasion.JUST_DONE]:
            self._say(_(SAYINGS[answer].thanks))

    def _lead(self, guide: Guide) -> None:
        stretch = guide.stretch
        title = f"{stretch.name}, {length_in_words(guide.length)}"
        steps = [f"{number}. {step}" for number, step in enumerate(stretch.steps, start=1)]
        self._screen.block(
            title, [*stretch.ways, *steps, f"{dose(stretch)} {caution(stretch)}".strip()]
        )

    def _typed(self, text: str) -> None:
        self._actions.touched()
        begun, self._begun = self._begun, ""
        if begun and text == "0":
            text = _TEN
        elif begun and not text.isdecimal():  # another number takes its place
            self._rate(begun)
        if len(text) == 1 or text == _TEN:  # an arrow key or a pasted text is no answer
            self._pressed(text)

    def _pressed(self, key: str) -> None:
        view = self._view
        if key in _ENDS:
            self._actions.quit()
        elif view is None or not key.isprintable() or key.isspace():
            return
        elif key == "?":
            self._screen.block(_("Keys"), [*_keys_now(view), view.why])
        elif key == "p":
            self._hush(view)
        elif key == _ONE and _rated(key, view) is not None:
            self._begun = key
            self._say(_one_or_ten(view))
        elif _rated(key, view) is not None:
            self._rate(key)
        elif key in {saying.key for saying in SAYINGS.values()}:
            self._answer(key, view)
        else:
            self._say(_("{key}: no such key; ? shows the keys.").format(key=key))

    def _hush(self, view: View) -> None:
        if view.is_paused:
            self._actions.resume()
        else:
            self._actions.pause(_HUSH)

    def _rate(self, number: str) -> None:
        view = self._view
        if view is not None and (rated := _rated(number, view)) is not None:
            self._answer(SAYINGS[rated.answer].key, view)

    def _answer(self, key: str, view: View) -> None:
        open_id = None if view.proposal is None else view.proposal.id
        for offer in view.offers:
            if SAYINGS[offer.answer].key == key:
                self._actions.say(offer.answer, open_id, offer.length)
                return
        self._say(_("{key}: that isn't an answer right now; ? shows what is.").format(key=key))


def _rated(key: str, view: View) -> Offer | None:
    """What a number says of how much it hurt, where that is asked."""
    if not key.isdecimal():
        return None
    offers = {offer.answer: offer for offer in view.offers}
    answer = on_scale(int(key), offers)
    return None if answer is None else offers[answer]


def _one_or_ten(view: View) -> str:
    """What a one may become; Enter leaves it as it is."""
    meant = {f"{_ONE} ↵": _rated(_ONE, view), _TEN: _rated(_TEN, view)}
    return " · ".join(f"{keys} {offer.label}" for keys, offer in meant.items() if offer is not None)


def _changing(view: View, keys: tuple[str, ...]) -> Changing:
    headline = (
        view.headline
        if view.waiting is None
        else in_a_row((full_stop(view.headline), view.waiting))
    )
    return Changing(headline, "" if view.running is None else view.running.cue, keys)


def _keys_now(view: View) -> tuple[str, ...]:
    """The first offer for every key, then what may always be pressed."""
    answers = {offer.answer: _key(offer) for offer in reversed(view.offers)}
    in_order = dict.fromkeys(offer.answer for offer in view.offers)
    hush = _("Resume reminders") if view.is_paused else _("Pause for 1 hour")
    more, end = _("Help"), _("Quit")
    always = (f"p {hush}", f"? {more}", f"q {end}")
    return (*(answers[answer] for answer in in_order), *always)


def _key(offer: Offer) -> str:
    return f"{SAYINGS[offer.answer].key} {offer.label}"


def _rings(sound: Sound) -> bool:
    """Whoever wants a sound has a bell here at the first showing, too."""
    match sound:
        case Sound.REPEAT | Sound.ALWAYS:
            return True
        case Sound.NEVER:
            return False
        case _:
            assert_never(sound)
