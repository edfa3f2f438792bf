"""Whether the machine goes to sleep or sleeps: logind's announcements.

The clocks tell of a sleep too, and how long it was, but only afterwards. This wakes the loop when
a sleep is announced, as far as there is time left, and right after it. Holding the machine up
until we have looked (a delay inhibitor) would take passing a file descriptor, and is not done.
"""

from gettext import gettext as _

from deskbreak.core.events import Condition
from deskbreak.errors import SensorError
from deskbreak.sensors.bus_watch import News, Witnesses, property_of
from deskbreak.sensors.sense import Sense, Wake
from deskbreak.wires.dbus import Bus
from deskbreak.wires.dbus_messages import signal_of
from deskbreak.wires.logind import LOGIND


def open_sleep(system: Bus | None, wake: Wake) -> Sense:
    if system is None:
        raise SensorError(_("there is no system bus"))
    unknown = _("nothing announces that the machine goes to sleep")
    sense = Witnesses("sleep", Condition.ASLEEP, unknown, wake)
    announced = News(signal_of(LOGIND, "PrepareForSleep"), lambda body: bool(body[0]))
    sense.ask(system, property_of(LOGIND, "PreparingForSleep", announced))
    return sense
