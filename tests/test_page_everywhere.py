"""What holds of every chapter of the page, in a real browser."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from command_line import Home
from playwright.sync_api import expect
from served_page import ServedPage, barriers, daemon_of, opened, served
from test_page_statistics import MINUTE, NOW, keep, spell

from deskbreak.core.record import Outcome
from deskbreak.page.chapters import CHAPTER_NAMES
from deskbreak.settings.table import WEEKDAYS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.mark.parametrize("chapter", CHAPTER_NAMES)
def test_it_is_a_chapter_of_one_page(browser: "Browser", page: ServedPage, chapter: str) -> None:
    tab = opened(browser, page, chapter)

    assert tab.title().endswith(" · deskbreak")
    assert tab.locator("h1").count() == 1
    assert tab.locator("main").count() == 1
    assert tab.get_by_role("navigation", name="Chapters").count() == 1
    assert tab.locator("nav [aria-current=page]").count() == (chapter != "welcome")


@pytest.mark.parametrize("chapter", CHAPTER_NAMES)
def test_nobody_is_kept_out(browser: "Browser", page: ServedPage, chapter: str) -> None:
    tab = opened(browser, page, chapter)

    found = barriers(tab)
    tab.emulate_media(color_scheme="dark")
    found += barriers(tab)
    tab.emulate_media(forced_colors="active")
    found += barriers(tab)

    assert found == []


BEHIND = (
    *("/stretches/hf_half_kneel", "/stretches/own", "/stretches/plan"),
    *("/stats/sheet", "/stats?span=year"),
)
"""What lies behind a chapter, one click on."""


@pytest.mark.parametrize("place", [*(f"/{name}" for name in CHAPTER_NAMES), *BEHIND])
def test_from_a_phone_to_a_desk_and_magnified_nothing_scrolls_sideways(
    browser: "Browser", page: ServedPage, place: str
) -> None:
    """What is magnified twice has half the width; a bar to scroll takes some of it, too."""
    tab = opened(browser, page, "stretches")
    tab.goto(tab.url.replace("/stretches", place))
    too_wide = []
    for width in (*range(320, 1320, 20), 400, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        wide = tab.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            too_wide.append((width, wide))

    assert too_wide == []


TOO_SMALL = """() => [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary")].filter((each) => {
        const all = [each, each.closest("label")].filter(Boolean);
        const boxes = all.map((one) => one.getBoundingClientRect());
        return each.checkVisibility() && !boxes.some(({width, height}) => width >= 24 && height >= 24);
    }).map((each) => each.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("place", [*(f"/{name}" for name in CHAPTER_NAMES), *BEHIND])
def test_what_is_pressed_is_large_enough_for_a_finger(
    home: Home, browser: "Browser", place: str
) -> None:
    home.write_settings('[look]\nlanguage = "ja"\n')  # no words are shorter
    keep(home, spell(NOW, MINUTE * 35, Outcome.DONE))
    with served(home) as page:
        tab = opened(browser, page, "stretches", viewport={"width": 320, "height": 800})
        tab.goto(tab.url.replace("/stretches", place))
        tab.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true })")
        small = tab.evaluate(TOO_SMALL)

    assert small == []


BLANKS = re.compile(
    "[ぁ-んァ-ヶ一-龥。、）][.:]? +[ぁ-んァ-ヶ一-龥（]|[ぁ-んァ-ヶ一-龥][.:](?![.:])"
)
"""What no Japanese text has: a blank between two of its words, a stop or a colon of Latin."""


@pytest.mark.parametrize("place", [*(f"/{name}" for name in CHAPTER_NAMES), *BEHIND])
def test_japanese_sentences_are_joined_as_japanese_is_written(
    home: Home, browser: "Browser", place: str
) -> None:
    closed = "".join(f"{day} = []\n" for day in WEEKDAYS)
    home.write_settings(f'[work_hours]\n{closed}[look]\nlanguage = "ja"\n')
    with served(home) as page:
        tab = opened(browser, page, "stretches")
        tab.goto(tab.url.replace("/stretches", place))
        tab.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true })")
        texts = tab.locator("main :is(p, li, summary, h1, h2, td, th)").all_inner_texts()

    assert [text for text in texts if BLANKS.search(text)] == []


LARGER = """() => {
    const wide = () => [...document.querySelectorAll(".ring, .key svg")].map(
        (each) => each.getBoundingClientRect().width);
    const before = wide();
    document.documentElement.style.fontSize = "200%";
    return [before, wide()];
}"""


def test_what_is_drawn_among_words_grows_with_them(home: Home, browser: "Browser") -> None:
    keep(home, spell(NOW - MINUTE, MINUTE * 35, Outcome.DONE))
    with daemon_of(home), served(home) as page:
        tab = opened(browser, page, "today")
        tab.locator(".ring").wait_for()
        before, after = tab.evaluate(LARGER)

    assert len(before) > 2
    assert all(larger > 1.5 * each for each, larger in zip(before, after, strict=True))


@pytest.mark.parametrize("place", BEHIND)
def test_what_lies_behind_a_chapter_keeps_nobody_out(
    home: Home, browser: "Browser", page: ServedPage, place: str
) -> None:
    ends = (NOW - timedelta(days=days) for days in range(60))
    keep(home, *(spell(at, MINUTE * 35, Outcome.DONE) for at in ends))
    tab = opened(browser, page, "stretches")
    tab.goto(tab.url.replace("/stretches", place))

    found = barriers(tab)
    tab.emulate_media(color_scheme="dark")
    found += barriers(tab)
    tab.emulate_media(forced_colors="active")
    found += barriers(tab)

    assert found == []


