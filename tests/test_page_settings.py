"""Settings on the page, in a real browser: the file, its comments and the daemon are what count."""

import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command_line import Home
from desktop import wait_until
from playwright.sync_api import expect
from served_page import ServedPage, Visitor, daemon_of, opened, served

from deskbreak.core.cautions import avoid_groups, avoid_texts
from deskbreak.core.policy import Settings
from deskbreak.core.stretch import Area
from deskbreak.core.work_hours import Range
from deskbreak.page.choice_words import choice_name
from deskbreak.page.settings_rows import ELSEWHERE
from deskbreak.settings.table import SECTIONS, Section, Setting
from deskbreak.settings.written import load_settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Route
    from playwright.sync_api import Page as Tab

MINE = """\
# my hours
[breaks]
every = "50m"   # as my doctor says

[work_hours]
monday = ["09:00-17:00"]
tuesday = ["09:00-12:00"]   # half a day
dates = { "2031-12-24" = ["09:00-12:00"] } # short
"""


@pytest.fixture
def home(home: Home) -> Home:
    home.write_settings(MINE)
    return home


@pytest.fixture
def tab(browser: "Browser", page: ServedPage) -> "Tab":
    return opened(browser, page, "settings", viewport={"width": 1280, "height": 900})


def tuesday(home: Home) -> tuple[Range, ...]:
    weekdays = load_settings(home.settings).work_hours.weekdays
    assert weekdays is not None
    return weekdays[1]


def line(tab: "Tab", day: int) -> "Locator":
    return tab.locator(f"#line-{day}")


def drag(tab: "Tab", day: int, hour: float, to_hour: float) -> None:
    """Along the line of the day, which shows thirty hours."""
    box = line(tab, day).bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    tab.mouse.move(box["x"] + box["width"] * hour / 30, y)
    tab.mouse.down()
    tab.mouse.move(box["x"] + box["width"] * (hour + to_hour) / 60, y)
    tab.mouse.move(box["x"] + box["width"] * to_hour / 30, y)
    tab.mouse.up()


def row(tab: "Tab", key: str) -> "Locator":
    return tab.locator(f"#row-{key.replace('.', '-')}")


def tick(tab: "Tab", *boxes: str) -> None:
    for box in boxes:
        tab.locator(f"#{box}").check()


def is_saved(tab: "Tab") -> None:
    tab.locator("#told", has_text="Saved").wait_for()


def test_tuesdays_hours_are_changed_by_mouse(home: Home, tab: "Tab") -> None:
    drag(tab, 1, 13, 17.5)
    is_saved(tab)

    assert tuesday(home) == (Range(540, 720), Range(780, 1050))
    assert home.settings.read_text() == MINE.replace(
        'tuesday = ["09:00-12:00"]', 'tuesday = ["09:00-12:00", "13:00-17:30"]'
    )
    assert tab.locator("#day-1").input_value() == "09:00-12:00, 13:00-17:30"


def test_a_bar_is_moved_by_its_middle_and_stretched_at_its_end(home: Home, tab: "Tab") -> None:
    drag(tab, 1, 10.5, 11.5)
    is_saved(tab)
    assert tuesday(home) == (Range(600, 780),)

    tab.evaluate("document.getElementById('told').textContent = ''")
    drag(tab, 1, 12.97, 15)
    is_saved(tab)
    assert tuesday(home) == (Range(600, 900),)


def test_tuesdays_hours_are_changed_by_keyboard(home: Home, tab: "Tab") -> None:
    tab.locator("#bar-1-0").focus()
    tab.keyboard.press("Shift+ArrowRight")
    tab.keyboard.press("Shift+ArrowRight")
    tab.keyboard.press("ArrowLeft")
    is_saved(tab)

    assert tuesday(home) == (Range(525, 735),)
    assert "# half a day" in home.settings.read_text()
    assert tab.evaluate("document.activeElement.id") == "bar-1-0"
    assert tab.locator("#bar-1-0").get_attribute("aria-valuetext") == "08:45–12:15"

    tab.evaluate("document.getElementById('told').textContent = ''")
    tab.keyboard.press("Delete")
    is_saved(tab)
    assert tuesday(home) == ()


