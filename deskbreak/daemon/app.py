"""The composition root: builds the daemon from its parts, runs it and takes it apart again."""

import logging
import os
import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

from deskbreak import __version__
from deskbreak.control.endpoint import control_endpoint
from deskbreak.control.protocol import AlreadyRunning, Claim, Server
from deskbreak.core.duration import in_words
from deskbreak.core.events import Event
from deskbreak.core.moment import Moment
from deskbreak.core.session import begin
from deskbreak.core.state import Rules, Session
from deskbreak.core.wall_clock import day_and_time
from deskbreak.daemon import loop
from deskbreak.daemon.actions import UserActions
from deskbreak.daemon.claiming import claimed
from deskbreak.daemon.complaints import Complaints
from deskbreak.daemon.desk import Desk
from deskbreak.daemon.elsewhere import Elsewhere
from deskbreak.daemon.fronts import choose_front
from deskbreak.daemon.guard import Guard
from deskbreak.daemon.keeper import Keeper
from deskbreak.daemon.log_out import LogOut
from deskbreak.daemon.loop import Inbox, Quit, Woken
from deskbreak.daemon.page_guide import PageGuide
from deskbreak.daemon.passages import Passages
from deskbreak.daemon.quit_mark import begin_anew
from deskbreak.daemon.rulebook import Rulebook
from deskbreak.daemon.service import Service, Surroundings
from deskbreak.daemon.signals import Signals
from deskbreak.days.last_days import LastDays
from deskbreak.days.recorder import Recorder, new_recording
from deskbreak.files import folders
from deskbreak.files.installed import Installed
from deskbreak.sensors.clock import Clock, TimeSource, system_time
from deskbreak.sensors.conditions import Conditions
from deskbreak.sensors.desktop import DesktopSenses
from deskbreak.sensors.inputwatch import Inputwatch
from deskbreak.sensors.openers import openers
from deskbreak.sensors.zone import LocalZone
from deskbreak.session.crash import note_crash, take_crash
from deskbreak.session.left import Left, left_behind
from deskbreak.wires.buses import Buses, open_buses
from deskbreak.wires.screens import is_same_screen, screen_name

if TYPE_CHECKING:
    from deskbreak.surfaces.sni import Icon

_LOG = logging.getLogger(__name__)


def run_daemon(
    environment: Mapping[str, str],
    claim: Claim,
    icon: "Icon | None" = None,
    *,
    has_terminal: bool,
    record: Path | None = None,
) -> int | AlreadyRunning:
    """Be the user's daemon until told to quit; returns the exit code.

    `icon` is shown already, `record` is a new file for all that is seen and said. Raises
    ControlError if the control line cannot be had again, ConfigError for a broken catalogue,
    StorageError for a recording in the way.

    Where the user sits down at another screen, the daemon there takes over; this one rests until
    they are back.
    """
    said: tuple[loop.Happened, ...] = ()
    signals = Signals()
    while True:
        begin_anew()
        try:
            daemon = Daemon(
                environment, has_terminal=has_terminal, record=record, said=said, icon=icon
            )
            code = daemon.run(claim, signals)
        finally:
            claim.release()
        if not daemon.has_handed_over:
            return code
        back = Elsewhere(environment, daemon.rules).wait(signals)
        if back is None:
            return code
        said, icon = back, None
        taken_over = claimed(environment, control_endpoint())
        if isinstance(taken_over, AlreadyRunning):
            return taken_over
        claim = taken_over


