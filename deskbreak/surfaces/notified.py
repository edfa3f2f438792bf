"""What the notification shows: the proposal, the guided stretch, a welcome and a word of praise."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from gettext import gettext as _
from pathlib import Path
from typing import assert_never

from deskbreak.core.answering import value_taken
from deskbreak.core.answers import Occasion
from deskbreak.core.duration import in_words
from deskbreak.core.effect_words import message_of, question_of, well_done
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
from deskbreak.core.offers import buttons
from deskbreak.core.pain import QUESTIONS, Advice
from deskbreak.core.policy import Insist, Settings, Sound
from deskbreak.core.state import Rules
from deskbreak.core.stretch import Stretch
from deskbreak.core.view import Running, View
from deskbreak.core.words import caution, proposal_body, proposal_title
from deskbreak.files import resources
from deskbreak.surfaces.notice import Notice, OwnLook, Reason, with_last_line
from deskbreak.surfaces.notifier import Notifier
from deskbreak.window.button import Button

AnswerProposal = Callable[[Answer, str | None], None]


class _Key(StrEnum):
    """The buttons of messages that are no answers to a proposal."""

    YES = "yes"
    AS_BEFORE = "as_before"
    SET_UP = "set_up"
    LOOK = "look"
    NO_MORE = "no_more"


class Notified:
    """One notification for what is proposed and guided, another for messages."""

    def __init__(
        self,
        choose: Callable[..., Notifier],
        say: AnswerProposal,
        change: Callable[[str, str], None],
        open_page: Callable[[str], None],
        show_help_signs: Callable[[], None],
        settings: Callable[[], Settings],
    ) -> None:
        """`settings` are those that hold as it is asked."""
        self._say = say
        self._change = change
        self._open_page = open_page
        self._show_help_signs = show_help_signs
        self._settings = settings
        self._suggested: Suggest | None = None
        self._notifier = choose(self._answered, self._closed)
        self._messages = choose(self._message_answered, None)
        self._guided: tuple[str, str] | None = None
        self._is_waved_off = False
        self._is_greeting = False

    def in_use(self) -> str:
        return self._notifier.in_use()

    def not_in_use(self) -> tuple[str, ...]:
        return self._notifier.not_in_use()

    def perform(self, effect: Effect, rules: Rules) -> None:
        match effect:
            case Propose():
                self._notifier.show(proposal_notice(effect, rules))
            case Withdraw(reason=reason):
                self._notifier.close()
                if isinstance(reason, Answer):
                    self._end_greeting()
            case Guide():
                self._end_greeting()
            case EndGuide(completed=completed, done=done):
                self.close_guide()
                if completed:
                    self._notifier.show(self._in_our_look(finished_notice(done)))
            case Adjust() | LeaveOut():
                self.tell(*message_of(effect))
            case Advise():
                self._advise(effect)
            case Suggest():
                self._suggest(effect)
            case Remember() | CountSnooze() | NoteFeeling() | Void() | Refuse():
                return  # kept, or told to whoever asked for it
            case _:
                assert_never(effect)

    def show(self, view: View) -> None:
        """Bring the guided stretch up to date; once waved off it stays off the screen."""
        if view.running is None or self._is_waved_off:
            return
        notice = guide_notice(view.running)
        if self._guided != (notice.title, notice.body):
            self._guided = (notice.title, notice.body)
            self._notifier.show(self._in_our_look(notice))

    def leave_guide(self) -> None:
        """Something else guides from now on."""
        if self._guided is not None:
            self.close_guide()

    def close_guide(self) -> None:
        """What guided is over, and whatever is still to be said of it others say."""
        self._guided, self._is_waved_off = None, False
        self._notifier.close()

    def tell(self, title: str, body: str) -> None:
        """Something that waits for no answer, beside what may be on screen."""
        self._say_aside(Notice(title, body, aside=True))

    def sum_up(self, title: str, body: str) -> None:
        """The week before; a click on it shows more, another one has no more of these come."""
        buttons = (
            Button(_Key.LOOK, _("Show the week")),
            Button(_Key.NO_MORE, _("No more of these")),
        )
        self._say_aside(Notice(title, body, buttons=buttons, default=_Key.LOOK, aside=True))

    def welcome(self, title: str, body: str) -> None:
        """The very first notification: nobody should wait 45 minutes to see what this is."""
        choices = (Button(_Key.SET_UP, _("Set up")), *_buttons(Occasion.WELCOMED))
        welcome = Notice(
            title, body, buttons=choices, default=_Key.SET_UP, lasting=True, aside=True
        )
        self._say_aside(welcome)
        self._is_greeting = True

    def close(self) -> None:
        self._notifier.close()
        self._messages.close()

    def _suggest(self, suggest: Suggest) -> None:
        self._suggested = suggest
        title, body, label = question_of(suggest)
        buttons = (Button(_Key.YES, label), Button(_Key.AS_BEFORE, _("As before")))
        self._say_aside(Notice(title, body, buttons=buttons, lasting=True, aside=True))

    def _advise(self, advise: Advise) -> None:
        """What it asks stays until it is answered."""
        asks = QUESTIONS.get(advise.what)
        buttons = () if asks is None else _buttons(asks)
        notice = Notice(*message_of(advise), buttons=buttons, lasting=bool(buttons), aside=True)
        self._say_aside(notice)
        if advise.what is Advice.LIMB:
            self._show_help_signs()

    def _say_aside(self, notice: Notice) -> None:
        self._is_greeting = False
        self._messages.show(self._in_our_look(notice))

    def _in_our_look(self, notice: Notice) -> Notice:
        return replace(notice, own=OwnLook(self._settings().windows.theme.value))

    def _end_greeting(self) -> None:
        """It tells when the first stretch comes; who has begun or answered one is not told so for ever."""
        if self._is_greeting:
            self._is_greeting = False
            self._messages.close()

    def _message_answered(self, key: str, about: str | None) -> None:
        match key:
            case _Key.YES:
                self._take_suggestion()
            case _Key.AS_BEFORE:
                return
            case _Key.SET_UP:
                self._open_page("welcome")
            case _Key.LOOK:
                self._open_page("stats")
            case _Key.NO_MORE:
                self._change("notifications.weekly", "false")
            case _:  # an answer, which every message may offer beside its own
                self._answered(key, about)

    def _take_suggestion(self) -> None:
        if (taken := self._suggested) is not None:
            self._change(taken.what.value, value_taken(taken, self._settings()))

    def _answered(self, key: str, about: str | None) -> None:
        self._say(Answer(key), about)

    def _closed(self, reason: Reason, about: str | None) -> None:
        match reason:
            case Reason.DISMISSED if about is None:
                self._is_waved_off = self._guided is not None
            case Reason.DISMISSED | Reason.EXPIRED | Reason.CLOSED | Reason.UNDEFINED:
                return
            case _:
                assert_never(reason)


def proposal_notice(propose: Propose, rules: Rules) -> Notice:
    """A click on it starts the stretch; it stays until it is answered or withdrawn.

    Who has it come in a window when it is repeated needs no second one.
    """
    length = rules.length(propose.stretch)
    settings = rules.settings
    snooze = settings.breaks.snooze[0] if propose.may_snooze else None
    answers = _buttons(Occasion.PROPOSED, snooze)
    return Notice(
        title=proposal_title(propose, length),
        body=proposal_body(propose.stretch),
        buttons=answers,
        picture=_picture(propose.stretch, settings),
        default=answers[0].key,
        lasting=True,
        sound=_sounds(settings.sound, again=propose.again),
        about=propose.id,
        may_be_unseen=propose.again and settings.notifications.insist is Insist.NEVER,
        ending=caution(propose.stretch),
        own=OwnLook(
            settings.windows.theme.value,
            propose.stretch.id if settings.notifications.picture else "",
            settings.windows.figure.value,
        ),
    )


def _sounds(sound: Sound, *, again: bool) -> bool:
    match sound:
        case Sound.ALWAYS:
            return True
        case Sound.REPEAT:
            return again
        case Sound.NEVER:
            return False
        case _:
            assert_never(sound)


def guide_notice(running: Running) -> Notice:
    text = _("{name}: {time} left")
    return Notice(
        title=text.format(name=running.stretch.name, time=in_words(running.left)),
        body=with_last_line(running.cue, caution(running.stretch)),
        buttons=_buttons(Occasion.GUIDED),
        lasting=True,
        ending=caution(running.stretch),
    )


def finished_notice(done: str | None = None) -> Notice:
    """Nobody has to say how it was, but who looks up late is still asked."""
    answers = () if done is None else _buttons(Occasion.JUST_DONE)
    return Notice(*well_done(done), buttons=answers, lasting=done is not None)


def _buttons(occasion: Occasion, snooze: timedelta | None = None) -> tuple[Button, ...]:
    return tuple(Button(each.answer.value, each.label) for each in buttons(occasion, snooze))


def _picture(stretch: Stretch, settings: Settings) -> Path | None:
    """What a pack brought along, else that of the bundled move, if it has one and it is wanted."""
    if not settings.notifications.picture:
        return None
    if stretch.picture:
        return Path(stretch.picture)
    person = settings.windows.figure.showing(stretch.id)
    picture = resources.icon_file(f"stretches/{person}/{stretch.id}.png")
    return picture if picture.is_file() else None
