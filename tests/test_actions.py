"""What clicks and keys come to: messages for the loop, programs, and words for the user."""

from io import StringIO
from pathlib import Path

import pytest
from desk import Desk, hours, minutes
from desktop import NO_SCREEN, wait_until
from fake_browser import fake_browser

from deskbreak import __version__
from deskbreak.core.events import Answer, Condition
from deskbreak.core.record import Outcome
from deskbreak.core.session import advance
from deskbreak.core.stretch import Place
from deskbreak.core.view import State
from deskbreak.daemon.actions import UserActions
from deskbreak.daemon.loop import Happened, Inbox, Inquiry, Quit
from deskbreak.surfaces.terminal import Terminal


class Clicked:
    """Actions before a simulated desk, with all that the user is told."""

    def __init__(self, desk: Desk | None = None) -> None:
        self.desk = desk or Desk()
        self.inbox: Inbox = Inbox()
        self.told: list[tuple[str, str]] = []
        self.touches: list[str] = []
        self.has_quit = False
        self.actions = UserActions(
            self.inbox,
            lambda title, body: self.told.append((title, body)),
            lambda: self.touches.append("touched"),
        )

    def live(self) -> "Clicked":
        """Play the loop until nothing is left to do."""
        desk = self.desk
        while not self.inbox.empty():
            match self.inbox.get():
                case Happened(event=event, reply=reply):
                    step = advance(desk.session, event(desk.now, desk.rules), desk.rules)
                    desk.session = step.session
                    desk.effects += step.effects
                    if reply is not None:
                        reply(step, desk.rules)
                case Inquiry(reply=reply):
                    reply(desk.session, desk.rules, desk.now)
                case Quit():
                    self.has_quit = True
                case _:
                    raise AssertionError
        return self


@pytest.fixture
def settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where programs that are started here find the user's settings."""
    for name in ("config", "data", "state", "run"):
        (tmp_path / name).mkdir(mode=0o700)
        variable = "XDG_RUNTIME_DIR" if name == "run" else f"XDG_{name.upper()}_HOME"
        monkeypatch.setenv(variable, str(tmp_path / name))
    (tmp_path / "config" / "deskbreak").mkdir()
    return tmp_path / "config" / "deskbreak" / "deskbreak.toml"


def seated() -> Desk:
    desk = Desk()
    desk.work(minutes(38))
    return desk


def asked() -> Desk:
    desk = Desk()
    desk.work_until_asked()
    return desk


def test_an_answer_reaches_the_session_with_its_id_and_length() -> None:
    clicked = Clicked(asked())

    clicked.actions.say(Answer.SNOOZE, "p0", minutes(15))
    clicked.live()

    assert clicked.desk.story[-1] == "09:50:00 snoozed p0 15m"
    assert clicked.told == []


def test_a_late_answer_changes_nothing() -> None:
    clicked = Clicked(asked())

    clicked.actions.say(Answer.SKIP, "p6")
    clicked.live()

    assert clicked.desk.state.state is State.PROPOSED
    assert clicked.desk.outcomes == []


def test_what_is_refused_is_told() -> None:
    clicked = Clicked(seated())

    clicked.actions.say(Answer.SKIP, None)
    clicked.live()

    assert clicked.told == [("That didn't work", "Nothing is proposed right now.")]


def test_in_a_terminal_too_what_is_refused_is_told_once() -> None:
    clicked, screen = Clicked(seated()), StringIO()
    terminal = Terminal(clicked.actions, screen, None, {})

    clicked.actions.say(Answer.SKIP, None)
    clicked.live()
    for effect in clicked.desk.effects:
        terminal.perform(effect, clicked.desk.rules)
    for title, body in clicked.told:
        terminal.tell(title, body)

    assert screen.getvalue() == "\nThat didn't work\n  Nothing is proposed right now.\n"


def test_quiet_for_a_while_and_no_longer() -> None:
    clicked = Clicked(seated())

    clicked.actions.pause(minutes(30))
    assert clicked.live().desk.state.headline == "Reminders paused until 10:08"

    clicked.actions.resume()
    assert clicked.live().desk.state.state is State.SEATED


@pytest.mark.parametrize(
    ("now", "length"),
    [
        ("2026-03-02T22:00", hours(7)),
        ("2026-03-02T00:00", hours(5)),
        ("2026-03-28T22:00", hours(6)),
        ("2026-03-29T01:00", hours(3)),
        ("2026-10-25T01:00", hours(5)),
    ],
    ids=("evening", "midnight", "before-summer", "in-summer", "in-winter"),
)
def test_quiet_until_tomorrow_ends_at_five_in_the_morning_where_no_hours_are_set(
    now: str, length: object
) -> None:
    clicked = Clicked(Desk(starts=now))

    clicked.actions.pause_until_tomorrow()
    pause = clicked.live().desk.session.course.pause

    assert pause is not None
    assert pause.until is not None
    assert pause.until - clicked.desk.now.uptime == length


