"""The chapter of stretches: sifted, wished for, written down, taken in and given on."""

import io
import json
import zipfile
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command_line import Home
from served_page import ServedPage, Visitor, daemon_of, opened

from deskbreak.core.stretch import Equipment
from deskbreak.settings.written import load_settings
from deskbreak.stretches.packs import read_pack
from deskbreak.stretches.translated import bundled

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

PICTURE = Path(__file__).parents[1] / "icons" / "deskbreak.png"
PULL = {
    "name": "Chin pull",
    "steps": ["Sit tall.", "Draw the chin back."],
    "group": "upper_back",
    "where": "chair",
    "gets_up": False,
    "hold": "10s",
    "reps": 3,
    "sides": 1,
}


def sent(visitor: Visitor, path: str, **content: object) -> dict[str, object]:
    answer = visitor.post(path, json.dumps(content).encode(), {"content-type": "application/json"})
    told: dict[str, object] = json.loads(answer.text)
    return told


def in_base64(content: bytes) -> str:
    return b64encode(content).decode()


def test_whoever_chooses_another_language_reads_the_moves_in_it_at_once(
    home: Home, visitor: Visitor
) -> None:
    assert "Chin tuck" in visitor.get("/stretches").text

    home.write_settings('[look]\nlanguage = "de"\n')
    shown = visitor.get("/stretches").text

    assert "Kinn zurückziehen" in shown
    assert "Chin tuck" not in shown


def test_every_move_is_there_with_the_reason_why_some_stay_out(visitor: Visitor) -> None:
    shown = visitor.get("/stretches").text

    assert shown.count("<li id=") == 60
    assert shown.count("It is for the floor, and moves on the floor are off.") == 1
    assert shown.count(">Moves on the floor are off.<") > 10
    assert "stretches.floor" not in shown  # the page speaks of no key of the settings file


def test_the_gallery_rounds_a_length_as_the_proposal_does(visitor: Visitor) -> None:
    shown = visitor.get("/stretches/ham_knee_extension").text

    assert "Hamstring · 2 min" in shown  # 1 min 43 s


def test_a_walk_is_as_long_as_the_walks_that_are_proposed(home: Home, visitor: Visitor) -> None:
    assert "Walking · 2 min" in visitor.get("/stretches").text
    home.write_settings('[breaks]\nbreak_length = "4m"\n')
    assert "Walking · 4 min" in visitor.get("/stretches/walk").text


def test_a_move_told_as_one_minute_is_found_at_most_one_minute(
    browser: "Browser", page: ServedPage
) -> None:
    tab = opened(browser, page, "stretches")
    tab.get_by_label("At most").select_option("1 min")

    tab.locator("#ham_knee_extension").wait_for(state="hidden")
    assert tab.locator("#ham_seated").is_visible()  # 1 min 10 s


def test_a_move_tells_how_it_is_done_and_who_leaves_it_out(visitor: Visitor) -> None:
    shown = visitor.get("/stretches/hf_standing_split").text

    assert "Tuck the tailbone and squeeze the back buttock." in shown
    assert "20 s each side." in shown
    assert "Hip replacement" in shown


def test_a_move_is_told_in_the_form_that_suits_the_person(home: Home, visitor: Visitor) -> None:
    home.settings.parent.mkdir(parents=True, exist_ok=True)
    home.settings.write_text('[stretches]\navoid = ["bones"]\n', "utf-8")

    shown = visitor.get("/stretches/ham_standing_step").text

    assert "Heel on the floor and back upright; don&#39;t lean." in shown


@pytest.mark.parametrize("path", ["/stretches/burpee", "/stretches/picture/walk.png"])
def test_what_is_not_there_is_not_found(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).code == 404


@pytest.mark.parametrize("path", ["/stretches", "/stretches/wall_angel"])
def test_the_moves_are_shown_by_whom_the_settings_name(
    home: Home, visitor: Visitor, path: str
) -> None:
    home.write_settings('[windows]\nfigure = "bun"\n')

    shown = visitor.get(path).text

    assert "svg?by=bun" in shown
    assert "by=varied" not in shown


