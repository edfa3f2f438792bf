"""The composition root: builds the daemon from its parts, runs it and takes it apart again."""

import logging
import os
import signal
import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from gettext import gettext as _

from deskbreak import __version__, folders, loop, resources
from deskbreak.actions import UserActions
from deskbreak.chores import Chores
from deskbreak.control.endpoint import control_endpoint
from deskbreak.control.protocol import AlreadyRunning, Claim
from deskbreak.core.effects import Effect
from deskbreak.core.moment import Moment
from deskbreak.core.policy import Settings
from deskbreak.core.session import begin
from deskbreak.core.state import Rules, Session
from deskbreak.core.view import view
from deskbreak.core.words import in_words
from deskbreak.errors import ConfigError, StorageError
from deskbreak.fronts import Front, choose_front
from deskbreak.hooks import run_hooks
from deskbreak.loop import Inbox, Quit, RulesSet, Woken
from deskbreak.sensors.clock import Clock, local_zone, system_time
from deskbreak.sensors.senses import Senses
from deskbreak.service import Service, Surroundings, in_short
from deskbreak.storage.catalogue import load_catalogue
from deskbreak.storage.keeper import Keeper
from deskbreak.storage.settings import write_default
from deskbreak.storage.settings_file import SettingsFile
from deskbreak.storage.snapshot import Snapshot, SnapshotError, load_snapshot

_LOG = logging.getLogger(__name__)
_NEVER = timedelta(days=1)


def run(environment: Mapping[str, str], *, has_terminal: bool) -> int | AlreadyRunning:
    """Be the user's daemon until told to quit; returns the exit code.

    Raises ControlError if the control line cannot be had, ConfigError for a broken catalogue.
    """
    claim = control_endpoint().claim()
    if isinstance(claim, AlreadyRunning):
        return claim
    try:
        return Daemon(environment, has_terminal=has_terminal).run(claim)
    finally:
        claim.release()


