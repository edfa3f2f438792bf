"""The guided stretch in a window of its own, where one can be shown."""

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from gettext import gettext as _

from deskbreak.core.answers import BUTTONS, SAYINGS, STEERING, WINDOW_CLOSED, Occasion
from deskbreak.core.effect_words import well_done
from deskbreak.core.effects import EndGuide
from deskbreak.core.events import Answer
from deskbreak.core.guide import Cue, has_tones, in_brief
from deskbreak.core.in_a_list import in_a_row, labelled
from deskbreak.core.moment import ZERO
from deskbreak.core.offers import Offer, beside, buttons
from deskbreak.core.policy import Settings
from deskbreak.core.stretch import LET_GO_ID, STAND_UP_ID, Stretch
from deskbreak.core.view import Running, View
from deskbreak.core.words import caution
from deskbreak.surfaces.child_window import ChildWindow, Report
from deskbreak.window import content
from deskbreak.window.button import Button

_LOG = logging.getLogger(__name__)

SayAnswer = Callable[[Answer], None]


Wish = Callable[[str, str], None]
"""One of `content.STAYING`, and the id of the stretch that it is about."""

_IN_SIGHT = BUTTONS[Occasion.GUIDED][:2]
_ASKS_FOR, _PRAISES_FOR = 30.0, 5.0
"""Seconds that the window stays after a break."""


