"""The user's file is read strictly, and everything wrong with it is said at once."""

import re
import stat
import subprocess
import sys
import tomllib
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbreak.core.cautions import avoid_texts
from deskbreak.core.policy import (
    Breaks,
    FullScreenHold,
    Hold,
    Hooks,
    Notifications,
    Presence,
    Settings,
    Sound,
    Stretches,
)
from deskbreak.core.stretch import Place
from deskbreak.core.work_hours import Range, WorkHours
from deskbreak.errors import ConfigError, StorageError
from deskbreak.files.resources import config_file
from deskbreak.files.texts import parse_toml
from deskbreak.settings.file import (
    change_settings,
    read_settings,
    spell_settings,
    write_default,
)
from deskbreak.settings.table import SECTIONS, WEEKDAYS, known_keys
from deskbreak.settings.template import commented_file
from deskbreak.settings.written import load_settings

LENGTHS = 'such as "90s", "5m" or "1h30m"'
RANGES = '"HH:MM-HH:MM", such as "09:00-17:30" or "22:00-06:00"; only an end may be 24:00'
A_DATE = 'allowed: a real date, such as "2026-12-24"'
NINE_TO_FIVE = (Range(540, 1020),)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def seconds(count: int) -> timedelta:
    return timedelta(seconds=count)


def quoted(name: str) -> str:
    return f'"{name}"'


def parse_settings(text: str) -> Settings:
    return read_settings(parse_toml(text, "deskbreak.toml"), "deskbreak.toml")


def refusal_of(text: str) -> list[str]:
    with pytest.raises(ConfigError) as refusal:
        parse_settings(text)
    return str(refusal.value).splitlines()


def template() -> str:
    return config_file("deskbreak.toml").read_text(encoding="utf-8")


# The file that a user begins with


def test_the_file_as_it_comes_equals_the_defaults() -> None:
    assert parse_settings(template()) == Settings()


def test_the_file_that_is_shipped_is_made_of_the_table() -> None:
    assert template() == commented_file()  # if not: make settings


def test_the_table_has_every_field_of_the_settings_in_their_order_and_no_other() -> None:
    fields_of = {
        section.name: [field.name for field in fields(getattr(Settings(), section.name))]
        for section in fields(Settings)
    }
    fields_of["work_hours"] = [*WEEKDAYS, "dates"]

    assert {
        name: [setting.key for setting in section.settings] for name, section in SECTIONS.items()
    } == fields_of


def test_every_setting_is_explained_in_sentences_that_can_be_shown() -> None:
    for section in SECTIONS.values():
        assert section.title
        assert section.explanation.endswith(".")
        for setting in section.settings:
            assert setting.explanation[0].isupper() or setting.explanation.startswith('"')
            assert setting.about().endswith(".")


def test_the_file_with_every_default_uncommented_equals_the_defaults() -> None:
    uncommented = re.sub(r"(?m)^# (?=[a-z_]+ = )", "", template())

    assert uncommented != template()
    assert parse_settings(uncommented) == Settings()


def test_the_file_has_a_line_for_every_key_and_an_explanation_above_it() -> None:
    lines = template().split("\n")
    places: list[str] = []
    section = ""
    for above, line in zip(["", *lines], lines, strict=False):
        if header := re.fullmatch(r"\[([a-z_]+)\]", line):
            section = header.group(1)
        elif key := re.match(r"# {1,5}([a-z_]+) = ", line):
            places.append(f"{section}.{key.group(1)}")
            assert above.startswith("# ")

    weekend = places.index("work_hours.sunday")
    assert tuple(places) == known_keys()
    assert weekend == 19


def test_the_examples_of_work_hours_are_valid_together() -> None:
    with_examples = re.sub(r"(?m)^# {5}(?=[a-z]+ = )", "", template())

    assert parse_settings(with_examples).work_hours == WorkHours(
        weekdays=(
            (Range(540, 1050),),
            (Range(540, 720), Range(780, 1050)),
            (Range(390, 840),),
            (Range(1320, 360),),
            (Range(1080, 1440),),
            (),
            (),
        )
    )


