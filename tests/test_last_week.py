"""What the week before came to is told once, on Monday, at a moment that suits."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from desk import Desk, hours, minutes, seconds
from test_notified import Watched, labels

from deskbreak.core.events import Answer, Condition
from deskbreak.core.last_week import week_to_tell
from deskbreak.core.policy import Notifications
from deskbreak.core.record import Outcome, Record
from deskbreak.daemon.weekly import tell_week, told_week
from deskbreak.history.last_week import WeekInShort, two_weeks

MONDAY = date(2026, 3, 2)
BERLIN = ZoneInfo("Europe/Berlin")


def told_at(desk: Desk, told: date | None = None) -> date | None:
    assert desk.state is not None  # all that fell due until now is decided
    return week_to_tell(desk.session, desk.rules, told)


def test_it_is_told_once_whoever_is_back_on_monday_has_settled() -> None:
    desk = Desk()

    desk.work(seconds(29))
    before = told_at(desk)
    desk.work(seconds(1))

    assert before is None
    assert told_at(desk) == MONDAY
    assert told_at(desk, told=MONDAY) is None
    assert told_at(desk, told=MONDAY - timedelta(days=7)) == MONDAY


@pytest.mark.parametrize(
    ("starts", "monday"),
    [
        ("2026-03-01T23:00", None),  # Sunday
        ("2026-03-02T02:00", None),  # still their Sunday
        ("2026-03-02T05:00", MONDAY),
        ("2026-03-03T04:00", MONDAY),  # still their Monday
        ("2026-03-03T09:00", None),
    ],
)
def test_a_monday_begins_at_five(starts: str, monday: date | None) -> None:
    desk = Desk(starts=starts)

    desk.work(minutes(1))

    assert told_at(desk) == monday


@pytest.mark.parametrize(
    "what", [Condition.CALL, Condition.DO_NOT_DISTURB, Condition.STANDING, Condition.LOCKED]
)
def test_it_waits_until_nothing_keeps_deskbreak_from_asking(what: Condition) -> None:
    desk = Desk()

    desk.work(minutes(1))
    desk.begins(what)
    meanwhile = told_at(desk)
    desk.ends(what)
    desk.work(minutes(1))

    assert meanwhile is None
    assert told_at(desk) == MONDAY


def test_it_waits_for_the_end_of_a_pause_of_a_proposal_and_of_a_question_about_pain() -> None:
    desk = Desk()

    desk.work_until_asked()
    proposed = told_at(desk)
    desk.answer(Answer.HURT)
    desk.answer(Answer.SKIP)
    asked = told_at(desk)
    desk.answer(Answer.MILD)
    desk.pause(hours(1))
    paused = told_at(desk)
    desk.resume()

    assert (proposed, asked, paused) == (None, None, None)
    assert told_at(desk) == MONDAY


def test_whoever_wants_none_is_told_nothing() -> None:
    desk = Desk(notifications=Notifications(weekly=False))

    desk.work(minutes(5))

    assert told_at(desk) is None


def test_it_wakes_nobody() -> None:
    desk, other = Desk(), Desk(notifications=Notifications(weekly=False))

    for each in (desk, other):
        each.work(minutes(20))
        each.leave(hours(2))

    assert desk.state.at == other.state.at
    assert desk.wakes == other.wakes


def spell(ended: str, length: timedelta, outcome: Outcome = Outcome.NATURAL) -> Record:
    at = datetime.fromisoformat(ended).replace(tzinfo=BERLIN).astimezone(UTC)
    return Record(ended, at, outcome, None, length, at - length, at)


RECORDS = (
    spell("2026-02-15T23:00", hours(9)),  # in neither week
    spell("2026-02-16T10:00", minutes(50)),
    spell("2026-02-22T23:59", minutes(60), Outcome.DONE),
    spell("2026-02-23T00:30", minutes(40), Outcome.DONE),
    spell("2026-03-01T12:00", minutes(50), Outcome.PARTIAL),
    spell("2026-03-02T08:00", hours(3)),  # this week's
)


def test_two_weeks_end_at_midnight_where_the_user_is() -> None:
    assert two_weeks(RECORDS, BERLIN, MONDAY) == (
        WeekInShort(minutes(110), minutes(55), minutes(60), 1),
        WeekInShort(minutes(90), minutes(45), minutes(50), 2),
    )


def test_it_says_what_changed_and_is_told_once(tmp_path: Path) -> None:
    said: list[tuple[str, str]] = []
    mark = tmp_path / "told-week"

    before = told_week(mark)
    tell_week(mark, MONDAY, two_weeks(RECORDS, BERLIN, MONDAY), lambda *text: said.append(text))

    assert before is None
    assert told_week(mark) == MONDAY
    assert mark.stat().st_mode & 0o777 == 0o600
    assert said == [
        (
            "Last week: spells of 45 min, 10 min shorter",
            "90 min at your desk, the longest spell 50 min, 2 stretches.",
        )
    ]


def test_a_week_of_which_nothing_is_noted_is_not_told(tmp_path: Path) -> None:
    said: list[tuple[str, str]] = []
    mark = tmp_path / "told-week"

    nothing = (WeekInShort(), WeekInShort())
    tell_week(mark, MONDAY, nothing, lambda *text: said.append(text))

    assert said == []
    assert told_week(mark) == MONDAY


def test_one_click_shows_the_week_and_another_ends_them() -> None:
    watched = Watched()

    watched.notified.sum_up("Last week: spells of 45 min", "2 stretches.")
    shown = watched.messages.standing
    watched.messages.press("look")
    watched.notified.sum_up("Last week: spells of 45 min", "2 stretches.")
    watched.messages.press("no_more")

    assert shown is not None
    assert labels(shown) == [("look", "Show the week"), ("no_more", "No more of these")]
    assert (shown.default, shown.aside, shown.lasting) == ("look", True, False)
    assert watched.opened == ["stats"]
    assert watched.changed == [("notifications.weekly", "false")]
