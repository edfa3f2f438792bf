"""Notifications on a real notification daemon: dunst on a screen of our own."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desktop import Desktop, Program, wait_until
from PIL import Image

from deskbreak.surfaces.notice import Closed, Fate, Notice, Pressed, Reason
from deskbreak.surfaces.notifier_dbus import DbusNotifier
from deskbreak.window.button import Button
from deskbreak.wires.dbus import Bus

pytestmark = pytest.mark.desktop

DUNSTRC = """
[global]
    monitor = 0
    origin = top-left
    offset = 20x20
    width = 460
    height = 300
    notification_limit = 5
    font = DejaVu Sans 11
    markup = full
    format = "<b>%s</b>\\n%b"
    enable_recursive_icon_lookup = false
    min_icon_size = 64
    max_icon_size = 64
    history_length = 20
    mouse_left_click = do_action
    mouse_right_click = close_current
"""
BLUE = (40, 90, 200)


class Dunst:
    """The daemon, and what it has on its screen."""

    def __init__(self, desktop: Desktop) -> None:
        self._desktop = desktop
        self._config = desktop.folder / "dunstrc"
        self._config.write_text(DUNSTRC)
        self._program = self._started()

    def restart(self) -> None:
        self._program.end()
        self._program = self._started()

    def displayed(self) -> int:
        return int(self._desktop.run("dunstctl", "count", "displayed"))

    def act(self) -> None:
        """As its keyboard shortcut does: the action of the notification on top."""
        self._desktop.run("dunstctl", "action", "0")

    def history(self) -> list[dict[str, Any]]:
        """What was closed, the latest first, without dunst's type annotations."""
        entries = json.loads(self._desktop.run("dunstctl", "history"))["data"][0]
        return [{key: value["data"] for key, value in entry.items()} for entry in entries]

    def _started(self) -> Program:
        program = self._desktop.start("dunst", "-config", str(self._config))
        name = "org.freedesktop.Notifications"
        wait_until(lambda: self._desktop.owns(name), "dunst", within=15)
        return program


class Told:
    def __init__(self) -> None:
        self.fates: list[Fate] = []

    def __call__(self, _notice: Notice, fate: Fate) -> None:
        self.fates.append(fate)


@pytest.fixture
def dunst(x_desktop: Desktop) -> Dunst:
    return Dunst(x_desktop)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def notifier(x_desktop: Desktop, dunst: Dunst, told: Told) -> Iterator[DbusNotifier]:
    assert dunst.displayed() == 0
    bus = Bus(x_desktop.address)
    bus.start()
    yield DbusNotifier(bus, told)
    bus.stop()


@pytest.fixture
def proposal(tmp_path: Path) -> Notice:
    picture = tmp_path / "hip flexor.png"
    Image.new("RGB", (64, 64), BLUE).save(picture)
    return Notice(
        "Hip-flexor stretch, 1 min? · 46 min at your desk",
        "Stand with one hand on the desk & take a <long> step back. 20 s each side. 🧘",
        (Button("start", "Start"), Button("snooze", "Snooze 10 min"), Button("done", "I did it")),
        picture=picture,
        default="start",
        lasting=True,
    )


def is_drawn(desktop: Desktop) -> bool:
    """Whether the notification is on the screen with the whole of its blue picture."""
    with Image.open(desktop.screenshot("500x200+0+0")) as image:
        colours = image.convert("RGB").getcolors(maxcolors=500 * 200) or []
    return (64 * 64, BLUE) in colours


def test_a_proposal_is_seen_with_its_picture_and_its_text_unharmed(
    x_desktop: Desktop, dunst: Dunst, notifier: DbusNotifier, proposal: Notice
) -> None:
    notifier.show(proposal)
    wait_until(lambda: dunst.displayed() == 1, "the notification")
    wait_until(lambda: is_drawn(x_desktop), "the picture")
    notifier.close()
    wait_until(lambda: dunst.displayed() == 0, "the closing")
    (closed,) = dunst.history()

    assert closed["summary"] == "Hip-flexor stretch, 1 min? · 46 min at your desk"
    assert closed["body"] == (
        "Stand with one hand on the desk &amp; take a &lt;long&gt; step back. 20 s each side. 🧘"
        "\nMiddle click: Start"
    )
    assert closed["timeout"] == 0
    assert notifier.description().startswith("dbus (dunst ")


def test_a_left_click_that_dunst_maps_to_the_action_means_start(
    x_desktop: Desktop, dunst: Dunst, notifier: DbusNotifier, told: Told, proposal: Notice
) -> None:
    notifier.show(proposal)
    wait_until(lambda: dunst.displayed() == 1, "the notification")
    wait_until(lambda: is_drawn(x_desktop), "it to be drawn")
    x_desktop.click(200, 60)
    wait_until(lambda: told.fates, "the answer")
    wait_until(lambda: dunst.displayed() == 0, "the closing")

    assert told.fates == [Pressed("start")]


def test_dunstctl_action_means_start(
    dunst: Dunst, notifier: DbusNotifier, told: Told, proposal: Notice
) -> None:
    notifier.show(proposal)
    wait_until(lambda: dunst.displayed() == 1, "the notification")
    dunst.act()
    wait_until(lambda: told.fates, "the answer")

    assert told.fates == [Pressed("start")]


def test_a_right_click_dismisses_and_is_no_answer(
    x_desktop: Desktop, dunst: Dunst, notifier: DbusNotifier, told: Told, proposal: Notice
) -> None:
    notifier.show(proposal)
    wait_until(lambda: is_drawn(x_desktop), "it to be drawn")
    x_desktop.click(200, 60, button=3)
    wait_until(lambda: dunst.displayed() == 0, "the dismissal")
    wait_until(lambda: told.fates, "its report")

    assert told.fates == [Closed(Reason.DISMISSED)]


def test_a_proposal_shown_again_replaces_the_first(
    dunst: Dunst, notifier: DbusNotifier, proposal: Notice
) -> None:
    notifier.show(proposal)
    wait_until(lambda: dunst.displayed() == 1, "the notification")
    notifier.show(Notice("56 min at your desk", "", lasting=True))
    notifier.close()
    wait_until(lambda: dunst.displayed() == 0, "the closing")

    assert [entry["summary"] for entry in dunst.history()] == ["56 min at your desk"]


def test_a_dunst_killed_and_restarted_shows_the_open_proposal_again(
    dunst: Dunst, notifier: DbusNotifier, told: Told, proposal: Notice
) -> None:
    notifier.show(proposal)
    wait_until(lambda: dunst.displayed() == 1, "the notification")
    dunst.restart()
    wait_until(lambda: dunst.displayed() == 1, "the notification once more")
    dunst.act()
    wait_until(lambda: told.fates, "the answer")

    assert told.fates == [Pressed("start")]