def test_a_new_user_is_given_the_file_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "deskbreak" / "deskbreak.toml"

    write_default(path)

    assert path.read_text(encoding="utf-8") == template()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["deskbreak.toml"]


def test_a_file_that_is_there_is_not_replaced_by_the_default(tmp_path: Path) -> None:
    path = tmp_path / "deskbreak.toml"
    path.write_text('[breaks]\nevery = "8s"  # mine\n', encoding="utf-8")

    write_default(path)

    assert path.read_text(encoding="utf-8") == '[breaks]\nevery = "8s"  # mine\n'


def test_a_link_to_a_file_not_there_yet_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "deskbreak.toml"
    path.symlink_to(tmp_path / "dotfiles" / "deskbreak.toml")

    write_default(path)

    assert path.is_symlink()
    assert not path.exists()


def test_a_folder_that_cannot_be_made_is_told_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "deskbreak").write_text("a file", encoding="utf-8")
    path = tmp_path / "deskbreak" / "deskbreak.toml"

    with pytest.raises(StorageError) as refusal:
        write_default(path)

    assert str(path) in str(refusal.value)
    assert "check its folder's permissions and free space" in str(refusal.value)


# Reading


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "nowhere" / "deskbreak.toml") == Settings()


def test_an_empty_file_means_the_defaults() -> None:
    assert parse_settings("") == Settings()


def test_every_key_is_read() -> None:
    settings = parse_settings("""
        [breaks]
        every = "12h"
        natural_break = "1h"
        natural_break_locked = "1h"
        snooze = ["1s", "2m", "3h", "4s", "5m", "6h"]
        snooze_limit = 0
        repeat_after = "1s"
        lull = "0s"
        wait_for_lull = "0s"
        settle = "0s"
        daily_limit = 0
        break_length = "30m"
        walk_every = 0
        moves_per_break = 3
        [hold]
        calls = false
        full_screen = "always"
        do_not_disturb = false
        hold_limit = "1h1m1s"
        ignore = ["obs"]
        [presence]
        calls = false
        kept_awake = false
        limit = "100h"
        [stretches]
        place = "meeting"
        seated = true
        avoid = ["balance"]
        never = ["seated_twist"]
        favourite = ["wall_angel", "hf_standing_split"]
        packs = ["~/mine.toml"]
        [notifications]
        picture = false
        sound = "never"
        [hooks]
        on_propose = ["/usr/bin/logger", "", "stretch now"]
    """)

    assert settings == Settings(
        breaks=Breaks(
            every=minutes(720),
            natural_break=minutes(60),
            natural_break_locked=minutes(60),
            snooze=(
                seconds(1),
                minutes(2),
                minutes(180),
                seconds(4),
                minutes(5),
                minutes(360),
            ),
            snooze_limit=0,
            repeat_after=seconds(1),
            lull=seconds(0),
            wait_for_lull=seconds(0),
            settle=seconds(0),
            daily_limit=0,
            break_length=minutes(30),
            walk_every=0,
            moves_per_break=3,
        ),
        hold=Hold(
            calls=False,
            full_screen=FullScreenHold.ALWAYS,
            do_not_disturb=False,
            hold_limit=seconds(3661),
            ignore=("obs",),
        ),
        presence=Presence(calls=False, kept_awake=False, limit=minutes(6000)),
        stretches=Stretches(
            place=Place.MEETING,
            seated=True,
            avoid=("balance",),
            never=("seated_twist",),
            favourite=("wall_angel", "hf_standing_split"),
            packs=("~/mine.toml",),
        ),
        notifications=Notifications(picture=False, sound=Sound.NEVER),
        hooks=Hooks(on_propose=("/usr/bin/logger", "", "stretch now")),
    )


def test_one_weekday_leaves_the_others_without_hours() -> None:
    settings = parse_settings('[work_hours]\nwednesday = ["09:00-17:00"]')

    assert settings.work_hours.weekdays == ((), (), NINE_TO_FIVE, (), (), (), ())


def test_a_weekday_without_hours_is_set_too() -> None:
    settings = parse_settings("[work_hours]\nmonday = []")

    assert settings.work_hours.weekdays == ((), (), (), (), (), (), ())


