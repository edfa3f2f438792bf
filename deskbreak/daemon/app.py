"""The composition root: builds the daemon from its parts, runs it and takes it apart again."""

import logging
import os
import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from gettext import gettext as _
from io import FileIO
from pathlib import Path

from deskbreak import __version__
from deskbreak.control.endpoint import control_endpoint
from deskbreak.control.protocol import AlreadyRunning, Claim
from deskbreak.core.duration import in_words
from deskbreak.core.effect_words import in_short
from deskbreak.core.effects import Effect
from deskbreak.core.moment import Moment
from deskbreak.core.session import begin
from deskbreak.core.state import Rules, Session
from deskbreak.core.stretch import Stretch
from deskbreak.core.view import view
from deskbreak.daemon import loop
from deskbreak.daemon.actions import UserActions
from deskbreak.daemon.chores import Chores
from deskbreak.daemon.fronts import Front, choose_front
from deskbreak.daemon.hooks import run_hooks
from deskbreak.daemon.keeper import Keeper
from deskbreak.daemon.loop import Inbox, Quit, RulesSet, Woken
from deskbreak.daemon.service import Service, Surroundings
from deskbreak.daemon.speech import speak_of
from deskbreak.errors import StorageError
from deskbreak.files import folders, resources
from deskbreak.sensors.clock import Clock, local_zone, system_time
from deskbreak.sensors.conditions import Conditions
from deskbreak.sensors.desktop import Desktop
from deskbreak.sensors.openers import openers
from deskbreak.sensors.senses import Senses
from deskbreak.session.snapshot import Pending, Snapshot, SnapshotError, load_snapshot
from deskbreak.settings.followed import SettingsFile
from deskbreak.stretches.catalogue import load_catalogue
from deskbreak.stretches.packs import with_packs
from deskbreak.wires.buses import Buses, open_buses

_LOG = logging.getLogger(__name__)
_NEVER = timedelta(days=1)


def run(
    environment: Mapping[str, str], *, has_terminal: bool, record: Path | None = None
) -> int | AlreadyRunning:
    """Be the user's daemon until told to quit; returns the exit code.

    `record` is a new file for all that is seen and said. Raises ControlError if the control line
    cannot be had, ConfigError for a broken catalogue, StorageError for a recording in the way.
    """
    claim = control_endpoint().claim()
    if isinstance(claim, AlreadyRunning):
        return claim
    try:
        return Daemon(environment, has_terminal=has_terminal, record=record).run(claim)
    finally:
        claim.release()


class Daemon:
    """The parts, put together: the front has the main thread, the loop one of its own."""

    def __init__(
        self, environment: Mapping[str, str], *, has_terminal: bool, record: Path | None = None
    ) -> None:
        self._recording = None if record is None else _new_recording(record)
        self._inbox = inbox = Inbox()
        self._complaints = complaints = Complaints()
        settings = SettingsFile(folders.settings_file(), complaints.add)
        bundled = load_catalogue(resources.config_file("stretches.toml"))
        first = settings.first()
        catalogue = with_packs(bundled, first.stretches.packs, complaints.add)
        rules = Rules(first, catalogue, local_zone())
        self._left = left = _left_behind(complaints.add)
        self._rules = replace(rules, seed=left.seed)
        self._keeper = Keeper(_session_file(), folders.history_file(), complaints.add)
        buses = open_buses(environment)
        self._desktop = self._everything_seen(environment, buses, left.clock)
        actions = UserActions(inbox, self._tell, self._keeper.today, self._desktop.touched)
        self._front = choose_front(environment, actions, buses.session, has_terminal=has_terminal)
        self._service = Service(inbox, self._surroundings(actions))
        self._desk = Desk(
            inbox,
            self._front,
            self._service,
            self._keeper,
            settings,
            complaints,
            left,
            self._rules,
            bundled,
        )
        self._has_ended_well = False

    def run(self, claim: Claim) -> int:
        """Serve until told to quit; the exit code is 1 after a bug."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._inbox.put(Quit()))
        server = claim.serve(self._service.respond)
        server.start()
        worker = threading.Thread(target=self._work, name="loop")
        worker.start()
        try:
            self._front.run()
        finally:
            self._inbox.put(Quit())
            worker.join()
            server.stop()
            self._desktop.close()
        return 0 if self._has_ended_well else 1

    def _work(self) -> None:
        """The loop's thread. A bug ends the daemon, with its traceback in the log."""
        try:
            begun = self._begin()
            record = self._recorder(begun)
            loop.run(self._inbox, self._desktop, self._desk, begun, self._rules, record)
            self._has_ended_well = True
        except Exception:  # noqa: BLE001  (the main thread waits for this one, whatever ends it)
            _LOG.exception("deskbreak has a bug and stops; please report this")
        finally:
            self._front.stop()
            self._keeper.close()
            if self._recording is not None:
                self._recording.close()

    def _recorder(self, begun: Session) -> loop.Record | None:
        if self._recording is None:
            return None
        from deskbreak.days.recorder import Recorder  # noqa: PLC0415  (only who records pays)

        return Recorder(self._recording, begun, self._rules, self._complaints.add).record

    def _everything_seen(
        self, environment: Mapping[str, str], buses: Buses, clock: Clock
    ) -> Desktop:
        def wake() -> None:
            self._inbox.put(Woken())

        senses = Senses(clock, environment, wake, buses.session, buses.system)
        opened = openers(
            environment,
            buses,
            ignore=lambda: self._desk.rules.settings.hold.ignore,
            time=clock.source,
            wake=wake,
        )
        return Desktop(senses, Conditions(tuple(opened)), clock.now())

    def _begin(self) -> Session:
        now = self._left.clock.now()
        self._keeper.open(now.wall, self._left.pending)
        if self._left.is_first:
            self._welcome()
        if self._left.session is None:
            return begin(now, self._rules)
        step = loop.resumed(self._left.session, now, self._rules)
        self._desk.keep(step.session, step.effects, self._rules)
        return step.session

    def _welcome(self) -> None:
        every = in_words(self._rules.settings.breaks.every)
        text = _(
            "First stretch in about {time}. Anything to be careful with? Tell it first: "
            "“deskbreak setup”."
        )
        self._front.welcome(_("deskbreak is counting"), text.format(time=every))

    def _surroundings(self, actions: UserActions) -> Surroundings:
        return Surroundings(
            version=__version__,
            today=self._keeper.today,
            sensors=lambda: {**self._desktop.description(), **self._front.description()},
            reload=lambda: self._inbox.put(Woken()),
            test_notification=actions.test_notification,
            open_menu=self._front.open_menu,
        )

    def _tell(self, title: str, body: str) -> None:
        self._front.tell(title, body)


