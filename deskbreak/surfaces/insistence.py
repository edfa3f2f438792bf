"""What comes beside the notification of a proposal that nobody answered, for who asked for it."""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from gettext import gettext as _

from deskbreak.core.answers import NO_SNOOZE_LEFT, SAYINGS, Occasion
from deskbreak.core.effects import Effect, Guide, Propose, Withdraw
from deskbreak.core.events import Answer
from deskbreak.core.offers import buttons
from deskbreak.core.policy import Insist
from deskbreak.core.state import Rules
from deskbreak.core.words import proposal_body, proposal_title
from deskbreak.surfaces.child_window import ChildWindow, Report
from deskbreak.window import content
from deskbreak.window.button import Button

_LOG = logging.getLogger(__name__)

AnswerTo = Callable[[Answer, str | None], None]


class Insistence:
    """At most one window, for as long as its proposal is open."""

    def __init__(self, environment: Mapping[str, str], say: AnswerTo) -> None:
        self._environment = environment
        self._say = say
        self._window: ChildWindow | None = None

    def perform(self, effect: Effect, rules: Rules) -> None:
        match effect:
            case Propose(again=True) if rules.settings.notifications.insist is not Insist.NEVER:
                self.close()
                self._open(effect, rules)
            case Propose() | Withdraw() | Guide():
                self.close()
            case _:  # all else leaves the proposal where it is
                return

    def close(self) -> None:
        window, self._window = self._window, None
        if window is not None:
            window.close()

    def _open(self, propose: Propose, rules: Rules) -> None:
        hear = partial(self._hear, propose.id)
        self._window = ChildWindow(insisting(propose, rules), self._environment, hear)

    def _hear(self, about: str, report: Report) -> None:
        if report.what == content.PRESSED:
            self._say(Answer(report.key), about)
        elif report.what == content.FAILED:
            _LOG.warning("The proposal has no window of its own: %s", report.why)


def insisting(propose: Propose, rules: Rules) -> content.Toast:
    """The proposal, large or small; skipping it is always on offer, too."""
    settings, length = rules.settings, rules.length(propose.stretch)
    snooze = settings.breaks.snooze[0] if propose.may_snooze else None
    offers = [Button(each.answer.value, each.label) for each in buttons(Occasion.PROPOSED, snooze)]
    skip = Button(NO_SNOOZE_LEFT.value, _(SAYINGS[NO_SNOOZE_LEFT].in_short(Occasion.PROPOSED)))
    first, second, third = offers
    answers = (first, third, second, *(() if second.key == skip.key else (skip,)))
    return content.Toast(
        title=proposal_title(propose, length),
        body=proposal_body(propose.stretch),
        buttons=answers,
        theme=settings.windows.theme.value,
        fills=settings.notifications.insist is Insist.SCREEN,
        figure=propose.stretch.id,
        shown_by=settings.windows.figure.value,
    )
