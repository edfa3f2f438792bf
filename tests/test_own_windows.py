"""deskbreak's own windows on a real screen: the toast and the guide, pressed by a real mouse."""

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from desktop import Desktop, Program, wait_until
from PIL import Image
from test_xembed import found, trayer

from deskbreak.itself import WINDOW

pytestmark = pytest.mark.desktop

HASTY = """
[breaks]
every = "3s"
natural_break = "1m"
natural_break_locked = "1m"
lull = "0s"
settle = "0s"
"""
CALM = '[breaks]\nevery = "45m"\n'
ACCENT = (26, 127, 116)
"""The first button, in light windows."""
SHORT = """
[[stretch]]
id = "short"
name = "A short one"
group = "legs"
where = "standing"
gets_up = true
length = "4s"
hold = "2s"
steps = ["Stand."]
"""
GREY = (151, 161, 173)
"""The icon while nobody has been seen yet."""
TROUSERS = (38, 70, 83)


class Home:
    """The daemon on a screen with neither panel nor notification server."""

    def __init__(self, desktop: Desktop, settings: str) -> None:
        self.desktop = desktop
        file = Path(desktop.env["XDG_CONFIG_HOME"]) / "deskbreak" / "deskbreak.toml"
        file.parent.mkdir(parents=True, mode=0o700)
        file.write_text(settings)
        self.daemon = desktop.start(sys.executable, "-m", "deskbreak", "run", "-v")
        socket = Path(desktop.env["XDG_RUNTIME_DIR"]) / "deskbreak.sock"
        wait_until(socket.exists, "the daemon", within=20)

    def deskbreak(self, *arguments: str) -> str:
        return self.desktop.run(sys.executable, "-m", "deskbreak", *arguments)

    def status(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.deskbreak("status", "--json"))
        return told

    def records(self) -> list[dict[str, Any]]:
        told = json.loads(self.deskbreak("history", "list", "--json"))
        records: list[dict[str, Any]] = told["records"]
        return records

    def sit(self) -> None:
        def is_seen() -> bool:
            self.desktop.xdo("mousemove_relative", "--", "4", "0")
            return bool(self.status()["state"] != "away")

        wait_until(is_seen, "somebody seated")

    def window(self, name: str) -> str | None:
        """The whole title of the window with this in its title; None where there is none."""
        return next((title for title in self.titles() if name in title), None)

    def titles(self) -> list[str]:
        """Of all windows; one that goes while it is asked is passed over."""
        found: list[str] = []
        with suppress(AssertionError):
            for id_ in self.desktop.xdo("search", "--name", "").split():
                with suppress(AssertionError):
                    found.append(self.desktop.xdo("getwindowname", id_).strip())
        return found

    def press_first_button(self, *, below: bool = False) -> None:
        """Where its colour is, and there is none of it anywhere else but in thin lines.

        Of two windows that of the upper one, or of the one `below`.
        """
        with Image.open(self.desktop.screenshot()) as shot:
            found = points_of(shot.convert("RGB"), ACCENT)
        rows = sorted(
            y for y in {y for _x, y in found} if sum(1 for _x, row in found if row == y) > 30
        )
        edge = rows[-1] - 20 if below else rows[0] + 20
        thick = [(x, y) for x, y in found if y in rows and (y > edge) == below]
        x = sum(x for x, _y in thick) // len(thick)
        self.desktop.click(x, rows[-1] - 8 if below else rows[0] + 8)

    def photograph(self) -> Image.Image:
        with Image.open(self.desktop.screenshot()) as shot:
            return shot.convert("RGB")


def points_of(image: Image.Image, colour: tuple[int, int, int]) -> list[tuple[int, int]]:
    pixels = image.load()
    assert pixels is not None
    width, height = image.size
    return [(x, y) for x in range(width) for y in range(height) if pixels[x, y] == colour]


@pytest.fixture
def screen() -> Iterator[Desktop]:
    with Desktop(screen="1000x800x24") as desktop:
        yield desktop


def proposed(home: Home) -> str:
    home.sit()
    wait_until(lambda: home.status()["proposal"], "a proposal", within=15)
    title = wait_until(lambda: home.window(" at your desk."), "the toast", within=4)
    assert title is not None
    return title