def test_a_wish_is_kept_in_the_settings_and_taken_back(home: Home, visitor: Visitor) -> None:
    told = sent(visitor, "/stretches/wish", key="never", id="superman", on=True)
    never = load_settings(home.settings).stretches.never
    sent(visitor, "/stretches/wish", key="never", id="superman", on=False)

    assert told["ok"]
    assert never == ("superman",)
    assert load_settings(home.settings).stretches.never == ()


def test_what_the_file_calls_by_its_name_is_switched_off_and_can_be_switched_on(
    home: Home, visitor: Visitor
) -> None:
    home.write_settings('[stretches]\nnever = ["Superman"]\n')

    shown = visitor.get("/stretches/superman").text
    sent(visitor, "/stretches/wish", key="never", id="superman", on=False)

    assert 'data-wish="never" aria-pressed="true"' in shown
    assert load_settings(home.settings).stretches.never == ()


@pytest.mark.parametrize(
    "wish",
    [
        {"key": "packs", "id": "superman", "on": True},
        {"key": "never", "id": "burpee", "on": True},
        {"key": "never", "id": "superman", "on": "yes"},
        {},
    ],
)
def test_a_wish_that_makes_no_sense_changes_nothing(
    home: Home, visitor: Visitor, wish: dict[str, object]
) -> None:
    assert not sent(visitor, "/stretches/wish", **wish)["ok"]
    assert not home.settings.exists()


def test_a_move_of_ones_own_comes_like_the_others(home: Home, visitor: Visitor) -> None:
    told = sent(visitor, "/stretches/own/save", **PULL, picture=in_base64(PICTURE.read_bytes()))

    shown = visitor.get(f"/stretches/{told['id']}").text
    with daemon_of(home):
        started = home.deskbreak("start", str(told["id"]))
        running = json.loads(home.deskbreak("status", "--json").out)["running"]
    assert told["ok"]
    assert "Draw the chin back." in shown
    assert visitor.get(f"/stretches/picture/{told['id']}.png").code == 200
    assert started.code == 0
    assert running["name"] == "Chin pull"


def test_a_move_of_ones_own_is_changed_and_goes_again(home: Home, visitor: Visitor) -> None:
    id_ = sent(visitor, "/stretches/own/save", **PULL)["id"]
    sent(visitor, "/stretches/own/save", **{**PULL, "name": "Chin tuck, mine"}, id=id_)
    changed = visitor.get(f"/stretches/{id_}").text
    gone = sent(visitor, "/stretches/own/forget", id=id_)

    assert "Chin tuck, mine" in changed
    assert gone["ok"]
    assert visitor.get(f"/stretches/{id_}").code == 404
    assert load_settings(home.settings).stretches.packs == ()


def test_a_move_of_ones_own_keeps_what_was_written_beside_the_form(
    home: Home, visitor: Visitor
) -> None:
    id_ = sent(visitor, "/stretches/own/save", **PULL, cue="Chin level.", avoid=["bones"])["id"]
    (pack,) = load_settings(home.settings).stretches.packs
    with Path(pack).open("a") as written:
        written.write('needs = ["desk"]\n')

    sent(visitor, "/stretches/own/save", **{**PULL, "name": "Chin, mine"}, id=id_, cue="", avoid=[])

    (move,) = read_pack(Path(pack))
    assert (move.name, move.needs) == ("Chin, mine", (Equipment.DESK,))
    assert (move.cue, move.avoid) == ("", ())


def test_a_move_of_ones_own_may_come_after_another_and_is_still_changed_and_shown(
    home: Home, visitor: Visitor
) -> None:
    id_ = sent(visitor, "/stretches/own/save", **PULL)["id"]
    (pack,) = load_settings(home.settings).stretches.packs
    with Path(pack).open("a") as written:
        written.write('requires = ["ham_seated"]\n')

    shown = visitor.get("/stretches")
    told = sent(visitor, "/stretches/own/save", **{**PULL, "name": "Chin, mine"}, id=id_)
    form = visitor.get(f"/stretches/own?id={id_}")
    gone = sent(visitor, "/stretches/own/forget", id=id_)

    assert (shown.code, form.code) == (200, 200)
    assert "Chin, mine" in form.text
    assert (told["ok"], gone["ok"]) == (True, True)


