"""What deskbreak says about pain and danger, what it never claims, and the first questions."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import CannedDaemon, Done, Home
from desk import Desk, minutes
from fake_browser import fake_browser
from test_notified import Watched

from deskbreak.control.protocol import Reply, Request
from deskbreak.core.effect_words import in_short
from deskbreak.core.events import Answer
from deskbreak.core.pain import Advice
from deskbreak.core.policy import Stretches
from deskbreak.core.safety import first_warning, first_words, hurt_advice, red_flags
from deskbreak.core.stretch import Area, Equipment, Place
from deskbreak.core.words import utf16_units
from deskbreak.core.work_hours import WorkHours
from deskbreak.files.resources import config_file
from deskbreak.itself import typed_here
from deskbreak.settings.hours_in_words import describe_hours
from deskbreak.settings.written import load_settings
from deskbreak.stretches.catalogue import load_catalogue

ROOT = Path(__file__).parents[1]
CLAIMS = re.compile(
    r"\b(cures?|cured|heals?|healed|relieves?|relief|prevents? (?:back )?pain|treats? (?:back )?pain"
    r"|clinically proven|doctor recommended|corrects? (?:your )?posture|undoes sitting"
    r"|sitting is the new smoking|live longer|longer life|lose weight|weight loss"
    r"|burns? calories|guaranteed?|slipped disc|sciatica|diabetes|blood clots?)\b",
    re.IGNORECASE,
)
MAY_STAND = (
    *("weight loss without trying", "Piriformis stretch for sciatica", "111 Wales, Sciatica"),
    *("Pressure relief", "pressure relief", "pressure_relief", "pressure-relief"),
    "relieve pressure on your seat",
    *("Pressure relieving behaviour", "pressure relieving behaviour"),
)
"""A red flag, and the name of a page that is cited."""


def texts() -> Iterator[tuple[str, str]]:
    """Everything in the repository that people may read, but this file and sources' addresses."""
    files = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("config/*")]
    files += [*ROOT.glob("deskbreak/**/*.py"), *ROOT.glob("docs/stretches/*.svg")]
    for file in files:
        text = re.sub(r"https?://\S+", "", file.read_text(encoding="utf-8"))
        for allowed in MAY_STAND:
            text = text.replace(allowed, "")
        yield str(file.relative_to(ROOT)), text


def test_no_text_of_the_repository_claims_what_may_not_be_claimed() -> None:
    found = {(name, claim) for name, text in texts() for claim in CLAIMS.findall(text)}

    assert found == set()


@pytest.mark.parametrize(
    "claim", ["It cures you.", "Relief in a week!", "clinically proven", "treats back pain"]
)
def test_a_forbidden_claim_would_be_found(claim: str) -> None:
    assert CLAIMS.search(claim)


def test_the_first_words_say_what_deskbreak_is_not() -> None:
    assert "not a medical device and does not diagnose, treat or prevent" in first_words()


def test_the_signs_are_told_by_command_the_most_urgent_first(home: Home) -> None:
    done = home.deskbreak("help-signs")

    lines = done.out.splitlines()
    assert done.code == 0
    assert lines[0].startswith("Get emergency help now")
    assert "  - chest pain" in lines
    assert lines[-1] == "For emergency help, call your local emergency number."
    assert sum(line.startswith("  - ") for line in lines) == 21
    assert not re.search(r"\b\d{3}\b", done.out), "no number is right everywhere"


def test_there_are_four_kinds_of_signs_the_most_urgent_first() -> None:
    assert [group.heading.partition(",")[0].rstrip(":") for group in red_flags()] == [
        "Get emergency help now if back",
        "Get emergency help now",
        "Today",
        "See a doctor soon",
    ]


def test_in_a_wheelchair_what_is_new_or_different_counts(home: Home) -> None:
    home.deskbreak("config", "set", "stretches.wheelchair", "true")

    done = home.deskbreak("help-signs")

    marked = [line for line in done.out.splitlines() if "different from what is usual" in line]
    assert len(marked) == 6
    assert all(
        line.startswith("  - new, or different from what is usual for you: ") for line in marked
    )
    assert "different from what is usual for you" in first_warning(wheelchair=True)


