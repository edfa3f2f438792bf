"""The tray icon through the eyes of a panel, played by a fake one on a bus of our own."""

import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from dbus_fast import DBusError
from dbus_fast.introspection import Node
from desktop import Desktop, wait_until
from fakes import MENU, PROPERTIES, WATCHER, Fakes, Signal, TrayItem
from jeepney import Message, message_bus
from PIL import Image

from deskbreak.core.policy import Panel
from deskbreak.errors import SurfaceError
from deskbreak.files.resources import icon_file
from deskbreak.surfaces.icons import Picture
from deskbreak.surfaces.sni import has_host
from deskbreak.surfaces.tray import Entry, Separator, TrayContent
from deskbreak.surfaces.tray_linux import LinuxTray
from deskbreak.wires.dbus import Bus

SEATED = "38 min at your desk"


def content(*menu: Entry | Separator, icon: str = "seated-3", tooltip: str = SEATED) -> TrayContent:
    return TrayContent(icon, tooltip, menu or (Entry("Quit"),))


@contextmanager
def running(tray: LinuxTray) -> Iterator[LinuxTray]:
    """The tray's loop runs, in a thread since the main one is the test's."""
    thread = threading.Thread(target=tray.run)
    thread.start()
    yield tray
    tray.stop()
    thread.join(5)
    assert not thread.is_alive()


def no_menu() -> None:
    """For panels that draw the menu themselves."""


@pytest.fixture
def tray(bus_desktop: Desktop) -> Iterator[LinuxTray]:
    with running(LinuxTray(Bus(bus_desktop.address), no_menu)) as tray:
        yield tray


@pytest.fixture
def fakes(bus_desktop: Desktop) -> Fakes:
    return bus_desktop.fakes


def shown(tray: LinuxTray, fakes: Fakes, *menu: Entry | Separator) -> TrayItem:
    """The icon as the panel holds it, with that menu."""
    tray.show(content(*menu))
    item = fakes.tray_item()
    wait_until(lambda: tray.is_taken, "the panel to take the icon", why=fakes.report)
    return item


def signals_after(fakes: Fakes, item: TrayItem, change: Callable[[], None]) -> list[Signal]:
    """What the icon emits through that change."""
    before = len(fakes.signals)
    change()
    item.property("Title")  # the bus keeps the order: what was emitted has arrived by now
    return fakes.signals[before:]


class Clicks(list[str]):
    """What was clicked, in order."""

    def on(self, name: str) -> Callable[[], None]:
        return partial(self.append, name)


def test_the_panel_reads_the_menu(tray: LinuxTray, fakes: Fakes) -> None:
    item = shown(
        tray,
        fakes,
        Entry(SEATED, enabled=False),
        Separator(),
        Entry("Snooze", submenu=(Entry("5 min"), Entry("10 min"))),
        Entry("I'm standing", checked=True),
        Entry("Sound", checked=False),
        Entry("open_my_file"),
    )

    assert item.labels() == [
        SEATED, "---", "Snooze", "I'm standing", "Sound", "open_my_file",
    ]  # fmt: skip
    assert [line.label for line in item.find("Snooze").children] == ["5 min", "10 min"]
    assert item.find(SEATED).properties == {"label": SEATED, "enabled": False, "visible": True}
    assert item.find("I'm standing").properties["toggle-type"] == "checkmark"
    assert item.find("I'm standing").properties["toggle-state"] == 1
    assert item.find("Sound").properties["toggle-state"] == 0
    assert item.find("open_my_file").properties["label"] == "open__my__file"


def test_the_panel_reads_the_icon_and_its_tooltip(tray: LinuxTray, fakes: Fakes) -> None:
    item = shown(tray, fakes)
    properties = item.properties()

    assert item.pixels(22) == pixels("seated-3", 22)
    assert item.pixels(64) == pixels("seated-3", 64)
    assert properties["Id"] == "deskbreak"
    assert properties["Title"] == "deskbreak"
    assert properties["ToolTip"] == ["", [], SEATED, ""]
    assert properties["Status"] == "Active"
    assert properties["Category"] == "ApplicationStatus"


