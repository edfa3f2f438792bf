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
from fake_browser import fake_browser
from PIL import Image
from test_guide_fits import seen
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
EASED = '[stretches]\navoid = ["bones"]\n'
"""For who holds half as long."""
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
SURFACES = {"light": (250, 250, 248), "dark": (30, 33, 38)}


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
        return self.desktop.status()

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

    def ids(self, name: str) -> set[str]:
        """Of the windows with this in their title."""
        with suppress(AssertionError):
            return {*self.desktop.xdo("search", "--name", name).split()}
        return set()

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
    title = wait_until(lambda: home.window(" at your desk"), "the toast", within=4)
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
    wait_until(lambda: home.window(" at your desk") is None, "the toast to go")
    assert home.status()["sensors"]["notifications"] == "toast"


def test_what_appears_leaves_the_keyboard_where_it_is(screen: Desktop) -> None:
    screen.manage_windows()
    typed_into = screen.start(sys.executable, "-c", TYPEWRITER)
    wait_until(lambda: "ready" in typed_into.printed(), "somewhere to type")

    def has_the_keyboard() -> bool:
        screen.click(60, 60)
        return "focus" in typed_into.printed()

    wait_until(has_the_keyboard, "the keyboard")
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
    home = Home(screen, f"{CALM}{EASED}")
    asked = time.monotonic()
    home.deskbreak("start", "ham_seated")
    began = time.monotonic()
    name = "Seated hamstring stretch"
    wait_until(lambda: home.window(name), "the guide")
    shown = time.monotonic()
    left, _top, width, _height = screen.place_of(title=name)  # where the greeting leaves room
    middle = left + width // 2

    wait_until(lambda: time.monotonic() - began > 25, "the first side", within=27)
    first, until_first = home.window(name), time.monotonic()
    one_way = home.photograph()
    wait_until(lambda: time.monotonic() - began > 47, "the other side", within=25)
    other, until_other = home.window(name), time.monotonic()
    other_way = home.photograph()
    wait_until(lambda: home.window("Done. Nice work"), "the end", within=25)
    lasted = time.monotonic() - began
    record = wait_until(home.records, "the record")[0]

    assert first is not None
    assert other is not None
    assert ". First side: " in first
    assert ". Other side: " in other
    assert 30 - (until_first - asked) <= seconds_in(first) <= 30 - (until_first - shown) + 1
    assert 52 - (until_other - asked) <= seconds_in(other) <= 52 - (until_other - shown) + 1
    assert 56 < lasted < 60
    assert record["outcome"] == "done"
    assert record["stretch"] == "ham_seated"
    assert 57 <= record["exercised_s"] <= 59
    mirrored = [2 * middle - x for x, _y in points_of(one_way, TROUSERS)]
    assert abs(min(mirrored) - min(x for x, _y in points_of(other_way, TROUSERS))) <= 12


