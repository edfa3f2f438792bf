"""Whether the panel is light or dark, as far as the desktop tells.

The desktop's portal tells whether dark is preferred, and when that changes. A panel need not follow
it: where it is known not to, or nothing is known, the icon is one that can be seen on both.
"""

import logging
from collections.abc import Callable, Mapping

from jeepney import DBusAddress, Message, MessageFlag, new_method_call

from deskbreak.core.policy import Panel
from deskbreak.surfaces.icons import Scheme, scheme_for
from deskbreak.wires.dbus import Bus
from deskbreak.wires.dbus_messages import fits, is_error, signal_of

_LOG = logging.getLogger(__name__)
_PORTAL = DBusAddress(
    "/org/freedesktop/portal/desktop",
    "org.freedesktop.portal.Desktop",
    "org.freedesktop.portal.Settings",
)
_APPEARANCE, _SCHEME = "org.freedesktop.appearance", "color-scheme"
_PREFERS_DARK, _PREFERS_LIGHT = 1, 2
_ALWAYS_DARK = frozenset({"GNOME"})
_FOLLOWS = frozenset({"KDE", "LXQt", "Cinnamon", "X-Cinnamon"})
"""By their names in XDG_CURRENT_DESKTOP: whose bar is dark anyway, and whose is as light as the rest."""


class PanelSense:
    """`changed` is called, in the bus's thread, when another set of pictures fits."""

    def __init__(
        self, bus: Bus, environment: Mapping[str, str], changed: Callable[[], object]
    ) -> None:
        self._bus = bus
        self._desktops = frozenset(environment.get("XDG_CURRENT_DESKTOP", "").split(":"))
        self._changed = changed
        self._preferred = 0
        bus.on_signal(signal_of(_PORTAL, "SettingChanged"), self._hear)
        bus.on_connect(self._ask)

    def scheme(self, panel: Panel) -> Scheme:
        """The set of pictures that fits; for any thread."""
        return scheme_for(panel, self._of_the_desktop())

    def _of_the_desktop(self) -> Scheme:
        if self._preferred == _PREFERS_DARK or self._desktops & _ALWAYS_DARK:
            return Scheme.DARK
        if self._preferred == _PREFERS_LIGHT and self._desktops & _FOLLOWS:
            return Scheme.LIGHT
        return Scheme.ANY

    def _ask(self) -> None:
        """Never starts a portal: where none runs, nobody has set anything there."""
        question = new_method_call(_PORTAL, "Read", "ss", (_APPEARANCE, _SCHEME))
        question.header.flags |= MessageFlag.no_auto_start
        self._bus.call(question, self._answered)

    def _answered(self, reply: Message | None) -> None:
        if reply is None or is_error(reply) or not fits(reply, "v"):
            _LOG.debug("nothing tells whether the desktop is light or dark")
            return
        self._learn(reply.body[0])

    def _hear(self, signal: Message) -> None:
        namespace, key, value = signal.body
        if (namespace, key) == (_APPEARANCE, _SCHEME):
            self._learn(value)

    def _learn(self, value: object) -> None:
        """`Read` wraps its answer into two variants, the signal into one."""
        while isinstance(value, tuple):
            _signature, value = value
        if isinstance(value, int) and value != self._preferred:
            self._preferred = value
            self._changed()