def test_a_whole_day_is_shortened_by_keyboard_and_moved_nowhere(home: Home, tab: "Tab") -> None:
    tab.locator("#day-1").fill("any time")
    tab.locator("#day-1").press("Enter")
    expect(tab.locator("#bar-1-0")).to_have_attribute("data-end", "1440")
    tab.locator("#bar-1-0").focus()
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Shift+ArrowLeft")
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Shift+End")
    wait_until(lambda: tuesday(home) == (Range(15, 1440),), "the hours", within=20)

    assert tab.locator("#day-1").input_value() == "00:15-24:00"
    assert set(tab.locator("#week .wrong").all_inner_texts()) == {""}


def test_a_range_past_midnight_is_drawn_and_typed(home: Home, tab: "Tab") -> None:
    drag(tab, 1, 22, 28)
    is_saved(tab)
    tab.locator("#day-3").fill("22-6")
    tab.locator("#day-3").press("Enter")
    expect(tab.locator("#bar-3-0")).to_have_attribute("data-end", "1800")

    assert tuesday(home) == (Range(540, 720), Range(1320, 240))
    assert 'thursday = ["22:00-06:00"]' in home.settings.read_text()


def test_a_day_is_copied_and_several_are_typed_at_once(home: Home, tab: "Tab") -> None:
    tab.locator("#copy-1").click()
    tab.locator("[data-day='1']").get_by_role("button", name="to Saturday").click()
    is_saved(tab)
    assert "saturday" in home.settings.read_text()

    tab.locator("#hours-typed").fill("mon-wed 8-12 13-16:30, fri off")
    tab.locator("#hours-set").click()
    expect(tab.locator("#day-2")).to_have_value("08:00-12:00, 13:00-16:30")

    weekdays = load_settings(home.settings).work_hours.weekdays
    assert weekdays is not None
    assert weekdays[:3] == ((Range(480, 720), Range(780, 990)),) * 3
    assert weekdays[5] == (Range(540, 720),)


def test_hours_that_cannot_be_read_are_told_beside_the_day(home: Home, tab: "Tab") -> None:
    tab.locator("#day-1").fill("9-12 11-13")
    tab.locator("#day-1").press("Enter")

    tab.locator("#day-1-wrong", has_text="overlap").wait_for()
    assert tab.locator("#day-1").get_attribute("aria-invalid") == "true"
    assert home.settings.read_text() == MINE


def test_any_time_takes_the_hours_away(home: Home, tab: "Tab") -> None:
    tab.get_by_role("button", name="Any time").click()
    tab.get_by_text("No hours are set").wait_for()

    assert load_settings(home.settings).work_hours.weekdays is None


def test_the_first_day_that_is_drawn_leaves_the_others_open(
    browser: "Browser", page: ServedPage, home: Home
) -> None:
    home.settings.unlink()
    tab = opened(browser, page, "settings", viewport={"width": 1280, "height": 900})
    drag(tab, 1, 9, 17)
    is_saved(tab)

    weekdays = load_settings(home.settings).work_hours.weekdays
    assert weekdays is not None
    assert weekdays[1] == (Range(540, 1020),)
    assert weekdays[0] == (Range(0, 1440),)


def test_a_key_is_changed_and_reset_and_the_running_daemon_follows(home: Home, tab: "Tab") -> None:
    with daemon_of(home):
        field = row(tab, "breaks.every").locator("input")
        field.fill("25m")
        field.press("Enter")
        is_saved(tab)
        status = json.loads(home.deskbreak("status", "--json").out)
        assert 'every = "25m"   # as my doctor says' in home.settings.read_text()
        assert status["due_in_s"] is None or status["due_in_s"] <= 25 * 60

        row(tab, "breaks.every").get_by_role("button", name="Reset: Ask after").click()
        row(tab, "breaks.every").get_by_role("button").wait_for(state="detached")

        assert field.input_value() == "45m"
        assert "every =" not in home.settings.read_text()


def test_a_wrong_value_is_told_beside_its_field_in_the_words_of_a_field(
    home: Home, tab: "Tab"
) -> None:
    field = row(tab, "breaks.repeat_after").locator("input")
    field.fill("soon")
    field.press("Enter")

    wrong = "“soon” won't do here. Write a length of time of at least 1s, such as 90s, 5m or 1h30m."
    row(tab, "breaks.repeat_after").get_by_text(wrong).wait_for()
    assert field.get_attribute("aria-invalid") == "true"
    assert home.settings.read_text() == MINE

    field.fill("12m")
    field.press("Enter")
    is_saved(tab)
    assert field.get_attribute("aria-invalid") is None


