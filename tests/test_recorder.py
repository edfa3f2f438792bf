"""A recording of the loop replays to what the daemon decided."""

import errno
import json
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from io import FileIO
from pathlib import Path
from random import Random
from tempfile import TemporaryFile
from zoneinfo import ZoneInfo

import pytest
from daybook import CATALOGUE, SPLIT, TWIST, active, event, lived_through, rules
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbreak.cli.daemon import Start, read_start
from deskbreak.core.effects import Effect, Propose, Remember, Void, Withdraw
from deskbreak.core.events import (
    Answer,
    Answered,
    Began,
    ClockStepped,
    Condition,
    Ended,
    Event,
    Paused,
    Resumed,
    RulesChanged,
    Ticked,
)
from deskbreak.core.moment import Moment
from deskbreak.core.session import begin
from deskbreak.core.state import Rules, Session
from deskbreak.daemon import loop
from deskbreak.daemon.happening import just_now
from deskbreak.daemon.loop import Happened, Inbox, Message, Quit, RulesSet, Woken
from deskbreak.days.day import Over, read_day
from deskbreak.days.recorder import Recorder, new_recording
from deskbreak.errors import ConfigError, StorageError
from deskbreak.files.codec import decode, encode

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
INSTANT = timedelta(microseconds=1)
BERLIN = ZoneInfo("Europe/Berlin")
NINE = Moment(timedelta(days=3, microseconds=7), datetime(2026, 3, 2, 8, tzinfo=UTC))
MANY = (*CATALOGUE, SPLIT, TWIST)
RULES = rules(catalogue=MANY, zone=BERLIN)
ELSEWHERE = rules(
    {
        "breaks.every": "10m",
        "work_hours.monday": ["10:00-11:00"],
        "hooks.on_propose": ["true"],
    },
    MANY,
    zone=ZoneInfo("Asia/Tokyo"),
)
"""What whoever replays has for settings, which must make no difference."""


def after(minutes: float) -> Moment:
    return NINE.at_uptime(NINE.uptime + minutes * MINUTE)


# What the daemon goes through


@dataclass(frozen=True, slots=True)
class Round:
    """One look of the loop: when, what was seen, and the message that it was woken by."""

    now: Moment
    seen: tuple[Event, ...] = ()
    message: Message = field(default_factory=Woken)
    place: tzinfo = BERLIN


@dataclass
class Scripted:
    """Senses and desk at once; all that is done is kept."""

    rounds: list[Round]
    inbox: Inbox = field(default_factory=Inbox)
    effects: list[Effect] = field(default_factory=list)
    place: tzinfo = BERLIN

    def zone(self) -> tzinfo:
        return self.place

    def look(self, _session: Session, _rules: Rules) -> tuple[Moment, tuple[Event, ...]]:
        of = self.rounds.pop(0)
        self.place = of.place
        self.inbox.put(self.rounds[0].message if len(self.rounds) > 1 else Quit())
        return of.now, of.seen

    def watch(self, _session: Session) -> timedelta | None:
        return None

    def reply(self, answer: Callable[[], None]) -> None:
        answer()

    def answered(self, event: Answered, _rules: Rules) -> None:
        """Nobody wants to know."""

    def keep(self, _session: Session, effects: tuple[Effect, ...], _rules: Rules) -> None:
        self.effects += effects

    def show(self, _session: Session, _rules: Rules, _now: Moment) -> timedelta | None:
        return None


def live(
    rounds: Iterable[Round], session: Session, of: Rules, recorder: Recorder | None = None
) -> tuple[Session, list[Effect]]:
    """Run the loop until it quits at the moment of the last look; the first has no message."""
    *_all, last_look = looks = list(rounds)
    day = Scripted([*looks, Round(last_look.now)])

    def record(events: tuple[Event, ...], rules: Rules) -> None:
        if recorder is not None:
            recorder.record(events, rules)

    last, _rules = loop.run(day.inbox, day, day, session, of, record)
    return last, day.effects


def recorded(
    rounds: Iterable[Round], session: Session, of: Rules = RULES
) -> tuple[list[str], list[Effect]]:
    """The lines of the recording, and what the daemon did."""
    with TemporaryFile(buffering=0) as file:
        _last, effects = live(rounds, session, of, Recorder(file, session, of, pytest.fail))
        file.seek(0)
        return file.read().decode().splitlines(keepends=True), effects


