"""The tray icon on Linux: in today's panels over the bus, else in a tray of the older kind."""

import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from types import MappingProxyType

from deskbreak.surfaces import sni
from deskbreak.surfaces.icons import Scheme, tray_picture
from deskbreak.surfaces.panel import PanelSense
from deskbreak.surfaces.tray import TRAY_NAME, TrayContent, click_on, menu_of
from deskbreak.surfaces.tray_older import Embed, Embedded
from deskbreak.wires.dbus import Bus


class LinuxTray:
    """Appears with the first content, as soon as it runs and a panel takes it.

    `open_menu` is called, in the tray's thread, where the panel itself shows no menu. Where no
    panel takes the icon within `patience`, it goes into a tray of the older kind, if `embed` makes
    one; and back, once a panel takes it. `menu_opens` is called as a panel is about to open the
    menu. What may fail is done by way of `attempt`: without its picture the icon still has a menu.
    It goes on with `icon` where one is shown already.
    """

    def __init__(
        self,
        bus: Bus,
        open_menu: Callable[[], object],
        embed: Embed | None = None,
        patience: timedelta = timedelta(seconds=10),
        environment: Mapping[str, str] = MappingProxyType({}),
        attempt: Callable[[Callable[[], None]], object] = lambda do: do(),
        icon: sni.Icon | None = None,
        menu_opens: Callable[[], object] = lambda: None,
    ) -> None:
        self._bus = bus
        self._icon = icon or sni.Icon(bus, TRAY_NAME)
        self._icon.open_menu = open_menu
        self._icon.menu_opens = menu_opens
        self._icon.taken = self._leave_older_tray
        self._content: TrayContent | None = None
        self._drawn: tuple[str, Scheme] | None = None
        self._panel = PanelSense(bus, environment, self._draw_anew)
        self._attempt = attempt
        self._running = False
        self._embed = embed
        self._embedded: Embedded | None = None
        self._has_waited = False
        self._patience = threading.Timer(patience.total_seconds(), self._waited)
        self._patience.daemon = True
        self._showing = threading.Lock()  # pystray's icon has none

    @property
    def is_taken(self) -> bool:
        """Whether a panel or a tray has the icon; else there is nothing to see."""
        return self._icon.is_registered or self.is_embedded

    @property
    def is_embedded(self) -> bool:
        """Whether it is in a tray of the older kind."""
        return self._embedded is not None and self._embedded.is_docked

    def show(self, content: TrayContent) -> None:
        """Bring the icon to this content; only what differs is sent. For any thread."""
        with self._showing:
            # first: a panel that looks again because of the others reads what a left click does
            self._icon.menu = menu_of(content.menu)
            self._draw(content)
            self._icon.title = content.tooltip
            self._content = content
            self._appear()

    def in_use(self) -> str:
        if self.is_embedded:
            return "XEmbed"
        return "StatusNotifierItem" if self.is_taken else "no panel has taken the icon"

    def run(self) -> None:
        """Serve the icon, and the bus, until `stop`. Blocks; for the main thread."""
        self._icon.run(self._begin)

    def stop(self) -> None:
        """Take the icon away and let `run` return. For any thread and for signal handlers."""
        self._patience.cancel()
        if self._embedded is not None:
            self._embedded.hide()
        self._bus.stop()

    def _draw(self, content: TrayContent) -> None:
        self._attempt(partial(self._draw_and_place, content))

    def _draw_and_place(self, content: TrayContent) -> None:
        """Anew only where it is another picture than before."""
        wanted = content.icon, self._panel.scheme(content.panel)
        if wanted != self._drawn:
            self._drawn = None  # until it is there: what stands is the picture of another state
            self._icon.icon = tray_picture(*wanted)
            self._drawn = wanted
        self._choose_tray(content)

    def _draw_anew(self) -> None:
        """The panel is another one by now."""
        with self._showing:
            if self._content is not None:
                self._draw(self._content)

    def _begin(self, _: object) -> None:
        with self._showing:
            self._running = True
            self._appear()
        if self._embed is not None:
            self._patience.start()

    def _waited(self) -> None:
        with self._showing:
            self._has_waited = True
            if self._content is not None:
                self._draw(self._content)

    def _choose_tray(self, content: TrayContent) -> None:
        """A panel of today's kind if one has the icon, else one of the older."""
        if self._icon.is_registered:
            self._leave_older_tray()
            return
        if self._embed is None or not self._has_waited:
            return
        if self._embedded is None:
            self._embedded = self._embed(self._clicked)
        self._embedded.show(
            tray_picture(content.icon, self._panel.scheme(content.panel)), content.tooltip
        )

    def _leave_older_tray(self) -> None:
        """At once: the panel that has taken the icon may be that tray itself (MATE's is both)."""
        if self._embedded is not None:
            self._embedded.hide()

    def _clicked(self) -> bool:
        """As a left click on the icon in a panel."""
        return self._content is None or click_on(self._content)

    def _appear(self) -> None:
        if self._running and self._content is not None:
            self._icon.visible = True