def test_without_any_notification_server_the_toast_is_up_and_its_button_starts_the_break(
    screen: Desktop,
) -> None:
    home = Home(screen, HASTY)
    proposed(home)

    home.press_first_button()
    running = wait_until(lambda: home.status()["running"], "the break")

    wait_until(lambda: home.window(running["name"]), "the guide")
    wait_until(lambda: home.window(" at your desk.") is None, "the toast to go")
    assert home.status()["sensors"]["notifications"] == "toast"


def test_what_appears_leaves_the_keyboard_where_it_is(screen: Desktop) -> None:
    screen.start("openbox")
    typed_into = screen.start(sys.executable, "-c", TYPEWRITER)
    wait_until(lambda: "ready" in typed_into.printed(), "somewhere to type")
    screen.xdo("mousemove", "60", "60", "click", "1")
    wait_until(lambda: "focus" in typed_into.printed(), "the keyboard")
    home = Home(screen, HASTY)
    proposed(home)

    screen.xdo("type", "abc")

    wait_until(lambda: "abc" in typed_into.printed().replace("\n", ""), "what was typed")


TYPEWRITER = """
import sys, tkinter as tk
root = tk.Tk()
root.geometry("200x120+10+10")
entry = tk.Text(root)
entry.pack()
def told(text):
    sys.stdout.write(text + "\\n")
    sys.stdout.flush()
entry.bind("<FocusIn>", lambda event: told("focus"))
entry.bind("<Key>", lambda event: told(event.char))
entry.bind("<Button-1>", lambda event: entry.focus_force())
root.after(300, lambda: told("ready"))
root.mainloop()
"""


def seconds_in(title: str) -> int:
    return int(title.rsplit(" ", 1)[1])


def test_a_hamstring_stretch_is_guided_whole_to_the_second_on_both_sides(screen: Desktop) -> None:
    home = Home(screen, CALM)
    asked = time.monotonic()
    home.deskbreak("start", "ham_seated")
    began = time.monotonic()
    name = "Seated hamstring stretch"
    wait_until(lambda: home.window(name), "the guide")

    wait_until(lambda: time.monotonic() - began > 18, "the first side", within=20)
    first, until_first = home.window(name), time.monotonic()
    one_way = home.photograph()
    wait_until(lambda: time.monotonic() - began > 50, "the other side", within=35)
    other, until_other = home.window(name), time.monotonic()
    other_way = home.photograph()
    wait_until(lambda: home.window(name) is None, "the end", within=25)
    lasted = time.monotonic() - began
    record = wait_until(home.records, "the record")[0]

    assert first is not None
    assert other is not None
    assert ". First side: " in first
    assert ". Other side: " in other
    assert 32 - (until_first - asked) <= seconds_in(first) <= 32 - 18 + 1
    assert 64 - (until_other - asked) <= seconds_in(other) <= 64 - 50 + 1
    assert 68 < lasted < 72
    assert record["outcome"] == "done"
    assert record["stretch"] == "ham_seated"
    assert 69 <= record["exercised_s"] <= 71
    mirrored = [2 * middle_of(one_way) - x for x, _y in points_of(one_way, TROUSERS)]
    assert abs(min(mirrored) - min(x for x, _y in points_of(other_way, TROUSERS))) <= 12


def middle_of(_image: Image.Image) -> int:
    """The figure stands in the middle of the window, which is 380 wide and 24 from the edge."""
    return 1000 - 24 - 190


def test_a_guide_closed_half_way_is_partial(screen: Desktop) -> None:
    home = Home(screen, CALM)
    home.deskbreak("start", "ham_seated")
    wait_until(lambda: home.window("Seated hamstring stretch"), "the guide")

    screen.xdo("mousemove", "800", "60", "click", "1", "key", "Escape")
    record = wait_until(home.records, "the record")[0]

    wait_until(lambda: home.window("Seated hamstring stretch") is None, "an empty screen")
    assert record["outcome"] == "partial"
    assert record["exercised_s"] < 20


def test_this_hurts_in_the_guide_lets_the_move_rest(screen: Desktop) -> None:
    home = Home(screen, CALM)
    home.deskbreak("start", "ham_wall_hinge")
    wait_until(lambda: home.window("Wall hinge"), "the guide")

    screen.xdo("mousemove", "800", "60", "click", "1", "key", "h")
    wait_until(home.records, "the record")

    assert "It hurt and rests until" in home.deskbreak("stretches", "why", "ham_wall_hinge")


