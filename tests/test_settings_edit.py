"""One key of the user's file changes, and everything else in it stays as they wrote it."""

import stat
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from desk import minutes
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbreak.core.policy import FullScreenHold, Settings
from deskbreak.core.work_hours import Range, WorkHours
from deskbreak.errors import ConfigError
from deskbreak.files.resources import config_file
from deskbreak.settings.edit import (
    ChangedError,
    check_unchanged,
    get_setting,
    reset_setting,
    seen_value,
    set_hours,
    set_setting,
    set_settings,
    settings_with,
)
from deskbreak.settings.hours_in_words import describe_hours
from deskbreak.settings.table import known_keys
from deskbreak.settings.typed_hours import read_hours, read_week
from deskbreak.settings.typed_value import as_typed
from deskbreak.settings.written import load_settings

MINE = """\
# my settings \t
[breaks]   # the important ones
  every   =  "50m"   # as my doctor says

# lull = "8s"
#every = "1m"
snooze = ["5m",
          "10m"]  # short
[hold]
ignore = [ 'obs' , "mumble" ]
# the end, without a line end"""

NINE_TO_FIVE = (Range(540, 1020),)


@pytest.fixture(autouse=True)
def _nothing_kept(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deskbreak.toml"


def template() -> str:
    return config_file("deskbreak.toml").read_text(encoding="utf-8")


def written(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


def read(path: Path) -> str:
    return path.read_bytes().decode()


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# Setting a key


def test_a_whole_week_without_a_limit_is_no_hours_at_all(path: Path) -> None:
    written(path, MINE + '\n[work_hours]\nmonday = ["09:00-17:00"] # long\nsunday = []\n')

    set_hours(path, (*read_week("any"), *read_hours("2026-12-24 off")))

    assert load_settings(path).work_hours == WorkHours(None, ((date(2026, 12, 24), ()),))
    assert read(path).startswith(MINE)


def test_a_week_whose_last_limit_goes_is_no_hours_at_all(path: Path) -> None:
    set_hours(path, read_hours("mon 9-12"))
    set_hours(path, read_hours("2026-12-24 off"))

    set_hours(path, read_hours("mon any"))

    assert load_settings(path).work_hours == WorkHours(None, ((date(2026, 12, 24), ()),))


def test_a_day_without_a_limit_where_none_has_one_is_nothing_to_write(path: Path) -> None:
    set_hours(path, read_hours("mon any"))

    assert not path.exists()


def test_the_first_setting_stands_under_its_commented_default(path: Path) -> None:
    set_setting(path, "breaks.every", "30m")

    assert read(path) == template().replace('# every = "45m"\n', '# every = "45m"\nevery = "30m"\n')


@pytest.mark.parametrize("typed", ["10,5", "10, 5m", "10 minutes, 300s", "[10, '5m']"])
def test_a_bare_number_is_minutes_in_a_list_too(path: Path, typed: str) -> None:
    set_setting(path, "breaks.snooze", typed)

    assert load_settings(path).breaks.snooze == (minutes(10), minutes(5))


def test_a_key_changes_in_place_and_every_other_byte_stays(path: Path) -> None:
    written(path, MINE)

    set_setting(path, "breaks.every", "30m")

    assert read(path) == MINE.replace('"50m"', '"30m"')


def test_a_key_of_a_section_without_its_comment_goes_to_the_end_of_that_section(
    path: Path,
) -> None:
    written(path, MINE)

    set_setting(path, "breaks.daily_limit", "3")

    assert read(path) == MINE.replace("# short\n", "# short\ndaily_limit = 3\n")


def test_a_missing_section_goes_to_the_end_of_the_file(path: Path) -> None:
    written(path, MINE)

    set_setting(path, "hooks.on_propose", '["logger", "stretch"]')

    assert read(path) == f'{MINE}\n[hooks]\non_propose = ["logger", "stretch"]\n'


def test_a_list_of_several_lines_is_replaced_as_one(path: Path) -> None:
    written(path, MINE)

    set_setting(path, "breaks.snooze", "1m")

    assert read(path) == MINE.replace('["5m",\n          "10m"]  # short', '["1m"]  # short')


def test_windows_line_ends_and_the_byte_order_mark_stay(path: Path) -> None:
    text = "\ufeff" + MINE.replace("\n", "\r\n")
    written(path, text)

    set_setting(path, "breaks.every", "30m")
    set_setting(path, "breaks.lull", "0s")

    assert read(path) == text.replace('"50m"', '"30m"').replace(
        '# lull = "8s"\r\n', '# lull = "8s"\r\nlull = "0s"\r\n'
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('breaks = { lull = "1s" } # mine\n', 'breaks = { lull = "0s" } # mine\n'),
        ('breaks.lull = "1s" # mine\n', 'breaks.lull = "0s" # mine\n'),
        ('["breaks"]\n"lull" = "1s"\n', '["breaks"]\n"lull" = "0s"\n'),
        ("[breaks]\nlull='''1s'''", '[breaks]\nlull="0s"'),
        ('[hold]\n# lull = "8s"\n[breaks]\n', '[hold]\n# lull = "8s"\n[breaks]\nlull = "0s"\n'),
        (
            '[hooks]\non_propose = ["""\n[breaks]\n# lull = 1\n"""]\n',
            '[hooks]\non_propose = ["""\n[breaks]\n# lull = 1\n"""]\n\n[breaks]\nlull = "0s"\n',
        ),
        (
            '[breaks]\nsnooze = [\n"1m",\n# lull = "8s"\n]\n',
            '[breaks]\nsnooze = [\n"1m",\n# lull = "8s"\n]\nlull = "0s"\n',
        ),
    ],
    ids=[
        "inline",
        "dotted",
        "quoted",
        "other quotes",
        "comment elsewhere",
        "comment in a text",
        "comment in a list",
    ],
)
def test_every_way_to_write_toml_is_kept(path: Path, before: str, after: str) -> None:
    written(path, before)

    set_setting(path, "breaks.lull", "0s")

    assert read(path) == after


TYPED = [
    ("breaks.every", '"30m"', '"30m"'),
    ("breaks.every", " 1h30m ", '"1h30m"'),
    ("breaks.snooze", "10m,5m", '["10m", "5m"]'),
    ("breaks.snooze", "10m", '["10m"]'),
    ("breaks.snooze", "10", '["10m"]'),
    ("breaks.snooze", "5, 10", '["5m", "10m"]'),
    ("breaks.snooze", "10 5 15", '["10m", "5m", "15m"]'),
    ("breaks.daily_limit", "0", "0"),
    ("hold.calls", "false", "false"),
    ("hold.calls", "False", "false"),
    ("stretches.seated", "TRUE", "true"),
    ("stretches.place", "Home", '"home"'),
    ("stretches.avoid", "Shoulder, BP", '["shoulder", "bp"]'),
    ("look.language", "pt_br", '"pt_BR"'),
    ("hold.full_screen", "always", '"always"'),
    ("hold.ignore", "obs, mumble", '["obs", "mumble"]'),
    ("hold.ignore", "", "[]"),
    ("stretches.avoid", "off", "[]"),
    ("stretches.avoid", "none", "[]"),
    ("stretches.avoid", "knee_kneel wrist", '["knee_kneel", "wrist"]'),
    ("stretches.avoid", "knee_kneel,  wrist", '["knee_kneel", "wrist"]'),
    ("hooks.on_propose", "logger 'stretch, now'", '["logger", "stretch, now"]'),
    ("work_hours.monday", "09:00-12:00,13:00-17:30", '["09:00-12:00", "13:00-17:30"]'),
    ("work_hours.monday", '["09:00-12:00", "13:00-17:30"]', '["09:00-12:00", "13:00-17:30"]'),
    ("work_hours.sunday", "off", "[]"),
    ("work_hours.dates", "{ 2026-12-25 = [] }", "{2026-12-25 = []}"),
    ("work_hours.dates.2026-12-24", "09:00-12:00", '["09:00-12:00"]'),
    ("work_hours.dates.2026-12-25", "off", "[]"),
]


@pytest.mark.parametrize(("key", "typed", "value"), TYPED)
def test_what_people_type_is_understood(path: Path, key: str, typed: str, value: str) -> None:
    set_setting(path, key, typed)

    assert get_setting(path, key) == value


@pytest.mark.parametrize(
    ("key", "typed", "problem"),
    [
        ("breaks.every", "0", 'breaks.every: found "0m"; allowed: a duration in quotes from 1s'),
        ("breaks.every", "0s", 'breaks.every: found "0s"; allowed: a duration in quotes from 1s'),
        ("breaks.every", "", 'breaks.every: found ""; allowed: a duration in quotes from 1s to'),
        ("breaks.every", "1m\nlull = 0", r'breaks.every: found "1m\nlull = 0"; allowed: a dur'),
        ("breaks.every", '"1m"\nx = 0', r'breaks.every: found "\"1m\"\nx = 0"; allowed: a dur'),
        ("breaks.snooze_limit", "nan", "breaks.snooze_limit: found nan; allowed: a whole number"),
        (
            "hold.calls",
            "maybe",
            'hold.calls: found "maybe"; allowed: true or false, without quotes',
        ),
        ("breaks.natural_break", "90s", 'breaks.natural_break_locked: found "2m"; allowed: at'),
        ("hooks.on_propose", "say 'hi", 'hooks.on_propose: found "say \'hi"; allowed: a list of'),
        ("work_hours.friday", "9-5", 'work_hours.friday[1]: found "9-5"; allowed: "HH:MM-HH:MM"'),
        ("work_hours.dates", "never", 'work_hours.dates: found "never"; allowed: dates and'),
        ("work_hours.dates.1224", "off", 'work_hours.dates: found "1224"; allowed: a real date'),
        ("breaks.evry", "45m", "breaks.evry: no such key; did you mean breaks.every?"),
        ("breaks", "45m", "breaks: no such key; allowed: breaks.every, breaks.natural_break,"),
        ("every", "45m", "every: no such key; did you mean breaks.every?"),
    ],
)
def test_a_refused_value_leaves_the_file_untouched(
    path: Path, key: str, typed: str, problem: str
) -> None:
    text = '[breaks]\nnatural_break_locked = "2m"\n'
    written(path, text)

    with pytest.raises(ConfigError) as refusal:
        set_setting(path, key, typed)

    assert str(refusal.value).startswith(f"{path}: {problem}")
    assert "\n" not in str(refusal.value)
    assert read(path) == text


def test_a_refused_value_does_not_begin_a_file(path: Path) -> None:
    with pytest.raises(ConfigError):
        set_setting(path, "breaks.every", "0s")

    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize(
    "broken", ["[breaks\n", '[breaks]\nevery = "0s"\n', "[breaks]\nlull = 8\n[x]\n"]
)
def test_a_broken_file_is_refused_and_left_alone(path: Path, broken: str) -> None:
    written(path, broken)

    with pytest.raises(ConfigError):
        set_setting(path, "breaks.every", "45m")
    with pytest.raises(ConfigError):
        reset_setting(path, "breaks.every")
    with pytest.raises(ConfigError):
        get_setting(path, "breaks.every")

    assert read(path) == broken


def test_bytes_that_are_no_text_are_refused_and_the_file_is_left_alone(path: Path) -> None:
    written(path, MINE)

    with pytest.raises(ConfigError) as refusal:
        set_setting(path, "stretches.never", "\udcff")

    assert str(refusal.value) == (
        f'{path}: stretches.never[1]: found "\\udcff", with half a character; '
        "allowed: a text in quotes, not empty"
    )
    assert read(path) == MINE


def test_of_several_keys_all_are_written_or_none(path: Path) -> None:
    written(path, '[breaks]\nevery = "50m"\nsnooze_limit = 1\n')

    with pytest.raises(ConfigError, match=r"stretches\.place"):
        set_settings(path, {"breaks.every": "30m", "stretches.place": "moon"})
    before = read(path)
    set_settings(
        path, {"breaks.every": "30m", "breaks.snooze_limit": "", "stretches.place": "home"}
    )

    assert before == '[breaks]\nevery = "50m"\nsnooze_limit = 1\n'
    assert read(path) == '[breaks]\nevery = "30m"\n\n[stretches]\nplace = "home"\n'


def test_the_file_is_private_after_a_change(path: Path) -> None:
    written(path, MINE).chmod(0o644)

    set_setting(path, "breaks.every", "30m")

    assert mode_of(path) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["deskbreak.toml"]


def test_a_link_is_followed_and_stays_a_link(path: Path, tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles" / "deskbreak.toml"
    kept.parent.mkdir()
    written(kept, MINE)
    path.symlink_to(kept)

    set_setting(path, "breaks.every", "30m")

    assert path.is_symlink()
    assert read(kept) == MINE.replace('"50m"', '"30m"')


def test_a_date_joins_those_that_are_set(path: Path) -> None:
    set_setting(path, "work_hours.dates.2026-12-25", "off")
    set_setting(path, "work_hours.dates.2026-12-24", "09:00-17:00")

    assert load_settings(path).work_hours == WorkHours(
        dates=((date(2026, 12, 24), NINE_TO_FIVE), (date(2026, 12, 25), ()))
    )


def test_a_date_joins_a_section_of_dates(path: Path) -> None:
    written(path, "[work_hours.dates]\n2026-12-25 = [] # Christmas\n\n[hold]\n")

    set_setting(path, "work_hours.dates.2026-12-24", "off")

    assert read(path) == (
        "[work_hours.dates]\n2026-12-25 = [] # Christmas\n2026-12-24 = []\n\n[hold]\n"
    )


def test_a_section_of_dates_can_be_replaced_and_reset(path: Path) -> None:
    written(path, "[work_hours.dates]\n2026-12-25 = []\n\n[hold]\ncalls = true # yes\n")

    set_setting(path, "work_hours.dates", "{ 2026-12-24 = [] }")
    replaced = read(path)
    reset_setting(path, "work_hours.dates")

    assert replaced == "[work_hours]\ndates = {2026-12-24 = []}\n[hold]\ncalls = true # yes\n"
    assert load_settings(path) == Settings()


# Showing a value so that it can be typed


def value_of(settings: Settings, key: str) -> object:
    section, name = key.split(".")
    return getattr(getattr(settings, section), name)


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("breaks.every", timedelta(minutes=90), "1h30m"),
        ("breaks.snooze", (timedelta(minutes=10), timedelta(minutes=5)), "10m, 5m"),
        ("breaks.daily_limit", 3, "3"),
        ("hold.calls", True, "true"),
        ("hold.full_screen", FullScreenHold.ALWAYS, "always"),
        ("hold.ignore", (), ""),
        ("hold.ignore", ("obs", "mumble"), "obs, mumble"),
        ("hold.ignore", ("one, two", "three"), '["one, two", "three"]'),
        ("hold.ignore", ("off",), '["off"]'),
        ("stretches.packs", ("7",), "7"),
        ("hooks.on_propose", ("/usr/bin/logger", "-t", "a b"), "/usr/bin/logger -t 'a b'"),
        ("hooks.on_propose", ("say", "one\ntwo"), '["say", "one\\ntwo"]'),
        ("work_hours.monday", NINE_TO_FIVE, "09:00-17:00"),
        ("work_hours.sunday", (), ""),
    ],
)
def test_a_value_is_shown_as_one_would_type_it(key: str, value: object, shown: str) -> None:
    assert as_typed(key, value) == shown


