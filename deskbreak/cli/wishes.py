"""What the user wishes of the rotation: a stretch never or more often, a group back again."""

from gettext import gettext as _

import click

from deskbreak.cli.asking import ask, have_settings_read
from deskbreak.cli.catalogue import known_stretch, whole_catalogue
from deskbreak.cli.printing import say
from deskbreak.core.stretch import Group
from deskbreak.core.words import group_name
from deskbreak.files.folders import settings_file
from deskbreak.settings.edit import set_setting
from deskbreak.settings.file import load_settings


@click.command("never", help=_("Leave a stretch out for good; --again brings it back."))
@click.argument("stretch_id", metavar="ID")
@click.option("--again", is_flag=True, help=_("Propose it again."))
def never(stretch_id: str, *, again: bool) -> None:
    name = _listed("never", stretch_id, on=not again)
    text = _("{name} may be proposed again.") if again else _("{name} won't be proposed any more.")
    say(text.format(name=name))


@click.command(
    "favourite", help=_("Propose a stretch more often; --again makes it as often as the rest.")
)
@click.argument("stretch_id", metavar="ID")
@click.option("--again", is_flag=True, help=_("Propose it as often as any other."))
def favourite(stretch_id: str, *, again: bool) -> None:
    name = _listed("favourite", stretch_id, on=not again)
    text = _("{name} comes as often as any other.") if again else _("{name} comes more often.")
    say(text.format(name=name))


@click.command("allow", help=_("Allow a group again after pain."))
@click.argument("group", type=click.Choice([group.value for group in Group]))
def allow(group: str) -> None:
    ask("allow", group=group)
    say(_("{group}: allowed again. Start gently.").format(group=group_name(Group(group))))


def _listed(key: str, stretch_id: str, *, on: bool) -> str:
    """On the list of that name in the settings, or off it, once; returns what the stretch is called."""
    stretch = known_stretch(stretch_id, whole_catalogue())
    wishes = load_settings(settings_file()).stretches
    listed = wishes.never if key == "never" else wishes.favourite
    kept = [each for each in listed if each != stretch_id] + ([stretch_id] if on else [])
    set_setting(settings_file(), f"stretches.{key}", ",".join(kept) or "off")
    have_settings_read()
    return stretch.name
