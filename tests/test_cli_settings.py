"""Reading and changing the settings from the command line; nothing of the user's is ever lost."""

import json
import os
import pwd
from pathlib import Path

import pytest
from command_line import CannedDaemon, Done, Home
from desk import minutes

from deskbreak.control.protocol import Reply, Request
from deskbreak.files.resources import config_file
from deskbreak.settings.followed import SettingsFile
from deskbreak.settings.table import known_keys
from deskbreak.settings.written import load_settings

OWN = """\
# mine
[breaks]
every = "30m"  # as the doctor said

[work_hours]
monday = ["09:00-17:30"]
"""


@pytest.fixture
def own(home: Home) -> Home:
    """Someone with settings of their own."""
    home.write_settings(OWN)
    return home


def test_a_key_is_read_with_its_default_where_it_is_not_set(own: Home) -> None:
    assert own.deskbreak("config", "get", "breaks.every") == Done(0, '"30m"\n', "")
    assert own.deskbreak("config", "get", "breaks.lull") == Done(0, '"8s"\n', "")


def test_without_a_key_all_that_holds_is_listed(own: Home) -> None:
    done = own.deskbreak("config")

    lines = done.out.splitlines()
    assert (done.code, done.err) == (0, "")
    assert lines[0] == 'breaks.every = "30m"'
    assert 'work_hours.monday = ["09:00-17:30"]' in lines
    assert 'stretches.place = "office"' in lines


def test_all_settings_are_listed_and_explained(own: Home) -> None:
    plain = own.deskbreak("config", "list")
    explained = own.deskbreak("config", "list", "--explain")

    assert plain == own.deskbreak("config", "get")
    assert (explained.code, explained.err) == (0, "")
    assert explained.out.startswith(
        "Breaks\n"
        "When a break is due, how long it may wait, and what counts as one.\n"
        "\n"
        'breaks.every = "30m"\n'
        "    How long you may be at your desk before a break is proposed.\n"
        "    Allowed: a duration in quotes from 1s to 12h, such as "
        '"90s", "5m" or "1h30m". Default: "45m"\n'
        "\n"
    )
    assert (
        'work_hours.monday = ["09:00-17:30"]\n'
        "    Your Mondays.\n"
        '    Allowed: a list of ranges, such as ["09:00-12:00", "13:00-17:30"]; [] for none. '
        'Default: ["00:00-24:00"]\n'
    ) in explained.out
    assert (
        "    Moves may be held for up to 60 seconds instead of 30. For people aged 65 and over.\n"
    ) in explained.out
    assert '    When it makes a sound. "repeat": only when a proposal is shown again.\n' in (
        explained.out
    )
    keys = [line.partition(" = ")[0] for line in explained.out.splitlines() if " = " in line[:40]]
    assert keys == list(known_keys())


def test_explanations_are_wrapped_where_somebody_looks_at_them(own: Home) -> None:
    done = own.on_terminal("config", "list", "--explain", environment={"COLUMNS": "40"})

    sentences = [line for line in done.out.splitlines() if " = " not in line]
    assert done.code == 0
    assert max(map(len, sentences)) <= 40
    assert "    How long you may be at your desk" in sentences


def test_a_key_is_changed_and_the_rest_stays_with_its_comments(own: Home) -> None:
    done = own.deskbreak("config", "set", "breaks.every", "20m")

    assert done == Done(0, 'breaks.every = "20m"\n', "")
    assert own.settings.read_text(encoding="utf-8") == OWN.replace('"30m"', '"20m"')


def test_a_running_daemon_is_told_to_read_the_settings_again(own: Home) -> None:
    with CannedDaemon(Reply(ok=True)).running() as daemon:
        for arguments in (
            ("config", "set", "breaks.every", "20m"),
            ("config", "reset", "breaks.every"),
            ("config", "reset", "--yes"),
            ("hours", "set", "monday", "off"),
            ("hours", "clear"),
        ):
            own.deskbreak(*arguments)

    assert daemon.asked == [Request("reload")] * 5


def test_a_daemon_that_cannot_be_told_is_no_reason_to_fail(own: Home) -> None:
    with CannedDaemon(Reply(ok=False, error="busy")).running():
        done = own.deskbreak("config", "set", "breaks.every", "20m")

    assert done == Done(
        0,
        'breaks.every = "20m"\n',
        "Saved, but the running deskbreak doesn't know yet: busy\n",
    )


