"""Packs of the user's own: what is right comes in and goes out, and what is wrong does no harm."""

import json
import os
import tomllib
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from command_line import Done, Home
from desktop import wait_until
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from deskbreak.core.stretch import Equipment, Stretch
from deskbreak.errors import ConfigError, StorageError
from deskbreak.files.resources import config_file, icon_file
from deskbreak.settings.written import load_settings
from deskbreak.stretches.catalogue import load_catalogue
from deskbreak.stretches.own import forget_own, keep_own
from deskbreak.stretches.pack_files import as_toml, export_pack, import_pack
from deskbreak.stretches.packs import LARGEST, read_pack, with_packs

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
PICTURE = icon_file("stretches/short/ham_seated.png").read_bytes()
BUNDLED = load_catalogue(config_file("stretches.toml"))
IDS = tuple(stretch.id for stretch in BUNDLED)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "moves"
    folder.mkdir()
    (folder / "toes.png").write_bytes(PICTURE)
    file = folder / "moves.toml"
    file.write_text(TOES + 'picture = "toes.png"\nrequires = ["ham_seated"]\n')
    return file


def test_a_pack_adds_its_stretches_and_builds_on_the_bundled_ones(pack: Path) -> None:
    catalogue = with_packs(BUNDLED, (str(pack),), pytest.fail)

    assert catalogue[:-1] == BUNDLED
    assert catalogue[-1].id == "toes"
    assert catalogue[-1].picture == str(pack.with_name("toes.png"))


def test_what_is_done_at_a_wall_needs_one_unless_it_says_what_it_needs(tmp_path: Path) -> None:
    file = tmp_path / "walls.toml"
    at_a_wall = TOES.replace('"standing"', '"wall"')
    in_a_doorway = at_a_wall.replace('"toes"', '"door"') + 'needs = ["doorway"]\n'
    file.write_text(TOES.replace('"toes"', '"free"') + at_a_wall + in_a_doorway)

    needs = {move.id: move.needs for move in read_pack(file)}

    assert needs == {"free": (), "toes": (Equipment.WALL,), "door": (Equipment.DOORWAY,)}


def broken(line: str) -> str:
    """The pack with one of its lines replaced, or with one more."""
    key = line.partition(" ")[0]
    kept = [each for each in TOES.splitlines() if not each.startswith(f"{key} ")]
    return "\n".join((*kept, line)) + "\n"


BROKEN = {
    "no toml": ("[[stretch", "line 1"),
    "empty": ("", "allowed: a line [[stretch]] before every stretch"),
    "a text": ('stretch = "toes"', "a line [[stretch]] before every stretch"),
    "an unknown section": (TOES + "[run]\ncommand = 'rm'\n", "run: no such key"),
    "an unknown key": (broken("exec = 'rm -rf'"), 'stretch "toes".exec: no such key'),
    "no id": (broken("id = 5"), "stretch 1.id: found 5"),
    "an id with a path": (broken("id = '../toes'"), 'stretch 1.id: found "../toes"'),
    "an id that is taken": (broken("id = 'walk'"), 'stretch "walk".id: used already'),
    "a group that is reserved": (broken("group = 'walk'"), 'group "walk" for stretch "walk"'),
    "twice the same": (TOES + TOES, 'stretch "toes".id: used twice'),
    "an unknown group": (broken("group = 'hamstrings'"), 'did you mean "hamstring"?'),
    "an unknown place": (broken("where = 'moon'"), 'allowed: "chair", "wheelchair", "standing"'),
    "an unknown tag": (broken("avoid = ['knees']"), 'stretch "toes".avoid[1]'),
    "a tag that is no text": (broken("avoid = [1]"), 'stretch "toes".avoid[1]: found 1'),
    "a flag in quotes": (broken("gets_up = 'yes'"), "allowed: true or false, without quotes"),
    "no length": (broken("length = 65"), 'stretch "toes".length: found 65'),
    "a negative hold": (broken("hold = '-20s'"), 'stretch "toes".hold: found "-20s"'),
    "a hold of an hour": (broken("hold = '1h'"), "a duration in quotes from 0s to 2m"),
    "no repeats": (broken("reps = 0"), "a whole number from 1 to 50"),
    "half a repeat": (broken("reps = 2.5"), 'stretch "toes".reps: found 2.5'),
    "three sides": (broken("sides = 3"), "a whole number from 1 to 2"),
    "no steps": (broken("steps = []"), "a list of 1 to 5 steps"),
    "a step without end": (broken(f"steps = ['{'x' * 91}']"), "one line of at most 90 characters"),
    "a step over two lines": (broken('steps = ["a\\nb"]'), "one line of at most 90 characters"),
    "nested tables": (broken("steps = [{run = 'rm'}]"), 'stretch "toes".steps[1]'),
    "an unknown requirement": (broken("requires = ['fly']"), 'stretch "toes".requires[1]'),
    "a picture elsewhere": (broken("picture = '../../secret.png'"), "the bare name of a .png file"),
    "a picture by an absolute path": (
        broken("picture = '/etc/passwd'"),
        "the bare name of a .png file",
    ),
    "a picture that is hidden": (broken("picture = '.toes.png'"), "the bare name of a .png file"),
    "a picture that is missing": (broken("picture = 'gone.png'"), "No such file"),
    "a picture that is none": (broken("picture = 'text.png'"), "give it a PNG picture"),
    "a picture that is a link": (broken("picture = 'link.png'"), "cannot be read"),
    "a picture that is a pipe": (broken("picture = 'pipe.png'"), "is not a plain file"),
    "a picture that is huge": (broken("picture = 'huge.png'"), "is larger than"),
}


