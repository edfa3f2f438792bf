"""What clicks and keys come to: messages for the loop, programs, and words for the user."""

import json
import os
import stat
from io import StringIO
from pathlib import Path

import pytest
from desk import Desk, hours, minutes
from desktop import wait_until

from deskbreak.core.events import Answer, Condition
from deskbreak.core.moment import Moment
from deskbreak.core.record import Outcome
from deskbreak.core.session import advance
from deskbreak.core.state import Rules
from deskbreak.core.stretch import Place
from deskbreak.core.view import State
from deskbreak.daemon.actions import UserActions
from deskbreak.daemon.loop import Happened, Inbox, Inquiry, Quit
from deskbreak.surfaces.terminal import Terminal

TODAY = {
    "done": 3,
    "partial": 0,
    "taken": 1,
    "skipped": 2,
    "ignored": 0,
    "snoozed": 4,
    "natural": 5,
    "longest_bout_s": 3600.5,
}


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
            self._today,
            lambda: self.touches.append("touched"),
        )

    def live(self) -> "Clicked":
        """Play the loop until nothing is left to do."""
        desk = self.desk
        while not self.inbox.empty():
            match self.inbox.get():
                case Happened(event=event, reply=reply):
                    step = advance(desk.session, event(desk.now), desk.rules)
                    desk.session = step.session
                    desk.effects += step.effects
                    if reply is not None:
                        reply(step)
                case Inquiry(reply=reply):
                    reply(desk.session, desk.rules, desk.now)
                case Quit():
                    self.has_quit = True
                case _:
                    raise AssertionError
        return self

    def _today(self, now: Moment, rules: Rules) -> dict[str, float]:
        assert (now, rules) == (self.desk.now, self.desk.rules)
        return TODAY


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
    assert clicked.live().desk.state.headline == "Quiet until 10:08"

    clicked.actions.resume()
    assert clicked.live().desk.state.state is State.SEATED


@pytest.mark.parametrize(
    ("now", "length"),
    [
        ("2026-03-02T22:00", hours(2)),
        ("2026-03-02T00:00", hours(24)),
        ("2026-03-28T22:00", hours(2)),
        ("2026-03-29T01:00", hours(22)),
        ("2026-10-25T01:00", hours(24)),
    ],
    ids=("evening", "midnight", "before-summer", "in-summer", "in-winter"),
)
def test_quiet_until_tomorrow_ends_at_the_next_midnight(now: str, length: object) -> None:
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
            "How things stand",
            "You have been at your desk for 38 min, since 09:00 (last key or mouse at 09:38), and a break is due at 09:45.",
        )
    ]


def test_the_day_is_told_in_numbers() -> None:
    clicked = Clicked(seated())

    clicked.actions.show_statistics()
    clicked.live()

    [(title, text)] = clicked.told
    assert title == "Today"
    assert text == (
        "38 min at your desk since the last break. Breaks today: 3 done, 1 taken, 5 natural; "
        "2 skipped, 4 snoozed. More: deskbreak stats"
    )


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


def test_the_settings_are_opened_in_what_opens_text_files_here(
    settings_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = tmp_path / "opened"
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" > {opened}.new && mv {opened}.new {opened}\n')
    opener.chmod(opener.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{opener.parent}{os.pathsep}{os.environ['PATH']}")

    Clicked().actions.open_settings()
    wait_until(opened.exists, "the settings to be opened", within=20)

    assert opened.read_text().strip() in {str(settings_file), settings_file.as_uri()}
    assert '# every = "45m"' in settings_file.read_text()


def test_where_nothing_opens_text_files_the_path_is_told(
    settings_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    clicked = Clicked()

    clicked.actions.open_settings()
    [(_title, why)] = wait_until(lambda: clicked.told, "a word about it", within=20)

    assert str(settings_file) in why
    assert not json.dumps(why).count("Traceback")
