import re
import tomllib
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbreak.core.cautions import avoid_texts
from deskbreak.core.moment import ZERO
from deskbreak.core.stretch import (
    Area,
    Discretion,
    Ease,
    Equipment,
    Group,
    Kind,
    Stretch,
    Where,
    whole_length,
)
from deskbreak.errors import ConfigError, Problem, StorageError
from deskbreak.stretches.catalogue import load_catalogue, parse_catalogue
from deskbreak.stretches.quick_form import keep_quick_form, quick_form

BUNDLED = Path(__file__).parent.parent / "config" / "stretches.toml"

TOES = """
[[stretch]]
id = "toes"
name = "Touch the toes"
group = "hamstring"
where = "standing"
gets_up = true
length = "1m5s"
steps = ["Stand tall.", "Reach down."]
"""

GROUPS = (
    "hamstring, hip_flexor, wall_slide, upper_back, spine, legs, glute, strength, clinician, "
    "pressure, breath, walk, stand"
)
KEYS = (
    "id, name, group, where, gets_up, length, steps, tier, office, kind, hold, reps, sides, order, "
    "sets, most_reps, no_more, stages, setup, move_in, move_out, rest, change, set_rest, finish, "
    "targets, equipment, needs, cue, feel, easier, harder, avoid, ease, areas, wheels, requires, "
    "sources, starter, rolling_chair_unsafe, picture, easier_without, easier_hold, move"
)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def without(key: str) -> str:
    lines = TOES.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(f"{key} "))


def problems_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ConfigError) as refusal:
        parse_catalogue(text, "mine.toml")

    assert refusal.value.source == "mine.toml"
    return refusal.value.problems


def test_the_quick_form_of_the_catalogue_was_made_of_it() -> None:
    content = BUNDLED.read_bytes()

    assert quick_form(BUNDLED, content) == tomllib.loads(content.decode()), "make catalogue"


def test_an_edited_catalogue_is_read_itself(tmp_path: Path) -> None:
    path = tmp_path / "stretches.toml"
    keep_quick_form(path, b"", {})
    path.write_bytes(BUNDLED.read_bytes())

    assert load_catalogue(path) == load_catalogue(BUNDLED)


def test_the_bundled_catalogue_holds_sixty_moves_standing_up_and_letting_go() -> None:
    catalogue = load_catalogue(BUNDLED)

    assert len(catalogue) == 60
    assert Counter(stretch.tier for stretch in catalogue) == {1: 40, 2: 16, 3: 4}
    assert len({stretch.name for stretch in catalogue}) == 60
    assert sum(stretch.starter and stretch.gets_up for stretch in catalogue) == 8
    assert [stretch.id for stretch in catalogue if stretch.group is Group.WALK] == ["walk"]
    smallest = [stretch.id for stretch in catalogue if stretch.group is Group.STAND]
    assert smallest == ["stand_up", "let_go"]


def test_every_bundled_move_has_all_that_a_person_needs_to_do_it() -> None:
    for stretch in load_catalogue(BUNDLED):
        texts = (stretch.cue, stretch.feel, stretch.easier, stretch.harder)

        assert all(texts), stretch.id
        assert len(stretch.steps) >= 4, stretch.id
        assert stretch.sources or stretch.group is Group.STAND, stretch.id


def test_every_bundled_length_is_that_of_its_dose() -> None:
    for stretch in load_catalogue(BUNDLED):
        assert not stretch.is_counted or stretch.length == whole_length(stretch), stretch.id


def test_no_move_of_the_desk_but_the_walk_is_longer_than_a_break() -> None:
    catalogue = load_catalogue(BUNDLED)
    long = {s.id for s in catalogue if s.tier == 1 and s.length > timedelta(minutes=2)}

    assert long == {"walk", "press_lean_forward", "press_lean_side", "press_tilt"}


def test_what_is_done_off_the_chair_gets_up() -> None:
    for stretch in load_catalogue(BUNDLED):
        seated = stretch.where in (Where.CHAIR, Where.WHEELCHAIR)
        rises = not seated or stretch.id == "sit_to_stand"

        assert stretch.gets_up is rises, stretch.id