@pytest.mark.parametrize(("text", "why"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_pack_says_file_move_and_key_and_takes_nothing_with_it(
    tmp_path: Path, pack: Path, text: str, why: str
) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "text.png").write_text("no picture")
    (folder / "link.png").symlink_to(pack.with_name("toes.png"))
    os.mkfifo(folder / "pipe.png")
    (folder / "huge.png").write_bytes(PICTURE + bytes(LARGEST))
    file = folder / "broken.toml"
    file.write_text(text)
    complaints: list[str] = []

    catalogue = with_packs(BUNDLED, (str(file), str(pack)), complaints.append)

    assert [stretch.id for stretch in catalogue] == [*IDS, "toes"]
    assert len(complaints) == 1
    assert complaints[0].startswith(str(file)) or str(folder) in complaints[0]
    assert why in complaints[0]
    assert file.read_text() == text


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda file: file.with_suffix(".txt").touch(), "No such file"),
        (lambda file: file.mkdir(), "is a folder: name a file"),
        (os.mkfifo, "is not a plain file"),
        (lambda file: file.write_bytes(b"# \xff\xfe\n"), "line 1: not text in UTF-8"),
        (lambda file: file.write_bytes(b"#" * 50_000_000), "is larger than 1000000 bytes"),
        (lambda file: file.symlink_to("/dev/zero"), "cannot be read"),
    ],
    ids=["missing", "a folder", "a pipe", "no UTF-8", "50 MB", "a link to a device"],
)
def test_what_is_no_file_of_text_is_refused_at_once(
    tmp_path: Path, make: Callable[[Path], object], why: str
) -> None:
    file = tmp_path / "pack.toml"
    make(file)

    with pytest.raises((ConfigError, StorageError), match=why):
        read_pack(file, IDS)


def zipped(tmp_path: Path, **files: bytes) -> Path:
    archive = tmp_path / "incoming.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            written.writestr(name.replace("__", "."), content)
    return archive


GOOD = (TOES + 'picture = "toes.png"\n').encode()


def test_an_archive_comes_in_with_its_pictures(tmp_path: Path) -> None:
    archive = zipped(tmp_path, mine__toml=GOOD, toes__png=PICTURE)

    came = import_pack(archive, tmp_path / "packs", IDS)

    file = came.file
    assert came.count == 1
    assert file == tmp_path / "packs" / "incoming" / "stretches.toml"
    assert read_pack(file, IDS)[0].picture == str(file.with_name("toes.png"))
    assert {each.stat().st_mode & 0o777 for each in file.parent.iterdir()} == {0o600}


def test_an_archive_is_one_in_capitals_too(tmp_path: Path) -> None:
    archive = zipped(tmp_path, mine__toml=TOES.encode()).rename(tmp_path / "PACK.ZIP")

    assert import_pack(archive, tmp_path / "packs", IDS).count == 1


