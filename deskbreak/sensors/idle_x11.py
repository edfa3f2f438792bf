"""How long nobody touched keyboard or mouse on an X server, and word of the next input."""

import os
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from gettext import gettext as _
from queue import Empty, SimpleQueue

from deskbreak.core.moment import ZERO
from deskbreak.errors import SensorError
from deskbreak.sensors.clock import Clock, Sleepwatch, TimeSource, system_time
from deskbreak.sensors.idle_source import run_alone
from deskbreak.wires.x11 import SERVER_PATIENCE, XServer, checked, is_event
from deskbreak.wires.xsync import IdleCounter

if sys.platform == "win32":
    raise ImportError("Windows has no X server to ask")

_MARGIN = timedelta(milliseconds=10)


class X11Idle:
    """Asks the X server's idle counter, and sets its alarm on the next input.

    One thread listens: it hands replies to whoever asked and hears the alarm. While nobody asks
    and no alarm rings it sleeps in the kernel, however busy the keyboard is.
    """

    name = "x11"
    sees_input = True
    may_wake = True
    hindsight = ZERO

    def __init__(self, server: XServer, counter: IdleCounter, time: TimeSource) -> None:
        self._server = server
        self._counter = counter
        self._sleepwatch = Sleepwatch(Clock(time))
        self._asking = threading.RLock()
        self._arming = threading.Lock()
        self._answers: SimpleQueue[bytes | None] = SimpleQueue()
        self._wake: Callable[[], None] | None = None
        self._has_alarm = False
        self._lost: str | None = None
        self._listener = threading.Thread(target=self._listen, name="idle x11", daemon=True)
        self._listener.start()

    @classmethod
    def open(cls, environment: Mapping[str, str], time: TimeSource) -> "X11Idle":
        server = XServer.connect(environment)
        try:
            counter = IdleCounter.find(server)
        except SensorError:
            server.close()
            raise
        server.wait_forever()
        return cls(server, counter, time)

    def idle(self) -> timedelta:
        with self._asking:
            return self._sleepwatch.with_sleep(self._read())

    def wake_on_input(self, wake: Callable[[], None]) -> None:
        with self._arming:
            self._require_server()
            is_armed = self._wake is not None
            self._wake = wake
        if is_armed:
            return
        awake_idle = self._read()
        if awake_idle < _MARGIN:
            # input has only just come, and an alarm needs a counter to fall back from
            threading.Event().wait(2 * _MARGIN.total_seconds())
            awake_idle = self._read()
        if awake_idle < _MARGIN:
            self._call_wake()  # it came while we waited
        else:
            self._set_alarm(awake_idle - timedelta(milliseconds=1))

    def close(self) -> None:
        with self._arming:
            self._wake = None
        self._server.hang_up()
        self._listener.join()

    def _read(self) -> timedelta:
        return self._counter.reading(self._ask(self._counter.query()))

    def _set_alarm(self, at_most: timedelta) -> None:
        counter = self._counter
        alarm = counter.change_alarm if self._has_alarm else counter.create_alarm
        self._has_alarm = True
        # setting an alarm has no reply: the query's tells that the server accepted it
        self._ask(alarm(at_most), counter.query())

    def _ask(self, *requests: bytes) -> bytes:
        """The reply to these requests, of which just one has any."""
        with self._asking:
            self._require_server()
            self._server.send(*requests)
            try:
                answer = self._answers.get(timeout=SERVER_PATIENCE.total_seconds())
            except Empty:
                answer = None  # should it still come, it would answer the next question
                self._lost = _("the X server does not answer any more")
                self._server.hang_up()
            if answer is None:
                raise SensorError(self._lost)
            return answer

    def _require_server(self) -> None:
        if self._lost:
            raise SensorError(self._lost)

    def _listen(self) -> None:
        try:
            while True:
                packet = checked(self._server.receive())
                if not is_event(packet):
                    self._answers.put(packet)
                elif self._counter.rang(packet):
                    self._call_wake()
        except SensorError as error:
            self._lost = self._lost or str(error)
        finally:
            self._server.close()
            self._answers.put(None)
            self._call_wake()

    def _call_wake(self) -> None:
        with self._arming:
            wake, self._wake = self._wake, None
        if wake is not None:
            wake()


if __name__ == "__main__":
    run_alone(lambda: X11Idle.open(os.environ, system_time()))