def test_a_program_of_ones_own_keeps_its_arguments_when_one_more_is_typed(
    browser: "Browser", home: Home, page: ServedPage
) -> None:
    home.write_settings('[hooks]\non_propose = ["/usr/bin/logger", "-t", "a b"]\n')
    tab = opened(browser, page, "settings")
    field = row(tab, "hooks.on_propose").locator("input")
    expect(field).to_have_value("/usr/bin/logger -t 'a b'")

    field.press("End")
    tab.keyboard.type(" now")
    field.press("Enter")
    is_saved(tab)

    hooks = load_settings(home.settings).hooks
    assert hooks.on_propose == ("/usr/bin/logger", "-t", "a b", "now")


def test_what_two_keys_forbid_each_other_is_told_whole(home: Home, tab: "Tab") -> None:
    field = row(tab, "breaks.natural_break_locked").locator("input")
    field.fill("20m")
    field.press("Enter")

    row(tab, "breaks.natural_break_locked").get_by_text(
        "at most “What counts as a break”, which is"
    ).wait_for()
    assert home.settings.read_text() == MINE


def test_an_edit_made_elsewhere_is_shown_when_one_comes_back(home: Home, tab: "Tab") -> None:
    edited = MINE.replace('"50m"', '"20m"') + "\n[hold]\ncalls = false # mumble\n"
    home.settings.write_text(edited)
    tab.evaluate("dispatchEvent(new Event('focus'))")

    tab.get_by_text("Changed elsewhere, and shown here now: Ask after, In a call").wait_for()
    assert row(tab, "breaks.every").locator("input").input_value() == "20m"
    assert not row(tab, "hold.calls").locator("input").is_checked()
    assert home.settings.read_text() == edited


def test_who_comes_back_with_a_click_ticks_what_was_clicked_whatever_was_edited(
    home: Home, tab: "Tab"
) -> None:
    home.settings.write_text(MINE + '[stretches]\ninjury = ["hip"]\n')
    tab.get_by_label("Kneeling is uncomfortable").hover()
    tab.mouse.down()
    with tab.expect_response("**/settings/pieces*"):
        tab.evaluate("dispatchEvent(new Event('focus'))")
    tab.evaluate("new Promise(requestAnimationFrame)")
    tab.mouse.up()

    expect(tab.locator("#care .caution :checked")).to_have_count(2)
    assert load_settings(home.settings).stretches.avoid == ("knee_kneel",)
    assert load_settings(home.settings).stretches.injury == (Area.HIP,)


def test_an_edit_of_the_same_key_made_meanwhile_is_shown_and_not_overwritten(
    home: Home, tab: "Tab"
) -> None:
    field = row(tab, "breaks.every").locator("input")
    field.fill("25m")
    edited = MINE.replace('"50m"', '"20m"')
    home.settings.write_text(edited)
    field.press("Enter")

    row(tab, "breaks.every").get_by_text('now it is "20m"').wait_for()
    assert home.settings.read_text() == edited
    assert field.input_value() == "25m"

    field.fill("26m")
    field.press("Enter")
    is_saved(tab)
    assert 'every = "26m"   # as my doctor says' in home.settings.read_text()


def test_an_edit_of_another_key_made_meanwhile_stays(home: Home, tab: "Tab") -> None:
    edited = MINE.replace('monday = ["09:00-17:00"]', 'monday = ["07:00-11:00"] # early')
    home.settings.write_text(edited)
    drag(tab, 1, 13, 17)
    is_saved(tab)

    assert 'monday = ["07:00-11:00"] # early' in home.settings.read_text()
    assert tab.locator("#day-0").input_value() == "07:00-11:00"


def test_a_day_that_was_edited_meanwhile_is_shown_and_not_drawn_over(
    home: Home, tab: "Tab"
) -> None:
    edited = MINE.replace('tuesday = ["09:00-12:00"]', 'tuesday = ["07:00-11:00"]')
    home.settings.write_text(edited)
    drag(tab, 1, 13, 17)

    tab.locator("#told", has_text="It was changed elsewhere meanwhile").wait_for()
    expect(tab.locator("#day-1")).to_have_value("07:00-11:00")
    assert home.settings.read_text() == edited


