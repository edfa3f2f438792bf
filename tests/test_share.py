"""What a package lays beside the code, made from the commands themselves."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from manual import manual
from PIL import Image
from share import COMPLETIONS, ID, SIZES, lay, menu_entry, metainfo

from deskbreak import __version__, language
from deskbreak.cli.commands import deskbreak

DAY = date(2026, 3, 2)


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LANGUAGE", "en")
    lay(tmp_path, DAY)
    return tmp_path


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A language that knows no more than what a break reminder is."""
    monkeypatch.setenv("LANGUAGE", "en")
    catalogue = Catalog(locale="de", domain=language.DOMAIN, fuzzy=False)
    catalogue.add("Break reminder", "Pausenerinnerung")
    file = tmp_path / "de" / "LC_MESSAGES" / f"{language.DOMAIN}.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as written:
        write_mo(written, catalogue)
    language.bind(tmp_path)
    yield
    language.bind()


def below(family: click.Command, context: click.Context) -> Iterator[tuple[str, click.Command]]:
    """Every command by all of its name."""
    names = family.list_commands(context) if isinstance(family, click.Group) else []
    for name in names:
        command = family.get_command(context, name) if isinstance(family, click.Group) else None
        assert command is not None
        inner = click.Context(command, info_name=name, parent=context)
        yield inner.command_path, command
        yield from below(command, inner)


def unescaped(page: str) -> str:
    for name, sign in ((r"\-", "-"), (r"\(aq", "'"), (r"\(ti", "~"), (r"\(en", "–"), (r"\&", "")):
        page = page.replace(name, sign)
    return page


def understood(metainfo: str) -> ET.Element:
    return ET.fromstring(metainfo)  # noqa: S314  (it is ours)


def test_the_manual_page_tells_every_command_and_every_option() -> None:
    page = unescaped(manual(DAY))

    told = list(below(deskbreak, click.Context(deskbreak, info_name="deskbreak")))
    assert len(told) > 40
    for path, command in told:
        _before, _title, after = page.partition(f".SS {path}\n")
        part = after.partition("\n.S")[0]
        assert " ".join((command.help or "?").split()) in part, path
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert parameter.opts[-1] in part, path


@pytest.mark.parametrize(
    "program", [("man", "--warnings", "-l"), ("mandoc", "-Tlint", "-Wwarning")]
)
def test_no_reader_of_manual_pages_complains(program: tuple[str, ...], share: Path) -> None:
    if shutil.which(program[0]) is None:
        pytest.skip(f"there is no {program[0]} here")

    read = subprocess.run(
        [*program, share / "man/man1/deskbreak.1"], capture_output=True, check=False, text=True
    )

    assert (read.returncode, read.stderr) == (0, "")


def test_each_shell_finds_its_completions_where_it_looks(share: Path) -> None:
    for shell, place in COMPLETIONS.items():
        assert f"_DESKBREAK_COMPLETE={shell}_complete" in (share / place).read_text("utf-8")


def test_the_menu_entry_starts_the_command_that_is_on_the_path(share: Path) -> None:
    entry = (share / "applications/deskbreak.desktop").read_text("utf-8")

    assert re.findall("^Exec=(.*)$", entry, re.MULTILINE) == [
        "deskbreak",
        "deskbreak start",
        "deskbreak snooze",
        "deskbreak pause 1h",
        "deskbreak page settings",
    ]


@pytest.mark.usefixtures("german")
def test_the_menu_entry_speaks_every_language_that_there_is() -> None:
    lines = menu_entry("deskbreak", ("en", "de")).splitlines()

    generic = lines.index("GenericName=Break reminder")
    assert lines[generic + 1] == "GenericName[de]=Pausenerinnerung"
    assert [line for line in lines if "[de]" in line] == ["GenericName[de]=Pausenerinnerung"]


def test_nothing_is_laid_that_starts_at_login(share: Path) -> None:
    assert [file for file in share.rglob("*") if "autostart" in file.parts] == []


def test_every_icon_has_the_size_that_its_folder_says(share: Path) -> None:
    for size in SIZES:
        file = share / f"icons/hicolor/{size}x{size}/apps/deskbreak.png"
        with Image.open(file) as icon:
            assert icon.size == (size, size)


def test_shops_are_told_the_release_that_it_is() -> None:
    told = understood(metainfo(DAY))

    release = told.find("releases/release")
    assert release is not None
    assert (told.findtext("id"), release.attrib) == (
        ID,
        {"version": __version__, "date": "2026-03-02"},
    )
    assert told.find("screenshots") is None


def test_pictures_are_named_once_the_project_has_an_address() -> None:
    told = understood(metainfo(DAY, home="https://example.org/deskbreak"))

    pictures = [each.text or "" for each in told.findall("screenshots/screenshot/image")]
    docs = Path(__file__).parents[1] / "docs"
    assert pictures
    assert [picture for picture in pictures if not (docs / Path(picture).name).is_file()] == []


@pytest.mark.parametrize(
    "check",
    [
        ("appstreamcli", "validate", "--no-net", f"metainfo/{ID}.metainfo.xml"),
        ("desktop-file-validate", "applications/deskbreak.desktop"),
    ],
)
def test_what_desktops_validate_is_valid(check: tuple[str, ...], share: Path) -> None:
    if shutil.which(check[0]) is None:
        pytest.skip(f"there is no {check[0]} here")

    done = subprocess.run(check, cwd=share, capture_output=True, check=False, text=True)

    assert done.returncode == 0, done.stdout
