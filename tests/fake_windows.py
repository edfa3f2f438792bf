"""Of Windows what a tray icon needs, played by ourselves: windows, messages, menus and Explorer.

pystray's own code runs on it, so it shows what deskbreak and pystray do together.
"""

import ctypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from dataclasses import dataclass, field
from importlib import import_module
from queue import Empty, SimpleQueue
from types import ModuleType, SimpleNamespace
from typing import Any, Self

from desktop import wait_until
from PIL import Image

LEFT_CLICK, RIGHT_CLICK = 0x0202, 0x0205
NOTIFY = 0x400 + 11
TASKBAR_CREATED = 0xC001
MAY_IT_END, IT_ENDS = 0x11, 0x16
ADD, MODIFY, DELETE = 0, 1, 2
WITH_ICON, WITH_TOOLTIP = 2, 4
CHECKED, DISABLED, SEPARATOR = 0x8, 0x3, 0x800
_OURS = "deskbreak.surfaces.tray_windows"
_MODULES = ("pystray._win32", "pystray._util.win32", _OURS)

Message = tuple[int, int, int, int]


@dataclass
class Line:
    """A line of a menu as Windows holds it."""

    text: str | None
    number: int
    state: int
    kind: int
    submenu: int | None


@dataclass
class Shown:
    """The icon in the notification area."""

    sizes: frozenset[tuple[int, int]] = frozenset()
    colours: int = 0
    taken: tuple[int, int] = (0, 0)
    """The size that was loaded."""
    tooltip: str = ""


@dataclass
class Windows:
    """One machine. Its shell may be told to be missing, and its windows to fail."""

    has_taskbar: bool = True
    hangs: bool = False
    """Explorer is there, and takes nothing in time."""
    has_windows: bool = True
    is_light: int | None = None
    awareness: list[int | None] = field(default_factory=list)
    icon: Shown | None = None
    added: int = 0
    refused: int = 0
    menus: dict[int, list[Line]] = field(default_factory=dict)
    threads: set[int] = field(default_factory=set)
    destroyed_while_open: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._messages: SimpleQueue[Message | None] = SimpleQueue()
        self._choices: SimpleQueue[int] = SimpleQueue()
        self._images: dict[int, Shown] = {}
        self._handles = 100
        self._procedure: Any = None
        self._open: int | None = None
        self._window = 0
        self.menu_opens = threading.Event()
        self.answers: dict[int, int] = {}
        """What the window's procedure returned to each message."""

    # what the user and Explorer do

    def click(self, button: int) -> None:
        self._messages.put((self._window, NOTIFY, 0, button))

    def choose(self, *labels: str) -> None:
        """Of the open menu, and the menus in it; no label: nothing of it."""
        assert self.menu_opens.wait(20)
        self.menu_opens.clear()
        self._choices.put(self.line(*labels).number if labels else 0)

    def line(self, *labels: str) -> Line:
        assert self._open is not None
        lines, found = self.menus[self._open], None
        for label in labels:
            found = next(line for line in lines if line.text == label)
            lines = self.menus.get(found.submenu or 0, [])
        assert found is not None
        return found

    def lines(self) -> list[Line]:
        """Of the outermost menu."""
        within = {line.submenu for lines in self.menus.values() for line in lines}
        return next(lines for handle, lines in self.menus.items() if handle not in within)

    def start_explorer(self) -> None:
        self.has_taskbar, self.icon = True, None
        self._messages.put((self._window, TASKBAR_CREATED, 0, 0))

    def shut_down(self) -> bool:
        """Whether it may: who answers with 0 keeps the machine on, and is shown as the reason."""
        self._messages.put((self._window, MAY_IT_END, 0, 0))
        wait_until(lambda: MAY_IT_END in self.answers, "the answer")
        may_end = self.answers[MAY_IT_END] != 0
        self.end_session(may_end=may_end)
        return may_end

    def end_session(self, *, may_end: bool) -> None:
        """False: another program wants the machine to stay on."""
        self._messages.put((self._window, IT_ENDS, int(may_end), 0))
        wait_until(lambda: IT_ENDS in self.answers, "the answer")

    # what programs call; Windows names it so

    def RegisterWindowMessageW(self, _name: str) -> int:
        return TASKBAR_CREATED

    def RegisterClassExW(self, kind: Any) -> int:
        self._procedure = kind.lpfnWndProc
        return 1

    def CreateWindowExW(self, *_how: object) -> int:
        if not self.has_windows:
            raise OSError("out of windows")
        self._window = self._window or self._new()
        return self._window

    def PostMessageW(self, window: int, message: int, wide: int, long: int) -> int:
        self._messages.put((window, message, wide, long))
        return 1

    def PostQuitMessage(self, _code: int) -> None:
        self._messages.put(None)

    def GetMessageW(self, into: Any, *_which: object) -> int:
        message = self._messages.get()
        if message is None:
            return 0
        found = into._obj
        found.hWnd, found.message, found.wParam, found.lParam = message
        return 1

    def DispatchMessageW(self, which: Any) -> int:
        found = which._obj
        return self._dispatch((found.hWnd, found.message, found.wParam, found.lParam))

    def Shell_NotifyIconW(self, code: int, data: Any) -> int:
        self.threads.add(threading.get_ident())
        assert data.uID == 0
        if not self.has_taskbar or self.hangs or (self.icon is None) == (code != ADD):
            self.refused += 1
            return 0
        if code == DELETE:
            self.icon = None
            return 1
        if code == ADD:
            self.added += 1
        shown = self.icon or Shown()
        if data.uFlags & WITH_ICON:
            image = self._images[data.hIcon]
            shown.sizes, shown.colours = image.sizes, image.colours
            shown.taken = image.taken
        if data.uFlags & WITH_TOOLTIP:
            assert len(data.szTip.encode("utf-16-le")) // 2 <= 127
            shown.tooltip = data.szTip
        self.icon = shown
        return 1

    def GetSystemMetrics(self, which: int) -> int:
        """Of a screen at 150 %."""
        return {49: 24, 50: 24}[which]

    def LoadImageW(
        self, _module: None, path: str, _kind: int, width: int, height: int, _flags: int
    ) -> int:
        """Without a size, 32 pixels."""
        with Image.open(path) as picture:
            sizes = frozenset(picture.info["sizes"])
            image = picture.convert("RGBA")
        pixels = list(zip(*[iter(image.tobytes())] * 4, strict=True))
        brightest = max(sum(pixel[:3]) for pixel in pixels if pixel[3] > 200)
        self._images[handle := self._new()] = Shown(sizes, brightest, (width or 32, height or 32))
        return handle

    def CreatePopupMenu(self) -> int:
        self.threads.add(threading.get_ident())
        self.menus[handle := self._new()] = []
        return handle

    def InsertMenuItemW(self, menu: int, _at: int, _by_place: bool, info: Any) -> int:
        line = info._obj
        self.menus[menu].append(
            Line(line.dwTypeData, line.wID, line.fState, line.fType, line.hSubMenu)
        )
        return 1

    def DestroyMenu(self, menu: int) -> int:
        if menu == self._open:
            self.destroyed_while_open.append(menu)
        for line in self.menus.pop(menu):
            if line.submenu:
                self.DestroyMenu(line.submenu)
        return 1

    def TrackPopupMenuEx(self, menu: int, *_where: object) -> int:
        """As the real one: other messages are dispatched while it is open."""
        self._open = menu
        self.menu_opens.set()
        while True:
            try:
                chosen = self._choices.get_nowait()
            except Empty:
                self._dispatch_one()
                continue
            self._open = None
            return chosen

    def SetProcessDpiAwarenessContext(self, context: Any) -> int:
        self.awareness.append(ctypes.c_int64(context.value or 0).value)
        return 1

    def __getattr__(self, name: str) -> Any:
        """Whatever else there is does nothing, and well."""
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *_given: 1

    def _dispatch_one(self) -> None:
        try:
            message = self._messages.get(timeout=0.01)
        except Empty:
            return
        if message is not None:
            self._dispatch(message)

    def _dispatch(self, message: Message) -> int:
        answer = int(self._procedure(*message))
        self.answers[message[1]] = answer
        return answer

    def _new(self) -> int:
        self._handles += 1
        return self._handles