def test_the_bundled_file_claims_nothing() -> None:
    claims = r"\b(treat|cure|prevent|reliev|relief|diagnos|heal(?!th)|posture|proven|recommend)"
    told = BUNDLED.read_text(encoding="utf-8").split("[sources]")[0]

    assert re.findall(claims, told, re.IGNORECASE) == []


def test_the_bundled_header_explains_every_key_and_tag() -> None:
    header = BUNDLED.read_text(encoding="utf-8").split("[[stretch]]\n")[0]
    words = set(re.findall(r"[a-z_]+", header))

    assert set(KEYS.split(", ")) <= words
    assert set(GROUPS.split(", ")) <= words
    assert set(avoid_texts()) <= words


def test_a_stretch_of_ones_own_needs_only_seven_keys() -> None:
    assert parse_catalogue(TOES, "mine.toml") == (
        Stretch(
            id="toes",
            name="Touch the toes",
            group=Group.HAMSTRING,
            where=Where.STANDING,
            gets_up=True,
            length=seconds(65),
            steps=("Stand tall.", "Reach down."),
        ),
    )


def test_every_key_reaches_the_stretch() -> None:
    text = f"""
        {TOES}
        tier = 2
        office = "private"
        starter = true
        rolling_chair_unsafe = true
        hold = "20s"
        reps = 3
        sides = 2
        move_in = "2s"
        move_out = "1s"
        change = "4s"
        finish = "3s"
        needs = ["wall"]
        areas = ["knee"]
        kind = "effort"
        rest = "5s"
        setup = "8s"
        targets = ["hamstrings"]
        equipment = ["mat"]
        cue = "Flat back."
        feel = "back of the thigh"
        easier = "Bend the knees."
        harder = "Reach further."
        avoid = ["flexion", "balance"]
        requires = ["knees"]
        sources = ["book", "page"]
        {TOES.replace("toes", "knees")}
        [sources]
        book = {{ title = "A Book of Toes" }}
        page = {{ url = "https://example.org/toes", title = "Toes" }}
    """

    assert parse_catalogue(text, "mine.toml")[0] == Stretch(
        id="toes",
        name="Touch the toes",
        group=Group.HAMSTRING,
        where=Where.STANDING,
        gets_up=True,
        length=seconds(173),
        steps=("Stand tall.", "Reach down."),
        tier=2,
        office=Discretion.PRIVATE,
        starter=True,
        rolling_chair_unsafe=True,
        hold=seconds(20),
        reps=3,
        sides=2,
        move_in=seconds(2),
        move_out=seconds(1),
        change=seconds(4),
        finish=seconds(3),
        needs=(Equipment.WALL,),
        areas=(Area.KNEE,),
        kind=Kind.EFFORT,
        rest=seconds(5),
        setup=seconds(8),
        targets=("hamstrings",),
        equipment=("mat",),
        cue="Flat back.",
        feel="back of the thigh",
        easier="Bend the knees.",
        harder="Reach further.",
        avoid=("flexion", "balance"),
        requires=("knees",),
        sources=("A Book of Toes", "Toes, https://example.org/toes"),
    )


@pytest.mark.parametrize(
    "text", ["Reach \U0001f9d8\u200d\u2640\ufe0f", "\u200fאבג", "می\u200cکنید"]
)
def test_emoji_of_several_parts_and_any_direction_of_writing_are_text(text: str) -> None:
    [toes] = parse_catalogue(TOES.replace("Touch the toes", text), "mine.toml")

    assert toes.name == text


WHOLE = "allowed: a whole number from {} to {}"
LENGTH = 'allowed: a duration in quotes from {} to {}, such as "90s", "5m" or "1h30m"'
LINE = "allowed: one line of text in quotes, not empty"
STEPS = "allowed: a list of 1 to 5 steps"
STEP = "allowed: one line of at most 90 characters"
FLAG = "allowed: true or false, without quotes"
NONE = "allowed: nothing, for there is none to name"
PLACES = 'allowed: "chair", "wheelchair", "standing", "wall", "floor", "gym"'
ID = 'allowed: small letters, digits and "_", a letter first, at most 40'


def quoted(names: str) -> str:
    return ", ".join(f'"{name}"' for name in names.split(", "))