class Daemon:
    """Everything that is done about what the core decides (`loop.Desk`)."""

    def __init__(self, environment: Mapping[str, str], *, has_terminal: bool) -> None:
        self._inbox: Inbox = Inbox()
        self._complaints: list[str] = []
        self._settings = SettingsFile(folders.settings_file())
        catalogue = load_catalogue(resources.config_file("stretches.toml"))
        self._rules = Rules(self._first_settings(), catalogue, local_zone())
        self._clock, self._saved = self._awakened()
        self._seed = os.urandom(8).hex() if self._saved is None else self._saved.seed
        self._rules = replace(self._rules, seed=self._seed)
        state = folders.state_folder()
        self._keeper = Keeper(state / "session.json", folders.history_file(), self._complain)
        self._senses = Senses(self._clock, environment, lambda: self._inbox.put(Woken()))
        actions = UserActions(self._inbox, self._tell, self._keeper.today, self._senses.touched)
        self._front: Front = choose_front(environment, actions, has_terminal=has_terminal)
        self._service = Service(self._inbox, self._surroundings(actions))
        self._chores = Chores((self._keeper.tidy, self._read_zone))
        self._crash: BaseException | None = None

    def run(self, claim: Claim) -> int:
        """Serve until told to quit; the exit code is 1 after a bug."""
        server = claim.serve(self._service.respond)
        server.start()
        worker = threading.Thread(target=self._work, name="loop")
        worker.start()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._inbox.put(Quit()))
        try:
            self._front.run()
        finally:
            self._inbox.put(Quit())
            worker.join()
            server.stop()
            self._senses.close()
        return 0 if self._crash is None else 1

    def keep(self, session: Session, effects: tuple[Effect, ...], rules: Rules) -> None:
        """Save first, then perform, so that being killed in between loses nothing."""
        snapshot = Snapshot(
            boot=self._clock.boot_id(),
            session=session,
            seed=self._seed,
            offset=self._clock.offset,
        )
        self._keeper.keep(snapshot, effects)
        for effect in effects:
            short = in_short(effect)
            if short is not None:
                _LOG.info("%s", short)
            self._perform(effect, rules)

    def show(self, session: Session, rules: Rules, now: Moment) -> timedelta | None:
        """Show how things stand, and look whether the settings file changed."""
        self._rules = rules
        seen = view(session, rules, now)
        self._front.show(seen, rules)
        self._service.show(seen, session, rules)
        self._read_settings()
        self._tell_complaints()
        chores = now.uptime + min(self._chores.do_what_is_due(), _NEVER)
        return chores if seen.until is None else min(seen.until, chores)

    def _work(self) -> None:
        """The loop's thread. A bug ends the daemon, with its traceback in the log."""
        try:
            session = self._begin()
            loop.run(self._inbox, self._senses, self, session, self._rules)
        except BaseException as error:
            _LOG.exception("deskbreak has a bug and stops; please report this")
            self._crash = error
            raise
        finally:
            self._front.stop()
            self._keeper.close()

    def _begin(self) -> Session:
        now = self._clock.now()
        self._keeper.open(now.wall, () if self._saved is None else self._saved.pending)
        if self._saved is None:
            self._welcome()
            return begin(now, self._rules)
        step = loop.resumed(self._saved.session, now, self._rules)
        self.keep(step.session, step.effects, self._rules)
        return step.session

    def _perform(self, effect: Effect, rules: Rules) -> None:
        try:
            self._front.perform(effect, rules)
            run_hooks(effect, rules)
        except Exception:  # noqa: BLE001  (a surface may fail in any way; sitting is counted on)
            _LOG.exception("This could not be done: %s", type(effect).__name__)

    def _awakened(self) -> tuple[Clock, Snapshot[Session] | None]:
        """The saved session and the clock that goes on from it."""
        source = system_time()
        clock = Clock(source)
        try:
            path = folders.state_folder() / "session.json"
            saved = load_snapshot(path, Session, clock.now().wall)
        except SnapshotError as error:
            self._complain(str(error))
            fresh = Snapshot(clock.boot_id(), begin(clock.now(), self._rules), error.pending)
            return clock, fresh
        except StorageError as error:
            self._complain(str(error))
            return clock, None
        if saved is None:
            return clock, None
        return Clock.continuing(source, saved.session.at, saved.offset, saved.boot), saved

    def _first_settings(self) -> Settings:
        try:
            write_default(self._settings.path)
        except StorageError as error:
            self._complain(str(error))
        try:
            return self._settings.load()
        except ConfigError as error:
            self._complain(
                _("The defaults hold until this is mended.\n{error}").format(error=error)
            )
            return Settings()

    def _read_settings(self) -> None:
        try:
            settings = self._settings.changed()
        except ConfigError as error:
            text = _("The settings from before still hold.\n{error}")
            self._complain(text.format(error=error))
            return
        if settings is not None and settings != self._rules.settings:
            self._inbox.put(RulesSet(replace(self._rules, settings=settings)))

    def _read_zone(self) -> None:
        self._inbox.put(RulesSet(replace(self._rules, zone=local_zone())))

    def _surroundings(self, actions: UserActions) -> Surroundings:
        return Surroundings(
            version=__version__,
            today=self._keeper.today,
            sensors=lambda: {
                "idle": self._senses.idle_source,
                "not_idle": list(self._senses.reasons),
                **self._front.description(),
            },
            reload=lambda: self._inbox.put(Woken()),
            test_notification=actions.test_notification,
        )

    def _welcome(self) -> None:
        every = in_words(self._rules.settings.breaks.every)
        text = _("First stretch in about {time}. Until then it stays out of your way.")
        self._front.welcome(_("deskbreak is counting"), text.format(time=every))

    def _complain(self, text: str) -> None:
        _LOG.warning("%s", text)
        self._complaints.append(text)

    def _tell_complaints(self) -> None:
        told, self._complaints = self._complaints, []
        if told:
            self._tell(_("deskbreak needs you"), "\n".join(told))

    def _tell(self, title: str, body: str) -> None:
        self._front.tell(title, body)
