"""Today in a real browser, beside the real daemon: what is shown comes and goes as it happens."""

import json
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from command_line import CannedDaemon, Home
from desktop import wait_until
from playwright.sync_api import expect
from served_page import Visitor, barriers, daemon_of, opened, opened_in, served

from deskbreak.control.protocol import Reply, Request
from deskbreak.core.record import DayPart, Outcome, Record
from deskbreak.core.safety import red_flags
from deskbreak.core.work_hours import local_day
from deskbreak.history.database import open_history
from deskbreak.history.snooze import Snooze
from deskbreak.sensors.zone import local_zone
from deskbreak.settings.table import WEEKDAYS
from deskbreak.settings.written import load_settings

if TYPE_CHECKING:
    from playwright.sync_api import APIResponse, Browser, Page, Route

HASTY = """
[breaks]
every = "3s"
natural_break = "1m"
natural_break_locked = "1m"
lull = "0s"
settle = "0s"
snooze = ["10m", "5m"]
"""
CLOSED = "".join(f"{day} = []\n" for day in WEEKDAYS)
SHORT = """
[[stretch]]
id = "short"
name = "A short one"
group = "legs"
where = "standing"
gets_up = true
length = "10s"
hold = "2s"
reps = 2
setup = "2s"
steps = ["Stand tall.", "Look far away."]
"""


@contextmanager
def today_of(
    home: Home, browser: "Browser", settings: str = "", **as_seen: object
) -> Iterator["Page"]:
    home.write_settings(settings)
    with daemon_of(home), served(home) as page:
        yield opened(browser, page, "today", **as_seen)


def test_a_proposal_comes_by_itself_and_is_put_off_by_a_click(
    home: Home, browser: "Browser"
) -> None:
    with today_of(home, browser, HASTY) as tab:
        tab.get_by_role("heading", name="Now: ").wait_for()
        assert "Proposed: " in tab.locator("#today-announced").inner_text()

        tab.get_by_role("group", name="Snooze").get_by_role("button", name="5 min").click()

        tab.get_by_text("Snoozed for 5 min.").wait_for()
        tab.get_by_role("heading", name="Next about ").wait_for()
        assert home.deskbreak("status", "--json").out.count('"snoozes": 1') == 1


def test_what_changes_while_a_button_is_held_down_takes_no_press_away(
    home: Home, browser: "Browser"
) -> None:
    with today_of(home, browser) as tab:
        tab.get_by_role("button", name="Pause reminders for 30 min").hover()
        tab.mouse.down()
        for on in ("on", "off"):  # before the second is told, the page has the pieces of the first
            tab.evaluate(
                "void (told = new Promise((ears) => addEventListener('status', ears, true)))"
            )
            home.deskbreak("standing", on)
            tab.evaluate("told.then(() => true)")
        tab.mouse.up()
        tab.get_by_role("heading", level=1, name="Reminders paused").wait_for()


def test_every_answer_on_offer_is_a_button(home: Home, browser: "Browser") -> None:
    with today_of(home, browser, HASTY) as tab:
        tab.get_by_role("heading", name="Now: ").wait_for()

        names = tab.locator("[data-answer]").all_inner_texts()
        assert barriers(tab) == []

    assert names == [
        "Start",
        "I did it",
        "Skip this one",
        "Another stretch",
        "This hurts",
        "5 min",
        "10 min",
    ]


def test_a_break_is_guided_by_the_page_alone(home: Home, browser: "Browser") -> None:
    pack = home.folder / "short.toml"
    pack.write_text(SHORT)
    with today_of(home, browser, f'[stretches]\npacks = ["{pack}"]\n') as tab:
        home.deskbreak("start", "short")

        tab.get_by_role("heading", name="Get ready").wait_for()
        tab.get_by_role("listitem").filter(has_text="Look far away.").wait_for()
        tab.get_by_role("heading", name="1 of 2").wait_for()
        assert tab.get_by_role("timer").inner_text() in {"2", "1"}
        tab.get_by_role("heading", name="2 of 2").wait_for()
        tab.get_by_text("The same as a table").click()
        tab.get_by_role("cell", name="A short one: done").wait_for()

        assert tab.locator("#guide").count() == 0