def test_the_path_is_printed_also_before_the_file_is_there(home: Home) -> None:
    assert home.deskbreak("config", "path") == Done(0, f"{home.settings}\n", "")
    assert not home.settings.exists()


def test_a_sound_file_is_told_to_be(own: Home) -> None:
    assert own.deskbreak("config", "check") == Done(0, f"{own.settings}: all right\n", "")


def test_without_a_file_the_defaults_hold(home: Home) -> None:
    assert home.deskbreak("config", "check") == Done(
        0, f"{home.settings}: no such file, so the defaults apply\n", ""
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[breaks]\nevery = 45", "breaks.every: found 45; allowed: a duration in quotes"),
        ('[breaks]\nevery = "0s"', 'breaks.every: found "0s"; allowed: a duration in quotes'),
        ('[hold]\ncalls = "false"', 'hold.calls: found "false"; allowed: true or false, without'),
        (
            '[work_hours]\nmonday = ["17:00-09:00x"]',
            'work_hours.monday[1]: found "17:00-09:00x"; allowed: "HH:MM-HH:MM", such as',
        ),
        (
            '[work_hours]\nmonday = ["09:00-12:00", "11:00-13:00"]',
            'work_hours.monday: "09:00-12:00" and "11:00-13:00" overlap; allowed: ranges of a day',
        ),
        ("[breaks]\n= 3", "line 2, column 1: "),
        ('[breaks]\nevery = "45', 'line 2: found every = "45'),
    ],
)
def test_a_broken_file_is_told_with_place_and_what_is_allowed_and_left_alone(
    home: Home, text: str, told: str
) -> None:
    home.write_settings(text)

    for arguments in (
        ("config", "check"),
        ("config", "set", "breaks.lull", "5s"),
        ("config", "reset", "breaks.lull"),
        ("stretches", "never", "hip_hinge_desk"),
        ("hours", "set", "tuesday", "off"),
        ("hours", "clear"),
    ):
        done = home.deskbreak(*arguments)

        assert (done.code, done.out) == (1, "")
        assert done.err.startswith(f"{home.settings}: {told}")
        assert done.err.count("\n") == 1
    assert home.settings.read_text(encoding="utf-8") == text


BROKEN = '[stretches]\nwheelchair = true\nplace = "home"\nx = [\n[work_hours]\nmonday = []\n'
LOOKING = (
    ("config", "list"),
    ("config", "get"),
    ("config", "get", "stretches.wheelchair"),
    ("hours",),
    ("hours", "--json"),
    ("stretches",),
    ("stretches", "show", "scap_squeeze"),
    ("stretches", "why", "scap_squeeze"),
)


@pytest.mark.parametrize("arguments", LOOKING)
def test_who_only_looks_beside_a_broken_file_sees_what_the_daemon_goes_on_with(
    home: Home, arguments: tuple[str, ...]
) -> None:
    last_good = home.session.with_name("last-good-settings.toml")
    last_good.parent.mkdir(parents=True)
    last_good.write_text("[stretches]\nwheelchair = true\n", encoding="utf-8")
    os.utime(last_good, (1772452800, 1772452800))
    seen = home.deskbreak(*arguments)

    home.write_settings("[breaks]\nevery = 45\nlull = 3\n")
    done = home.deskbreak(*arguments)

    assert (done.code, done.out) == (0, seen.out)
    assert done.err == (
        f"{home.settings}: breaks.every: found 45; allowed: a duration in quotes from 1s to 12h, "
        'such as "90s", "5m" or "1h30m" (line 2). '
        f"Your settings of 2026-03-02 apply until this is fixed.\n{seen.err}"
    )
    assert home.deskbreak("config", "get", "breaks.evry").code == 1


def test_without_any_good_settings_who_looks_sees_what_reads_of_the_broken_ones(
    home: Home,
) -> None:
    home.write_settings(BROKEN)

    done = home.deskbreak("config", "get", "stretches.wheelchair")

    assert done == Done(
        0,
        "true\n",
        f"{home.settings}: line 5, column 2: found [work_hours]; allowed: TOML, one key per "
        'line, its text in quotes, such as every = "45m". '
        "Only what reads well of it applies until this is fixed, else the careful side.\n",
    )
    assert home.deskbreak("hours").out.startswith("Monday off\nTuesday")
    assert "pounding headache" in home.deskbreak("help-signs").out


