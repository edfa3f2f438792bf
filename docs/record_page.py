"""Photographs the page after a made-up day: docs/page-today.png and docs/page-statistics.png.

python docs/record_page.py
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from desk import Desk
from desktop import wait_until
from served_page import chromium  # the same browser as the tests'

from deskbreak.core.record import DayPart, Outcome, Record
from deskbreak.files.folders import history_file, runtime_folder, set_up_mark, state_folder
from deskbreak.history.database import open_history
from deskbreak.page.site import announced
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.zone import local_zone
from deskbreak.session.snapshot import Snapshot, save_snapshot
from deskbreak.settings.set_up import mark_set_up

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

DESKBREAK = (sys.executable, "-m", "deskbreak")
SHOTS: tuple[tuple[str, str, Literal["light", "dark"]], ...] = (
    ("today", "page-today.png", "light"),
    ("stats", "page-statistics.png", "dark"),
)
SIZE: "ViewportSize" = {"width": 1120, "height": 1120}
BOUTS = (
    (0, 48, Outcome.DONE, "hf_standing_split"),
    (51, 118, Outcome.TAKEN, "ham_standing_step"),
    (131, 176, Outcome.DONE, "wall_slide_back"),
    (232, 261, Outcome.NATURAL, None),
    (268, 315, Outcome.DONE, "chin_tuck"),
)
"""From and until how many minutes after nine, and what ended it."""
_MINUTE = timedelta(minutes=1)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, at_home(Path(folder)):
        remember(12)
        sit_down()
        mark_set_up(set_up_mark())
        daemon = subprocess.Popen((*DESKBREAK, "run"), stderr=subprocess.DEVNULL)
        wait_until(
            lambda: (
                subprocess.run((*DESKBREAK, "status"), capture_output=True, check=False).returncode
                == 0
            ),
            "the daemon",
            within=20,
        )
        try:
            photograph()
        finally:
            daemon.terminate()
            daemon.wait()
            site = announced(runtime_folder())
            if site is not None:
                os.kill(site.pid, 15)


def early_afternoon() -> str:
    """A zone in which it is that now."""
    west = (system_time().wall().hour - 14) % 24
    return f"Etc/GMT{west:+d}" if west <= 12 else f"Etc/GMT{west - 24:+d}"


@contextmanager
def at_home(folder: Path) -> Iterator[None]:
    """Nobody's folders, and a zone in which it is early afternoon now."""
    before = dict(os.environ)
    for name in ("CONFIG_HOME", "DATA_HOME", "STATE_HOME", "RUNTIME_DIR"):
        (folder / name).mkdir(mode=0o700)
        os.environ[f"XDG_{name}"] = str(folder / name)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        os.environ.pop(name, None)
    os.environ["TZ"] = early_afternoon()
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def remember(weeks: int) -> None:
    """Each workday much like the others, today until now."""
    zone, now = local_zone(), system_time().wall()
    today = now.astimezone(zone).date()
    history = open_history(history_file(), now).history
    for ago in range(weeks * 7, -1, -1):
        day = today - timedelta(days=ago)
        if ago == 0 or day.weekday() < 5:
            nine = datetime(day.year, day.month, day.day, 9, tzinfo=zone).astimezone(UTC)
            history.remember(*records(day, nine, now))
    history.close()


def records(day: date, nine: datetime, now: datetime) -> Iterator[Record]:
    for number, (begins, ends, outcome, stretch) in enumerate(BOUTS):
        longer = (day.toordinal() * 7 + number * 3) % 11 - 5
        sat, ended = nine + begins * _MINUTE, nine + (ends + longer) * _MINUTE
        if ended > now - 40 * _MINUTE:
            return
        part = DayPart(day, ended - sat)
        guided = timedelta(seconds=60 if outcome is Outcome.DONE else 0)
        yield Record(
            f"{day}-{number}", ended, outcome, stretch, ended - sat, sat, ended, (part,), 0, guided
        )


def sit_down(minutes: int = 31) -> None:
    """So long ago, as a deskbreak that has just ended has it."""
    sat = minutes * _MINUTE
    wall = system_time().wall()
    desk = Desk(starts=f"{(wall - sat).replace(tzinfo=None).isoformat()}", zone=ZoneInfo("UTC"))
    desk.work(sat)
    save_snapshot(
        state_folder() / "session.json", Snapshot("another", desk.session, seed="made up")
    )


def photograph() -> None:
    with chromium() as browser:
        for chapter, file, tone in SHOTS:
            done = subprocess.run(
                (*DESKBREAK, "page", chapter, "--no-browser"),
                capture_output=True,
                text=True,
                check=True,
            )
            tab = browser.new_page(viewport=SIZE, color_scheme=tone, device_scale_factor=1)
            tab.goto(done.stdout.strip())
            tab.wait_for_url(f"**/{chapter}")
            tab.wait_for_load_state("load")
            tab.wait_for_timeout(1000)  # the figure is on its way
            tab.screenshot(path=Path(__file__).with_name(file))


if __name__ == "__main__":
    main()