def test_the_figure_of_a_guide_moves_and_is_mirrored_for_the_other_side(
    home: Home, browser: "Browser"
) -> None:
    with today_of(home, browser) as tab:
        home.deskbreak("start", "seated_march")  # left, right, left

        tab.locator("#figure svg").wait_for()
        assert barriers(tab) == []
        home.deskbreak("guide", "now")
        tab.wait_for_function(
            """() => {
                const groups = [...document.querySelectorAll("#figure svg > g")];
                globalThis.seen ??= new Set();
                seen.add(groups.findIndex((group) => !group.hasAttribute("display")));
                return seen.size > 5;
            }"""
        )
        tab.locator("#figure.mirrored").wait_for()
        tab.locator("#figure:not(.mirrored)").wait_for()


def test_no_button_of_a_guide_moves_as_its_cues_change(home: Home, browser: "Browser") -> None:
    phone = {"width": 320, "height": 800}
    with today_of(home, browser, '[look]\nlanguage = "de"\n', viewport=phone) as tab:
        home.deskbreak("start", "hf_quad_standing")
        cue, done = tab.locator("#cue"), tab.locator("[data-answer=done]")
        expect(cue).to_have_text("Bereit machen")
        tab.locator("#figure svg").wait_for()
        stood_at = done.bounding_box()
        home.deskbreak("guide", "now")
        expect(cue).to_contain_text("Das Knie zeigt")  # three lines more

        assert done.bounding_box() == stood_at
        assert tab.locator("h1").count() == 1


def test_a_guide_says_nothing_in_another_language_than_the_page(
    home: Home, browser: "Browser"
) -> None:
    with today_of(home, browser, '[look]\nlanguage = "ar"\n') as tab:
        home.deskbreak("start", "seated_march")
        tab.locator("#figure svg").wait_for()

        heard = re.sub(
            r"(?m)^\s*- [a-z]+|\[[a-z=0-9]+\]", "", tab.locator("#guide").aria_snapshot()
        )
        assert re.findall("[A-Za-z]{3,}", heard) == []
        assert tab.locator("#guide title").count() == 0


def test_the_longest_name_of_a_move_does_not_push_the_screen_aside(
    home: Home, browser: "Browser"
) -> None:
    with daemon_of(home):
        status = json.loads(home.deskbreak("status", "--json").out)
    home.write_settings('[look]\nlanguage = "de"\n')
    longest = status["next"] | {"id": "1", "name": "Oberschenkelvorderseitendehnung im Stehen"}
    proposed = Reply(ok=True, fields=status | {"proposal": longest})
    with CannedDaemon(proposed).running(), served(home) as page:
        tab = opened(browser, page, "today")
        tab.get_by_role("heading", name="Jetzt: ").wait_for()
        too_wide = []
        for width in range(320, 1000, 20):
            tab.set_viewport_size({"width": width, "height": 800})
            wide = tab.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                too_wide.append((width, wide))

    assert too_wide == []


def test_today_is_told_with_plans_and_without_while_a_daemon_runs(
    home: Home, visitor: Visitor
) -> None:
    with daemon_of(home):
        without = visitor.get("/today")
        home.deskbreak("config", "set", "stretches.plans", '{ Morning = ["walk"] }')
        plan = 'data-plan="Morning">Morning</button>'
        wait_until(lambda: plan in visitor.get("/today").text, "the plan", within=10)

    assert without.code == 200
    assert 'data-answer="session"' in without.text


def test_who_wants_no_motion_sees_none(home: Home, browser: "Browser") -> None:
    with today_of(home, browser, reduced_motion="reduce") as tab:
        picture = tab.locator("#today-now img")
        picture.wait_for()

        assert "moving" not in picture.evaluate("image => image.currentSrc")


