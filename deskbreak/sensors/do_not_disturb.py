"""Whether the user asked the desktop for silence: what the notification servers say of it.

GNOME, Cinnamon, MATE and LXQt tell it to nobody over D-Bus, the first three only that a setting was
changed (the settings portal leaves out notifications): there the setting is read from the file in
which it is kept.
"""

import os
import re
from collections.abc import Callable
from functools import partial
from gettext import gettext as _
from pathlib import Path

from jeepney import DBusAddress, MatchRule, Message, message_bus

from deskbreak.core.events import Condition
from deskbreak.errors import SensorError
from deskbreak.files.plain import plain_bytes
from deskbreak.sensors.bus_watch import News, Question, Said, Says, Witnesses, property_of
from deskbreak.sensors.sense import Sense, Wake
from deskbreak.value import value
from deskbreak.wires.dbus import Bus
from deskbreak.wires.dbus_line import Body, BusLine, Silence
from deskbreak.wires.dbus_messages import fits, properties_changed, signal_of
from deskbreak.wires.dconf import read_switch

_NOTIFICATIONS = "org.freedesktop.Notifications"
_PLASMA = DBusAddress("/org/freedesktop/Notifications", _NOTIFICATIONS, _NOTIFICATIONS)
_DUNST = DBusAddress("/org/freedesktop/Notifications", _NOTIFICATIONS, "org.dunstproject.cmd0")
_XFCONF = DBusAddress("/org/xfce/Xfconf", "org.xfce.Xfconf", "org.xfce.Xfconf")
_XFCE_SETTING = "xfce4-notifyd", "/do-not-disturb"
_MAKO = DBusAddress("/fr/emersion/Mako", _NOTIFICATIONS, "fr.emersion.Mako")
_QUIET_MODES = frozenset({"donotdisturb", "dnd", "silent", "quiet", "muted", "focus"})
"""As people call them; mako knows of none."""
_USUAL_MODE = "default"
_MODE_ALONE = r'\[\s*mode=(?:"([^"]+)"|([^\s"\]]+))\s*\]'
_SWAYNC = DBusAddress(
    "/org/erikreider/swaync/cc", "org.erikreider.swaync.cc", "org.erikreider.swaync.cc"
)
_BUDGIE = DBusAddress(
    "/org/budgie_desktop/Notifications",
    "org.budgie_desktop.Notifications",
    "org.buddiesofbudgie.budgie.Dispatcher",
)
_GNOME_SETTING = "/org/gnome/desktop/notifications/show-banners"
_CINNAMON_SETTING = "/org/cinnamon/desktop/notifications/display-notifications"
_MATE_SETTING = "/org/mate/notification-daemon/do-not-disturb"
_DCONF = "ca.desrt.dconf.Writer"


def open_do_not_disturb(session: Bus | None, wake: Wake) -> Sense:
    if session is None:
        raise SensorError(_("there is no session bus"))
    unknown = _("nothing says whether you want to be left alone")
    sense = Witnesses("do_not_disturb", Condition.DO_NOT_DISTURB, unknown, wake)
    sense.ask(session, property_of(_PLASMA, "Inhibited"), property_of(_DUNST, "paused"), _xfce())
    sense.ask(session, _mako(), _swaync(), _budgie())
    for switch in _switches():
        sense.call(partial(KeptSwitch, session, switch))
    return sense


@value
class Switch:
    """One that is kept in a file, and whose program heeds it as long as it runs."""

    program: str
    is_quiet: Callable[[], bool]
    """Reads the file; raises SensorError."""
    setting: str = ""
    """Its name in dconf, which tells of changes; other files are read again whenever it matters."""


class KeptSwitch:
    """Whether the switch asks for silence, while its program is there."""

    def __init__(self, bus: Bus, switch: Switch, changed: Wake) -> None:
        self.says: Says = None
        self._switch = switch
        self._changed = changed
        self._line = BusLine(bus, switch.program, self._ask, self._set)
        if switch.setting:
            bus.on_signal(MatchRule(type="signal", interface=_DCONF, member="Notify"), self._look)
        self._line.open()

    def renew(self) -> None:
        if not self._switch.setting and isinstance(self.says, bool):
            self._read()

    def _ask(self) -> None:
        self._line.call(message_bus.GetNameOwner(self._switch.program), "s", self._heard)

    def _look(self, signal: Message) -> None:
        if not fits(signal, "sass"):
            return
        prefix, changes, _tag = signal.body
        if any(self._switch.setting.startswith(prefix + change) for change in changes):
            self._ask()

    def _heard(self, answer: Body | Silence) -> None:
        if isinstance(answer, Silence):
            self._set(answer)
        else:
            self._read()

    def _read(self) -> None:
        try:
            is_quiet = self._switch.is_quiet()
        except SensorError as error:
            self._set(Silence(str(error)))
        else:
            self._set(is_quiet)

    def _set(self, says: Said) -> None:
        self.says = says
        self._changed()


