"""The stretches: all of them listed, and a file of them checked."""

from gettext import gettext as _
from gettext import ngettext
from pathlib import Path

import click

from deskbreak.cli.catalogue import bundled_ids, catalogue_of
from deskbreak.cli.groups import Family
from deskbreak.cli.looking import settings_seen
from deskbreak.cli.named_files import STANDARD_STREAM, name_of, text_of
from deskbreak.cli.printing import json_option, print_json, print_table, say
from deskbreak.core.duration import format_duration, in_seconds
from deskbreak.core.stretch import Stretch
from deskbreak.core.words import group_name, where_name
from deskbreak.files.columns import as_object
from deskbreak.files.resources import config_file
from deskbreak.stretches.catalogue import parse_catalogue
from deskbreak.stretches.packs import read_pack, with_packs
from deskbreak.stretches.translated import bundled

_ELSEWHERE = {
    "show": "deskbreak.cli.stretch:show",
    "why": "deskbreak.cli.stretch:why",
    "never": "deskbreak.cli.wishes:never",
    "favourite": "deskbreak.cli.wishes:favourite",
    "allow": "deskbreak.cli.wishes:allow",
    "import": "deskbreak.cli.packs:import_",
    "export": "deskbreak.cli.packs:export",
}


@click.group(
    cls=Family,
    usual="list",
    takes=lambda _words: "show",
    places=_ELSEWHERE,
    help=_("List the stretches, or show, explain, check one."),
)
def stretches() -> None:
    pass


@stretches.command("list", help=_("List all stretches."))
@json_option
def list_(*, as_json: bool) -> None:
    catalogue = catalogue_of(settings_seen())
    if as_json:
        print_json({"stretches": [stretch_object(stretch) for stretch in catalogue]})
        return
    headers = (_("Name"), _("Id"), _("Group"), _("Where"), _("Length"), _("Gets up"))
    print_table(headers, map(_row, catalogue))


@stretches.command("check", help=_("Check a file with stretches of your own."))
@click.argument("file")
@json_option
def check(file: str, *, as_json: bool) -> None:
    if file == STANDARD_STREAM:
        typed, name = text_of(file), name_of(file)
        count = len(parse_catalogue(typed, name, known=bundled_ids(), beside=_in_packs()))
    elif _is_bundled(file):
        count = len(read_pack(Path(file)))
    else:
        count = len(read_pack(Path(file), bundled_ids(), beside=_in_packs()))
    if as_json:
        print_json({"file": file, "stretches": count})
        return
    text = ngettext(
        "{file}: {count} stretch, all right", "{file}: {count} stretches, all right", count
    )
    say(text.format(file=name_of(file), count=count))


def _in_packs() -> tuple[str, ...]:
    """What a pack may build on; what is wrong with another one is not asked here."""
    catalogue = with_packs(bundled(), settings_seen().stretches.packs, lambda _problem: None)
    return tuple(stretch.id for stretch in catalogue)


def _is_bundled(file: str) -> bool:
    return Path(file).exists() and Path(file).samefile(config_file("stretches.toml"))


def _row(stretch: Stretch) -> tuple[str, ...]:
    return (
        stretch.name,
        stretch.id,
        group_name(stretch.group),
        where_name(stretch.where),
        format_duration(stretch.length),
        _("yes") if stretch.gets_up else _("no"),
    )


def stretch_object(stretch: Stretch) -> dict[str, object]:
    most = stretch.most_reps or 2 * stretch.reps
    return {**as_object(stretch, in_seconds), "most_reps": most}