def test_pausing_and_standing_hold_at_once(home: Home, browser: "Browser") -> None:
    with today_of(home, browser) as tab:
        tab.get_by_role("button", name="I'm standing").click()
        tab.locator("#standing[aria-pressed=true]").wait_for()
        tab.locator(".band.broad .stood").wait_for(state="attached")
        tab.get_by_role("button", name="I'm standing").click()
        tab.locator("#standing[aria-pressed=false]").wait_for()
        tab.get_by_role("button", name="Pause reminders for 30 min").click()
        tab.get_by_role("button", name="Resume").click()
        tab.get_by_role("button", name="Pause reminders until tomorrow").click()
        tab.get_by_role("button", name="Resume").wait_for()


def test_who_stands_sees_it_on_the_button_also_without_colours(
    home: Home, browser: "Browser"
) -> None:
    sign = "button => getComputedStyle(button, '::before').content"
    with today_of(home, browser, forced_colors="active") as tab:
        button = tab.locator("#standing")
        # a button that is just being replaced has no sign at all
        wait_until(lambda: button.evaluate(sign) == "none", "a button without a sign")
        button.click()
        tab.locator("#standing[aria-pressed=true]").wait_for()
        wait_until(lambda: "\N{CHECK MARK}" in button.evaluate(sign), "its sign")


def test_whose_button_goes_when_it_is_pressed_is_led_to_what_holds_now(
    home: Home, browser: "Browser"
) -> None:
    with today_of(home, browser) as tab:
        tab.get_by_role("button", name="Pause reminders for 30 min").press("Enter")
        expect(tab.get_by_role("heading", level=1, name="Reminders paused")).to_be_focused()
        tab.get_by_role("button", name="Resume").press("Enter")
        tab.get_by_role("button", name="Start a break").press("Enter")
        tab.locator("#guide").wait_for()
        expect(tab.get_by_role("heading", level=1)).to_be_focused()
        tab.keyboard.press("Tab")
        expect(tab.get_by_role("button", name="I did it")).to_be_focused()
        tab.get_by_role("button", name="Pause this stretch").press("Enter")
        expect(tab.get_by_role("button", name="Go on with this stretch")).to_be_focused()
        tab.get_by_role("button", name="End this break").press("Enter")
        expect(tab.get_by_role("heading", level=1, name="Next about")).to_be_focused()


def test_who_did_it_is_asked_how_it_was_and_led_to_no_answer_of_that_name(
    home: Home, browser: "Browser"
) -> None:
    with today_of(home, browser) as tab:
        tab.get_by_role("button", name="Start a break").press("Enter")
        tab.get_by_role("button", name="I did it").press("Enter")
        tab.get_by_role("button", name="I was just up").wait_for()
        expect(tab.get_by_role("group", name="How was it?")).to_be_focused()


def test_who_says_that_it_hurts_is_led_to_the_question_and_reads_no_command(
    home: Home, browser: "Browser"
) -> None:
    with today_of(home, browser) as tab:
        tab.get_by_role("button", name="Start a break").click()
        tab.get_by_role("button", name="This hurts").press("Enter")
        expect(tab.get_by_role("group", name="How much did it hurt?")).to_be_focused()
        expect(tab.locator("#told")).to_contain_text("(the worst you can think of)?")
        told = tab.locator("#told").inner_text()
        tab.get_by_role("button", name="0–3").press("Enter")
        expect(tab.get_by_role("heading", level=1, name="Next about")).to_be_focused()

    assert "deskbreak pain" not in told


