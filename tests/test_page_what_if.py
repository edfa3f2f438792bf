"""Other settings tried on the days that were kept, in a real browser."""

import json
from typing import TYPE_CHECKING

import pytest
from command_line import Home
from daybook import rules
from kept_life import KeptLife
from playwright.sync_api import expect
from served_page import ServedPage, barriers, daemon_of, opened

from deskbreak.core.events import Answer
from deskbreak.days.last_days import kept_days
from deskbreak.files.folders import record_folder

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.usefixtures("warsaw")

MINE = '[breaks]\nwait_for_lull = "0s"\nwalk_every = 0 # I walk enough\n'


@pytest.fixture
def home(home: Home) -> Home:
    home.write_settings(MINE)
    return home


def lived(days: int, minutes: int = 210) -> None:
    """So many days, each from nine o'clock, with a break at the end."""
    life = KeptLife(record_folder(), rules())
    for day in range(0, days * 1440, 1440):
        life.work(day + 60, day + 60 + minutes)
        life.answer(day + 60.5 + minutes, Answer.DONE)
        life.rest(day + 950)  # before midnight
    life.days.close()


def test_a_change_is_tried_and_told_in_a_sentence(
    browser: "Browser", page: ServedPage, home: Home
) -> None:
    lived(3)
    tab = opened(browser, page, "settings", viewport={"width": 400, "height": 800})
    every = tab.get_by_label("Ask after").and_(tab.locator("#what-if input"))

    assert every.input_value() == "45m"
    every.fill("80")
    every.press("Enter")

    said = tab.locator("#what-if-said")
    expect(said).to_have_text(
        "2 times a day instead of 3. "
        "In your longest spell, 3 h 30 min, it would have asked 35 min later."
    )
    expect(tab.locator("#what-if-basis")).to_contain_text("Reckoned on 3 days")
    expect(tab.locator("#what-if-bar")).to_be_hidden()
    assert home.settings.read_text() == MINE
    assert barriers(tab) == []
    wide, seen = tab.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= seen


def test_its_bar_runs_and_can_be_stopped(browser: "Browser", page: ServedPage) -> None:
    lived(14, minutes=860)
    tab = opened(browser, page, "settings")
    tab.locator("#what-if input").first.fill("30m")

    tab.get_by_role("button", name="Try it on my last two weeks").click()
    bar = tab.locator("#what-if-bar")
    expect(bar).to_have_attribute("max", "14")
    tab.get_by_role("button", name="Cancel").click()

    expect(bar).to_be_hidden()
    expect(tab.get_by_role("button", name="Try it on my last two weeks")).to_be_focused()
    assert tab.locator("#what-if-said").text_content() == ""
    tab.keyboard.press("Enter")
    expect(tab.locator("#what-if-said")).to_contain_text("times a day")


def test_a_wrong_value_is_told_beside_its_field(browser: "Browser", page: ServedPage) -> None:
    lived(1)
    tab = opened(browser, page, "settings")

    limit = tab.locator("#what-if").get_by_label("Breaks in a day")
    limit.fill("many")
    limit.press("Enter")

    expect(tab.locator("#what-if .wrong").nth(3)).to_have_text(
        "“many” won't do here. Write a whole number of at least 0."
    )
    expect(limit).to_be_focused()
    limit.fill("10")
    limit.press("Enter")
    expect(tab.locator("#what-if-said")).to_have_text(
        "These are your settings as they are: change one of them first."
    )


def test_what_is_saved_above_stands_in_the_form(browser: "Browser", page: ServedPage) -> None:
    lived(1)
    tab = opened(browser, page, "settings")

    tab.locator("#row-breaks-every input").fill("30m")
    tab.locator("#row-breaks-every input").press("Tab")

    expect(tab.locator("#what-if input").first).to_have_value("30m")


def test_the_days_are_deleted_by_a_click(browser: "Browser", page: ServedPage) -> None:
    lived(2)
    tab = opened(browser, page, "settings")

    tab.get_by_text("2 days are kept").click()
    tab.get_by_role("button", name="Delete these days").click()

    expect(tab.locator("#told")).to_have_text("Your last days are deleted.")
    expect(tab.locator("#what-if")).to_contain_text("No day is kept yet.")
    assert kept_days(record_folder()) == []


def test_a_damaged_day_is_left_out_and_said(page: ServedPage) -> None:
    lived(2)
    (record_folder() / "2026-03-01.jsonl.gz").write_bytes(b"damaged")
    asked = json.dumps({"values": {"breaks.every": "30m"}}).encode()

    answer = page.visitor().post("/settings/what-if", asked)

    *steps, last = [json.loads(line) for line in answer.text.splitlines()]
    assert [step["done"] for step in steps] == [0, 1, 2, 3]
    assert last["basis"].endswith("1 file could not be read and is left out.")


@pytest.mark.parametrize(
    "sent", [{}, {"values": []}, {"values": {"look.language": "de"}}, {"values": {"every": "1m"}}]
)
def test_only_what_the_form_has_can_be_tried(page: ServedPage, sent: object) -> None:
    assert page.visitor().post("/settings/what-if", json.dumps(sent).encode()).code == 400


def test_a_running_daemon_keeps_its_day_and_begins_anew_once_it_is_deleted(
    home: Home, page: ServedPage
) -> None:
    with daemon_of(home):
        home.deskbreak("pause", "10m")
        (before,) = kept_days(record_folder())
        assert '"event": "pause"' in "".join(before.lines())

        assert page.visitor().post("/settings/what-if/delete", b"{}").code == 200
        home.deskbreak("resume")
        home.deskbreak("status")

        (after,) = kept_days(record_folder())
        assert '"event": "pause"' not in "".join(after.lines())

        home.deskbreak("config", "set", "record.days", "0")
        home.deskbreak("status")
        home.deskbreak("status")
        assert kept_days(record_folder()) == []