@pytest.mark.parametrize(
    ("line", "place", "found", "allowed"),
    [
        ("name = 3", "name", "3", LINE),
        ("name = ' '", "name", '" "', LINE),
        ('cue = "one\\ntwo"', "cue", r'"one\ntwo"', LINE),
        ('cue = "\\u001b[31m"', "cue", r'"\u001b[31m"', LINE),
        (
            "group = 'hamstrings'",
            "group",
            '"hamstrings"',
            f'did you mean "hamstring"? allowed: {quoted(GROUPS)}',
        ),
        ("where = 'roof'", "where", '"roof"', PLACES),
        ("where = ['wall']", "where", '["wall"]', PLACES),
        ("office = true", "office", "true", 'allowed: "discreet", "ok", "private", "no"'),
        ("gets_up = 'false'", "gets_up", '"false"', FLAG),
        ("gets_up = 0", "gets_up", "0", FLAG),
        ("length = '0s'", "length", '"0s"', LENGTH.format("1s", "1h")),
        ("length = '-5s'", "length", '"-5s"', LENGTH.format("1s", "1h")),
        ("length = 55", "length", "55", LENGTH.format("1s", "1h")),
        ("hold = '121s'", "hold", '"121s"', LENGTH.format("0s", "2m")),
        ("hold = {}", "hold", "{}", LENGTH.format("0s", "2m")),
        ("rest = '1 min'", "rest", '"1 min"', LENGTH.format("0s", "10m")),
        ("reps = 0", "reps", "0", WHOLE.format(1, 50)),
        ("reps = true", "reps", "true", WHOLE.format(1, 50)),
        ("reps = 2.0", "reps", "2.0", WHOLE.format(1, 50)),
        (f"reps = {10**4000}", "reps", "a number with too many digits", WHOLE.format(1, 50)),
        ("sides = 3", "sides", "3", WHOLE.format(1, 2)),
        ("tier = '1'", "tier", '"1"', WHOLE.format(1, 3)),
        ("steps = []", "steps", "[]", STEPS),
        (
            "steps = ['a','b','c','d','e','f']",
            "steps",
            '["a", "b", "c", "d", "e", "f"]',
            STEPS,
        ),
        ("steps = 'Reach.'", "steps", '"Reach."', STEPS),
        (f"steps = ['Reach.', '{'x' * 91}']", "steps[2]", f'"{"x" * 79}…', STEP),
        ("targets = ['calf', 1]", "targets[2]", "1", LINE),
        ("requires = ['Toes']", "requires[1]", '"Toes"', ID),
        ("requires = ['walk']", "requires[1]", '"walk"', NONE),
        ("requires = ['toes']", "requires[1]", '"toes"', NONE),
        ("sources = ['book']", "sources[1]", '"book"', NONE),
        (
            "group = 'walk'",
            "group",
            '"walk"',
            'allowed: group "walk" for stretch "walk", and for no other',
        ),
    ],
)
def test_a_broken_line_gives_one_clear_error(
    line: str, place: str, found: str, allowed: str
) -> None:
    key = line.partition(" ")[0]

    assert problems_of(without(key) + line) == (
        Problem(f'stretch "toes".{place}', f"found {found}", allowed),
    )


@pytest.mark.parametrize(
    ("line", "key", "hint"),
    [
        ("holdd = '20s'", "holdd", "did you mean hold?"),
        ("discretion = 'ok'", "discretion", f"allowed: {KEYS}"),
    ],
)
def test_an_unknown_key_names_the_nearest_or_all(line: str, key: str, hint: str) -> None:
    assert problems_of(TOES + line) == (Problem(f'stretch "toes".{key}', "no such key", hint),)


@pytest.mark.parametrize(
    ("key", "allowed"),
    [
        ("name", LINE),
        ("group", f"allowed: {quoted(GROUPS)}"),
        ("where", PLACES),
        ("gets_up", FLAG),
        ("length", LENGTH.format("1s", "1h")),
        ("steps", STEPS),
    ],
)
def test_a_key_that_every_stretch_needs_is_missed(key: str, allowed: str) -> None:
    assert problems_of(without(key)) == (Problem(f'stretch "toes".{key}', "missing", allowed),)


