"""A pystray icon for Linux: a StatusNotifierItem, which the panels of today show.

pystray's own backends need GTK's bindings, which pip cannot build, or fall back to an icon that
takes no click. This one speaks to the panel over the session bus and loads no toolkit.
"""

import logging
import os
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    new_method_call,
    new_signal,
)
from jeepney import Properties as PropertyCalls

from deskbreak.surfaces import dbusmenu
from deskbreak.surfaces.dbusmenu import DBusMenu
from deskbreak.surfaces.pystray_model import BaseIcon, Menu, MenuItem
from deskbreak.wires.dbus import Bus, BusError
from deskbreak.wires.dbus_messages import is_error, owner_changes
from deskbreak.wires.dbus_object import DBusObject, Properties

if TYPE_CHECKING:
    from deskbreak.surfaces.icons import Picture

_ITEM = "org.kde.StatusNotifierItem"
_ITEM_PATH = "/StatusNotifierItem"
_MENU_PATH = "/MenuBar"
_WATCHER = DBusAddress(
    "/StatusNotifierWatcher",
    bus_name="org.kde.StatusNotifierWatcher",
    interface="org.kde.StatusNotifierWatcher",
)
_DESCRIPTION = """{properties}
<method name="Activate"><arg type="i" direction="in"/><arg type="i" direction="in"/></method>
<method name="SecondaryActivate"><arg type="i" direction="in"/>
<arg type="i" direction="in"/></method>
<method name="ContextMenu"><arg type="i" direction="in"/><arg type="i" direction="in"/></method>
<method name="Scroll"><arg type="i" direction="in"/><arg type="s" direction="in"/></method>
<method name="ProvideXdgActivationToken"><arg type="s" direction="in"/></method>
<signal name="NewIcon"/><signal name="NewToolTip"/>
<signal name="NewStatus"><arg type="s"/></signal>"""

_LOG = logging.getLogger(__name__)
_numbers = count(1)  # of the icons of this process, as their names on the bus must differ


def has_host(bus: Bus, within: timedelta = timedelta(seconds=2)) -> bool:
    """Whether a panel shows such icons now; at login it may begin to a little later."""
    try:
        ((_, registered),) = bus.ask(
            PropertyCalls(_WATCHER).get("IsStatusNotifierHostRegistered"), within, "v"
        )
    except BusError as error:
        _LOG.debug("no panel shows tray icons: %s", error)
        return False
    return bool(registered)


