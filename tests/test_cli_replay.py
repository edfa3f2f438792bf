"""A written-down day, lived again from the command line."""

import json

import pytest
from command_line import Done, Home

MORNING = (
    '{"at": "2026-03-02T09:00:00+01:00", "event": "active", "until": "2026-03-02T09:51:00+01:00"}\n'
)
EAGER = '[breaks]\nevery = "20m"\nwait_for_lull = "0s"\n'


def effects(done: Done) -> list[tuple[str, str]]:
    """What was done at which time of day."""
    lines = [json.loads(line) for line in done.out.splitlines()]
    return [(line.get("at", "")[11:], line["effect"]) for line in lines]


def test_a_day_is_told_effect_by_effect_and_last_its_summary(home: Home) -> None:
    file = home.folder / "eager.toml"
    file.write_text(EAGER, encoding="utf-8")

    done = home.deskbreak("replay", "-", "--config", str(file), stdin=MORNING)

    assert (done.code, done.err) == (0, "")
    assert effects(done) == [
        ("09:20:00+01:00", "propose"),
        ("09:30:00+01:00", "propose"),
        ("09:40:00+01:00", "withdraw"),
        ("09:40:00+01:00", "record"),
        ("", "summary"),
    ]
    assert json.loads(done.out.splitlines()[-1])["seat_time_s"] == 3060


def test_the_settings_of_the_user_do_not_change_what_a_day_was(home: Home) -> None:
    home.write_settings(EAGER)

    done = home.deskbreak("replay", "-", stdin=MORNING)

    assert effects(done) == [("09:50:00+01:00", "propose"), ("", "summary")]


def test_the_zone_says_whose_clock_is_told(home: Home) -> None:
    file = home.folder / "day.jsonl"
    file.write_text("\n" + MORNING, encoding="utf-8")

    done = home.deskbreak("replay", str(file), "--zone", "America/New_York")

    assert effects(done) == [("03:50:00-05:00", "propose"), ("", "summary")]


def test_a_day_in_which_nothing_happened_has_a_summary(home: Home) -> None:
    assert effects(home.deskbreak("replay", "-")) == [("", "summary")]


def test_in_a_process_the_day_comes_by_a_pipe_and_goes_by_a_pipe(home: Home) -> None:
    done = home.process("replay", "-", stdin=b"\xef\xbb\xbf" + MORNING.encode())

    assert (done.code, done.err) == (0, "")
    assert effects(done) == [("09:50:00+01:00", "propose"), ("", "summary")]


def test_whoever_watches_sees_it_pass(home: Home) -> None:
    (home.folder / "day.jsonl").write_text(MORNING, encoding="utf-8")

    done = home.on_terminal("replay", str(home.folder / "day.jsonl"))

    assert done.code == 0
    assert "Replaying" in done.out
    assert '"effect": "summary"' in done.out


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "standard input: line 2: "),
        ("[]", "standard input: line 2: "),
        ('{"at": "2026-03-02T08:00:00+01:00", "event": "resume"}', "line 2: at 2026-03-02T08:00"),
        ('{"at": "2026-03-02T10:00:00+01:00", "event": "dance"}', "line 2: event: found "),
        ('{"at": "2026-03-02T10:00:00", "event": "resume"}', "line 2: at: found "),
        ('{"at": "2026-03-02T10:00:00+01:00", "event": "locked"}', "line 2: "),
        (
            '{"at": "2026-03-02T10:00:00+01:00", "event": "settings", "set": {"breaks.every": 1}}',
            "line 2: breaks.every: found 1; allowed: ",
        ),
        ("\xff", "line 2: "),
    ],
)
def test_a_malformed_day_is_refused_with_its_line_and_nothing_is_told_of_it(
    home: Home, line: str, told: str
) -> None:
    done = home.process("replay", "-", stdin=(MORNING + line).encode("latin-1"))

    assert (done.code, done.out) == (1, "")
    assert told in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere"], "nowhere cannot be read (No such file or directory)"),
        (["-", "--config", "nowhere.toml"], "nowhere.toml doesn't exist: name a settings file"),
        (["."], ". cannot be read (Is a directory)"),
        (["/dev/zero"], "/dev/zero cannot be read (File too large)"),
        (["-", "--config", "."], ".: the file: cannot be read (Is a directory)"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(home: Home, arguments: list[str], told: str) -> None:
    done = home.deskbreak("replay", *arguments, stdin=MORNING)

    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(told)