@settings(deadline=None)
@given(
    st.sampled_from(
        (
            *("hold.ignore", "stretches.never", "stretches.favourite", "stretches.packs"),
            *("hooks.on_propose", "hooks.on_answer", "hooks.on_state"),
        )
    ),
    st.lists(st.text(min_size=1).filter(str.strip), max_size=3).map(tuple),
)
def test_whatever_is_on_a_list_is_read_back_from_what_is_shown(
    key: str, value: tuple[str, ...]
) -> None:
    shown = as_typed(key, value)

    assert "\n" not in shown  # a field has one line
    assert value_of(settings_with(Path("/nowhere"), {key: shown}), key) == value


def test_every_default_is_read_back_from_what_is_shown() -> None:
    for key in [key for key in known_keys() if not key.startswith("work_hours.")]:
        shown = as_typed(key, value_of(Settings(), key))

        assert settings_with(Path("/nowhere"), {key: shown}) == Settings()


@settings(deadline=None, max_examples=5)  # each writes the file some thirty times
@given(st.permutations(TYPED), st.permutations([key for key, _, _ in TYPED]))
def test_whatever_is_set_and_reset_the_file_is_the_template_again(
    tmp_path_factory: pytest.TempPathFactory,
    changes: list[tuple[str, str, str]],
    resets: list[str],
) -> None:
    path = tmp_path_factory.mktemp("any") / "deskbreak.toml"
    for key, typed, _ in changes:
        set_setting(path, key, typed)
    for key in [*resets, "work_hours.dates"]:
        reset_setting(path, key)

    assert read(path) == template()


