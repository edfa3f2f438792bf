"""Which set of pictures fits the panel: as the desktop's portal and the settings say."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Annotated, Any

import pytest
from dbus_fast import Variant
from dbus_fast.annotations import DBusSignature, DBusStr, DBusVariant
from dbus_fast.service import ServiceInterface, dbus_method, dbus_signal
from desktop import Desktop, wait_until
from fake_desktop import Stage

from deskbreak.core.policy import Panel
from deskbreak.surfaces.icons import Scheme
from deskbreak.surfaces.panel import PanelSense
from deskbreak.window.look import desktop_wishes
from deskbreak.wires.dbus import Bus

NO_WISH, DARK, LIGHT = 0, 1, 2
APPEARANCE = "org.freedesktop.appearance", "color-scheme"

Changed = Annotated[list[Any], DBusSignature("ssv")]


class Portal(ServiceInterface):
    """The settings of the desktop's portal."""

    def __init__(self, scheme: int) -> None:
        super().__init__("org.freedesktop.portal.Settings")
        self._scheme = scheme

    @dbus_method(name="Read")
    def read(self, namespace: DBusStr, key: DBusStr) -> DBusVariant:
        assert (namespace, key) == APPEARANCE
        return Variant("v", Variant("u", self._scheme))

    @dbus_signal(name="SettingChanged")
    def tell(self, scheme: int) -> Changed:
        return [*APPEARANCE, Variant("u", scheme)]


@contextmanager
def portal(desktop: Desktop, scheme: int) -> Iterator[tuple[Stage, Portal]]:
    stage, settings = Stage(desktop.address), Portal(scheme)
    stage.play("org.freedesktop.portal.Desktop", ("/org/freedesktop/portal/desktop", settings))
    yield stage, settings
    stage.close()


@contextmanager
def sensed(desktop: Desktop, name: str) -> Iterator[tuple[PanelSense, threading.Event]]:
    bus, changed = Bus(desktop.address), threading.Event()
    sense = PanelSense(bus, {"XDG_CURRENT_DESKTOP": name}, changed.set)
    bus.start()
    yield sense, changed
    bus.stop()


@pytest.mark.parametrize(
    ("desktop_name", "wish", "expected"),
    [
        ("KDE", DARK, Scheme.DARK),
        ("KDE", LIGHT, Scheme.LIGHT),
        ("XFCE", DARK, Scheme.DARK),
        ("XFCE", LIGHT, Scheme.ANY),
        ("ubuntu:GNOME", LIGHT, Scheme.DARK),
    ],
)
def test_the_pictures_fit_the_panel_as_far_as_the_desktop_tells_of_it(
    bus_desktop: Desktop, desktop_name: str, wish: int, expected: Scheme
) -> None:
    with portal(bus_desktop, wish), sensed(bus_desktop, desktop_name) as (sense, changed):
        assert changed.wait(20)
        assert sense.scheme(Panel.AUTO) is expected


def test_a_change_of_the_desktop_is_heard(bus_desktop: Desktop) -> None:
    with portal(bus_desktop, LIGHT) as (stage, settings), sensed(bus_desktop, "KDE") as sensing:
        sense, changed = sensing
        assert changed.wait(20)
        stage.do(settings.tell, DARK)

        wait_until(lambda: sense.scheme(Panel.AUTO) is Scheme.DARK, "the other set")


@pytest.mark.parametrize("panel", [Panel.LIGHT, Panel.DARK])
def test_the_setting_decides_where_there_is_one(bus_desktop: Desktop, panel: Panel) -> None:
    with portal(bus_desktop, DARK), sensed(bus_desktop, "KDE") as (sense, changed):
        assert changed.wait(20)
        assert sense.scheme(panel) is Scheme(panel.value)


def test_without_a_portal_the_pictures_can_be_seen_on_any_panel(bus_desktop: Desktop) -> None:
    with sensed(bus_desktop, "XFCE") as (sense, changed):
        assert sense.scheme(Panel.AUTO) is Scheme.ANY
        assert not changed.is_set()


@pytest.mark.parametrize(("signature", "body"), [("", ()), ("as", (["dark"],))])
def test_a_portal_that_answers_something_else_keeps_no_window_away(
    bus_desktop: Desktop,
    monkeypatch: pytest.MonkeyPatch,
    signature: str,
    body: tuple[object, ...],
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus_desktop.address)
    other = Bus(bus_desktop.address)
    reply = partial(other.reply, signature=signature or None, body=body)
    other.serve("/org/freedesktop/portal/desktop", reply)
    other.request_name("org.freedesktop.portal.Desktop")
    other.start()
    other.round_trip(timedelta(seconds=5))

    wishes = desktop_wishes(
        {"DBUS_SESSION_BUS_ADDRESS": bus_desktop.address, "GTK_THEME": "A:dark"}
    )
    other.stop()

    assert wishes.is_dark is True