def written(*events: Event, session: Session | None = None, of: Rules = RULES) -> list[str]:
    """The lines that tell of these events, without the first."""
    with TemporaryFile(buffering=0) as file:
        recorder = Recorder(file, session or begin(NINE, RULES), RULES, pytest.fail)
        recorder.record(events, of)
        file.seek(0)
        return file.read().decode().splitlines()[1:]


def told(lines: Iterable[str]) -> list[dict[str, object]]:
    """Without the uptime, for stories about the rest."""
    objects = [json.loads(line) for line in lines]
    return [{key: line[key] for key in line if key != "uptime_s"} for line in objects]


# What a recording says


def test_a_recording_is_a_day_that_begins_with_its_settings() -> None:
    rounds = [
        Round(NINE, (Began(NINE, Condition.CALL),)),
        Round(
            after(10),
            (
                Began(after(1), Condition.ACTIVE),
                Ended(after(9), Condition.ACTIVE),
                Ended(after(10), Condition.CALL),
            ),
        ),
        Round(after(11), (), Happened(lambda now, _rules: Paused(now, 30 * MINUTE))),
    ]

    lines, _effects = recorded(rounds, begin(NINE, RULES))
    first, *rest = told(lines)

    assert [first[key] for key in ("at", "event", "seed", "zone")] == [
        "2026-03-02T09:00:00+01:00",
        "settings",
        "a test",
        "Europe/Berlin",
    ]
    assert "session" not in first
    assert rest == [
        {"at": "2026-03-02T09:00:00+01:00", "event": "call", "on": True},
        {"at": "2026-03-02T09:00:00+01:00", "event": "tick"},
        {
            "at": "2026-03-02T09:01:00+01:00",
            "event": "active",
            "until": "2026-03-02T09:09:00+01:00",
        },
        {"at": "2026-03-02T09:10:00+01:00", "event": "call", "on": False},
        {"at": "2026-03-02T09:10:00+01:00", "event": "tick"},
        {"at": "2026-03-02T09:11:00+01:00", "event": "tick"},
        {"at": "2026-03-02T09:11:00+01:00", "event": "pause", "for": "30m"},
        {"at": "2026-03-02T09:11:00+01:00", "event": "tick"},
    ]
    assert json.loads(lines[0])["uptime_s"] == 259200.000007


def test_every_event_has_its_words() -> None:
    lines = written(
        Began(NINE, Condition.ASLEEP),
        Ended(NINE, Condition.ASLEEP),
        Began(NINE, Condition.STOPPED),
        Ended(NINE, Condition.ACTIVE),
        Ended(NINE, Condition.STANDING),
        Answered(NINE, Answer.SNOOZE, "p3", 90 * SECOND, "walk"),
        Answered(NINE, Answer.SNOOZE, length=1.5 * SECOND),
        Answered(NINE, Answer.START, stretch="walk", length=MINUTE),
        Answered(NINE, Answer.CLOSED),
        Paused(NINE),
        Paused(NINE, MINUTE + INSTANT),
        Resumed(NINE),
        RulesChanged(NINE),
        Ticked(NINE),
    )

    assert [{key: line[key] for key in line if key != "at"} for line in told(lines)] == [
        {"event": "asleep", "until": "2026-03-02T09:00:00+01:00"},
        {"event": "stopped", "on": True},
        {"event": "active", "on": False},
        {"event": "standing", "on": False},
        {"event": "answer", "answer": "snooze", "id": "p3", "for": "1m30s"},
        {"event": "answer", "answer": "snooze", "for_s": 1.5},
        {"event": "answer", "answer": "start", "stretch": "walk"},
        {"event": "answer", "answer": "closed"},
        {"event": "pause"},
        {"event": "pause", "for_s": 60.000001},
        {"event": "resume"},
        {"event": "settings", "set": {}},
        {"event": "tick"},
    ]


