"""Stories about the menu bar icon of macOS: deskbreak and pystray together, on a stand-in of AppKit."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from clicks import Clicks, content
from desktop import wait_until
from fake_macos import Mac, on_macos

from deskbreak.surfaces.tray import Entry, Separator, Tray
from deskbreak.window.natively import prefers_dark, staying_aside


@contextmanager
def running(mac: Mac) -> Iterator[Tray]:
    """The tray's loop runs, in a thread that is the main one to this Mac."""
    with on_macos(mac) as module:
        trays: list[Tray] = []

        def run() -> None:
            trays.append(module.macos_tray())
            trays[0].run()

        thread = threading.Thread(target=run)
        thread.start()
        wait_until(lambda: trays and mac.main, "the run loop")
        try:
            yield trays[0]
        finally:
            trays[0].stop()
            thread.join(5)
        assert not thread.is_alive()


def test_picture_tooltip_and_menu_are_in_the_menu_bar() -> None:
    mac = Mac()
    with running(mac) as tray:
        tray.show(content(Entry("Start a break"), Separator(), Entry("Standing", checked=True)))
        wait_until(lambda: not mac.item.hidden, "the icon")

        assert mac.item.tooltip == "38 min"
        assert mac.labels() == ["Start a break", "", "Standing"]
        assert mac.item.menu is not None
        assert [line.state for line in mac.item.menu.lines] == [0, 0, 1]
        assert tray.in_use() == "menu bar"
    assert mac.is_removed
    assert mac.policy == 1


def test_the_picture_is_a_template_of_the_right_size() -> None:
    mac = Mac()
    with running(mac) as tray:
        tray.show(content(icon="seated-5"))
        wait_until(lambda: mac.item.image, "the picture")
        first = mac.item.image
        tray.show(content(icon="seated-6"))
        wait_until(lambda: mac.item.image is not first, "the other picture")

        assert first is not None
        assert first.is_template
        assert first.points == (18, 18)
        assert mac.item.image is not None
        assert mac.item.image.path.name == "seated-6.png"


def test_a_nested_line_does_what_it_says() -> None:
    mac, clicks = Mac(), Clicks()
    with running(mac) as tray:
        tray.show(
            content(clicks.on("Start"), Entry("Pause reminders", submenu=(clicks.on("30 min"),)))
        )
        wait_until(lambda: not mac.item.hidden, "the icon")
        mac.click("Pause reminders", "30 min")

        wait_until(lambda: clicks.seen == ["30 min"], "the click")


def test_a_line_of_a_menu_that_was_replaced_while_it_was_open_does_what_it_says() -> None:
    mac, clicks = Mac(), Clicks()
    with running(mac) as tray:
        tray.show(content(clicks.on("I'm standing"), clicks.on("Quit")))
        wait_until(lambda: not mac.item.hidden, "the icon")
        assert mac.item.menu is not None
        line = mac.item.menu.lines[1]
        tray.show(content(clicks.on("Start"), clicks.on("I'm standing"), clicks.on("Quit")))
        wait_until(lambda: len(mac.labels()) == 3, "the other menu")
        mac.events.put(lambda: line.target.activate_menu_item(line))

        wait_until(lambda: clicks.seen == ["Quit"], "the click")


def test_what_a_menu_of_long_ago_meant_nobody_does() -> None:
    mac, clicks = Mac(), Clicks()
    with running(mac) as tray:
        tray.show(content(clicks.on("Start")))
        wait_until(lambda: not mac.item.hidden, "the icon")
        assert mac.item.menu is not None
        line = mac.item.menu.lines[0]
        many = [clicks.on(f"{number}") for number in range(2000)]
        tray.show(content(*many))
        wait_until(lambda: len(mac.labels()) == 2000, "the other menu")
        mac.events.put(lambda: line.target.activate_menu_item(line))
        mac.click("1999")

        wait_until(lambda: clicks.seen == ["1999"], "the later click alone")


def test_appkit_is_touched_in_the_main_thread_alone_whoever_tells_it() -> None:
    mac = Mac()
    with running(mac) as tray:
        for minute in range(20):
            threading.Thread(target=tray.show, args=(content(tooltip=f"{minute} min"),)).start()
        wait_until(lambda: not mac.item.hidden, "the icon")
        tray.show(content(tooltip="the last"))
        wait_until(lambda: mac.item.tooltip == "the last", "the last of them")

    assert mac.crashes == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_heard_by_the_daemons_own_handler(number: signal.Signals) -> None:
    mac = Mac()
    with running(mac):
        assert mac.signals[number] is signal.getsignal(number)


@pytest.mark.parametrize(("style", "is_dark"), [("Dark", True), (None, False)])
def test_windows_are_as_dark_as_the_mac(style: str | None, is_dark: bool) -> None:
    mac = Mac()
    mac.style = style
    with on_macos(mac):
        assert prefers_dark("darwin") is is_dark


def test_a_window_leaves_the_keyboard_where_it_is_and_the_dock_as_it_was() -> None:
    mac = Mac()
    with on_macos(mac), staying_aside("darwin"):
        mac.policy, mac.in_front = 0, "Python"  # as Tk does when it starts

    assert mac.policy == 1
    assert mac.in_front == "the editor"
