"""What is written for packagers and for the workflows, as far as it can be read here."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from share import address

from deskbreak import __version__

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
RECIPES = {
    "arch/PKGBUILD": r"^pkgver=(.*)$",
    "homebrew/deskbreak.rb": r"deskbreak-([\d.]+)\.tar\.gz",
    "winget/deskbreak.deskbreak.yaml": r"^PackageVersion: (.*)$",
    "winget/deskbreak.deskbreak.installer.yaml": r"^PackageVersion: (.*)$",
    "winget/deskbreak.deskbreak.locale.en-US.yaml": r"^PackageVersion: (.*)$",
}


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_is_of_this_version(recipe: str) -> None:
    text = (ROOT / "packaging" / recipe).read_text("utf-8")

    assert re.findall(RECIPES[recipe], text, re.MULTILINE) == [__version__]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_may_nothing_unasked_and_runs_what_was_looked_at(workflow: Path) -> None:
    text = workflow.read_text("utf-8")

    used = re.findall(r"uses: (\S+)", text)
    assert "\npermissions: {}\n" in text
    assert used
    pinned = re.compile(r"[\w./-]+@[0-9a-f]{40}|\$/\.github/workflows/[\w.]+")
    assert [each for each in used if pinned.fullmatch(each) is None] == []


def test_the_oldest_python_that_is_tried_is_the_oldest_that_is_promised() -> None:
    text = (ROOT / ".github/workflows/test.yml").read_text("utf-8")
    promised = re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text("utf-8"))

    tried = re.findall(r'python: \["(.*)", "(.*)"\]', text)
    assert set(tried) == {(promised[0], promised[-1])}


def test_no_release_is_made_while_the_project_has_no_address() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    release = (ROOT / ".github/workflows/release.yml").read_text("utf-8")

    said = (project["urls"]["Homepage"], project["authors"][0]["email"])
    assert all(
        "deskbreak.example" in each for each in said
    )  # else the step can go, and this with it
    assert "! grep -F deskbreak.example METADATA" in release
    assert address() == ""


def test_a_debian_that_there_is_not_is_told_what_there_is(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "packaging/debian/build", "potato", tmp_path],
        capture_output=True,
        check=False,
        text=True,
    )

    assert (done.returncode, "bookworm|trixie" in done.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """As PyInstaller lays it, but for what is in the files."""
    folder = tmp_path / "bundle"
    (folder / "_internal" / "deskbreak").mkdir(parents=True)
    (folder / "_internal" / "base_library.zip").write_bytes(b"")
    program = folder / "deskbreak"
    program.write_text('#!/bin/sh\necho "$@"\n')
    program.chmod(0o755)
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="links")
def test_an_appdir_runs_and_tells_a_desktop_what_it_is(bundle: Path, tmp_path: Path) -> None:
    made = tmp_path / "deskbreak.AppDir"
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    script = ROOT / "packaging/appimage/appdir.py"
    subprocess.run([sys.executable, script, bundle, made], env=environment, check=True)

    ran = subprocess.run([made / "AppRun", "status"], capture_output=True, check=True, text=True)
    entry = (made / "deskbreak.desktop").read_text("utf-8")
    names = re.findall("^Icon=(.*)$", entry, re.MULTILINE)
    assert ran.stdout == "status\n"
    assert [(made / f"{name}.png").is_file() for name in names] == [True]
    assert [
        each for each in made.rglob("*") if each.is_symlink() and each.readlink().is_absolute()
    ] == []
    assert len(list(made.glob("usr/share/metainfo/*.xml"))) == 1


def test_what_makes_an_appimage_is_known_by_its_sum() -> None:
    text = (ROOT / "packaging/appimage/build").read_text("utf-8")

    fetched = re.findall(r"^    fetch (\S+) \S+ \\\n\s+([0-9a-f]{64})$", text, re.MULTILINE)
    assert [address.partition("/")[0] for address, _sum in fetched] == ["type2-runtime"]
    assert "continuous" not in text


@pytest.mark.skipif(shutil.which("mksquashfs") is None, reason="no mksquashfs")
def test_an_appimage_is_its_runtime_and_its_files_the_same_each_time(tmp_path: Path) -> None:
    folder = tmp_path / "deskbreak.AppDir"
    folder.mkdir()
    (folder / "AppRun").write_text("#!/bin/sh\n")
    runtime = tmp_path / "runtime"
    runtime.write_bytes(b"\x7fELF and so on")
    script = ROOT / "packaging/appimage/build"
    made = [tmp_path / f"{name}.AppImage" for name in ("one", "two")]
    for name, changed in zip(made, (1_600_000_000, 1_700_000_000), strict=True):
        os.utime(folder / "AppRun", (changed, changed))
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1500000000"}
        subprocess.run(["sh", script, folder, name, runtime], env=environment, check=True)

    one, two = (name.read_bytes() for name in made)
    assert one.startswith(runtime.read_bytes() + b"hsqs")
    assert os.access(made[0], os.X_OK)
    assert one == two


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a bundle changes nothing of it")
@pytest.mark.parametrize("before", [None, "/opt/lib"])
def test_what_a_bundle_starts_has_the_systems_libraries(tmp_path: Path, before: str | None) -> None:
    editor = tmp_path / "editor"
    editor.write_text(
        '#!/bin/sh\necho "libraries: $LD_LIBRARY_PATH $PYINSTALLER_RESET_ENVIRONMENT" >&2\n'
    )
    editor.chmod(0o755)
    homes = {f"XDG_{name}_HOME": str(tmp_path) for name in ("CONFIG", "DATA", "STATE")}
    of_a_bundle = {"LD_LIBRARY_PATH": "/opt/deskbreak/_internal"}
    if before is not None:
        of_a_bundle["LD_LIBRARY_PATH_ORIG"] = before

    done = subprocess.run(
        [sys.executable, ROOT / "packaging/pyinstaller/start.py", "config", "edit"],
        env={**os.environ, **homes, **of_a_bundle, "EDITOR": str(editor)},
        capture_output=True,
        check=False,
        text=True,
    )

    assert f"libraries: {before or ''} 1\n" in done.stderr


def test_the_installer_of_windows_can_be_made(bundle: Path, tmp_path: Path) -> None:
    if shutil.which("makensis") is None:
        pytest.skip("there is no makensis here")
    made = tmp_path / "deskbreak-setup.exe"
    given = {"VERSION": __version__, "BUNDLE": bundle, "FILE": made}

    done = subprocess.run(
        [
            "makensis",
            "-WX",
            "-NOCD",
            *(f"-D{name}={value}" for name, value in given.items()),
            ROOT / "packaging/windows/installer.nsi",
        ],
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.returncode == 0, done.stdout
    assert made.read_bytes()[:2] == b"MZ"