class _Library:
    """A DLL, whose functions take the types that are declared for them."""

    def __init__(self, machine: Windows) -> None:
        self._machine = machine

    def __getattr__(self, name: str) -> Any:
        function = _Function(getattr(self._machine, name))
        setattr(self, name, function)
        return function


class _Function:
    def __init__(self, does: Any) -> None:
        self._does = does

    def __call__(self, *given: object) -> Any:
        return self._does(*given)


@contextmanager
def on_windows(machine: Windows) -> Iterator[ModuleType]:
    """The tray of Windows, with pystray's own backend, on that machine."""
    before = {name: getattr(ctypes, name, None) for name in ("WinDLL", "WINFUNCTYPE", "HRESULT")}
    registry = SimpleNamespace(
        HKEY_CURRENT_USER=None, OpenKey=_Key, QueryValueEx=lambda _key, _name: _light(machine)
    )
    _forget()
    had = sys.modules.get("winreg")
    sys.modules["winreg"] = registry  # type: ignore[assignment]
    ctypes.WinDLL = lambda _name: _Library(machine)  # type: ignore[attr-defined]
    ctypes.WINFUNCTYPE = ctypes.CFUNCTYPE  # type: ignore[attr-defined]
    ctypes.HRESULT = wintypes.LONG  # type: ignore[attr-defined]
    try:
        yield import_module(_OURS)
    finally:
        for name, value in before.items():
            if value is None:
                delattr(ctypes, name)
            else:
                setattr(ctypes, name, value)
        del sys.modules["winreg"]
        if had is not None:
            sys.modules["winreg"] = had
        _forget()


def _forget() -> None:
    for name in _MODULES:
        module = sys.modules.pop(name, None)
        if module is not None:
            package, _dot, last = name.rpartition(".")
            vars(sys.modules[package]).pop(last, None)


class _Key:
    def __init__(self, *_where: object) -> None:
        """Opened."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """Closed."""


def _light(machine: Windows) -> tuple[int, int]:
    if machine.is_light is None:
        raise FileNotFoundError("no such value")
    return machine.is_light, 4
