"""Window managers and compositors that read no `~/.config/autostart`: what starts a program there.

Each has a file of its own, which is the user's: it is read and never written. Only sway has a folder
for files of others.
"""

import shlex
from collections.abc import Mapping
from gettext import gettext as _
from pathlib import Path

from deskbreak.files.plain import plain_bytes
from deskbreak.files.private import write_private
from deskbreak.itself import Command
from deskbreak.login.item import remove_item
from deskbreak.value import value

_DROP_IN = "config.d"


@value
class Bare:
    """`file` lies in the folder of settings; `line` starts a command."""

    name: str
    file: str
    line: str
    variable: str = ""
    """What it sets for its programs."""


_KNOWN = (
    Bare("sway", "sway/config", "exec {command}", "SWAYSOCK"),
    Bare("Hyprland", "hypr/hyprland.conf", "exec-once = {command}", "HYPRLAND_INSTANCE_SIGNATURE"),
    Bare("i3", "i3/config", "exec --no-startup-id {command}", "I3SOCK"),
    Bare("river", "river/init", "riverctl spawn {quoted}"),
    Bare("labwc", "labwc/autostart", "{command} &", "LABWC_PID"),
    Bare("wayfire", "wayfire.ini", "deskbreak = {command}  (under [autostart])", "WAYFIRE_SOCKET"),
    Bare("bspwm", "bspwm/bspwmrc", "{command} &", "BSPWM_SOCKET"),
    Bare("herbstluftwm", "herbstluftwm/autostart", "{command} &"),
)
_READS_ENTRIES = ("dex --autostart", "dex -a", "xdg-autostart")
"""What in such a file makes it read the entries, too: i3's own first file has the first."""


def bare(environment: Mapping[str, str]) -> Bare | None:
    """The one that runs here; None on a desktop, and where nothing says."""
    names = environment.get("XDG_CURRENT_DESKTOP", "").casefold().split(":")
    named = [each for each in _KNOWN if each.name.casefold() in names]
    if named or any(names):
        return next(iter(named), None)
    return next((each for each in _KNOWN if environment.get(each.variable)), None)


def to_add(one: Bare, config: Path, command: Command) -> str:
    """What the user must add; empty where it is there already, or what stands there reads the entry."""
    file = config / one.file
    try:
        text = plain_bytes(file).decode(errors="replace")
    except OSError:
        text = ""
    has_drop_in = one.name == "sway" and drop_in(config).is_file()
    if has_drop_in or any(sign in text for sign in ("deskbreak", *_READS_ENTRIES)):
        return ""
    spelled = shlex.join(command)
    line = one.line.format(command=spelled, quoted=shlex.quote(spelled))
    told = _("{name} starts nothing from ~/.config/autostart. Add this line to {file}:\n{line}")
    return told.format(name=one.name, file=file, line=line)


def drop_in(config: Path) -> Path:
    return config / "sway" / _DROP_IN / "deskbreak.conf"


def write_drop_in(config: Path, command: Command) -> None:
    """Only where sway reads that folder: its file names it, or there is none and the system's does."""
    file, settings = drop_in(config), config / "sway" / "config"
    if not file.parent.is_dir():
        return
    try:
        is_read = _DROP_IN in plain_bytes(settings).decode(errors="replace")
    except FileNotFoundError:
        is_read = True
    except OSError:
        is_read = False
    if is_read:
        write_private(file, f"exec {shlex.join(command)}\n".encode())


def remove_drop_in(config: Path) -> None:
    remove_item(drop_in(config))
