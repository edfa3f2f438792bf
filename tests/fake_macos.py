"""Of macOS what a menu bar icon needs, played by ourselves: AppKit and its run loop.

pystray's own code runs on it. As on the real one, a call from another thread is a crash.
"""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from queue import SimpleQueue
from types import ModuleType, SimpleNamespace
from typing import Any, Self

_OURS = "deskbreak.surfaces.tray_macos"
_MODULES = (
    "pystray._darwin",
    _OURS,
    "AppKit",
    "Foundation",
    "objc",
    "PyObjCTools",
    "PyObjCTools.MachSignals",
    "PyObjCTools.AppHelper",
)


class Mac:
    """One machine, whose main thread is the one that runs the application."""

    def __init__(self) -> None:
        self.events: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        self.main: int | None = None
        self.crashes: list[str] = []
        self.item = StatusItem(self)
        self.policy: int | None = None
        self.in_front = "the editor"
        self.signals: dict[int, object] = {}
        self.is_removed = False
        self.style: str | None = None
        """`Dark`, or nothing."""

    def check(self, what: str) -> None:
        if self.main not in (None, threading.get_ident()):
            self.crashes.append(what)

    def click(self, *labels: str) -> None:
        """On a line of the menu, or of a menu in it."""
        menu, line = self.item.menu, None
        for label in labels:
            assert menu is not None
            line = next(each for each in menu.lines if each.title == label)
            menu = line.submenu
        assert line is not None
        chosen = line
        self.events.put(lambda: chosen.target.activate_menu_item(chosen))

    def labels(self) -> list[str]:
        assert self.item.menu is not None
        return [line.title for line in self.item.menu.lines]

    # what programs call of the application; AppKit names it so

    def run(self) -> None:
        self.main = threading.get_ident()
        while True:
            event = self.events.get()
            if event is None:
                return
            event()

    def stop_(self, _app: object) -> None:
        self.check("stop")

    def postEvent_atStart_(self, _event: object, _start: bool) -> None:
        self.events.put(None)

    def setActivationPolicy_(self, policy: int) -> None:
        self.policy = policy


class Editor:
    """Another program, in which the user types."""

    def __init__(self, mac: Mac) -> None:
        self._mac = mac

    def activateWithOptions_(self, _options: int) -> None:
        self._mac.in_front = "the editor"


class _Object:
    """What `alloc` and `init` make."""

    @classmethod
    def alloc(cls) -> Self:
        return cls()

    def init(self) -> Self:
        return self


class Picture(_Object):
    """An NSImage."""

    def initWithContentsOfFile_(self, path: str) -> Self | None:
        self.path = Path(path)
        self.is_template = False
        return self if self.path.is_file() else None

    def setSize_(self, size: tuple[float, float]) -> None:
        self.points = size

    def setTemplate_(self, on: bool) -> None:
        self.is_template = on


class Line(_Object):
    """An NSMenuItem."""

    title = ""
    submenu: "Menu | None" = None
    target: Any = None
    number = -1
    state = 0
    enabled = True

    @classmethod
    def separatorItem(cls) -> "Line":
        return cls()

    def initWithTitle_action_keyEquivalent_(self, title: str, _action: bytes, _key: str) -> Self:
        self.title = title
        return self

    def setSubmenu_(self, menu: "Menu") -> None:
        self.submenu = menu

    def setTarget_(self, target: object) -> None:
        self.target = target

    def setTag_(self, number: int) -> None:
        self.number = number

    def tag(self) -> int:
        return self.number

    def setState_(self, state: int) -> None:
        self.state = state

    def setEnabled_(self, on: bool) -> None:
        self.enabled = on

    def setAction_(self, _action: bytes) -> None:
        """It has one already."""

    def setAttributedTitle_(self, _title: object) -> None:
        """Bold: the default."""


class Menu(_Object):
    """An NSMenu."""

    def initWithTitle_(self, _title: str) -> Self:
        self.lines: list[Line] = []
        return self

    def setAutoenablesItems_(self, _on: bool) -> None:
        """What is enabled is said line by line."""

    def addItem_(self, line: Line) -> None:
        self.lines.append(line)


class StatusItem:
    """An NSStatusItem and its button in one."""

    def __init__(self, mac: Mac) -> None:
        self._mac = mac
        self.image: Picture | None = None
        self.tooltip = ""
        self.menu: Menu | None = None
        self.hidden = True

    def button(self) -> "StatusItem":
        return self

    def setTarget_(self, _target: object) -> None:
        """A click opens the menu anyway."""

    def setAction_(self, _action: bytes) -> None:
        """Likewise."""

    def setHidden_(self, on: bool) -> None:
        self._mac.check("setHidden_")
        self.hidden = on

    def setToolTip_(self, text: str) -> None:
        self._mac.check("setToolTip_")
        self.tooltip = text

    def setImage_(self, image: Picture) -> None:
        self._mac.check("setImage_")
        self.image = image

    def setMenu_(self, menu: Menu | None) -> None:
        self._mac.check("setMenu_")
        self.menu = menu


class _Anything:
    """Fonts and texts with attributes: nobody looks at them."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_given: _Anything()


@contextmanager
def on_macos(mac: Mac) -> Iterator[ModuleType]:
    """The tray of macOS, with pystray's own backend, on that machine."""
    had = {name: sys.modules.pop(name) for name in _MODULES if name in sys.modules}
    sys.modules |= _modules(mac)
    try:
        yield import_module(_OURS)
    finally:
        for name in _MODULES:
            sys.modules.pop(name, None)
        sys.modules |= had


def _modules(mac: Mac) -> dict[str, Any]:
    bar = SimpleNamespace(
        statusItemWithLength_=lambda _length: mac.item,
        thickness=lambda: 22,
        removeStatusItem_=lambda _item: setattr(mac, "is_removed", True),
    )
    appkit = SimpleNamespace(
        NSApplication=SimpleNamespace(sharedApplication=lambda: mac),
        NSWorkspace=SimpleNamespace(
            sharedWorkspace=lambda: SimpleNamespace(frontmostApplication=lambda: Editor(mac))
        ),
        NSStatusBar=SimpleNamespace(systemStatusBar=lambda: bar),
        NSVariableStatusItemLength=-1,
        NSMenu=Menu,
        NSMenuItem=Line,
        NSImage=Picture,
        NSOnState=1,
        NSOffState=0,
        NSFont=_Anything(),
        NSFontAttributeName="font",
        NSEvent=_Anything(),
        NSApplicationDefined=15,
        NSPoint=lambda x, y: (x, y),
    )
    helper = SimpleNamespace(callAfter=mac.events.put)
    signals = SimpleNamespace(signal=mac.signals.__setitem__, getsignal=mac.signals.get)
    return {
        "AppKit": appkit,
        "Foundation": SimpleNamespace(
            NSObject=_Object,
            NSAttributedString=_Anything(),
            NSDictionary=_Anything(),
            NSUserDefaults=SimpleNamespace(
                standardUserDefaults=lambda: SimpleNamespace(stringForKey_=lambda _key: mac.style)
            ),
        ),
        "objc": SimpleNamespace(namedSelector=lambda _name: lambda method: method),
        "PyObjCTools": SimpleNamespace(AppHelper=helper, MachSignals=signals),
        "PyObjCTools.AppHelper": helper,
        "PyObjCTools.MachSignals": signals,
    }