class Icon(BaseIcon):  # type: ignore[misc]  # pystray is untyped
    """pystray's icon, shown by way of the bus; its `icon` is a `Picture`, not Pillow's image.

    `run` receives for the whole `bus` until `stop`. Actions run in that thread. Whoever has the
    icon sets `open_menu`, for panels that draw no menus themselves, `menu_opens`, which is called as
    a panel is about to open the one it draws, and `taken`, each time that a panel takes the icon.
    pystray's title is what the pointer reads: a panel sorts and labels its icons by the `Title` of
    the bus, so that one is the name and stays.
    """

    HAS_NOTIFICATION = False

    def __init__(self, bus: Bus, name: str) -> None:
        super().__init__(name)
        self.bus = bus
        self.open_menu: Callable[[], object] = lambda: None
        self.menu_opens: Callable[[], object] = lambda: None
        self.taken: Callable[[], object] = lambda: None
        self._address = f"{_ITEM}-{os.getpid()}-{next(_numbers)}"
        self._registration = _Registration(bus, self._address, self._is_taken)
        self._dbusmenu = DBusMenu(
            bus, _MENU_PATH, self._click, self._emit_from_menu, self._menu_opens
        )
        methods = {
            "Activate": self._activate,
            "ContextMenu": self._ask_for_menu,
            "SecondaryActivate": bus.reply,
            "Scroll": bus.reply,
            "ProvideXdgActivationToken": bus.reply,
        }
        served = DBusObject(bus, _ITEM, _DESCRIPTION, self._properties, methods)
        bus.serve(_ITEM_PATH, served.answer)
        bus.request_name(self._address)

    def __del__(self) -> None:
        """Send nothing: pystray's would, from the garbage collector, in whatever thread it runs."""

    @property
    def is_registered(self) -> bool:
        """Whether a panel has taken the icon."""
        return self._registration.is_accepted

    def _run(self) -> None:
        self._mark_ready()
        self.bus.run()

    def _stop(self) -> None:
        self.bus.stop()

    def _show(self) -> None:
        self._emit("NewStatus", "s", ("Active",))
        self._registration.begin()

    def _hide(self) -> None:
        self._emit("NewStatus", "s", ("Passive",))

    def _update_icon(self) -> None:
        self._icon_valid = True
        self._emit("NewIcon")

    def _update_title(self) -> None:
        self._emit("NewToolTip")

    def _update_menu(self) -> None:
        self._dbusmenu.show(self.menu)

    def _emit(self, name: str, signature: str | None = None, body: tuple[Any, ...] = ()) -> None:
        self._emit_from(DBusAddress(_ITEM_PATH, interface=_ITEM), name, signature, body)

    def _emit_from_menu(self, name: str, signature: str, body: tuple[Any, ...]) -> None:
        address = DBusAddress(_MENU_PATH, interface=dbusmenu.INTERFACE)
        self._emit_from(address, name, signature, body)

    def _emit_from(
        self, address: DBusAddress, name: str, signature: str | None, body: tuple[Any, ...]
    ) -> None:
        """Nothing before the registration: the panel reads all there is after it."""
        if self._registration.has_begun:
            self.bus.send(new_signal(address, name, signature, body))

    def _activate(self, call: Message) -> None:
        """The left click. The reply comes first: a panel waiting for a slow action freezes."""
        self.bus.reply(call)
        if _has_default(self.menu):
            self()
        else:
            self.open_menu()

    def _ask_for_menu(self, call: Message) -> None:
        """The right click, of a panel that draws no menus (swaybar)."""
        self.bus.reply(call)
        self.open_menu()

    def _is_taken(self) -> None:
        self.taken()

    def _menu_opens(self) -> None:
        self.menu_opens()

    def _click(self, item: MenuItem) -> None:
        self._handler(item)()

    def _properties(self) -> Properties:
        picture: Picture | None = self.icon
        pixmaps = [(each.size, each.size, each.argb) for each in picture.pixmaps] if picture else []
        menu: Menu | None = self.menu
        return {
            "Category": ("s", "ApplicationStatus"),
            "Id": ("s", self.name),
            "Title": ("s", self.name),
            "Status": ("s", "Active" if self.visible else "Passive"),
            "WindowId": ("i", 0),
            "IconName": ("s", ""),
            "IconThemePath": ("s", ""),
            "IconPixmap": ("a(iiay)", pixmaps),
            "OverlayIconName": ("s", ""),
            "OverlayIconPixmap": ("a(iiay)", []),
            "AttentionIconName": ("s", ""),
            "AttentionIconPixmap": ("a(iiay)", []),
            "AttentionMovieName": ("s", ""),
            "ToolTip": ("(sa(iiay)ss)", ("", [], self.title, "")),
            "ItemIsMenu": ("b", not _has_default(menu)),
            "Menu": ("o", _MENU_PATH),
        }


def _has_default(menu: Menu | None) -> bool:
    return any(item.default for item in menu or ())


class _Registration:
    """Tells each watcher of the icon once: the second time, GNOME's extension drops it.

    All but `begin` happens in the bus's thread.
    """

    def __init__(self, bus: Bus, address: str, taken: Callable[[], object]) -> None:
        self._bus = bus
        self._address = address
        self._taken = taken
        self._wanted = False
        self._asking = False
        self._newcomer: str | None = None  # a watcher that came while we were asking
        self._watcher: str | None = None
        self.has_begun = False

    @property
    def is_accepted(self) -> bool:
        return self._watcher is not None

    def begin(self) -> None:
        """Register now, with each watcher that comes later, and after each reconnection."""
        if self._wanted:
            return
        self._wanted = True
        self._bus.on_signal(owner_changes(_WATCHER.bus_name), self._watcher_changed)
        self._bus.on_connect(self._register)

    def _register(self) -> None:
        self.has_begun = self._asking = True
        self._watcher = None
        register = new_method_call(_WATCHER, "RegisterStatusNotifierItem", "s", (self._address,))
        self._bus.call(register, self._answered)

    def _answered(self, reply: Message | None) -> None:
        self._asking = False
        newcomer, self._newcomer = self._newcomer, None
        if reply is not None and not is_error(reply):
            self._watcher = reply.header.fields.get(HeaderFields.sender)
        else:
            _LOG.info("no panel takes the tray icon yet")
        if newcomer is not None and newcomer != self._watcher:
            self._register()
        elif self.is_accepted:
            self._taken()

    def _watcher_changed(self, signal: Message) -> None:
        _, _, owner = signal.body
        if not owner:
            self._watcher = None
        elif self._asking:
            self._newcomer = owner
        elif self.has_begun and owner != self._watcher:
            self._register()
