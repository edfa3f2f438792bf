"""Records the tray menu, open below the icon in a panel of Xfce: docs/menu.png.

python docs/record_menu.py
"""

import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from desk import Desk, minutes
from desktop import Desktop  # the same screens as the tests'
from panel import furnished_panel, open_menu, wait_for_icon
from screens import screen_at_rest
from test_menu import content

from deskbreak.surfaces.tray_linux import LinuxTray
from deskbreak.wires.dbus import Bus


def main() -> None:
    desk = Desk()
    desk.work(minutes(38))
    with Desktop(screen="800x600x24") as desktop:
        desktop.manage_windows()
        furnished_panel(desktop)
        tray = LinuxTray(Bus(desktop.address), lambda: None)
        tray.show(content(desk))
        running = threading.Thread(target=tray.run)
        running.start()
        try:
            wait_for_icon(desktop)
            _left, _top, right, bottom = open_menu(desktop)
            image = screen_at_rest(desktop)
        finally:
            tray.stop()
            running.join()
    image.crop((0, 0, right, bottom)).save(Path(__file__).with_name("menu.png"), optimize=True)


if __name__ == "__main__":
    main()
