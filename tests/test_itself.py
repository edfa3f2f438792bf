"""How deskbreak starts itself again, however it was put on the machine."""

import json
import subprocess
import sys
import zipapp
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

import deskbreak
from deskbreak.itself import (
    SPEECH,
    WINDOW,
    Command,
    lasting_command,
    own_command,
    started_by,
    typed_here,
)

PYTHON = "/opt/venv/bin/python"


def answer_of(command: Command, folder: Path, text: str = "") -> tuple[int, str]:
    """What it prints there, where no checkout lies about."""
    done = subprocess.run(
        command, cwd=folder, input=text, capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """All of the package's code in one file, as zipapp and pex make it."""
    inside = tmp_path / "inside"
    package = Path(deskbreak.__file__).parent
    copytree(package, inside / "deskbreak", ignore=ignore_patterns("__pycache__", "*.png"))
    made = tmp_path / "deskbreak with a blank.pyz"
    zipapp.create_archive(inside, made, main="deskbreak.__main__:main")
    return made


@pytest.mark.parametrize(
    "program",
    [
        "/opt/venv/bin/deskbreak",
        "/opt/venv/lib/python3.11/site-packages/deskbreak/__main__.py",
        "/usr/bin/env",
        "-c",
        "",
    ],
    ids=["pipx and other wheels", "python -m", "no archive", "python -c", "interactive"],
)
def test_where_python_finds_the_package_it_is_named_to_python(program: str) -> None:
    assert started_by(PYTHON, program, is_bundled=False) == (PYTHON, "-m", "deskbreak")


def test_a_bundle_is_started_by_itself_alone() -> None:
    program = "/opt/deskbreak/deskbreak"

    assert started_by(program, program, is_bundled=True) == (program,)


def test_an_archive_is_named_with_its_whole_path(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(archive.parent)

    assert started_by(PYTHON, archive.name, is_bundled=False) == (PYTHON, str(archive))


def test_on_windows_no_console_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with_console, silent = tmp_path / "python.exe", tmp_path / "pythonw.exe"
    alone = started_by(str(with_console), "", is_bundled=False)
    silent.touch()

    assert alone[0] == str(with_console)
    assert started_by(str(with_console), "", is_bundled=False)[0] == str(silent)


def test_what_is_frozen_says_so_to_every_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/deskbreak/deskbreak")

    assert own_command("run") == ("/opt/deskbreak/deskbreak", "run")
    assert own_command(*WINDOW) == ("/opt/deskbreak/deskbreak", "--part", "window")


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As in an AppImage: the program lies where the image is mounted."""
    program = tmp_path / ".mount_deskbrX" / "usr/lib/deskbreak/deskbreak"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setenv("APPDIR", str(tmp_path / ".mount_deskbrX"))
    monkeypatch.setenv("APPIMAGE", "/home/ada/Apps/deskbreak.AppImage")
    return program


def test_what_outlives_an_appimage_is_started_from_its_file(mounted: Path) -> None:
    assert lasting_command("run") == ("/home/ada/Apps/deskbreak.AppImage", "run")
    assert own_command(*WINDOW) == (str(mounted), "--part", "window")


def test_an_appimage_is_named_to_people_by_its_file(
    mounted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounted.parent.mkdir(parents=True)
    mounted.touch()
    monkeypatch.setenv("PATH", str(tmp_path))

    assert typed_here("deskbreak status") == "/home/ada/Apps/deskbreak.AppImage status"


@pytest.mark.parametrize("place", ["/tmp/.mount_termX", "/tmp/.mount_deskb", ""])  # noqa: S108  (as they are called)
def test_another_programs_appimage_is_not_taken_for_ours(
    monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """A terminal that is one hands its names on to all that is started in it."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/tmp/.mount_deskbreak/deskbreak")  # noqa: S108  (likewise)
    monkeypatch.setenv("APPDIR", place)
    monkeypatch.setenv("APPIMAGE", "/home/ada/Apps/terminal.AppImage")

    assert lasting_command("run") == own_command("run")


def test_a_checkout_is_started_again_from_anywhere(tmp_path: Path) -> None:
    told = answer_of(own_command("--version"), tmp_path)

    assert told == (0, f"deskbreak {deskbreak.__version__}\n")


def test_an_archive_is_started_again_from_anywhere(archive: Path, tmp_path: Path) -> None:
    command = started_by(sys.executable, str(archive), is_bundled=False)
    version = answer_of((*command, "--version"), tmp_path)
    _code, told = answer_of((*command, *WINDOW), tmp_path, '{"kind": "cinema"}\n')

    assert version == (0, f"deskbreak {deskbreak.__version__}\n")
    assert json.loads(told)["told"] == "failed"


def test_a_folder_with_all_in_it_is_started_again_from_anywhere(
    archive: Path, tmp_path: Path
) -> None:
    """As Debian's package lays it, out of the way of what other programs import."""
    folder = archive.parent / "inside"
    (folder / "__main__.py").write_text(
        "from deskbreak.__main__ import main\n\nraise SystemExit(main())\n"
    )
    command = started_by(sys.executable, str(folder), is_bundled=False)

    assert command == (sys.executable, str(folder))
    assert answer_of((*command, "--version"), tmp_path) == (
        0,
        f"deskbreak {deskbreak.__version__}\n",
    )


def test_a_part_that_there_is_not_is_wrong_usage(tmp_path: Path) -> None:
    code, told = answer_of(own_command("--part", "cinema"), tmp_path)

    assert (code, told) == (2, "")


def test_the_parts_are_no_commands_that_one_would_find(tmp_path: Path) -> None:
    _code, told = answer_of(own_command("--help"), tmp_path)

    assert not {*WINDOW, *SPEECH} & set(told.split())


def test_a_command_that_no_shell_finds_is_named_by_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare, found = tmp_path / "bare", tmp_path / "found"
    for folder in (bare, found):
        folder.mkdir()
    (found / "deskbreak").touch(mode=0o755)

    monkeypatch.setenv("PATH", str(found))
    usual = typed_here("deskbreak status")
    monkeypatch.setenv("PATH", str(bare))
    whole = typed_here("deskbreak status")
    (path,) = whole.split()[:1]

    assert usual == "deskbreak status"
    assert whole.endswith(" status")
    assert Path(path).is_file()