def test_settings_that_cannot_be_read_do_not_keep_the_signs_back(home: Home) -> None:
    home.settings.parent.mkdir(parents=True, exist_ok=True)
    home.settings.write_text("[stretches")

    assert home.deskbreak("help-signs").out.startswith("Get emergency help now")


def test_without_a_display_the_window_of_the_signs_says_what_else_there_is(home: Home) -> None:
    done = home.deskbreak("help-signs", "--window")

    assert (done.code, done.out) == (1, "")
    assert "DISPLAY is not set" in done.err
    assert "deskbreak help-signs" in done.err


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system draws the letters")
def test_what_no_window_can_show_the_browser_does(home: Home, tmp_path: Path) -> None:
    with fake_browser(tmp_path, home.folder / "run") as browser:
        seen = {"DISPLAY": ":3999", "PATH": browser.path, "LANGUAGE": "ar"}
        done = home.process("help-signs", "--window", environment=seen)

        assert (done.code, done.err) == (0, "")
        assert browser.has_shown("signs")


@pytest.mark.parametrize("what", Advice)
def test_the_advice_fits_a_notification(what: Advice) -> None:
    title, body = hurt_advice(what, "A name of no more than thirty-six uni")

    assert utf16_units(title) <= 63
    assert utf16_units(body) <= 255


@pytest.mark.parametrize("what", [Advice.HURT, Advice.HURT_AGAIN, Advice.STRONG])
def test_what_hurts_badly_is_one_for_somebody_who_knows(what: Advice) -> None:
    assert "doctor or physiotherapist" in hurt_advice(what)[1]


def test_what_hurts_is_answered_with_advice_on_the_screen() -> None:
    watched = Watched()
    watched.start()

    watched.desk.answer(Answer.HURT)
    watched.look()

    advice = watched.messages.standing
    assert advice is not None
    assert (advice.title, advice.body) == hurt_advice(Advice.HURT)


def answering(home: Home, *answers: str, where: tuple[str, ...] = ()) -> Done:
    return home.deskbreak("setup", *where, stdin="".join(f"{answer}\n" for answer in answers))


def test_the_questions_set_place_care_chair_and_hours_and_end_in_a_stretch(home: Home) -> None:
    with CannedDaemon(Reply(ok=True)).running() as daemon:
        done = answering(
            home,
            *("all", "yes", "30", "home", "mon-thu 9-12 13-17:30, fri 9-13"),
            *("n", "n", "6, 14, 19", "1 5", "y", "y", "y"),
        )

    settings = load_settings(home.settings)
    assert done.code == 0
    assert first_words() in done.out
    assert first_warning() in done.out
    assert all(sign in done.out for group in red_flags() for sign in group.signs)
    assert settings.stretches.place is Place.HOME
    assert settings.stretches.avoid == ("knee_kneel", "balance")
    assert settings.stretches.injury == (Area.HIP,)
    assert settings.stretches.lacking == (Equipment.WALL, Equipment.STRAP)
    assert not settings.stretches.rolling_chair
    assert not settings.stretches.wheelchair
    assert settings.stretches.starter
    assert settings.breaks.every == minutes(30)
    assert describe_hours(settings.work_hours)[3:] == [
        "Thursday 09:00-12:00, 13:00-17:30",
        "Friday 09:00-13:00",
        "Saturday off",
        "Sunday off",
    ]
    assert Request("start") in daemon.asked
    assert home.deskbreak("autostart").out.startswith("deskbreak starts at login")


OWN = """
[work_hours]
monday = ["09:00-12:00"]
tuesday = ["13:00-17:30"]

[stretches]
place = "home"
avoid = ["knee_kneel", "clinician"]
rolling_chair = false
wheelchair = true
"""


def test_who_only_presses_enter_keeps_what_was_set_before(home: Home) -> None:
    home.settings.parent.mkdir(parents=True, exist_ok=True)
    home.settings.write_text(OWN)
    before = load_settings(home.settings)

    done = answering(home, *[""] * 12)

    assert done.code == 0
    assert load_settings(home.settings) == before


