"""Packs of stretches, taken in and given on."""

from gettext import gettext as _
from gettext import ngettext
from pathlib import Path

import click

from deskbreak.cli.asking import have_settings_read
from deskbreak.cli.catalogue import bundled_ids, known_stretch, whole_catalogue
from deskbreak.cli.exits import RefusedError
from deskbreak.cli.looking import settings_seen
from deskbreak.cli.named_files import file_to_write, force_option, spare_what_is_there
from deskbreak.cli.printing import say
from deskbreak.files.folders import packs_folder, settings_file
from deskbreak.files.plans import plans_taken_in
from deskbreak.settings.edit import add_plans, list_in_setting
from deskbreak.stretches.pack_files import export_pack, import_pack


@click.command("import", help=_("Import a pack: a .toml file, or a .zip with its pictures."))
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> None:
    known = tuple(stretch.id for stretch in whole_catalogue())
    came = import_pack(file, packs_folder(), known)
    if came.file is not None:
        list_in_setting(settings_file(), "stretches.packs", str(came.file), on=True)
    left_out = add_plans(settings_file(), came.plans)
    have_settings_read()
    if came.file is not None:
        text = ngettext(
            "{count} stretch is now in {pack}", "{count} stretches are now in {pack}", came.count
        )
        say(text.format(count=came.count, pack=came.file))
    for line in plans_taken_in(came.plans, left_out):
        say(line)


@click.command(
    "export", help=_("Write stretches to a .zip; without IDs, those of your packs, and your plans.")
)
@click.argument("file", type=file_to_write)
@click.argument("ids", metavar="[ID]...", nargs=-1)
@force_option
def export(file: Path, ids: tuple[str, ...], *, force: bool) -> None:
    spare_what_is_there(file, force=force)
    catalogue = whole_catalogue()
    own = set(bundled_ids())
    chosen = [known_stretch(id_, catalogue) for id_ in ids] or [
        stretch for stretch in catalogue if stretch.id not in own
    ]
    plans = () if ids else settings_seen().stretches.plans.each
    if not chosen and not plans:
        text = _("You have no packs and no plans; name the stretches to export by their ids.")
        raise RefusedError(text)
    count = export_pack(chosen, file, plans)
    text = ngettext("{count} stretch is in {file}", "{count} stretches are in {file}", count)
    say(text.format(count=count, file=file))
    if plans:
        more = ngettext(
            "{count} plan of yours is in it, too",
            "{count} plans of yours are in it, too",
            len(plans),
        )
        say(more.format(count=len(plans)))