def test_dates_alone_leave_the_weekdays_unset() -> None:
    settings = parse_settings("""
        [work_hours]
        dates = { "2026-12-25" = [], 2026-12-24 = ["09:00-12:00"] }
    """)

    assert settings.work_hours == WorkHours(
        weekdays=None,
        dates=((date(2026, 12, 24), (Range(540, 720),)), (date(2026, 12, 25), ())),
    )


def test_dates_may_have_a_section_of_their_own() -> None:
    settings = parse_settings("[work_hours.dates]\n2028-02-29 = []")

    assert settings.work_hours.dates == ((date(2028, 2, 29), ()),)


def test_ranges_of_a_day_are_put_in_order_and_may_touch() -> None:
    settings = parse_settings('[work_hours]\nmonday = ["12:00-24:00", "00:00-12:00"]')

    assert settings.work_hours.weekdays is not None
    assert settings.work_hours.weekdays[0] == (Range(0, 720), Range(720, 1440))


def test_a_range_past_midnight_does_not_overlap_the_morning_of_its_date() -> None:
    settings = parse_settings('[work_hours]\nmonday = ["22:00-06:00", "05:00-09:00"]')

    assert settings.work_hours.weekdays is not None
    assert settings.work_hours.weekdays[0] == (Range(300, 540), Range(1320, 360))


def test_a_short_natural_break_takes_the_unset_one_for_locked_screens_with_it() -> None:
    settings = parse_settings('[breaks]\nnatural_break = "1m"')

    assert settings.breaks == Breaks(natural_break=minutes(1), natural_break_locked=minutes(1))


def test_a_byte_order_mark_and_windows_line_ends_are_read() -> None:
    settings = parse_settings('\ufeff[breaks]\r\nevery = "8s"\r\n')

    assert settings == Settings(breaks=Breaks(every=seconds(8)))


# Refusing