def test_the_icon_is_drawn_for_the_panel_that_the_settings_say(
    tray: LinuxTray, fakes: Fakes
) -> None:
    item = shown(tray, fakes)
    before = item.pixels(22)
    tray.show(replace(content(), panel=Panel.DARK))
    item.property("Title")

    assert item.pixels(22) == pixels("seated-3", 22, "dark") != before


def pixels(name: str, size: int, scheme: str = "any") -> bytes:
    """The picture as another reader sees it, in the order that panels want."""
    with Image.open(icon_file(f"tray/{scheme}/{size}/{name}.png")) as picture:
        red, green, blue, alpha = picture.split()
    return Image.merge("RGBA", (alpha, red, green, blue)).tobytes()


def test_a_click_does_what_the_entry_says(tray: LinuxTray, fakes: Fakes) -> None:
    clicks = Clicks()
    item = shown(
        tray,
        fakes,
        Entry("Start a break", clicks.on("start")),
        Entry("Snooze", submenu=(Entry("5 min", clicks.on("5")), Entry("10 min", clicks.on("10")))),
    )

    item.click("Snooze", "10 min")
    item.click("Start a break")
    wait_until(lambda: len(clicks) == 2, "both clicks")

    assert clicks == ["10", "start"]


def test_a_click_does_nothing_where_nothing_is_to_do(tray: LinuxTray, fakes: Fakes) -> None:
    clicks = Clicks()
    item = shown(
        tray,
        fakes,
        Entry("Skip", clicks.on("skip"), enabled=False),
        Entry(SEATED),
        Separator(),
        Entry("Quit", clicks.on("quit")),
    )

    item.click("Skip")
    item.click(SEATED)
    item.click("---")
    item.event(4711)
    item.event(item.find("Quit").id, "hovered")
    item.click("Quit")
    wait_until(lambda: clicks, "the last click")

    assert clicks == ["quit"]


def test_a_panel_that_draws_no_menus_has_ours_opened(bus_desktop: Desktop) -> None:
    opened: list[str] = []
    with running(LinuxTray(Bus(bus_desktop.address), lambda: opened.append("menu"))) as tray:
        item = shown(tray, bus_desktop.fakes, Entry("Status", default=True))

        item.ask_for_menu()
        wait_until(lambda: opened, "the menu")

    assert opened == ["menu"]


def test_a_left_click_is_the_default_entry(tray: LinuxTray, fakes: Fakes) -> None:
    clicks = Clicks()
    item = shown(
        tray,
        fakes,
        Entry("Quit", clicks.on("quit")),
        Entry("Status", clicks.on("status"), default=True),
    )

    item.activate()
    wait_until(lambda: clicks, "the click")

    assert clicks == ["status"]
    assert item.property("ItemIsMenu") is False


def test_without_a_default_entry_a_left_click_is_left_to_the_menu(
    tray: LinuxTray, fakes: Fakes
) -> None:
    item = shown(tray, fakes, Entry("Quit"))

    assert item.property("ItemIsMenu") is True


def test_a_changed_text_is_sent_alone_and_moves_nothing(tray: LinuxTray, fakes: Fakes) -> None:
    quits = Entry("Quit")
    item = shown(tray, fakes, Entry(SEATED, enabled=False), Entry("Start a break"), quits)
    before = [line.id for line in item.menu().children]
    later = content(Entry("39 min at your desk", enabled=False), Entry("Start a break"), quits)

    signals = signals_after(fakes, item, lambda: tray.show(later))

    assert signals == [
        Signal("ItemsPropertiesUpdated", [[[before[0], {"label": "39 min at your desk"}]], []])
    ]
    assert [line.id for line in item.menu().children] == before
    assert item.labels() == ["39 min at your desk", "Start a break", "Quit"]


def test_a_check_mark_and_a_grey_entry_are_no_new_layout(tray: LinuxTray, fakes: Fakes) -> None:
    item = shown(tray, fakes, Entry("I'm standing", checked=False), Entry("Skip"))
    standing, skip = (line.id for line in item.menu().children)
    later = content(Entry("I'm standing", checked=True), Entry("Skip", enabled=False))

    signals = signals_after(fakes, item, lambda: tray.show(later))

    assert signals == [
        Signal(
            "ItemsPropertiesUpdated",
            [[[standing, {"toggle-state": 1}], [skip, {"enabled": False}]], []],
        )
    ]