# What somebody saw


def test_what_was_seen_is_as_it_was_however_it_is_spelled(path: Path) -> None:
    path.write_text('[breaks]\nevery = "1h"\n', encoding="utf-8")
    seen = seen_value(load_settings(path), "breaks.every")
    path.write_text('[breaks]\nevery = "60m"\n', encoding="utf-8")

    check_unchanged(path, {"breaks.every": seen})
    with pytest.raises(ChangedError) as changed:
        check_unchanged(path, {"breaks.snooze": '["1m"]'})

    assert changed.value.value == '["10m", "5m", "15m"]'


# Reading a key


def test_every_default_can_be_read(path: Path) -> None:
    values = {key: get_setting(path, key) for key in known_keys()}

    assert values == {
        "breaks.every": '"45m"',
        "breaks.natural_break": '"5m"',
        "breaks.natural_break_locked": '"2m"',
        "breaks.snooze": '["10m", "5m", "15m"]',
        "breaks.snooze_limit": "2",
        "breaks.repeat_after": '"10m"',
        "breaks.lull": '"8s"',
        "breaks.wait_for_lull": '"5m"',
        "breaks.settle": '"30s"',
        "breaks.daily_limit": "10",
        "breaks.break_length": '"2m"',
        "breaks.walk_every": "3",
        "breaks.moves_per_break": "1",
        "work_hours.monday": '["00:00-24:00"]',
        "work_hours.tuesday": '["00:00-24:00"]',
        "work_hours.wednesday": '["00:00-24:00"]',
        "work_hours.thursday": '["00:00-24:00"]',
        "work_hours.friday": '["00:00-24:00"]',
        "work_hours.saturday": '["00:00-24:00"]',
        "work_hours.sunday": '["00:00-24:00"]',
        "work_hours.dates": "{}",
        "hold.calls": "true",
        "hold.full_screen": '"presentation"',
        "hold.do_not_disturb": "true",
        "hold.hold_limit": '"1h30m"',
        "hold.ignore": "[]",
        "presence.calls": "true",
        "presence.kept_awake": "true",
        "presence.limit": '"2h"',
        "stretches.place": '"office"',
        "stretches.seated": "false",
        "stretches.starter": "false",
        "stretches.long_holds": "false",
        "stretches.wheelchair": "false",
        "stretches.rolling_chair": "true",
        "stretches.focus": '"balanced"',
        "stretches.legs": "false",
        "stretches.steady_trunk": "false",
        "stretches.pressure_relief": '"0s"',
        "stretches.lacking": "[]",
        "stretches.injury": "[]",
        "stretches.four_weeks": "true",
        "stretches.floor": "false",
        "notifications.speech": "false",
        "notifications.weekly": "true",
        "notifications.insist": '"never"',
        "tray.panel": '"auto"',
        "tray.click": '"today"',
        "windows.guide": "true",
        "windows.theme": '"auto"',
        "windows.motion": "true",
        "windows.figure": '"varied"',
        "windows.tones": "true",
        "look.language": '""',
        "record.days": "14",
        "stretches.taught": "false",
        "stretches.avoid": "[]",
        "stretches.never": "[]",
        "stretches.favourite": "[]",
        "stretches.packs": "[]",
        "stretches.plans": "{}",
        "notifications.picture": "true",
        "notifications.sound": '"repeat"',
        "hooks.on_propose": "[]",
        "hooks.on_answer": "[]",
        "hooks.on_state": "[]",
    }
    assert not path.exists()


