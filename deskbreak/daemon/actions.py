"""What a click in the tray or a key in the terminal asks for, as messages for the loop."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from gettext import gettext as _

from deskbreak.core.duration import in_words
from deskbreak.core.events import (
    Allowed,
    Answer,
    Answered,
    Began,
    Condition,
    Ended,
    Event,
    Paused,
    Resumed,
)
from deskbreak.core.moment import Moment
from deskbreak.core.state import Rules, Session, Step
from deskbreak.core.stretch import Group, Place
from deskbreak.core.view import view
from deskbreak.core.work_hours import next_midnight
from deskbreak.daemon.launch import launch
from deskbreak.daemon.loop import Happened, Inbox, Inquiry, Quit, Woken
from deskbreak.itself import own_command

ShowText = Callable[[str, str], None]


class UserActions:
    """Each returns at once, and may be called from any thread."""

    def __init__(
        self,
        inbox: Inbox,
        tell: ShowText,
        today: Callable[[Moment, Rules], dict[str, float]],
        touched: Callable[[], None],
    ) -> None:
        self._inbox = inbox
        self._tell = tell
        self._today = today
        self.touched = touched

    def say(self, answer: Answer, proposal: str | None, length: timedelta | None = None) -> None:
        event = partial(Answered, answer=answer, proposal=proposal, length=length)
        self._inbox.put(Happened(event, self._told_if_refused))

    def look_again(self) -> None:
        """Something that is shown may have to be shown elsewhere."""
        self._inbox.put(Woken())

    def pause(self, length: timedelta) -> None:
        self._inbox.put(Happened(partial(Paused, length=length)))

    def pause_until_tomorrow(self) -> None:
        self._inbox.put(Inquiry(self._pause_until_midnight))

    def resume(self) -> None:
        self._inbox.put(Happened(Resumed))

    def stand(self, *, on: bool) -> None:
        event: Callable[..., Event] = Began if on else Ended
        self._inbox.put(Happened(partial(event, what=Condition.STANDING)))

    def allow(self, group: Group) -> None:
        self._inbox.put(Happened(partial(Allowed, group=group), self._told_if_refused))

    def move_to(self, place: Place) -> None:
        self.change("stretches.place", place.value)

    def show_statistics(self) -> None:
        self._inbox.put(Inquiry(self._show_statistics))

    def change(self, setting: str, value: str) -> None:
        """Through the command line, which keeps the comments of the settings file."""
        self._deskbreak("config", "set", setting, value)

    def open_settings(self) -> None:
        self._deskbreak("config", "edit", "--window")

    def set_up(self) -> None:
        self._deskbreak("setup", "--window")

    def show_help_signs(self) -> None:
        self._deskbreak("help-signs", "--window")

    def explain(self) -> None:
        self._inbox.put(Inquiry(self._explain))

    def test_notification(self) -> None:
        self._tell(_("deskbreak can reach you"), _("This is what a reminder will look like."))

    def quit(self) -> None:
        self._inbox.put(Quit())

    def _pause_until_midnight(self, _session: Session, rules: Rules, now: Moment) -> None:
        self.pause(next_midnight(rules.zone, now.wall) - now.wall)

    def _explain(self, session: Session, rules: Rules, now: Moment) -> None:
        self._tell(_("How things stand"), view(session, rules, now).why)

    def _show_statistics(self, session: Session, rules: Rules, now: Moment) -> None:
        numbers = self._today(now, rules)
        text = _(
            "{sat} at your desk since the last break. Breaks today: {done} done, {taken} taken, "
            "{natural} natural; {skipped} skipped, {snoozed} snoozed. More: deskbreak stats"
        )
        sat = in_words(session.seat_time(now.uptime))
        self._tell(_("Today"), text.format(sat=sat, **{k: int(n) for k, n in numbers.items()}))

    def _told_if_refused(self, step: Step) -> None:
        if step.refusal is not None:
            self._tell_failure(step.refusal)

    def _deskbreak(self, *arguments: str) -> None:
        launch(own_command(*arguments), failed=self._tell_failure)

    def _tell_failure(self, why: str) -> None:
        self._tell(_("That didn't work"), why)
