"""Photographs a first day in another language: the setup, a proposal, the guide, *This hurts*, statistics.

python docs/record_first_day.py FOLDER LANGUAGE...

Everything is what people see: a panel and a notification server of Xfce, the windows, the page in a browser.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from desktop import Desktop, wait_until  # the same screens as the tests'
from panel import furnished_panel, open_menu, popped_up
from record_page import DESKBREAK, early_afternoon, remember, sit_down
from screens import screen_at_rest
from served_page import chromium
from test_notification_servers import NAME

from deskbreak.files.folders import runtime_folder
from deskbreak.page.site import announced

if TYPE_CHECKING:
    from playwright.sync_api import Browser

STRETCH = "hf_standing_split"
SIZE = "1000x1000x24"
_PANEL = 34


@dataclass(frozen=True)
class FirstDay:
    desktop: Desktop
    browser: "Browser"
    folder: Path
    language: str

    def run(self) -> None:
        self.page("welcome", "1-setup")
        wait_until(lambda: popped_up(self.desktop), "the proposal", within=30)
        self.screen("2-proposal")
        open_menu(self.desktop)
        self.screen("3-menu")
        self.desktop.xdo("key", "Escape", "mousemove", "500", "900")
        self.deskbreak("start", STRETCH)
        wait_until(lambda: popped_up(self.desktop), "the guide", within=30)
        self.screen("4-guide")
        self.page("today", "5-guide-on-the-page")
        self.deskbreak("hurt")
        self.screen("6-hurts")
        self.page("today", "7-hurts-on-the-page")
        self.deskbreak("pain", "strong")
        self.screen("8-help")
        self.page("stats", "9-statistics")

    def deskbreak(self, *arguments: str) -> str:
        return self.desktop.run(*DESKBREAK, *arguments).strip()

    def screen(self, name: str) -> None:
        """What stands below the panel, without the black around it."""
        image = screen_at_rest(self.desktop)
        below = image.crop((0, _PANEL, *image.size))
        below.crop(below.getbbox()).quantize(128).save(self.file(name), optimize=True)

    def page(self, chapter: str, name: str) -> None:
        tab = self.browser.new_page(viewport={"width": 1000, "height": 900}, locale=self.language)
        tab.goto(self.deskbreak("page", chapter, "--no-browser"))
        tab.wait_for_url(f"**/{chapter}")
        tab.wait_for_timeout(1000)  # the figure is on its way
        tab.screenshot(path=self.file(name), full_page=True)
        tab.close()

    def file(self, name: str) -> Path:
        return self.folder / f"{self.language}-{name}.png"


@contextmanager
def begun(language: str) -> Iterator[Desktop]:
    """A desktop on which deskbreak has counted three quarters of an hour; the environment is its own."""
    before = dict(os.environ)
    with Desktop(screen=SIZE) as desktop:
        desktop.env |= {"LANGUAGE": language, "TZ": early_afternoon()}
        os.environ.update(desktop.env)
        remember(2)
        sit_down(46)
        desktop.manage_windows()
        furnished_panel(desktop)
        (server,) = Path("/usr/lib").glob("*/xfce4/notifyd/xfce4-notifyd")
        desktop.start(str(server))
        wait_until(lambda: desktop.owns(NAME), "the notification server", within=20)
        desktop.start(*DESKBREAK, "run")
        try:
            yield desktop
        finally:
            site = announced(runtime_folder())
            if site is not None:
                os.kill(site.pid, 15)
            os.environ.clear()
            os.environ.update(before)


def main(folder: Path, languages: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for language in languages:
            with begun(language) as desktop:
                FirstDay(desktop, browser, folder, language).run()


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2:])