def test_pictures_of_one_name_in_two_packs_go_out_and_come_in_each_with_its_move(
    tmp_path: Path,
) -> None:
    other = icon_file("stretches/short/walk.png").read_bytes()
    moves = list[Stretch]()
    for id_, picture in (("toes", PICTURE), ("heels", other)):
        folder = tmp_path / id_
        folder.mkdir()
        (folder / "picture.png").write_bytes(picture)
        text = TOES.replace('"toes"', f'"{id_}"') + 'picture = "picture.png"\n'
        (folder / "pack.toml").write_text(text)
        moves += read_pack(folder / "pack.toml")
    moves.append(replace(moves[0], id="tiptoes"))

    export_pack(moves, archive := tmp_path / "all.zip")
    came = import_pack(archive, tmp_path / "packs", IDS)

    assert came.file is not None
    pictures = {move.id: Path(move.picture).read_bytes() for move in read_pack(came.file)}
    assert pictures == {"toes": PICTURE, "heels": other, "tiptoes": PICTURE}
    assert zipfile.ZipFile(archive).namelist() == ["stretches.toml", "toes.png", "heels.png"]


@pytest.mark.parametrize("name", ["mine.zip", "Mine.zip", "mine.toml"])
def test_a_pack_does_not_come_in_as_the_users_own_moves(tmp_path: Path, name: str) -> None:
    source = zipped(tmp_path, good__toml=TOES.encode()).rename(tmp_path / name)
    if name.endswith(".toml"):
        source.write_text(TOES)

    with pytest.raises(StorageError, match=f"rename {name}"):
        import_pack(source, tmp_path / "packs", IDS)

    assert not (tmp_path / "packs").exists()


def test_own_moves_keep_the_sources_that_somebody_wrote_beside_them(tmp_path: Path) -> None:
    file = tmp_path / "packs" / "mine" / "stretches.toml"
    file.parent.mkdir(parents=True)
    sourced = TOES + 'sources = ["book"]\n\n[sources]\nbook = { title = "A book" }\n'
    file.write_text(sourced)
    move = tomllib.loads(TOES)["stretch"][0]

    keep_own(file, move | {"id": "heels", "name": "Heels"}, None, IDS)

    assert [each.sources for each in read_pack(file, IDS)] == [("A book",), ()]
    assert forget_own(file, "heels")
    assert [each.sources for each in read_pack(file, IDS)] == [("A book",)]


def bad_archive(tmp_path: Path, *members: tuple[str, bytes], link: bool = False) -> Path:
    archive = tmp_path / "bad.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if link:
                info.external_attr = 0o120777 << 16
            written.writestr(info, content)
    return archive


@pytest.mark.parametrize(
    ("members", "link", "why"),
    [
        ([("../evil.toml", GOOD)], False, "not a plain file name"),
        ([("/etc/evil.toml", GOOD)], False, "not a plain file name"),
        ([("folder/mine.toml", GOOD)], False, "not a plain file name"),
        ([("..\\evil.toml", GOOD)], False, "not a plain file name"),
        ([("mine.toml", b"/etc/passwd")], True, "not a plain file name"),
        ([("mine.toml", bytes(50_000_000))], False, "larger than"),
        (
            [("toes.png", PICTURE)],
            False,
            "bad.zip is not a pack that can be imported: there is no .toml file",
        ),
        ([(f"{n}.png", b"") for n in range(201)], False, "more than 200 files"),
        (
            [("a.toml", TOES.encode()), ("b.toml", TOES.replace("toes", "heels").encode())],
            False,
            "more than one .toml file in the archive",
        ),
        ([("mine.toml", GOOD)], False, "No such file"),
        ([("mine.toml", b"[[stretch")], False, "line 1"),
    ],
)
def test_an_archive_that_plays_tricks_leaves_nothing_behind(
    tmp_path: Path, members: list[tuple[str, bytes]], why: str, *, link: bool
) -> None:
    archive = bad_archive(tmp_path, *members, link=link)

    with pytest.raises((ConfigError, StorageError), match=why):
        import_pack(archive, tmp_path / "packs", IDS)

    assert [file for file in (tmp_path / "packs").rglob("*") if file.is_file()] == []
    assert not (tmp_path / "evil.toml").exists()


