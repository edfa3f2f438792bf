"""Whether the screen is locked or another user has their turn: logind and the screen savers.

A locker that logind asks to lock (`Lock`) should then set the session's LockedHint. Some, swaylock
and i3lock among them, tell nobody anything, not even that they have ended. So an announced lock
lasts until the hint or an `Unlock` ends it, or the next input: whoever types is there again. And
that logind knows of no lock is no sign that there is none.
"""

import os
from datetime import timedelta
from functools import partial
from gettext import gettext as _

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, new_method_call

from deskbreak.core.events import Condition
from deskbreak.errors import SensorError
from deskbreak.sensors.bus_watch import News, Question, Said, Says, Watch, Witnesses
from deskbreak.sensors.lock_silent import SilentLocker, SilentLocks
from deskbreak.sensors.sense import Wake
from deskbreak.wires.dbus import Bus
from deskbreak.wires.dbus_line import Body, BusLine, Silence
from deskbreak.wires.dbus_messages import fits, properties_of, signal_of
from deskbreak.wires.logind import LOGIND

_SESSION = "org.freedesktop.login1.Session"
_SESSIONS = "/org/freedesktop/login1/session"
_SCREEN_SAVERS = (
    DBusAddress("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver"),  # and KDE's
    DBusAddress("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver"),
    DBusAddress("/org/cinnamon/ScreenSaver", "org.cinnamon.ScreenSaver"),
    DBusAddress("/org/mate/ScreenSaver", "org.mate.ScreenSaver"),
    DBusAddress("/org/xfce/ScreenSaver", "org.xfce.ScreenSaver"),
)


class LockSense:
    """Locked, as soon as one of all who may know says so.

    `session_id` is XDG_SESSION_ID, for where logind does not know the session of our process;
    `silent` asks the lockers that announce nothing.
    """

    name = "lock"
    tells = frozenset({Condition.LOCKED})

    def __init__(
        self,
        session: Bus | None,
        system: Bus | None,
        wake: Wake,
        session_id: str = "",
        silent: tuple[SilentLocker, ...] = (),
    ) -> None:
        if session is None and system is None and not silent:
            raise SensorError(_("there is neither a session bus nor a system bus"))
        self._silent = SilentLocks(silent, wake)
        self._savers: list[Watch] = []
        unknown = _("nothing says whether the screen is locked")
        self._witnesses = Witnesses(self.name, Condition.LOCKED, unknown, wake)
        self._login: LoginSession | None = None
        if system is not None:
            self._witnesses.call(partial(self._log_in, system, session_id))
        if session is not None:
            for saver in _SCREEN_SAVERS:
                self._witnesses.call(partial(self._ask_saver, session, saver))

    def on(self) -> frozenset[Condition]:
        says = self._looked()
        if says is True:
            return self.tells
        try:
            return self._witnesses.on()
        except SensorError:
            if says is False:
                return frozenset()
            raise

    @property
    def blind_spot(self) -> str:
        if any(isinstance(saver.says, bool) for saver in self._savers):
            return ""
        if isinstance(self._silent.says(), bool):
            return ""
        return _(
            "whether the screen is locked cannot be known: no screen locker here tells of itself"
        )

    def age(self) -> timedelta | None:
        """Of a lock that nobody has announced, where it can be known."""
        return self._silent.age()

    def touched(self) -> None:
        """There was input: the end of a lock that was only announced, and of no other."""
        if self._login is not None:
            self._login.touched()

    def close(self) -> None:
        self._witnesses.close()
        self._silent.close()

    def _looked(self) -> Said:
        """Nobody is asked who makes no difference: a saver on the bus is the session's locker."""
        if any(saver.says is False for saver in self._savers):
            return Silence("")
        return self._silent.look()

    def _ask_saver(self, bus: Bus, saver: DBusAddress, changed: Wake) -> Watch:
        self._savers.append(Watch(bus, _is_active(saver), changed))
        return self._savers[-1]

    def _log_in(self, system: Bus, session_id: str, changed: Wake) -> "LoginSession":
        self._login = LoginSession(system, session_id, changed)
        return self._login


