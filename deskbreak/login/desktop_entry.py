"""Desktop entries on Linux: one for the programs menu, one for the login.

The rules of quoting are those of the Desktop Entry Specification: an argument of `Exec` stands in
double quotes with a backslash before what a shell would take apart, a per cent sign is doubled,
and then every backslash is doubled once more, because it stands in a string.
"""

import configparser
import os
from collections.abc import Mapping
from gettext import gettext as _
from pathlib import Path

from deskbreak.files import resources
from deskbreak.files.plain import plain_bytes
from deskbreak.files.private import write_private
from deskbreak.itself import Command, lasting_command
from deskbreak.login.bare import bare, remove_drop_in, to_add, write_drop_in
from deskbreak.login.item import LoginItem, nothing_at, remove_item, unreadable

_NAME = "deskbreak.desktop"
_ICON = "icons/hicolor/256x256/apps/deskbreak.png"
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@/.,:=+-")
_SECTION = "Desktop Entry"


def exec_line(command: Command) -> str:
    """The command as the value of `Exec`."""
    return " ".join(_quoted(argument) for argument in command)


def entry(command: Command, *, actions: bool) -> str:
    """The text of a desktop entry; with `actions`, what the programs menu offers beside it."""
    what = _("Break reminder")
    about = _("Reminds you to leave your chair and suggests a short stretch")
    keywords = _("break;stretch;pause;desk;")
    lines = [
        f"[{_SECTION}]",
        "Type=Application",
        "Version=1.1",
        "Name=deskbreak",
        f"GenericName={what}",
        f"Comment={about}",
        f"Exec={exec_line(command)}",
        "Icon=deskbreak",
        "Terminal=false",
        "Categories=Utility;",
        f"Keywords={keywords}",
        "StartupNotify=false",
    ]
    if not actions:
        return "\n".join((*lines, "X-GNOME-Autostart-enabled=true", ""))
    offered = {
        "start": (_("Start a break"), ("start",)),
        "snooze": (_("Snooze"), ("snooze",)),
        "pause": (_("Pause reminders for an hour"), ("pause", "1h")),
        "settings": (_("Settings"), ("page", "settings")),
    }
    lines.append(f"Actions={';'.join(offered)};")
    for name, (label, arguments) in offered.items():
        action = exec_line((*command, *arguments))
        lines += ["", f"[Desktop Action {name}]", f"Name={label}", f"Exec={action}"]
    return "\n".join((*lines, ""))


class ProgramsMenu:
    """deskbreak among the desktop's programs, with its icon."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        data = _folder(environment, "XDG_DATA_HOME", ".local/share")
        self.entry = data / "applications" / _NAME
        self._icon = data / _ICON

    def install(self) -> None:
        write_private(self._icon, resources.icon_file("deskbreak.png").read_bytes())
        write_private(self.entry, entry(lasting_command(), actions=True).encode())

    def remove(self) -> None:
        for file in (self.entry, self._icon):
            remove_item(file)


class XdgAutostart:
    """An entry in `~/.config/autostart`, which desktops read at login, and what does for others.

    What starts by itself also has its place among the programs, and keeps it.
    """

    def __init__(self, command: Command, environment: Mapping[str, str] | None = None) -> None:
        self._command = command
        self._config = _folder(environment, "XDG_CONFIG_HOME", ".config")
        self._bare = bare(os.environ if environment is None else environment)
        self._file = self._config / "autostart" / _NAME
        self._menu = ProgramsMenu(environment)

    def on(self) -> None:
        write_private(self._file, entry(self._command, actions=False).encode())
        write_drop_in(self._config, self._command)
        self._menu.install()

    def off(self) -> None:
        remove_item(self._file)
        remove_drop_in(self._config)

    def item(self) -> LoginItem:
        """A desktop's own switch leaves the file and writes into it that it is off."""
        parser = configparser.RawConfigParser(strict=False)
        parser.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their case
        try:
            parser.read_string(plain_bytes(self._file).decode())
        except FileNotFoundError:
            return nothing_at(self._file)
        except (OSError, UnicodeDecodeError, configparser.Error) as error:
            raise unreadable(self._file, error) from error
        line = parser.get(_SECTION, "Exec", fallback="")
        hidden = parser.get(_SECTION, "Hidden", fallback="false") == "true"
        enabled = parser.get(_SECTION, "X-GNOME-Autostart-enabled", fallback="true") == "true"
        is_ours = line == exec_line(self._command)
        missing = "" if self._bare is None else to_add(self._bare, self._config, self._command)
        is_on = enabled and not hidden and not missing
        return LoginItem(str(self._file), line, is_on, is_ours, missing)


def _quoted(argument: str) -> str:
    if argument and _PLAIN.issuperset(argument):
        return argument
    escaped = "".join(f"\\{sign}" if sign in '"`$\\' else sign for sign in argument)
    return f'"{escaped}"'.replace("%", "%%").replace("\\", "\\\\")


def _folder(environment: Mapping[str, str] | None, variable: str, below_home: str) -> Path:
    base = (os.environ if environment is None else environment).get(variable, "")
    return Path(base) if Path(base).is_absolute() else Path.home() / below_home
