"""What comes when a proposal is shown once more, and when that is offered."""

import os
import sys
from queue import SimpleQueue

import pytest
from desk import Desk, minutes
from desktop import NO_SCREEN, Desktop, wait_until
from test_guide_fits import titles

from deskbreak import language
from deskbreak.core.effects import Propose, Suggest
from deskbreak.core.events import Answer
from deskbreak.core.habit import Suggestion
from deskbreak.core.policy import Insist, Notifications
from deskbreak.files.resources import config_file
from deskbreak.stretches.catalogue import load_catalogue
from deskbreak.surfaces.child_window import ChildWindow, Report
from deskbreak.surfaces.insistence import Insistence, insisting
from deskbreak.surfaces.notice import Notice, Undelivered
from deskbreak.surfaces.notifier_toast import ToastNotifier
from deskbreak.window.button import Button

SCREEN = Notifications(insist=Insist.SCREEN)


def day_of_ignoring(desk: Desk) -> None:
    desk.wait_until("09:00")
    desk.work(minutes(90))


def offered(desk: Desk) -> list[str]:
    return [
        f"{each.what.value} = {each.value}" for each in desk.effects if isinstance(each, Suggest)
    ]


def test_a_window_is_offered_once_after_two_days_in_which_all_was_ignored() -> None:
    desk = Desk()
    for _day in range(2):
        day_of_ignoring(desk)
    assert offered(desk) == []

    for _day in range(3):
        day_of_ignoring(desk)

    assert offered(desk) == ["notifications.insist = window"]


def test_one_answer_says_that_the_reminders_are_seen() -> None:
    desk = Desk()
    for _day in range(6):
        day_of_ignoring(desk)
        desk.work(minutes(31))
        desk.answer(Answer.DONE)

    assert desk.refusals == []
    assert offered(desk) == []


def test_who_has_it_is_not_offered_it() -> None:
    desk = Desk(notifications=SCREEN)
    for _day in range(5):
        day_of_ignoring(desk)

    assert offered(desk) == []


def test_the_suggestion_is_the_setting_that_it_is_about() -> None:
    assert Suggestion.INSIST.value == "notifications.insist"


def shown_again() -> tuple[Propose, Desk]:
    desk = Desk(catalogue=load_catalogue(config_file("stretches.toml")), notifications=SCREEN)
    desk.work_until_asked()
    desk.work(minutes(11))
    return desk.proposals[-1], desk


def test_snooze_and_skip_stand_beside_the_two_large_answers() -> None:
    propose, desk = shown_again()

    content = insisting(propose, desk.rules)

    assert propose.again
    assert content.fills
    assert content.buttons == (
        Button("start", "Start"),
        Button("done", "I did it"),
        Button("snooze", "Snooze 10 min"),
        Button("skip", "Skip"),
    )


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system draws the letters")
def test_who_reads_from_the_right_has_the_notification_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    language.bind()
    monkeypatch.setenv("LANGUAGE", "ar")
    propose, desk = shown_again()
    insistence = Insistence(NO_SCREEN, lambda _answer, _id: None)

    insistence.perform(propose, desk.rules)

    wait_until(lambda: "has no window of its own: " in caplog.text, "the reason in the log")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system draws the letters")
def test_a_toast_can_be_read_again_once_the_language_is_another_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard = list[object]()
    language.bind()
    monkeypatch.setenv("LANGUAGE", "ar")
    toast = ToastNotifier(lambda _notice, what: heard.append(what), NO_SCREEN)
    backwards = toast.trouble()
    toast.show(Notice("Wall slide?", ""))
    monkeypatch.setenv("LANGUAGE", "en")

    assert backwards is not None
    assert heard == [Undelivered(backwards)]
    assert toast.trouble() is None


@pytest.mark.desktop
@pytest.mark.parametrize("dpi", [96, 240])
def test_it_fills_the_screen_with_all_its_buttons_on_it(dpi: int) -> None:
    propose, desk = shown_again()
    reports: SimpleQueue[Report] = SimpleQueue()
    with Desktop(screen="1280x800x24") as desktop:
        desktop.manage_windows()
        desktop.choose_dpi(dpi)
        content = insisting(propose, desk.rules)
        window = ChildWindow(content, {**os.environ, **desktop.env}, reports.put)
        assert reports.get(timeout=20).what == "shown"
        place = desktop.place_of("Deskbreak")
        desktop.wait_for_settled("Deskbreak")
        desktop.click(5, 5)
        desktop.wait_for_focus("Deskbreak")
        desktop.xdo("key", "Tab", "Tab", "Tab", "Tab", "Return")

        assert place == (0, 0, 1280, 800)
        assert reports.get(timeout=10).key == "skip"
        window.close()


@pytest.mark.desktop
def test_only_what_is_shown_again_insists_and_an_answer_elsewhere_takes_it_away() -> None:
    propose, desk = shown_again()
    with Desktop(screen="1280x800x24") as desktop:
        insistence = Insistence({**os.environ, **desktop.env}, lambda _answer, _id: None)
        for effect in desk.effects:
            insistence.perform(effect, desk.rules)
        wait_until(lambda: titles(desktop), "the window", within=10)
        desk.answer(Answer.SKIP)
        insistence.perform(desk.withdrawals[-1], desk.rules)
        wait_until(lambda: not titles(desktop), "the window to go", within=10)

    assert propose.id == desk.withdrawals[-1].id