@pytest.mark.parametrize(
    ("toes", "why"),
    [
        (b'x = "', '{archive}: line 1: found x = "'),
        (b"\xff", "{archive}: line 1: not text in UTF-8"),
        (TOES.encode() + b"mood = 1", '{archive}: stretch "toes".mood: no such key'),
        (
            TOES.encode() + b'picture = "toes.png"',
            "{archive}: stretch \"toes\".picture: 'toes.png'; {archive}: toes.png cannot be read (",
        ),
        (
            TOES.encode() + b'picture = "no.png"',
            "{archive}: stretch \"toes\".picture: 'no.png'; give it a PNG picture",
        ),
    ],
)
def test_who_imports_an_archive_hears_of_it_by_its_own_name(
    tmp_path: Path, toes: bytes, why: str
) -> None:
    archive = zipped(tmp_path, mine__toml=toes, no__png=b"none")

    with pytest.raises(ConfigError) as refusal:
        import_pack(archive, tmp_path / "packs", IDS)

    assert str(refusal.value).startswith(why.format(archive=archive))
    assert ".coming" not in str(refusal.value)


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "mine.zip"
    archive.write_bytes(b"PK no")

    with pytest.raises(StorageError, match="is not a pack that can be imported"):
        import_pack(archive, tmp_path / "packs", IDS)


def archive_of(tmp_path: Path) -> bytes:
    place = tmp_path / "good.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("mine.toml", GOOD * 20)
    return place.read_bytes()


@settings(
    deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(spoilt=st.dictionaries(st.integers(0, 10**6), st.integers(0, 255), max_size=20))
@example(spoilt={40: 255, 41: 255, 42: 255})  # in what is packed
@example(spoilt={2444: 0})  # a member without a name
def test_an_archive_that_was_damaged_is_refused_in_words_wherever_the_damage_is(
    tmp_path: Path, spoilt: dict[int, int]
) -> None:
    content = bytearray(archive_of(tmp_path))
    for place, byte in spoilt.items():
        content[place % len(content)] = byte
    archive = tmp_path / "spoilt.zip"
    archive.write_bytes(content)

    with pytest.raises((ConfigError, StorageError)):
        import_pack(archive, tmp_path / "packs", IDS)


def test_an_archive_packed_in_a_rare_way_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "rare.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_BZIP2) as written:
        written.writestr("mine.toml", GOOD)

    with pytest.raises(StorageError, match="packed in a rare way"):
        import_pack(archive, tmp_path / "packs", IDS)


@pytest.mark.parametrize("value", ["[" * 3000 + "]" * 3000, "9" * 5000, "{a=" * 3000 + "}" * 3000])
def test_what_is_nested_or_long_without_end_is_refused_in_words(tmp_path: Path, value: str) -> None:
    pack = tmp_path / "endless.toml"
    pack.write_text(f"[[stretch]]\nid = {value}\n")

    with pytest.raises(ConfigError, match=r"endless\.toml"):
        read_pack(pack)


def test_all_bundled_stretches_go_out_and_come_in_as_they_were(tmp_path: Path) -> None:
    archive = tmp_path / "all.zip"
    others = [stretch for stretch in BUNDLED if stretch.id not in ("walk", "stand_up")]

    export_pack(others, archive)
    came = import_pack(archive, tmp_path / "packs", ())

    assert came.count == len(others)
    assert came.file is not None
    assert list(read_pack(came.file)) == others


def test_a_text_with_quotes_markup_and_all_letters_survives(tmp_path: Path) -> None:
    told = replace(
        BUNDLED[0],
        id="own",
        name='He said "<b>up</b>" & \\ שלום 🧘',
        steps=("-n 'x' # y",),
        ease=(),
        easier_without=(),
        sources=("A “page”",),
    )
    file = tmp_path / "own.toml"
    file.write_text(as_toml([told]), encoding="utf-8")

    assert read_pack(file) == (told,)


def test_of_an_easier_form_or_a_dose_only_what_somebody_said_goes_out(tmp_path: Path) -> None:
    said = 'ease = { twist = "Look ahead." }\nstages = [{ reps = 5, hold = "5s" }]\n'
    file = tmp_path / "own.toml"
    file.write_text(TOES + said)

    (written,) = tomllib.loads(as_toml(moves := read_pack(file)))["stretch"]
    file.write_text(as_toml(moves))

    assert written["ease"] == {"twist": {"form": "Look ahead."}}
    assert written["stages"] == [{"reps": 5, "hold": "5s"}]
    assert read_pack(file) == moves


def test_in_and_out_by_command(home: Home, pack: Path, tmp_path: Path) -> None:
    taken = home.deskbreak("stretches", "import", str(pack))
    shown = home.deskbreak("stretches", "show", "toes")
    again = home.deskbreak("stretches", "import", str(pack))
    out = home.deskbreak("stretches", "export", str(tmp_path / "out.zip"))

    (kept,) = load_settings(home.settings).stretches.packs
    assert taken == Done(0, f"1 stretch is now in {kept}\n", "")
    assert "Touch the toes" in shown.out
    assert again.code == 1
    assert "used already" in again.err
    assert out.out == f"1 stretch is in {tmp_path / 'out.zip'}\n"
    with zipfile.ZipFile(BytesIO((tmp_path / "out.zip").read_bytes())) as archive:
        assert sorted(archive.namelist()) == ["stretches.toml", "toes.png"]


def test_an_archive_that_is_there_is_replaced_only_by_force(home: Home, tmp_path: Path) -> None:
    archive = tmp_path / "mine.zip"
    archive.write_text("mine")

    refused = home.deskbreak("stretches", "export", str(archive), "wall_angel")

    assert refused == Done(
        1, "", f"{archive} already exists: name another file, or replace it with --force\n"
    )
    assert archive.read_text() == "mine"
    assert home.deskbreak("stretches", "export", "--force", str(archive), "wall_angel").code == 0
    assert zipfile.ZipFile(archive).namelist() == ["stretches.toml"]


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda file: file.mkdir(), "Is a directory"),
        (os.mkfifo, "not a plain file"),
        (lambda file: file.symlink_to("/dev/zero"), "not a plain file"),
        (lambda file: file.write_bytes(bytes(200 * LARGEST)), "File too large"),
    ],
    ids=["a folder", "a pipe", "a link to a device", "200 MB"],
)
def test_what_is_no_archive_is_refused_at_once(
    tmp_path: Path, make: Callable[[Path], object], why: str
) -> None:
    make(archive := tmp_path / "pack.zip")

    with pytest.raises(StorageError, match=f"can be imported: {why}"):
        import_pack(archive, tmp_path / "packs", IDS)


