"""Plans of the user's own: put together, changed, begun, and never with what is ruled out."""

import json
from typing import TYPE_CHECKING

import pytest
from command_line import Home
from served_page import ServedPage, Visitor, daemon_of, opened
from test_page_stretches import sent

from deskbreak.settings.written import load_settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

MORNING = ["wall_angel", "walk", "chin_tuck"]


def save(visitor: Visitor, name: str, moves: list[str], was: str = "") -> dict[str, object]:
    return sent(visitor, "/stretches/plan/save", was=was, name=name, moves=moves)


def plans(home: Home) -> dict[str, list[str]]:
    each = load_settings(home.settings).stretches.plans.each
    return {plan.name: [*plan.moves] for plan in each}


def test_a_plan_is_kept_changed_and_put_away_with_the_comments_around_it(
    home: Home, visitor: Visitor
) -> None:
    home.write_settings("[stretches]\n# mine\nfloor = true  # on the mat\n")
    save(visitor, "Morning", MORNING)
    save(visitor, "Évening", ["walk"])
    kept = plans(home)
    save(visitor, "Early", [*MORNING, "walk"], was="Morning")
    changed = plans(home)
    sent(visitor, "/stretches/plan/forget", was="Évening")

    assert kept == {"Morning": MORNING, "Évening": ["walk"]}
    assert changed == {"Early": [*MORNING, "walk"], "Évening": ["walk"]}
    assert plans(home) == {"Early": [*MORNING, "walk"]}
    text = home.settings.read_text("utf-8")
    assert "# mine\nfloor = true  # on the mat\n" in text


@pytest.mark.parametrize(
    ("name", "moves", "problems"),
    [
        (
            "",
            [],
            {
                "name": "Needed: a name of 1 to 40 characters that begins with no digit.",
                "moves": "Needed: 1 to 20 moves.",
            },
        ),
        (
            "5 Tibetans",
            ["walk"],
            {"name": "Needed: a name of 1 to 40 characters that begins with no digit."},
        ),
        ("MORNING", ["walk"], {"name": "Another plan is called so already."}),
        ("Long", ["walk"] * 21, {"moves": "Needed: 1 to 20 moves."}),
    ],
)
def test_what_is_wrong_is_said_by_its_field(
    home: Home, visitor: Visitor, name: str, moves: list[str], problems: dict[str, str]
) -> None:
    save(visitor, "Morning", MORNING)

    answer = save(visitor, name, moves)

    assert (answer["ok"], answer["problems"]) == (False, problems)
    assert plans(home) == {"Morning": MORNING}


def test_what_is_gone_is_not_brought_back(home: Home, visitor: Visitor) -> None:
    home.write_settings('[stretches]\nplans = { Morning = ["walk", "of_a_pack"] }\n')

    assert not save(visitor, "Evening", ["of_a_pack"])["ok"]
    assert not save(visitor, "Evening", ["walk"], was="Noon")["ok"]
    assert not sent(visitor, "/stretches/plan/forget", was="Noon")["ok"]
    assert visitor.get("/stretches/plan?name=Noon").code == 404
    assert save(visitor, "Evening", ["of_a_pack", "walk"], was="Morning")["ok"]
    assert plans(home) == {"Evening": ["of_a_pack", "walk"]}


def test_the_list_says_what_a_session_would_lead_past(home: Home, visitor: Visitor) -> None:
    home.write_settings(
        '[stretches]\nnever = ["chin_tuck"]\nplans = { Morning = ["walk", "chin_tuck"] }\n'
    )

    shown = visitor.get("/stretches").text

    assert "Left out now: Chin tuck. You asked never to be shown it." in shown
    assert "about 2 min" in shown


def add(tab: "Tab", *ids: str) -> None:
    for id_ in ids:
        tab.select_option("#more", id_)
        tab.get_by_role("button", name="Add").click()


def test_a_plan_is_put_together_by_mouse_and_begun(
    browser: "Browser", home: Home, page: ServedPage
) -> None:
    with daemon_of(home):
        tab = opened(browser, page, "stretches")
        tab.get_by_role("link", name="Put a plan together").click()
        tab.wait_for_url("**/stretches/plan")
        tab.get_by_role("button", name="Save").click()
        tab.locator("#name[aria-invalid=true]").wait_for()
        told = tab.locator("#moves-wrong").inner_text()
        tab.fill("#name", "Morning")
        add(tab, "walk", "chin_tuck", "wall_angel", "walk")
        tab.get_by_role("button", name="(wall angel): earlier").click()
        tab.get_by_role("button", name="(wall angel): earlier").click()
        tab.get_by_role("button", name="take out").last.click()
        tab.get_by_role("button", name="Save").click()
        tab.get_by_role("button", name="Start Morning").click()
        tab.wait_for_url("**/today")

        status = json.loads(home.deskbreak("status", "--json").out)

    assert told == "Needed: 1 to 20 moves."
    assert plans(home) == {"Morning": ["wall_angel", "walk", "chin_tuck"]}
    assert status["running"]["stretch"] == "wall_angel"


def test_a_plan_is_changed_and_deleted_by_keyboard_alone(
    browser: "Browser", home: Home, page: ServedPage
) -> None:
    home.write_settings('[stretches]\nplans = { Morning = ["walk", "chin_tuck", "heel_raise"] }\n')
    tab = opened(browser, page, "stretches")
    tab.get_by_role("link", name="Change Morning").press("Enter")
    tab.wait_for_url("**/stretches/plan?*")  # with what makes its buttons work
    later = tab.get_by_role("button", name="Chin tuck: later")
    later.press("Enter")
    has_focus = later.evaluate("button => button === document.activeElement")
    said = tab.locator("#placed").inner_text()
    tab.get_by_role("button", name="Heel raises: take out").press("Enter")
    focused = tab.evaluate("document.activeElement.ariaLabel")
    tab.locator("#name").press("Enter")
    tab.wait_for_url("**/stretches#plans")
    changed = plans(home)
    tab.get_by_role("link", name="Change Morning").press("Enter")
    tab.wait_for_url("**/stretches/plan?*")
    tab.get_by_role("button", name="Delete").press("Enter")
    tab.wait_for_url("**/stretches#plans")

    assert has_focus
    assert said == "Chin tuck, number 3 of 3"
    assert focused == "Chin tuck: take out"
    assert changed == {"Morning": ["walk", "chin_tuck"]}
    assert plans(home) == {}


def test_a_plan_is_a_button_of_today_and_a_word_of_the_command_line(
    browser: "Browser", home: Home, page: ServedPage
) -> None:
    home.write_settings(
        '[stretches]\nnever = ["chin_tuck"]\nplans = { true = ["chin_tuck", "walk"] }\n'
    )
    with daemon_of(home):
        tab = opened(browser, page, "today")
        tab.get_by_role("button", name="true", exact=True).click()
        tab.locator("#told", has_text="Left out of true").wait_for()
        told = tab.locator("#told").inner_text()
        home.deskbreak("close")
        typed = home.deskbreak("session", "TRUE")
        home.deskbreak("close")
        unknown = home.deskbreak("session", "noon")
        length = home.deskbreak("session", "5x")

    left_out = "Left out of true. Chin tuck: You asked never to be shown it."
    assert told.startswith(left_out)
    assert typed.out.startswith(left_out)
    assert (unknown.code, "There is no plan called noon; yours are: true" in unknown.err) == (
        1,
        True,
    )
    assert length.code == 2