def test_of_a_pack_that_builds_on_another_the_page_says_how_many_moves_it_has(
    home: Home, visitor: Visitor, tmp_path: Path
) -> None:
    own = sent(visitor, "/stretches/own/save", **PULL)["id"]
    pack = tmp_path / "heels.toml"
    pack.write_text(
        f"""[[stretch]]
id = "heels"
name = "Heels"
group = "legs"
where = "standing"
gets_up = true
length = "30s"
steps = ["Stand tall."]
requires = ["{own}"]
"""
    )
    assert home.deskbreak("stretches", "import", str(pack)).code == 0

    shown = visitor.get("/stretches").text

    assert "requires[1]" not in shown
    assert "heels/stretches.toml: 1 move<" in shown


def test_a_key_that_no_move_has_is_told_when_the_form_is_saved(
    home: Home, visitor: Visitor
) -> None:
    id_ = sent(visitor, "/stretches/own/save", **PULL)["id"]
    (pack,) = load_settings(home.settings).stretches.packs
    with Path(pack).open("a") as written:
        written.write('mood = "good"\n')
    before = Path(pack).read_text()

    told = sent(visitor, "/stretches/own/save", **PULL, id=id_)

    assert "no such key" in str(told)
    assert Path(pack).read_text() == before


def test_whom_an_injury_keeps_from_a_move_of_ones_own_is_ticked_in_the_form(
    home: Home, visitor: Visitor
) -> None:
    id_ = sent(visitor, "/stretches/own/save", **PULL, areas=["neck"])["id"]
    home.write_settings(
        home.settings.read_text().replace("[stretches]", '[stretches]\ninjury = ["neck"]')
    )

    form = visitor.get(f"/stretches/own?id={id_}").text
    shown = visitor.get(f"/stretches/{id_}").text

    assert 'name="areas" value="neck" checked' in form
    assert "It loads what was hurt or operated on" in shown


def test_a_move_of_ones_own_in_a_wheelchair_suits_who_sits_in_one(
    home: Home, visitor: Visitor
) -> None:
    id_ = sent(visitor, "/stretches/own/save", **{**PULL, "where": "wheelchair"})["id"]
    home.write_settings(
        home.settings.read_text().replace("[stretches]", "[stretches]\nwheelchair = true")
    )

    assert "It does not suit your chair" not in visitor.get(f"/stretches/{id_}").text


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"hold": "an hour"}, "hold", "Needed: a length of time from 0s to 2m, such as 90s"),
        ({"name": ""}, "name", "Needed: one line of text, not empty."),
        ({"steps": []}, "steps", "missing"),
        ({"steps": ["x" * 91]}, "steps", "90"),
        ({"reps": 0}, "reps", "1"),
        ({"group": "walk"}, "group", "walk"),
        ({"avoid": ["everything"]}, "avoid", "everything"),
        ({"picture": in_base64(b"GIF89a")}, "picture", "PNG"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(
    home: Home, visitor: Visitor, wrong: dict[str, object], field: str, says: str
) -> None:
    told = sent(visitor, "/stretches/own/save", **{**PULL, **wrong})

    problems = told["problems"]
    assert isinstance(problems, dict)
    assert says in problems[field]
    assert not home.settings.exists()


def test_all_that_is_wrong_with_a_field_is_said_beside_it(visitor: Visitor) -> None:
    told = sent(visitor, "/stretches/own/save", **{**PULL, "steps": ["x" * 91, "y" * 92]})

    problems = told["problems"]
    assert isinstance(problems, dict)
    assert ("xxx" in problems["steps"], "yyy" in problems["steps"]) == (True, True)


def _pack(name: str = "stretches.toml", text: str = "") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(name, text)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pack.exe", b""),
        ("pack.zip", b"not an archive"),
        ("pack.zip", _pack("../../stretches.toml")),
        ("pack.toml", b"[" * 5000),
        ("pack.toml", b"x = " + b"9" * 5000),
        ("../../../pack.toml", b"[[stretch]]"),
    ],
)
def test_a_pack_that_is_none_is_refused_in_words(
    home: Home, visitor: Visitor, name: str, content: bytes
) -> None:
    told = sent(visitor, "/stretches/import", name=name, content=in_base64(content))

    assert not told["ok"]
    assert told["error"]
    assert not home.settings.exists()


