"""The product on a real desktop: panel, notification server, mouse, command line."""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from desk_day import DeskDay
from desktop import Program, wait_until
from panel import TEAL, open_menu, popped_up, shows, tray_report, wait_for_icon
from PIL import Image, ImageChops

pytestmark = pytest.mark.desktop

HASTY = """
[breaks]
every = "8s"
snooze = ["5s", "10s"]
lull = "1s"
"""


@contextmanager
def desk(settings: str = HASTY) -> Iterator[DeskDay]:
    with DeskDay(settings) as day:
        yield day


def proposal(day: DeskDay) -> dict[str, Any] | None:
    found: dict[str, Any] | None = day.status()["proposal"]
    return found


def proposed(day: DeskDay, within: float) -> dict[str, Any]:
    found = wait_until(lambda: proposal(day), "a proposal", within)
    assert found is not None
    return found


def is_in_the_panel(day: DeskDay) -> bool:
    return bool(day.status()["sensors"]["tray"] == "StatusNotifierItem")


def test_a_stretch_is_proposed_snoozed_taken_and_told_alike_everywhere() -> None:
    with desk() as day:
        day.wave_off()
        day.sit_down()
        wait_for_icon(day.desktop)

        first = proposed(day, within=10)
        wait_until(lambda: popped_up(day.desktop), "the notification")
        day.photograph("notification")
        day.press("Snooze")
        snoozed = wait_until(lambda: day.status()["snoozes"] == 1 and day.status(), "a snooze")
        assert snoozed["proposal"] is None
        again = proposed(day, within=6.5)
        day.photograph("notification-again")
        day.press("I did it")
        done = wait_until(lambda: day.status()["today"]["done"] == 1 and day.status(), "the end")
        assert done["proposal"] is None
        why = day.deskbreak("why")
        listed = json.loads(day.deskbreak("history", "list", "--json"))
        counted = json.loads(day.deskbreak("stats", "--json"))

        assert again["stretch"] == first["stretch"]
        assert again["id"] != first["id"]
        assert done["seat_time_s"] < 5
        assert (done["today"]["snoozed"], done["today"]["natural"]) == (1, 0)
        assert "at your desk" in why
        [record] = listed["records"]
        assert (record["outcome"], record["stretch"]) == ("done", first["stretch"])
        assert record["seat_time_s"] == pytest.approx(done["today"]["longest_bout_s"], abs=0.01)
        assert (counted["total"]["done"], counted["total"]["snoozed"]) == (1, 1)
        assert counted["total"]["bouts"] == 2  # the second still runs


def test_the_menu_tells_the_time_and_its_items_do_what_they_say() -> None:
    with desk('[breaks]\nevery = "40m"\n') as day:
        day.wave_off()
        day.sit_down()
        wait_until(lambda: is_in_the_panel(day), "the icon", 20, lambda: tray_report(day.desktop))

        open_menu(day.desktop)
        day.photograph("menu")
        day.desktop.xdo("key", "Down", "Down", "Return")  # below how things stand: start
        running = wait_until(lambda: day.status()["running"] and day.status(), "the guide")
        wait_until(lambda: popped_up(day.desktop), "the guide's notification")
        day.photograph("guide")

        assert running["state"] == "on_break"
        assert day.status()["running"]["left_s"] <= running["running"]["left_s"]


def test_a_killed_daemon_goes_on_where_it_was_and_its_absence_counts_as_sitting() -> None:
    with desk('[breaks]\nevery = "40m"\n') as day:
        day.sit_down()
        os.kill(day.daemon.process.pid, signal.SIGKILL)
        day.daemon.process.wait(20)
        before = day.monotonic()
        wait_until(lambda: day.monotonic() - before > 4, "a while without deskbreak", within=10)
        day.start_daemon()
        status = day.status()

        assert status["state"] == "seated"
        assert status["seat_time_s"] >= 4
        assert json.loads(day.deskbreak("history", "list", "--json"))["records"] == []


def test_a_daemon_that_was_gone_for_long_notes_a_natural_break() -> None:
    settings = '[breaks]\nevery = "40m"\nnatural_break = "3s"\nnatural_break_locked = "3s"\n'
    with desk(settings) as day:
        day.sit_down()
        day.keep_moving()
        wait_until(lambda: day.status()["seat_time_s"] > 4, "a bout worth recording", within=10)
        day.be_still()
        os.kill(day.daemon.process.pid, signal.SIGKILL)
        day.daemon.process.wait(20)
        before = day.monotonic()
        wait_until(lambda: day.monotonic() - before > 5, "a while without deskbreak", within=10)
        day.start_daemon()
        [record] = json.loads(day.deskbreak("history", "list", "--json"))["records"]

        assert record["outcome"] == "natural"
        assert record["seat_time_s"] > 3
        assert day.status()["state"] == "away"