def test_where_the_file_is_gone_who_looks_sees_what_reads_of_a_damaged_copy(home: Home) -> None:
    last_good = home.session.with_name("last-good-settings.toml")
    last_good.parent.mkdir(parents=True)
    last_good.write_text(BROKEN, encoding="utf-8")

    done = home.deskbreak("config", "get", "stretches.wheelchair")

    assert (done.code, done.out) == (0, "true\n")
    assert done.err.startswith(f"{last_good}: line 5, column 2: found [work_hours];")


def test_every_problem_has_a_line(home: Home) -> None:
    home.write_settings('[breaks]\nevery = 45\nlulls = "8s"\n[hold]\ncalls = 1\n')

    done = home.deskbreak("config", "check")

    places = [
        line.removeprefix(f"{home.settings}: ").split(":")[0] for line in done.err.splitlines()
    ]
    assert (done.code, done.out) == (1, "")
    assert places == ["breaks.every", "breaks.lulls", "hold.calls"]


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("breaks.evry", "1h", "did you mean breaks.every?"),
        ("breaks.every", "0s", 'found "0s"; allowed: a duration in quotes from 1s to 12h'),
        ("breaks.daily_limit", "-5", "found -5; allowed: a whole number of at least 0"),
        ("hold.calls", "maybe", 'found "maybe"; allowed: true or false'),
        ("stretches.place", "beach", '"office", "home", "meeting"'),
        ("work_hours.monday", "17:00-09:00x", 'found "17:00-09:00x"'),
        ("work_hours.dates.2026-02-30", "off", 'such as "2026-12-24"'),
    ],
)
def test_a_value_that_is_not_allowed_is_never_written(
    own: Home, key: str, value: str, told: str
) -> None:
    done = own.deskbreak("config", "set", key, value)

    assert (done.code, done.out) == (1, "")
    assert told in done.err
    assert own.settings.read_text(encoding="utf-8") == OWN


def test_a_key_gets_its_default_back(own: Home) -> None:
    done = own.deskbreak("config", "reset", "breaks.every")

    assert done == Done(0, 'breaks.every = "45m"\n', "")
    assert 'monday = ["09:00-17:30"]' in own.settings.read_text(encoding="utf-8")


def test_the_whole_file_is_begun_anew_after_a_yes_and_kept_beside(own: Home) -> None:
    done = own.deskbreak("config", "reset", stdin="y\n")

    assert done.code == 0
    assert own.settings.read_bytes() == config_file("deskbreak.toml").read_bytes()
    assert own.settings.with_name("deskbreak.toml.bak").read_text(encoding="utf-8") == OWN


@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
def test_without_a_yes_nothing_is_reset(own: Home, answer: str) -> None:
    done = own.deskbreak("config", "reset", stdin=answer)

    assert (done.code, done.out) == (1, "")
    assert own.settings.read_text(encoding="utf-8") == OWN


def test_who_is_sure_is_not_asked(own: Home) -> None:
    done = own.deskbreak("config", "reset", "--yes")

    assert (done.code, done.err) == (0, "")
    assert own.settings.read_bytes() == config_file("deskbreak.toml").read_bytes()


def an_editor_that_writes(folder: Path, text: str) -> str:
    """A program, named as people name it in EDITOR: with an argument."""
    program = folder / "editor"
    program.write_text(f"#!/bin/sh\ncat > \"$2\" <<'END'\n{text}\nEND\n", encoding="utf-8")
    program.chmod(0o700)
    return f"{program} --wait"


def test_an_edit_begins_with_every_key_and_is_checked_afterwards(home: Home) -> None:
    home.patch.setenv("EDITOR", "true")

    done = home.deskbreak("config", "edit")

    assert done == Done(0, f"{home.settings}: all right\n", "")
    assert home.settings.read_bytes() == config_file("deskbreak.toml").read_bytes()


def test_what_an_edit_broke_is_told_and_kept(own: Home) -> None:
    own.patch.setenv("VISUAL", an_editor_that_writes(own.folder, "[breaks]\nevery = 45"))

    done = own.deskbreak("config", "edit")

    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(f"{own.settings}: breaks.every: found 45; allowed:")
    assert own.settings.read_text(encoding="utf-8") == "[breaks]\nevery = 45\n"


@pytest.mark.parametrize(
    ("editor", "why"),
    [("no-such-editor", "no-such-editor"), ("'an editor", "No closing quotation")],
)
def test_an_editor_that_cannot_be_started_is_told_with_what_to_do(
    own: Home, editor: str, why: str
) -> None:
    own.patch.setenv("EDITOR", editor)

    done = own.deskbreak("config", "edit")

    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("Your editor failed (")
    assert why in done.err
    assert done.err.endswith(f": name another in EDITOR, or edit {own.settings} by hand\n")
    assert own.settings.read_text(encoding="utf-8") == OWN