def test_a_caution_that_is_ticked_while_the_questions_stand_is_kept_by_enter(home: Home) -> None:
    home.write_settings('[stretches]\navoid = ["wrist"]\n')
    command = [sys.executable, "-m", "deskbreak", "setup", "--terminal"]
    streams = subprocess.PIPE
    with subprocess.Popen(command, stdin=streams, stdout=streams, text=True) as asked:
        assert asked.stdout is not None
        assert asked.stdout.readline() != ""  # it has begun, and knows what was set before
        home.deskbreak("config", "set", "stretches.avoid", "wrist, balance")
        asked.communicate("\n" * 12, timeout=60)

    assert asked.returncode == 0
    assert load_settings(home.settings).stretches.avoid == ("wrist", "balance")


def test_any_length_that_holds_is_kept_by_enter(home: Home) -> None:
    home.write_settings('[breaks]\nevery = "1h30m"\n')

    done = answering(home, *[""] * 10)

    assert (done.code, load_settings(home.settings).breaks.every) == (0, minutes(90))


@pytest.mark.parametrize("typed", ["Any", "any time", "always"])
def test_no_limit_is_typed_in_many_ways(home: Home, typed: str) -> None:
    home.write_settings('[work_hours]\nmonday = ["09:00-12:00"]\n')

    done = answering(home, "", "", "", typed, *[""] * 6)

    assert done.code == 0
    assert load_settings(home.settings).work_hours == WorkHours()


def test_what_was_typed_wrong_is_asked_again(home: Home) -> None:
    done = answering(
        home,
        *("perhaps", "yes", "soon", "45", "moon", "office", "9-5", "any"),
        *("y", "y", "n", "y", "3h", "45", "99", "0", "0", "n", "n"),
    )

    assert done.code == 0
    assert "type numbers from 1 to 24, or 0" in done.out + done.err
    assert "“3h” won't do here. Write a length of time from 0s to 2h" in done.out + done.err
    assert "9-5: does that end in the afternoon?" in done.out + done.err
    assert "“soon” won't do here. Write a length of time from 1s to 12h" in done.out + done.err
    settings = load_settings(home.settings)
    assert settings.stretches.avoid == ()
    assert settings.stretches.wheelchair
    assert settings.stretches.legs
    assert not settings.stretches.steady_trunk
    assert settings.stretches.pressure_relief == minutes(45)
    assert not settings.stretches.starter


def settings_after(home: Home, before: str, *answers: str) -> Stretches:
    home.settings.parent.mkdir(parents=True, exist_ok=True)
    home.settings.write_text(f"[stretches]\n{before}\n")
    assert answering(home, "yes", "", "", "", *answers, "", "", "n").code == 0
    return load_settings(home.settings).stretches


def test_an_injury_somewhere_stays_until_it_is_said_where(home: Home) -> None:
    somewhere = 'avoid = ["balance", "injury"]'

    kept = settings_after(home, somewhere, "", "", "", "")
    named = settings_after(home, somewhere, "", "", "14 21 22", "")
    shoulder = settings_after(home, "", "", "", "8", "")

    assert (kept.avoid, kept.injury) == (("balance", "injury"), ())
    assert (named.avoid, named.injury) == (("balance",), (Area.ANKLE, Area.SHOULDER))
    assert (shoulder.avoid, shoulder.injury) == (("shoulder",), ())


def test_whoever_was_told_to_take_weight_off_the_seat_does_so_every_half_hour(home: Home) -> None:
    wishes = settings_after(home, "", "y", "n", "y", "y", *[""] * 3)

    assert wishes.wheelchair
    assert wishes.steady_trunk
    assert wishes.pressure_relief == minutes(30)


def test_whoever_is_no_longer_to_take_weight_off_the_seat_is_not_asked_to(home: Home) -> None:
    set_before = 'wheelchair = true\npressure_relief = "20m"'

    kept = settings_after(home, set_before, *[""] * 7)
    ended = settings_after(home, set_before, *[""] * 3, "n", "", "")

    assert kept.pressure_relief == minutes(20)
    assert not ended.pressure_relief


def test_whether_it_tilts_is_asked_of_who_has_just_said_they_sit_in_a_wheelchair(
    home: Home,
) -> None:
    wishes = settings_after(home, "", "y", "", "", "", "", "8")

    assert wishes.wheelchair
    assert wishes.lacking == (Equipment.TILT,)


