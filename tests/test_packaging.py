"""The wheel, away from the checkout it was built from."""

import re
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

from deskbreak import __version__

ROOT = Path(__file__).parent.parent
WHERE_THE_SETTINGS_LIE = (
    "from deskbreak.files.resources import config_file; print(config_file('deskbreak.toml'))"
)

HOW_IT_IS_STARTED = "from deskbreak.itself import own_command; print(*own_command(), sep='\\n')"


@dataclass(frozen=True)
class Environment:
    """A Python of its own that borrows the packages of ours, but not our deskbreak."""

    folder: Path

    @property
    def python(self) -> Path:
        return Path(self._path("scripts")) / Path(sys.executable).name

    @property
    def packages(self) -> Path:
        return Path(self._path("purelib"))

    def _path(self, name: str) -> str:
        base = {"base": str(self.folder), "platbase": str(self.folder)}
        return sysconfig.get_path(name, "venv", base)


def run(*command: str | Path, away: Path) -> str:
    done = subprocess.run(
        command, cwd=away, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert done.returncode == 0, done.stdout
    return done.stdout.strip()


def shipped(folder: str) -> set[str]:
    """What the checkout's folder holds, under the names it should have in the wheel."""
    files = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    return {f"deskbreak/data/{path.relative_to(ROOT).as_posix()}" for path in files}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = (sys.executable, "-m", "build", "--wheel", "--no-isolation")
    run(*build, "--outdir", folder, ROOT, away=folder)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    environment = Environment(tmp_path_factory.mktemp("installed"))
    venv.create(environment.folder, symlinks=sys.platform != "win32")
    pip = (sys.executable, "-m", "pip", "--python", environment.python)
    quietly = ("--quiet", "--disable-pip-version-check", "--no-index", "--no-deps")
    run(*pip, "install", *quietly, wheel, away=wheel.parent)
    borrowed = environment.packages / "borrowed.pth"
    borrowed.write_text(sysconfig.get_path("purelib"), "utf-8")
    return environment


@pytest.mark.parametrize("folder", ["config", "icons"])
def test_the_wheel_carries_the_whole_folder(folder: str, wheel: Path) -> None:
    held = set(ZipFile(wheel).namelist())

    assert shipped(folder)
    assert shipped(folder) - held == set()


def test_the_wheel_carries_the_settings_the_stretches_and_the_licence(wheel: Path) -> None:
    held = ZipFile(wheel).namelist()

    assert "deskbreak/data/config/deskbreak.toml" in held
    assert "deskbreak/data/config/stretches.toml" in held
    assert "deskbreak/page/templates/base.html" in held
    assert "deskbreak/page/static/page.css" in held
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in held)


def test_the_wheel_carries_nothing_but_the_package(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in ZipFile(wheel).namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"deskbreak"}


def test_the_long_description_points_at_nothing_that_lies_beside_the_readme(wheel: Path) -> None:
    with ZipFile(wheel) as held:
        (metadata,) = (name for name in held.namelist() if name.endswith(".dist-info/METADATA"))
        text = held.read(metadata).decode()

    links = re.findall(r"\]\(([^)]*)\)", text)
    assert "hamstring" in text
    assert [link for link in links if not link.startswith(("https:", "#"))] == []


def test_a_second_build_is_the_same_to_the_last_byte(wheel: Path, tmp_path: Path) -> None:
    build = (sys.executable, "-m", "build", "--wheel", "--no-isolation")

    run(*build, "--outdir", tmp_path, ROOT, away=tmp_path)

    (again,) = tmp_path.iterdir()
    assert again.read_bytes() == wheel.read_bytes()


def test_the_installed_copy_finds_its_own_files(installed: Environment, tmp_path: Path) -> None:
    found = run(installed.python, "-c", WHERE_THE_SETTINGS_LIE, away=tmp_path)

    expected = installed.packages / "deskbreak" / "data" / "config" / "deskbreak.toml"
    assert Path(found) == expected
    assert expected.read_bytes() == (ROOT / "config" / "deskbreak.toml").read_bytes()


def test_the_editable_install_finds_those_of_the_checkout(tmp_path: Path) -> None:
    found = run(sys.executable, "-c", WHERE_THE_SETTINGS_LIE, away=tmp_path)

    assert Path(found) == ROOT / "config" / "deskbreak.toml"


def test_the_installed_copy_starts_itself_again_from_anywhere(
    installed: Environment, tmp_path: Path
) -> None:
    command = run(installed.python, "-c", HOW_IT_IS_STARTED, away=tmp_path).splitlines()

    assert command[0] == str(installed.python)
    assert run(*command, "--version", away=tmp_path) == f"deskbreak {__version__}"
