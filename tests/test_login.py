"""Started at login and listed among the programs: what is written, and that nothing is left."""

import json
import plistlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest
from command_line import Done, Home
from hypothesis import given
from hypothesis import strategies as st
from odd_files import odd_files

from deskbreak.errors import StorageError
from deskbreak.itself import own_command
from deskbreak.login.desktop_entry import ProgramsMenu, XdgAutostart, entry, exec_line
from deskbreak.login.item import Autostart, promise
from deskbreak.login.launch_agent import LaunchAgent
from deskbreak.login.run_key import RunKey

COMMAND = ('/opt/my tools/50% "off"/python', "-m", "deskbreak", "run")


def taken_apart(line: str) -> tuple[str, ...]:
    """An `Exec` line as the Desktop Entry Specification has it read: string, then arguments."""
    string = iter(line)
    text = "".join(next(string) if sign == "\\" else sign for sign in string)
    found, rest = [], text
    while rest:
        argument = ""
        if rest.startswith('"'):
            signs = iter(rest[1:])
            for sign in signs:
                if sign == '"':
                    break
                argument += next(signs) if sign == "\\" else sign
            rest = "".join(signs).removeprefix(" ")
        else:
            argument, _space, rest = rest.partition(" ")
        found.append(argument.replace("%%", "%"))
    return tuple(found)


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1), min_size=1
    )
)
def test_every_argument_comes_out_of_the_exec_line_as_it_went_in(command: list[str]) -> None:
    assert taken_apart(exec_line(tuple(command))) == tuple(command)


def test_what_a_shell_would_take_apart_is_quoted_as_the_specification_says() -> None:
    assert exec_line(("/a b/$x", "50%", 'say "hi"')) == ('"/a b/\\\\$x" "50%%" "say \\\\"hi\\\\""')


RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"


class FakeRegistry(ModuleType):
    """`winreg`, as far as the Run key needs it, and the key beside it that Task Manager writes."""

    HKEY_CURRENT_USER = 1
    REG_SZ = 1

    def __init__(self) -> None:
        super().__init__("winreg")
        self.keys: dict[str, dict[str, str | bytes]] = {RUN: {}, APPROVED: {}}
        self.refuses = False

    def task_manager_switches(self, name: str, *, on: bool) -> None:
        """An odd first byte is off; of that, the rest tells since when."""
        since = bytes(8) if on else bytes.fromhex("9f1f4b8f2c63dc01")
        self.keys[APPROVED][name] = bytes([2 if on else 3, 0, 0, 0]) + since

    @contextmanager
    def CreateKey(self, key: int, sub_key: str) -> Iterator[dict[str, str | bytes]]:
        assert key == self.HKEY_CURRENT_USER
        if self.refuses:
            raise PermissionError(5, "Access is denied")
        yield self.keys[sub_key]

    def SetValueEx(
        self, key: dict[str, str | bytes], value_name: str, reserved: int, type_: int, value: str
    ) -> None:
        assert (reserved, type_) == (0, self.REG_SZ)
        key[value_name] = value

    def QueryValueEx(self, key: dict[str, str | bytes], value_name: str) -> tuple[str | bytes, int]:
        if value_name not in key:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return key[value_name], self.REG_SZ

    def DeleteValue(self, key: dict[str, str | bytes], value: str) -> None:
        if value not in key:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        del key[value]


def at_home(folder: Path, **environment: str) -> dict[str, str]:
    """Both of the user's folders that entries go into."""
    folders = {"XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")}
    return {**environment, **folders}


@pytest.fixture(params=["xdg", "launch_agent", "run_key"])
def autostart(request: pytest.FixtureRequest, tmp_path: Path) -> Autostart:
    made: dict[str, Autostart] = {
        "xdg": XdgAutostart(COMMAND, at_home(tmp_path)),
        "launch_agent": LaunchAgent(COMMAND, tmp_path),
        "run_key": RunKey(COMMAND, FakeRegistry()),
    }
    return made[request.param]