def test_hours_are_shown_set_and_cleared(home: Home) -> None:
    assert (
        home.deskbreak("hours").out == "No hours are set: deskbreak asks whenever you are there\n"
    )

    done = home.deskbreak("hours", "set", "monday", "09:00-12:00,13:00-17:30")

    assert done.out.splitlines()[:2] == ["Monday 09:00-12:00, 13:00-17:30", "Tuesday any time"]
    home.deskbreak("hours", "set", "Tuesday", "22:00-06:00", "12:00-13:00")
    home.deskbreak("hours", "set", "2026-12-24", "off")
    home.deskbreak("hours", "set", "wed-sun", "off")
    assert json.loads(home.deskbreak("hours", "--json").out) == {
        "monday": ["09:00-12:00", "13:00-17:30"],
        "tuesday": ["12:00-13:00", "22:00-06:00"],
        "wednesday": [],
        "thursday": [],
        "friday": [],
        "saturday": [],
        "sunday": [],
        "dates": {"2026-12-24": []},
    }

    assert home.deskbreak("hours", "clear", "monday").out.startswith("Monday off\nTuesday 12:00")
    assert (
        home.deskbreak("hours", "clear").out
        == "No hours are set: deskbreak asks whenever you are there\n"
    )


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (
            "[breaks]\nevry = '1h'\n",
            "breaks.evry: no such key, so it has no effect; did you mean breaks.every? (line 2)",
        ),
        (
            "[brakes]\n",
            "brakes: no such section, so it has no effect; did you mean [breaks]? (line 1)",
        ),
    ],
)
def test_a_key_that_nobody_knows_is_told_and_no_mistake_of_the_rest(
    home: Home, text: str, warning: str
) -> None:
    home.write_settings(text)

    done = home.deskbreak("config", "check")

    assert done == Done(0, f"{home.settings}: all else is right\n", f"{home.settings}: {warning}\n")
    assert home.deskbreak("config", "set", "breaks.lull", "3s").code == 0
    assert home.settings.read_text(encoding="utf-8").startswith(text)


@pytest.mark.parametrize(
    ("line", "stranger"),
    [
        (
            'never = ["seated_twis"]',
            'stretches.never: There is no stretch "seated_twis": did you mean "seated_twist"?',
        ),
        (
            'never = ["Wall angel"]',  # as it is called, not as it is written
            'stretches.never: There is no stretch "Wall angel": did you mean "wall_angel"?',
        ),
        (
            'favourite = ["wall_angel", "xyzzy", "xyzzy"]',
            "stretches.favourite: There is no stretch called xyzzy;",
        ),
        (
            'plans = { Morning = ["wall_angel", "wlak"] }',
            'stretches.plans: There is no stretch "wlak": did you mean "walk"?',
        ),
    ],
)
def test_a_stretch_that_nobody_has_is_told_and_the_rest_of_the_file_holds(
    home: Home, line: str, stranger: str
) -> None:
    home.write_settings(f"[stretches]\n{line}\n")

    done = home.deskbreak("config", "check")

    assert (done.code, done.out) == (0, f"{home.settings}: all else is right\n")
    assert done.err.startswith(f"{home.settings}: {stranger}")
    assert done.err.count("\n") == 1


def test_whoever_rules_out_a_stretch_that_nobody_has_is_told_at_once(home: Home) -> None:
    done = home.deskbreak("config", "set", "stretches.never", '["seated_twis"]')

    assert (done.code, done.out) == (0, 'stretches.never = ["seated_twis"]\n')
    assert done.err.startswith('stretches.never: There is no stretch "seated_twis": did you mean')
    assert home.deskbreak("config", "set", "breaks.lull", "3s").err == ""


def test_a_check_tells_of_packs_that_cannot_be_read(home: Home) -> None:
    home.write_settings('[stretches]\npacks = ["/nowhere/moves.toml"]\n')

    done = home.deskbreak("config", "check")

    assert done.err.startswith("/nowhere/moves.toml cannot be read")


@pytest.mark.parametrize("wrong", ["", "somewhere", "./here"])
def test_a_home_that_depends_on_the_folder_one_is_in_is_none(home: Home, wrong: str) -> None:
    home.patch.delenv("XDG_CONFIG_HOME")
    home.patch.setenv("HOME", wrong)

    done = home.deskbreak("config", "path")

    [entry] = [each for each in pwd.getpwall() if each.pw_uid == os.getuid()][:1]
    assert done.out == f"{entry.pw_dir}/.config/deskbreak/deskbreak.toml\n"