def test_wholly_other_words_in_the_same_places_are_no_new_layout(
    tray: LinuxTray, fakes: Fakes
) -> None:
    item = shown(tray, fakes, Entry("I was just up"), Entry("Quit"))

    signals = signals_after(
        fakes, item, lambda: tray.show(content(Entry("I did it"), Entry("Quit")))
    )

    assert [signal.name for signal in signals] == ["ItemsPropertiesUpdated"]
    assert item.labels() == ["I did it", "Quit"]


def test_the_same_again_sends_nothing(tray: LinuxTray, fakes: Fakes) -> None:
    item = shown(
        tray, fakes, Entry("Snooze", submenu=(Entry("5 min"),)), Separator(), Entry("Quit")
    )
    again = content(Entry("Snooze", submenu=(Entry("5 min"),)), Separator(), Entry("Quit"))

    assert signals_after(fakes, item, lambda: tray.show(again)) == []


def test_lines_that_come_and_go_leave_the_others_their_numbers(
    tray: LinuxTray, fakes: Fakes
) -> None:
    seated = Entry(SEATED, enabled=False)
    rest = (Separator(), Entry("Snooze", submenu=(Entry("5 min"),)), Separator(), Entry("Quit"))
    item = shown(tray, fakes, seated, *rest)
    before = [line.id for line in item.menu().children]
    waiting = Entry("Waiting: microphone in use since 13:05", enabled=False)
    skip = Entry("Skip this one")

    signals = signals_after(
        fakes, item, lambda: tray.show(content(seated, waiting, *rest[:2], skip, *rest[2:]))
    )
    during = [line.id for line in item.menu().children]
    tray.show(content(seated, *rest))
    after = [line.id for line in item.menu().children]

    assert [signal.name for signal in signals] == ["LayoutUpdated"]
    assert [during[place] for place in (0, 2, 3, 5, 6)] == before
    assert len(set(during)) == 7
    assert after == before


def test_a_text_that_changes_with_the_layout_is_sent_as_well(tray: LinuxTray, fakes: Fakes) -> None:
    item = shown(tray, fakes, Entry(SEATED, enabled=False), Entry("Quit"))
    first = item.menu().children[0].id
    asked = Entry("46 min at your desk: Walk?", enabled=False)

    signals = signals_after(
        fakes, item, lambda: tray.show(content(asked, Entry("Skip this one"), Entry("Quit")))
    )

    (revision, _) = item.menu_call("GetLayout", "iias", (0, -1, []))
    assert signals == [
        Signal("ItemsPropertiesUpdated", [[[first, {"label": "46 min at your desk: Walk?"}]], []]),
        Signal("LayoutUpdated", [revision, 0]),
    ]


def test_each_new_layout_has_a_higher_revision(tray: LinuxTray, fakes: Fakes) -> None:
    item = shown(tray, fakes, Entry("Quit"))
    (first, _) = item.menu_call("GetLayout", "iias", (0, -1, []))

    signals = signals_after(fakes, item, lambda: tray.show(content(Entry("Skip"), Entry("Quit"))))
    (second, _) = item.menu_call("GetLayout", "iias", (0, -1, []))

    assert second > first
    assert signals == [Signal("LayoutUpdated", [second, 0])]


def test_the_latest_callback_counts(tray: LinuxTray, fakes: Fakes) -> None:
    clicks = Clicks()
    item = shown(tray, fakes, Entry("Start", clicks.on("first")))
    number = item.find("Start").id
    tray.show(content(Entry("Start", clicks.on("second"))))

    item.event(number)
    wait_until(lambda: clicks, "the click")

    assert clicks == ["second"]


def test_a_picture_that_cannot_be_had_leaves_the_menu_and_is_tried_until_it_can(
    bus_desktop: Desktop, fakes: Fakes
) -> None:
    failures: list[str] = []

    def attempt(draw: Callable[[], None]) -> None:
        try:
            draw()
        except SurfaceError as error:
            failures.append(str(error))

    with running(LinuxTray(Bus(bus_desktop.address), no_menu, attempt=attempt)) as tray:
        item = shown(tray, fakes)
        tray.show(content(Entry("Help"), icon="no-such-picture"))
        tray.show(content(Entry("Help"), icon="no-such-picture"))

        assert len(failures) == 2
        assert item.labels() == ["Help"]

        tray.show(content(Entry("Help")))

        assert len(failures) == 2


