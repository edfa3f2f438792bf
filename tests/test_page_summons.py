"""Asked for once more, the page that is open shows what is wanted; else another one is opened."""

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from command_line import Home
from desktop import wait_until
from fake_browser import FakeBrowser, fake_browser
from served_page import ServedPage, Visitor, opened_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


HEARD = "document.addEventListener('status', () => document.body.classList.add('has-heard'))"


@pytest.fixture
def program(home: Home) -> Iterator[FakeBrowser]:
    """The one that is started for another window, on a Wayland desktop."""
    home.patch.setenv("WAYLAND_DISPLAY", "wayland-none")
    with fake_browser(home.folder, home.folder / "run") as program:
        home.patch.setenv("PATH", program.path)
        yield program


def test_a_page_that_is_open_goes_to_the_chapter_and_no_second_window_opens(
    page: ServedPage, browser: "Browser", program: FakeBrowser
) -> None:
    tab = opened_in(listening(browser), page, "today")
    for chapter in ("stats", "settings", "settings", "welcome"):
        wait_until_it_hears(tab)
        assert page.home.deskbreak("page", chapter).code == 0
        tab.wait_for_url(f"**/{chapter}")

    assert program.shown() == []


def test_of_two_that_are_seen_one_goes_there(
    page: ServedPage, browser: "Browser", program: FakeBrowser
) -> None:
    context = listening(browser)
    tabs = [opened_in(context, page, "today") for _tab in range(2)]
    for tab in tabs:
        wait_until_it_hears(tab)

    page.home.deskbreak("page", "stretches")
    wait_until(lambda: [tab for tab in tabs if is_at(tab, "/stretches")], "the chapter", within=10)

    assert sorted(urlsplit(tab.url).path for tab in tabs) == ["/stretches", "/today"]
    assert program.shown() == []


def test_a_hidden_page_stays_where_it_is_and_another_window_opens(
    page: ServedPage, browser: "Browser", program: FakeBrowser
) -> None:
    context = listening(browser)
    context.add_init_script("Object.defineProperty(document, 'hidden', {get: () => true})")
    tab = opened_in(context, page, "today")
    wait_until_it_hears(tab)

    page.home.deskbreak("page", "stats")

    assert program.has_shown("stats")
    assert is_at(tab, "/today")


def test_what_is_half_written_is_not_left_for_another_chapter(
    page: ServedPage, browser: "Browser", program: FakeBrowser
) -> None:
    tab = opened_in(listening(browser), page, "stretches")
    tab.get_by_role("link", name="Write one down").click()
    tab.locator("#name").fill("Half a mo")
    wait_until_it_hears(tab)

    page.home.deskbreak("page", "today")

    assert program.has_shown("today")
    assert tab.locator("#name").input_value() == "Half a mo"


def test_without_a_screen_that_looks_another_window_opens(
    page: ServedPage, program: FakeBrowser
) -> None:
    page.home.deskbreak("page", "settings")

    assert program.has_shown("settings")


def test_only_who_can_read_the_private_file_may_summon_the_page(visitor: Visitor) -> None:
    assert visitor.post("/summons/stats", b"").code == 403


def test_an_answer_that_nobody_waits_for_is_no_reason_to_go_anywhere(visitor: Visitor) -> None:
    for content in (b'{"number": 1, "has_focus": true}', b"[]", b"{", b'{"number": [1]}'):
        assert visitor.post("/here", content).text == '{"ok":false}'


def listening(browser: "Browser") -> "BrowserContext":
    """Its pages can be asked whether they hear by now."""
    context = browser.new_context()
    context.add_init_script(HEARD)
    return context


def wait_until_it_hears(tab: "Page") -> None:
    tab.locator("body.has-heard").wait_for()


def is_at(tab: "Page", path: str) -> bool:
    from playwright.sync_api import Error  # noqa: PLC0415  (tests with a browser alone)

    with suppress(Error):  # it is on its way
        tab.evaluate("0")  # what happened meanwhile is heard
    return urlsplit(tab.url).path == path
