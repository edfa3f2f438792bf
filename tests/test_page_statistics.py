"""The chapter of statistics: its numbers, its charts, and what can be taken along."""

import csv
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command_line import Home
from served_page import ServedPage, Visitor, daemon_of, opened, served

from deskbreak.core.moment import Moment
from deskbreak.core.record import DayPart, Outcome, Record
from deskbreak.core.rotation import Resting, RestingGroup, Rotation
from deskbreak.core.signs import Signs
from deskbreak.core.state import Course, Session
from deskbreak.core.stretch import Group
from deskbreak.core.work_hours import Spell
from deskbreak.history.database import open_for_reading, open_history
from deskbreak.history.periods import Span
from deskbreak.page import statistics
from deskbreak.session.snapshot import Snapshot, save_snapshot

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NOW = datetime.now(UTC)
MINUTE = timedelta(minutes=1)


def keep(home: Home, *records: Record) -> None:
    with closing(open_history(home.history, NOW).history) as history:
        history.remember(*records)


def spell(ended: datetime, length: timedelta, outcome: Outcome = Outcome.DONE) -> Record:
    return Record(
        id=f"{ended.isoformat()}",
        at=ended,
        outcome=outcome,
        stretch="hf_standing_split",
        seat_time=length,
        sat_down_at=ended - length,
        ended_at=ended,
        parts=(DayPart(ended.date(), length),),
        exercised=MINUTE,
    )


def test_the_first_period_is_compared_with_nothing(home: Home, visitor: Visitor) -> None:
    keep(home, spell(NOW, MINUTE * 40))

    shown = visitor.get("/stats?span=year").text

    assert "<span>on average</span>" in shown
    assert "<span>spells over an hour</span>" in shown
    assert "breaks an hour at your desk" not in shown  # of 40 min there is no rate yet


def test_an_empty_history_says_so_and_draws_nothing(visitor: Visitor) -> None:
    shown = visitor.get("/stats")

    assert shown.code == 200
    assert "Nothing noted yet" in shown.text
    assert "<figure>" not in shown.text


def test_a_day_is_told_in_a_sentence_and_drawn_with_its_table(home: Home, visitor: Visitor) -> None:
    keep(home, spell(NOW - timedelta(hours=2), 70 * MINUTE), spell(NOW, 30 * MINUTE))

    shown = visitor.get("/stats?span=year").text

    assert "Spells of 50 min at your desk" in shown
    assert shown.count('<rect class="sat"') > 0
    assert "<caption" in shown or "As a table" in shown


@pytest.mark.parametrize(
    "query",
    [
        "?span=century",
        "?on=yesterday",
        "?span=&on=",
        "?on=9999-12-31",
        "?on=0001-01-01",
        "?span=year&on=0001-01-01",
    ],
)
def test_what_nobody_can_ask_for_is_some_week(visitor: Visitor, query: str) -> None:
    assert visitor.get(f"/stats{query}").code == 200


def test_every_chart_can_be_taken_along(home: Home, visitor: Visitor) -> None:
    keep(home, spell(NOW, 40 * MINUTE))
    shown = visitor.get("/stats?span=year").text
    addresses = re.findall(r'href="(/stats/[a-z]+\.(?:csv|json)[^"]*)"', shown)

    taken = {address: visitor.get(address.replace("&amp;", "&")) for address in addresses}

    assert len(taken) >= 8
    for address, answer in taken.items():
        assert answer.code == 200
        assert "attachment" in answer.headers["content-disposition"]
        rows = (
            json.loads(answer.text)
            if ".json" in address
            else [*csv.reader(answer.text.splitlines())]
        )
        assert rows


def test_who_goes_through_the_links_hears_what_each_takes_along(
    home: Home, visitor: Visitor
) -> None:
    keep(home, spell(NOW, 40 * MINUTE))

    shown = visitor.get("/stats?span=year").text

    names = re.findall(r'aria-label="([^"]*)">(?:CSV|JSON)<', shown)
    assert "Every spell at your desk: CSV" in names
    assert len(names) == len(set(names)) == shown.count(">CSV<") + shown.count(">JSON<")


@pytest.mark.parametrize(
    ("span", "says"),
    [
        ("week", "Those over an hour stand out."),
        ("month", "Each bar is the average of a day."),
        ("year", "Each bar is the average of a week."),
    ],
)
def test_no_spell_is_said_to_stand_out_where_averages_are_drawn(
    home: Home, visitor: Visitor, span: str, says: str
) -> None:
    keep(home, spell(NOW - 80 * MINUTE, 20 * MINUTE), spell(NOW, 62 * MINUTE))

    shown = visitor.get(f"/stats?span={span}").text

    (about,) = re.findall("Minutes from sitting down to getting up. ([^<]*)<", shown)
    assert about.strip() == says


