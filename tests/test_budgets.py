"""What may not grow unnoticed: modules at rest, steps of the core, wake-ups of a day.

A new name in `AT_REST` is a decision: whether the daemon needs it all day, or only who asks.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TypeVar

from desk import Desk, minutes, seconds
from desktop import Desktop, wait_until

from deskbreak.core.events import Began, Condition, Ended
from deskbreak.core.session import advance

T = TypeVar("T")

DAEMON = """
import os, sys, threading
from deskbreak.__main__ import main

def tell(asked, told):
    open(asked).read()
    names = sorted(sys.modules)
    with open(told, "w") as file:
        print(*names, file=file)

threading.Thread(target=tell, args=sys.argv[1:], daemon=True).start()
sys.argv = ["deskbreak", "run"]
main()
"""
AT_REST = {  # of Linux, with a tray, without X
    "cli": "daemon exits terminal",
    "control": "attending client endpoint instance protocol server",
    "core": (
        "answering answers asking avoid bouts cautions duration effect_words effects events "
        "evidence guide guided_break habit hurting in_a_list last_week moment naming "
        "obstacles offers outlook own_way pain policy practice record rotation safety "
        "session signs state stretch view wall_clock words work_hours"
    ),
    "daemon": (
        "actions app chores claiming complaints desk elsewhere fronts guard happening "
        "hooks keeper launch log_out loop page_guide passages quit_mark rulebook service signals "
        "speech"
    ),
    "days": "last_days line recorder value",
    "errors": "",
    "files": (
        "codec columns folders installed kinds locks log plain plans private resources set_aside "
        "strict texts"
    ),
    "history": "backups database kept rows schema snooze statistics",
    "itself": "",
    "language": "",
    "sensors": (
        "bus_watch camera clock conditions desktop do_not_disturb full_screen_x11 idle "
        "idle_mutter idle_none idle_source idle_wayland inputwatch kept_awake lock "
        "lock_silent microphone openers sense sleep zone"
    ),
    "session": "crash lasting left older snapshot",
    "settings": "file followed schema spoken table written",
    "stretches": "catalogue packs quick_form strangers translated",
    "surfaces": (
        "dbusmenu first_icon icons menu notice notified notifier notifier_dbus panel "
        "pystray_model sni tray tray_linux tray_older"
    ),
    "value": "",
    "window": "button",
    "wires": (
        "buses dbus dbus_line dbus_messages dbus_object dconf inotify logind screens "
        "wayland x11 xauth xbytes xscreen xsocket xwindow"
    ),
}
NEVER_AT_REST = {
    *("PIL", "Xlib", "asyncio", "click", "desktop_notifier", "multiprocessing", "plyer"),
    *("platformdirs", "rich", "sqlite3", "starlette", "subprocess", "tkinter", "tomlkit"),
    *("uvicorn", "xml", "email", "http", "ssl", "unittest", "shutil", "tempfile"),
}


def test_at_rest_the_daemon_has_loaded_these_modules_and_no_more(
    bus_desktop: Desktop, tmp_path: Path
) -> None:
    asked, told = tmp_path / "asked", tmp_path / "told"
    os.mkfifo(asked)
    bus_desktop.start(
        *(sys.executable, "-c", DAEMON, str(asked), str(told)),
        env={"WAYLAND_DISPLAY": "nobody-there"},
    )
    bus_desktop.fakes.tray_item()
    asked.write_text("")
    wait_until(lambda: told.exists() and told.read_text().endswith("\n"), "the names", within=10)

    loaded = set(told.read_text().split())

    rooms = {f"deskbreak.{room}": names.split() for room, names in AT_REST.items()}
    known = {f"{room}.{name}" for room, names in rooms.items() for name in names} | {*rooms}
    ours = {name for name in loaded if name.startswith("deskbreak.")} - {"deskbreak.__main__"}
    assert sorted(ours - known) == []
    assert NEVER_AT_REST & {name.partition(".")[0] for name in loaded} == set()


def test_a_key_and_its_end_take_few_steps_of_the_core() -> None:
    desk = Desk()
    desk.work(minutes(20))
    began = Began(desk.now.at_uptime(desk.now.uptime + seconds(9)), Condition.ACTIVE)
    ended = Ended(began.at.at_uptime(began.at.uptime + seconds(9)), Condition.ACTIVE)

    typing, first = calls(lambda: advance(desk.session, began, desk.rules).session)
    _still, second = calls(lambda: advance(typing, ended, desk.rules).session)

    assert first <= 36
    assert second <= 34


def test_who_types_all_day_wakes_the_daemon_as_often_as_something_is_decided() -> None:
    desk = Desk()
    for _hour in range(8):
        desk.work_until_asked()
        desk.leave(minutes(10))

    assert len(desk.proposals) == 8
    assert desk.wakes == 16


def calls(do: Callable[[], T]) -> tuple[T, int]:
    """What it gives, and how many functions written in Python were called for it."""
    count = 0

    def counted(_frame: FrameType, event: str, _given: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        value = do()
    finally:
        sys.setprofile(before)
    return value, count - 1
