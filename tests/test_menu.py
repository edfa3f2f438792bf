"""The tray's content: what stands in the menu, and what a click in it asks for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from desk import Desk, minutes

from deskbreak.core.events import Answer, Condition
from deskbreak.core.policy import LeftClick, Plan, Plans, Stretches, TrayLook
from deskbreak.core.stretch import Group, Place
from deskbreak.surfaces.menu import tray_content
from deskbreak.surfaces.tray import Entry, Separator, TrayContent, click_on


@dataclass
class Clicks:
    """Writes down what a click asks for."""

    asked: list[object] = field(default_factory=list)
    starts_at_login: bool = False

    def say(
        self,
        answer: Answer,
        proposal: str | None,
        length: timedelta | None,
        plan: str | None = None,
    ) -> None:
        said = () if plan is None else (plan,)
        self.asked.append((answer.value, proposal, length, *said))

    def pause(self, length: timedelta) -> None:
        self.asked.append(("pause", length))

    def pause_until_tomorrow(self) -> None:
        self.asked.append("pause until tomorrow")

    def resume(self) -> None:
        self.asked.append("resume")

    def stand(self, *, on: bool) -> None:
        self.asked.append(("stand", on))

    def allow(self, group: Group) -> None:
        self.asked.append(("allow", group))

    def move_to(self, place: Place) -> None:
        self.asked.append(place)

    def open_page(self, chapter: str) -> None:
        self.asked.append(("page", chapter))

    def set_up(self) -> None:
        self.asked.append("setup")

    def show_help_signs(self) -> None:
        self.asked.append("help signs")

    def explain(self) -> None:
        self.asked.append("explain")

    def test_notification(self) -> None:
        self.asked.append("test notification")

    def save_report(self) -> None:
        self.asked.append("save report")

    def start_at_login(self, *, on: bool) -> None:
        self.asked.append(("start at login", on))

    def say_what_this_is(self) -> None:
        self.asked.append("about")

    def quit(self) -> None:
        self.asked.append("quit")


QUIET = "Pause reminders > 30 min / 1 hour / until tomorrow"
ALWAYS = [
    "I'm standing",
    "Place > [x] Office / Home / Meeting / Gym",
    "---",
    "Today and statistics…",
    "Stretches…",
    "Settings…",
    "Set up again…",
    "Start at login",
    "When to get medical help",
    "Help > Why no reminder? / Test notification / Save a problem report… / About deskbreak",
    "---",
    "Quit",
]
SESSION = "A longer session > 5 min / 10 min"
AT_THE_DESK = ["---", "Start a break", "I was just up", SESSION, "---", QUIET, *ALWAYS]
ASKED = [
    "---",
    "Start",
    "I did it",
    "Snooze > 5 min / 10 min / 15 min",
    "Skip this one",
    "Another stretch",
    "This hurts",
    "---",
    QUIET,
    *ALWAYS,
]


def content(desk: Desk, clicks: Clicks | None = None) -> TrayContent:
    return tray_content(desk.state, desk.rules.settings, clicks or Clicks())


def menu(desk: Desk) -> list[str]:
    """A line each, with what a submenu holds behind it."""
    return [spelled(entry) for entry in content(desk).menu]


def spelled(entry: Entry | Separator) -> str:
    if isinstance(entry, Separator):
        return "---"
    mark = "[x] " if entry.checked else ""
    below = " / ".join(spelled(each) for each in entry.submenu)
    return f"{mark}{entry.text} > {below}" if below else f"{mark}{entry.text}"


def click(desk: Desk, *labels: str) -> list[object]:
    """What a click on the last of these labels asks for."""
    clicks = Clicks()
    *above, last = labels
    entries = content(desk, clicks).menu
    for label in above:
        entries = named(entries, label).submenu
    does = named(entries, last).does
    assert does is not None
    does()
    return clicks.asked


def named(entries: tuple[Entry | Separator, ...], label: str) -> Entry:
    return next(entry for entry in lines(entries) if entry.text == label)


def lines(entries: tuple[Entry | Separator, ...]) -> Iterator[Entry]:
    return (entry for entry in entries if isinstance(entry, Entry))


def every_line(entries: tuple[Entry | Separator, ...]) -> Iterator[Entry]:
    for entry in lines(entries):
        yield entry
        yield from every_line(entry.submenu)


def seated() -> Desk:
    desk = Desk()
    desk.work(minutes(38))
    return desk


def due() -> Desk:
    desk = Desk()
    desk.work(minutes(46))
    return desk


def held() -> Desk:
    desk = Desk()
    desk.work(minutes(40))
    desk.begins(Condition.CALL)
    desk.work(minutes(20))
    return desk


def held_for_long() -> Desk:
    desk = held()
    desk.work(minutes(80))
    return desk


def asked() -> Desk:
    desk = due()
    desk.sit_still(minutes(0.5))
    return desk


def snoozed_twice() -> Desk:
    desk = Desk()
    desk.work_until_asked()
    for _ in range(2):
        desk.snooze()
        desk.work(minutes(16))
    return desk


def on_break() -> Desk:
    desk = seated()
    desk.answer(Answer.START, stretch="hinge")
    return desk


def back_from_a_natural_break() -> Desk:
    desk = seated()
    desk.leave(minutes(6))
    desk.work(minutes(1))
    return desk


def test_somebody_at_the_desk_may_start_or_has_just_been_up() -> None:
    assert menu(seated()) == ["38 min at your desk; next about 09:45", *AT_THE_DESK]


def test_a_due_break_is_told_in_the_first_line() -> None:
    assert menu(due()) == ["46 min at your desk; a break is due", *AT_THE_DESK]


def test_what_a_break_waits_for_is_told_in_a_line_of_its_own_that_cannot_be_clicked() -> None:
    desk = held()
    waiting = list(lines(content(desk).menu))[1]

    assert menu(desk)[0] == "60 min at your desk; a break is due"
    assert "microphone in use" in waiting.text
    assert "09:45" in waiting.text
    assert (waiting.enabled, waiting.does) == (False, None)
    assert menu(desk)[2:] == AT_THE_DESK


def test_what_is_proposed_may_be_answered_in_every_way() -> None:
    desk = asked()
    [name] = [proposal.stretch.name for proposal in desk.proposals]

    assert menu(desk) == [f"46 min at your desk: {name}?", *ASKED]


def test_skip_swap_and_snooze_are_there_only_while_something_is_proposed() -> None:
    """But for a running break, which may be put off and be swapped."""
    for desk in (seated(), due(), held()):
        texts = {line.text for line in every_line(content(desk).menu)}

        assert texts.isdisjoint({"Snooze", "Skip this one", "Another stretch"})
    assert "Skip this one" not in {line.text for line in every_line(content(on_break()).menu)}


def test_after_two_snoozes_there_is_no_third() -> None:
    assert menu(snoozed_twice())[1:] == [line for line in ASKED if not line.startswith("Snooze")]


def test_a_running_break_may_be_done_hurt_or_be_ended() -> None:
    assert menu(on_break()) == [
        "Hinge: 1 min left",
        "---",
        "I did it",
        "Snooze > 10 min",
        "Another stretch",
        "This hurts",
        "End this break",
        "Pause this stretch",
        "---",
        QUIET,
        *ALWAYS,
    ]


def test_before_anybody_was_seen_a_break_may_be_started() -> None:
    away = ["Away from your desk", "---", "Start a break", SESSION, "---", QUIET, *ALWAYS]

    assert menu(Desk()) == away


def test_an_absence_may_be_taken_back_with_the_first_touch_of_the_menu() -> None:
    desk = seated()
    desk.leave(minutes(6))

    assert menu(desk)[:6] == [
        "Away from your desk",
        "---",
        "Start a break",
        "I was sitting all along",
        SESSION,
        "---",
    ]


def test_after_a_natural_break_it_may_be_taken_back() -> None:
    assert menu(back_from_a_natural_break())[1:7] == [
        "---",
        "Start a break",
        "I was just up",
        "I was sitting all along",
        SESSION,
        "---",
    ]


def test_who_is_paused_may_resume_instead_of_asking_for_more_quiet() -> None:
    desk = seated()
    desk.pause(minutes(30))

    assert menu(desk)[0] == "Reminders paused until 10:08"
    assert "Resume reminders" in menu(desk)
    assert QUIET not in menu(desk)
    assert click(desk, "Resume reminders") == ["resume"]


def test_standing_is_checked_while_it_is_so_and_a_click_turns_it_over() -> None:
    desk = seated()

    assert click(desk, "I'm standing") == [("stand", True)]

    desk.stand()

    assert "[x] I'm standing" in menu(desk)
    assert click(desk, "I'm standing") == [("stand", False)]


def test_starting_at_login_is_checked_where_it_is_so_and_a_click_turns_it_over() -> None:
    clicks = Clicks(starts_at_login=True)
    entry = named(content(seated(), clicks).menu, "Start at login")
    assert entry.does is not None
    entry.does()

    assert entry.checked
    assert clicks.asked == [("start at login", False)]


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (Place.OFFICE, "Place > [x] Office / Home / Meeting / Gym"),
        (Place.HOME, "Place > Office / [x] Home / Meeting / Gym"),
        (Place.MEETING, "Place > Office / Home / [x] Meeting / Gym"),
    ],
)
def test_the_place_of_today_is_checked(place: Place, told: str) -> None:
    desk = Desk(stretches=Stretches(place=place))

    assert told in menu(desk)


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (("Start",), ("start", "p0", None)),
        (("I did it",), ("done", "p0", None)),
        (("Snooze", "5 min"), ("snooze", "p0", minutes(5))),
        (("Snooze", "10 min"), ("snooze", "p0", minutes(10))),
        (("Snooze", "15 min"), ("snooze", "p0", minutes(15))),
        (("Skip this one",), ("skip", "p0", None)),
        (("Another stretch",), ("swap", "p0", None)),
        (("This hurts",), ("hurt", "p0", None)),
    ],
)
def test_a_click_answers_the_proposal_that_was_open_when_the_menu_was_made(
    labels: tuple[str, ...], told: object
) -> None:
    assert click(asked(), *labels) == [told]


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (("Start a break",), ("start", None, None)),
        (("I was just up",), ("done", None, None)),
        (("I was sitting all along",), ("sat", None, None)),
        (("Pause reminders", "30 min"), ("pause", minutes(30))),
        (("Pause reminders", "1 hour"), ("pause", minutes(60))),
        (("Pause reminders", "until tomorrow"), "pause until tomorrow"),
        (("Place", "Home"), Place.HOME),
        (("Today and statistics…",), ("page", "today")),
        (("Stretches…",), ("page", "stretches")),
        (("Settings…",), ("page", "settings")),
        (("Set up again…",), "setup"),
        (("When to get medical help",), "help signs"),
        (("Help", "Why no reminder?"), "explain"),
        (("Help", "Test notification"), "test notification"),
        (("Help", "Save a problem report…"), "save report"),
        (("Help", "About deskbreak"), "about"),
        (("Start at login",), ("start at login", True)),
        (("Quit",), "quit"),
    ],
)
def test_a_click_asks_for_what_the_line_says(labels: tuple[str, ...], told: object) -> None:
    assert click(back_from_a_natural_break(), *labels) == [told]


def test_a_running_break_is_ended_without_an_id() -> None:
    assert click(on_break(), "End this break") == [("closed", None, None)]


@pytest.mark.parametrize("scene", [seated, due, held, asked, on_break])
def test_the_first_line_explains_itself_and_a_click_on_the_icon_opens_today(
    scene: Callable[[], Desk],
) -> None:
    desk = scene()
    first, *others = every_line(content(desk).menu)

    assert click(desk, first.text) == ["explain"]
    assert [line.text for line in others if line.default] == ["Today and statistics…"]
    assert not first.default


def test_every_offer_of_the_core_is_a_line_of_the_menu() -> None:
    for desk in (seated(), due(), held(), asked(), on_break(), back_from_a_natural_break()):
        offered = {offer.label for offer in desk.state.offers if offer.length is None}
        texts = {line.text for line in every_line(content(desk).menu)}

        assert offered <= texts


def test_what_was_just_done_is_asked_about_by_its_name() -> None:
    desk = on_break()
    desk.answer(Answer.DONE)

    assert "Hinge: How was it? > Easy / Just right / Hard" in menu(desk)


def test_the_tooltip_says_whose_it_is_and_what_the_first_line_says() -> None:
    assert content(seated()).tooltip == "deskbreak: 38 min at your desk; next about 09:45"


def test_the_tooltip_tells_what_is_waited_for() -> None:
    desk = held()

    assert (
        content(desk).tooltip
        == f"deskbreak: 60 min at your desk; a break is due. {desk.state.waiting}"
    )


def test_what_has_been_waited_for_long_is_told_in_the_first_line_and_only_there() -> None:
    desk = held_for_long()
    waiting = "2 h 20 min at your desk. Waiting since 09:45: microphone in use"

    assert menu(desk) == [waiting, *AT_THE_DESK]
    assert content(desk).tooltip == f"deskbreak: {waiting}"


def test_the_icon_is_that_of_the_view() -> None:
    assert content(seated()).icon == "seated-6"
    assert content(held()).icon == "due"
    assert content(held_for_long()).icon == "held"


def test_a_menu_can_be_made_for_other_snoozes() -> None:
    desk = Desk(snooze=(minutes(20),))
    desk.work_until_asked()

    assert "Snooze > 20 min" in menu(desk)


def test_a_plan_of_ones_own_stands_under_the_lengths_of_a_session() -> None:
    desk = Desk(stretches=Stretches(plans=Plans((Plan("Morning", ("hinge",)),))))
    desk.work(minutes(10))

    assert "A longer session > 5 min / 10 min / Morning" in menu(desk)
    assert click(desk, "A longer session", "Morning") == [("session", None, None, "Morning")]


def test_what_stands_in_the_settings_is_all_that_the_menu_knows_of_them() -> None:
    desk = seated()
    settings = replace(desk.rules.settings, stretches=Stretches(place=Place.HOME))

    shown = tray_content(desk.state, settings, Clicks())

    assert "Place > Office / [x] Home / Meeting / Gym" in [spelled(entry) for entry in shown.menu]


def clicked_icon(desk: Desk, click: LeftClick) -> tuple[bool, list[object]]:
    desk.change(tray=TrayLook(click=click))
    clicks = Clicks()
    return click_on(content(desk, clicks)), clicks.asked


def test_a_click_on_the_icon_starts_a_break_or_opens_the_menu_if_that_is_wished() -> None:
    assert clicked_icon(seated(), LeftClick.TODAY) == (True, [("page", "today")])
    assert clicked_icon(seated(), LeftClick.BREAK) == (True, [("start", None, None)])
    assert clicked_icon(asked(), LeftClick.BREAK) == (True, [("start", "p0", None)])
    assert clicked_icon(seated(), LeftClick.MENU) == (False, [])


def test_where_no_break_can_be_started_the_click_opens_today() -> None:
    assert clicked_icon(on_break(), LeftClick.BREAK) == (True, [("page", "today")])