def test_whom_it_hurts_down_a_leg_is_shown_when_to_get_help_and_leaves_such_moves_out_there(
    home: Home, browser: "Browser"
) -> None:
    with today_of(home, browser, '[stretches]\navoid = ["twist"]\n') as tab:
        tab.get_by_role("button", name="Start a break").click()
        tab.get_by_role("button", name="This hurts").click()
        tab.get_by_role("button", name="6–10").click()
        tab.get_by_role("button", name="Yes").press("Enter")

        expect(tab.get_by_text("When to get medical help", exact=True)).to_be_focused()
        expect(tab.get_by_text(red_flags()[0].signs[0])).to_be_visible()
        expect(tab.locator("#told")).to_contain_text("can be left out")
        told = tab.locator("#told").inner_text()
        tab.get_by_role("button", name="Leave them out").press("Enter")
        expect(tab.locator("#leave-out")).to_have_count(0)

    assert "deskbreak config" not in told
    assert load_settings(home.settings).stretches.avoid == ("twist", "leg_nerve")


def test_an_answer_that_comes_late_takes_no_line_from_a_later_one(
    home: Home, browser: "Browser"
) -> None:
    late: list[tuple[Route, APIResponse]] = []

    def hold_back_the_first(route: "Route") -> None:
        if late:
            route.continue_()
        else:
            late.append((route, route.fetch()))

    with today_of(home, browser) as tab:
        tab.get_by_role("button", name="Start a break").click()
        tab.get_by_role("button", name="This hurts").click()
        tab.get_by_role("button", name="6–10").wait_for()
        tab.route("**/answer", hold_back_the_first)
        tab.get_by_role("button", name="6–10").click()
        tab.get_by_role("button", name="Yes").press("Enter")
        expect(tab.locator("#told")).to_contain_text("can be left out")
        [(route, answer)] = late
        with tab.expect_request_finished(lambda request: request.url.endswith("/answer")):
            route.fulfill(response=answer)
        tab.evaluate("new Promise(shown => requestAnimationFrame(() => setTimeout(shown)))")

        expect(tab.locator("#told")).to_contain_text("can be left out", timeout=1)


def test_a_button_that_comes_in_the_place_of_a_pressed_one_rests_as_long(
    home: Home, browser: "Browser"
) -> None:
    sent: list[Route] = []

    def keep_waiting(route: "Route") -> None:
        sent.append(route)

    with today_of(home, browser) as tab:
        tab.route("**/standing", keep_waiting)
        button = tab.get_by_role("button", name="I'm standing")
        button.click()
        button.evaluate("button => button.outerHTML = button.outerHTML")
        button.evaluate("button => button.removeAttribute('aria-disabled')")
        button.click()
        sent[0].continue_()
        tab.locator("#standing[aria-pressed=true]").wait_for()

    assert len(sent) == 1


def test_outside_work_hours_it_says_so_once_and_that_no_spell_is_noted(home: Home) -> None:
    home.write_settings("[work_hours]\nmonday = []\n")
    with daemon_of(home):
        status = json.loads(home.deskbreak("status", "--json").out)
    just_back = Reply(ok=True, fields={**status, "seat_time_s": 0.0})
    with CannedDaemon(just_back).running(), served(home) as page:
        visitor = page.visitor()
        today, stats = visitor.get("/today").text, visitor.get("/stats").text

    assert "<h1>Outside your work hours</h1>" in today
    assert "<p>Nothing is proposed then.</p>" in today
    assert "A spell wholly outside your work hours is not noted." in today
    assert "A spell wholly outside your work hours is not noted." in stats


def test_what_is_done_outside_work_hours_is_told(home: Home, browser: "Browser") -> None:
    pack = home.folder / "short.toml"
    pack.write_text(SHORT)
    settings = f'[work_hours]\n{CLOSED}[stretches]\npacks = ["{pack}"]\n'
    with today_of(home, browser, settings) as tab:
        tab.get_by_text("Nothing yet today.").wait_for()
        home.deskbreak("start", "short")

        tab.get_by_text("Done today: A short one.").wait_for()
        assert tab.get_by_text("Nothing yet today.").count() == 0