def test_another_icon_and_tooltip_are_told(tray: LinuxTray, fakes: Fakes) -> None:
    item = shown(tray, fakes)

    signals = signals_after(fakes, item, lambda: tray.show(content(icon="due", tooltip="due")))

    assert [signal.name for signal in signals] == ["NewIcon", "NewToolTip"]
    assert item.pixels(24) == pixels("due", 24)
    assert item.property("ToolTip") == ["", [], "due", ""]
    assert item.property("Title") == "deskbreak"  # panels sort and label by it


def test_the_panel_has_its_reply_before_a_slow_action_ends(tray: LinuxTray, fakes: Fakes) -> None:
    may_end = threading.Event()
    ended = threading.Event()

    def slow() -> None:
        assert may_end.wait(30)
        ended.set()

    item = shown(tray, fakes, Entry("Slow", slow, default=True))

    item.click("Slow")
    replied_before_the_end = not ended.is_set()
    may_end.set()

    assert replied_before_the_end
    assert ended.wait(20)


def test_an_action_that_fails_is_logged_and_harms_nothing(
    tray: LinuxTray, fakes: Fakes, caplog: pytest.LogCaptureFixture
) -> None:
    clicks = Clicks()

    def stumble() -> None:
        raise RuntimeError("out of order")

    item = shown(tray, fakes, Entry("Stumble", stumble), Entry("Quit", clicks.on("quit")))

    item.click("Stumble")
    item.click("Quit")
    wait_until(lambda: clicks, "the click")

    assert clicks == ["quit"]
    assert "out of order" in caplog.text


def test_it_registers_once_and_says_nothing_before(tray: LinuxTray, fakes: Fakes) -> None:
    tray.show(content(icon="seated-0"))
    item = shown(tray, fakes)
    tray.show(content(icon="seated-0"))
    item.property("Title")

    assert fakes.watcher.registrations == [item.address]
    assert fakes.signals_before_registration == []


def test_nothing_appears_before_there_is_something_to_show(
    bus_desktop: Desktop, fakes: Fakes
) -> None:
    bus = Bus(bus_desktop.address)
    with running(LinuxTray(bus, no_menu)) as tray:
        assert has_host(bus)
        assert fakes.watcher.registrations == []

        shown(tray, fakes)

    assert len(fakes.watcher.registrations) == 1


def test_the_content_may_come_before_the_loop(bus_desktop: Desktop, fakes: Fakes) -> None:
    tray = LinuxTray(Bus(bus_desktop.address), no_menu)
    tray.show(content(Entry("Early")))

    with running(tray):
        assert fakes.tray_item().labels() == ["Early"]


def test_a_panel_that_restarts_gets_the_icon_again_once(tray: LinuxTray, fakes: Fakes) -> None:
    item = shown(tray, fakes)

    fakes.release(WATCHER)
    wait_until(lambda: not tray.is_taken, "the loss of the panel")
    fakes.watcher.registrations.clear()
    fakes.own(WATCHER)
    wait_until(lambda: tray.is_taken, "the panel to take the icon", why=fakes.report)
    item.property("Title")

    assert fakes.watcher.registrations == [item.address]


def test_a_panel_that_comes_late_gets_the_icon(tray: LinuxTray, fakes: Fakes) -> None:
    fakes.release(WATCHER)
    tray.show(content())

    fakes.own(WATCHER)

    assert fakes.tray_item().labels() == ["Quit"]


class OlderTray:
    """An icon in a tray of the older kind."""

    def __init__(self) -> None:
        self.is_docked = False

    def show(self, _picture: Picture, _title: str) -> None:
        self.is_docked = True

    def hide(self) -> None:
        self.is_docked = False


