"""Of the Windows Runtime what notifications need, played by ourselves.

desktop-notifier's own code for Windows runs on it.
"""

import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

_BACKEND = "desktop_notifier.backends.winrt"
_MODULES = (
    "winreg",
    "winrt",
    "winrt.system",
    "winrt.windows",
    "winrt.windows.applicationmodel",
    "winrt.windows.applicationmodel.core",
    "winrt.windows.data",
    "winrt.windows.data.xml",
    "winrt.windows.data.xml.dom",
    "winrt.windows.ui",
    "winrt.windows.ui.notifications",
)
USER_CANCELED, TIMED_OUT = 0, 2


class Toast:
    """A ToastNotification, and what its buttons do."""

    def __init__(self, document: "Document") -> None:
        self.content = document
        self.document = document.root
        self.tag = ""
        self.group = ""
        self.priority = 0
        self._activated: list[Callable[..., None]] = []
        self._dismissed: list[Callable[..., None]] = []

    def add_activated(self, hear: Callable[..., None]) -> None:
        self._activated.append(hear)

    def add_dismissed(self, hear: Callable[..., None]) -> None:
        self._dismissed.append(hear)

    def add_failed(self, _hear: Callable[..., None]) -> None:
        """It never fails later."""

    @property
    def texts(self) -> list[str]:
        return [each.text or "" for each in self.document.iter("text")]

    @property
    def buttons(self) -> list[str]:
        return [each.attrib["content"] for each in self.document.iter("action")]

    @property
    def pictures(self) -> list[str]:
        return [each.attrib["src"] for each in self.document.iter("image")]

    @property
    def is_silent(self) -> bool:
        return all(each.attrib.get("silent") == "true" for each in self.document.iter("audio"))

    def press(self, label: str) -> None:
        action = next(x for x in self.document.iter("action") if x.attrib["content"] == label)
        self._activate(action.attrib["arguments"])

    def click(self) -> None:
        self._activate(self.document.attrib["launch"])

    def dismiss(self, reason: int = USER_CANCELED) -> None:
        for hear in self._dismissed:
            hear(self, SimpleNamespace(reason=reason))

    def _activate(self, arguments: str) -> None:
        told = SimpleNamespace(arguments=arguments, user_input=None)
        boxed = SimpleNamespace(as_=lambda _kind: told)
        for hear in self._activated:
            hear(self, boxed)


class Document:
    """An XmlDocument."""

    def load_xml(self, text: str) -> None:
        self.root = ET.fromstring(text)  # noqa: S314  (our own)

    @property
    def document_element(self) -> SimpleNamespace:
        return SimpleNamespace(set_attribute=self.root.set)


@dataclass
class ActionCentre:
    """What is on screen, and whether the user lets it be."""

    shown: list[Toast] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    setting: int = 0
    """0: notifications are on; else they are turned off."""
    refuses: bool = False

    def get_default(self) -> "ActionCentre":
        return self

    def create_toast_notifier_with_id(self, _app: str) -> "ActionCentre":
        return self

    @property
    def history(self) -> "ActionCentre":
        return self

    def show(self, toast: Toast) -> None:
        if self.refuses:
            raise OSError("the notification platform is unavailable")
        self.shown.append(toast)

    def remove_grouped_tag_with_id(self, tag: str, _group: str, _app: str) -> None:
        self.removed.append(tag)


@contextmanager
def windows_notifications(monkeypatch: pytest.MonkeyPatch) -> Iterator[ActionCentre]:
    """desktop-notifier takes this system for Windows."""
    centre = ActionCentre()
    had = {name: sys.modules.pop(name) for name in (*_MODULES, _BACKEND) if name in sys.modules}
    sys.modules |= _modules(centre)
    monkeypatch.setattr(platform, "system", lambda: "Windows")
    monkeypatch.setattr(platform, "version", lambda: "10.0.22631")
    try:
        yield centre
    finally:
        for name in (*_MODULES, _BACKEND):
            sys.modules.pop(name, None)
        sys.modules |= had


def _modules(centre: ActionCentre) -> dict[str, Any]:
    empty = SimpleNamespace()
    notifications = SimpleNamespace(
        NotificationSetting=SimpleNamespace(ENABLED=0),
        ToastActivatedEventArgs=object,
        ToastDismissalReason=SimpleNamespace(USER_CANCELED=USER_CANCELED, TIMED_OUT=TIMED_OUT),
        ToastDismissedEventArgs=object,
        ToastFailedEventArgs=object,
        ToastNotification=Toast,
        ToastNotificationManager=centre,
        ToastNotificationPriority=SimpleNamespace(DEFAULT=0, HIGH=1),
    )
    return {
        **dict.fromkeys(_MODULES, empty),
        "winrt.system": SimpleNamespace(Object=object, unbox_string=str),
        "winrt.windows.applicationmodel.core": SimpleNamespace(
            CoreApplication=SimpleNamespace(id="deskbreak")
        ),
        "winrt.windows.data.xml.dom": SimpleNamespace(XmlDocument=Document),
        "winrt.windows.ui.notifications": notifications,
    }
