"""Which face deskbreak has here: tray and notifications, a terminal, or none at all."""

import logging
import sys
import threading
from collections.abc import Callable, Mapping
from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING, Protocol

from deskbreak.core.effects import Effect, EndGuide
from deskbreak.core.in_a_list import in_a_row
from deskbreak.core.policy import Insist, Settings
from deskbreak.core.state import Rules
from deskbreak.core.view import View
from deskbreak.daemon.actions import UserActions
from deskbreak.daemon.guard import Guard
from deskbreak.itself import typed_here
from deskbreak.wires.screens import has_display, has_x

if TYPE_CHECKING:
    from deskbreak.surfaces.guide_window import GuideWindow
    from deskbreak.surfaces.insistence import Insistence
    from deskbreak.surfaces.popup_menu import PopupMenu
    from deskbreak.surfaces.sni import Icon
    from deskbreak.surfaces.tray import Tray, TrayContent
    from deskbreak.surfaces.tray_older import Embed, Embedded
    from deskbreak.wires.dbus import Bus

_LOG = logging.getLogger(__name__)

OpenMenu = Callable[[], object]
"""Shows the menu, for panels that draw none."""

MenuOpens = Callable[[], object]
"""Hears that a panel is about to open the menu that it draws."""

IsGuided = Callable[[], bool]
"""Whether something else guides what is running, and asks how it was."""


class Front(Protocol):
    """Everything the user sees; `run` is for the main thread, the rest for the loop's."""

    def show(self, seen: View, rules: Rules) -> None: ...

    def perform(self, effect: Effect, rules: Rules) -> None: ...

    def tell(self, title: str, body: str) -> None: ...

    def welcome(self, title: str, body: str) -> None:
        """The very first words, with a way to try a stretch at once."""
        ...

    def sum_up(self, title: str, body: str) -> None:
        """What a week came to, with a way to have no more of these."""
        ...

    def introduce(self) -> None:
        """Say in the terminal where it was started where it is now, and how to stop it."""
        ...

    def description(self) -> Mapping[str, object]:
        """Which surfaces are in use, and why others are not."""
        ...

    def run(self) -> None: ...

    def stop(self) -> None: ...


def choose_front(
    environment: Mapping[str, str],
    actions: UserActions,
    session: "Bus | None",
    guard: Guard,
    *,
    has_terminal: bool,
    settings: Settings,
    icon: "Icon | None" = None,
    is_guided: IsGuided = lambda: False,
) -> Front:
    """Tray where there is a desktop, else the terminal, else nothing but log and command line.

    Windows and macOS are always a desktop. On Linux the tray receives from the session bus, and an X
    server is a desktop without a bus, too: windows, toasts and older trays need none. `settings` are
    for what is said before anything is shown; `icon` is shown on the session bus already.
    `is_guided`: breaks are guided on a page, whose business that is.
    """
    on_the_desktop = partial(
        _OnTheDesktop, environment, actions, guard, settings=settings, is_guided_elsewhere=is_guided
    )
    if sys.platform != "linux":
        actions.looks_at_login()
        return on_the_desktop(None, _native_tray)
    is_desktop = has_display(environment)
    if session is not None and is_desktop:
        return on_the_desktop(session, partial(_linux_tray, environment, session, guard, icon))
    if is_desktop and session is None and has_x(environment):
        _LOG.warning("There is no session bus: no panel of today's kind, no notification server")
        return on_the_desktop(None, partial(_older_tray, environment))
    if is_desktop:
        _LOG.warning("There is no session bus and no X server: no tray, no notification")
    if session is not None:
        session.start()
    if not has_terminal:
        return _Headless()
    from deskbreak.surfaces.terminal import Terminal  # noqa: PLC0415  (only where shown)

    return Terminal(actions)


