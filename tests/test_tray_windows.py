"""Stories about the tray icon of Windows: deskbreak and pystray together, on a stand-in of Windows."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from clicks import Clicks, content
from desktop import wait_until
from fake_windows import LEFT_CLICK, RIGHT_CLICK, Windows, on_windows

from deskbreak.core.policy import Panel
from deskbreak.surfaces.icons import SIZES
from deskbreak.surfaces.tray import Entry, Separator, Tray, TrayContent
from deskbreak.window.natively import prefers_dark


@contextmanager
def running(machine: Windows) -> Iterator[Tray]:
    """The tray's loop runs, in a thread since the main one is the test's."""
    with on_windows(machine) as module:
        tray: Tray = module.windows_tray()
        thread = threading.Thread(target=tray.run)
        thread.start()
        try:
            yield tray
        finally:
            tray.stop()
            thread.join(5)
        assert not thread.is_alive()


def is_shown(machine: Windows, tooltip: str) -> bool:
    return machine.icon is not None and machine.icon.tooltip == tooltip


def test_icon_tooltip_and_menu_are_shown_and_gone_after_the_end() -> None:
    machine = Windows()
    with running(machine) as tray:
        tray.show(content(Entry("Start a break"), Separator(), Entry("Standing", checked=True)))
        wait_until(lambda: is_shown(machine, "38 min"), "the icon")
        assert machine.icon is not None
        sizes, lines = machine.icon.sizes, [(line.text, line.state) for line in machine.lines()]

        assert tray.in_use() == "notification area"
        assert sizes == {(size, size) for size in SIZES}
        assert machine.icon.taken == (24, 24)  # as sharp as the notification area is large
        assert lines == [("Start a break", 0), (None, 0), ("Standing", 0x8)]

    assert machine.icon is None


def test_the_right_click_opens_the_menu_whose_nested_line_does_what_it_says() -> None:
    machine, clicks = Windows(), Clicks()
    with running(machine) as tray:
        tray.show(
            content(clicks.on("Start"), Entry("Pause reminders", submenu=(clicks.on("30 min"),)))
        )
        wait_until(lambda: is_shown(machine, "38 min"), "the icon")
        machine.click(RIGHT_CLICK)
        machine.choose("Pause reminders", "30 min")

        wait_until(lambda: clicks.seen == ["30 min"], "the click")


def test_a_click_leaves_the_menu_that_is_there() -> None:
    machine, clicks = Windows(), Clicks()
    with running(machine) as tray:
        tray.show(content(clicks.on("Start")))
        wait_until(lambda: is_shown(machine, "38 min"), "the icon")
        before = list(machine.menus)
        machine.click(RIGHT_CLICK)
        machine.choose("Start")
        wait_until(lambda: clicks.seen == ["Start"], "the click")
        machine.click(RIGHT_CLICK)
        machine.choose("Start")
        wait_until(lambda: clicks.seen == ["Start", "Start"], "the second click")

        assert list(machine.menus) == before


def test_the_left_click_does_the_default() -> None:
    machine, done = Windows(), threading.Event()
    with running(machine) as tray:
        tray.show(content(Entry("Status", done.set, default=True)))
        wait_until(lambda: is_shown(machine, "38 min"), "the icon")
        machine.click(LEFT_CLICK)

        assert done.wait(20)


def test_without_a_default_the_left_click_opens_the_menu() -> None:
    machine = Windows()
    with running(machine) as tray:
        tray.show(content(Entry("Status")))
        wait_until(lambda: is_shown(machine, "38 min"), "the icon")
        machine.click(LEFT_CLICK)

        machine.choose()  # waits until there is one


def test_whatever_thread_tells_it_windows_is_called_from_one_alone() -> None:
    machine = Windows()
    with running(machine) as tray:
        for minute in range(20):
            threading.Thread(target=tray.show, args=(content(tooltip=f"{minute} min"),)).start()
        wait_until(lambda: machine.icon is not None, "the icon")
        tray.show(content(tooltip="the last"))
        wait_until(lambda: is_shown(machine, "the last"), "the last of them")

        assert len(machine.threads) == 1
        assert threading.get_ident() not in machine.threads


def test_a_menu_stays_as_it_is_while_it_is_open() -> None:
    machine, clicks = Windows(), Clicks()
    with running(machine) as tray:
        tray.show(content(clicks.on("Start")))
        wait_until(lambda: is_shown(machine, "38 min"), "the icon")
        machine.click(RIGHT_CLICK)
        assert machine.menu_opens.wait(20)
        tray.show(content(clicks.on("Snooze"), tooltip="39 min"))
        machine.choose("Start")
        wait_until(lambda: is_shown(machine, "39 min"), "the news")

        assert machine.destroyed_while_open == []
        assert clicks.seen == ["Start"]
        assert [line.text for line in machine.lines()] == ["Snooze"]


@pytest.mark.parametrize("tooltip", ["long " * 100, "\U0001f9d8" * 100])
def test_a_tooltip_too_long_for_windows_is_cut(tooltip: str) -> None:
    machine = Windows()
    with running(machine) as tray:
        tray.show(content(tooltip=tooltip))
        wait_until(lambda: machine.icon is not None, "the icon")

        assert machine.icon is not None
        assert machine.icon.tooltip.endswith("…")
        assert len(machine.icon.tooltip.encode("utf-16-le")) // 2 > 100


def test_what_windows_would_read_as_a_mark_is_written_out() -> None:
    machine = Windows()
    with running(machine) as tray:
        tray.show(content(Entry("Salt & pepper")))
        wait_until(lambda: machine.icon is not None, "the icon")

        assert [line.text for line in machine.lines()] == ["Salt && pepper"]


def test_before_explorer_is_there_it_is_tried_again() -> None:
    machine = Windows(has_taskbar=False)
    with running(machine) as tray:
        tray.show(content())
        wait_until(lambda: "Explorer" in tray.in_use(), "a first attempt in vain")
        machine.has_taskbar = True

        wait_until(lambda: is_shown(machine, "38 min"), "the icon", within=10)
        assert machine.added == 1


def test_the_picture_that_explorer_is_given_late_is_the_newest() -> None:
    brightness = []
    for before in (Panel.LIGHT, Panel.DARK):
        machine = Windows(has_taskbar=False)
        with running(machine) as tray:
            tray.show(TrayContent("away", "Away", (Entry("Quit"),), before))
            wait_until(lambda: "Explorer" in tray.in_use(), "an attempt in vain")
            tray.show(TrayContent("away", "Still away", (Entry("Quit"),), Panel.DARK))
            machine.has_taskbar = True
            wait_until(lambda: is_shown(machine, "Still away"), "the icon", within=10)  # noqa: B023
            assert machine.icon is not None
            brightness.append(machine.icon.colours)

    assert brightness[0] == brightness[1]


def test_an_explorer_that_begins_anew_gets_the_icon_again() -> None:
    machine = Windows()
    with running(machine) as tray:
        tray.show(content())
        wait_until(lambda: is_shown(machine, "38 min"), "the icon")
        machine.start_explorer()

        wait_until(lambda: machine.added == 2, "the icon again")
        assert is_shown(machine, "38 min")


def test_an_explorer_that_hung_for_a_moment_shows_what_has_changed_since() -> None:
    machine = Windows()
    with running(machine) as tray:
        tray.show(content())
        wait_until(lambda: is_shown(machine, "38 min"), "the icon")
        before, machine.hangs = machine.refused, True
        tray.show(content(tooltip="39 min"))
        wait_until(lambda: machine.refused > before, "an attempt in vain")
        machine.hangs = False

        wait_until(lambda: is_shown(machine, "39 min"), "the news", within=10)
        assert tray.in_use() == "notification area"


def test_the_machine_may_be_shut_down_and_the_icon_s_loop_ends_with_it() -> None:
    machine = Windows()
    with on_windows(machine) as module:
        tray: Tray = module.windows_tray()
        thread = threading.Thread(target=tray.run, daemon=True)
        thread.start()
        tray.show(content())
        wait_until(lambda: is_shown(machine, "38 min"), "the icon")

        assert machine.shut_down()
        thread.join(20)
        assert not thread.is_alive()


def test_a_shutdown_that_another_program_holds_up_ends_nothing() -> None:
    machine = Windows()
    with running(machine) as tray:
        tray.show(content())
        wait_until(lambda: is_shown(machine, "38 min"), "the icon")
        machine.end_session(may_end=False)
        tray.show(content(tooltip="39 min"))

        wait_until(lambda: is_shown(machine, "39 min"), "the news")


@pytest.mark.parametrize(("panel", "taskbar"), [(Panel.AUTO, 1), (Panel.LIGHT, 0)])
def test_on_a_light_taskbar_the_icon_is_darker_than_on_a_dark_one(
    panel: Panel, taskbar: int
) -> None:
    brightness = []
    for machine, of in ((Windows(is_light=taskbar), panel), (Windows(is_light=0), Panel.AUTO)):
        with running(machine) as tray:
            tray.show(TrayContent("away", "Away", (Entry("Quit"),), of))
            wait_until(lambda: machine.icon is not None, "the icon")  # noqa: B023
            assert machine.icon is not None
            brightness.append(machine.icon.colours)

    assert brightness[0] < brightness[1] - 100


@pytest.mark.parametrize(("light", "is_dark"), [(0, True), (1, False), (None, None)])
def test_own_windows_are_as_dark_as_the_programs(
    light: int | None,
    is_dark: bool | None,
) -> None:
    with on_windows(Windows(is_light=light)):
        assert prefers_dark("win32") is is_dark


def test_menus_are_sharp_on_every_screen() -> None:
    machine = Windows()
    with running(machine):
        wait_until(lambda: machine.awareness, "the wish")

    assert machine.awareness == [-4]


def test_where_windows_has_no_window_left_it_fails_and_does_not_hang() -> None:
    before = threading.active_count()
    with on_windows(Windows(has_windows=False)) as module:
        tray: Tray = module.windows_tray()

        with pytest.raises(OSError, match="out of windows"):
            tray.run()

    assert threading.active_count() == before