def test_new_settings_tell_what_changed_and_no_more() -> None:
    of = rules({"breaks.every": "30m", "work_hours.friday": ["09:00-12:00"]}, MANY, UTC)

    [line] = told(written(RulesChanged(NINE), of=replace(of, seed="another")))

    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    assert line == {
        "at": "2026-03-02T08:00:00+00:00",
        "event": "settings",
        "set": {
            "breaks.every": "30m",
            "work_hours": {**{day: [] for day in days}, "friday": ["09:00-12:00"], "dates": {}},
        },
        "seed": "another",
        "zone": "UTC",
    }


def test_a_zone_without_a_name_is_told_by_its_offset() -> None:
    path = Path("/usr/share/zoneinfo/Europe/Berlin")
    local = timezone(timedelta(hours=-9, minutes=-30))

    [line] = told(written(RulesChanged(NINE), of=replace(RULES, zone=local)))
    assert line["zone"] == "UTC-09:30"

    if path.exists():
        with path.open("rb") as file:
            unnamed = ZoneInfo.from_file(file, key="local")
        [line] = told(written(RulesChanged(NINE), of=replace(RULES, zone=unnamed)))
        assert line["zone"] == "UTC+01:00"


def test_what_is_dated_back_is_written_where_the_core_takes_it() -> None:
    assert told(
        written(
            Ticked(after(5)),
            Began(after(2), Condition.ACTIVE),
            Ended(after(4), Condition.ACTIVE),
            Began(after(3), Condition.CALL),
            Began(after(3), Condition.ACTIVE),
            Ended(after(6), Condition.ACTIVE),
        )
    ) == [
        {"at": "2026-03-02T09:05:00+01:00", "event": "tick"},
        {
            "at": "2026-03-02T09:05:00+01:00",
            "event": "active",
            "until": "2026-03-02T09:05:00+01:00",
        },
        {"at": "2026-03-02T09:05:00+01:00", "event": "call", "on": True},
        {
            "at": "2026-03-02T09:05:00+01:00",
            "event": "active",
            "until": "2026-03-02T09:06:00+01:00",
        },
    ]


def test_a_stepped_clock_is_told_on_the_old_and_the_new() -> None:
    stepped = Moment(after(10).uptime, after(70).wall)

    assert told(written(ClockStepped(stepped), Ticked(stepped))) == [
        {
            "at": "2026-03-02T09:10:00+01:00",
            "event": "clock",
            "to": "2026-03-02T10:10:00+01:00",
        },
        {"at": "2026-03-02T10:10:00+01:00", "event": "tick"},
    ]


def test_a_clock_set_back_that_nobody_told_of_yet_keeps_the_file_in_order() -> None:
    stepped = Moment(after(10).uptime, after(-50).wall)

    lines = written(Began(stepped, Condition.CALL), ClockStepped(stepped), Ticked(stepped))

    assert told(lines) == [
        {
            "at": "2026-03-02T09:10:00+01:00",
            "event": "clock",
            "to": "2026-03-02T08:10:00+01:00",
        },
        {"at": "2026-03-02T08:10:00+01:00", "event": "call", "on": True},
        {
            "at": "2026-03-02T08:10:00+01:00",
            "event": "clock",
            "to": "2026-03-02T08:10:00+01:00",
        },
        {"at": "2026-03-02T08:10:00+01:00", "event": "tick"},
    ]
    assert len(list(read_day(lines, "a day"))) == 5


def test_a_clock_that_is_corrected_a_little_has_not_been_set() -> None:
    earlier = Moment(NINE.uptime + INSTANT, NINE.wall - 2 * SECOND)

    lines = written(Ticked(NINE), Ticked(earlier))

    assert told(lines) == [
        {"at": "2026-03-02T09:00:00+01:00", "event": "tick"},
        {"at": "2026-03-02T08:59:58+01:00", "event": "tick"},
    ]
    assert [happening.at.wall for happening in read_day(lines, "a day")] == [
        NINE.wall,
        earlier.wall,
        earlier.wall,
    ]


# The file