def test_starting_it_once_more_shows_the_menu_whose_lines_work(screen: Desktop) -> None:
    home = Home(screen, CALM)
    home.deskbreak()
    wait_until(lambda: "deskbreak" in home.titles(), "the menu")

    # the first line is the first that Tab reaches after the cross
    screen.xdo("mousemove", "800", "60", "click", "1", "key", "Tab", "Tab", "Tab", "Return")
    running = wait_until(lambda: home.status()["running"], "the break")

    wait_until(lambda: home.window(running["name"]), "the guide")
    wait_until(lambda: "deskbreak" not in home.titles(), "the menu to go")


def test_a_right_click_in_a_tray_of_the_older_kind_opens_the_menu(screen: Desktop) -> None:
    trayer(screen)
    home = Home(screen, CALM)
    place = wait_until(lambda: found(screen, GREY), "the icon in the tray", within=20)
    assert place is not None

    screen.click(*place, button=3)
    wait_until(lambda: "deskbreak" in home.titles(), "the menu")

    assert home.status()["sensors"]["tray"] == "XEmbed"


def test_a_break_of_two_moves_is_guided_from_one_to_the_other(screen: Desktop) -> None:
    pack = screen.folder / "short.toml"
    pack.write_text(SHORT)
    home = Home(screen, f'[breaks]\nmoves_per_break = 2\n[stretches]\npacks = ["{pack}"]\n')

    home.deskbreak("start", "short")
    wait_until(lambda: home.window("A short one"), "the first move")
    wait_until(lambda: home.window("A short one") is None, "its end", within=10)
    second = wait_until(lambda: home.status()["running"], "the second move")

    wait_until(lambda: home.window(second["name"]), "its guide")
    assert home.records()[0]["stretch"] == "short"


def test_a_toast_goes_with_the_press_of_its_button(screen: Desktop) -> None:
    home = Home(screen, CALM)
    wait_until(lambda: home.window("deskbreak is counting"), "the welcome")

    home.press_first_button(below=True)

    wait_until(lambda: home.window("deskbreak: the first questions"), "the questions")
    wait_until(lambda: home.window("deskbreak is counting") is None, "the welcome to go")


def test_the_guide_sounds_where_one_faces_away_from_the_screen(screen: Desktop) -> None:
    player = screen.folder / "players" / "paplay"
    player.parent.mkdir()
    played = screen.folder / "played"
    player.write_text(f'#!/bin/sh\nhead -c 4 "$1" > {played}.new && mv {played}.new {played}\n')
    player.chmod(0o755)
    screen.env["PATH"] = f"{player.parent}:{screen.env['PATH']}"
    home = Home(screen, CALM)

    home.deskbreak("start", "wall_slide_back")

    wait_until(played.exists, "the tone with which it begins", within=20)
    assert played.read_text() == "RIFF"


def test_a_guide_that_is_killed_is_followed_by_the_notification(screen: Desktop) -> None:
    home = Home(screen, CALM)
    home.deskbreak("start", "ham_seated")
    wait_until(lambda: home.window("Seated hamstring stretch. "), "the guide")

    for pid in children_of(home.daemon, *WINDOW):
        os.kill(pid, signal.SIGKILL)

    wait_until(lambda: home.window("Seated hamstring stretch: "), "the toast that guides")
    assert home.status()["running"] is not None


def children_of(daemon: Program, *arguments: str) -> list[int]:
    tasks = Path(f"/proc/{daemon.process.pid}/task").iterdir()
    children = [pid for task in tasks for pid in (task / "children").read_text().split()]
    return [
        int(pid)
        for pid in children
        if "\0".join(arguments) in Path(f"/proc/{pid}/cmdline").read_text()
    ]


def test_the_guide_ends_with_the_daemon(screen: Desktop) -> None:
    home = Home(screen, CALM)
    home.deskbreak("start", "ham_wall_hinge")
    wait_until(lambda: home.window("Wall hinge"), "the guide")

    kill(home.daemon)

    wait_until(lambda: home.window("Wall hinge") is None, "an empty screen")


def kill(program: Program) -> None:
    program.process.kill()
    program.process.wait(10)
