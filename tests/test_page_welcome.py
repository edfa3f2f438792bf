"""The first questions on the page: four steps, each kept as it is answered, left at any time."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command_line import Home
from fake_browser import fake_browser
from playwright.sync_api import expect
from served_page import ServedPage, daemon_of, opened

from deskbreak.core.duration import parse_duration
from deskbreak.core.safety import first_warning, red_flags
from deskbreak.core.stretch import Equipment
from deskbreak.core.work_hours import Range
from deskbreak.settings.written import load_settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

NINE_TO_FIVE = (Range(540, 1020),)


@pytest.fixture
def tab(browser: "Browser", page: ServedPage) -> "Tab":
    return opened(browser, page, "welcome", viewport={"width": 1280, "height": 900})


def go_on(tab: "Tab", title: str, by: str = "Next") -> None:
    tab.get_by_role("link", name=by).click()
    tab.get_by_role("heading", level=1, name=title).wait_for()
    tab.wait_for_load_state()


def is_saved(tab: "Tab") -> None:
    tab.locator("#told", has_text="Saved").wait_for()


def offers(page: ServedPage) -> bool:
    return 'href="/welcome"' in page.visitor().get("/today").text


def test_four_steps_are_answered_and_end_in_a_first_stretch(home: Home, tab: "Tab") -> None:
    with daemon_of(home):
        tab.get_by_label("30 min").check()
        is_saved(tab)
        go_on(tab, "At what hours?")
        tab.get_by_role("button", name="Monday to Friday, 9 to 17").click()
        is_saved(tab)
        go_on(tab, "Where, and on what chair?")
        tab.get_by_label("Where you are").select_option("home")
        is_saved(tab)
        tab.get_by_label("A free wall").check()
        expect(tab.locator("#row-stretches-lacking button")).to_be_visible()
        go_on(tab, "Anything to be careful with?")
        tab.get_by_label("Kneeling is uncomfortable").check()
        is_saved(tab)
        go_on(tab, "Ready for a first stretch", by="On to a first stretch")
        tab.get_by_label("Start deskbreak when I log in").check()
        tab.locator("#told", has_text="starts at your next login").wait_for()
        tab.get_by_role("button", name="Try a first stretch").click()
        tab.wait_for_url("**/today")

        running = json.loads(home.deskbreak("status", "--json").out)["running"]

    settings = load_settings(home.settings)
    assert settings.breaks.every == parse_duration("30m")
    assert settings.work_hours.weekdays == (*(NINE_TO_FIVE,) * 5, (), ())
    assert settings.stretches.place.value == "home"
    assert settings.stretches.lacking == (Equipment.WALL,)
    assert settings.stretches.avoid == ("knee_kneel",)
    assert running is not None
    assert home.deskbreak("autostart").out.startswith("deskbreak starts at login")


def test_what_is_left_half_way_is_kept_and_offered_again(
    home: Home, page: ServedPage, tab: "Tab"
) -> None:
    other = tab.get_by_label("Another time")
    other.fill("50")
    other.press("Enter")
    is_saved(tab)
    go_on(tab, "At what hours?")
    tab.close()

    assert load_settings(home.settings).breaks.every == parse_duration("50m")
    assert load_settings(home.settings).work_hours.weekdays is None
    assert offers(page)


def test_what_is_left_by_its_button_is_kept_and_offered_no_more(
    home: Home, page: ServedPage, tab: "Tab"
) -> None:
    tab.get_by_label("60 min").check()
    is_saved(tab)
    tab.get_by_role("button", name="Leave it at that").click()
    tab.wait_for_url("**/today")

    assert load_settings(home.settings).breaks.every == parse_duration("1h")
    assert not offers(page)


def test_a_length_that_is_none_is_told_beside_the_field(home: Home, tab: "Tab") -> None:
    other = tab.get_by_label("Another time")
    other.fill("often")
    other.press("Enter")

    wrong = "“often” won't do here. Write a length of time from 1s to 12h"
    tab.locator("#often-wrong", has_text=wrong).wait_for()
    assert not home.settings.exists()


def test_hours_are_typed_as_people_write_them(home: Home, tab: "Tab") -> None:
    go_on(tab, "At what hours?")
    tab.get_by_label("Several days at once").fill("mon-wed 9-17")
    tab.get_by_role("button", name="Set", exact=True).click()
    is_saved(tab)

    weekdays = load_settings(home.settings).work_hours.weekdays
    assert weekdays == (*(NINE_TO_FIVE,) * 3, (), (), (), ())


def test_only_who_sits_in_a_wheelchair_is_asked_about_it(home: Home, tab: "Tab") -> None:
    tab.goto(tab.url + "?step=3")
    assert tab.get_by_label("My chair rolls").is_visible()
    assert not tab.get_by_label("I can move my legs").is_visible()

    tab.get_by_label("Wheelchair", exact=True).check()
    is_saved(tab)
    tab.get_by_label("I can move my legs", exact=True).check()
    expect(tab.locator("#row-stretches-legs button")).to_be_visible()

    assert not tab.get_by_label("My chair rolls").is_visible()
    wishes = load_settings(home.settings).stretches
    assert (wishes.wheelchair, wishes.legs, wishes.steady_trunk) == (True, True, False)


def test_the_signs_stand_in_two_sentences_and_can_be_read_whole(tab: "Tab") -> None:
    tab.goto(tab.url + "?step=4")
    sign = tab.get_by_text(red_flags()[0].signs[0])
    assert tab.get_by_text(first_warning()).is_visible()
    assert not sign.is_visible()

    tab.get_by_text("Read all signs").click()
    assert sign.is_visible()


def test_none_of_these_stands_first_and_goes_on(home: Home, tab: "Tab") -> None:
    home.write_settings('[stretches]\navoid = ["balance"]\n')
    tab.goto(tab.url + "?step=4")
    first = tab.locator("#care button, #care input").first
    assert first.inner_text() == "None of these"

    first.click()
    tab.get_by_role("heading", level=1, name="Ready for a first stretch").wait_for()
    assert load_settings(home.settings).stretches.avoid == ()


def test_today_offers_it_until_it_is_waved_off(
    browser: "Browser", home: Home, page: ServedPage
) -> None:
    today = opened(browser, page, "today")
    today.get_by_role("link", name="Set up").wait_for()

    today.get_by_role("button", name="Not needed").click()
    expect(today.get_by_role("link", name="Set up")).to_have_count(0)
    assert not offers(page)
    assert not home.settings.exists()


def test_who_had_settings_of_their_own_before_is_not_asked(home: Home, page: ServedPage) -> None:
    home.write_settings('[breaks]\nevery = "20m"\n')

    assert not offers(page)


def test_answers_in_the_terminal_are_answers(home: Home, page: ServedPage) -> None:
    answers = ("yes", "45", "office", "any", "n", "y", "0", "0", "n", "n")
    done = home.deskbreak("setup", stdin="".join(f"{answer}\n" for answer in answers))

    assert done.code == 0, done
    assert not offers(page)


def test_questions_in_the_terminal_are_answered_in_the_language_they_are_asked_in(
    home: Home, page: ServedPage
) -> None:
    german = {"LANGUAGE": "de", "LC_ALL": "C.UTF-8"}
    answers = ("ja", "45", "office", "mo-fr 9-17", "nein", "vielleicht", "ja", "0", "0", "n", "n")
    typed = "".join(f"{answer}\n" for answer in answers).encode()
    done = home.process("setup", stdin=typed, environment=german)

    assert done.code == 0, done
    assert done.out.count("Rollt Ihr Stuhl?") == 2
    assert not offers(page)


def test_setup_opens_it_where_there_is_a_browser(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fake_browser(tmp_path, tmp_path / "run") as browser:
        monkeypatch.setenv("PATH", browser.path)
        monkeypatch.setenv("DISPLAY", ":3999")
        done = home.deskbreak("setup")

        assert (done.code, done.err) == (0, "")
        assert done.out == (
            "It is in your browser. To answer here instead: deskbreak setup --terminal\n"
        )
        assert browser.has_shown("welcome")


def test_a_step_that_there_is_not_is_the_first(page: ServedPage) -> None:
    visitor = page.visitor()

    for step in ("0", "9", "-1", "x", "99999999999"):
        assert "How often?" in visitor.get(f"/welcome?step={step}").text