MORNING = 'plans = { Morning = ["toes", "wall_angel"] }\n'


def test_plans_go_out_with_ones_own_moves_and_come_in_on_another_computer(
    home: Home, pack: Path, tmp_path: Path
) -> None:
    home.deskbreak("stretches", "import", str(pack))
    home.deskbreak("config", "set", "stretches.plans", '{ Morning = ["toes"], Walk = ["walk"] }')
    out = home.deskbreak("stretches", "export", str(archive := tmp_path / "all.zip"))
    home.deskbreak("config", "reset", "stretches.packs")
    home.write_settings('[stretches]\nplans = { Lunch = ["walk"] }\n')
    (home.folder / "data" / "deskbreak" / "packs" / "moves" / "stretches.toml").unlink()

    taken = home.deskbreak("stretches", "import", str(archive))

    assert out.out.endswith("2 plans of yours are in it, too\n")
    assert taken.out.endswith("2 plans are among yours now.\n")
    assert plans_of(home) == {"Lunch": ("walk",), "Morning": ("toes",), "Walk": ("walk",)}
    assert "Touch the toes" in home.deskbreak("stretches", "show", "toes").out


def plans_of(home: Home) -> dict[str, tuple[str, ...]]:
    each = load_settings(home.settings).stretches.plans.each
    return {plan.name: plan.moves for plan in each}


def test_a_plan_of_ones_own_stays_as_it_is_whatever_a_pack_calls_so(home: Home, pack: Path) -> None:
    home.write_settings('[stretches]\nplans = { morning = ["walk"] }\n')
    pack.write_text(MORNING + pack.read_text())

    taken = home.deskbreak("stretches", "import", str(pack))

    told = "Left out, because you have a plan of that name, or no room for more: Morning\n"
    assert taken.out.endswith(told)
    assert plans_of(home) == {"morning": ("walk",)}


def test_of_plans_no_more_come_in_than_there_may_be(home: Home, tmp_path: Path) -> None:
    mine = ", ".join(f'"Mine {n}" = ["walk"]' for n in range(19))
    home.write_settings(f"[stretches]\nplans = {{ {mine} }}\n")
    pack = tmp_path / "plans.toml"
    pack.write_text('[plans]\nOne = ["walk"]\nTwo = ["walk"]\n')

    taken = home.deskbreak("stretches", "import", str(pack))

    assert taken.code == 0
    assert taken.out.startswith("1 plan is among yours now.\nLeft out")
    assert taken.out.endswith(": Two\n")
    assert [*plans_of(home)][19:] == ["One"]
    assert load_settings(home.settings).stretches.packs == ()  # there are no moves in it