class _OnTheDesktop:
    """A tray icon with its menu, the notification, and the window that guides a break.

    Where one of them fails, the others go on: the notification guides without a window, and tells
    of an icon that is not to be had.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        actions: UserActions,
        guard: Guard,
        bus: "Bus | None",
        tray: "Callable[[OpenMenu, MenuOpens], Tray]",
        *,
        settings: Settings,
        is_guided_elsewhere: IsGuided,
    ) -> None:
        from deskbreak.surfaces.notified import Notified  # noqa: PLC0415  (only where shown)
        from deskbreak.surfaces.notifier import choose_notifier  # noqa: PLC0415  (likewise)

        self._environment = environment
        self._actions = actions
        self._guard = guard
        self._is_guided_elsewhere = is_guided_elsewhere
        self._tray = tray(self._menu_wanted, self._menu_opens)
        self._content: Callable[[], TrayContent] | None = None
        self._settings = settings
        self._popup: PopupMenu | None = None
        self._guide: GuideWindow | None = None
        self._insistence: Insistence | None = None
        proven: set[str] = set()
        self._notified = Notified(
            lambda answered, closed: choose_notifier(bus, answered, closed, proven),
            actions.say,
            actions.change,
            actions.open_page,
            actions.show_help_signs,
            lambda: self._settings,
        )

    def show(self, seen: View, rules: Rules) -> None:
        from deskbreak.surfaces.menu import tray_content  # noqa: PLC0415  (only where there is a tray)

        self._content = partial(tray_content, seen, rules.settings, self._actions)
        self._settings = rules.settings
        self._guard.keep_trying(_("tray"), partial(self._tray.show, self._content()))
        if seen.running is not None and self._is_guided_elsewhere():
            self._leave_the_guide()
            return
        is_guided = partial(self._is_guided, seen, rules)
        may_be = seen.running is not None or self._guide is not None
        if not (may_be and self._guard.keep_trying(_("window of the guide"), is_guided)):
            self._notified.show(seen)

    def _is_guided(self, seen: View, rules: Rules) -> bool:
        """Whether a window guides the break; what windows need is loaded for the first one."""
        if self._guide is None:
            from deskbreak.surfaces.guide_window import GuideWindow  # noqa: PLC0415  (as told)

            self._guide = GuideWindow(
                self._environment,
                lambda answer: self._actions.say(answer, None),
                self._actions.wish,
                self._actions.look_again,
            )
        return self._guide.guides(seen, rules.settings)

    def _leave_the_guide(self) -> None:
        """To whatever else guides what is running."""
        if self._guide is not None:
            self._guide.close()
        self._notified.leave_guide()

    def perform(self, effect: Effect, rules: Rules) -> None:
        self._settings = rules.settings
        may_insist = rules.settings.notifications.insist is not Insist.NEVER
        if may_insist or self._insistence is not None:
            self._guard.attempt(_("insisting window"), partial(self._insist, effect, rules))
        match effect, self._guide:
            case EndGuide(), _ if self._is_guided_elsewhere():
                return
            case EndGuide(), window if window is not None and window.asks(effect):
                self._notified.close_guide()
            case _:  # whatever else there is to say, the notification says
                self._notified.perform(effect, rules)

    def _insist(self, effect: Effect, rules: Rules) -> None:
        """Loaded only for who asked for it."""
        if self._insistence is None:
            from deskbreak.surfaces.insistence import Insistence  # noqa: PLC0415  (as told)

            self._insistence = Insistence(self._environment, self._actions.say)
        self._insistence.perform(effect, rules)

    def tell(self, title: str, body: str) -> None:
        self._notified.tell(title, body)

    def welcome(self, title: str, body: str) -> None:
        where = _(
            "Click the icon in the tray to say so; where there is no icon, start deskbreak once more."
        )
        self._notified.welcome(title, in_a_row((body, where)))

    def sum_up(self, title: str, body: str) -> None:
        self._notified.sum_up(title, body)

    def introduce(self) -> None:
        where = _("deskbreak is in the tray, and proposes a stretch when one is due.")
        how = _("To stop it: Quit in its menu, or Ctrl+C here.")
        sys.stdout.write(f"{where}\n{how}\n")
        sys.stdout.flush()

    def description(self) -> Mapping[str, object]:
        return {
            "tray": self._tray.in_use(),
            "notifications": self._notified.in_use(),
            "not_notifications": list(self._notified.not_in_use()),
            "guide": self._trouble_with_guide() or "window",
        }

    def _trouble_with_guide(self) -> str | None:
        """Known before the first one is tried, or as the last one told."""
        from deskbreak.surfaces.tkinter_here import window_obstacle  # noqa: PLC0415  (as for the guide)

        trouble = None if self._guide is None else self._guide.trouble
        return window_obstacle(self._environment) or trouble

    def _menu_opens(self) -> None:
        """In the tray's thread: what only who opens the menu wants to know is looked at now."""
        self._guard.attempt(_("menu"), self._look_once_more)

    def _look_once_more(self) -> None:
        if self._content is not None and self._actions.looks_at_login():
            self._tray.show(self._content())

    def _menu_wanted(self) -> None:
        """In the tray's thread."""
        self._guard.attempt(_("menu"), self._pop_up)

    def _pop_up(self) -> None:
        """Loaded only where a panel draws no menus."""
        if self._content is None:
            return
        if self._popup is None:
            from deskbreak.surfaces.popup_menu import PopupMenu  # noqa: PLC0415  (as told)

            today = partial(self._actions.open_page, "today")
            self._popup = PopupMenu(self._environment, today)
        self._actions.looks_at_login()
        self._popup.open(self._content(), self._settings.windows.theme.value)

    def run(self) -> None:
        self._tray.run()

    def stop(self) -> None:
        try:
            for window in (self._guide, self._insistence, self._popup):
                if window is not None:
                    window.close()
            self._notified.close()
        finally:  # the main thread waits for it
            self._tray.stop()