def test_the_first_words_say_that_it_lives() -> None:
    with desk('[breaks]\nevery = "45m"\n') as day:
        wait_until(lambda: popped_up(day.desktop), "the welcome")
        day.photograph("welcome")
        day.press("Try one now")
        running = wait_until(lambda: day.status()["running"], "the first stretch")

        assert running["left_s"] > 0


def test_settings_are_read_again_and_a_broken_edit_changes_nothing() -> None:
    with desk('[breaks]\nevery = "40m"\n') as day:
        day.sit_down()
        day.deskbreak("config", "set", "breaks.every", "30m")
        wait_until(lambda: day.status()["due_in_s"] < 30 * 60, "the new settings")
        day.settings_file.write_text('[breaks]\nevery = "soon"\n')
        day.deskbreak("status")  # a question wakes the loop, which then looks at the file
        told = wait_until(lambda: "soon" in day.daemon.printed(), "a complaint", within=10)

        assert told
        assert day.status()["due_in_s"] < 30 * 60
        assert day.settings_file.read_text() == '[breaks]\nevery = "soon"\n'


def test_quitting_from_the_command_line_leaves_nothing_behind() -> None:
    with desk() as day:
        day.deskbreak("quit")
        day.daemon.process.wait(30)

        assert day.daemon.process.returncode == 0
        assert not shows(day.desktop, TEAL)


def test_a_proposal_whose_server_dies_is_shown_by_the_next_and_its_answer_counts() -> None:
    with desk() as day:
        day.wave_off()
        day.sit_down()
        opened = proposed(day, within=10)
        wait_until(lambda: popped_up(day.desktop), "the notification")
        before = day.held()

        kill(day.dunst)
        wait_until(lambda: popped_up(day.desktop) is None, "the notification to go", within=3)
        day.start_dunst()
        wait_until(lambda: popped_up(day.desktop), "the proposal again", within=5)
        day.photograph("notification-of-the-next-server")
        day.press("I did it")
        done = wait_until(lambda: day.status()["today"]["done"] == 1 and day.status(), "the end")

        assert done["proposal"] is None
        [record] = json.loads(day.deskbreak("history", "list", "--json"))["records"]
        assert (record["outcome"], record["stretch"]) == ("done", opened["stretch"])
        files, threads = day.held()
        assert files == before[0]
        assert threads <= before[1]


def test_a_proposal_whose_server_dies_and_stays_away_is_shown_by_our_own_toast() -> None:
    with desk() as day:
        day.wave_off()
        day.sit_down()
        proposed(day, within=10)
        wait_until(lambda: popped_up(day.desktop), "the notification")

        kill(day.dunst)  # for five seconds it may come back
        wait_until(lambda: button_of(day), "the toast and its button", within=8)
        day.photograph("toast-after-the-server")
        place = button_of(day)
        assert place is not None
        day.desktop.click(*place)

        assert wait_until(lambda: day.status()["running"], "the break")


def test_a_proposal_outlives_the_session_bus_with_panel_and_server() -> None:
    with desk() as day:
        day.wave_off()
        day.sit_down()
        opened = proposed(day, within=10)
        wait_until(lambda: popped_up(day.desktop), "the notification")
        files, _threads = day.held()

        day.desktop.stop_bus()
        day.panel.end()
        kill(day.dunst)
        day.desktop.start_bus()
        day.furnish_again()

        wait_for_icon(day.desktop, TEAL, "the icon to return", 5)
        wait_until(lambda: popped_up(day.desktop), "the proposal again", within=5)
        day.press("I did it")
        done = wait_until(lambda: day.status()["today"]["done"] == 1 and day.status(), "the end")
        assert done["proposal"] is None
        [record] = json.loads(day.deskbreak("history", "list", "--json"))["records"]
        assert record["stretch"] == opened["stretch"]
        assert day.held()[0] == files


def kill(program: Program) -> None:
    os.kill(program.process.pid, signal.SIGKILL)
    program.process.wait(20)


def button_of(day: DeskDay) -> tuple[int, int] | None:
    """The middle of the toast's first button: a wide field of its colour."""
    with Image.open(day.desktop.screenshot()) as shot:
        image = shot.convert("RGB")
    accent = Image.new("RGB", image.size, (26, 127, 116))
    alike = ImageChops.difference(image, accent).convert("L").point(lambda off: 255 * (off == 0))
    box = alike.getbbox()
    if box is None or box[2] - box[0] < 30:
        return None
    return (box[0] + box[2]) // 2, (box[1] + box[3]) // 2 - 8