class GuideWindow:
    """Open while a break is guided, and for a moment after it, to ask how it was.

    `lost` is called, in any thread, where it cannot be shown: the notification guides that break.
    The next one is tried in a window again.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        say: SayAnswer,
        wish: Wish,
        lost: Callable[[], None],
    ) -> None:
        self._environment = environment
        self._say = say
        self._wish = wish
        self._lost = lost
        self._trouble: str | None = None
        self._is_lost = False
        self._window: ChildWindow | None = None
        self._asking: ChildWindow | None = None
        self._guided: Stretch | None = None
        self._sounds = (False, False)
        self._pace = (ZERO, False)
        self._is_favourite = False

    @property
    def trouble(self) -> str | None:
        """Why there was none the last time; None as far as nothing is known to be in the way."""
        return self._trouble

    def guides(self, view: View, settings: Settings) -> bool:
        """Whether the window guides what is running, so that nothing else needs to."""
        running = view.running
        if running is None:
            self._close_guide()
            self._is_lost = False
            return False
        if self._is_lost or not settings.windows.guide:
            return False
        shown = guide_content(running, view.offers, settings)
        sounds = shown.speech, shown.tones
        if self._window is not None and (self._guided, self._sounds) != (running.stretch, sounds):
            self._close_guide()  # the next move of the same break, or it was eased or hushed meanwhile
        ahead = view.at.uptime - running.elapsed, running.waits
        if self._window is None:
            self._stop_asking()
            self._guided, self._sounds = running.stretch, sounds
            self._is_favourite = self._guided.id in settings.stretches.favourite
            self._window = ChildWindow(shown, self._environment, self._hear)
            self._pace = (view.at.uptime - running.elapsed, False)
        if ahead != self._pace and (running.waits, self._pace[1]) != (True, True):
            self._window.tell(content.Pace(_seconds(running.elapsed), running.waits))
        self._pace = ahead
        return True

    def asks(self, end: EndGuide) -> bool:
        """Whether the window itself says that the break is over, so that no notification need."""
        window, self._window = self._window, None
        if window is None or self._guided is None or self._is_lost:
            return False
        if not end.completed:
            window.close()
            return True
        self._asking = window
        window.tell(follow_up(self._guided.id, end.done, is_favourite=self._is_favourite))
        return True

    def close(self) -> None:
        self._close_guide()
        self._stop_asking()

    def _close_guide(self) -> None:
        window, self._window = self._window, None
        if window is not None:
            window.close()

    def _stop_asking(self) -> None:
        window, self._asking = self._asking, None
        if window is not None:
            window.close()

    def _hear(self, report: Report) -> None:
        match report.what:
            case content.PRESSED if report.key in content.STAYING:
                if self._guided is not None:
                    self._wish(report.key, self._guided.id)
            case content.PRESSED:
                self._say(Answer(report.key))
            case content.CLOSED if self._asking is None:
                self._say(WINDOW_CLOSED)
            case content.SHOWN:
                self._trouble = None
            case content.FAILED if self._asking is None:
                _LOG.warning("The guide has no window, and goes on without: %s", report.why)
                self._trouble = report.why
                self._is_lost = True
                self._lost()
            case _:  # that it goes by itself asks for nothing
                return


def follow_up(id_: str, done: str | None, *, is_favourite: bool) -> content.FollowUp:
    """What is asked in the window when a break has run its length."""
    title, text = well_done(done)
    if done is None:
        return content.FollowUp(title, text, (), (), _PRAISES_FOR)
    return content.FollowUp(
        title,
        text,
        tuple(_button(offer) for offer in buttons(Occasion.JUST_DONE)),
        (*map(_button, beside(Occasion.JUST_DONE)), *_wishes(id_, is_favourite=is_favourite)),
        _ASKS_FOR,
    )


def guide_content(
    running: Running, offers: tuple[Offer, ...], settings: Settings
) -> content.Guidance:
    """All that the window is told of a running break."""
    stretch = running.stretch
    now, wait, go_on = map(_steering, STEERING)
    return content.Guidance(
        name=stretch.name,
        steps=stretch.steps,
        way=_way(stretch),
        notes=tuple(_notes(stretch)),
        caution=caution(stretch),
        cues=tuple(_cue(cue, stretch) for cue in running.cues),
        elapsed=_seconds(running.elapsed),
        steering=content.Steering(now=now, wait=wait, go_on=go_on),
        buttons=tuple(_button(offer) for offer in offers if offer.answer in _IN_SIGHT),
        more=(
            *(_button(offer) for offer in offers if offer.answer not in (*_IN_SIGHT, *STEERING)),
            *_wishes(stretch.id, is_favourite=stretch.id in settings.stretches.favourite),
        ),
        others=_("More"),
        close=WINDOW_CLOSED.value,
        figure=stretch.id,
        shown_by=settings.windows.figure.value,
        picture=stretch.picture,
        theme=settings.windows.theme.value,
        motion=settings.windows.motion,
        speech=settings.speaks,
        tones=has_tones(stretch, settings),
    )


def _button(offer: Offer) -> Button:
    return Button(offer.answer.value, offer.label)


def _steering(answer: Answer) -> Button:
    saying = SAYINGS[answer]
    [label] = saying.labels.values()
    return Button(answer.value, _(saying.short or label))


def _wishes(id_: str, *, is_favourite: bool) -> Iterator[Button]:
    """Not of the smallest of breaks: what is left of all must be left."""
    if id_ in (STAND_UP_ID, LET_GO_ID):
        return
    if not is_favourite:
        yield Button(content.FAVOURITE, _("Show this more often"))
    yield Button(content.NEVER, _("Never show this"))


def _way(stretch: Stretch) -> str:
    if not stretch.ways:
        return ""
    return _("Your way: {form}").format(form=in_a_row(stretch.ways))


def _notes(stretch: Stretch) -> list[str]:
    told = (
        (_("Where to feel it"), stretch.feel),
        (_("Easier"), stretch.easier),
        (_("Harder"), stretch.harder),
    )
    return [labelled(label, text) for label, text in told if text and text not in stretch.ways]


def _cue(cue: Cue, stretch: Stretch) -> content.TimedCue:
    text = in_brief(cue, stretch)
    return content.TimedCue(
        _seconds(cue.begins), _seconds(cue.ends), text, cue.action.value, cue.side
    )


def _seconds(span: timedelta) -> float:
    return span.total_seconds()