def test_the_file_is_new_and_for_the_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"

    with new_recording(path):
        pass

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_is_there_is_never_touched(tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"
    path.write_text("precious", encoding="utf-8")

    with pytest.raises(StorageError) as refused:
        new_recording(path)

    assert str(refused.value) == (
        f"{path} already exists: name a new file to record to, or remove this one"
    )
    assert path.read_text(encoding="utf-8") == "precious"


def test_a_file_that_cannot_be_had_is_told(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "day.jsonl"

    with pytest.raises(StorageError) as refused:
        new_recording(path)

    assert str(refused.value) == (
        f"{path} cannot be recorded to (No such file or directory): "
        "name a file in a folder you can write to"
    )


def test_each_line_is_in_the_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"

    with new_recording(path) as file:
        recorder = Recorder(file, begin(NINE, RULES), RULES, pytest.fail)
        recorder.record((Began(NINE, Condition.ACTIVE),), RULES)
        lines = path.read_text(encoding="utf-8").splitlines()

    assert [json.loads(line)["event"] for line in lines] == ["settings", "active"]


class FullDisk(FileIO):
    def write(self, _data: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_ends_the_recording_and_is_complained_about_once(tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"
    complaints: list[str] = []

    recorder = Recorder(FullDisk(path, "xb"), begin(NINE, RULES), RULES, complaints.append)
    recorder.record((Ticked(NINE), Ticked(after(1))), RULES)

    assert complaints == [
        f"{path} can no longer be written to (No space left on device): the recording ends there"
    ]


# Asking for it


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["run", "--record", "day.jsonl"], Start(record=Path("day.jsonl"), shows=False)),
        (["--record=a=b.jsonl"], Start(record=Path("a=b.jsonl"))),
        (
            ["run", "--log-level=info", "--record", "day.jsonl", "-v"],
            Start("debug", Path("day.jsonl"), shows=False),
        ),
        (["run", "--record"], None),
        (["run", "--record="], None),
        (["run", "--record", "day.jsonl", "now"], None),
    ],
)
def test_whoever_runs_it_may_ask_for_a_recording(
    arguments: list[str], expected: Start | None
) -> None:
    assert read_start(arguments) == expected


# Replaying it


def typing(since: float, until: float) -> tuple[Event, ...]:
    return (Began(after(since), Condition.ACTIVE), Ended(after(until), Condition.ACTIVE))


def test_a_recording_replays_under_the_settings_that_it_was_made_with() -> None:
    of = rules({"breaks.every": "20m"}, MANY, BERLIN)
    rounds = [Round(NINE), Round(after(25), typing(0, 25)), Round(after(26))]

    lines, _effects = recorded(rounds, begin(NINE, of), of)

    proposal, _summary = lived_through(lines, ELSEWHERE)
    assert [proposal[key] for key in ("at", "id", "seat_time_s")] == [
        "2026-03-02T09:20:00+01:00",
        "p0",
        1200,
    ]


def test_a_recording_goes_on_from_the_session_that_it_began_with() -> None:
    saved, _effects = live(
        [
            Round(NINE),
            Round(after(50), typing(0, 50)),
            Round(after(51), (), Happened(lambda now, _rules: Answered(now, Answer.DONE))),
            Round(after(70), typing(51, 70)),
        ],
        begin(NINE, RULES),
        RULES,
    )
    resumed = loop.resumed(saved, after(72), RULES).session
    rounds = [Round(after(72)), Round(after(97), typing(72, 97))]

    lines, effects = recorded(rounds, resumed)

    proposal, summary = lived_through(lines, ELSEWHERE)
    assert [effect.id for effect in effects if isinstance(effect, Propose)] == ["p2"]
    assert [proposal[key] for key in ("at", "id", "seat_time_s")] == [
        "2026-03-02T10:36:00+01:00",
        "p2",
        2700,
    ]
    assert (summary["seat_time_s"], summary["longest_bout_s"]) == (46 * 60, 46 * 60)


@pytest.mark.parametrize("returned", [False, True])
def test_a_break_before_the_recording_may_be_taken_back_in_it(*, returned: bool) -> None:
    rounds = [Round(NINE), Round(after(30), typing(0, 20))]
    if returned:
        rounds.append(Round(after(31), typing(31, 31)))
    saved, _effects = live(rounds, begin(NINE, RULES), RULES)
    resumed = loop.resumed(saved, after(32), RULES).session
    sat = Happened(lambda now, _rules: Answered(now, Answer.SAT))

    lines, _effects = recorded([Round(after(32)), Round(after(33), (), sat)], resumed)

    void, summary = lived_through(lines, ELSEWHERE)
    assert (void["effect"], void["ended_at"]) == ("void", "2026-03-02T09:20:00+01:00")
    assert (summary["seat_time_s"], summary["longest_bout_s"]) == (33 * 60, 33 * 60)


def test_what_was_sat_before_the_recording_is_not_in_its_summary() -> None:
    rounds = [Round(NINE), Round(after(30), typing(0, 20))]
    saved, _effects = live(rounds, begin(NINE, RULES), RULES)
    resumed = loop.resumed(saved, after(32), RULES).session

    lines, _effects = recorded([Round(after(32)), Round(after(40), typing(33, 40))], resumed)

    [summary] = lived_through(lines, ELSEWHERE)
    assert (summary["seat_time_s"], summary["longest_bout_s"]) == (7 * 60, 7 * 60)


def test_a_replay_ends_where_the_recording_ended_though_nothing_happened() -> None:
    lines, _effects = recorded([Round(NINE), Round(after(77))], begin(NINE, RULES))

    *_before, last = read_day(lines, "a day")
    assert isinstance(last, Over)
    assert last.at.wall == after(77).wall


def test_a_new_zone_holds_for_what_follows() -> None:
    there = ZoneInfo("America/New_York")
    rounds = [
        Round(NINE),
        Round(after(10), typing(0, 10)),
        Round(after(50), typing(10, 50), place=there),
        Round(after(51), place=there),
    ]

    lines, _effects = recorded(rounds, begin(NINE, RULES))

    proposal, _summary = lived_through(lines, ELSEWHERE)
    assert proposal["at"] == "2026-03-02T03:45:00-05:00"


def test_a_recording_cut_off_in_the_middle_of_a_line_says_so() -> None:
    lines, _effects = recorded(
        [Round(NINE), Round(after(1), (), RulesSet(lambda _rules: ELSEWHERE))], begin(NINE, RULES)
    )
    *whole, last = lines[:4]
    assert json.loads(last)["event"] == "settings"

    for end in range(1, len(last.rstrip())):
        with pytest.raises(ConfigError) as refused:
            list(read_day([*whole, last[:end]], "rec.jsonl"))
        assert str(refused.value) == (
            "rec.jsonl: line 4: the line is cut off; delete it, and everything before it "
            "will replay"
        )


AT_NINE = '"at": "2026-03-02T09:00:00+01:00", '
SETTINGS = f'{AT_NINE}"event": "settings", "set": {{}}'
ZONES = 'allowed: the name of a time zone, or UTC+01:00, such as "Europe/Warsaw"'


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (f'{SETTINGS}, "zone": "Mars"', f'zone: found "Mars"; {ZONES}'),
        (f'{SETTINGS}, "zone": "UTC+25:00"', f'zone: found "UTC+25:00"; {ZONES}'),
        (f'{SETTINGS}, "zone": "../Berlin"', f'zone: found "../Berlin"; {ZONES}'),
        (f'{SETTINGS}, "zone": 1', f"zone: found 1; {ZONES}"),
        (
            f'{SETTINGS}, "session": null',
            (
                "session: cannot be used (the whole: found null; allowed: Session); "
                "what this deskbreak records"
            ),
        ),
        (
            f'{AT_NINE}"event": "pause", "for": "5m", "for_s": 300',
            "for and for_s are both there; one of them says how long",
        ),
        (
            f'{AT_NINE}"event": "pause", "for_s": -1',
            "for_s: found -1; allowed: a number of seconds of at least 0",
        ),
        (
            f'{AT_NINE}"event": "answer", "answer": "skip", "for_s": 1',
            "skip has the key for_s; only snooze, session may have it",
        ),
        (
            f'{AT_NINE}"event": "asleep", "on": 1',
            "on: found 1; allowed: true or false, without quotes",
        ),
    ],
)
def test_what_only_recordings_say_is_read_as_strictly(line: str, message: str) -> None:
    with pytest.raises(ConfigError) as refused:
        list(read_day([f"{{{line}}}"], "rec.jsonl"))

    assert str(refused.value) == f"rec.jsonl: line 1: {message}"


