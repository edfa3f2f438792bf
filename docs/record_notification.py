"""Records a proposal as the notification server of Xfce shows it: docs/notification.png.

python docs/record_notification.py
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from desktop import Desktop, wait_until  # the same screens as the tests'
from screens import screen, screen_at_rest
from test_notification_servers import NAME, xfce
from test_notified import BUNDLED, Watched, bundled, propose

from deskbreak.surfaces.notified import proposal_notice
from deskbreak.surfaces.notifier_dbus import DbusNotifier
from deskbreak.wires.dbus import Bus

STRETCH = "heel_raise"
"""Xfce cuts a title at some forty letters."""
FONT = "[Settings]\ngtk-font-name = Noto Sans 9\n"


def main() -> None:
    with Desktop(screen="1000x700x24") as desktop:
        settings = Path(desktop.env["XDG_CONFIG_HOME"]) / "gtk-3.0" / "settings.ini"
        settings.parent.mkdir()
        settings.write_text(FONT)
        xfce(desktop)
        wait_until(lambda: desktop.owns(NAME), "the notification server", within=20)
        bus = Bus(desktop.address)
        bus.start()
        rules = Watched(catalogue=BUNDLED).desk.rules
        notice = proposal_notice(propose(bundled(STRETCH)), rules)
        DbusNotifier(bus, lambda _notice, _fate: None).show(notice)
        wait_until(lambda: screen(desktop).getbbox(), "the notification", within=20)
        image = screen_at_rest(desktop)  # it fades in
        bus.stop()
    image.crop(image.getbbox()).save(Path(__file__).with_name("notification.png"), optimize=True)


if __name__ == "__main__":
    main()