def test_a_value_is_read_as_the_user_wrote_it(path: Path) -> None:
    written(path, '[hold]\nhold_limit = "90m"\nignore = [\'a"b\', "c"]\n')

    assert get_setting(path, "hold.hold_limit") == '"90m"'
    assert get_setting(path, "hold.ignore") == r'["a\"b", "c"]'


def test_a_weekday_beside_one_that_is_set_has_no_hours(path: Path) -> None:
    written(path, '[work_hours]\nmonday = ["09:00-17:00"]\n')

    assert get_setting(path, "work_hours.monday") == '["09:00-17:00"]'
    assert get_setting(path, "work_hours.tuesday") == "[]"


def test_a_date_without_hours_of_its_own_is_said_to_be_so(path: Path) -> None:
    with pytest.raises(ConfigError) as refusal:
        get_setting(path, "work_hours.dates.2026-12-24")

    assert str(refusal.value) == (
        f"{path}: work_hours.dates.2026-12-24: this date has no hours of its own; "
        "the hours of its weekday apply"
    )


# Resetting


def test_a_key_that_is_reset_leaves_the_file_and_nothing_else_does(path: Path) -> None:
    written(path, MINE)

    reset_setting(path, "hold.ignore")

    assert read(path) == MINE.replace("ignore = [ 'obs' , \"mumble\" ]\n", "")