def test_it_is_on_once_and_twice_and_off(autostart: Autostart) -> None:
    autostart.off()
    before = autostart.item()
    autostart.on()
    autostart.on()
    during = autostart.item()
    autostart.off()
    autostart.off()
    after = autostart.item()

    assert (before.command, before.is_on, before.is_ours) == (None, False, False)
    assert (during.is_on, during.is_ours) == (True, True)
    assert "deskbreak" in (during.command or "")
    assert after == before


def test_what_starts_at_login_is_among_the_programs_too_and_stays_there(tmp_path: Path) -> None:
    autostart = XdgAutostart(COMMAND, at_home(tmp_path))
    among_programs = tmp_path / "data" / "applications" / "deskbreak.desktop"

    autostart.on()
    with_it = among_programs.is_file()
    autostart.off()

    assert (with_it, among_programs.is_file()) == (True, True)


def test_at_login_an_appimage_is_started_from_its_file(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it has mounted is gone by then."""
    mount = home.folder / ".mount_deskbrX"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(mount / "deskbreak"))
    monkeypatch.setenv("APPDIR", str(mount))
    monkeypatch.setenv("APPIMAGE", "/home/ada/Apps/deskbreak.AppImage")

    done = home.deskbreak("autostart", "on")
    entries = [
        file.read_text("utf-8")
        for file in (
            home.folder / "config/autostart/deskbreak.desktop",
            home.folder / "data/applications/deskbreak.desktop",
        )
    ]
    status = home.deskbreak("autostart", "status", "--json")

    assert done.code == 0
    assert "\nExec=/home/ada/Apps/deskbreak.AppImage run\n" in entries[0]
    assert "\nExec=/home/ada/Apps/deskbreak.AppImage start\n" in entries[1]
    assert not any(".mount_" in entry for entry in entries)
    assert json.loads(status.out)["this_one"] is True


def test_another_installation_is_told_apart(tmp_path: Path) -> None:
    environment = at_home(tmp_path)
    XdgAutostart(("/old/python", "-m", "deskbreak", "run"), environment).on()

    found = XdgAutostart(COMMAND, environment).item()

    assert (found.is_on, found.is_ours) == (True, False)
    assert found.command == "/old/python -m deskbreak run"


@pytest.mark.parametrize("switch", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_what_the_desktop_itself_switched_off_is_off(tmp_path: Path, switch: str) -> None:
    autostart = XdgAutostart(COMMAND, at_home(tmp_path))
    autostart.on()
    file = tmp_path / "autostart" / "deskbreak.desktop"
    file.write_text(f"{file.read_text()}{switch}\n")

    off = autostart.item()
    autostart.on()

    assert (off.is_on, off.is_ours) == (False, True)
    assert autostart.item().is_on


def test_a_damaged_entry_says_what_to_do_and_off_removes_it(tmp_path: Path) -> None:
    autostart = XdgAutostart(COMMAND, at_home(tmp_path))
    file = tmp_path / "autostart" / "deskbreak.desktop"
    file.parent.mkdir()
    file.write_bytes(b"\xff\xfe")

    with pytest.raises(StorageError, match="remove it with deskbreak autostart off"):
        autostart.item()
    autostart.off()

    assert not file.exists()


@odd_files
def test_what_is_no_plain_file_says_what_to_do_and_off_removes_it(
    tmp_path: Path, put: Callable[[Path], None]
) -> None:
    agent = LaunchAgent(COMMAND, tmp_path)
    file = tmp_path / "Library/LaunchAgents/deskbreak.plist"
    file.parent.mkdir(parents=True)
    put(file)

    with pytest.raises(StorageError, match="remove it with deskbreak autostart off"):
        agent.item()
    agent.off()

    assert not file.is_symlink()
    assert not file.exists()


def test_the_agent_of_macos_is_a_property_list_with_the_command(tmp_path: Path) -> None:
    LaunchAgent(COMMAND, tmp_path).on()

    agent = plistlib.loads((tmp_path / "Library/LaunchAgents/deskbreak.plist").read_bytes())
    assert agent["ProgramArguments"] == list(COMMAND)
    assert agent["RunAtLoad"] is True


def test_the_run_key_of_windows_is_quoted_as_windows_reads_it() -> None:
    registry = FakeRegistry()

    RunKey(("C:\\my tools\\pythonw.exe", "-m", "deskbreak", "run"), registry).on()

    assert registry.keys[RUN] == {"deskbreak": '"C:\\my tools\\pythonw.exe" -m deskbreak run'}


def test_what_task_manager_switched_off_is_off_until_it_is_wanted_again() -> None:
    registry = FakeRegistry()
    key = RunKey(COMMAND, registry)
    key.on()
    registry.task_manager_switches("deskbreak", on=False)
    switched_off = key.item()
    key.on()

    assert (switched_off.is_on, switched_off.is_ours) == (False, True)
    assert switched_off.where == f"HKEY_CURRENT_USER\\{APPROVED}\\deskbreak"
    assert key.item().is_on
    registry.task_manager_switches("deskbreak", on=True)
    assert key.item().is_on
    key.off()
    assert registry.keys == {RUN: {}, APPROVED: {}}


def test_a_registry_that_refuses_is_told() -> None:
    registry = FakeRegistry()
    registry.refuses = True
    key = RunKey(COMMAND, registry)

    for attempt in (key.on, key.off, key.item):
        with pytest.raises(StorageError, match="Access is denied"):
            attempt()


@pytest.mark.desktop
@pytest.mark.parametrize("actions", [True, False])
def test_the_entries_are_valid(tmp_path: Path, *, actions: bool) -> None:
    file = tmp_path / "deskbreak.desktop"
    file.write_text(entry(COMMAND, actions=actions), encoding="utf-8")

    done = subprocess.run(
        ("desktop-file-validate", str(file)), capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_every_action_of_the_programs_menu_is_a_command(tmp_path: Path) -> None:
    menu = ProgramsMenu({"XDG_DATA_HOME": str(tmp_path)})
    menu.install()

    lines = [
        line.removeprefix("Exec=")
        for line in menu.entry.read_text(encoding="utf-8").splitlines()
        if line.startswith("Exec=")
    ]
    for line in lines:
        command = taken_apart(line)
        assert command[:3] == own_command()
        done = subprocess.run((*command, "--help"), capture_output=True, check=False, timeout=30)
        assert done.returncode == 0, line
    assert len(lines) == 5
    assert (tmp_path / "icons/hicolor/256x256/apps/deskbreak.png").read_bytes()[:4] == b"\x89PNG"

    menu.remove()
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


PLAIN = ("/usr/bin/python3", "-m", "deskbreak", "run")
STARTS = "/usr/bin/python3 -m deskbreak run"


@pytest.mark.parametrize(
    ("environment", "file", "line"),
    [
        ({"XDG_CURRENT_DESKTOP": "sway"}, "sway/config", f"exec {STARTS}"),
        ({"SWAYSOCK": "/run/sway.sock"}, "sway/config", f"exec {STARTS}"),
        ({"I3SOCK": "/run/i3.sock"}, "i3/config", f"exec --no-startup-id {STARTS}"),
        ({"XDG_CURRENT_DESKTOP": "Hyprland"}, "hypr/hyprland.conf", f"exec-once = {STARTS}"),
        ({"XDG_CURRENT_DESKTOP": "river"}, "river/init", f"riverctl spawn '{STARTS}'"),
        ({"XDG_CURRENT_DESKTOP": "labwc:wlroots"}, "labwc/autostart", f"{STARTS} &"),
    ],
)
def test_where_nothing_reads_the_entry_the_line_to_add_is_told(
    tmp_path: Path, environment: dict[str, str], file: str, line: str
) -> None:
    autostart = XdgAutostart(PLAIN, at_home(tmp_path, **environment))
    autostart.on()
    before = autostart.item()
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(f"{line}\n")

    assert not before.is_on
    assert promise(before).splitlines()[0].endswith(f"Add this line to {tmp_path / file}:")
    assert promise(before).splitlines()[1] == line
    assert autostart.item().is_on


def test_i3_with_a_program_that_reads_the_entries_needs_no_line(tmp_path: Path) -> None:
    (tmp_path / "i3").mkdir()
    (tmp_path / "i3/config").write_text("exec --no-startup-id dex --autostart --environment i3\n")
    autostart = XdgAutostart(PLAIN, at_home(tmp_path, I3SOCK="/run/i3"))

    autostart.on()

    assert autostart.item().is_on


@pytest.mark.parametrize("config", [None, "include ~/.config/sway/config.d/*\n"])
def test_sway_has_a_folder_for_the_lines_of_others(tmp_path: Path, config: str | None) -> None:
    folder = tmp_path / "sway/config.d"
    folder.mkdir(parents=True)
    if config is not None:
        (tmp_path / "sway/config").write_text(config)
    autostart = XdgAutostart(PLAIN, at_home(tmp_path, SWAYSOCK="/run/sway"))

    autostart.on()
    written = (folder / "deskbreak.conf").read_text()
    is_on = autostart.item().is_on
    autostart.off()

    assert (written, is_on) == (f"exec {STARTS}\n", True)
    assert list(folder.iterdir()) == []


def test_a_folder_that_sway_does_not_read_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "sway/config.d").mkdir(parents=True)
    (tmp_path / "sway/config").write_text("include /etc/sway/extra\n")
    autostart = XdgAutostart(PLAIN, at_home(tmp_path, SWAYSOCK="/run/sway"))

    autostart.on()

    assert list((tmp_path / "sway/config.d").iterdir()) == []
    assert "Add this line" in promise(autostart.item())


def test_on_sway_the_command_promises_nothing_that_sway_does_not_do(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SWAYSOCK", "/run/sway")
    monkeypatch.delenv("XDG_CURRENT_DESKTOP", raising=False)

    on, status = home.deskbreak("autostart", "on"), home.deskbreak("autostart")

    assert "starts at your next login" not in on.out + status.out
    assert on.out.startswith("sway starts nothing from ~/.config/autostart. Add this line to ")
    assert status.out == on.out


def test_on_a_terminal_the_line_to_add_is_a_line_of_its_own(home: Home) -> None:
    on = home.on_terminal("autostart", "on", environment={"I3SOCK": "/run/i3", "COLUMNS": "120"})

    assert f"exec --no-startup-id {sys.executable} -m deskbreak run" in on.out.splitlines()


def test_on_and_off_by_command(home: Home) -> None:
    off = home.deskbreak("autostart")
    on = home.deskbreak("autostart", "on")
    told = json.loads(home.deskbreak("autostart", "status", "--json").out)
    again = home.deskbreak("autostart", "off")

    assert "does not start at login" in off.out
    assert on.code == 0
    assert (told["on"], told["this_one"]) == (True, True)
    assert sys.executable in told["command"]
    assert again == Done(0, "deskbreak does not start at login.\n", "")
    assert json.loads(home.deskbreak("autostart", "status", "--json").out)["on"] is False


def test_who_wants_no_start_at_login_still_finds_it_in_the_programs_menu(home: Home) -> None:
    home.deskbreak("autostart", "on")
    home.deskbreak("autostart", "off")
    [left] = home.folder.rglob("deskbreak.desktop")
    home.deskbreak("desktop", "remove")

    assert left.parent.name == "applications"
    assert [*home.folder.rglob("deskbreak.desktop"), *home.folder.rglob("deskbreak.png")] == []


def test_the_programs_menu_by_command(home: Home) -> None:
    installed = home.deskbreak("desktop", "install")
    removed = home.deskbreak("desktop", "remove")

    assert installed.out.startswith("deskbreak is in the programs menu: ")
    assert removed.out == "deskbreak is no longer in the programs menu.\n"