def test_a_stretch_without_a_good_id_is_named_by_its_number() -> None:
    nameless = TOES.replace('id = "toes"', "")
    misnamed = TOES.replace('"toes"', '"Toes!"')

    assert problems_of(TOES + nameless + misnamed) == (
        Problem("stretch 2.id", "missing", ID),
        Problem("stretch 3.id", 'found "Toes!"', ID),
    )


def test_two_stretches_may_not_share_an_id() -> None:
    assert problems_of(TOES + TOES) == (
        Problem('stretch "toes".id', "used twice", "give each stretch its own"),
    )


def test_an_unknown_tag_names_the_nearest_one() -> None:
    (problem,) = problems_of(TOES + 'avoid = ["twists"]')

    assert problem.place == 'stretch "toes".avoid[1]'
    assert problem.found == 'found "twists"'
    assert problem.allowed.startswith('did you mean "twist"? allowed: "leg_nerve", "hip_prec')


def test_a_required_move_that_is_misspelt_names_the_nearest_one() -> None:
    text = TOES + 'requires = ["knes"]\n' + TOES.replace("toes", "knees")

    assert problems_of(text) == (
        Problem(
            'stretch "toes".requires[1]', 'found "knes"', 'did you mean "knees"? allowed: "knees"'
        ),
    )


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("[sources.a]", Problem("sources.a.title", "missing", LINE)),
        (
            "sources.a = 'A'",
            Problem("sources.a", 'found "A"', "allowed: a table with the keys title, url"),
        ),
        ("sources.a.title = 1", Problem("sources.a.title", "found 1", LINE)),
        (
            "sources.a = { title = 'A', url = 'a book' }",
            Problem(
                "sources.a.url",
                'found "a book"',
                "allowed: an address that begins with https:// or http://",
            ),
        ),
        (
            "sources.a = { title = 'A', urls = 'https://example.org' }",
            Problem("sources.a.urls", "no such key", "did you mean url?"),
        ),
        (
            "sources = ['A']",
            Problem("sources", 'found ["A"]', "allowed: a table, under a line [sources]"),
        ),
        ("strech = []", Problem("strech", "no such key", "did you mean stretch?")),
    ],
)
def test_what_stands_beside_the_stretches_is_checked_too(source: str, problem: Problem) -> None:
    assert problems_of(source + TOES) == (problem,)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "missing"),
        ("stretch = []", "found []"),
        ("[stretch]\nid = 'a'", 'found {id = "a"}'),
        ("stretch = 3", "found 3"),
    ],
)
def test_a_file_without_stretches_says_how_one_begins(text: str, found: str) -> None:
    assert problems_of(text) == (
        Problem("stretch", found, "allowed: a line [[stretch]] before every stretch"),
    )


def test_a_stretch_that_is_no_table_is_refused() -> None:
    assert problems_of("stretch = [1]") == (Problem("stretch[1]", "found 1", "allowed: a table"),)


@pytest.mark.parametrize(
    ("text", "place", "found"),
    [
        ("[[stretch]]\nid = \n", "line 2, column 6", "found id ="),
        ('[[stretch]]\nid = "a"\nsteps = ["one",', "line 3", 'found steps = ["one",'),
        ('[[stretch]]\nid = "a"\nname = "Touch', "line 3", 'found name = "Touch'),
        ("[[stretch]]\nname = Toe\ttouch\n", "line 2, column 8", "found name = Toe touch"),
    ],
)
def test_a_file_that_is_no_toml_is_told_by_its_line(text: str, place: str, found: str) -> None:
    assert problems_of(text) == (
        Problem(
            place,
            found,
            'allowed: TOML, one key per line, its text in quotes, such as name = "Calf stretch"',
        ),
    )


def test_all_that_is_wrong_is_told_at_once() -> None:
    text = TOES.replace('"1m5s"', "65").replace("true", '"yes"') + 'avoid = ["knee"]\nrep = 2'

    assert [problem.place for problem in problems_of(text)] == [
        'stretch "toes".gets_up',
        'stretch "toes".length',
        'stretch "toes".avoid[1]',
        'stretch "toes".rep',
    ]


