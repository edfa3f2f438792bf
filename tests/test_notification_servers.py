"""The notification servers that desktops bring along, each with its window pressed by a mouse."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from desktop import Desktop, wait_until
from panel import popped_up

from deskbreak.files.resources import icon_file
from deskbreak.surfaces.notice import Closed, Fate, Notice, Pressed
from deskbreak.surfaces.notifier_dbus import DbusNotifier
from deskbreak.window.button import Button
from deskbreak.wires.dbus import Bus

pytestmark = pytest.mark.desktop

BUTTONS = (
    Button("start", "Start"),
    Button("snooze", "Snooze 10 min"),
    Button("done", "I did it"),
)
PROPOSAL = Notice(
    "Hip-flexor stretch, 1 min? · 46 min at your desk",
    "Stand in a long step, one hand on the desk. Mild pull only; pain or tingling? Stop.",
    buttons=BUTTONS,
    picture=icon_file("stretches/curly/hf_standing_split.png"),
    default="start",
    lasting=True,
    about="p1",
)
HARD = Notice(
    "-n <b>bold</b> & “שלום” 🧘",
    "--help " + "A very long step that goes on and on. " * 14,
    buttons=BUTTONS,
    lasting=True,
    about="p2",
)
NAME = "org.freedesktop.Notifications"


def xfce(desktop: Desktop) -> None:
    (settings,) = Path("/usr/lib").glob("*/xfce4/xfconf/xfconfd")
    desktop.start(str(settings))
    wait_until(lambda: desktop.owns("org.xfce.Xfconf"), "the settings of Xfce", within=20)
    (server,) = Path("/usr/lib").glob("*/xfce4/notifyd/xfce4-notifyd")
    desktop.start(str(server))


def lxqt(desktop: Desktop) -> None:
    desktop.start("lxqt-notificationd")


def gnome_flashback(desktop: Desktop) -> None:
    found = [*Path("/usr/lib").glob("notification-daemon/*"), *Path("/usr/libexec").glob("n*-d*n")]
    desktop.start(next(str(one) for one in found if shutil.which(str(one))))


@pytest.fixture(params=[xfce, lxqt, gnome_flashback], ids=["xfce", "lxqt", "gnome_flashback"])
def served(request: pytest.FixtureRequest, x_desktop: Desktop) -> Desktop:
    request.param(x_desktop)
    wait_until(lambda: x_desktop.owns(NAME), "the notification server", within=20)
    return x_desktop


class Watched:
    """A notifier on that desktop, and what became of its notices."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self.fates: list[Fate] = []
        self.bus = Bus(desktop.address)
        self.bus.start()
        self.notifier = DbusNotifier(self.bus, lambda _notice, fate: self.fates.append(fate))

    def box(self) -> tuple[int, int, int, int]:
        box = wait_until(lambda: popped_up(self.desktop), "the notification")
        assert box is not None
        return box

    def press_something(self) -> None:
        """Along its lower rim, where all of them have their buttons."""
        left, _top, right, bottom = self.box()
        for up in (30, 37):
            for x in range(left + 24, right - 16, 24):
                if self.fates:
                    return
                self.desktop.click(x, bottom - up)


@pytest.fixture
def watched(served: Desktop) -> Iterator[Watched]:
    watched = Watched(served)
    yield watched
    watched.bus.stop()


def test_a_button_that_is_pressed_answers(watched: Watched) -> None:
    watched.notifier.show(PROPOSAL)

    watched.press_something()

    fate = wait_until(lambda: watched.fates, "the answer")[0]
    assert fate in [Pressed(button.key) for button in BUTTONS]


@pytest.mark.parametrize("served", [xfce, lxqt], ids=["xfce", "lxqt"], indirect=True)
def test_a_question_in_the_place_of_another_has_buttons_of_its_own(watched: Watched) -> None:
    answers = (Button("limb", "Yes, into a leg"), Button("no_limb", "No, into none"))
    watched.notifier.show(PROPOSAL)
    before = watched.box()
    watched.notifier.show(
        replace(PROPOSAL, title="Stopped", body="Down a leg?", buttons=answers, default=None)
    )
    wait_until(lambda: watched.box() != before, "the second")

    watched.press_something()

    fate = wait_until(lambda: watched.fates, "the answer")[0]
    assert fate in [Pressed(button.key) for button in answers]


def test_texts_that_are_hard_to_show_are_shown_and_taken_away(watched: Watched) -> None:
    rule = "interface='org.freedesktop.Notifications',member='NotificationClosed'"
    monitor = watched.desktop.start("dbus-monitor", "--session", rule)
    watched.notifier.show(HARD)
    left, top, right, bottom = watched.box()

    watched.notifier.close()

    assert right - left > 100
    assert bottom - top > 40
    # told, not seen: GNOME's old server leaves its window painted where there is no compositor
    wait_until(lambda: "member=NotificationClosed" in monitor.printed(), "the closing")
    assert [fate for fate in watched.fates if not isinstance(fate, Closed)] == []
