"""The catalogue from the command line, and why a stretch is or is not proposed."""

import json
import re
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from command_line import Done, Home
from desk import Desk
from served_page import Visitor

from deskbreak.core.pain import Eased, Pain
from deskbreak.core.rotation import Resting, Rotation
from deskbreak.core.stretch import Group, Stretch, Where
from deskbreak.files.resources import config_file
from deskbreak.session.lasting import Lasting, save_lasting
from deskbreak.session.snapshot import Snapshot, save_snapshot
from deskbreak.settings.written import load_settings

OWN = """\
[[stretch]]
id = "mine"
name = "My own"
group = "spine"
where = "standing"
gets_up = true
length = "30s"
steps = ["Stand tall."]
"""
FIRST_DAY = "deskbreak hasn't proposed anything yet: this is what the first day looks like.\n"


def save_rotation(home: Home, rotation: Rotation) -> None:
    session = Desk().session
    session = session.with_course(replace(session.course, rotation=rotation))
    save_snapshot(home.session, Snapshot("b1", session, seed="s"))


def test_the_stretches_are_listed_with_all_that_tells_them_apart(home: Home) -> None:
    done = home.process("stretches")

    rows = [re.split(" {2,}", line.rstrip()) for line in done.out.splitlines()]
    assert (done.code, done.err) == (0, "")
    assert rows[0] == ["Name", "Id", "Group", "Where", "Length", "Gets up"]
    assert rows[-1] == ["Let go", "let_go", "Standing up", "On the chair", "30s", "no"]
    assert len(rows) == 61


def test_the_list_fits_a_terminal_of_80_columns(home: Home) -> None:
    done = home.on_terminal("stretches", environment={"TERM": "dumb"})

    assert max(map(len, done.out.splitlines())) <= 80


def test_a_list_without_colour_is_plain(home: Home) -> None:
    done = home.on_terminal("stretches", environment={"NO_COLOR": "1"})

    assert "\x1b[3" not in done.out


def test_the_list_for_programs_holds_every_stretch_whole(home: Home) -> None:
    listed = json.loads(home.deskbreak("stretches", "--json").out)["stretches"]
    shown = json.loads(home.deskbreak("stretches", "show", "walk", "--json").out)

    assert len(listed) == 60
    assert shown in listed
    assert {key.removesuffix("_s") for key in shown} == {each.name for each in fields(Stretch)}
    assert (shown["id"], shown["group"], shown["length_s"]) == ("walk", "walk", 300)
    assert all(Group(stretch["group"]) and Where(stretch["where"]) for stretch in listed)


def test_a_stretch_is_shown_with_its_steps_and_the_caution(home: Home) -> None:
    done = home.deskbreak("stretches", "show", "ham_seated")

    lines = done.out.splitlines()
    assert (done.code, done.err) == (0, "")
    assert lines[:3] == [
        "Seated hamstring stretch",
        "ham_seated: Hamstring, On the chair, 1m10s, done on the chair",
        "1. Sit near the front of a chair that cannot roll.",
    ]
    assert "Leave it out if: Bending forward makes the back or leg pain worse" in lines
    assert lines[-1] == "Mild pull only; pain or tingling? Stop."


def test_what_a_stretch_comes_after_is_shown_by_its_name(home: Home) -> None:
    done = home.deskbreak("stretches", "show", "double_knee_to_chest")

    assert "Comes after: Single knee to chest" in done.out.splitlines()


@pytest.mark.parametrize("command", ["show", "why"])
def test_an_unknown_stretch_is_told_with_the_nearest(home: Home, command: str) -> None:
    assert home.deskbreak("stretches", command, "ham_seatd") == Done(
        1,
        "",
        'There is no stretch "ham_seatd": did you mean "ham_seated"? deskbreak stretches list '
        "names them all.\n",
    )


def test_why_tells_which_setting_leaves_a_stretch_out(home: Home) -> None:
    home.write_settings('[stretches]\nnever = ["wall_angel"]\n')

    done = home.deskbreak("stretches", "why", "wall_angel")

    assert done == Done(0, "You asked never to be shown it (stretches.never).\n", FIRST_DAY)