def with_session(at: Moment, **keys: object) -> str:
    session = encode(begin(NINE, RULES))
    line = {"at": at.wall.isoformat(), "event": "settings", "set": {}, "session": session}
    return json.dumps({**line, **keys})


@pytest.mark.parametrize(
    "line",
    [
        with_session(NINE),
        with_session(NINE, uptime_s=5),
        with_session(after(1), uptime_s=NINE.uptime.total_seconds()),
    ],
)
def test_a_session_stands_in_the_line_of_its_moment(line: str) -> None:
    with pytest.raises(ConfigError) as refused:
        list(read_day([line], "rec.jsonl"))

    assert str(refused.value) == (
        "rec.jsonl: line 1: session is of another moment than its line; "
        "at and uptime_s are those of the session"
    )


def test_a_session_stands_in_the_first_line_only() -> None:
    line = with_session(NINE, uptime_s=NINE.uptime.total_seconds())

    with pytest.raises(ConfigError) as refused:
        list(read_day([line, line], "rec.jsonl"))

    assert str(refused.value) == (
        "rec.jsonl: line 2: session stands in a later line than the first; "
        "only the first line may have a session"
    )


def test_typing_whose_end_is_not_known_yet_is_switched() -> None:
    lines = [
        event("09:00:00", "active", on=True),
        event("09:50:00", "active", on=False),
        active("09:50:00", "10:30:00"),
        event("10:00:00", "active", on=False),
        event("10:10:00", "tick"),
    ]

    happened = [type(happening).__name__ for happening in read_day(lines, "a day")]

    assert happened == ["Began", "Ended", "Began", "Ended", "Ticked", "Over"]