@pytest.mark.parametrize("mishap", ["[stretches", None])
def test_a_caution_that_was_set_while_deskbreak_did_not_run_holds_when_the_file_breaks(
    home: Home, mishap: str | None
) -> None:
    home.write_settings('[stretches]\navoid = ["wrist"]\n')
    last_good = home.session.with_name("last-good-settings.toml")
    SettingsFile(home.settings, last_good, print, print).first()  # it ran, some time ago
    home.deskbreak("config", "set", "stretches.avoid", "wrist, balance")

    if mishap is None:
        home.settings.unlink()
    else:
        home.settings.write_text(f"{mishap}\n{home.settings.read_text()}")

    settings = SettingsFile(home.settings, last_good, print, print).first()
    assert settings.stretches.avoid == ("wrist", "balance")


def test_where_the_file_is_gone_commands_go_by_the_last_good_settings_and_bring_them_back(
    home: Home,
) -> None:
    last_good = home.session.with_name("last-good-settings.toml")
    last_good.parent.mkdir(parents=True)
    last_good.write_text("[stretches]\nwheelchair = true\n", encoding="utf-8")

    assert home.deskbreak("config", "get", "stretches.wheelchair").out == "true\n"
    assert home.deskbreak("config", "check").out == (
        f"{home.settings}: gone or empty, so the last good settings apply\n"
    )

    home.deskbreak("config", "set", "breaks.lull", "3s")

    assert home.deskbreak("config", "get", "stretches.wheelchair").out == "true\n"
    assert "wheelchair = true" in home.settings.read_text(encoding="utf-8")

    home.settings.unlink()
    home.deskbreak("config", "reset", "--yes")

    assert home.deskbreak("config", "get", "stretches.wheelchair").out == "false\n"
    backup = home.settings.with_name("deskbreak.toml.bak")
    assert backup.read_bytes() == last_good.read_bytes()


def test_where_the_file_is_gone_hours_are_changed_from_those_that_hold(home: Home) -> None:
    last_good = home.session.with_name("last-good-settings.toml")
    last_good.parent.mkdir(parents=True)
    last_good.write_text('[work_hours]\nmonday = ["09:00-17:00"]\n', encoding="utf-8")

    assert "stay open" not in home.deskbreak("hours", "set", "tuesday", "9-12").out

    home.settings.unlink()

    assert (
        home.deskbreak("hours", "clear").out
        == "No hours are set: deskbreak asks whenever you are there\n"
    )


def test_hours_that_pass_midnight_are_told_as_they_are_understood(home: Home) -> None:
    done = home.deskbreak("hours", "set", "monday", "09:00-05:00")

    assert done.out.splitlines()[-1] == (
        "Understood as Monday 09:00 to Tuesday 05:00, 20 h. To take it back: "
        "deskbreak hours set monday any time"
    )

    home.deskbreak("hours", "set", "monday", "09:00-12:00,13:00-17:30")
    done = home.deskbreak("hours", "set", "monday", "22:00-06:00")

    assert done.out.splitlines()[-1] == (
        "Understood as Monday 22:00 to Tuesday 06:00, 8 h. To take it back: "
        "deskbreak hours set monday 09:00-12:00,13:00-17:30"
    )
    assert "Understood" not in home.deskbreak("hours", "set", "monday", "09:00-17:00").out

    done = home.deskbreak("hours", "set", "2026-12-27", "20:00-04:00")

    assert done.out.splitlines()[-1] == (
        "Understood as Sunday 20:00 to Monday 04:00, 8 h. To take it back: "
        "deskbreak hours clear 2026-12-27"
    )


def test_what_stands_in_the_file_is_told_with_the_file_whatever_is_typed(home: Home) -> None:
    home.write_settings('[breaks]\nevery = "banana"\n')

    same = home.deskbreak("config", "set", "breaks.every", "20m")
    back = home.deskbreak("config", "reset", "breaks.every")
    home.write_settings("")
    typed = home.deskbreak("config", "set", "breaks.every", "banana")

    assert all(f"{home.settings}: breaks.every: " in each.err for each in (same, back))
    assert str(home.settings) not in typed.err