@pytest.mark.parametrize("written", ["Wall slide, arms (wall angel)", "wall-angel", " WALL_ANGEL"])
def test_a_stretch_is_left_out_however_the_file_calls_it_until_it_is_taken_back(
    home: Home, written: str
) -> None:
    home.write_settings(f'[stretches]\nnever = ["walk", "{written}"]\n')

    why = home.deskbreak("stretches", "why", "wall_angel")
    home.deskbreak("stretches", "never", "wall_angel", "--again")
    after = home.deskbreak("stretches", "why", "wall_angel")

    assert why.out == "You asked never to be shown it (stretches.never).\n"
    assert "never" not in after.out
    assert load_settings(home.settings).stretches.never == ("walk",)


@pytest.mark.parametrize("id_", ["ham_seated", "bird_dog"])
def test_why_tells_of_no_other_dose_where_it_is_the_first(home: Home, id_: str) -> None:
    home.deskbreak("config", "set", "stretches.avoid", "bones")

    assert "It began with" not in home.deskbreak("stretches", "why", id_).out


def test_why_goes_by_what_was_proposed_lately(home: Home) -> None:
    save_rotation(home, Rotation(offered=("wall_angel", "back_bend"), since_walk=1))

    done = home.deskbreak("stretches", "why", "walk", "--json")

    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out) == {
        "id": "walk",
        "why": "Its turn comes after 1 other break, or after an hour at the desk.",
        "score": None,
    }


def test_why_knows_what_hurt_where_the_session_is_lost(home: Home, visitor: Visitor) -> None:
    until = datetime.now(UTC) + timedelta(days=2)
    rotation = Rotation(resting=(Resting("chin_tuck", until),))
    home.history.parent.mkdir(parents=True)
    save_lasting(home.history.with_name("lasting.json"), Lasting(rotation))

    told = home.process("stretches", "why", "chin_tuck")

    assert (told.out.startswith("It hurt and rests until"), told.err) == (True, "")
    assert "It hurt and rests until" in visitor.get("/stretches/chin_tuck").text


def test_why_knows_what_hurt_since_the_session_could_be_saved_last(
    home: Home, visitor: Visitor
) -> None:
    save_rotation(home, Rotation())
    until = datetime.now(UTC) + timedelta(days=2)
    rotation = Rotation(resting=(Resting("chin_tuck", until),))
    home.history.parent.mkdir(parents=True, exist_ok=True)
    save_lasting(home.history.with_name("lasting.json"), Lasting(rotation, serial=1))

    assert home.process("stretches", "why", "chin_tuck").out.startswith("It hurt and rests until")
    assert "It hurt and rests until" in visitor.get("/stretches/chin_tuck").text


def test_what_was_uncomfortable_lately_is_shown_as_it_comes(home: Home, visitor: Visitor) -> None:
    eased = Eased("ham_seated", datetime.now(UTC) + timedelta(days=2))
    home.history.parent.mkdir(parents=True)
    save_lasting(home.history.with_name("lasting.json"), Lasting(pain=Pain(eased=(eased,))))

    told = home.process("stretches", "show", "ham_seated")

    assert "Your way: Bend the straight knee a little; stay upright.\n" in told.out
    assert "Tip forward" not in told.out
    assert told.err == ""
    assert "Tip forward" not in visitor.get("/stretches/ham_seated").text


def test_why_has_the_numbers_for_programs_alone(home: Home) -> None:
    save_rotation(home, Rotation(offered=("wall_angel", "back_bend")))

    told = home.deskbreak("stretches", "why", "back_bend").out
    score = json.loads(home.deskbreak("stretches", "why", "back_bend", "--json").out)["score"]

    assert "last offered 1 break ago" in told
    assert re.search(r"\d\.\d", told) is None
    assert [*score] == ["total", "share", "wait", "skips", "favourite", "chance"]