def test_a_key_that_is_not_set_resets_to_the_same_file(path: Path) -> None:
    written(path, MINE)

    reset_setting(path, "breaks.lull")
    reset_setting(path, "hooks.on_propose")

    assert read(path) == MINE


def test_there_is_nothing_to_reset_without_a_file(path: Path) -> None:
    reset_setting(path, "breaks.every")

    assert not path.exists()


def test_a_reset_that_would_break_the_rest_is_refused(path: Path) -> None:
    text = '[breaks]\nnatural_break = "20m"\nnatural_break_locked = "10m"\n'
    written(path, text)

    with pytest.raises(ConfigError) as refusal:
        reset_setting(path, "breaks.natural_break")

    assert str(refusal.value) == (
        f'{path}: breaks.natural_break_locked: found "10m"; '
        'allowed: at most breaks.natural_break, which is "5m"'
    )
    assert read(path) == text


@pytest.mark.parametrize("text", [MINE, "[broken\n"])
def test_the_whole_file_begins_anew_and_the_old_one_is_kept(path: Path, text: str) -> None:
    written(path, text)
    backup = path.with_name("deskbreak.toml.bak")

    reset_setting(path, None)
    reset_setting(path, None)  # changes nothing, least of all the backup

    assert read(path) == template()
    assert read(backup) == text
    assert mode_of(path) == mode_of(backup) == 0o600


