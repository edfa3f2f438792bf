"""What the user wishes of the rotation: a stretch never or more often, a group back again."""

from gettext import gettext as _

import click

from deskbreak.cli.asking import have_settings_read, say_once
from deskbreak.cli.catalogue import known_stretch, whole_catalogue
from deskbreak.cli.completing import stretch_in_words
from deskbreak.cli.printing import say
from deskbreak.cli.typed import OneOf
from deskbreak.core.stretch import Group
from deskbreak.core.words import group_name
from deskbreak.files.folders import settings_file
from deskbreak.settings.edit import list_move

_GROUPS = tuple(group.value for group in Group)


@click.command("never", help=_("Leave a stretch out for good; --again brings it back."))
@stretch_in_words
@click.option("--again", is_flag=True, help=_("Propose it again."))
def never(words: tuple[str, ...], *, again: bool) -> None:
    name = _listed("never", words, on=not again)
    text = _("{name} may be proposed again.") if again else _("{name} won't be proposed any more.")
    say(text.format(name=name))


@click.command("favourite", help=_("Propose a stretch more often; --again undoes it."))
@stretch_in_words
@click.option("--again", is_flag=True, help=_("Propose it as often as any other."))
def favourite(words: tuple[str, ...], *, again: bool) -> None:
    name = _listed("favourite", words, on=not again)
    text = _("{name} comes as often as any other.") if again else _("{name} comes more often.")
    say(text.format(name=name))


@click.command("allow", help=_("Allow a group again after pain."))
@click.argument("group", type=OneOf(_GROUPS), metavar=f"{{{' | '.join(_GROUPS)}}}")
def allow(group: str) -> None:
    say_once("allow", group=group)
    say(_("{group}: allowed again. Start gently.").format(group=group_name(Group(group))))


def _listed(key: str, words: tuple[str, ...], *, on: bool) -> str:
    """On the list of that name in the settings, or off it, once; returns what the stretch is called."""
    stretch = known_stretch(" ".join(words), whole_catalogue())
    list_move(settings_file(), f"stretches.{key}", stretch, on=on)
    have_settings_read()
    return stretch.name