@pytest.mark.parametrize("chair", ["wheelchair = true", "wheelchair = false"])
def test_that_it_does_not_tilt_is_kept_by_enter_on_any_chair(home: Home, chair: str) -> None:
    wishes = settings_after(home, f'{chair}\nlacking = ["wall", "tilt"]', *[""] * 6)

    assert wishes.lacking == (Equipment.WALL, Equipment.TILT)


def test_beside_the_cautions_stands_when_a_box_may_stay_empty(home: Home) -> None:
    told = answering(home, *[""] * 10).out

    assert "Leave out what a professional has told you is fine for you." in told
    assert "with its wheels blocked counts as one that doesn't roll" in told


def test_who_has_not_read_the_words_changes_nothing(home: Home) -> None:
    done = answering(home, "no")

    assert done.code == 1
    assert "Nothing was changed" in done.err
    assert not home.settings.exists()


def test_without_a_daemon_the_questions_say_how_to_start_one(home: Home) -> None:
    done = answering(home, "yes", "45", "office", "any", "n", "y", "0", "0", "n", "n")

    start, change = typed_here("deskbreak"), typed_here("deskbreak config edit")
    assert f"To change it: {change}" in " ".join(done.out.split())
    assert done.out.endswith(f"deskbreak is not running yet. To start it: {start}\n")
    assert "Try a first stretch" not in done.out


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a desktop")
def test_on_a_desktop_the_questions_start_one_if_wished(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":77")  # nobody is there: it runs all the same
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")

    answers = ("yes", "45", "office", "any", "n", "y", "0", "0", "n", "n", "y", "n")
    done = answering(home, *answers, where=("--terminal",))

    assert "Start deskbreak now?" in done.out
    assert "Try a first stretch now?" in done.out
    assert home.deskbreak("quit").code == 0


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a desktop")
def test_a_start_that_fails_is_told_in_one_line(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":77")
    monkeypatch.setenv("DESKBREAK_LOG", "loud")  # no level: it refuses to run

    done = answering(home, *[""] * 11, where=("--terminal",))

    assert done.code == 0
    assert done.out.splitlines()[-1].endswith(
        "deskbreak did not start. In a terminal it says why: deskbreak run"
    )
    assert done.err == ""


def test_the_signs_are_read_in_full_only_by_who_wants_to(home: Home) -> None:
    sign = red_flags()[0].signs[0]

    assert sign not in answering(home, "no").out
    assert sign in answering(home, "all", "no").out


def test_every_tag_that_is_asked_for_leaves_something_out() -> None:
    tags = {
        tag for stretch in load_catalogue(config_file("stretches.toml")) for tag in stretch.avoid
    }

    assert {"knee_kneel", "balance", "leg_nerve", "overhead"} <= tags


@pytest.mark.parametrize("effort", ["easy", "right", "hard"])
def test_how_it_was_is_said_in_a_word(home: Home, effort: str) -> None:
    with CannedDaemon(Reply(ok=True)).running() as daemon:
        done = home.deskbreak("felt", effort)

    assert (done.code, done.out) == (0, "Noted.\n")
    assert daemon.asked == [Request(effort)]


def test_moves_that_hurt_are_turned_on_again_by_the_name_of_their_group(home: Home) -> None:
    with CannedDaemon(Reply(ok=True)).running() as daemon:
        done = home.deskbreak("stretches", "allow", "hip_flexor")

    assert (done.code, done.out) == (0, "Hip flexor: allowed again. Start gently.\n")
    assert daemon.asked == [Request("allow", {"group": "hip_flexor"})]


def test_the_command_line_tells_what_to_do_about_what_hurt() -> None:
    desk = Desk()
    desk.work_until_asked()
    desk.answer(Answer.HURT)
    told = [text for text in map(in_short, desk.effects) if text]

    assert told[-1].startswith("This move rests for three days. Stop this move.")
    assert told[-1].endswith("deskbreak pain mild, uncomfortable or strong")


def test_the_beginning_of_a_word_answers_a_question(home: Home) -> None:
    done = answering(home, "y", "30", "h", *[""] * 9)

    assert done.code == 0
    assert 'place = "home"' in home.settings.read_text(encoding="utf-8")


def test_what_is_no_answer_is_refused_with_what_is(home: Home) -> None:
    done = answering(home, "perhaps", "no")

    assert "write one of yes, all, no" in done.out + done.err
