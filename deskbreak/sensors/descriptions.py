"""What people call each sense, what it means that it is on or off, and what to do without it."""

import sys
from gettext import gettext as _

from deskbreak.value import value


@value
class Description:
    what: str
    on: str
    off: str
    without: str


def descriptions(platform: str = sys.platform) -> dict[str, Description]:
    """By the names under which the senses are opened, in the order of telling."""
    has_packages = platform == "linux"  # elsewhere the system has it, or nothing has
    return {
        "microphone": Description(
            _("microphone"),
            _("a program is recording, which counts as a call"),
            _("no program is recording"),
            _(
                "Install PipeWire with pipewire-pulse, or PulseAudio; until then run deskbreak "
                "pause before a call"
            )
            if has_packages
            else _("Run deskbreak pause before a call"),
        ),
        "camera": Description(
            _("camera"),
            _("a program is using it, which counts as a call"),
            _("no program is using it"),
            _("Run deskbreak pause before a call"),
        ),
        "full_screen": Description(
            _("full screen"),
            _("a window fills the screen"),
            _("no window fills the screen"),
            _("Run deskbreak pause 1h before a presentation"),
        ),
        "lock": Description(
            _("lock"),
            _("the screen is locked"),
            _("the screen is not locked"),
            _(
                "Start systemd-logind or install elogind, or a screen locker that announces "
                "itself on the session bus; until then a lock is an absence like any other"
            )
            if has_packages
            else _("A lock is then an absence like any other"),
        ),
        "sleep": Description(
            _("sleep"),
            _("the machine is going to sleep"),
            _("the machine says when it goes to sleep"),
            _(
                "Start systemd-logind or install elogind; until then the clocks show a sleep "
                "once it is over, which is enough to count correctly"
            )
            if has_packages
            else _("The clocks show a sleep once it is over, which is enough to count correctly"),
        ),
        "kept_awake": Description(
            _("display kept awake"),
            _("a program is keeping the display awake"),
            _("no program is keeping the display awake"),
            _("After a film or a talk, run deskbreak sat"),
        ),
        "do_not_disturb": Description(
            _("do not disturb"),
            _("it is on, so deskbreak holds its proposals"),
            _("it is off"),
            _("Run deskbreak pause when you want quiet"),
        ),
    }
