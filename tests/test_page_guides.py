"""A break that is begun on the page is guided there alone: no window comes while somebody looks."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from command_line import Home
from desktop import Desktop, wait_until
from served_page import barriers, daemon_of, opened, opened_in, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LONG = """
[[stretch]]
id = "long"
name = "A long one"
group = "legs"
where = "wall"
gets_up = true
length = "5m"
hold = "20s"
reps = 8
setup = "2s"
steps = ["Stand tall.", "Look far away."]
"""
BRIEF = LONG.replace('"5m"', '"4s"').replace('"20s"', '"2s"').replace("reps = 8", "reps = 1")


@pytest.fixture
def seen(home: Home, x_desktop: Desktop) -> Desktop:
    """The screen on which the daemon shows its windows; there is no notification server."""
    for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        home.patch.setenv(name, x_desktop.env[name])
    return x_desktop


def use(home: Home, pack: str) -> None:
    file = home.folder / "pack.toml"
    file.write_text(pack)
    home.write_settings(f'[stretches]\npacks = ["{file}"]\n')


@contextmanager
def begun_on_the_page(home: Home, browser: "Browser", pack: str = LONG) -> Iterator["Page"]:
    use(home, pack)
    with daemon_of(home), served(home) as page:
        tab = opened(browser, page, "today")
        tab.goto("/".join((*tab.url.split("/")[:3], "stretches", "long")))
        tab.get_by_role("button", name="Start", exact=True).click()
        tab.wait_for_url("**/today")
        tab.locator("#guide").wait_for()
        yield tab


def is_guided_in_a_window(screen: Desktop) -> bool:
    found = screen.start("xdotool", "search", "--name", "^A long one")
    found.process.wait(30)
    return found.printed().strip() != ""


def is_running(home: Home) -> bool:
    return json.loads(home.deskbreak("status", "--json").out)["running"] is not None


def test_no_window_comes_while_the_page_guides_and_one_does_once_it_is_closed(
    home: Home, browser: "Browser", seen: Desktop
) -> None:
    with begun_on_the_page(home, browser, LONG.replace('"20s"', '"3s"')) as tab:
        tab.get_by_role("heading", name="1 of 8").wait_for()
        tab.reload()  # which closes it for a moment
        tab.get_by_role("heading", name="3 of 8").wait_for(timeout=20_000)
        assert not is_guided_in_a_window(seen)

        tab.close()

        wait_until(lambda: is_guided_in_a_window(seen), "the window", within=15)
        assert is_running(home)


def test_the_window_comes_where_the_page_shows_another_chapter(
    home: Home, browser: "Browser", seen: Desktop
) -> None:
    with begun_on_the_page(home, browser) as tab:
        tab.get_by_role("link", name="Statistics").click()

        wait_until(lambda: is_guided_in_a_window(seen), "the window", within=15)


def test_the_window_comes_where_the_server_is_killed_while_the_break_stands_still(
    home: Home, browser: "Browser", seen: Desktop
) -> None:
    use(home, LONG)
    with daemon_of(home), served(home) as page:
        tab = opened(browser, page, "today")
        tab.get_by_role("button", name="Start a break").click()
        tab.locator("#guide").wait_for()
        tab.get_by_role("button", name="Pause this stretch").click()
        tab.get_by_role("button", name="Go on").wait_for()
        name = json.loads(home.deskbreak("status", "--json").out)["running"]["name"]
        page.process.kill()

        window = ("xdotool", "search", "--sync", "--name", f"^{re.escape(name)}")
        assert seen.run(*window)


def test_what_was_begun_elsewhere_is_guided_in_the_window_and_on_the_page(
    home: Home, browser: "Browser", seen: Desktop
) -> None:
    use(home, LONG)
    with daemon_of(home), served(home) as page:
        tab = opened(browser, page, "today")
        home.deskbreak("start", "long")

        tab.locator("#guide").wait_for()
        wait_until(lambda: is_guided_in_a_window(seen), "the window", within=15)


def test_how_it_was_is_asked_on_the_page_alone(
    home: Home, browser: "Browser", seen: Desktop
) -> None:
    with begun_on_the_page(home, browser, BRIEF) as tab:
        question = tab.get_by_role("group", name="A long one: How was it?")
        question.wait_for(timeout=30_000)
        assert tab.locator("#today-announced").inner_text() == "A long one: How was it?"
        assert question.get_by_role("button").all_inner_texts() == [
            *("Easy", "Just right", "Hard", "It hurt"),
        ]
        assert barriers(tab) == []
        question.get_by_role("button", name="Just right").click()
        question.wait_for(state="detached")

        assert not is_guided_in_a_window(seen)


def test_the_count_stands_still_while_the_break_does(home: Home, browser: "Browser") -> None:
    use(home, LONG)
    with daemon_of(home), served(home) as page:
        context = browser.new_context()
        context.clock.install()
        tab = opened_in(context, page)
        home.deskbreak("start", "long")
        tab.get_by_role("heading", name="1 of 8").wait_for()
        tab.get_by_role("button", name="Pause this stretch").click()
        tab.get_by_role("button", name="Go on").wait_for()
        stood = tab.get_by_role("timer").inner_text()
        context.clock.run_for(4000)
        assert tab.get_by_role("timer").inner_text() == stood

        tab.get_by_role("button", name="Go on").click()
        tab.get_by_role("button", name="Pause this stretch").wait_for()
        context.clock.run_for(4000)

        assert int(tab.get_by_role("timer").inner_text()) < int(stood)


def test_whoever_faces_a_wall_hears_the_holds_from_the_page(home: Home, browser: "Browser") -> None:
    use(home, LONG)
    with daemon_of(home), served(home) as page:
        tab = opened(browser, page, "today")
        tab.goto("/".join((*tab.url.split("/")[:3], "stretches", "long")))
        with tab.expect_response("**/tones/BEGIN.wav", timeout=20_000) as tone:
            tab.get_by_role("button", name="Start", exact=True).click()

        assert tone.value.ok


def test_a_tone_that_there_is_not_is_no_address(home: Home) -> None:
    with served(home) as page:
        visitor = page.visitor()

        assert visitor.get("/tones/DONE.wav").headers["content-type"] == "audio/wav"
        assert visitor.get("/tones/other.wav").code == 404