# Whatever happens


@dataclass(frozen=True, slots=True)
class Step:
    """So many seconds after the last look something happens; the wall clock drifts meanwhile."""

    gap: int
    kind: str
    part: float
    drift: int


OFTEN = ("typed",) * 8
STATES = tuple(what.value for what in Condition)
ANSWERS = tuple(answer.value for answer in Answer)
KINDS = (*OFTEN, *STATES, *ANSWERS, "slept", "late", "paused", "resumed", "rules", "set", "none")
TELLING = (0, 1, 8, 30, 60, 119, 120, 121, 299, 300, 301, 600, 2699, 2700, 7200)
OTHERS = (
    RULES,
    rules({"breaks.wait_for_lull": "5m", "breaks.every": "20m"}, MANY, BERLIN),
    rules({"presence.limit": "1h", "breaks.natural_break": "90s", "breaks.lull": "0s"}, MANY),
    rules(
        {
            "breaks.daily_limit": 1,
            "work_hours.monday": ["09:30-12:00", "12:30-17:00", "22:00-02:00"],
            "work_hours.dates": {"2026-03-03": ["00:30-23:00"]},
        },
        MANY,
        ZoneInfo("America/St_Johns"),
    ),
)
STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(TELLING) | st.integers(0, 4000),
        st.sampled_from(KINDS),
        st.sampled_from([0.0, 0.25, 0.9, 1.0]),
        st.sampled_from([0, 0, 0, 1, -1, 250_000, -1_500_000]),
    ),
    min_size=1,
    max_size=40,
)


def rounds_of(steps: Iterable[Step], at: Moment) -> list[Round]:
    """A look a step; a state is switched by every second mention."""
    rounds = [Round(at)]
    on: set[str] = set()
    for number, step in enumerate(steps):
        on ^= {step.kind}
        before = at
        at = at.at_uptime(at.uptime + step.gap * SECOND)
        at = Moment(at.uptime, at.wall + step.drift * INSTANT)
        if step.kind == "set":
            at = Moment(at.uptime, at.wall + (3600 if number % 2 else -3600) * SECOND)
        some = before.at_uptime(before.uptime + step.part * step.gap * SECOND)
        seen = _seen(step, before, some, at, on=step.kind in on)
        rounds.append(Round(at, seen, _message(step, number)))
    return rounds


def _seen(step: Step, before: Moment, some: Moment, now: Moment, *, on: bool) -> tuple[Event, ...]:
    match step.kind:
        case "typed":
            return (Began(before, Condition.ACTIVE), Ended(some, Condition.ACTIVE))
        case "slept":
            return (Began(before, Condition.ASLEEP), Ended(some, Condition.ASLEEP))
        case "late":
            past = before.at_uptime(before.uptime - step.part * 20 * SECOND)
            return (
                Began(past, Condition.ACTIVE),
                Ended(before, Condition.ACTIVE),
                Ended(past, Condition.CALL),
            )
        case "set":
            return (ClockStepped(now),)
        case kind if kind in STATES:
            what = Condition(kind)
            return (Began(some, what) if on else Ended(some, what),)
        case _:
            return ()