def test_cautions_are_ticked_and_say_what_they_leave_out(home: Home, tab: "Tab") -> None:
    caution = tab.locator(".caution", has_text="Kneeling is uncomfortable")
    caution.locator("summary").click()
    assert "Half-kneeling hip-flexor stretch" in caution.inner_text()

    tab.get_by_label("Kneeling is uncomfortable").check()
    is_saved(tab)
    assert load_settings(home.settings).stretches.avoid == ("knee_kneel",)

    tab.get_by_role("button", name="None of these").click()
    expect(tab.get_by_label("Kneeling is uncomfortable")).not_to_be_checked()
    assert load_settings(home.settings).stretches.avoid == ()


def test_boxes_that_are_ticked_before_others_are_kept_stay_ticked(home: Home, tab: "Tab") -> None:
    underway: list[Route] = []

    def keep_waiting(route: "Route") -> None:
        underway.append(route)

    tab.route("**/settings/set", keep_waiting, times=3)
    tick(tab, "care-leg_nerve", "care-hip_precautions", "injury-hip")
    with tab.expect_request("**/settings/set"):
        underway[0].continue_()
    tick(tab, "care-bones", "injury-knee")
    for each in underway[1:]:
        each.continue_()

    def are_all_kept() -> bool:
        stretches = load_settings(home.settings).stretches
        cautions = stretches.avoid == ("leg_nerve", "hip_precautions", "bones")
        return cautions and stretches.injury == (Area.HIP, Area.KNEE)

    wait_until(are_all_kept, "all five to be kept")
    expect(tab.locator("#care .caution :checked")).to_have_count(5)


def test_whose_button_goes_stays_where_it_was(home: Home, tab: "Tab") -> None:
    tick(tab, "row-stretches-lacking-wall")
    row(tab, "stretches.lacking").get_by_role("button", name="Reset").press("Enter")
    expect(tab.locator("#row-stretches-lacking-wall")).to_be_focused()
    tab.locator("#hours-any-time").press("Enter")
    tab.locator("#hours-any-time").wait_for(state="hidden")
    expect(tab.locator("#hours-typed")).to_be_focused()

    assert load_settings(home.settings).stretches.lacking == ()


def test_settings_are_found_by_their_words_and_keys(tab: "Tab") -> None:
    tab.get_by_label("Find a setting").fill("snooze row")
    assert tab.locator(".row.setting:visible").count() == 1
    assert row(tab, "breaks.snooze_limit").is_visible()
    assert not tab.locator("#week-title").is_visible()

    tab.get_by_label("Find a setting").fill("do_not_disturb")
    assert row(tab, "hold.do_not_disturb").is_visible()

    tab.get_by_label("Find a setting").fill("flux compensator")
    tab.get_by_text("No setting matches").wait_for()


def test_days_are_taken_off_on_the_calendar_and_given_back(home: Home, tab: "Tab") -> None:
    month = tab.locator("#calendar h3").first
    first = month.inner_text()
    tab.get_by_role("button", name="The next month").click()
    expect(tab.locator("#calendar h3").first).not_to_have_text(first)
    day = tab.locator("[data-date$='-15']").get_attribute("data-date")
    tab.locator("[data-date$='-15']").click()
    is_saved(tab)
    assert f"{day} = []" in home.settings.read_text()
    assert "# short" in home.settings.read_text()
    assert tab.locator("[data-date$='-15']").get_attribute("aria-pressed") == "true"

    own = tab.locator(f"#own-{day}")
    own.fill("9-11")
    own.press("Enter")
    expect(own).to_have_value("09:00-11:00")

    tab.locator("[data-date$='-15']").click()
    own.wait_for(state="detached")
    assert len(load_settings(home.settings).work_hours.dates) == 1