def test_the_keyboard_is_enough(home: Home, browser: "Browser") -> None:
    with today_of(home, browser, HASTY) as tab:
        tab.get_by_role("heading", name="Now: ").wait_for()
        for _step in range(40):
            if tab.evaluate("document.activeElement.dataset.answer") == "skip":
                break
            tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")

        tab.get_by_text("skipped").first.wait_for(state="attached")


def test_two_tabs_show_the_same(home: Home, browser: "Browser") -> None:
    with daemon_of(home), served(home) as page:
        one, other = opened(browser, page, "today"), opened(browser, page, "today")

        one.get_by_role("button", name="Pause reminders for 30 min").click()

        for tab in (one, other):
            tab.get_by_role("button", name="Resume").wait_for()


def test_many_tabs_share_one_stream_and_the_next_takes_over(home: Home, browser: "Browser") -> None:
    """A browser has six connections to a server; a stream each would leave none."""
    with daemon_of(home), served(home) as page:
        context = browser.new_context()
        first, *others = [opened_in(context, page) for _tab in range(8)]
        first.close()

        others[0].get_by_role("button", name="Pause reminders for 30 min").click()

        for tab in others:
            tab.get_by_role("button", name="Resume").wait_for()


def test_a_daemon_that_is_killed_and_back_is_seen_to(home: Home, browser: "Browser") -> None:
    with served(home) as page:
        with daemon_of(home) as daemon:
            tab = opened(browser, page, "today")
            tab.get_by_role("heading", name="Next about ").wait_for()
            daemon.send_signal(signal.SIGKILL)
            tab.get_by_role("heading", name="deskbreak is not running").wait_for()
        with daemon_of(home):
            tab.get_by_role("heading", name="Next about ").wait_for()


def test_without_a_daemon_the_day_is_there_and_it_can_be_started(
    home: Home, browser: "Browser"
) -> None:
    remember_a_morning(home)
    with served(home) as page:
        tab = opened(browser, page, "today")
        assert tab.locator("#today-day .facts li").first.inner_text().split("\n")[0] == "20 min"

        tab.get_by_role("button", name="Start deskbreak").click()

        tab.get_by_role("heading", name="Next about ").wait_for()
        assert home.deskbreak("quit").code == 0


def test_it_quits_where_there_is_no_tray_and_can_be_started_again(
    home: Home, browser: "Browser"
) -> None:
    with today_of(home, browser) as tab:
        tab.get_by_role("button", name="Quit").click()

        tab.get_by_role("button", name="Start deskbreak").wait_for()
        expect(tab.get_by_role("button", name="Quit")).to_have_count(0)


def test_quit_stands_by_itself(home: Home, browser: "Browser") -> None:
    with today_of(home, browser) as tab:
        beside = tab.locator("div:has(> #quit) > button").all_inner_texts()
        reminders = tab.get_by_role("group", name="Reminders").get_by_role("button")
        reminders.first.wait_for()

        assert beside == ["Quit"]
        assert reminders.all_inner_texts() == ["30 min", "60 min", "until tomorrow"]


def test_every_chapter_says_that_deskbreak_is_gone_and_starts_it(
    home: Home, browser: "Browser"
) -> None:
    with today_of(home, browser) as tab:
        tab.goto(tab.url.replace("/today", "/stretches"))
        start = tab.get_by_role("button", name="Start deskbreak")
        expect(start).to_be_hidden()
        home.deskbreak("quit")
        tab.get_by_text("deskbreak is not running").wait_for()
        assert barriers(tab) == []

        start.click()

        expect(start).to_be_hidden()
        assert home.deskbreak("quit").code == 0


