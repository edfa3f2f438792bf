"""What is written for packagers and for the workflows, as far as it can be read here."""

import re
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
