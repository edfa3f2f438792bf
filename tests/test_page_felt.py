"""How stretches felt and how much they hurt, from what was answered to the page."""

import csv
import json
import re
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from command_line import Home
from served_page import Visitor, daemon_of
from test_page_statistics import NOW, keep, spell

from deskbreak.core.record import Feeling, HowItFelt
from deskbreak.history.database import open_for_reading, open_history
from deskbreak.history.exporting import export_json
from deskbreak.history.feelings import Ache, Aches, Efforts, aches_in, efforts, summed_up
from deskbreak.history.importing import import_json
from deskbreak.history.periods import Span

pytestmark = pytest.mark.usefixtures("warsaw")

ANGEL, TUCK = "wall_angel", "chin_tuck"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def said(at: datetime, stretch: str, *felt: HowItFelt) -> list[Feeling]:
    """One after the other, a minute apart."""
    return [Feeling(at + n * HOUR / 60, stretch, each) for n, each in enumerate(felt)]


def note(home: Home, *feelings: Feeling) -> None:
    with closing(open_history(home.history, NOW).history) as history:
        history.felt(*feelings)


MONTH = (
    *said(MONDAY, ANGEL, HowItFelt.EASY),
    *said(MONDAY + HOUR, TUCK, HowItFelt.HARD),
    *said(MONDAY + 24 * HOUR, ANGEL, HowItFelt.RIGHT),
    *said(MONDAY + 25 * HOUR, TUCK, HowItFelt.HURT, HowItFelt.UNCOMFORTABLE),
    *said(MONDAY + 49 * HOUR, TUCK, HowItFelt.LITTLE_MORE),
    *said(MONDAY + 50 * HOUR, ANGEL, HowItFelt.HURT, HowItFelt.STRONG),
    *said(MONDAY + 51 * HOUR, TUCK, HowItFelt.HURT),
)


def test_what_hurt_is_counted_once_however_much_was_said_of_it() -> None:
    assert efforts(MONTH) == Efforts(easy=1, right=1, hard=1, hurt=3)
    assert summed_up(aches_in(MONTH)) == Aches(uncomfortable=1, strong=1, unrated=1)


def test_a_rating_is_of_the_latest_time_that_the_same_move_hurt() -> None:
    first, second, other, rating = (
        *said(MONDAY, TUCK, HowItFelt.HURT, HowItFelt.HURT),
        *said(MONDAY + HOUR, ANGEL, HowItFelt.HURT),
        *said(MONDAY + 2 * HOUR, TUCK, HowItFelt.MILD),
    )

    aches = aches_in((first, second, other, rating))

    assert aches == (Ache(first), Ache(second, HowItFelt.MILD), Ache(other))


def test_a_stretch_outside_work_hours_is_told_without_saying_that_nothing_is_noted(
    home: Home, visitor: Visitor
) -> None:
    """What was said of it is kept, the spell at the desk is not."""
    home.write_settings("[work_hours]\nmonday = []\n")
    note(home, *said(NOW, ANGEL, HowItFelt.RIGHT))

    shown = visitor.get("/stats").text

    assert "<h1>No spell at your desk noted yet</h1>" in shown
    assert "A spell wholly outside your work hours is not noted." in shown
    assert "Of 1 answer, 1 said easy or just right." in shown


def test_the_week_tells_how_it_felt_in_words_and_by_day(home: Home, visitor: Visitor) -> None:
    note(home, *MONTH)

    shown = visitor.get("/stats?span=week&on=2026-03-04").text
    felt = [*csv.reader(visitor.get("/stats/felt.csv?on=2026-03-04").text.splitlines())]
    pain = json.loads(visitor.get("/stats/pain.json?on=2026-03-04").text)

    assert "Of 6 answers, 2 said easy or just right. Hard most often: Chin tuck, once." in shown
    assert "A move hurt 3 times. Once strongly. Most often: Chin tuck, 2 times." in shown
    assert felt == [
        ["Day", "Easy", "Just right", "Hard", "It hurt"],
        ["2026-03-02", "1", "0", "1", "0"],
        ["2026-03-03", "0", "1", "0", "1"],
        ["2026-03-04", "0", "0", "0", "2"],
    ]
    assert [(each["Day"], each["Uncomfortable"], each["Strong"]) for each in pain] == [
        ("2026-03-03", 1, 0),
        ("2026-03-04", 0, 1),
    ]


@pytest.mark.parametrize("span", Span)
def test_it_is_drawn_with_its_table_for_every_span(
    home: Home, visitor: Visitor, span: Span
) -> None:
    note(home, *MONTH)

    shown = visitor.get(f"/stats?span={span}&on=2026-03-03").text
    section = re.search(r"<h2>Pain</h2>.*?</section>", shown, re.DOTALL)

    assert section is not None
    assert section[0].count("<svg class=") == 3
    assert 'class="call"' in section[0]
    assert "As a table" in section[0]


def test_where_nobody_said_how_it_felt_nothing_is_drawn(home: Home, visitor: Visitor) -> None:
    keep(home, spell(NOW, 40 * HOUR / 60))

    shown = visitor.get("/stats?span=year").text

    assert "How stretches felt" not in shown
    assert "<h2>Pain</h2>" not in shown


def test_the_sheet_says_how_moves_felt_and_when_they_hurt(home: Home, visitor: Visitor) -> None:
    note(home, *MONTH)

    sheet = visitor.get("/stats/sheet?on=2026-03-20").text

    lines = re.findall(r"<li>(.*?)</li>", sheet[sheet.index("What hurt") :])
    assert lines == [
        "3 March: Chin tuck, uncomfortable",
        "4 March: Chin tuck, afterwards a little more than before",
        "4 March: Wall slide, arms (wall angel), strong pain",
        "4 March: Chin tuck, hurt",
    ]
    assert '<th scope="col" class="number">Just right</th>' in sheet


def test_the_sheet_tells_how_many_pains_it_has_no_room_for(home: Home, visitor: Visitor) -> None:
    hurt = (Feeling(NOW - n * HOUR, ANGEL, HowItFelt.HURT) for n in range(14))
    note(home, *hurt)

    sheet = visitor.get(f"/stats/sheet?on={NOW.date()}").text

    lines = re.findall(r"<li>(.*?)</li>", sheet[sheet.index("What hurt") :])
    assert (len(lines), lines[0]) == (13, "2 more before these.")


def test_an_answer_is_in_the_statistics_and_goes_with_the_history(home: Home) -> None:
    with daemon_of(home):
        home.deskbreak("start", ANGEL)
        home.deskbreak("done")
        home.deskbreak("felt", "hard")
        home.deskbreak("hurt", ANGEL)
        home.deskbreak("pain", "mild")
        exported = json.loads(home.deskbreak("history", "list", "--json").out)

    assert [(each["stretch"], each["felt"]) for each in exported["feelings"]] == [
        (ANGEL, "hard"),
        (ANGEL, "hurt"),
        (ANGEL, "mild"),
    ]


def test_what_was_exported_comes_back_and_what_is_deleted_is_gone(home: Home) -> None:
    note(home, *MONTH)
    home.deskbreak("history", "export", str(home.folder / "mine.json"))
    home.deskbreak("history", "delete", "--before", "2026-03-04", "--yes")
    with closing(open_for_reading(home.history)) as history:
        left = history.feelings()
    for _ in range(2):
        home.deskbreak("history", "import", str(home.folder / "mine.json"))

    with closing(open_for_reading(home.history)) as history:
        assert history.feelings() == MONTH
    assert left == MONTH[5:]
    assert import_json(export_json(())).feelings == ()
