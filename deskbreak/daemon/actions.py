"""What a click in the tray or a key in the terminal asks for, as messages for the loop."""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from gettext import gettext as _
from pathlib import Path

from deskbreak import __version__
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
from deskbreak.daemon.happening import just_now, paused_until_tomorrow
from deskbreak.daemon.launch import launch
from deskbreak.daemon.loop import Happened, Inbox, Inquiry, Quit, Woken
from deskbreak.daemon.quit_mark import end_everywhere
from deskbreak.errors import StorageError
from deskbreak.files.folders import history_file, settings_file, state_folder
from deskbreak.itself import own_command

_LOG = logging.getLogger(__name__)

ShowText = Callable[[str, str], None]


class UserActions:
    """Each returns at once, and may be called from any thread."""

    def __init__(
        self,
        inbox: Inbox,
        tell: ShowText,
        touched: Callable[[], None],
    ) -> None:
        self._inbox = inbox
        self._tell = tell
        self.touched = touched
        self._starts_at_login = False

    def say(
        self,
        answer: Answer,
        proposal: str | None,
        length: timedelta | None = None,
        plan: str | None = None,
    ) -> None:
        self._happens(partial(Answered, answer=answer, proposal=proposal, length=length, plan=plan))

    def look_again(self) -> None:
        """Something that is shown may have to be shown elsewhere."""
        self._inbox.put(Woken())

    def pause(self, length: timedelta) -> None:
        self._happens(partial(Paused, length=length))

    def pause_until_tomorrow(self) -> None:
        self._inbox.put(Happened(paused_until_tomorrow, self.tell_refusal))

    def resume(self) -> None:
        self._happens(Resumed)

    def stand(self, *, on: bool) -> None:
        event: Callable[..., Event] = Began if on else Ended
        self._happens(partial(event, what=Condition.STANDING))

    def allow(self, group: Group) -> None:
        self._happens(partial(Allowed, group=group))

    def move_to(self, place: Place) -> None:
        self.change("stretches.place", place.value)

    def change(self, setting: str, value: str) -> None:
        """Through the command line, which keeps the comments of the settings file."""
        self._deskbreak("config", "set", setting, value)

    def wish(self, what: str, stretch: str) -> None:
        """That this stretch is never shown, or more often: as the commands of these names."""
        self._deskbreak("stretches", what, stretch)

    def open_page(self, chapter: str) -> None:
        """In the browser; where there is none, it says so and names the command."""
        self._deskbreak("page", chapter)

    def set_up(self) -> None:
        self.open_page("welcome")

    def show_help_signs(self) -> None:
        self._deskbreak("help-signs", "--window")

    def explain(self) -> None:
        self._inbox.put(Inquiry(self._explain))

    def test_notification(self) -> None:
        self._tell(_("deskbreak can reach you"), _("This is what a reminder will look like."))

    def save_report(self) -> None:
        """Into the home folder, where people find it; said once it is there."""
        file = Path.home() / "deskbreak-report.zip"
        text = _("Saved as {file}. Read it before you send it.").format(file=file)
        launch(
            own_command("doctor", "--report", str(file)),
            failed=self._tell_failure,
            heard=lambda _words: self._tell(_("Problem report"), text),
        )

    def start_at_login(self, *, on: bool) -> None:
        """Said as the command says it: on some desktops there is more to do."""

        def hear(words: str) -> None:
            self._tell(_("Start at login"), words)
            if self.looks_at_login():
                self.look_again()

        launch(
            own_command("autostart", "on" if on else "off"), failed=self._tell_failure, heard=hear
        )

    @property
    def starts_at_login(self) -> bool:
        """As it was when it was looked at last: nothing is read for a menu that is shut."""
        return self._starts_at_login

    def looks_at_login(self) -> bool:
        """Look whether deskbreak starts at login; True where that is not what was known."""
        from deskbreak.login.autostart import choose_autostart  # noqa: PLC0415  (only for who looks)

        known = self._starts_at_login
        try:
            self._starts_at_login = choose_autostart().item().is_on
        except StorageError as error:
            _LOG.info("Whether it starts at login is not known: %s", error)
        return self._starts_at_login != known

    def say_what_this_is(self) -> None:
        text = _(
            "Version {version}, MIT licence.\nSettings: {settings}\nHistory: {history}\nLog: {log}"
        ).format(
            version=__version__,
            settings=_from_home(settings_file().parent),
            history=_from_home(history_file().parent),
            log=_from_home(state_folder()),
        )
        self._tell(_("About deskbreak"), text)

    def quit(self) -> None:
        end_everywhere()
        self._inbox.put(Quit())

    def _explain(self, session: Session, rules: Rules, now: Moment) -> None:
        self._tell(_("Status"), view(session, rules, now).why)

    def tell_refusal(self, step: Step | None, _rules: Rules) -> None:
        """Where it was refused; else what is shown says it."""
        if step is not None and step.refusal is not None:
            self._tell_failure(step.refusal)

    def _happens(self, event: Callable[[Moment], Event]) -> None:
        self._inbox.put(Happened(just_now(event), self.tell_refusal))

    def _deskbreak(self, *arguments: str) -> None:
        launch(own_command(*arguments), failed=self._tell_failure)

    def _tell_failure(self, why: str) -> None:
        self._tell(_("That didn't work"), why)


def _from_home(folder: Path) -> str:
    """As people write it."""
    home = Path.home()
    return f"~/{folder.relative_to(home)}" if folder.is_relative_to(home) else str(folder)
