"""What a written-down day says, and what is refused with its line number."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from daybook import active, answer, at_time, event

from deskbreak.core.events import (
    Answer,
    Answered,
    Began,
    ClockStepped,
    Condition,
    Ended,
    Paused,
    Resumed,
)
from deskbreak.core.moment import Moment
from deskbreak.days.day import Happening, Over, first_zone, read_day
from deskbreak.days.line import SettingsSet
from deskbreak.errors import ConfigError


def read(*lines: str) -> list[Happening]:
    return list(read_day(lines, "day.jsonl"))


def after(seconds: float, wall: str = "") -> Moment:
    """So many seconds after 09:00:00, when the wall clock reads what it says or follows."""
    nine = datetime.fromisoformat("2026-03-02T08:00:00+00:00")
    uptime = timedelta(seconds=seconds)
    read = nine + uptime if not wall else datetime.fromisoformat(at_time(wall)).astimezone(UTC)
    return Moment(uptime, read)


def refusal(*lines: str) -> str:
    with pytest.raises(ConfigError) as refused:
        read(*lines)
    return str(refused.value)


def test_a_day_without_lines_says_nothing() -> None:
    assert read() == []


def test_a_span_begins_and_ends_and_so_does_the_day() -> None:
    assert read(active("09:00:00", "09:10:00")) == [
        Began(after(0), Condition.ACTIVE),
        Ended(after(600), Condition.ACTIVE),
        Over(after(600)),
    ]


def test_every_event_has_its_words() -> None:
    assert read(
        event("09:00:00", "locked", on=True),
        event("09:00:01", "locked", on=False),
        event("09:00:02", "no_input_sense", on=True),
        event("09:00:03", "asleep", until="09:00:04"),
        event("09:00:05", "stopped", until="09:00:06"),
        answer("09:00:07", "snooze", for_="5m", id="p0"),
        answer("09:00:08", "closed"),
        answer("09:00:09", "start", stretch="walk"),
        event("09:00:10", "pause", for_="1h"),
        event("09:00:11", "pause"),
        event("09:00:12", "resume"),
        event("09:00:13", "settings", set={"breaks.every": "30m"}, seed="mine"),
        event("09:00:14", "clock", to="08:00:14"),
    ) == [
        Began(after(0), Condition.LOCKED),
        Ended(after(1), Condition.LOCKED),
        Began(after(2), Condition.NO_INPUT_SENSE),
        Began(after(3), Condition.ASLEEP),
        Ended(after(4), Condition.ASLEEP),
        Began(after(5), Condition.STOPPED),
        Ended(after(6), Condition.STOPPED),
        Answered(after(7), Answer.SNOOZE, proposal="p0", length=timedelta(minutes=5)),
        Answered(after(8), Answer.CLOSED),
        Answered(after(9), Answer.START, stretch="walk"),
        Paused(after(10), timedelta(hours=1)),
        Paused(after(11)),
        Resumed(after(12)),
        SettingsSet(after(13), {"breaks.every": "30m"}, "mine", 12),
        ClockStepped(after(14, "08:00:14")),
        Over(after(14, "08:00:14")),
    ]


@pytest.mark.parametrize(
    "name", ["call", "kept_awake", "full_screen", "do_not_disturb", "standing"]
)
def test_a_state_is_switched_on_and_off(name: str) -> None:
    assert read(event("09:00:00", name, on=True), event("09:00:01", name, on=False)) == [
        Began(after(0), Condition(name)),
        Ended(after(1), Condition(name)),
        Over(after(1)),
    ]


@pytest.mark.parametrize("second", ["09:10:00", "09:05:00"])
def test_spans_that_touch_or_overlap_are_one(second: str) -> None:
    assert read(active("09:00:00", "09:10:00"), active(second, "09:20:00")) == [
        Began(after(0), Condition.ACTIVE),
        Ended(after(1200), Condition.ACTIVE),
        Over(after(1200)),
    ]


def test_a_span_within_another_does_not_cut_it_short() -> None:
    assert read(active("09:00:00", "09:20:00"), active("09:05:00", "09:10:00")) == [
        Began(after(0), Condition.ACTIVE),
        Ended(after(1200), Condition.ACTIVE),
        Over(after(1200)),
    ]


def test_a_span_may_be_one_key() -> None:
    assert read(active("09:00:00", "09:00:00")) == [
        Began(after(0), Condition.ACTIVE),
        Ended(after(0), Condition.ACTIVE),
        Over(after(0)),
    ]


def test_a_span_ends_before_what_begins_at_that_instant() -> None:
    assert read(
        event("09:00:00", "asleep", until="09:10:00"),
        active("09:00:00", "09:10:00"),
        event("09:10:00", "call", on=True),
    ) == [
        Began(after(0), Condition.ASLEEP),
        Began(after(0), Condition.ACTIVE),
        Ended(after(600), Condition.ACTIVE),
        Ended(after(600), Condition.ASLEEP),
        Began(after(600), Condition.CALL),
        Over(after(600)),
    ]


def test_the_day_ends_at_the_greatest_until_though_others_follow() -> None:
    *_before, over = read(active("09:00:00", "10:00:00"), event("09:30:00", "resume"))

    assert over == Over(after(3600))


def test_until_is_on_the_clock_of_its_line() -> None:
    assert read(
        active("09:00:00", "09:50:00"),
        event("09:20:00", "clock", to="08:20:00"),
        event("08:20:00", "resume"),
    ) == [
        Began(after(0), Condition.ACTIVE),
        ClockStepped(after(1200, "08:20:00")),
        Resumed(after(1200, "08:20:00")),
        Ended(after(3000, "08:50:00"), Condition.ACTIVE),
        Over(after(3000, "08:50:00")),
    ]


def test_uptime_goes_on_over_a_clock_that_jumps_ahead() -> None:
    assert read(
        event("09:00:00", "resume"),
        event("09:01:00", "clock", to="10:01:00"),
        event("10:02:00", "resume"),
    ) == [
        Resumed(after(0)),
        ClockStepped(after(60, "10:01:00")),
        Resumed(after(120, "10:02:00")),
        Over(after(120, "10:02:00")),
    ]


def test_the_uptime_of_a_recording_counts_from_its_first() -> None:
    assert read(
        event("09:00:00", "resume", uptime_s=5000.25),
        event("09:10:00", "resume", uptime_s=5600.75),
        event("09:20:00", "resume"),
        event("09:30:00", "resume", uptime_s=6801),
    ) == [
        Resumed(after(0)),
        Resumed(after(600.5, "09:10:00")),
        Resumed(after(1200.5, "09:20:00")),
        Resumed(after(1800.75, "09:30:00")),
        Over(after(1800.75, "09:30:00")),
    ]


def test_uptime_that_is_told_late_goes_on_from_the_wall() -> None:
    assert read(
        event("09:00:00", "resume"),
        event("09:10:00", "resume", uptime_s=77),
        event("09:20:00", "resume", uptime_s=678),
    ) == [
        Resumed(after(0)),
        Resumed(after(600)),
        Resumed(after(1201, "09:20:00")),
        Over(after(1201, "09:20:00")),
    ]


def test_times_may_have_any_offset_and_fractions() -> None:
    assert read(
        event("2026-03-02T08:00:00Z", "resume"),
        event("2026-03-02T03:00:00.250-05:00", "resume"),
        event("20260302T133000.5+0530", "resume"),
    ) == [
        Resumed(after(0)),
        Resumed(after(0.25)),
        Resumed(after(0.5)),
        Over(after(0.5)),
    ]


def test_blank_lines_a_byte_order_mark_and_windows_line_ends_say_nothing() -> None:
    line = event("09:00:00", "resume")

    assert read("\ufeff" + line + "\r\n", "\r\n", "", " \t\n", line + "\n") == [
        Resumed(after(0)),
        Resumed(after(0)),
        Over(after(0)),
    ]


def test_the_number_of_a_line_counts_blank_ones() -> None:
    message = refusal("\ufeff\n", event("09:00:00", "resume"), "\n", "lunch")

    assert message == (
        "day.jsonl: line 4: not a JSON object (Expecting value, column 1); "
        "each line is one JSON object and nothing else"
    )


def test_what_was_sound_before_a_malformed_line_is_told_first() -> None:
    happened = read_day([event("09:00:00", "resume"), "{"], "day.jsonl")

    assert next(happened) == Resumed(after(0))
    with pytest.raises(ConfigError, match=r"^day\.jsonl: line 2: "):
        next(happened)


def test_a_line_out_of_order_is_refused() -> None:
    assert refusal(event("09:00:00", "resume"), event("08:59:59", "resume")) == (
        "day.jsonl: line 2: at 2026-03-02T08:59:59+01:00 is out of order; "
        "each event is at or after the one before it, 2026-03-02T09:00:00+01:00"
    )


def test_an_object_that_is_laid_out_over_several_lines_is_not_called_cut_off() -> None:
    assert refusal("{\n", '  "at": "2026-03-02T09:00:00+01:00"\n', "}\n").startswith(
        "day.jsonl: line 1: not a JSON object"
    )


def test_after_the_clock_was_set_ahead_the_old_one_is_out_of_order() -> None:
    message = refusal(
        event("09:00:00", "clock", to="10:00:00"),
        event("09:30:00", "resume"),
    )

    assert message.startswith("day.jsonl: line 2: at 2026-03-02T09:30:00+01:00 is out of order;")


def test_an_uptime_that_goes_back_is_refused() -> None:
    assert (
        refusal(event("09:00:00", "resume", uptime_s=100), event("09:10:00", "resume", uptime_s=99))
        == "day.jsonl: line 2: uptime_s goes back; uptime never goes back"
    )


NOW = '"at": "2026-03-02T09:00:00+01:00"'
ONE_OBJECT = "each line is one JSON object and nothing else"
A_TIME = 'allowed: a time with its offset, such as "2026-03-02T09:00:00+01:00"'
A_DURATION = 'allowed: a duration in quotes of at least 1s, such as "90s", "5m" or "1h30m"'
SECONDS = "allowed: a number of seconds, of less than 1000 years"
YEARS = "allowed: one in the years from 1900 to 7999"
ANSWERS = "allowed: " + ", ".join(f'"{answer}"' for answer in Answer)
EVENTS = (
    'allowed: "active", "asleep", "stopped", "locked", "call", "kept_awake", "full_screen", '
    '"do_not_disturb", "standing", "no_input_sense", "answer", "pause", "resume", "allow", '
    '"settings", "clock", "tick"'
)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[]", f"not a JSON object ([]); {ONE_OBJECT}"),
        ("3", f"not a JSON object (3); {ONE_OBJECT}"),
        (
            f'{{{NOW}, "event": "resume"}} # lunch',
            f"not a JSON object (Extra data, column 56); {ONE_OBJECT}",
        ),
        ("# lunch", f"not a JSON object (Expecting value, column 1); {ONE_OBJECT}"),
        (f"{{{NOW}}}", f"event: found null; {EVENTS}"),
        (f'{{{NOW}, "event": "lunch"}}', f'event: found "lunch"; {EVENTS}'),
        (f'{{{NOW}, "event": ["call"]}}', f'event: found ["call"]; {EVENTS}'),
        (
            f'{{{NOW}, "event": "resume", "event": "resume"}}',
            '"event" appears twice; each key may appear once',
        ),
        (
            f'{{{NOW}, "event": "settings", "set": {{"hold.calls": true, "hold.calls": false}}}}',
            '"hold.calls" appears twice; each key may appear once',
        ),
        (
            f'{{{NOW}, "event": "resume", "uptime_s": NaN}}',
            f"uptime_s: found nan; {SECONDS}",
        ),
        (
            f'{{{NOW}, "event": "resume", "uptime_s": -Infinity}}',
            f"uptime_s: found -inf; {SECONDS}",
        ),
        (
            f'{{{NOW}, "event": "resume", "uptime_s": 1e999}}',
            "uptime_s: found inf; allowed: a number of seconds, of less than 1000 years",
        ),
        (
            f'{{{NOW}, "event": "resume", "uptime_s": 31536000001}}',
            "uptime_s: found 31536000001; allowed: a number of seconds, of less than 1000 years",
        ),
        (
            f'{{{NOW}, "event": "resume", "uptime_s": true}}',
            "uptime_s: found true; allowed: a number of seconds, of less than 1000 years",
        ),
        (
            f'{{{NOW}, "event": "resume", "uptime_s": "5"}}',
            'uptime_s: found "5"; allowed: a number of seconds, of less than 1000 years',
        ),
        (
            '{"event": "resume"}',
            f"at: missing; {A_TIME}",
        ),
        (
            f'{{{NOW}, "event": "active", "untill": 3, "on": true}}',
            ("untill: no such key; allowed: at, event, uptime_s, on"),
        ),
        (
            f'{{{NOW}, "event": "answer"}}',
            (f"answer: missing; {ANSWERS}"),
        ),
        ('{"at": null, "event": "resume"}', f"at: found null; {A_TIME}"),
        ('{"at": 3, "event": "resume"}', f"at: found 3; {A_TIME}"),
        (
            '{"at": "2026-03-02T09:00:00", "event": "resume"}',
            f'at: found "2026-03-02T09:00:00"; {A_TIME}',
        ),
        ('{"at": "2026-03-02", "event": "resume"}', f'at: found "2026-03-02"; {A_TIME}'),
        ('{"at": "nine", "event": "resume"}', f'at: found "nine"; {A_TIME}'),
        (
            '{"at": "2026-06-30T23:59:60Z", "event": "resume"}',
            f'at: found "2026-06-30T23:59:60Z"; {A_TIME}',
        ),
        (
            '{"at": "0001-01-01T00:00:00+23:00", "event": "resume"}',
            f'at: found "0001-01-01T00:00:00+23:00"; {YEARS}',
        ),
        (
            '{"at": "9999-12-31T23:59:59Z", "event": "resume"}',
            f'at: found "9999-12-31T23:59:59Z"; {YEARS}',
        ),
        (
            f'{{{NOW}, "event": "active", "until": "7999-01-01T00:00:00Z"}}',
            "until lies more than 10 years after the first line; a day is shorter than that",
        ),
        (
            f'{{{NOW}, "event": "active", "until": "2026-03-02T08:59:59+01:00"}}',
            "until lies before at; until is at or after at",
        ),
        (f'{{{NOW}, "event": "asleep", "until": "10:00"}}', f'until: found "10:00"; {A_TIME}'),
        (f'{{{NOW}, "event": "clock", "to": "10:00"}}', f'to: found "10:00"; {A_TIME}'),
        (
            f'{{{NOW}, "event": "call", "on": "yes"}}',
            'on: found "yes"; allowed: true or false, without quotes',
        ),
        (
            f'{{{NOW}, "event": "call", "on": 1}}',
            "on: found 1; allowed: true or false, without quotes",
        ),
        (
            f'{{{NOW}, "event": "answer", "answer": "later"}}',
            f'answer: found "later"; {ANSWERS}',
        ),
        (
            f'{{{NOW}, "event": "answer", "answer": {{}}}}',
            f"answer: found {{}}; {ANSWERS}",
        ),
        (
            f'{{{NOW}, "event": "answer", "answer": "skip", "id": 1.5}}',
            "id: found 1.5; allowed: the id of a proposal, a text",
        ),
        (
            f'{{{NOW}, "event": "answer", "answer": "skip", "for": "5m"}}',
            "skip has the key for; only snooze, session may have it",
        ),
        (
            f'{{{NOW}, "event": "answer", "answer": "done", "stretch": "walk"}}',
            "done has the key stretch; only start, hurt may have it",
        ),
        (
            f'{{{NOW}, "event": "answer", "answer": "snooze", "for": "soon"}}',
            f'for: found "soon"; {A_DURATION}',
        ),
        (f'{{{NOW}, "event": "pause", "for": "0m"}}', f'for: found "0m"; {A_DURATION}'),
        (f'{{{NOW}, "event": "pause", "for": 600}}', f"for: found 600; {A_DURATION}"),
        (
            f'{{{NOW}, "event": "settings", "set": []}}',
            'set: found []; allowed: an object of dotted keys, such as {"breaks.every": "30m"}',
        ),
        (
            f'{{{NOW}, "event": "settings", "set": {{}}, "seed": 3}}',
            "seed: found 3; allowed: a text in quotes",
        ),
        (
            json.dumps({"at": "x" * 80, "event": "resume"}),
            f'at: found "{"x" * 79}…; {A_TIME}',
        ),
    ],
)
def test_a_malformed_line_is_refused_with_what_is_allowed(line: str, message: str) -> None:
    assert refusal(event("08:00:00", "resume"), line) == f"day.jsonl: line 2: {message}"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[" * 100_000, "lists or tables nested too deeply; allowed: a few dozen levels"),
        ('{"at": ' + "9" * 5000 + "}", "a number with too many digits; allowed: at most 18 digits"),
    ],
    ids=["deep", "endless"],
)
def test_a_line_that_no_reader_can_hold_is_refused(line: str, message: str) -> None:
    assert refusal(line) == f"day.jsonl: line 1: {message}"


def test_all_that_is_wrong_with_a_line_is_told() -> None:
    assert refusal('{"at": 3, "event": "answer", "answer": "latter", "idd": 5}').splitlines() == [
        f"day.jsonl: line 1: at: found 3; {A_TIME}",
        f'day.jsonl: line 1: answer: found "latter"; {ANSWERS}',
        "day.jsonl: line 1: idd: no such key; did you mean id?",
    ]


def test_a_day_of_more_than_a_thousand_years_is_refused() -> None:
    assert refusal(
        event("1900-01-01T00:00:00Z", "clock", to="7999-01-01T00:00:00Z"),
        event("7999-01-01T00:00:00Z", "clock", to="2000-01-01T00:00:00Z"),
        event("3026-01-01T00:00:00Z", "resume"),
    ) == (
        "day.jsonl: line 3: at lies more than 10 years after the first line; "
        "a day is shorter than that"
    )


@pytest.mark.parametrize(
    "text",
    [
        event("09:00:00", "resume"),
        "\ufeff" + event("09:00:00", "resume") + "\r\n",
        "\n \n" + event("09:00:00", "resume") + "\n" + event("2026-03-02T09:00:00Z", "resume"),
    ],
)
def test_the_first_line_says_whose_zone_it_is(text: str) -> None:
    assert first_zone(text) == timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    "text", ["", "[]", "3", '{"at": 3}', '{"at": "2026-03-02T09:00:00"}', "[" * 100_000]
)
def test_a_first_line_that_cannot_be_read_has_no_zone(text: str) -> None:
    assert first_zone(text) is None