def test_a_panel_that_comes_late_gets_the_icon_out_of_the_older_tray_at_once(
    bus_desktop: Desktop, fakes: Fakes
) -> None:
    older = OlderTray()
    fakes.release(WATCHER)
    bus = Bus(bus_desktop.address)
    with running(LinuxTray(bus, no_menu, lambda _click: older, patience=timedelta())) as tray:
        tray.show(content())
        wait_until(lambda: tray.is_embedded, "the older tray to take it")

        fakes.own(WATCHER)

        wait_until(lambda: not older.is_docked, "one icon alone")
        assert tray.in_use() == "StatusNotifierItem"


def test_a_panel_that_takes_over_while_the_old_one_hesitates_gets_the_icon_once(
    bus_desktop: Desktop, tray: LinuxTray, fakes: Fakes
) -> None:
    calls: list[Message] = []
    old_panel = Bus(bus_desktop.address)
    old_panel.serve("/StatusNotifierWatcher", calls.append)
    old_panel.start()
    fakes.release(WATCHER)
    old_panel.request_name(WATCHER)
    old_panel.ask(message_bus.GetId(), timedelta(seconds=5), "s")
    fakes.own(WATCHER)  # next in the queue
    tray.show(content())
    wait_until(lambda: calls, "the old panel to be asked")

    old_panel.send(message_bus.ReleaseName(WATCHER))
    old_panel.reply(calls[0])
    item = fakes.tray_item()
    wait_until(lambda: tray.is_taken, "the new panel to take the icon", why=fakes.report)
    old_panel.stop()

    assert fakes.watcher.registrations == [item.address]
    assert len(calls) == 1


def test_a_watcher_whose_panel_is_not_up_yet_gets_the_icon(tray: LinuxTray, fakes: Fakes) -> None:
    fakes.watcher.has_host = False

    assert shown(tray, fakes).labels() == ["Quit"]


def test_it_is_known_whether_a_panel_shows_icons(bus_desktop: Desktop, fakes: Fakes) -> None:
    bus = Bus(bus_desktop.address)
    bus.start()

    assert has_host(bus)
    fakes.watcher.has_host = False
    assert not has_host(bus)
    fakes.release(WATCHER)
    assert not has_host(bus)
    bus.stop()


def test_the_icon_survives_a_restart_of_the_bus(bus_desktop: Desktop, tray: LinuxTray) -> None:
    shown(tray, bus_desktop.fakes)
    bus_desktop.stop_bus()
    wait_until(lambda: not tray.is_taken, "the loss of the bus")
    tray.show(content(Entry("Still here")))

    bus_desktop.start_bus()
    item = bus_desktop.fakes.tray_item()

    assert item.labels() == ["Still here"]
    assert bus_desktop.fakes.watcher.registrations == [item.address]


def test_a_panel_may_ask_for_some_properties_of_some_lines(tray: LinuxTray, fakes: Fakes) -> None:
    item = shown(tray, fakes, Entry("Start"), Entry("Quit", enabled=False))
    start, quits = (line.id for line in item.menu().children)

    (some,) = item.menu_call("GetGroupProperties", "aias", ([quits], ["label"]))
    (every,) = item.menu_call("GetGroupProperties", "aias", ([], ["enabled"]))
    (label,) = item.menu_call("GetProperty", "is", (start, "label"))
    (_, (number, properties, children)) = item.menu_call("GetLayout", "iias", (0, 0, []))

    assert some == [[quits, {"label": "Quit"}]]
    assert every == [[0, {}], [start, {"enabled": True}], [quits, {"enabled": False}]]
    assert label == "Start"
    assert (number, properties, children) == (0, {"children-display": "submenu"}, [])


def test_a_panel_may_send_several_events_at_once(tray: LinuxTray, fakes: Fakes) -> None:
    clicks = Clicks()
    item = shown(tray, fakes, Entry("Start", clicks.on("start")), Entry("Quit", clicks.on("quit")))

    unknown = item.events([line.id for line in item.menu().children] + [4711])
    wait_until(lambda: len(clicks) == 2, "both clicks")

    assert clicks == ["start", "quit"]
    assert unknown == [4711]