class Daemon:
    """The parts, put together: the front has the main thread, the loop one of its own."""

    def __init__(
        self,
        environment: Mapping[str, str],
        *,
        has_terminal: bool,
        record: Path | None = None,
        said: tuple[loop.Happened, ...] = (),
        icon: "Icon | None" = None,
    ) -> None:
        """`said` is what the user wanted of deskbreak before it was there."""
        self._screen = screen_name(environment)
        self._recording = None if record is None else new_recording(record)
        self._inbox = inbox = Inbox()
        self._complaints = complaints = Complaints()
        source = system_time()
        self._guard = guard = Guard(source.uptime, complaints, Installed())
        self._left = left = left_behind(
            folders.session_file(), folders.lasting_file(), source.wall(), complaints.add
        )
        self._clock = clock = _continuing(left, source)
        self._zone = LocalZone()
        self._rulebook = rulebook = Rulebook(inbox, folders.settings_file(), complaints)
        self.rules = rulebook.first(_seed(left), self._zone.read())
        self._keeper = Keeper(
            folders.session_file(),
            folders.lasting_file(),
            folders.history_file(),
            guard,
            complaints,
        )
        self._buses = buses = open_buses(environment, None if icon is None else icon.bus)
        self._desktop = self._everything_seen(environment, buses)
        actions = UserActions(inbox, self._tell, self._desktop.touched)
        page_guide = PageGuide(self._wake)
        self._front = choose_front(
            environment,
            actions,
            buses.session,
            guard,
            has_terminal=has_terminal,
            settings=self.rules.settings,
            icon=icon,
            is_guided=lambda: page_guide.is_there,
        )
        self._passages = Passages()
        self._last_days = LastDays(folders.record_folder())
        self._service = Service(inbox, self._surroundings(actions), page_guide)
        self._desk = Desk(
            self._front,
            self._service,
            self._keeper,
            rulebook,
            clock,
            guard,
            complaints,
            self._passages,
            self._last_days,
            self._upkeep,
            folders.told_week_mark(),
        )
        self._log_out = LogOut(environment, buses.session)
        self._server: Server | None = None
        self._claim: Claim | None = None
        self._has_terminal = has_terminal
        self._has_ended_well = False
        self.has_handed_over = False
        for each in said:
            inbox.put(replace(each, reply=actions.tell_refusal))

    def run(self, claim: Claim, signals: Signals) -> int:
        """Serve until told to quit; the exit code is 1 after a bug."""
        self._server = server = claim.serve(self._service.respond)
        self._claim = claim
        self._rulebook.saves.begin(server.attend, claim.files)
        let_go = signals.follow(server.attend, lambda: self._inbox.put(Quit()))
        server.start()
        if self._has_terminal:
            self._front.introduce()
        worker = threading.Thread(target=self._work, name="loop")
        worker.start()
        try:
            self._front.run()
        finally:
            self._inbox.put(Quit())
            worker.join()
            server.stop()
            let_go()
            self._rulebook.saves.close()
            self._desktop.close()
            self._buses.close()
        return 0 if self._has_ended_well else 1

    def _work(self) -> None:
        """The loop's thread. A bug ends the daemon, with its traceback in the log."""
        try:
            begun = self._begin()
            record = self._recorder(begun)
            _session, self.rules = loop.run(
                self._inbox, self._desktop, self._desk, begun, self.rules, record
            )
            self._has_ended_well = True
        except Exception as bug:  # noqa: BLE001  (the main thread waits for this one, whatever ends it)
            _LOG.exception("deskbreak has a bug and stops; please report this")
            note_crash(folders.state_folder(), __version__, self._clock.now().wall, bug)
        finally:
            self._front.stop()
            self._keeper.close()
            self._last_days.close()
            if self._recording is not None:
                self._recording.close()

    def _upkeep(self, now: Moment) -> timedelta | None:
        """The daemon is reached as long as it runs, and runs as long as its login."""
        if self._claim is not None and not self._claim.keep():
            _LOG.warning("Another deskbreak of yours has begun in the same home: this one ends")
            self._inbox.put(Quit())
        if self._server is not None:
            self._server.keep_reachable()
        if self._log_out.is_over(now.uptime):
            _LOG.info("The login is over")
            self._inbox.put(Quit())
        return self._log_out.look_again(now.uptime)

    def _hand_over(self, screen: str, bus: str) -> str | None:
        """On the same screen only to the next login, and then for good: its bus is another one."""
        is_here = is_same_screen(screen, self._screen)
        if not screen or (is_here and not self._buses.has_lost(bus)):
            return _("It counts here already.")
        _LOG.info("Another session of yours takes over: %s %s", screen, bus)
        self.has_handed_over = not is_here
        self._inbox.put(Quit())
        return None

    def _recorder(self, begun: Session) -> loop.RecordEvents:
        kept = self._last_days
        self._guard.attempt(_("your last days"), partial(kept.look, begun, self.rules))
        recorders = [kept.record]
        if self._recording is not None:
            recorder = Recorder(self._recording, begun, self.rules, self._complaints.add)
            recorders.append(recorder.record)

        def record(events: tuple[Event, ...], rules: Rules) -> None:
            for each in recorders:
                each(events, rules)

        return record

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
        return DesktopSenses(inputwatch, Conditions(tuple(opened)), clock.now(), self._zone)

    def _begin(self) -> Session:
        now = self._clock.now()
        self._keeper.open(now.wall, self._left.pending)
        if (crashed := take_crash(folders.state_folder())) is not None:
            text = _("A bug stopped deskbreak on {day}. Help, Save a problem report… tells of it.")
            self._complaints.add(text.format(day=day_and_time(crashed, self.rules.zone)))
        if self._left.is_first:
            self._guard.attempt(_("welcome"), self._welcome)
        if self._left.snapshot is None:
            return self._left.lasting.in_session(begin(now, self.rules))
        step = loop.resumed(self._left.snapshot.session, now, self.rules)
        self._desk.keep(step.session, step.effects, self.rules)
        return step.session

    def _welcome(self) -> None:
        every = in_words(self.rules.settings.breaks.every)
        text = _("First stretch in about {time}. Anything to be careful with?")
        self._front.welcome(_("deskbreak is counting"), text.format(time=every))

    def _surroundings(self, actions: UserActions) -> Surroundings:
        return Surroundings(
            version=__version__,
            today=self._keeper.today,
            doubt=self._keeper.doubt,
            passages=self._passages.of_today,
            sensors=self._description,
            reload=self._wake,
            hand_over=self._hand_over,
            test_notification=actions.test_notification,
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
