"""Whether the user asked the desktop for silence: what the notification servers say of it.

GNOME tells it to nobody over D-Bus, only that a setting was changed (the settings portal leaves
out notifications): there the setting is read from the file in which it is kept.
"""

import os
from functools import partial
from gettext import gettext as _
from pathlib import Path

from jeepney import DBusAddress, MatchRule, Message, message_bus

from deskbreak.core.events import Condition
from deskbreak.errors import SensorError
from deskbreak.sensors.bus_watch import News, Question, Said, Says, Witnesses, property_of
from deskbreak.sensors.sense import Sense, Wake
from deskbreak.wires.dbus import Bus
from deskbreak.wires.dbus_line import Body, BusLine, Silence
from deskbreak.wires.dbus_messages import signal_of
from deskbreak.wires.dconf import read_switch

_NOTIFICATIONS = "org.freedesktop.Notifications"
_PLASMA = DBusAddress("/org/freedesktop/Notifications", _NOTIFICATIONS, _NOTIFICATIONS)
_DUNST = DBusAddress("/org/freedesktop/Notifications", _NOTIFICATIONS, "org.dunstproject.cmd0")
_XFCONF = DBusAddress("/org/xfce/Xfconf", "org.xfce.Xfconf", "org.xfce.Xfconf")
_XFCE_SETTING = "xfce4-notifyd", "/do-not-disturb"
_GNOME_SHELL = "org.gnome.Shell"
_GNOME_SETTING = "/org/gnome/desktop/notifications/show-banners"
_DCONF = "ca.desrt.dconf.Writer"


def open_do_not_disturb(session: Bus | None, wake: Wake) -> Sense:
    if session is None:
        raise SensorError(_("there is no session bus"))
    unknown = _("nothing says whether you want to be left alone")
    sense = Witnesses("do_not_disturb", Condition.DO_NOT_DISTURB, unknown, wake)
    sense.ask(session, property_of(_PLASMA, "Inhibited"), property_of(_DUNST, "paused"), _xfce())
    sense.call(partial(GnomeBanners, session, _dconf_file()))
    return sense


class GnomeBanners:
    """GNOME's switch, while its shell is there to heed it."""

    def __init__(self, bus: Bus, file: Path, changed: Wake) -> None:
        self.says: Says = None
        self._file = file
        self._changed = changed
        self._line = BusLine(bus, _GNOME_SHELL, self._ask, self._set)
        rule = MatchRule(type="signal", interface=_DCONF, member="Notify")
        bus.on_signal(rule, self._look)
        self._line.open()

    def _ask(self) -> None:
        self._line.call(message_bus.GetNameOwner(_GNOME_SHELL), self._heard)

    def _look(self, signal: Message) -> None:
        prefix, changes, _tag = signal.body
        if any(_GNOME_SETTING.startswith(prefix + change) for change in changes):
            self._ask()

    def _heard(self, answer: Body | Silence) -> None:
        if isinstance(answer, Silence):
            self._set(answer)
            return
        try:
            shows_banners = read_switch(self._file, _GNOME_SETTING)
        except SensorError as error:
            self._set(Silence(str(error)))
        else:
            self._set(shows_banners is False)

    def _set(self, says: Said) -> None:
        self.says = says
        self._changed()


def _xfce() -> Question:
    changed = signal_of(_XFCONF, "PropertyChanged", *_XFCE_SETTING)
    removed = signal_of(_XFCONF, "PropertyRemoved", *_XFCE_SETTING)
    return Question(
        _XFCONF,
        "GetProperty",
        "ss",
        _XFCE_SETTING,
        news=(News(changed, lambda body: bool(body[2][1])), News(removed)),
        read=lambda body: bool(body[0][1]),
        error_for_no="org.xfce.Xfconf.Error.PropertyNotFound",  # never switched yet
    )


def _dconf_file() -> Path:
    config = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(config) / "dconf" / "user"