def _native_tray(_open_menu: OpenMenu, _menu_opens: MenuOpens) -> "Tray":
    """That of Windows or macOS, whose menu is always the system's own, and opens unheard."""
    if sys.platform == "win32":
        from deskbreak.surfaces.tray_windows import windows_tray  # noqa: PLC0415  (as below)

        return windows_tray()
    from deskbreak.surfaces.tray_macos import macos_tray  # noqa: PLC0415  (each on its own system)

    return macos_tray()


def _linux_tray(
    environment: Mapping[str, str],
    bus: "Bus",
    guard: Guard,
    icon: "Icon | None",
    open_menu: OpenMenu,
    menu_opens: MenuOpens,
) -> "Tray":
    from deskbreak.surfaces.tray_linux import LinuxTray  # noqa: PLC0415  (as above)

    return LinuxTray(
        bus,
        open_menu,
        _embedding(environment, open_menu),
        environment=environment,
        attempt=partial(guard.keep_trying, _("tray icon")),
        icon=icon,
        menu_opens=menu_opens,
    )


def _older_tray(
    environment: Mapping[str, str], open_menu: OpenMenu, _menu_opens: MenuOpens
) -> "Tray":
    from deskbreak.surfaces.tray_older import OlderTray  # noqa: PLC0415  (as above)

    return OlderTray(_embedding(environment, open_menu))


def _embedding(environment: Mapping[str, str], open_menu: OpenMenu) -> "Embed | None":
    """Only X servers have older trays, and nobody sees one of XWayland's."""
    if not environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        return None

    def embed(click: Callable[[], bool]) -> "Embedded":
        from deskbreak.surfaces.xembed import XEmbedIcon  # noqa: PLC0415  (only where wanted)

        return XEmbedIcon(environment, lambda: click() or open_menu(), open_menu)

    return embed


class _Headless:
    """Nobody to show anything to: the log tells, and the command line answers."""

    def __init__(self) -> None:
        self._over = threading.Event()

    def show(self, seen: View, rules: Rules) -> None:
        """Nothing to see."""

    def perform(self, effect: Effect, rules: Rules) -> None:
        """The loop has logged it already."""

    def tell(self, title: str, body: str) -> None:
        _LOG.info("%s: %s", title, body)

    def welcome(self, title: str, body: str) -> None:
        text = _("Set up: {setup}. Try one now: {start}")
        setup, start = typed_here("deskbreak setup"), typed_here("deskbreak start")
        _LOG.info("%s. %s %s", title, body, text.format(setup=setup, start=start))

    def sum_up(self, title: str, body: str) -> None:
        self.tell(title, body)

    def introduce(self) -> None:
        """Nobody started it in a terminal: then that would be its front."""

    def description(self) -> Mapping[str, object]:
        return {"front": "none: no display and no terminal; use the command line"}

    def run(self) -> None:
        self._over.wait()

    def stop(self) -> None:
        self._over.set()