def test_what_is_given_on_can_be_taken_in_elsewhere(visitor: Visitor) -> None:
    sent(visitor, "/stretches/own/save", **PULL)

    archive = visitor.get("/stretches/pack.zip")

    assert archive.code == 200
    assert archive.headers["content-type"] == "application/zip"


def test_the_gallery_is_sifted_as_one_types(browser: "Browser", page: ServedPage) -> None:
    tab = opened(browser, page, "stretches")
    tab.fill("#search", "hamstring desk")
    tab.select_option("#place", "office")

    shown = tab.locator("#gallery > li:visible b").all_inner_texts()

    assert shown
    assert len(shown) < 10
    tab.fill("#search", "no such move")
    assert tab.locator("#count").inner_text() == "No move fits all of that."


def test_a_move_is_favoured_and_switched_off_by_keyboard(
    browser: "Browser", home: Home, page: ServedPage
) -> None:
    tab = opened(browser, page, "stretches")
    tab.goto(tab.url.replace("/stretches", "/stretches/wall_angel"))
    tab.get_by_role("button", name="Favourite").focus()
    tab.keyboard.press("Enter")
    tab.locator("[data-wish=favourite][aria-pressed=true]").wait_for()
    tab.get_by_role("button", name="Never show this").focus()
    tab.keyboard.press("Space")
    tab.locator("[data-wish=never][aria-pressed=true]").wait_for()
    tab.get_by_text("You asked never to be shown it.").wait_for()

    wishes = load_settings(home.settings).stretches
    assert (wishes.favourite, wishes.never) == (("wall_angel",), ("wall_angel",))


def test_a_move_is_switched_off_and_on_where_all_are_shown_by_keyboard(
    browser: "Browser", home: Home, page: ServedPage
) -> None:
    tab = opened(browser, page, "stretches")
    before = tab.locator("h1").inner_text()
    tab.locator("#wall_angel a").focus()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.locator("#wall_angel").get_by_text("You switched it off.").wait_for()

    pressed = tab.get_by_role(
        "button", name="Never show this Wall slide, arms (wall angel)", pressed=True
    )
    assert pressed.evaluate("button => button === document.activeElement")
    assert tab.locator("h1").inner_text() != before
    assert load_settings(home.settings).stretches.never == ("wall_angel",)

    tab.keyboard.press("Space")
    tab.locator("#wall_angel").get_by_text("You switched it off.").wait_for(state="detached")
    assert load_settings(home.settings).stretches.never == ()
    assert tab.locator("h1").inner_text() == before