class LoginSession:
    """Our session with logind, found anew whenever logind or a session comes or goes."""

    def __init__(self, bus: Bus, session_id: str, changed: Wake) -> None:
        self.says: Says = None
        self._changed = changed
        self._ways = _ways_to_find(session_id)
        self._path = ""
        self._is_announced = False
        self._is_shut = False
        self._line = BusLine(bus, LOGIND.bus_name, self._find, self._set)
        for member in ("SessionNew", "SessionRemoved"):
            bus.on_signal(signal_of(LOGIND, member), lambda _signal: self._find())
        bus.on_signal(_of_sessions(_SESSION, "Lock"), self._announce)
        bus.on_signal(_of_sessions(_SESSION, "Unlock"), self._revoke)
        bus.on_signal(_property_of_sessions(), self._look)
        self._line.open()

    def touched(self) -> None:
        if self._is_announced:
            self._is_announced = False
            self._set(self._is_shut)

    def renew(self) -> None:
        """What changes is announced."""

    def _find(self) -> None:
        self._try(self._ways, ())

    def _try(self, ways: tuple[Message, ...], refusals: tuple[str, ...]) -> None:
        if ways:
            self._line.call(ways[0], "o", partial(self._found, ways[1:], refusals))
        else:
            self._set(Silence("; ".join(dict.fromkeys(refusals))))

    def _found(
        self, ways: tuple[Message, ...], refusals: tuple[str, ...], answer: Body | Silence
    ) -> None:
        if isinstance(answer, Silence):
            self._try(ways, (*refusals, answer.why))
            return
        if answer[0] != self._path:
            self._path = answer[0]
            self._is_announced = False
        self._read()

    def _read(self) -> None:
        session = DBusAddress(self._path, LOGIND.bus_name, _SESSION)
        self._line.call(properties_of(session), "a{sv}", self._heard)

    def _heard(self, answer: Body | Silence) -> None:
        if isinstance(answer, Silence):
            self._set(answer)
            return
        properties = {name: value for name, (_signature, value) in answer[0].items()}
        is_hinted, has_turn = properties.get("LockedHint", False), properties.get("Active", True)
        self._is_shut = bool(is_hinted or not has_turn)
        self._set(self._is_shut or self._is_announced)

    def _announce(self, signal: Message) -> None:
        if _path_of(signal) == self._path:
            self._is_announced = True
            self._set(says=True)

    def _revoke(self, signal: Message) -> None:
        if _path_of(signal) == self._path:
            self._is_announced = False
            self._read()

    def _look(self, signal: Message) -> None:
        if _path_of(signal) != self._path or not fits(signal, "sa{sv}as"):
            return
        _interface, changed, invalidated = signal.body
        if "LockedHint" in changed or "LockedHint" in invalidated:
            self._is_announced = False  # its locker does keep the hint
        self._read()

    def _set(self, says: Said) -> None:
        self.says = says
        self._changed()


def _ways_to_find(session_id: str) -> tuple[Message, ...]:
    """As the session of our process, by the environment's word, else as the user's own on screen."""
    ids = [session_id, "auto"] if session_id else ["auto"]
    return (
        new_method_call(LOGIND, "GetSessionByPID", "u", (os.getpid(),)),
        *(new_method_call(LOGIND, "GetSession", "s", (wanted,)) for wanted in ids),
    )


def _is_active(address: DBusAddress) -> Question:
    saver = DBusAddress(address.object_path, address.bus_name, interface=address.bus_name)
    changed = News(signal_of(saver, "ActiveChanged"), lambda body: bool(body[0]))
    return Question(saver, "GetActive", news=(changed,))


def _of_sessions(interface: str, member: str) -> MatchRule:
    """Of every session, because rules stay and ours may become another."""
    return MatchRule(
        type="signal",
        sender=LOGIND.bus_name,
        path_namespace=_SESSIONS,
        interface=interface,
        member=member,
    )


def _property_of_sessions() -> MatchRule:
    rule = _of_sessions("org.freedesktop.DBus.Properties", "PropertiesChanged")
    rule.add_arg_condition(0, _SESSION)
    return rule


def _path_of(signal: Message) -> str:
    return str(signal.header.fields[HeaderFields.path])