def test_each_piece_of_the_day_is_told_to_who_goes_through_it_by_keyboard(
    home: Home, browser: "Browser"
) -> None:
    remember_a_morning(home)
    with served(home) as page:
        tab = opened(browser, page, "today")

        tab.locator(".band.broad .sat").first.focus()
        piece = tab.locator(".band.broad .sat").first
        told = piece.get_attribute("aria-label")
        assert told is not None
        assert told.endswith("At your desk, 20 min")
        assert tab.locator(".pointed").inner_text() == told

        tab.get_by_text("The same as a table").click()
        assert barriers(tab) == []
        rows = tab.locator("#today-day tbody tr").all_inner_texts()
        assert any("At your desk" in row and "20 min" in row for row in rows)
        assert any("Seated hamstring stretch: done" in row for row in rows)


def test_the_day_is_told_in_the_numbers_of_the_statistics(home: Home) -> None:
    home.write_settings(f"[work_hours]\n{CLOSED}")
    with daemon_of(home):
        status = json.loads(home.deskbreak("status", "--json").out)
    remember_a_morning(home)
    remember_two_not_followed(home)
    sits = Reply(ok=True, fields={**status, "seat_time_s": 90 * 60.0})
    with CannedDaemon(sits).running(), served(home) as page:
        shown = page.visitor().get("/today").text

    # the bout that runs lies outside work hours
    assert "Your longest spell was 20 min" in shown
    assert re.findall(r"<li><b>(.*?)</b><span>(.*?)</span></li>", shown) == [
        ("20 min", "at your desk"),
        ("1", "break"),
        ("1 of 3", "proposals followed"),
        ("20 min", "longest spell"),
    ]


def remember_two_not_followed(home: Home) -> None:
    now = datetime.now(UTC) - timedelta(seconds=1)
    skipped = Record("skipped", now, Outcome.SKIPPED, "ham_seated", timedelta(minutes=1), now, None)
    history = open_history(home.history, now).history
    history.remember(skipped)
    history.snoozed(Snooze(now, "skipped", timedelta(minutes=10)))
    history.close()


def remember_a_morning(home: Home) -> None:
    """A bout of twenty minutes that a done stretch ended, a while ago."""
    now = datetime.now(UTC)
    ended = now - timedelta(minutes=1)
    sat = timedelta(minutes=20)
    day = local_day(local_zone(), ended)
    history = open_history(home.history, now).history
    history.remember(
        Record(
            "morning",
            ended,
            Outcome.DONE,
            "ham_seated",
            sat,
            ended - sat,
            ended,
            (DayPart(day, sat),),
            exercised=timedelta(seconds=40),
        )
    )
    history.close()


def test_a_kind_of_move_that_was_turned_off_can_be_turned_on_again(home: Home) -> None:
    with daemon_of(home):
        status = json.loads(home.deskbreak("status", "--json").out)
    canned = CannedDaemon(Reply(ok=True, fields=status | {"off": ["spine"]}))
    with canned.running() as daemon, served(home) as page:
        visitor = page.visitor()
        shown = visitor.get("/today").text
        visitor.post("/allow", b'{"group": "spine"}')

    assert "Allow again: Spine" in shown
    assert Request("allow", {"group": "spine"}) in daemon.asked


def test_whatever_is_asked_for_is_asked_under_the_id_it_was_sent_with(home: Home) -> None:
    sent: dict[str, dict[str, object]] = {
        "/answer": {"answer": "skip"},
        "/quiet": {"for_s": 1800},
        "/standing": {"on": True},
        "/allow": {"group": "spine"},
    }
    with CannedDaemon(Reply(ok=True)).running() as daemon, served(home) as page:
        visitor = page.visitor()
        for path, content in sent.items():
            visitor.post(path, json.dumps({**content, "once": path}).encode())

    assert daemon.ids == [*sent]


def test_an_older_daemon_is_told_from_none(home: Home) -> None:
    older = {"state": "seated", "seat_time_s": 60, "headline": "1 min at your desk"}
    with CannedDaemon(Reply(ok=True, fields=older)).running(), served(home) as page:
        shown = page.visitor().get("/today").text

    assert "<h1>An older deskbreak is running</h1>" in shown
