"""What deskbreak says about pain and danger, what it never claims, and the first questions."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import CannedDaemon, Done, Home, make_home
from desk import Desk, minutes
from test_notified import Watched

from deskbreak.control.protocol import Reply, Request
from deskbreak.core.effect_words import in_short
from deskbreak.core.events import Answer
from deskbreak.core.pain import Advice
from deskbreak.core.policy import Stretches
from deskbreak.core.safety import first_warning, first_words, hurt_advice, red_flags
from deskbreak.core.stretch import Area, Equipment, Place
from deskbreak.core.words import utf16_units
from deskbreak.files.resources import config_file
from deskbreak.settings.file import load_settings
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


@pytest.fixture
def home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Home:
    return make_home(tmp_path, monkeypatch, capsys)


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


def answering(home: Home, *answers: str) -> Done:
    return home.deskbreak("setup", stdin="".join(f"{answer}\n" for answer in answers))


def test_the_questions_set_place_care_chair_and_hours_and_end_in_a_stretch(home: Home) -> None:
    with CannedDaemon(Reply(ok=True)).running() as daemon:
        done = answering(
            home, "y", "home", "3, 12", "3", "1 5", "n", "n", "y", "09:00-12:00,13:00-17:30", "y"
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
    assert Request("start") in daemon.asked


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

    done = answering(home, "y", *[""] * 10, "n")

    assert done.code == 0
    assert load_settings(home.settings) == before


def test_what_was_typed_wrong_is_asked_again(home: Home) -> None:
    done = answering(
        home,
        *("y", "moon", "office", "99", "0", "0", "0"),
        *("y", "y", "n", "y", "3h", "45m", "n", "nine to five", "any", "n"),
    )

    assert done.code == 0
    assert "type numbers from 1 to 16, or 0" in done.out + done.err
    assert "type a length such as 30m or 1h, at most 2h" in done.out + done.err
    assert "type hours such as 09:00-17:30, or any" in done.out + done.err
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
    assert answering(home, "y", *answers, "", "", "n").code == 0
    return load_settings(home.settings).stretches


def test_an_injury_somewhere_stays_until_it_is_said_where(home: Home) -> None:
    somewhere = 'avoid = ["balance", "injury"]'

    kept = settings_after(home, somewhere, "", "", "", "", "", "")
    named = settings_after(home, somewhere, "", "", "5 6", "", "", "")

    assert (kept.avoid, kept.injury) == (("balance", "injury"), ())
    assert (named.avoid, named.injury) == (("balance",), (Area.ANKLE, Area.SHOULDER))


def test_whoever_was_told_to_take_weight_off_the_seat_does_so_every_half_hour(home: Home) -> None:
    wishes = settings_after(home, "", "", "", "", "", "y", "n", "y", "y", "")

    assert wishes.wheelchair
    assert wishes.steady_trunk
    assert wishes.pressure_relief == minutes(30)


def test_whoever_is_no_longer_to_take_weight_off_the_seat_is_not_asked_to(home: Home) -> None:
    set_before = 'wheelchair = true\npressure_relief = "20m"'

    kept = settings_after(home, set_before, *[""] * 9)
    ended = settings_after(home, set_before, *[""] * 7, "n")

    assert kept.pressure_relief == minutes(20)
    assert not ended.pressure_relief


def test_beside_the_cautions_stands_when_a_box_may_stay_empty(home: Home) -> None:
    told = answering(home, "y", *[""] * 8, "n").out

    assert "Leave a box empty if a professional has told you" in told
    assert "with its wheels blocked counts as one that doesn't roll" in told


def test_who_has_not_read_the_words_changes_nothing(home: Home) -> None:
    done = answering(home, "n")

    assert done.code == 1
    assert "Nothing was changed" in done.err
    assert not home.settings.exists()


def test_without_a_daemon_the_questions_say_how_to_start_one(home: Home) -> None:
    done = answering(home, "y", "office", "0", "0", "0", "n", "y", "n", "any", "y")

    assert "deskbreak is not running yet" in done.out


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