class Desk:
    """All that is done about what the core decides (`loop.Desk`); edits of the settings come in here."""

    def __init__(
        self,
        inbox: Inbox,
        front: Front,
        service: Service,
        keeper: Keeper,
        settings: SettingsFile,
        complaints: "Complaints",
        left: "Left",
        rules: Rules,
        bundled: tuple[Stretch, ...],
    ) -> None:
        self._inbox = inbox
        self._bundled = bundled
        self._front = front
        self._service = service
        self._keeper = keeper
        self._settings = settings
        self._complaints = complaints
        self._left = left
        self.rules = rules  # ahead of the loop's own while a change is on its way there
        self._chores = Chores((keeper.tidy, self._read_zone))

    def keep(self, session: Session, effects: tuple[Effect, ...], rules: Rules) -> None:
        """Save first, then perform, so that being killed in between loses nothing."""
        clock = self._left.clock
        snapshot = Snapshot(clock.boot_id(), session, seed=rules.seed, offset=clock.offset)
        self._keeper.keep(snapshot, effects)
        for effect in effects:
            short = in_short(effect)
            if short is not None:
                _LOG.info("%s", short)
            _perform(self._front.perform, effect, rules)
            _perform(run_hooks, effect, rules)
            _perform(speak_of, effect, rules)

    def show(self, session: Session, rules: Rules, now: Moment) -> timedelta | None:
        """Show how things stand, and look whether the settings file changed."""
        seen = view(session, rules, now)
        self._front.show(seen, rules)
        self._service.show(seen, session, rules)
        self._read_settings()
        complaint = self._complaints.taken()
        if complaint:
            self._front.tell(_("deskbreak needs you"), complaint)
        chores = now.uptime + min(self._chores.do_what_is_due(), _NEVER)
        return chores if seen.until is None else min(seen.until, chores)

    def _read_settings(self) -> None:
        settings = self._settings.changed()
        if settings is not None:
            packs = settings.stretches.packs
            catalogue = with_packs(self._bundled, packs, self._complaints.add)
            self._change(replace(self.rules, settings=settings, catalogue=catalogue))

    def _read_zone(self) -> None:
        self._change(replace(self.rules, zone=local_zone()))

    def _change(self, rules: Rules) -> None:
        if rules != self.rules:
            self.rules = rules
            self._inbox.put(RulesSet(rules))


def _perform(how: Callable[[Effect, Rules], None], effect: Effect, rules: Rules) -> None:
    try:
        how(effect, rules)
    except Exception:  # noqa: BLE001  (a surface may fail in any way; sitting is counted on)
        _LOG.exception("This could not be done: %s", type(effect).__name__)


class Complaints:
    """What the user must mend: logged at once, and told as soon as there is somebody to tell."""

    def __init__(self) -> None:
        self._untold: list[str] = []

    def add(self, text: str) -> None:
        _LOG.warning("%s", text)
        self._untold.append(text)

    def taken(self) -> str:
        untold, self._untold = self._untold, []
        return "\n".join(untold)


@dataclass(frozen=True, slots=True)
class Left:
    """What the last run left to this one; without a session, counting begins anew."""

    clock: Clock
    seed: str
    session: Session | None = None
    pending: Pending = ()
    is_first: bool = False


def _left_behind(complain: Callable[[str], None]) -> Left:
    source = system_time()
    clock = Clock(source)
    seed = os.urandom(8).hex()
    try:
        saved = load_snapshot(_session_file(), Session, source.wall())
    except SnapshotError as error:
        complain(str(error))
        return Left(clock, seed, pending=error.pending)
    except StorageError as error:
        complain(str(error))
        return Left(clock, seed)
    if saved is None:
        return Left(clock, seed, is_first=True)
    clock = Clock.continuing(source, saved.session.at, saved.offset, saved.boot)
    return Left(clock, saved.seed, saved.session, saved.pending)


def _new_recording(path: Path) -> FileIO:
    from deskbreak.days.recorder import new_recording  # noqa: PLC0415  (only who records pays)

    return new_recording(path)


def _session_file() -> Path:
    return folders.state_folder() / "session.json"
