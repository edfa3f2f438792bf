"""The guided stretch in a window of its own, where one can be shown."""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from gettext import gettext as _

from deskbreak.core.answers import WINDOW_CLOSED
from deskbreak.core.events import Answer
from deskbreak.core.guide import Action, Cue
from deskbreak.core.offers import Offer
from deskbreak.core.policy import Settings
from deskbreak.core.stretch import Place, Stretch, Where
from deskbreak.core.view import Running, View
from deskbreak.core.words import caution
from deskbreak.surfaces.child_window import ChildWindow, Report, window_obstacle
from deskbreak.window import content

_LOG = logging.getLogger(__name__)

SayAnswer = Callable[[Answer], None]


class GuideWindow:
    """Open while a break is guided. `lost` is called, in any thread, where it cannot be shown."""

    def __init__(
        self, environment: Mapping[str, str], say: SayAnswer, lost: Callable[[], None]
    ) -> None:
        self._environment = environment
        self._say = say
        self._lost = lost
        self._trouble = window_obstacle(environment)
        self._window: ChildWindow | None = None
        self._guided = ""

    @property
    def trouble(self) -> str | None:
        """Why there is none; None as far as nothing is known to be in the way."""
        return self._trouble

    def guides(self, view: View, settings: Settings) -> bool:
        """Whether the window guides what is running, so that nothing else needs to."""
        if view.running is None:
            self.close()
            return False
        if self._trouble is not None or not settings.windows.guide:
            return False
        if self._window is not None and self._guided != view.running.stretch.id:
            self.close()  # the next move of the same break
        if self._window is None:
            self._guided = view.running.stretch.id
            self._window = ChildWindow(
                guide_content(view.running, view.offers, settings), self._environment, self._hear
            )
        return True

    def close(self) -> None:
        window, self._window = self._window, None
        if window is not None:
            window.close()

    def _hear(self, report: Report) -> None:
        match report.what:
            case content.PRESSED:
                self._say(Answer(report.key))
            case content.CLOSED:
                self._say(WINDOW_CLOSED)
            case content.FAILED:
                _LOG.warning("The guide has no window, and goes on without: %s", report.why)
                self._trouble = report.why
                self._lost()
            case _:  # that it is shown, or goes by itself, asks for nothing
                return


def guide_content(
    running: Running, offers: tuple[Offer, ...], settings: Settings
) -> content.Guidance:
    """All that the window is told of a running break."""
    stretch = running.stretch
    elapsed = running.cues[-1].ends - running.left
    return content.Guidance(
        name=stretch.name,
        steps=stretch.steps,
        way=_way(stretch),
        notes=tuple(_notes(stretch)),
        caution=caution(stretch),
        cues=tuple(_cue(cue, stretch) for cue in running.cues),
        elapsed=_seconds(elapsed),
        buttons=tuple(content.Button(offer.answer.value, offer.label) for offer in offers),
        close=WINDOW_CLOSED.value,
        figure=stretch.id,
        shown_by=settings.windows.figure.value,
        picture=stretch.picture,
        theme=settings.windows.theme.value,
        motion=settings.windows.motion,
        speech=settings.notifications.speech,
        tones=_may_sound(stretch, settings),
    )


def _may_sound(stretch: Stretch, settings: Settings) -> bool:
    """Whoever faces a wall or the ceiling cannot see the count; a meeting hears nothing."""
    faces_away = stretch.where in (Where.WALL, Where.FLOOR, Where.GYM)
    is_quiet = settings.stretches.place is Place.MEETING
    return settings.windows.tones and faces_away and not is_quiet


def _way(stretch: Stretch) -> str:
    if not stretch.ways:
        return ""
    return _("Your way: {form}").format(form=" ".join(stretch.ways))


def _notes(stretch: Stretch) -> list[str]:
    told = (
        (_("Where to feel it"), stretch.feel),
        (_("Easier"), stretch.easier),
        (_("Harder"), stretch.harder),
    )
    return [f"{label}: {text}" for label, text in told if text and text not in stretch.ways]


def _cue(cue: Cue, stretch: Stretch) -> content.TimedCue:
    """The steps stand below anyway, so where the cue is all of them a word will do."""
    text = cue.text
    if cue.action is Action.PREPARE:
        text = _("Get ready")
    elif cue.action is Action.GO_ON:
        text = stretch.cue or stretch.name
    return content.TimedCue(
        _seconds(cue.begins), _seconds(cue.ends), text, cue.action.value, cue.side
    )


def _seconds(span: timedelta) -> float:
    return span.total_seconds()
