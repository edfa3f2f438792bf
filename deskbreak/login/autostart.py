"""Has deskbreak started at login, by the means of each platform."""

import sys

from deskbreak.itself import lasting_command
from deskbreak.login.item import Autostart


def choose_autostart() -> Autostart:
    """The means of this platform."""
    command = lasting_command("run")
    if sys.platform == "win32":
        from deskbreak.login.run_key import RunKey  # noqa: PLC0415  (each platform has its own)

        return RunKey(command)
    if sys.platform == "darwin":
        from deskbreak.login.launch_agent import LaunchAgent  # noqa: PLC0415  (likewise)

        return LaunchAgent(command)
    from deskbreak.login.desktop_entry import XdgAutostart  # noqa: PLC0415  (likewise)

    return XdgAutostart(command)
