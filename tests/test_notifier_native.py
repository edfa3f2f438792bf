"""Stories about notifications of Windows and macOS, by desktop-notifier on stand-ins of them."""

import platform
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from desktop import wait_until
from fake_winrt import TIMED_OUT, ActionCentre, Toast, windows_notifications
from packaging.requirements import Requirement
from packaging.version import Version

from deskbreak.errors import SurfaceError
from deskbreak.files.resources import icon_file
from deskbreak.surfaces.notice import Closed, Fate, Notice, Pressed, Reason, Undelivered
from deskbreak.surfaces.notifier import candidates_for
from deskbreak.surfaces.notifier_native import NativeNotifier
from deskbreak.window.button import Button

PICTURE = icon_file("stretches/curly/hf_standing_split.png")
PROPOSAL = Notice(
    "Hip flexor, 1 min? · 46 min at your desk",
    "Step back with one foot.",
    buttons=(Button("start", "Start"), Button("snooze", "Snooze"), Button("done", "I did it")),
    picture=PICTURE,
    default="start",
    lasting=True,
    about="p1",
)


class Screen:
    """The notifications of a Windows machine, and what is told of them."""

    def __init__(self, centre: ActionCentre) -> None:
        self.centre = centre
        self.told: list[tuple[Notice, Fate]] = []
        self.notifier = NativeNotifier(lambda notice, fate: self.told.append((notice, fate)))

    def show(self, notice: Notice) -> Toast:
        before = len(self.centre.shown)
        self.notifier.show(notice)
        wait_until(lambda: len(self.centre.shown) > before, "the notification")
        return self.centre.shown[-1]

    def hears(self, notice: Notice, fate: Fate) -> None:
        wait_until(lambda: self.told == [(notice, fate)], f"{fate}")


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Screen]:
    with windows_notifications(monkeypatch) as centre:
        yield Screen(centre)


def test_a_proposal_has_its_words_its_picture_and_its_buttons(screen: Screen) -> None:
    toast = screen.show(PROPOSAL)

    assert toast.texts == [PROPOSAL.title, PROPOSAL.body]
    assert toast.buttons == ["Start", "Snooze", "I did it"]
    assert toast.pictures[-1] == PICTURE.as_uri()
    assert toast.is_silent
    assert screen.told == []
    assert screen.notifier.trouble() is None


@pytest.mark.parametrize(("label", "key"), [("Start", "start"), ("Snooze", "snooze")])
def test_a_button_is_an_answer(screen: Screen, label: str, key: str) -> None:
    screen.show(PROPOSAL).press(label)

    screen.hears(PROPOSAL, Pressed(key))


def test_a_click_beside_the_buttons_is_the_default_answer(screen: Screen) -> None:
    screen.show(PROPOSAL).click()

    screen.hears(PROPOSAL, Pressed("start"))


def test_a_click_on_a_message_only_takes_it_away(screen: Screen) -> None:
    message = Notice("Done", "Well moved")
    screen.show(message).click()

    screen.hears(message, Closed(Reason.DISMISSED))


def test_dismissing_it_is_no_answer_and_time_is_none_either(screen: Screen) -> None:
    message = Notice("Done", "Well moved")
    screen.show(message).dismiss(TIMED_OUT)
    screen.hears(message, Closed(Reason.EXPIRED))
    screen.told.clear()
    screen.show(PROPOSAL).dismiss()

    screen.hears(PROPOSAL, Closed(Reason.DISMISSED))


def test_what_lasts_stays_as_a_reminder_and_a_message_goes_by_itself(screen: Screen) -> None:
    proposal, message = screen.show(PROPOSAL), screen.show(Notice("Done", "Well moved"))

    assert proposal.document.get("scenario") == "reminder"
    assert message.document.get("scenario") is None


def test_what_lasts_and_is_put_away_by_windows_may_be_shown_by_the_next_surface(
    screen: Screen,
) -> None:
    screen.show(PROPOSAL).dismiss(TIMED_OUT)

    screen.hears(PROPOSAL, Undelivered("the system put it away"))