def _switches() -> tuple[Switch, ...]:
    config = _config()
    return (
        _in_dconf(config, "org.gnome.Shell", _GNOME_SETTING, quiet=False),
        _in_dconf(config, "org.Cinnamon", _CINNAMON_SETTING, quiet=False),
        _in_dconf(config, "org.mate.SettingsDaemon", _MATE_SETTING, quiet=True),
        Switch("org.lxqt.session", partial(_is_lxqt_quiet, config / "lxqt/notifications.conf")),
    )


def _config() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")


def _in_dconf(config: Path, program: str, setting: str, *, quiet: bool) -> Switch:
    """`quiet` is what the switch says of silence; never switched, all of them are loud."""
    file = config / "dconf" / "user"
    return Switch(program, lambda: _in_database(file, setting) is quiet, setting)


def _in_database(file: Path, setting: str) -> bool | None:
    database = _kept_in(file)
    try:
        return None if database is None else read_switch(database, setting)
    except ValueError as error:
        raise _unreadable(file, _("it is not a dconf database")) from error


def _is_lxqt_quiet(file: Path) -> bool:
    lines = (_kept_in(file) or b"").decode(errors="replace").splitlines()
    return "donotdisturb=true" in (line.replace(" ", "").casefold() for line in lines)


def _kept_in(file: Path) -> bytes | None:
    """None where nothing was ever set; raises SensorError."""
    try:
        return plain_bytes(file)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(file, error.strerror or str(error)) from error


def _unreadable(file: Path, why: str) -> SensorError:
    return SensorError(_("{file} cannot be read: {why}").format(file=file, why=why))


def _xfce() -> Question:
    changed = signal_of(_XFCONF, "PropertyChanged", *_XFCE_SETTING)
    removed = signal_of(_XFCONF, "PropertyRemoved", *_XFCE_SETTING)
    return Question(
        _XFCONF,
        "GetProperty",
        "ss",
        _XFCE_SETTING,
        news=(News(changed, lambda body: bool(body[2][1]), "ssv"), News(removed)),
        gives="v",
        read=lambda body: bool(body[0][1]),
        error_for_no="org.xfce.Xfconf.Error.PropertyNotFound",  # never switched yet
    )


def _mako() -> Question:
    """Older ones announce no change: they are asked again whenever it matters."""
    modes = _MakoModes(_config() / "mako" / "config")
    return Question(
        _MAKO,
        "ListModes",
        news=(News(properties_changed(_MAKO)),),
        gives="as",
        read=lambda body: modes.are_quiet(frozenset(body[0])),
        is_silent=True,
    )


class _MakoModes:
    """Which of mako's modes are quiet: by their names, or since they show nothing.

    Its settings are read only for a mode that is on, and again only once they are others.
    """

    def __init__(self, settings: Path) -> None:
        self._settings = settings
        self._stamp: object = None
        self._invisible: frozenset[str] = frozenset()

    def are_quiet(self, modes: frozenset[str]) -> bool:
        names = {re.sub(r"[\W_]", "", mode).casefold() for mode in modes}
        if not names.isdisjoint(_QUIET_MODES):
            return True
        chosen = modes - {_USUAL_MODE}
        return bool(chosen) and not self._invisible_now().isdisjoint(chosen)

    def _invisible_now(self) -> frozenset[str]:
        """None where the file does not read: then a mode is known by its name alone."""
        try:
            status = self._settings.stat()
            stamp = status.st_ino, status.st_size, status.st_mtime_ns
            if stamp != self._stamp:
                self._invisible = _invisible_in(plain_bytes(self._settings))
                self._stamp = stamp
        except OSError:
            return frozenset()
        return self._invisible


def _invisible_in(settings: bytes) -> frozenset[str]:
    invisible, mode = set(), ""
    for line in map(str.strip, settings.decode(errors="replace").splitlines()):
        if line.startswith("["):
            alone = re.fullmatch(_MODE_ALONE, line)
            mode = "" if alone is None else alone[1] or alone[2]
        elif mode and line.replace(" ", "") in {"invisible=1", "invisible=true"}:
            invisible.add(mode)
    return frozenset(invisible)


def _swaync() -> Question:
    """Its signals carry how many notices there are, and then whether it is quiet."""
    return Question(
        _SWAYNC,
        "GetDnd",
        news=tuple(
            News(signal_of(_SWAYNC, member), lambda body: bool(body[1]), "ub")
            for member in ("Subscribe", "SubscribeV2")
        ),
    )


def _budgie() -> Question:
    changed = News(signal_of(_BUDGIE, "DoNotDisturbChanged"), lambda body: bool(body[0]))
    return Question(_BUDGIE, "GetDoNotDisturb", news=(changed,))