BROKEN = {
    # durations
    'breaks.every = "0s"': f'breaks.every: found "0s"; allowed: a duration in quotes from 1s to 12h, {LENGTHS}',
    'breaks.every = "12h1s"': f'breaks.every: found "12h1s"; allowed: a duration in quotes from 1s to 12h, {LENGTHS}',
    "breaks.every = 45": f"breaks.every: found 45; allowed: a duration in quotes from 1s to 12h, {LENGTHS}",
    "breaks.every = 3.9": f"breaks.every: found 3.9; allowed: a duration in quotes from 1s to 12h, {LENGTHS}",
    "breaks.every = true": f"breaks.every: found true; allowed: a duration in quotes from 1s to 12h, {LENGTHS}",
    'breaks.every = "45"': f'breaks.every: found "45"; allowed: a duration in quotes from 1s to 12h, {LENGTHS}',
    'breaks.every = "-5m"': f'breaks.every: found "-5m"; allowed: a duration in quotes from 1s to 12h, {LENGTHS}',
    'breaks.every = ""': f'breaks.every: found ""; allowed: a duration in quotes from 1s to 12h, {LENGTHS}',
    "breaks.every = 2026-12-24": (
        f"breaks.every: found 2026-12-24; allowed: a duration in quotes from 1s to 12h, {LENGTHS}"
    ),
    'breaks.every.most = "5m"': (
        f'breaks.every: found {{most = "5m"}}; '
        f"allowed: a duration in quotes from 1s to 12h, {LENGTHS}"
    ),
    'breaks.natural_break = "61m"': (
        f'breaks.natural_break: found "61m"; allowed: a duration in quotes from 1s to 1h, {LENGTHS}'
    ),
    'breaks.natural_break_locked = "0s"': (
        'breaks.natural_break_locked: found "0s"; '
        f"allowed: a duration in quotes from 1s to 1h, {LENGTHS}"
    ),
    'breaks.natural_break_locked = "10m"': (
        'breaks.natural_break_locked: found "10m"; '
        'allowed: at most breaks.natural_break, which is "5m"'
    ),
    'breaks.repeat_after = "0s"': (
        f'breaks.repeat_after: found "0s"; allowed: a duration in quotes of at least 1s, {LENGTHS}'
    ),
    "breaks.lull = -1": f"breaks.lull: found -1; allowed: a duration in quotes of at least 0s, {LENGTHS}",
    'breaks.break_length = "31m"': (
        f'breaks.break_length: found "31m"; allowed: a duration in quotes from 1s to 30m, {LENGTHS}'
    ),
    'hold.hold_limit = "0m"': f'hold.hold_limit: found "0m"; allowed: a duration in quotes of at least 1s, {LENGTHS}',
    'presence.limit = "for ever"': (
        f'presence.limit: found "for ever"; allowed: a duration in quotes of at least 1s, {LENGTHS}'
    ),
    # lists of durations
    "breaks.snooze = []": 'breaks.snooze: found []; allowed: a list of 1 to 6 durations, such as ["10m", "5m"]',
    'breaks.snooze = "10m"': (
        'breaks.snooze: found "10m"; allowed: a list of 1 to 6 durations, such as ["10m", "5m"]'
    ),
    'breaks.snooze = ["1m", "2m", "3m", "4m", "5m", "6m", "7m"]': (
        'breaks.snooze: found ["1m", "2m", "3m", "4m", "5m", "6m", "7m"]; '
        'allowed: a list of 1 to 6 durations, such as ["10m", "5m"]'
    ),
    'breaks.snooze = ["1m", "0s"]': f'breaks.snooze[2]: found "0s"; allowed: a duration in quotes of at least 1s, {LENGTHS}',
    # whole numbers
    "breaks.snooze_limit = -1": "breaks.snooze_limit: found -1; allowed: a whole number of at least 0",
    "breaks.daily_limit = true": "breaks.daily_limit: found true; allowed: a whole number of at least 0",
    'breaks.walk_every = "3"': 'breaks.walk_every: found "3"; allowed: a whole number of at least 0',
    "breaks.walk_every = 3.0": "breaks.walk_every: found 3.0; allowed: a whole number of at least 0",
    "breaks.moves_per_break = 0": "breaks.moves_per_break: found 0; allowed: a whole number from 1 to 3",
    "breaks.moves_per_break = 4": "breaks.moves_per_break: found 4; allowed: a whole number from 1 to 3",
    f"breaks.moves_per_break = 0x{'f' * 20000}": "breaks.moves_per_break: found a number with too many digits; allowed: a whole "
    "number from 1 to 3",
    # true and false
    'hold.calls = "false"': 'hold.calls: found "false"; allowed: true or false, without quotes',
    "presence.kept_awake = 1": "presence.kept_awake: found 1; allowed: true or false, without quotes",
    # one of several words
    'hold.full_screen = "yes"': 'hold.full_screen: found "yes"; allowed: "presentation", "always", "never"',
    "hold.full_screen = true": 'hold.full_screen: found true; allowed: "presentation", "always", "never"',
    'stretches.place = "Office"': (
        'stretches.place: found "Office"; did you mean "office"? '
        'allowed: "office", "home", "meeting", "gym"'
    ),
    "notifications.sound = []": 'notifications.sound: found []; allowed: "never", "repeat", "always"',
    # lists of texts
    'stretches.avoid = ["balanse"]': (
        'stretches.avoid[1]: found "balanse"; did you mean "balance"? '
        f"allowed: {', '.join(map(quoted, avoid_texts()))}"
    ),
    'stretches.avoid = "balance"': (
        'stretches.avoid: found "balance"; '
        f'allowed: a list with any of {", ".join(avoid_texts())}, such as ["knee_kneel", "balance"]'
    ),
    'stretches.never = "walk"': 'stretches.never: found "walk"; allowed: a list of texts, such as ["one", "two"]',
    "stretches.never = [1]": "stretches.never[1]: found 1; allowed: a text in quotes, not empty",
    'stretches.packs = ["a", " "]': 'stretches.packs[2]: found " "; allowed: a text in quotes, not empty',
    'hooks.on_propose = ["", "x"]': (
        'hooks.on_propose: found ["", "x"]; '
        'allowed: a program first, then its arguments, such as ["/usr/bin/logger", "stretch"]'
    ),
    # work hours
    'work_hours.monday = "09:00-17:00"': (
        'work_hours.monday: found "09:00-17:00"; '
        'allowed: a list of ranges, such as ["09:00-12:00", "13:00-17:30"]; [] for none'
    ),
    'work_hours.monday = ["9:00-17:00"]': f'work_hours.monday[1]: found "9:00-17:00"; allowed: {RANGES}',
    'work_hours.monday = ["09:00-17:60"]': f'work_hours.monday[1]: found "09:00-17:60"; allowed: {RANGES}',
    'work_hours.monday = ["24:00-06:00"]': f'work_hours.monday[1]: found "24:00-06:00"; allowed: {RANGES}',
    'work_hours.monday = ["09:00-24:01"]': f'work_hours.monday[1]: found "09:00-24:01"; allowed: {RANGES}',
    'work_hours.monday = ["٠٩:00-17:00"]': f'work_hours.monday[1]: found "٠٩:00-17:00"; allowed: {RANGES}',
    "work_hours.monday = [9]": f"work_hours.monday[1]: found 9; allowed: {RANGES}",
    'work_hours.monday = ["09:00-09:00"]': (
        'work_hours.monday[1]: found "09:00-09:00"; '
        'allowed: an end other than the start; the whole day is "00:00-24:00"'
    ),
    'work_hours.friday = ["09:00-12:00", "11:59-13:00"]': (
        'work_hours.friday: "09:00-12:00" and "11:59-13:00" overlap; '
        "allowed: ranges of a day that share no time"
    ),
    'work_hours.friday = ["22:00-06:00", "20:00-22:30"]': (
        'work_hours.friday: "22:00-06:00" and "20:00-22:30" overlap; '
        "allowed: ranges of a day that share no time"
    ),
    'stretches.plans = { Morning = ["walk"], "MORNING!" = ["walk"] }': (
        'stretches.plans: "Morning" and "MORNING!" are one name: capitals, spaces and signs make '
        "no difference; allowed: names that differ in a letter or a digit"
    ),
    f"work_hours.friday = {['09:00-10:00'] * 2000}": (
        "work_hours.friday: found 2000 ranges; allowed: at most 48 a day"
    ),
    'work_hours.dates = ["2026-12-24"]': (
        'work_hours.dates: found ["2026-12-24"]; '
        'allowed: dates and their ranges, such as { "2026-12-24" = ["09:00-12:00"] }'
    ),
    "work_hours.dates = { 2026-02-29 = [] }": f'work_hours.dates: found "2026-02-29"; {A_DATE}',
    "work_hours.dates = { 20261224 = [] }": (f'work_hours.dates: found "20261224"; {A_DATE}'),
    "work_hours.dates = { 9999-12-31 = [] }": (
        'work_hours.dates: found "9999-12-31"; allowed: one in the years from 1900 to 7999'
    ),
    # names
    'breaks.evry = "45m"': "breaks.evry: no such key; did you mean breaks.every?",
    "breaks.picture = true": "breaks.picture: no such key; did you mean notifications.picture?",
    "hooks.qqqq = 1": "hooks.qqqq: no such key; allowed: hooks.on_propose, hooks.on_answer, hooks.on_state",
    'break = { every = "45m" }': "break: no such section; did you mean [breaks]?",
    'every = "45m"': "every: no such key; did you mean breaks.every?",
    "qqqq = 1": (
        "qqqq: no such section; "
        "allowed: [breaks], [work_hours], [hold], [presence], [stretches], [notifications], "
        "[tray], [windows], [look], [record], [hooks]"
    ),
    "breaks = 45": "breaks: found 45; allowed: a section: the line [breaks] and its keys below",
    "hold = []": "hold: found []; allowed: a section: the line [hold] and its keys below",
}