def test_a_move_with_a_picture_is_written_down_in_the_form(
    browser: "Browser", page: ServedPage
) -> None:
    tab = opened(browser, page, "stretches")
    tab.get_by_role("link", name="Write one down").click()
    tab.wait_for_url("**/stretches/own")
    tab.fill("#name", "Chin pull")
    tab.fill("#hold", "an hour")
    tab.get_by_role("button", name="Save").click()
    tab.locator("#hold[aria-invalid=true]").wait_for()
    told = tab.locator("#hold-wrong").inner_text()
    tab.fill("#hold", "10s")
    tab.fill("#steps", "Sit tall.\nDraw the chin back.")
    tab.set_input_files("#picture", PICTURE)
    tab.get_by_role("button", name="Save").click()
    tab.get_by_role("heading", name="Chin pull").wait_for()

    assert "2m" in told
    picture = tab.locator("main img")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def test_a_move_of_ones_own_is_proposed_with_its_picture(
    browser: "Browser", home: Home, page: ServedPage, visitor: Visitor
) -> None:
    others = [move.id for move in bundled() if move.id != "stand_up"]
    home.write_settings(
        f'[breaks]\nevery = "3s"\nlull = "0s"\nsettle = "1s"\n[stretches]\nnever = {others}\n'
    )
    with daemon_of(home):
        tab = opened(browser, page, "today")
        move = {**PULL, "where": "standing", "gets_up": True}
        kept = sent(visitor, "/stretches/own/save", **move, picture=in_base64(PICTURE.read_bytes()))
        home.deskbreak("skip")
        tab.get_by_role("heading", name="Now: Chin pull").wait_for()
        picture = tab.locator(f'img[src="/stretches/picture/{kept["id"]}.png"]')

        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def test_what_is_ruled_out_starts_only_when_it_is_said_twice(
    browser: "Browser", home: Home, page: ServedPage
) -> None:
    home.settings.parent.mkdir(parents=True, exist_ok=True)
    home.settings.write_text('[stretches]\nnever = ["wall_angel"]\n', "utf-8")
    with daemon_of(home):
        tab = opened_at(browser, page, "wall_angel")
        tab.get_by_role("button", name="Start").click()
        told = tab.locator("#told", has_text="You asked never to be shown it.").inner_text()
        tab.get_by_role("button", name="Start anyway").click()
        tab.wait_for_url("**/today")

        status = json.loads(home.deskbreak("status", "--json").out)

    assert told == "You asked never to be shown it."
    assert status["running"]["stretch"] == "wall_angel"


def opened_at(browser: "Browser", page: ServedPage, id_: str) -> "Tab":
    tab = opened(browser, page, "stretches")
    tab.goto(tab.url.replace("/stretches", f"/stretches/{id_}"))
    return tab


def said_in(tab: "Tab") -> list[dict[str, object]]:
    """Every answer that the tab sends from now on."""
    said: list[dict[str, object]] = []

    def note(path: str, content: dict[str, object] | None) -> None:
        if path.endswith("/answer") and content is not None:
            said.append(content)

    tab.on("request", lambda request: note(request.url, request.post_data_json))
    return said


def test_a_double_click_says_once_that_it_hurts_and_leaves_the_group_on(
    browser: "Browser", home: Home, page: ServedPage
) -> None:
    with daemon_of(home):
        tab = opened_at(browser, page, "wall_angel")
        said = said_in(tab)
        tab.get_by_role("button", name="This hurts").dblclick()
        tab.locator("#told:not(:empty)").wait_for()

        off = json.loads(home.deskbreak("status", "--json").out)["off"]

    assert [each["answer"] for each in said] == ["hurt"]
    assert off == []


def test_a_double_click_starts_nothing_that_was_not_read_about(
    browser: "Browser", home: Home, page: ServedPage
) -> None:
    home.write_settings('[stretches]\nnever = ["wall_angel"]\n')
    with daemon_of(home):
        tab = opened_at(browser, page, "wall_angel")
        said = said_in(tab)
        tab.get_by_role("button", name="Start").dblclick()
        tab.get_by_role("button", name="Start anyway").wait_for()

    assert [each["anyway"] for each in said] == [False]


def test_where_no_button_answers_how_much_it_hurt_the_command_is_told(
    browser: "Browser", home: Home, page: ServedPage
) -> None:
    with daemon_of(home):
        home.deskbreak("start", "wall_angel")
        tab = opened_at(browser, page, "wall_angel")
        tab.get_by_role("button", name="This hurts").click()

        tab.locator("#told", has_text="deskbreak pain mild").wait_for()


def test_each_answer_goes_out_under_an_id_of_its_own(
    browser: "Browser", home: Home, page: ServedPage
) -> None:
    with daemon_of(home):
        tab = opened_at(browser, page, "wall_angel")
        said = said_in(tab)
        tab.get_by_role("button", name="This hurts").click()
        tab.locator("#told:not(:empty)").wait_for()
        tab.goto(tab.url.replace("/wall_angel", "/superman"))
        tab.get_by_role("button", name="This hurts").click()
        tab.locator("#told:not(:empty)").wait_for()

    assert [each["stretch"] for each in said] == ["wall_angel", "superman"]
    assert len({each.get("once") for each in said} - {None}) == 2