def test_one_setting_is_read_and_changed_without_the_word_between(home: Home) -> None:
    changed = home.deskbreak("config", "breaks.every", "30")
    read = home.deskbreak("config", "breaks.every")
    section = home.deskbreak("config", "get", "windows")
    nonsense = home.deskbreak("config", "nonsense")

    assert changed.out == 'breaks.every = "30m"\n'
    assert read.out == '"30m"\n'
    assert 'windows.theme = "auto"' in section.out.splitlines()
    assert "allowed: [breaks], [work_hours]," in nonsense.err


def test_the_hours_are_set_without_the_word_between(home: Home) -> None:
    done = home.deskbreak("hours", "mon-fri", "9-17")

    assert done.out.startswith("Monday 09:00-17:00\n")


def test_help_is_asked_for_in_a_word(home: Home) -> None:
    assert home.deskbreak("help", "pause") == home.deskbreak("pause", "--help")
    assert home.deskbreak("hours", "help", "set") == home.deskbreak("hours", "set", "--help")


@pytest.mark.parametrize(
    "words",
    [
        ["set", "breaks.every=30"],
        ["set", "breaks.every", "=", "30m"],
        ["set", "breaks.every", "30", "minutes"],
        ["set", "breaks.every:", "half", "an", "hour"],
        ["set", "breaks", "every", "0,5h"],
        ["set", "Breaks.Every", "30"],
        ["breaks.every=30m"],
        ["breaks.every", "=", "30m"],
    ],
    ids=" ".join,
)
def test_a_setting_is_changed_however_people_write_it(home: Home, words: list[str]) -> None:
    assert home.deskbreak("config", *words) == Done(0, 'breaks.every = "30m"\n', "")


def test_an_equals_sign_within_a_value_stays(home: Home) -> None:
    done = home.deskbreak("config", "set", "hooks.on_propose", "say --what=break")

    assert done == Done(0, 'hooks.on_propose = ["say", "--what=break"]\n', "")


def test_a_value_may_be_empty(home: Home) -> None:
    assert home.deskbreak("config", "set", "stretches.avoid", "").out == "stretches.avoid = []\n"
    assert home.deskbreak("config", "set", "stretches.avoid=").out == "stretches.avoid = []\n"


@pytest.mark.parametrize(("word", "value"), [("yes", "true"), ("Off", "false"), ("0", None)])
def test_a_switch_is_called_as_people_call_it(home: Home, word: str, value: str | None) -> None:
    done = home.deskbreak("config", "set", "hold.calls", word)

    assert done.out == ("" if value is None else f"hold.calls = {value}\n")


def test_of_commands_at_the_same_moment_each_keeps_what_the_others_wrote(home: Home) -> None:
    commands = (
        ("config", "set", "breaks.every", "50m"),
        ("config", "set", "breaks.daily_limit", "7"),
        ("config", "reset", "look.language"),
        ("hours", "set", "mon-fri", "9-17"),
        ("stretches", "never", "wall_angel"),
        ("stretches", "never", "hip_hinge_desk"),
    )
    home.write_settings('[look]\nlanguage = "de"\n')

    running = [home.started(*command) for command in commands]
    ends = [(*process.communicate(), process.returncode)[1:] for process in running]

    kept = load_settings(home.settings)
    assert ends == [("", 0)] * len(commands)
    assert (kept.breaks.every, kept.breaks.daily_limit) == (minutes(50), 7)
    assert (kept.look.language, kept.work_hours.weekdays is None) == ("", False)
    assert {*kept.stretches.never} == {"wall_angel", "hip_hinge_desk"}


@pytest.mark.parametrize(
    ("code", "yes", "no"),
    [
        ("C", "Y", "no"),
        ("de", "ja", "Nein"),
        ("fr", "o", "n"),
        ("ja", "はい", "いいえ"),
        ("ar", "نعم", "لا"),
    ],
)
def test_before_all_is_reset_yes_is_said_in_ones_own_language(
    home: Home, code: str, yes: str, no: str
) -> None:
    speaks = {"LANGUAGE": code, "LC_ALL": "C.UTF-8"}
    home.write_settings('[breaks]\nevery = "20m"\n')

    kept = home.process("config", "reset", stdin=f"{no}\n".encode(), environment=speaks).code
    after_no = home.deskbreak("config", "get", "breaks.every").out
    typed = f"???\n{yes}\n".encode()
    reset = home.process("config", "reset", stdin=typed, environment=speaks).code

    assert (kept, after_no, reset) == (1, '"20m"\n', 0)
    assert home.deskbreak("config", "get", "breaks.every").out == '"45m"\n'
