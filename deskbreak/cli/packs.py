"""Packs of stretches, taken in and given on."""

from gettext import gettext as _
from gettext import ngettext
from pathlib import Path

import click

from deskbreak.cli.asking import have_settings_read
from deskbreak.cli.catalogue import bundled_ids, known_stretch, whole_catalogue
from deskbreak.cli.exits import RefusedError
from deskbreak.cli.printing import say
from deskbreak.files.folders import packs_folder, settings_file
from deskbreak.settings.edit import list_in_setting
from deskbreak.stretches.pack_files import export_pack, import_pack


@click.command("import", help=_("Import a pack: a .toml file, or a .zip with its pictures."))
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> None:
    known = tuple(stretch.id for stretch in whole_catalogue())
    pack, count = import_pack(file, packs_folder(), known)
    list_in_setting(settings_file(), "stretches.packs", str(pack), on=True)
    have_settings_read()
    text = ngettext(
        "{count} stretch is now in {pack}", "{count} stretches are now in {pack}", count
    )
    say(text.format(count=count, pack=pack))


@click.command("export", help=_("Write stretches to a .zip; without IDs, those of your packs."))
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("ids", metavar="[ID]...", nargs=-1)
def export(file: Path, ids: tuple[str, ...]) -> None:
    catalogue = whole_catalogue()
    own = set(bundled_ids())
    chosen = [known_stretch(id_, catalogue) for id_ in ids] or [
        stretch for stretch in catalogue if stretch.id not in own
    ]
    if not chosen:
        raise RefusedError(_("You have no packs; name the stretches to export by their ids."))
    count = export_pack(chosen, file)
    text = ngettext("{count} stretch is in {file}", "{count} stretches are in {file}", count)
    say(text.format(count=count, file=file))
