"""How long nobody touched keyboard or mouse on a Wayland compositor, and word of the next input.

A compositor answers no question: it only tells when nothing came for a length agreed on before,
and then of the next input. While nothing is told, somebody is there, and input counts as coming
until now. That is at most the agreed length too late, and exact as soon as the pause is told.

So a shorter length is exacter, and wakes the listener at more pauses. It is 5 s: below the lull of
8 s that deskbreak waits for, and the shortest that KWin's older protocol knows. Reading with a
touch now and then would wake it up to 24 times a minute at that: so after two such pauses within
a minute it is 15 s, until they become rare again. In no minute are more than 5 pauses told (10
wake-ups, and one more where the length changed); whoever types steadily wakes nobody.

What came before the connection is not known: the time of connecting stands for it.

KWin's older protocol waits at least 5 s in any case: there, whoever is busy is seen to go on
(`wake_on_input`) after such a pause only.
"""

import os
import threading
from collections.abc import Callable, Mapping
from datetime import timedelta

from deskbreak.errors import SensorError
from deskbreak.sensors.clock import Clock, Sleepwatch, TimeSource, system_time
from deskbreak.sensors.idle_source import run_alone
from deskbreak.wires.wayland import IDLED, RESUMED, Compositor, IdleNotifier, WaylandEvent

_SHORT = timedelta(seconds=5)
_LONG = timedelta(seconds=15)
_MANY = 2
_WITHIN = timedelta(minutes=1)
_BLINK = timedelta(milliseconds=500)


class WaylandIdle:
    """Listens to one notification all the time, and to a second one where it must wake somebody."""

    name = "wayland"
    sees_input = True
    may_wake = True

    def __init__(self, compositor: Compositor, notifier: IdleNotifier, time: TimeSource) -> None:
        self._compositor = compositor
        self._notifier = notifier
        self._sleepwatch = Sleepwatch(Clock(time))
        self._knowing = threading.Lock()
        self._wake: Callable[[], None] | None = None
        self._alarm: int | None = None
        self._lost: SensorError | None = None
        self._pauses: tuple[timedelta, ...] = ()
        self._length = _SHORT
        self._watch = notifier.notify(_SHORT)
        self._is_still = False
        self._opened = self._last = self._now()
        for event in compositor.roundtrip():
            self._hear(event)
        if self._is_still:  # some compositors also count what was before they were asked
            self._last = self._opened - _SHORT
        compositor.wait_forever()
        self._listener = threading.Thread(target=self._listen, name="idle wayland", daemon=True)
        self._listener.start()

    @classmethod
    def open(cls, environment: Mapping[str, str], time: TimeSource) -> "WaylandIdle":
        compositor = Compositor.connect(environment)
        try:
            return cls(compositor, IdleNotifier.find(compositor), time)
        except SensorError:
            compositor.close()
            raise

    @property
    def protocol(self) -> str:
        """Which of the compositor's it speaks."""
        return str(self._notifier.protocol)

    @property
    def hindsight(self) -> timedelta:
        return self._length

    def idle(self) -> timedelta:
        with self._knowing:
            self._require_compositor()
            now = self._now()
            if self._is_still:
                return now - self._last
            self._keep_watch(now)
            return now - max(self._last, self._seen_until(now))

    def wake_on_input(self, wake: Callable[[], None]) -> None:
        with self._knowing:
            self._require_compositor()
            self._wake = wake
            # the next input is told only where a pause was: somebody busy needs to stop for a blink
            if not self._is_still and self._alarm is None:
                self._alarm = self._notifier.notify(_BLINK)

    def close(self) -> None:
        with self._knowing:
            self._wake = None
        self._compositor.hang_up()
        self._listener.join()

    def _now(self) -> timedelta:
        return self._sleepwatch.look().now.uptime

    def _seen_until(self, now: timedelta) -> timedelta:
        """The latest that input can have come, if it is sure that any came since the connection.

        It is not sure while the length reaches back before that, or over a sleep, which the
        compositor does not count: then this is the earliest that it can have come.
        """
        since = self._sleepwatch.awake_ago(self._length).uptime
        is_sure = since >= self._opened and now - since == self._length
        return now if is_sure else since

    def _keep_watch(self, now: timedelta) -> None:
        """A notification of the right length; only while somebody is there, as it starts anew."""
        self._pauses = tuple(pause for pause in self._pauses if now - pause < _WITHIN)
        length = _LONG if len(self._pauses) >= _MANY else _SHORT
        if length != self._length:
            self._notifier.forget(self._watch)
            self._length, self._watch = length, self._notifier.notify(length)

    def _listen(self) -> None:
        try:
            while True:
                for event in self._compositor.receive():
                    self._hear(event)
        except SensorError as error:
            self._lost = error
        finally:
            self._compositor.close()
            self._call_wake()

    def _hear(self, event: WaylandEvent) -> None:
        with self._knowing:
            if event.sender == self._watch and event.opcode == IDLED:
                self._hear_pause()
                return
            if event.sender not in {self._watch, self._alarm} or event.opcode != RESUMED:
                return
            self._hear_input()
        self._call_wake()

    def _hear_pause(self) -> None:
        self._pauses = (*self._pauses, self._now())
        self._is_still = True
        self._last = max(self._last, self._sleepwatch.awake_ago(self._length).uptime)

    def _hear_input(self) -> None:
        self._last = now = self._now()
        self._is_still = False
        if self._alarm is not None:
            self._notifier.forget(self._alarm)
            self._alarm = None
        self._keep_watch(now)

    def _require_compositor(self) -> None:
        if self._lost is not None:
            raise SensorError(str(self._lost))

    def _call_wake(self) -> None:
        with self._knowing:
            wake, self._wake = self._wake, None
        if wake is not None:
            wake()


if __name__ == "__main__":
    run_alone(lambda: WaylandIdle.open(os.environ, system_time()))
