"""Arrow keys, wherever people expect them: through all five places with them, in a real browser."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import pytest
from command_line import Home
from desktop import comes_true, wait_until
from playwright.sync_api import expect
from served_page import ServedPage, opened, served
from test_page_today import remember_a_morning

from deskbreak.core.work_hours import Range
from deskbreak.settings.written import load_settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

WEEK = '[work_hours]\ntuesday = ["09:00-12:00", "13:00-17:00"]\n'


@pytest.fixture
def tab(browser: "Browser", page: ServedPage) -> "Tab":
    return opened(browser, page, "settings", viewport={"width": 1280, "height": 900})


def press(tab: "Tab", *keys: str) -> None:
    for key in keys:
        tab.keyboard.press(key)


def has_focus(tab: "Tab") -> str:
    """The id of what has it, or its name."""
    return str(tab.evaluate("document.activeElement.id || document.activeElement.ariaLabel"))


def go(tab: "Tab", *keys: str) -> None:
    """Each leads somewhere else. A busy browser has answered before it went, or never goes: then again."""
    for key in keys:
        here = has_focus(tab)
        for _time in range(3):
            press(tab, key)
            if comes_true(partial(is_elsewhere, tab, here), within=2):
                break


def is_elsewhere(tab: "Tab", here: str) -> bool:
    return has_focus(tab) != here


# Today


@pytest.fixture
def day(home: Home, browser: "Browser") -> Iterator["Tab"]:
    """Of somebody who has worked and was asked all morning."""
    remember_a_morning(home)
    with served(home) as page:
        yield opened(browser, page, "today")


def test_the_day_is_one_stop_and_the_arrows_go_through_it_as_it_went(day: "Tab") -> None:
    pieces = day.locator(".band.broad [tabindex]")
    names = [str(each.get_attribute("aria-label")) for each in pieces.all()]
    pieces.first.focus()
    heard = [told_below(day)]
    for _piece in names[1:]:
        go(day, "ArrowRight")
        heard.append(told_below(day))
    press(day, "ArrowRight")  # there is no more of it
    at_the_end = told_below(day)
    go(day, "ArrowLeft", "ArrowUp")
    two_back = told_below(day)
    go(day, "Home")
    first = told_below(day)
    go(day, "Tab")

    assert len(names) > 2
    assert heard == names
    assert at_the_end == names[-1]
    assert two_back == names[-3]
    assert first == names[0]
    assert has_focus(day) == "table-summary"
    go(day, "Shift+Tab")
    assert told_below(day) == names[0]


def test_where_one_reads_from_the_right_the_day_still_runs_to_the_right(
    home: Home, browser: "Browser"
) -> None:
    home.write_settings('[look]\nlanguage = "ar"\n')
    remember_a_morning(home)
    with served(home) as page:
        tab = opened(browser, page, "today")
        first, second = tab.locator(".band.broad [tabindex]").all()[:2]
        first.focus()
        go(tab, "ArrowRight")

        assert told_below(tab) == second.get_attribute("aria-label")


def told_below(tab: "Tab") -> str:
    told = str(tab.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert tab.locator(".pointed").inner_text() == told
    return told


# Settings


def test_an_arrow_in_a_list_keeps_each_choice_and_the_last_of_many_counts(
    home: Home, tab: "Tab"
) -> None:
    tab.locator("#row-windows-figure-field").focus()
    values = tab.locator("#row-windows-figure-field option").evaluate_all(
        "all => all.map((each) => each.value)"
    )
    press(tab, *["ArrowDown"] * (len(values) + 1))

    wait_for(tab, home, "windows", "figure", values[-1])
    expect(tab.locator("#row-windows-figure-field")).to_have_value(values[-1])
    assert has_focus(tab) == "row-windows-figure-field"
    assert tab.locator("#row-windows-figure-wrong").inner_text() == ""


def wait_for(tab: "Tab", home: Home, section: str, key: str, value: str) -> None:
    for _look in range(100):
        if str(getattr(getattr(load_settings(home.settings), section), key)) == value:
            return
        tab.wait_for_timeout(100)
    raise AssertionError(f"{section}.{key} is not {value}")


def test_a_bar_goes_by_hours_and_to_either_end_of_its_room(home: Home, browser: "Browser") -> None:
    home.write_settings(WEEK)
    with served(home) as page:
        tab = opened(browser, page, "settings")
        bar = tab.locator("#bar-1-0")
        bar.focus()
        press(tab, "PageDown")
        an_hour = bar.get_attribute("aria-valuetext")
        press(tab, "End")
        at_the_end = bar.get_attribute("aria-valuetext")
        press(tab, "Home", "Shift+PageUp")
        wait_for_tuesday(tab, home, (Range(0, 240), Range(780, 1020)))

    assert an_hour == "08:00–11:00"
    assert at_the_end == "10:00–13:00"


def wait_for_tuesday(tab: "Tab", home: Home, ranges: tuple[Range, ...]) -> None:
    for _look in range(100):
        weekdays = load_settings(home.settings).work_hours.weekdays
        if weekdays is not None and weekdays[1] == ranges:
            return
        tab.wait_for_timeout(100)
    raise AssertionError(f"Tuesday has other hours than {ranges}")


def test_the_calendar_is_one_stop_and_the_arrows_go_from_day_to_day(tab: "Tab") -> None:
    tab.locator("#month-after").click()
    tab.locator("[data-date$='-01'][tabindex='0']").focus()
    start = has_focus(tab)
    go(tab, "ArrowRight", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight")
    there = has_focus(tab)
    press(tab, "Enter")
    expect(tab.locator(f"#{there}")).to_have_attribute("aria-pressed", "true")
    kept = has_focus(tab)
    go(tab, "Home")
    press(tab, "ArrowLeft", "ArrowUp")  # there is no day before it
    first = has_focus(tab)
    go(tab, "End")
    press(tab, "ArrowDown")
    last = has_focus(tab)
    go(tab, "Tab")

    assert there == f"{start.removesuffix('01')}09"
    assert kept == there
    assert first == start
    assert last[-2:] in {"28", "29", "30", "31"}
    assert not has_focus(tab).startswith("date-")


def test_where_one_reads_from_the_right_the_next_day_lies_to_the_left(
    home: Home, browser: "Browser"
) -> None:
    home.write_settings('[look]\nlanguage = "ar"\n')
    with served(home) as page:
        tab = opened(browser, page, "settings")
        tab.locator("#month-after").click()
        tab.locator("[data-date$='-01'][tabindex='0']").focus()
        go(tab, "ArrowLeft", "ArrowLeft", "ArrowRight")

        assert has_focus(tab).endswith("-02")


# The others


def test_the_arrows_sift_the_moves(browser: "Browser", page: ServedPage) -> None:
    tab = opened(browser, page, "stretches")
    shown = tab.locator("[data-minutes]:visible").count()
    tab.locator("#group").focus()
    press(tab, "ArrowDown")

    assert tab.locator("#group").input_value()
    assert tab.locator("[data-minutes]:visible").count() < shown
    assert has_focus(tab) == "group"


def test_of_many_arrows_on_the_first_day_the_last_choice_counts(
    home: Home, browser: "Browser", page: ServedPage
) -> None:
    tab = opened(browser, page, "welcome")
    while not tab.locator("#often-45m").count():
        tab.locator("#next").click()
        tab.wait_for_load_state()
    tab.locator("#often-45m").focus()
    press(tab, "ArrowUp", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp")

    wait_for(tab, home, "breaks", "every", "0:30:00")
    expect(tab.locator("#often-30m")).to_be_checked()
    assert has_focus(tab) == "often-30m"
    assert tab.locator("#often-wrong").inner_text() == ""


def test_a_table_wider_than_its_room_goes_along_with_the_arrows(
    home: Home, browser: "Browser"
) -> None:
    remember_a_morning(home)
    with served(home) as page:
        tab = opened(browser, page, "stats", viewport={"width": 320, "height": 700})
        tab.goto(f"{tab.url}?span=week")
        for fold in tab.locator("summary").all():
            fold.click()
        wide = "[...document.querySelectorAll('.wide')].find((one) => one.scrollWidth > one.clientWidth + 20)"
        assert tab.evaluate(f"Boolean({wide})")
        tab.evaluate(f"{wide}.focus()")
        press(tab, "ArrowRight", "ArrowRight")
        scrolled = "document.activeElement.scrollLeft > 0"
        wait_until(lambda: bool(tab.evaluate(scrolled)), "the rest of the table", within=5)