def test_days_that_are_clicked_one_after_the_other_are_all_off_until_one_is_forgotten(
    home: Home, tab: "Tab"
) -> None:
    month = str(tab.locator("[data-date$='-02']").get_attribute("data-date"))[:7]
    days = [f"{month}-{day:02}" for day in range(2, 7)]
    tab.evaluate(
        "days => days.forEach((day) => document.querySelector(`[data-date='${day}']`).click())",
        days,
    )

    off = tab.locator("[data-date][aria-pressed=true]")
    expect(off).to_have_count(5)
    tab.locator(f"#forget-{days[1]}").press("Enter")
    expect(off).to_have_count(4)
    expect(tab.locator(f"#own-{days[2]}")).to_be_focused()
    del days[1]
    assert {str(day) for day, _hours in load_settings(home.settings).work_hours.dates} >= {*days}


def test_the_public_holidays_of_a_country_are_taken_off_at_once(home: Home, tab: "Tab") -> None:
    for _month in range(12):
        if tab.locator("#calendar h3", has_text="January").count():
            break
        shown = tab.locator("#calendar h3").first.inner_text()
        tab.get_by_role("button", name="The next month").click()
        expect(tab.locator("#calendar h3").first).not_to_have_text(shown)
    tab.locator("#country").select_option("PL")
    tab.get_by_role("button", name="Take them all off").click()
    is_saved(tab)

    off = {day for day, ranges in load_settings(home.settings).work_hours.dates if not ranges}
    assert {(day.month, day.day) for day in off} >= {(1, 1), (5, 1), (5, 3), (11, 11), (12, 25)}


def test_countries_are_named_in_the_language_of_the_page(
    browser: "Browser", home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "de")
    with served(home) as page:
        tab = opened(browser, page, "settings")
        expect(tab.locator("#country option[value=PL]")).to_have_text("Polen")  # by the script
        names = tab.locator("#country option").all_inner_texts()
        tab.locator("#country").select_option("PL")
        expect(tab.locator("#country option:checked")).to_have_text("Polen")

    assert {"Deutschland", "Österreich"} <= set(names)
    assert names.index("Österreich") < names.index("Polen")


def test_without_the_package_it_says_how_to_get_the_holidays(
    browser: "Browser", home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python's own search for modules finds none where a finder of the interpreter says so."""
    (tmp_path / "without").mkdir()
    hides = "import sys, importlib.util as u; f = u.find_spec\n"
    hides += "u.find_spec = lambda name, *rest: None if name == 'holidays' else f(name, *rest)\n"
    (tmp_path / "without" / "sitecustomize.py").write_text(hides)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "without"))
    with served(home) as page:
        tab = opened(browser, page, "settings")

        tab.get_by_text(f"{sys.executable} -m pip install holidays").wait_for()
        assert tab.locator("#country").count() == 0


def posted(visitor: Visitor, path: str, content: object) -> dict[str, object]:
    answer: dict[str, object] = json.loads(visitor.post(path, json.dumps(content).encode()).text)
    return answer


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/settings/set", {"key": "breaks.never_heard_of", "value": "1", "seen": ""}),
        ("/settings/set", {"key": "breaks.every", "value": None, "seen": '"50m"'}),
        ("/settings/set", {"key": "breaks.every", "value": {"a": [1]}, "seen": '"50m"'}),
        ("/settings/set", {"key": "breaks.every", "value": "20m"}),
        ("/settings/reset", {"key": "breaks", "seen": ""}),
        ("/settings/hours", {"text": "9-12", "days": ["x"], "seen": {}}),
        ("/settings/hours", {"text": 5, "seen": {}}),
        ("/settings/dates", {"dates": {"2026-13-01": "off"}, "seen": ""}),
        ("/settings/dates", {"dates": {}, "seen": ""}),
    ],
)
def test_what_no_screen_sends_is_refused_and_changes_nothing(
    home: Home, page: ServedPage, path: str, content: object
) -> None:
    assert posted(page.visitor(), path, content)["ok"] is False
    assert home.settings.read_text() == MINE


def test_a_file_that_is_broken_is_told_and_left_alone(home: Home, page: ServedPage) -> None:
    visitor = page.visitor()
    home.settings.write_text("[breaks]\nevery = 5\n")

    assert "breaks.every" in visitor.get("/settings").text
    assert (
        posted(visitor, "/settings/set", {"key": "hold.calls", "value": False, "seen": "true"})[
            "ok"
        ]
        is False
    )
    assert home.settings.read_text() == "[breaks]\nevery = 5\n"