@settings(deadline=None)  # a busy machine is no failure
@given(st.integers(min_value=0, max_value=len(BUNDLED.read_text(encoding="utf-8"))))
def test_a_bundled_file_cut_anywhere_loads_or_says_what_is_wrong(length: int) -> None:
    text = BUNDLED.read_text(encoding="utf-8")[:length]

    assert _reads_or_complains(text)


def _reads_or_complains(text: str) -> bool:
    try:
        return bool(parse_catalogue(text, "cut.toml"))
    except ConfigError as error:
        return bool(error.problems)


def test_the_daemon_needs_the_walk_and_standing_up(tmp_path: Path) -> None:
    path = tmp_path / "stretches.toml"
    path.write_text(TOES, encoding="utf-8")
    with pytest.raises(ConfigError) as refusal:
        load_catalogue(path)

    assert str(refusal.value) == (
        f'{path}: stretch "walk": missing; deskbreak cannot do without it\n'
        f'{path}: stretch "stand_up": missing; deskbreak cannot do without it'
    )


def test_a_file_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as refusal:
        load_catalogue(tmp_path / "none.toml")

    assert str(refusal.value) == (
        f"The stretches in {tmp_path / 'none.toml'} cannot be read "
        "(No such file or directory): reinstall deskbreak."
    )


def test_a_file_in_another_encoding_is_told_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "stretches.toml"
    path.write_bytes("# one\nname = 'Dänisch'".encode("latin-1"))
    with pytest.raises(ConfigError) as refusal:
        load_catalogue(path)

    assert refusal.value.problems == (
        Problem("line 2", "not text in UTF-8", "save the file as UTF-8"),
    )


def test_a_stretch_has_no_pause_before_it_unless_it_says_so() -> None:
    (toes,) = parse_catalogue(TOES, "mine.toml")

    pauses = (toes.hold, toes.move_in, toes.move_out, toes.rest, toes.setup, toes.finish)
    assert pauses == (ZERO,) * 6


def test_a_pack_of_before_may_tell_the_pace_and_the_length_of_all() -> None:
    (toes,) = parse_catalogue(f'{TOES}\nhold = "20s"\nreps = 2\nmove = "4s"', "mine.toml")

    assert (toes.move_in, toes.move_out) == (seconds(2), seconds(2))
    assert (toes.length, toes.finish) == (seconds(65), seconds(17))


def test_an_easier_form_may_tell_how_long_it_is_held() -> None:
    text = f"""
        {TOES}
        [stretch.ease]
        balance = "Hold the desk."
        bp = {{ form = "Do not hold.", hold = "0s" }}
    """

    assert parse_catalogue(text, "mine.toml")[0].ease == (
        Ease("balance", "Hold the desk.", seconds(10)),
        Ease("bp", "Do not hold.", ZERO),
    )


def test_an_easier_form_is_held_for_ten_seconds_at_most_whatever_a_pack_says() -> None:
    [problem] = problems_of(
        f'{TOES}\n[stretch.ease]\nbones = {{ form = "Hold the desk.", hold = "30s" }}'
    )

    assert problem.place == 'stretch "toes".ease.bones.hold'
    assert "from 0s to 10s" in problem.allowed


def test_no_move_takes_longer_than_an_hour_with_all_its_parts() -> None:
    [problem] = problems_of(f'{TOES}\nhold = "2m"\nreps = 50\nsides = 2\nsets = 5')

    assert problem.place == 'stretch "toes".length'
    assert "from 1s to 1h" in problem.allowed


def test_the_easier_way_may_put_steps_away_but_not_all() -> None:
    [toes] = parse_catalogue(f'{TOES}\neasier = "Less."\neasier_without = [2]', "mine.toml")
    [problem] = problems_of(f'{TOES}\neasier = "Less."\neasier_without = [1, 2]')

    assert toes.easier_without == (2,)
    assert problem.place == 'stretch "toes".easier_without'


def test_an_easier_form_for_a_caution_that_nobody_knows_is_refused() -> None:
    [problem] = problems_of(f'{TOES}\n[stretch.ease]\nbalanse = "Hold the desk."')

    assert problem.place == 'stretch "toes".ease.balanse'
    assert problem.allowed == "did you mean balance?"