def test_a_file_that_is_no_text_can_begin_anew(path: Path) -> None:
    path.write_bytes(b"\xff\xfe")

    reset_setting(path, None)

    assert load_settings(path) == Settings()
    assert path.with_name("deskbreak.toml.bak").read_bytes() == b"\xff\xfe"


def test_a_reset_without_a_file_gives_the_default_one(path: Path) -> None:
    reset_setting(path, None)

    assert read(path) == template()
    assert [file.name for file in path.parent.iterdir()] == ["deskbreak.toml"]


def test_a_file_in_the_place_of_the_folder_is_refused_and_stays(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")

    with pytest.raises(ConfigError) as refusal:
        set_setting(tmp_path / "file" / "deskbreak.toml", "breaks.every", "30m")

    assert "the file: cannot be read (Not a directory)" in str(refusal.value)
    assert read(tmp_path / "file") == "no folder"


# Hours, for people


def test_the_week_is_described_day_by_day() -> None:
    hours = WorkHours(
        weekdays=(
            (Range(540, 720), Range(780, 1050)),
            NINE_TO_FIVE,
            NINE_TO_FIVE,
            (Range(1320, 360),),
            (Range(0, 1440),),
            (),
            (),
        ),
        dates=((date(2026, 12, 24), (Range(540, 720),)), (date(2026, 12, 25), ())),
    )

    assert describe_hours(hours) == [
        "Monday 09:00-12:00, 13:00-17:30",
        "Tuesday 09:00-17:00",
        "Wednesday 09:00-17:00",
        "Thursday 22:00-06:00",
        "Friday any time",
        "Saturday off",
        "Sunday off",
        "2026-12-24 (Thursday) 09:00-12:00",
        "2026-12-25 (Friday) off",
    ]


def test_dates_alone_are_described_as_exceptions() -> None:
    assert describe_hours(WorkHours(dates=((date(2026, 12, 25), ()),))) == [
        "Every day but these: whenever you are there",
        "2026-12-25 (Friday) off",
    ]


def test_no_hours_are_described_as_any_time() -> None:
    assert describe_hours(WorkHours()) == [
        "No hours are set: deskbreak asks whenever you are there"
    ]


def test_describing_hours_loads_no_editor() -> None:
    probe = "import sys, deskbreak.settings.edit; print('tomlkit' in sys.modules)"

    loaded = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, check=True, text=True
    )

    assert loaded.stdout == "False\n"
