"""The composition root: builds the daemon from its parts, runs it and takes it apart again."""

import logging
import os
import signal
import threading
from collections.abc import Mapping
from functools import partial
from gettext import gettext as _
from io import FileIO
from pathlib import Path

from deskbreak import __version__
from deskbreak.control.endpoint import control_endpoint
from deskbreak.control.protocol import AlreadyRunning, Claim
from deskbreak.core.duration import in_words
from deskbreak.core.session import begin
from deskbreak.core.state import Session
from deskbreak.daemon import loop
from deskbreak.daemon.actions import UserActions
from deskbreak.daemon.complaints import Complaints
from deskbreak.daemon.desk import Desk
from deskbreak.daemon.fronts import choose_front
from deskbreak.daemon.guard import Guard
from deskbreak.daemon.keeper import Keeper
from deskbreak.daemon.loop import Inbox, Quit, Woken
from deskbreak.daemon.rulebook import Rulebook
from deskbreak.daemon.service import Service, Surroundings
from deskbreak.files import folders
from deskbreak.files.installed import Installed
from deskbreak.sensors.clock import Clock, TimeSource, system_time
from deskbreak.sensors.conditions import Conditions
from deskbreak.sensors.desktop import DesktopSenses
from deskbreak.sensors.inputwatch import Inputwatch
from deskbreak.sensors.openers import openers
from deskbreak.session.left import Left, left_behind
from deskbreak.wires.buses import Buses, open_buses

_LOG = logging.getLogger(__name__)


def run_daemon(
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
        source = system_time()
        self._guard = guard = Guard(source.uptime, complaints, Installed())
        self._left = left = left_behind(_session_file(), source.wall(), complaints.add)
        self._clock = clock = _continuing(left, source)
        self._rulebook = rulebook = Rulebook(inbox, folders.settings_file(), complaints.add)
        self._rules = rulebook.first(_seed(left))
        self._keeper = Keeper(_session_file(), folders.history_file(), guard, complaints)
        buses = open_buses(environment)
        self._desktop = self._everything_seen(environment, buses)
        actions = UserActions(inbox, self._tell, self._keeper.today, self._desktop.touched)
        self._front = choose_front(
            environment, actions, buses.session, guard, has_terminal=has_terminal
        )
        self._service = Service(inbox, self._surroundings(actions))
        self._desk = Desk(
            self._front, self._service, self._keeper, rulebook, clock, guard, complaints
        )
        self._has_ended_well = False

    def run(self, claim: Claim) -> int:
        """Serve until told to quit; the exit code is 1 after a bug."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._inbox.put(Quit()))
        server = claim.serve(self._service.respond)
        self._rulebook.saves.begin(server.attend)
        server.start()
        worker = threading.Thread(target=self._work, name="loop")
        worker.start()
        try:
            self._front.run()
        finally:
            self._inbox.put(Quit())
            worker.join()
            server.stop()
            self._rulebook.saves.close()
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

    def _recorder(self, begun: Session) -> loop.RecordEvents | None:
        if self._recording is None:
            return None
        from deskbreak.days.recorder import Recorder  # noqa: PLC0415  (only who records pays)

        return Recorder(self._recording, begun, self._rules, self._complaints.add).record

    def _everything_seen(self, environment: Mapping[str, str], buses: Buses) -> DesktopSenses:
        clock = self._clock
        inputwatch = Inputwatch(clock, environment, self._wake, buses.session, buses.system)
        opened = openers(
            environment,
            buses,
            ignore=lambda: self._desktop.ignored,
            time=clock.source,
            wake=self._wake,
        )
        return DesktopSenses(inputwatch, Conditions(tuple(opened)), clock.now())

    def _begin(self) -> Session:
        now = self._clock.now()
        self._keeper.open(now.wall, self._left.pending)
        if self._left.is_first:
            self._guard.attempt(_("welcome"), self._welcome)
        if self._left.snapshot is None:
            return begin(now, self._rules)
        step = loop.resumed(self._left.snapshot.session, now, self._rules)
        self._desk.keep(step.session, step.effects, self._rules)
        return step.session

    def _welcome(self) -> None:
        every = in_words(self._rules.settings.breaks.every)
        text = _(
            "First stretch in about {time}. Anything to be careful with? Run “deskbreak "
            "setup” first."
        )
        self._front.welcome(_("deskbreak is counting"), text.format(time=every))

    def _surroundings(self, actions: UserActions) -> Surroundings:
        return Surroundings(
            version=__version__,
            today=self._keeper.today,
            sensors=self._description,
            reload=self._wake,
            test_notification=actions.test_notification,
            open_menu=self._front.open_menu,
        )

    def _description(self) -> Mapping[str, object]:
        front = self._guard.attempt(_("description of the display"), self._front.description)
        return {**self._desktop.description(), **(front or {}), **self._guard.description()}

    def _tell(self, title: str, body: str) -> None:
        self._guard.attempt(_("message"), partial(self._front.tell, title, body))

    def _wake(self) -> None:
        self._inbox.put(Woken())


def _continuing(left: Left, source: TimeSource) -> Clock:
    saved = left.snapshot
    if saved is None:
        return Clock(source)
    return Clock.continuing(source, saved.session.at, saved.offset, saved.boot)


def _seed(left: Left) -> str:
    return os.urandom(8).hex() if left.snapshot is None else left.snapshot.seed


def _new_recording(path: Path) -> FileIO:
    from deskbreak.days.recorder import new_recording  # noqa: PLC0415  (only who records pays)

    return new_recording(path)


def _session_file() -> Path:
    return folders.state_folder() / "session.json"