def test_what_windows_put_away_is_answered_in_its_notification_centre(screen: Screen) -> None:
    toast = screen.show(PROPOSAL)
    toast.dismiss(TIMED_OUT)
    toast.press("Snooze")

    wait_until(lambda: len(screen.told) == 2, "the answer")
    assert screen.told[1] == (PROPOSAL, Pressed("snooze"))


def test_that_an_older_one_was_put_away_says_nothing_of_the_newer(screen: Screen) -> None:
    older = screen.show(PROPOSAL)
    newer = screen.show(Notice("Another", "one", buttons=(Button("yes", "Yes"),)))
    older.dismiss(TIMED_OUT)
    newer.press("Yes")

    screen.hears(Notice("Another", "one", buttons=(Button("yes", "Yes"),)), Pressed("yes"))


def test_a_late_press_on_one_that_was_replaced_answers_nothing(screen: Screen) -> None:
    first = screen.show(PROPOSAL)
    second = screen.show(Notice("Another", "one", buttons=(Button("yes", "Yes"),)))
    first.press("Start")
    second.press("Yes")

    screen.hears(Notice("Another", "one", buttons=(Button("yes", "Yes"),)), Pressed("yes"))
    assert screen.centre.removed == [first.tag]


def test_what_is_closed_leaves_the_screen_and_says_nothing(screen: Screen) -> None:
    toast = screen.show(PROPOSAL)
    screen.notifier.close()

    wait_until(lambda: screen.centre.removed == [toast.tag], "it to go")
    assert screen.told == []


def test_where_the_system_fails_the_next_surface_may_try(screen: Screen) -> None:
    screen.centre.refuses = True
    screen.notifier.show(PROPOSAL)

    screen.hears(PROPOSAL, Undelivered("the system did not take it; the log says why"))
    assert screen.notifier.trouble() is not None


def test_who_turned_notifications_off_is_reached_by_the_next_surface(screen: Screen) -> None:
    screen.centre.setting = 1
    screen.show(PROPOSAL)

    off = "notifications are turned off in the system's settings"
    screen.hears(PROPOSAL, Undelivered(off))


def test_long_texts_are_cut_and_markup_is_text(screen: Screen) -> None:
    toast = screen.show(Notice("<b>&" * 50, "x" * 500))

    assert all(text.endswith("…") for text in toast.texts)
    assert toast.texts[0].startswith("<b>&<b>&")


def test_outside_an_app_bundle_macos_shows_none_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    support = SimpleNamespace(
        is_bundle=lambda: False, is_signed_bundle=lambda: False, macos_version=Version("14.5")
    )
    monkeypatch.setitem(sys.modules, "desktop_notifier.backends.macos_support", support)
    monkeypatch.setattr(platform, "system", lambda: "Darwin")

    with pytest.raises(SurfaceError, match="app bundles only"):
        NativeNotifier(lambda _notice, _fate: None)


@pytest.mark.parametrize(
    ("platform_name", "surfaces"),
    [
        ("linux", ["dbus", "toast", "plyer"]),
        ("win32", ["native", "toast", "plyer"]),
        ("darwin", ["native", "toast", "osascript", "plyer"]),
    ],
)
def test_each_platform_has_its_own_first_and_then_the_toast(
    platform_name: str, surfaces: list[str]
) -> None:
    assert [each.name for each in candidates_for(None, {}, platform_name)] == surfaces


@pytest.mark.parametrize(("python", "is_there"), [("3.14", True), ("3.15", False)])
def test_a_python_for_which_windows_has_no_winrt_is_not_given_another_library(
    python: str,
    is_there: bool,
) -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())
    machine = {"sys_platform": "win32", "python_version": python}
    wanted = [Requirement(each) for each in project["project"]["dependencies"]]
    of_windows = [
        each.marker is None or each.marker.evaluate(machine)
        for each in wanted
        if each.name.startswith(("winrt", "desktop-notifier"))
    ]

    assert of_windows == [is_there] * 7