def test_what_else_panels_ask_is_answered(tray: LinuxTray, fakes: Fakes) -> None:
    item = shown(tray, fakes)

    assert item.menu_call("AboutToShow", "i", (0,)) == [False]
    assert item.menu_call("AboutToShowGroup", "ai", ([0],)) == [[], []]
    assert item.menu_call("Get", "ss", (MENU, "Version"), interface=PROPERTIES) == [3]
    assert item.menu_call("GetAll", "s", (MENU,), interface=PROPERTIES) == [
        {"Version": 3, "TextDirection": "ltr", "Status": "normal", "IconThemePath": []}
    ]
    assert item.item("SecondaryActivate", "ii", (0, 0)) == []
    assert item.item("Scroll", "is", (1, "vertical")) == []
    assert item.item("ProvideXdgActivationToken", "s", ("token",)) == []
    assert item.item("Ping", interface="org.freedesktop.DBus.Peer") == []


@pytest.mark.parametrize("path", ["/StatusNotifierItem", "/MenuBar"])
def test_it_describes_itself(tray: LinuxTray, fakes: Fakes, path: str) -> None:
    item = shown(tray, fakes)

    (xml,) = fakes.call(item.address, path, "org.freedesktop.DBus.Introspectable.Introspect")
    (interface,) = Node.parse(xml).interfaces

    assert len(interface.methods) >= 5
    assert len(interface.properties) >= 4
    assert len(interface.signals) >= 2


@pytest.mark.parametrize(
    ("method", "signature", "body"),
    [
        ("GetLayout", "iias", (4711, -1, [])),
        ("GetProperty", "is", (4711, "label")),
        ("GetProperty", "is", (0, "colour")),
        ("Dance", "", ()),
    ],
)
def test_what_is_not_there_is_an_error(
    tray: LinuxTray, fakes: Fakes, method: str, signature: str, body: tuple[object, ...]
) -> None:
    item = shown(tray, fakes)

    with pytest.raises(DBusError):
        item.menu_call(method, signature, body)


@pytest.mark.parametrize(
    ("method", "signature", "body", "wanted"),
    [
        ("GetLayout", "s", ("x",), "iias"),
        ("GetGroupProperties", "", (), "aias"),
        ("GetProperty", "i", (1,), "is"),
        ("Event", "is", (1, "clicked"), "isvu"),
        ("EventGroup", "ai", ([1],), "a(isvu)"),
        ("AboutToShow", "", (), "i"),
    ],
)
def test_a_call_with_other_arguments_is_refused_and_no_bug(
    tray: LinuxTray,
    fakes: Fakes,
    caplog: pytest.LogCaptureFixture,
    method: str,
    signature: str,
    body: tuple[object, ...],
    wanted: str,
) -> None:
    item = shown(tray, fakes)

    with pytest.raises(DBusError, match=re.escape(f"{MENU}.{method} takes ({wanted})")) as refusal:
        item.menu_call(method, signature, body)
    with pytest.raises(DBusError, match=r"Get takes \(ss\)"):
        item.item("Get", interface=PROPERTIES)
    with pytest.raises(DBusError, match=r"Activate takes \(ii\)"):
        item.item("Activate", "s", ("x",))

    assert refusal.value.type == "org.freedesktop.DBus.Error.InvalidArgs"
    assert [each for each in caplog.records if each.levelname == "ERROR"] == []
    assert item.labels() == ["Quit"]


def test_an_unknown_property_is_an_error(tray: LinuxTray, fakes: Fakes) -> None:
    item = shown(tray, fakes)

    with pytest.raises(DBusError, match="has no Colour"):
        item.property("Colour")


def test_it_needs_no_display_and_loads_no_toolkit(bus_desktop: Desktop) -> None:
    program = """
import os, sys
os.environ["PYSTRAY_BACKEND"] = "xorg"
from deskbreak.wires.dbus import Bus
from deskbreak.surfaces.tray import Entry, TrayContent
from deskbreak.surfaces.tray_linux import LinuxTray
tray = LinuxTray(Bus(), list)
tray.show(TrayContent("paused", "paused", (Entry("Quit", tray.stop),)))
tray.run()
heavy = {"PIL", "Xlib", "asyncio", "subprocess", "tkinter", "sqlite3"} & set(sys.modules)
print("done", os.environ["PYSTRAY_BACKEND"], sorted(heavy))
"""
    daemon = bus_desktop.start(sys.executable, "-c", program)

    bus_desktop.fakes.tray_item().click("Quit")
    daemon.process.wait(30)

    assert daemon.printed() == "done xorg []\n"