def all_settings() -> list[tuple[Section, Setting]]:
    return [(section, each) for section in SECTIONS.values() for each in section.settings]


def test_every_setting_has_a_name_of_its_own_but_the_weekdays() -> None:
    names = [each.name for section, each in all_settings() if section.name != "work_hours"]

    assert all(names)
    assert len(set(names)) == len(names)


def test_every_choice_has_words() -> None:
    for section, setting in all_settings():
        key = f"{section.name}.{setting.key}"
        if setting.schema.names is None or section.name == "look" or key in ELSEWHERE:
            continue
        default = getattr(getattr(Settings(), section.name), setting.key)
        for name in setting.schema.names():
            data = [name] if isinstance(default, tuple) else name
            value = setting.schema.read("", data)
            assert choice_name(value[0] if isinstance(default, tuple) else value) != name


def choices_of(visitor: Visitor, key: str) -> list[str]:
    """What one may choose for the key, as people read it."""
    pieces = json.loads(visitor.get("/settings/pieces").text)["pieces"]
    html = pieces[f"row-{key.replace('.', '-')}"][1]
    return [unescape(text) for text in re.findall(r"<option[^>]*>(.*?)</option>", html)]


def test_choices_with_one_name_have_the_words_of_their_own_setting(page: ServedPage) -> None:
    visitor = page.visitor()

    assert choices_of(visitor, "windows.theme") == ["As the desktop has it", "Light", "Dark"]
    assert choices_of(visitor, "tray.panel") == [
        "As the desktop says",
        "A light panel",
        "A dark panel",
    ]
    assert choices_of(visitor, "hold.full_screen") == [
        "Don't ask in a presentation or a film",
        "Never ask in full screen",
        "Ask all the same",
    ]
    assert choices_of(visitor, "notifications.sound") == ["Never", "When it asks again", "Always"]
    assert choices_of(visitor, "notifications.insist") == [
        "Shows the notification again",
        "Shows a window as well",
        "Fills the whole screen",
    ]


def test_the_settings_are_told_in_words_of_people_who_write_no_programs(
    home: Home, visitor: Visitor
) -> None:
    """What who writes the file needs to know stands in the file."""
    shown = visitor.get("/settings").text.replace("<wbr>", "").replace(str(home.settings), "")
    told = re.findall(r'<p class="quiet"[^>]*>(.*?)</p>', shown, re.DOTALL)
    told += re.findall(r'<(?:label|span class="name")[^>]*>([^<]*)<', shown)

    for text in told:
        assert not re.search(r"&#34;:|[a-z]_[a-z]|JSON|\[|\bid\b|\b0s\b|shell|arguments", text), (
            text
        )


def test_moves_and_files_are_chosen_where_the_moves_are_shown(
    browser: "Browser", page: ServedPage
) -> None:
    tab = opened(browser, page, "settings")
    tab.get_by_label("Find a setting").fill("favourite")

    tab.get_by_text("Moves that you never want, favourites").wait_for()
    assert tab.locator("#found").inner_text() == "Settings that match: 1"
    tab.get_by_role("main").get_by_role("link", name="Stretches").click()
    tab.wait_for_url("**/stretches")


def test_every_caution_stands_in_one_group() -> None:
    tags = [tag for some in avoid_groups().values() for tag in some]

    assert sorted(tags) == sorted(avoid_texts())


def test_of_many_changes_at_one_moment_none_is_lost(home: Home, visitor: Visitor) -> None:
    """From two tabs, say, or by whoever is quick."""
    keys = ("snooze_limit", "daily_limit", "walk_every", "moves_per_break")
    values = ("3", "7", "5", "2")

    def change(key: str, value: str) -> int:
        settings = load_settings(home.settings)
        seen = str(getattr(settings.breaks, key))
        content = json.dumps({"key": f"breaks.{key}", "seen": seen, "value": value})
        return visitor.post("/settings/set", content.encode()).code

    with ThreadPoolExecutor(len(keys)) as tabs:
        codes = [*tabs.map(change, keys, values)]

    kept = load_settings(home.settings).breaks
    assert codes == [200] * len(keys)
    assert tuple(str(getattr(kept, key)) for key in keys) == values