@pytest.mark.parametrize(("line", "problem"), BROKEN.items(), ids=[line[:40] for line in BROKEN])
def test_a_broken_line_is_refused_with_what_is_allowed(line: str, problem: str) -> None:
    assert refusal_of(line) == [f"deskbreak.toml: {problem}"]


def test_hours_of_a_date_are_refused_at_that_date() -> None:
    assert refusal_of('work_hours.dates = { 2026-12-24 = ["9-12"] }') == [
        f'deskbreak.toml: work_hours.dates.2026-12-24[1]: found "9-12"; allowed: {RANGES}'
    ]


def test_every_problem_is_told_at_once_in_the_order_of_the_file() -> None:
    refusal = refusal_of("""
        [hold]
        call = true
        full_screen = "sometimes"
        [breaks]
        every = 45
        natural_break = "3m"
        natural_break_locked = "4m"
        snooze = [5, "0s"]
        [work_hours]
        monday = ["9-5", "08:00-12:00", "11:00-13:00"]
        dates = { 2026-02-30 = ["x"] }
        [sound]
    """)

    assert refusal == [
        "deskbreak.toml: hold.call: no such key; did you mean hold.calls?",
        (
            'deskbreak.toml: hold.full_screen: found "sometimes"; '
            'allowed: "presentation", "always", "never"'
        ),
        (
            "deskbreak.toml: breaks.every: found 45; "
            f"allowed: a duration in quotes from 1s to 12h, {LENGTHS}"
        ),
        (
            "deskbreak.toml: breaks.snooze[1]: found 5; "
            f"allowed: a duration in quotes of at least 1s, {LENGTHS}"
        ),
        (
            'deskbreak.toml: breaks.snooze[2]: found "0s"; '
            f"allowed: a duration in quotes of at least 1s, {LENGTHS}"
        ),
        (
            'deskbreak.toml: breaks.natural_break_locked: found "4m"; '
            'allowed: at most breaks.natural_break, which is "3m"'
        ),
        f'deskbreak.toml: work_hours.monday[1]: found "9-5"; allowed: {RANGES}',
        (
            'deskbreak.toml: work_hours.monday: "08:00-12:00" and "11:00-13:00" overlap; '
            "allowed: ranges of a day that share no time"
        ),
        (f'deskbreak.toml: work_hours.dates: found "2026-02-30"; {A_DATE}'),
        f'deskbreak.toml: work_hours.dates.2026-02-30[1]: found "x"; allowed: {RANGES}',
        "deskbreak.toml: sound: no such key; did you mean notifications.sound?",
    ]