def _message(step: Step, number: int) -> Message:
    length = (step.gap + step.part) * SECOND
    match step.kind:
        case "paused":
            return Happened(lambda now, _rules: Paused(now, None if number % 3 == 0 else length))
        case "resumed":
            return Happened(just_now(Resumed))
        case "rules":
            other = OTHERS[number % len(OTHERS)]
            return RulesSet(lambda _rules: other)
        case kind if kind in ANSWERS:
            id_ = f"p{number % 4}" if number % 5 == 0 else None
            stretch = ("walk", "nonsense", None, None)[number % 4]
            return Happened(
                lambda now, _rules: Answered(
                    now, Answer(kind), id_, length if number % 2 else None, stretch
                )
            )
        case _:
            return Woken()


def a_long_day(seed: int) -> list[Step]:
    random = Random(seed)
    return [
        Step(
            random.choice((*TELLING, random.randrange(1500))),
            random.choice((*OFTEN, *KINDS)),
            random.choice((0.0, 0.25, random.random(), 1.0)),
            random.choice((0, random.randrange(-50, 50), random.randrange(-1_900_000, 1_900_000))),
        )
        for _ in range(120)
    ]


Decided = tuple[object, ...]


def decisions(effects: Iterable[Effect]) -> list[Decided]:
    """What replay tells of, whole and exact."""
    return [decided for decided in map(_decided, effects) if decided]


def _decided(effect: Effect) -> Decided:
    wall = effect.at.wall
    match effect:
        case Propose(stretch=stretch, seat_time=sat):
            return (wall, "propose", effect.id, stretch.id, sat, effect.snoozes, effect.again)
        case Withdraw(id=id_, reason=reason):
            return (wall, "withdraw", id_, reason)
        case Remember(record=done):
            ended_at = done.ended_at
            return (wall, "record", done.outcome, done.stretch, done.seat_time, ended_at)
        case Void(ended_at=ended_at):
            return (wall, "void", ended_at)
        case _:
            return ()


def replayed(lines: Iterable[str]) -> list[Decided]:
    """The same, as replay tells it."""
    *effects, _summary = lived_through(lines, ELSEWHERE)
    return [tuple(_exact(key, value) for key, value in line.items()) for line in effects]


def _exact(key: str, value: object) -> object:
    if key == "seat_time_s" and isinstance(value, int | float):
        return timedelta(seconds=value)
    if key in {"at", "ended_at"} and isinstance(value, str):
        return datetime.fromisoformat(value)
    return value


def check(steps: list[Step], unrecorded: int) -> None:
    """A life of which the recorder, started with a saved session or none, saw the rest."""
    session, of, at = begin(NINE, RULES), RULES, NINE
    if unrecorded:
        earlier = rounds_of(steps[:unrecorded], NINE)
        set_last = [it.message.change(RULES) for it in earlier if isinstance(it.message, RulesSet)]
        saved, _effects = live(earlier, session, RULES)
        of = set_last[-1] if set_last else RULES
        at = saved.at.at_uptime(saved.now + 100 * SECOND)
        stored = decode(Session, json.loads(json.dumps(encode(saved))))
        session = loop.resumed(stored, at, of).session

    lines, effects = recorded(rounds_of(steps[unrecorded:], at), session, of)

    assert replayed(lines) == decisions(effects)


@settings(deadline=None, max_examples=200)
@given(STEPS, st.sampled_from([0, 0, 1, 5, 15]))
def test_a_recording_replays_to_the_same_decisions(steps: list[Step], unrecorded: int) -> None:
    check(steps, unrecorded)


def test_long_days_replay_to_the_same_decisions() -> None:
    decided = 0
    for seed in range(60):
        steps = a_long_day(seed)
        check(steps, seed % 3 * 30)
        lines, _effects = recorded(rounds_of(steps, NINE), begin(NINE, RULES))
        decided += len(replayed(lines))

    assert decided > 500