def test_what_cannot_be_taken_along_is_not_there(visitor: Visitor) -> None:
    assert visitor.get("/stats/spells.exe").code == 404
    assert visitor.get("/stats/passwords.csv").code == 404


def test_three_hours_without_a_break_are_seen_while_they_last(home: Home) -> None:
    with daemon_of(home):
        status = json.loads(home.deskbreak("status", "--json").out)
        today = json.loads(home.deskbreak("stats", "--days", "1", "--json").out)

    assert status["seat_time_s"] > 0
    assert today["total"]["bouts"] == 1
    assert today["total"]["longest_bout_s"] >= status["seat_time_s"]


def test_the_file_needs_nothing_beside_it(home: Home, tmp_path: Path) -> None:
    keep(home, spell(NOW, 40 * MINUTE))
    file = tmp_path / "mine.html"

    done = home.deskbreak("stats", "--html", str(file))

    text = file.read_text("utf-8")
    assert done.code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert "Spells of 40 min at your desk" in text
    assert re.findall(r'(?:src|href)="', text) == []
    assert "<script" not in text


def test_a_file_that_cannot_be_written_is_told_in_one_line(home: Home, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    done = home.deskbreak("stats", "--html", str(tmp_path / "file" / "mine.html"))

    assert (done.code, done.out) == (1, "")
    assert "cannot be written" in done.err


def test_the_sheet_says_what_one_is_careful_with(home: Home, visitor: Visitor) -> None:
    home.settings.parent.mkdir(parents=True, exist_ok=True)
    home.settings.write_text('[stretches]\navoid = ["balance"]\ninjury = ["knee"]\n', "utf-8")
    keep(home, spell(NOW, 40 * MINUTE))

    sheet = visitor.get("/stats/sheet").text

    assert "Dizzy on standing, or unsteady" in sheet
    assert "Recent injury or surgery: Knee" in sheet
    assert "Standing hip-flexor stretch" in sheet


def test_the_sheet_says_what_rests_now_and_not_what_rested_once(
    home: Home, visitor: Visitor
) -> None:
    resting = (
        Resting("sit_to_stand", NOW - timedelta(days=40)),
        Resting("chin_tuck", NOW + timedelta(days=1)),
        Resting("chin_tuck", NOW + timedelta(days=2), is_slight=True),
    )
    groups = (RestingGroup(Group.HAMSTRING, NOW + timedelta(days=2)),)
    _have_saved(home, Rotation(resting=resting, resting_groups=groups))

    sheet = visitor.get("/stats/sheet").text

    assert re.findall(r"<li>([^<]*): hurt; rests until", sheet) == ["Chin tuck", "Hamstring"]


def _have_saved(home: Home, rotation: Rotation) -> None:
    course = Course(Spell(is_open=True, until=None), rotation=rotation)
    session = Session(Moment(timedelta(hours=1), NOW), Signs(), course)
    home.session.parent.mkdir(parents=True, exist_ok=True)
    save_snapshot(home.session, Snapshot("a boot", session))


def test_a_table_opens_by_keyboard_alone(browser: "Browser", home: Home, page: ServedPage) -> None:
    keep(home, spell(NOW, 40 * MINUTE))
    tab = opened(browser, page, "stats")
    summary = tab.locator("summary").first
    summary.focus()

    tab.keyboard.press("Enter")

    assert tab.locator("details[open] table").first.is_visible()


def test_ten_years_are_looked_at_in_half_the_time_that_reading_them_takes(home: Home) -> None:
    keep(home, *_ten_years())

    def read_all() -> None:
        with closing(open_for_reading(home.history)) as history:
            assert len(history.records()) == 26_000

    shown = {span: _effort(partial(statistics.in_full, span, NOW.date())) for span in Span}
    all_read = _effort(read_all)

    assert [span for span, effort in shown.items() if effort >= all_read / 2] == []


def _effort(task: Callable[[], object]) -> float:
    """Processor seconds of the best of three: what else the machine does is not in them."""

    def once() -> float:
        began = time.process_time()
        task()
        return time.process_time() - began

    return min(once() for _ in range(3))


def _ten_years() -> Iterator[Record]:
    for day in range(2600):
        for number in range(10):
            ended = NOW - timedelta(days=day * 1.4, hours=number)
            yield spell(ended, 45 * MINUTE)


def test_the_numbers_of_a_chart_stand_before_it_where_one_reads_from_the_right(
    browser: "Browser", home: Home
) -> None:
    home.write_settings('[look]\nlanguage = "ar"\n')
    keep(home, *(spell(NOW - timedelta(days=days), MINUTE * 35) for days in range(10)))
    with served(home) as page:
        tab = opened(browser, page, "stats", viewport={"width": 1280, "height": 900})
        beyond = tab.evaluate(
            """[...document.querySelectorAll("svg.broad")].flatMap((chart) => {
                const edge = chart.querySelector(".across").getBoundingClientRect().left;
                const numbers = [...chart.querySelectorAll("text[text-anchor=end]")];
                return numbers.filter((each) => each.getBoundingClientRect().right > edge);
            }).length"""
        )

    assert beyond == 0


NAMES = """() => [...document.querySelectorAll("figure svg")].filter((each) => each.checkVisibility())
    .map((chart) => {
        const {left, right} = chart.getBoundingClientRect();
        const names = [...chart.querySelectorAll("text")].filter((each) => each.textContent.trim());
        const boxes = names.map((each) => each.getBoundingClientRect());
        const meet = (one, other) => one.left < other.right && other.left < one.right &&
            one.top < other.bottom - 2 && other.top < one.bottom - 2;
        return {
            cut: names.filter((_, n) => boxes[n].left < left - 1 || boxes[n].right > right + 1),
            met: names.filter((_, n) => boxes.some((each, m) => m < n && meet(each, boxes[n]))),
            small: names.filter((each) => 12 * each.getScreenCTM().a < 10.5),
        };
    }).flatMap(({cut, met, small}) => [...cut, ...met, ...small]).map((each) => each.textContent)"""
"""What stands in a drawing and is cut off, runs into another, or is too small to be read."""


@pytest.mark.parametrize("language", ["ar", "de", "ja"])
def test_every_name_in_a_drawing_can_be_read_from_a_phone_to_a_desk(
    browser: "Browser", home: Home, language: str
) -> None:
    home.write_settings(f'[look]\nlanguage = "{language}"\n')
    year = (NOW - timedelta(days=days) for days in range(400))
    keep(home, *(spell(at, MINUTE * 35) for at in year))
    with served(home) as page:
        tab = opened(browser, page, "stats")
        unread = []
        for span in ("week", "month", "year"):
            tab.goto(tab.url.partition("?")[0] + f"?span={span}")
            for width in (320, 400, 540, 560, 768, 920, 940, 1280):
                tab.set_viewport_size({"width": width, "height": 800})
                unread += [(span, width, name) for name in tab.evaluate(NAMES)]

    assert unread == []


def test_a_date_below_a_chart_is_read_from_the_right_where_one_reads_so(
    browser: "Browser", home: Home
) -> None:
    home.write_settings('[look]\nlanguage = "ar"\n')
    keep(home, spell(NOW, MINUTE * 35))
    with served(home) as page:
        tab = opened(browser, page, "stats")
        tab.goto(tab.url.partition("?")[0] + "?span=year")
        day, month = tab.locator("svg.broad text[text-anchor=middle]").first.evaluate(
            """name => [0, name.getNumberOfChars() - 1].map((n) => name.getStartPositionOfChar(n).x)"""
        )

    assert day > month


@pytest.mark.parametrize("language", ["de", "ja"])
def test_no_day_and_no_time_in_a_table_is_broken_on_a_phone(
    browser: "Browser", home: Home, language: str
) -> None:
    home.write_settings(f'[look]\nlanguage = "{language}"\n')
    keep(home, spell(NOW - timedelta(minutes=5), MINUTE * 35))
    with served(home) as page:
        tab = opened(browser, page, "stats", viewport={"width": 320, "height": 800})
        broken = []
        for place in ("/stats?span=year", "/today"):
            tab.goto("/".join(tab.url.split("/")[:3]) + place)
            tab.locator("details").evaluate_all(
                "all => all.forEach((each) => { each.open = true })"
            )
            rows = tab.locator("details th[scope=row]")
            assert rows.count() > 0
            broken += rows.evaluate_all(
                """all => all.filter((each) => {
                    const words = document.createRange();
                    words.selectNodeContents(each);
                    return new Set([...words.getClientRects()].map((line) => line.top)).size > 1;
                }).map((each) => each.textContent)"""
            )
        beyond = tab.locator(".wide").evaluate("table => table.scrollWidth - table.clientWidth")

    assert broken == []
    assert beyond <= 0  # how long it was is seen, too