def test_who_has_plans_alone_gives_them_on_and_with_ids_they_stay_at_home(
    home: Home, tmp_path: Path
) -> None:
    home.write_settings('[stretches]\nplans = { Walk = ["walk"] }\n')
    home.deskbreak("stretches", "export", str(all_of_it := tmp_path / "all.zip"))
    home.deskbreak("stretches", "export", str(one := tmp_path / "one.zip"), "wall_angel")

    assert packed(all_of_it) == {"plans": {"Walk": ["walk"]}}
    assert packed(one).keys() == {"stretch", "sources"}


def packed(archive: Path) -> dict[str, object]:
    with zipfile.ZipFile(archive) as opened:
        return tomllib.loads(opened.read("stretches.toml").decode())


@pytest.mark.parametrize(
    ("plans", "problem"),
    [
        ('plans = ["walk"]', 'plans: found ["walk"]'),
        ('plans = { "1st" = ["walk"] }', "begins with no digit"),
        ("plans = { Morning = [] }", "a list of 1 to 20 moves"),
        ('plans = { Morning = ["walk"], morning = ["walk"] }', "are one name"),
    ],
)
def test_a_pack_with_a_plan_that_cannot_be_is_refused_whole(
    home: Home, pack: Path, plans: str, problem: str
) -> None:
    pack.write_text(f"{plans}\n{pack.read_text()}")

    taken = home.deskbreak("stretches", "import", str(pack))

    assert taken.code == 1
    assert problem in taken.err
    assert not home.settings.exists()


def test_of_a_plan_that_came_in_a_session_leads_past_what_is_ruled_out(
    home: Home, pack: Path
) -> None:
    home.write_settings('[stretches]\nnever = ["wall_angel"]\n')
    pack.write_text(MORNING + TOES)
    home.deskbreak("stretches", "import", str(pack))

    with home.started("run") as daemon:
        wait_until(lambda: home.deskbreak("status").code == 0, "the daemon", within=20)
        begun = home.deskbreak("session", "Morning")
        status = json.loads(home.deskbreak("status", "--json").out)
        daemon.terminate()

    assert "wall angel" in begun.out
    assert status["running"]["stretch"] == "toes"
    assert load_settings(home.settings).stretches.never == ("wall_angel",)


def test_a_pack_that_broke_later_is_told_and_the_list_goes_on(home: Home, pack: Path) -> None:
    home.write_settings(f'[stretches]\npacks = ["{pack}"]\n')
    pack.write_text("[[stretch")

    done = home.deskbreak("stretches", "list")

    assert done.code == 0
    assert str(pack) in done.err
    assert "ham_seated" in done.out


def test_checking_a_pack_finds_its_pictures_too(home: Home, pack: Path) -> None:
    right = home.deskbreak("stretches", "check", str(pack))
    pack.with_name("toes.png").unlink()
    wrong = home.deskbreak("stretches", "check", str(pack))

    assert right.out == f"{pack}: 1 stretch, all right\n"
    assert wrong.code == 1
    assert f'{pack}: stretch "toes".picture' in wrong.err


def test_a_pack_that_builds_on_another_is_checked_as_it_comes_in(
    home: Home, pack: Path, tmp_path: Path
) -> None:
    heels = tmp_path / "heels.toml"
    text = TOES.replace('"toes"', '"heels"') + 'requires = ["toes"]\n'
    heels.write_text(text)
    alone = home.deskbreak("stretches", "check", str(heels))
    home.deskbreak("stretches", "import", str(pack))

    checked = home.deskbreak("stretches", "check", str(heels))
    typed = home.deskbreak("stretches", "check", "-", stdin=text)
    taken = home.deskbreak("stretches", "import", str(heels))
    again = home.deskbreak("stretches", "check", str(heels))

    assert "requires[1]" in alone.err
    assert checked.out == again.out == f"{heels}: 1 stretch, all right\n"
    assert (typed.code, taken.code) == (0, 0)


def test_the_pack_in_the_readme_comes_in_as_it_stands(home: Home, tmp_path: Path) -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text()
    (pack := tmp_path / "rolls.toml").write_text(readme.split("```toml\n")[1].split("```")[0])

    checked = home.deskbreak("stretches", "check", str(pack))
    taken = home.deskbreak("stretches", "import", str(pack))

    assert checked == Done(0, f"{pack}: 1 stretch, all right\n", "")
    assert taken.out.endswith("1 plan is among yours now.\n")
    assert "Roll both shoulders" in home.deskbreak("stretches", "show", "shoulder_roll").out