def test_the_first_key_leads_past_the_chapters(browser: "Browser", page: ServedPage) -> None:
    tab = opened(browser, page, "stats")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")

    assert tab.evaluate("document.activeElement.id") == "main"


CONTROLS = """() => {
    const all = [...document.querySelectorAll(
        "a[href], button, input, select, textarea, summary, [tabindex='0']")];
    const others = (one) => all.filter((each) => each.name === one.name && each.type === "radio");
    const stands = (one) => one.type !== "radio" ||
        one === (others(one).find((each) => each.checked) ?? others(one)[0]);
    const reached = all.filter((one) =>
        one.checkVisibility() && !one.disabled && one.tabIndex >= 0 && stands(one));
    const has = document.activeElement;
    const rim = (one) => {
        const {outlineStyle, stroke, strokeWidth} = one ? getComputedStyle(one) : {};
        return (outlineStyle ?? "none") !== "none" || (stroke ?? "none") !== "none" && strokeWidth === "3px";
    };
    return {
        count: reached.length,
        place: reached.indexOf(has),
        is_seen: [has, has.closest("label")].some(rim),
        what: has.outerHTML.slice(0, 200),
    };
}"""
"""How many there are to be reached, which one has the focus, and whether that is to be seen."""


@pytest.mark.parametrize("chapter", CHAPTER_NAMES)
def test_by_keyboard_alone_each_control_is_reached_in_order_and_seen(
    home: Home, browser: "Browser", chapter: str
) -> None:
    with daemon_of(home), served(home) as page:
        tab = opened(browser, page, "welcome")
        if chapter != "welcome":
            link = tab.locator(f"nav a[href='/{chapter}']")
            while not link.evaluate("link => link === document.activeElement"):
                tab.keyboard.press("Tab")
            tab.keyboard.press("Enter")
            tab.wait_for_url(f"**/{chapter}")
        tab.locator("h1").wait_for()

        found, places, unseen = control_after_tab(tab), list[int](), list[str]()
        while found.place >= 0 and found.place not in places:
            places.append(found.place)
            unseen += [] if found.is_seen else [found.what]
            found = control_after_tab(tab)

        assert places == [*range(found.count)], found.what
        assert unseen == []


@dataclass(frozen=True)
class Control:
    """What has the focus: its place among all that can have it, -1 where it is none of them."""

    count: int
    place: int
    is_seen: bool
    what: str


def control_after_tab(tab: "Page") -> Control:
    tab.keyboard.press("Tab")
    return Control(**tab.evaluate(CONTROLS))


@pytest.mark.parametrize("chapter", ["stats", "stretches", "settings"])
def test_that_deskbreak_is_not_running_is_there_at_once_and_moves_nothing_later(
    page: ServedPage, chapter: str
) -> None:
    told = page.visitor().get(f"/{chapter}").text

    assert '<div id="absent" class="wash">' in told


def test_a_screen_whose_server_is_gone_says_so(browser: "Browser", page: ServedPage) -> None:
    tab = opened(browser, page, "stretches")
    page.process.terminate()

    tab.get_by_text("This page has ended. Open it again with: deskbreak page").wait_for()


TELL = """async (text) => (await import("/static/page.js")).tell(text)"""


def test_a_line_stays_for_as_long_as_it_takes_to_read_or_until_it_is_put_away(
    browser: "Browser", page: ServedPage
) -> None:
    """What is said to who has pain is such a line."""
    tab = opened(browser, page, "stretches")
    told = tab.locator("#told")
    tab.clock.install()
    tab.evaluate(TELL, "If gentle stretching hurts again, talk to a doctor. " * 5)
    tab.clock.run_for(20_000)
    expect(told).to_contain_text("talk to a doctor")
    tab.clock.run_for(10_000)
    expect(told).to_be_empty()

    tab.evaluate(TELL, "Put away by a key.")
    tab.clock.run_for(1_000)
    expect(told).to_have_text("Put away by a key.")
    tab.keyboard.press("Escape")
    expect(told).to_be_empty()
    tab.evaluate(TELL, "Saved")
    tab.clock.run_for(7_000)
    expect(told).to_have_text("Saved")
    tab.clock.run_for(2_000)
    expect(told).to_be_empty()


BOXES = """id => [document.getElementById(id), document.getElementById("told")].map(
    (each) => { const {left, right, top, bottom} = each.getBoundingClientRect(); return [left, right, top, bottom]; })"""


@pytest.mark.parametrize("edge", ["start", "end"])
@pytest.mark.parametrize("width", [400, 1280])
def test_what_is_told_never_covers_what_was_pressed(
    browser: "Browser", page: ServedPage, width: int, edge: str
) -> None:
    tab = opened(browser, page, "settings", viewport={"width": width, "height": 700})
    for id_ in ("row-windows-motion-field", "row-windows-motion-reset", "row-look-language-field"):
        field = tab.locator(f"#{id_}")
        field.evaluate("(field, block) => field.scrollIntoView({block})", edge)
        if "language" in id_:
            field.select_option("en")
        else:
            field.click()
        tab.get_by_text("Saved", exact=True).wait_for()
        left = id_ if field.count() else id_.replace("reset", "field")

        pressed, told = tab.evaluate(BOXES, left)
        assert not meet(pressed, told)
        assert told[2] >= 0
        assert told[3] <= 700


def meet(one: list[float], other: list[float]) -> bool:
    left, right, top, bottom = one
    return left < other[1] and other[0] < right and top < other[3] and other[2] < bottom