@pytest.mark.parametrize("saved", ["", "{", "[]", "{}", '{"session": {"rotation": 3}}'])
def test_a_damaged_session_is_told_and_left_to_the_daemon(home: Home, saved: str) -> None:
    home.session.parent.mkdir(parents=True)
    home.session.write_text(saved)

    done = home.deskbreak("stretches", "why", "wall_angel")

    assert done.code == 0
    assert done.err.startswith(f"{home.session} cannot be read (")
    assert done.err.endswith("): this is what a first day looks like.\n")
    assert [file.name for file in home.session.parent.iterdir()] == ["session.json"]
    assert home.session.read_text() == saved


def test_a_file_of_ones_own_is_checked(home: Home) -> None:
    file = home.folder / "mine.toml"
    file.write_text(OWN, encoding="utf-8")

    assert home.deskbreak("stretches", "check", str(file)) == Done(
        0, f"{file}: 1 stretch, all right\n", ""
    )
    assert home.deskbreak("stretches", "check", "-", "--json", stdin=OWN) == Done(
        0, '{"file": "-", "stretches": 1}\n', ""
    )
    assert home.deskbreak("stretches", "check", str(config_file("stretches.toml"))).code == 0


def test_every_problem_of_a_file_has_a_line(home: Home) -> None:
    broken = OWN.replace('"30s"', '"30"').replace('"spine"', '"spin"')

    done = home.deskbreak("stretches", "check", "-", stdin=broken)

    assert (done.code, done.out) == (1, "")
    assert [line.split(":")[1] for line in done.err.splitlines()] == [
        ' stretch "mine".group',
        ' stretch "mine".length',
    ]


def test_a_file_that_is_not_there_cannot_be_checked(home: Home) -> None:
    done = home.deskbreak("stretches", "check", "nowhere.toml")

    assert done == Done(
        1,
        "",
        "nowhere.toml cannot be read (No such file or directory): name a file you can read\n",
    )


def test_a_stretch_is_left_out_for_good_and_taken_back(home: Home) -> None:
    home.write_settings("# mine\n")
    out = home.deskbreak("stretches", "never", "back_bend")
    twice = home.deskbreak("stretches", "never", "back_bend")
    why = home.deskbreak("stretches", "why", "back_bend")
    kept = load_settings(home.settings).stretches.never
    back = home.deskbreak("stretches", "never", "back_bend", "--again")

    assert out.out == twice.out == "Standing back bend won't be proposed any more.\n"
    assert "You asked never to be shown it (stretches.never)." in why.out
    assert kept == ("back_bend",)
    assert back.out == "Standing back bend may be proposed again.\n"
    assert load_settings(home.settings).stretches.never == ()
    assert home.settings.read_text().startswith("# mine\n")


def test_a_favourite_comes_more_often_until_it_is_one_no_longer(home: Home) -> None:
    one = home.deskbreak("stretches", "favourite", "walk")
    two = home.deskbreak("stretches", "favourite", "heel_raise")
    kept = load_settings(home.settings).stretches.favourite
    back = home.deskbreak("stretches", "favourite", "walk", "--again")

    assert (one.code, two.code, back.code) == (0, 0, 0)
    assert kept == ("walk", "heel_raise")
    assert load_settings(home.settings).stretches.favourite == ("heel_raise",)


def test_a_stretch_that_is_not_there_is_left_out_of_nothing(home: Home) -> None:
    done = home.deskbreak("stretches", "never", "backbend")

    assert done.code == 1
    assert 'did you mean "back_bend"?' in done.err
    assert not home.settings.exists()


@pytest.mark.parametrize(("code", "place"), [("ja", "立って"), ("ar", "وقوفًا")])
def test_a_move_is_done_standing_and_not_while_one_works_standing(
    home: Home, code: str, place: str
) -> None:
    """In these languages that is not the word for somebody at a standing desk."""
    speaks = {"LANGUAGE": code, "LC_ALL": "C.UTF-8"}

    shown = home.process("stretches", "show", "heel_raise", environment=speaks).out

    assert place in re.split("[、،] ?", shown.splitlines()[1])
