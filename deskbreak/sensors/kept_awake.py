"""Whether a program keeps the display awake: a film, a presentation.

Music alone keeps the machine awake but not the display, so every question here is for the display
only. org.freedesktop.ScreenSaver, where programs ask for it, cannot be asked whether one did, but
the desktops pass it on to those who can. Nobody tells of an inhibitor of Wayland's own protocol.
"""

import os
import sys
from gettext import gettext as _

from jeepney import DBusAddress

from deskbreak.core.events import Condition
from deskbreak.errors import SensorError
from deskbreak.sensors.bus_watch import News, Question, Witnesses
from deskbreak.sensors.sense import Sense, Wake
from deskbreak.wires.dbus import Bus
from deskbreak.wires.dbus_line import Body
from deskbreak.wires.dbus_messages import properties_changed, signal_of
from deskbreak.wires.logind import LOGIND

if sys.platform == "win32":
    raise ImportError("only Linux has these inhibitors")

_GNOME = DBusAddress(
    "/org/gnome/SessionManager", "org.gnome.SessionManager", "org.gnome.SessionManager"
)
_GNOME_IDLE = 8
_KDE = DBusAddress(
    "/org/kde/Solid/PowerManagement/PolicyAgent",
    "org.kde.Solid.PowerManagement",
    "org.kde.Solid.PowerManagement.PolicyAgent",
)
_KDE_SCREEN = 4
_XFCE = DBusAddress(
    "/org/freedesktop/PowerManagement/Inhibit",
    "org.xfce.PowerManager",  # under the shared name KDE answers too, and for music
    "org.freedesktop.PowerManagement.Inhibit",
)
_FIRST_USER_ID = 1000
_BLOCKING = frozenset({"block", "block-weak"})


def open_kept_awake(session: Bus | None, system: Bus | None, wake: Wake) -> Sense:
    if session is None and system is None:
        raise SensorError(_("there is neither a session bus nor a system bus"))
    unknown = _("nothing says whether a program is keeping the display awake")
    sense = Witnesses("kept_awake", Condition.KEPT_AWAKE, unknown, wake)
    sense.ask(system, _logind())
    sense.ask(session, _gnome(), _kde(), _xfce())
    return sense


def _logind() -> Question:
    changed = News(properties_changed(LOGIND))  # BlockInhibited, at each inhibitor
    return Question(
        LOGIND,
        "ListInhibitors",
        news=(changed,),
        gives="a(ssssuu)",
        read=_keeps_display_awake,
    )


def _gnome() -> Question:
    news = News(signal_of(_GNOME, "InhibitorAdded")), News(signal_of(_GNOME, "InhibitorRemoved"))
    return Question(_GNOME, "IsInhibited", "u", (_GNOME_IDLE,), news)


def _kde() -> Question:
    news = News(signal_of(_KDE, "InhibitionsChanged")), News(properties_changed(_KDE))
    return Question(_KDE, "HasInhibition", "u", (_KDE_SCREEN,), news)


def _xfce() -> Question:
    news = News(signal_of(_XFCE, "HasInhibitChanged"), lambda body: bool(body[0]))
    return Question(_XFCE, "HasInhibit", news=(news,))


def _keeps_display_awake(inhibitors: Body) -> bool:
    """Not by ourselves, nor by a service of the system's: those show nobody a film."""
    us, pid = os.getuid(), os.getpid()
    return any(
        "idle" in what.split(":")
        and mode in _BLOCKING
        and (uid == us or uid >= _FIRST_USER_ID)
        and process != pid
        for what, _who, _why, mode, uid, process in inhibitors[0]
    )
