"""What a package lays beside the code: manual page, completions, icons, programs menu, metainfo.

    SOURCE_DATE_EPOCH=SECONDS python packaging/share.py FOLDER [--name NAME] [--home ADDRESS]

All of it is made from deskbreak itself into FOLDER, which is `/usr/share` or stands for it.
NAME is what files are called that belong to the desktop; Flatpak wants the whole ID there.
ADDRESS is the page of the project, if it is not that of pyproject.toml. The date is that of the release, so that a
second build is the same.
"""

import argparse
import os
import sys
import tomllib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import click
from click.shell_completion import get_completion_class
from manual import manual
from PIL import Image

from deskbreak import __version__
from deskbreak.cli.commands import deskbreak
from deskbreak.cli.completing import VARIABLE
from deskbreak.files.resources import icon_file
from deskbreak.language import SPOKEN, bind, languages, read_here
from deskbreak.login.desktop_entry import entry

NAME = "deskbreak"
ID = "io.github.deskbreak.deskbreak"
"""What programs shops know it by: a name that nobody else may have, so not `deskbreak` alone."""
COMPLETIONS = {
    "bash": "bash-completion/completions/deskbreak",
    "zsh": "zsh/site-functions/_deskbreak",
    "fish": "fish/vendor_completions.d/deskbreak.fish",
}
SIZES = (16, 22, 24, 32, 48, 64, 128, 256)
PICTURES = ("notification", "guide-light-1x", "page-today", "page-statistics")
ROOT = Path(__file__).parents[1]
PROMISE = (
    "It keeps your work hours and stays out of your meetings, and nothing leaves your computer. "
    "It is not a medical device."
)
SUMMARY = "Proposes one short stretch when you have sat for long"


def lay(share: Path, day: date, name: str = NAME, home: str = "") -> None:
    """Write all of it, with the folders that it needs."""
    _write(share / "man/man1/deskbreak.1", manual(day))
    for shell, place in COMPLETIONS.items():
        _write(share / place, completion(shell))
    _write(share / f"applications/{name}.desktop", menu_entry(name, languages()))
    _write(share / f"metainfo/{ID}.metainfo.xml", metainfo(day, name, home))
    with Image.open(icon_file("deskbreak.png")) as icon:
        for size in SIZES:
            file = share / f"icons/hicolor/{size}x{size}/apps/{name}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            icon.resize((size, size), Image.Resampling.LANCZOS).save(file)


def completion(shell: str) -> str:
    """The script that has this shell ask deskbreak itself what may come next."""
    kind = get_completion_class(shell)
    if kind is None:
        sys.exit(f"click knows no {shell}; allowed: {', '.join(COMPLETIONS)}")
    return kind(deskbreak, {}, NAME, VARIABLE).source()


def menu_entry(name: str, codes: Iterable[str]) -> str:
    """For the programs menu of every user, in all these languages; the icon goes by the same name."""
    english = _entry_in("en")
    others = {code: _entry_in(code) for code in codes}
    lines: list[str] = []
    for number, line in enumerate(english):
        lines.append(line)
        for code, theirs in others.items():
            key, _equals, value = theirs[number].partition("=")
            if theirs[number] != line:
                lines.append(f"{key}[{code}]={value}")
    return "\n".join(lines).replace("Icon=deskbreak\n", f"Icon={name}\n")


def _entry_in(code: str) -> list[str]:
    """Line by line the same in every language."""
    here = read_here()
    SPOKEN.choose(code)
    try:
        return entry((NAME,), actions=True).split("\n")
    finally:
        SPOKEN.choose(here)


def metainfo(day: date, name: str = NAME, home: str = "") -> str:
    """For programs shops, in the form of AppStream."""
    told = click.Context(deskbreak).command.help or ""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<component type="desktop-application">',
        f"  <id>{ID}</id>",
        "  <metadata_license>CC0-1.0</metadata_license>",
        "  <project_license>MIT</project_license>",
        "  <name>deskbreak</name>",
        f"  <summary>{escape(SUMMARY)}</summary>",
        "  <description>",
        f"    <p>{escape(told)}</p>",
        f"    <p>{PROMISE}</p>",
        "  </description>",
        f'  <launchable type="desktop-id">{name}.desktop</launchable>',
        '  <developer id="deskbreak"><name>The deskbreak contributors</name></developer>',
        "  <provides><binary>deskbreak</binary></provides>",
        '  <content_rating type="oars-1.1"/>',
        f'  <releases><release version="{__version__}" date="{day}"/></releases>',
    ]
    if home:
        lines += [f'  <url type="homepage">{escape(home)}</url>', "  <screenshots>"]
        for number, picture in enumerate(PICTURES):
            kind = ' type="default"' if number == 0 else ""
            address = escape(f"{home}/raw/v{__version__}/docs/{picture}.png")
            lines.append(f"    <screenshot{kind}><image>{address}</image></screenshot>")
        lines.append("  </screenshots>")
    return "\n".join((*lines, "</component>", ""))


def address() -> str:
    """The page of the project; none while a name that nobody can have stands in its place."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    home: str = project["urls"]["Homepage"]
    return "" if home.endswith(".example") else home


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--name", default=NAME)
    parser.add_argument("--home", default=address())
    chosen = parser.parse_args()
    if "SOURCE_DATE_EPOCH" not in os.environ:
        parser.error("SOURCE_DATE_EPOCH is not set; try $(git log -1 --format=%ct)")
    bind()
    SPOKEN.choose("en")  # whoever builds it, in whatever language
    released = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC).date()
    lay(chosen.folder, released, chosen.name, chosen.home)