def touch(screen: Desktop, name: str) -> None:
    """A click on the guide's figure, where there is no button; keys go to where the pointer is."""
    screen.wait_for_settled(title=name)
    left, top, width, _height = screen.place_of(title=name)
    screen.xdo("mousemove", str(left + width // 2), str(top + 80), "click", "1")


def test_a_guide_closed_half_way_is_partial(screen: Desktop) -> None:
    home = Home(screen, CALM)
    home.deskbreak("start", "ham_seated")
    wait_until(lambda: home.window("Seated hamstring stretch"), "the guide")

    touch(screen, "Seated hamstring stretch")
    screen.xdo("key", "Escape")
    record = wait_until(home.records, "the record")[0]

    wait_until(lambda: home.window("Seated hamstring stretch") is None, "an empty screen")
    assert record["outcome"] == "partial"
    assert record["exercised_s"] < 20


def test_this_hurts_in_the_guide_lets_the_move_rest(screen: Desktop) -> None:
    home = Home(screen, CALM)
    home.deskbreak("start", "ham_wall_hinge")
    wait_until(lambda: home.window("Wall hinge"), "the guide")

    touch(screen, "Wall hinge")
    screen.xdo("key", "h")
    wait_until(home.records, "the record")

    assert "It hurt and rests until" in home.deskbreak("stretches", "why", "ham_wall_hinge")


@pytest.mark.parametrize("is_managed", [False, True], ids=["unmanaged", "managed"])
def test_a_right_click_in_a_tray_of_the_older_kind_pops_up_the_menu_for_mouse_and_keys(
    screen: Desktop, *, is_managed: bool
) -> None:
    if is_managed:
        screen.manage_windows()
    trayer(screen)
    home = Home(screen, CALM)
    place = wait_until(lambda: found(screen, GREY), "the icon in the tray", within=20)
    assert place is not None

    screen.click(*place, button=3)
    wait_until(lambda: seen(screen, "Menu"), "the menu", within=10)
    screen.xdo("key", "Escape")
    wait_until(lambda: not seen(screen, "Menu"), "the menu to go")
    screen.click(*place, button=3)
    wait_until(lambda: seen(screen, "Menu"), "the menu again", within=10)
    screen.xdo("key", "Down", "Down", "Return")
    running = wait_until(lambda: home.status()["running"], "the break")

    wait_until(lambda: home.window(running["name"]), "its guide")
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


def test_a_guide_that_a_caution_eases_goes_on_in_a_window_of_the_easier_form(
    screen: Desktop,
) -> None:
    home = Home(screen, CALM)
    home.deskbreak("start", "ham_standing_step")
    wait_until(lambda: home.window("Standing hamstring stretch"), "the guide")
    before = home.ids("Standing hamstring stretch")

    home.deskbreak("config", "set", "stretches.avoid", "bones")
    wait_until(
        lambda: home.ids("Standing hamstring stretch") - before, "the window of the easier form"
    )

    assert home.status()["running"]["stretch"] == "ham_standing_step"
    assert home.records() == []


@pytest.mark.parametrize("place", ["office", "meeting"])
def test_a_guide_that_would_sound_is_silent_once_a_meeting_begins(
    screen: Desktop, place: str
) -> None:
    heard, player = screen.folder / "heard", screen.folder / "players" / "paplay"
    player.parent.mkdir()
    player.write_text(f"#!/bin/sh\necho a tone >> {heard}\n")
    player.chmod(0o755)
    screen.env["PATH"] = f"{player.parent}:{screen.env['PATH']}"
    pack = screen.folder / "wall.toml"
    pack.write_text(SHORT.replace("standing", "wall").replace('"4s"', '"1m4s"\nsetup = "1m"'))
    home = Home(screen, f'{CALM}[stretches]\npacks = ["{pack}"]\n')
    home.deskbreak("start", "short")
    wait_until(lambda: home.window("A short one"), "the guide")

    home.deskbreak("config", "set", "stretches.place", place)
    wait_until(lambda: home.status()["place"] == place, "the place")
    home.deskbreak("guide", "now")
    wait_until(lambda: home.status()["running"] is None, "the end of the guide", within=15)

    assert heard.exists() == (place == "office")


def test_a_guide_whose_move_is_ruled_out_goes_at_once(screen: Desktop) -> None:
    home = Home(screen, CALM)
    home.deskbreak("start", "ham_standing_step")
    wait_until(lambda: home.window("Standing hamstring stretch"), "the guide")

    home.deskbreak("config", "set", "stretches.avoid", "flexion")
    wait_until(lambda: home.window("Standing hamstring stretch") is None, "an empty screen")

    assert home.records()[0]["outcome"] == "partial"


def test_a_toast_goes_with_the_press_of_its_button(screen: Desktop) -> None:
    with fake_browser(screen.folder, Path(screen.env["XDG_RUNTIME_DIR"])) as browser:
        screen.env["PATH"] = browser.path
        home = Home(screen, CALM)
        wait_until(lambda: home.window("deskbreak is counting"), "the welcome")

        home.press_first_button(below=True)

        wait_until(lambda: browser.has_shown("welcome"), "the questions in the browser")
        wait_until(lambda: home.window("deskbreak is counting") is None, "the welcome to go")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_very_first_words_have_the_colours_that_are_set(screen: Desktop, theme: str) -> None:
    home = Home(screen, f'[windows]\ntheme = "{theme}"\n')
    wait_until(lambda: home.window("deskbreak is counting"), "the welcome")

    def is_in_its_colours() -> bool:
        return len(points_of(home.photograph(), SURFACES[theme])) > 10_000

    wait_until(is_in_its_colours, "the welcome in its colours")


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


@pytest.mark.parametrize("keys", [["2"], ["Tab", "Tab", "Tab", "Return"]], ids=["letter", "tab"])
def test_how_it_was_is_asked_in_the_window_itself_and_answered_there(
    screen: Desktop, keys: list[str]
) -> None:
    pack = screen.folder / "short.toml"
    pack.write_text(SHORT)
    home = Home(screen, f'[stretches]\npacks = ["{pack}"]\n')
    home.deskbreak("start", "short")
    wait_until(lambda: home.window("A short one. Done. Nice work"), "the question", within=15)
    assert [title for title in home.titles() if "Done" in title] == ["A short one. Done. Nice work"]

    left, top, _width, _height = screen.place_of("Deskbreak")
    screen.click(left + 20, top + 20)
    screen.xdo("key", "--delay", "60", *keys)

    wait_until(lambda: home.window("A short one") is None, "the window to go")
    assert "No stretch of the last hour is waiting for this answer" in refused(home, "felt", "easy")


def refused(home: Home, *arguments: str) -> str:
    try:
        return home.deskbreak(*arguments)
    except AssertionError as error:
        return str(error)


def test_never_show_this_stands_under_more_and_is_reached_by_keys_alone(screen: Desktop) -> None:
    home = Home(screen, CALM)
    home.deskbreak("start", "ham_seated")
    wait_until(lambda: home.window("Seated hamstring stretch"), "the guide")

    touch(screen, "Seated hamstring stretch")
    press(screen, *TO_MORE, "Return", *["Tab"] * 5, "Return")

    def is_never() -> bool:
        return "ham_seated" in home.deskbreak("config", "get", "stretches.never")

    wait_until(is_never, "the wish to be kept", within=10)
    assert home.status()["running"] is not None


def test_what_stands_under_more_does_by_keys_alone_what_it_says(screen: Desktop) -> None:
    screen.manage_windows()
    home = Home(screen, CALM)
    home.deskbreak("start", "ham_seated")
    wait_until(lambda: home.window("Seated hamstring stretch"), "the guide")

    touch(screen, "Seated hamstring stretch")
    press(screen, *TO_MORE, "Return", *["Tab"] * 4, "Return")
    wait_until(lambda: "ham_seated" in favourites(home), "the wish to be kept", within=10)
    press(screen, "shift+Tab", "shift+Tab", "Return")
    other = wait_until(lambda: another_than(home, "ham_seated"), "another stretch", within=10)
    wait_until(lambda: home.window(other["name"]), "its guide")
    touch(screen, other["name"])
    press(screen, *TO_MORE, "Return", "Tab", "Tab", "Tab", "Return")
    wait_until(lambda: home.status()["running"] is None, "the end of the break", within=10)

    assert home.window(other["name"]) is None


def test_a_proposal_in_a_toast_is_taken_by_keys_alone(screen: Desktop) -> None:
    screen.manage_windows()
    home = Home(screen, HASTY)
    proposed(home)

    screen.wait_for_settled(title=" at your desk")
    left, top, width, height = screen.place_of(title=" at your desk")
    screen.click(left + width - 12, top + height - 10)  # where there is no button
    press(screen, "Tab", "Return")

    running = wait_until(lambda: home.status()["running"], "the break")
    wait_until(lambda: home.window(running["name"]), "the guide")


TO_MORE = ["Tab"] * 4


def press(screen: Desktop, *keys: str) -> None:
    """As people type."""
    screen.xdo("key", "--delay", "60", *keys)


def favourites(home: Home) -> str:
    return home.deskbreak("config", "get", "stretches.favourite")


def another_than(home: Home, id_: str) -> dict[str, Any]:
    running: dict[str, Any] = home.status()["running"] or {}
    return running if running.get("stretch", id_) != id_ else {}


def test_a_pause_stands_still_until_it_goes_on(screen: Desktop) -> None:
    home = Home(screen, CALM)
    home.deskbreak("start", "ham_seated")
    wait_until(lambda: home.window("Seated hamstring stretch"), "the guide")
    home.deskbreak("guide", "wait")
    seen: list[str | None] = []
    until = time.monotonic() + 3

    def is_over() -> bool:
        seen.append(home.window("Seated hamstring stretch"))
        return time.monotonic() > until

    wait_until(is_over, "three seconds, each of which a guide that runs would show")
    after = seen[-1]
    assert len(set(seen)) <= 2  # the word may take a moment to the window

    home.deskbreak("guide", "go_on")
    wait_until(lambda: home.window("Seated hamstring stretch") != after, "it to go on")


def test_a_guide_that_is_killed_is_followed_by_the_notification(screen: Desktop) -> None:
    home = Home(screen, CALM)
    home.deskbreak("start", "ham_seated")
    wait_until(lambda: home.window("Seated hamstring stretch. "), "the guide")

    for pid in children_of(home.daemon, *WINDOW):
        os.kill(pid, signal.SIGKILL)

    wait_until(lambda: home.window("Seated hamstring stretch: "), "the toast that guides")
    assert home.status()["running"] is not None
    home.deskbreak("done")
    home.deskbreak("start", "ham_seated")
    wait_until(lambda: home.window("Seated hamstring stretch. "), "the window of the next break")


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
    program.process.wait(30)


def test_the_signs_fit_a_low_screen(x_desktop: Desktop) -> None:
    signs = x_desktop.start(sys.executable, "-m", "deskbreak", "help-signs", "--window")
    shown = x_desktop.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "medical help")
    told = x_desktop.xdo("getwindowgeometry", shown.split()[-1])
    left, top = (int(part) for part in told.split("Position:")[1].split()[0].split(","))
    wide, tall = (int(part) for part in told.split("Geometry:")[1].split()[0].split("x"))

    assert signs.process.poll() is None
    assert left >= 0
    assert left + wide <= 800
    assert top + tall <= 600