def test_standing_begins_and_ends() -> None:
    clicked = Clicked(seated())

    clicked.actions.stand(on=True)
    assert clicked.live().desk.session.signs.conditions >= {Condition.STANDING}

    clicked.actions.stand(on=False)
    assert Condition.STANDING not in clicked.live().desk.session.signs.conditions


def test_why_is_told_in_a_sentence() -> None:
    clicked = Clicked(seated())

    clicked.actions.explain()
    clicked.live()

    assert clicked.told == [
        (
            "Status",
            "You have been at your desk for 38 min, since 09:00 (last key or mouse at 09:38), and a break is due at 09:45.",
        )
    ]


def test_a_test_notification_says_that_it_arrived() -> None:
    clicked = Clicked()

    clicked.actions.test_notification()

    assert clicked.told == [("deskbreak can reach you", "This is what a reminder will look like.")]


def test_to_quit_is_left_to_the_loop() -> None:
    clicked = Clicked()

    clicked.actions.quit()

    assert clicked.live().has_quit


def test_a_key_where_only_deskbreak_saw_it_is_passed_on() -> None:
    clicked = Clicked()

    clicked.actions.touched()

    assert clicked.touches == ["touched"]


def test_a_done_break_is_remembered() -> None:
    clicked = Clicked(asked())

    clicked.actions.say(Answer.DONE, "p0")

    assert clicked.live().desk.outcomes == [Outcome.DONE]


def test_a_new_place_is_written_into_the_settings_and_their_comments_stay(
    settings_file: Path,
) -> None:
    settings_file.write_text('[stretches]\nplace = "office"  # mostly\n', encoding="utf-8")
    clicked = Clicked()

    clicked.actions.move_to(Place.HOME)
    wait_until(lambda: "home" in settings_file.read_text(), "the new place", within=20)

    assert settings_file.read_text() == '[stretches]\nplace = "home"  # mostly\n'
    assert clicked.told == []


def test_a_place_that_cannot_be_written_is_told_with_the_reason(settings_file: Path) -> None:
    broken = '[stretches]\nplace = "moon"\n[breaks]\nevery = "soon"\n'
    settings_file.write_text(broken, encoding="utf-8")
    clicked = Clicked()

    clicked.actions.move_to(Place.HOME)
    [(title, why)] = wait_until(lambda: clicked.told, "a word about it", within=20)

    assert title == "That didn't work"
    assert "breaks.every" in why
    assert settings_file.read_text() == broken


@pytest.mark.parametrize("chapter", ["today", "stretches", "settings"])
def test_a_chapter_of_the_page_is_opened_in_the_browser(
    settings_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chapter: str
) -> None:
    del settings_file
    monkeypatch.setenv("DISPLAY", NO_SCREEN["DISPLAY"])
    clicked = Clicked()
    with fake_browser(tmp_path, tmp_path / "run") as browser:
        monkeypatch.setenv("PATH", browser.path)
        clicked.actions.open_page(chapter)
        wait_until(lambda: browser.has_shown(chapter), "the browser", within=20)

    assert clicked.told == []


def test_where_there_is_no_browser_the_command_is_told(
    settings_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del settings_file
    for display in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(display, raising=False)
    clicked = Clicked()
    with fake_browser(tmp_path, tmp_path / "run"):
        clicked.actions.open_page("settings")
        [(title, why)] = wait_until(lambda: clicked.told, "a word about it", within=20)

    assert title == "That didn't work"
    assert "deskbreak config" in why


def test_starting_at_login_is_switched_by_a_click_and_what_came_of_it_is_told(
    settings_file: Path,
) -> None:
    entry = settings_file.parents[1] / "autostart" / "deskbreak.desktop"
    clicked = Clicked()

    clicked.actions.start_at_login(on=True)
    [on] = wait_until(lambda: list(clicked.told), "a word about it", within=20)
    was_there = entry.exists()
    wait_until(lambda: clicked.actions.starts_at_login, "the check mark")
    clicked.actions.start_at_login(on=False)
    wait_until(lambda: len(clicked.told) == 2, "another word", within=20)

    assert on == ("Start at login", f"deskbreak starts at your next login: {entry}")
    assert clicked.told[1] == ("Start at login", "deskbreak does not start at login.")
    wait_until(lambda: not clicked.actions.starts_at_login, "no check mark")
    assert was_there
    assert not entry.exists()


def test_what_this_is_is_told_with_its_version_its_licence_and_its_folders(
    settings_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(settings_file.parents[1]))
    clicked = Clicked()

    clicked.actions.say_what_this_is()

    [(title, text)] = clicked.told
    assert title == "About deskbreak"
    assert text.startswith(f"Version {__version__}, MIT licence.\nSettings: ~/deskbreak\n")
    assert "\nLog: " in text