def test_a_natural_break_that_is_refused_itself_is_the_limit_of_nothing() -> None:
    refusal = refusal_of("""
        [breaks]
        natural_break = "2h"
        natural_break_locked = "30m"
    """)

    assert refusal == [
        (
            'deskbreak.toml: breaks.natural_break: found "2h"; '
            f"allowed: a duration in quotes from 1s to 1h, {LENGTHS}"
        )
    ]


TOML = 'allowed: TOML, one key per line, its text in quotes, such as every = "45m"'
ONCE = "each key may appear once"
FEW_DIGITS = "allowed: at most 18 digits"
FEW_LISTS = "allowed: a few dozen levels"


@pytest.mark.parametrize(
    ("text", "place", "allowed"),
    [
        ('[breaks]\nevery = "45m', "line 2", TOML),
        ("[breaks]\n[hold\n", "line 2, column 6", TOML),
        ("[breaks]\nsnooze = [", "line 2", TOML),
        ("[breaks]\nlull = '8s'\nlull = '9s'\n", "line 3, column 12", ONCE),
        ("[breaks]\n[breaks]\n", "line 2, column 8", ONCE),
        ("breaks.lull = '8s'\nbreaks.walk_every = " + "9" * 5000, "line 2", FEW_DIGITS),
        ("breaks.snooze = " + "[" * 5000, "the file", FEW_LISTS),
    ],
    ids=["text", "header", "list", "twice", "section twice", "huge number", "deep list"],
)
def test_what_is_no_toml_is_one_problem_with_its_line(text: str, place: str, allowed: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        parse_settings(text)

    assert [problem.allowed for problem in refusal.value.problems] == [allowed]
    assert refusal.value.problems[0].place == place


def test_what_nobody_can_see_in_a_line_is_written_out() -> None:
    with pytest.raises(ConfigError) as refusal:
        parse_settings("\0\0\n")  # as a crash of the machine leaves a file

    assert [problem.found for problem in refusal.value.problems] == [r"found \u0000\u0000"]


def test_a_deep_list_that_is_still_toml_is_refused_like_any_other() -> None:
    depth = 200

    assert refusal_of(f"breaks.every = {'[' * depth}{']' * depth}") == [
        (
            f"deskbreak.toml: breaks.every: found {'[' * 30}…{']' * 30}; "
            f"allowed: a duration in quotes from 1s to 12h, {LENGTHS}"
        )
    ]


def test_a_file_that_cannot_be_read_is_refused_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refusal:
        load_settings(tmp_path)

    assert str(refusal.value) == (
        f"{tmp_path}: the file: cannot be read (Is a directory); make it a file you can read"
    )


def test_a_file_that_is_no_text_is_refused_with_its_path(tmp_path: Path) -> None:
    path = tmp_path / "deskbreak.toml"
    path.write_bytes(b"# caf\xe9\n")

    with pytest.raises(ConfigError) as refusal:
        load_settings(path)

    assert str(refusal.value) == f"{path}: line 1: not text in UTF-8; save the file as UTF-8"


# Changing


def test_dotted_keys_change_only_themselves() -> None:
    settings = change_settings(
        Settings(breaks=Breaks(lull=seconds(0), daily_limit=3)),
        {"breaks.every": "8s", "hold.calls": False, "stretches.avoid": ["bones"]},
        "day.jsonl",
    )

    assert settings == Settings(
        breaks=Breaks(every=seconds(8), lull=seconds(0), daily_limit=3),
        hold=Hold(calls=False),
        stretches=Stretches(avoid=("bones",)),
    )


def test_a_weekday_set_on_its_own_leaves_the_others_as_they_are() -> None:
    first = change_settings(Settings(), {"work_hours.monday": ["09:00-17:00"]}, "day.jsonl")

    second = change_settings(first, {"work_hours.tuesday": ["09:00-17:00"]}, "day.jsonl")

    assert first.work_hours.weekdays == (NINE_TO_FIVE, (), (), (), (), (), ())
    assert second.work_hours.weekdays == (NINE_TO_FIVE, NINE_TO_FIVE, (), (), (), (), ())


def test_one_date_can_be_added() -> None:
    holiday = Settings(work_hours=WorkHours(dates=((date(2026, 12, 25), ()),)))

    settings = change_settings(
        holiday, {"work_hours.dates.2026-12-24": ["09:00-17:00"]}, "day.jsonl"
    )

    assert settings.work_hours.dates == (
        (date(2026, 12, 24), NINE_TO_FIVE),
        (date(2026, 12, 25), ()),
    )


def test_a_section_changes_the_keys_it_names() -> None:
    settings = change_settings(
        Settings(breaks=Breaks(lull=seconds(0))), {"breaks": {"every": "8s"}}, "day.jsonl"
    )

    assert settings == Settings(breaks=Breaks(every=seconds(8), lull=seconds(0)))


def test_work_hours_as_a_section_are_changed_whole() -> None:
    hours = Settings(work_hours=WorkHours((NINE_TO_FIVE,) * 7, ((date(2026, 12, 25), ()),)))

    tuesdays = change_settings(hours, {"work_hours": {"tuesday": ["09:00-17:00"]}}, "day.jsonl")
    none = change_settings(hours, {"work_hours": {}}, "day.jsonl")

    assert tuesdays.work_hours == WorkHours(((), NINE_TO_FIVE, (), (), (), (), ()))
    assert none == Settings()


def test_a_change_may_shorten_the_natural_break_below_the_default_for_locked_screens() -> None:
    settings = change_settings(Settings(), {"breaks.natural_break": "1m"}, "day.jsonl")

    assert settings.breaks.natural_break_locked == minutes(1)


def test_a_change_may_not_contradict_what_was_set_before() -> None:
    settings = Settings(breaks=Breaks(natural_break=minutes(8), natural_break_locked=minutes(6)))

    with pytest.raises(ConfigError) as refusal:
        change_settings(settings, {"breaks.natural_break": "5m"}, "line 7")

    assert str(refusal.value) == (
        'line 7: breaks.natural_break_locked: found "6m"; '
        'allowed: at most breaks.natural_break, which is "5m"'
    )


def test_changes_are_as_strict_as_the_file_and_name_their_own_source() -> None:
    changes: dict[str, object] = {
        "breaks.every": 45,
        "breaks.lull": None,
        "breaks": 3.9,
        "brakes.every": "5m",
        "every": "5m",
        "work_hours.dates.tomorrow": [],
    }

    with pytest.raises(ConfigError) as refusal:
        change_settings(Settings(), changes, "line 3")

    assert str(refusal.value).splitlines() == [
        "line 3: breaks: found 3.9; allowed: a section: the line [breaks] and its keys below",
        (f'line 3: work_hours.dates: found "tomorrow"; {A_DATE}'),
        "line 3: brakes: no such section; did you mean [breaks]?",
        "line 3: every: no such key; did you mean breaks.every?",
    ]


# Writing down what is in force

DATES = st.dates(date(1900, 1, 1), date(7999, 12, 31))
LONG = st.integers(1, 86_400).map(seconds)
AVOIDED = st.lists(st.sampled_from(sorted(avoid_texts())), max_size=3).map(tuple)
NAMES = st.lists(st.text(min_size=1).filter(str.strip), max_size=3).map(tuple)


@st.composite
def days(draw: st.DrawFn) -> tuple[Range, ...]:
    """Ranges that share no time, the last perhaps past midnight."""
    marks = sorted(draw(st.sets(st.integers(0, 1439), max_size=6)))
    ranges = [Range(start, end) for start, end in zip(marks[::2], marks[1::2], strict=False)]
    if len(marks) % 2:
        ranges.append(
            Range(marks[-1], draw(st.integers(0, marks[-1] - 1) if marks[-1] else st.just(1440)))
        )
    return tuple(ranges)


@st.composite
def settings_of_anyone(draw: st.DrawFn) -> Settings:
    natural_break = draw(st.integers(1, 3600))
    weekdays = draw(st.none() | st.tuples(*[days()] * 7))
    dates = draw(st.dictionaries(DATES, days(), max_size=3))
    return Settings(
        breaks=Breaks(
            every=seconds(draw(st.integers(1, 43_200))),
            natural_break=seconds(natural_break),
            natural_break_locked=seconds(draw(st.integers(1, natural_break))),
            snooze=tuple(draw(st.lists(LONG, min_size=1, max_size=6))),
            snooze_limit=draw(st.integers(0, 99)),
            lull=draw(LONG | st.just(seconds(0))),
            walk_every=draw(st.integers(0, 9)),
        ),
        work_hours=WorkHours(weekdays, tuple(sorted(dates.items()))),
        hold=Hold(
            calls=draw(st.booleans()), full_screen=draw(st.sampled_from(list(FullScreenHold)))
        ),
        presence=Presence(limit=draw(LONG)),
        stretches=Stretches(place=draw(st.sampled_from(list(Place))), avoid=draw(AVOIDED)),
        notifications=Notifications(sound=draw(st.sampled_from(list(Sound)))),
        hooks=Hooks(*(draw(NAMES) for _hook in range(3))),
    )


@hypothesis.settings(deadline=None)  # machines are shared
@given(settings_of_anyone())
def test_settings_that_are_spelled_out_read_back_the_same(settings: Settings) -> None:
    assert change_settings(Settings(), spell_settings(settings), "here") == settings


@hypothesis.settings(deadline=None)  # machines are shared
@given(settings_of_anyone(), settings_of_anyone())
def test_settings_that_are_spelled_out_replace_any_others(
    before: Settings, after: Settings
) -> None:
    assert change_settings(before, spell_settings(after), "here") == after


def test_no_change_changes_nothing() -> None:
    settings = replace(Settings(), work_hours=WorkHours((NINE_TO_FIVE,) * 7))

    assert change_settings(settings, {}, "here") == settings


def test_reading_the_settings_loads_nothing_heavy() -> None:
    probe = (
        "import sys, deskbreak.settings.file\n"
        "heavy = {'tomllib', 'tomlkit', 'difflib', 'platformdirs', 'click', 'sqlite3', 'asyncio'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, check=True, text=True
    )

    assert loaded.stdout == "[]\n"


def test_the_template_is_plain_toml_with_all_sections() -> None:
    assert list(tomllib.loads(template())) == [
        "breaks",
        "work_hours",
        "hold",
        "presence",
        "stretches",
        "notifications",
        "tray",
        "windows",
        "look",
        "record",
        "hooks",
    ]
