"""Starting at login, and a place among the desktop's programs."""

import sys
from gettext import gettext as _

import click

from deskbreak.cli.exits import RefusedError
from deskbreak.cli.groups import Family
from deskbreak.cli.printing import json_option, print_json, say
from deskbreak.login.autostart import choose_autostart
from deskbreak.login.desktop_entry import ProgramsMenu
from deskbreak.login.item import LoginItem, promise


@click.group(cls=Family, usual="status", help=_("Start at login: on, off or status."))
def autostart() -> None:
    pass


@autostart.command("on", help=_("Start deskbreak at every login."))
def on() -> None:
    chosen = choose_autostart()
    chosen.on()
    say(promise(chosen.item()))


@autostart.command("off", help=_("Don't start at login."))
def off() -> None:
    choose_autostart().off()
    say(_("deskbreak does not start at login."))


@autostart.command("status", help=_("Say whether deskbreak starts at login."))
@json_option
def status(*, as_json: bool) -> None:
    item = choose_autostart().item()
    if as_json:
        print_json(
            {
                "on": item.is_on,
                "this_one": item.is_ours,
                "where": item.where,
                "command": item.command,
            }
        )
    else:
        say(_sentence_about(item).format(where=item.where, command=item.command))


def _sentence_about(item: LoginItem) -> str:
    if item.command is None:
        return _("deskbreak does not start at login. To change that: deskbreak autostart on")
    if item.to_add:
        return item.to_add.replace("{", "{{").replace("}", "}}")
    if not item.is_on:
        return _("Switched off in {where}. To change that: deskbreak autostart on")
    if not item.is_ours:
        return _(
            "Another deskbreak starts at login: {command}\nTo start this one instead: "
            "deskbreak autostart on"
        )
    return _("deskbreak starts at login: {where}")


@click.group(cls=Family, help=_("Put deskbreak in your desktop's programs menu (Linux)."))
def desktop() -> None:
    pass


@desktop.command("install", help=_("Add deskbreak and its icon to the programs menu."))
def install() -> None:
    _require_linux()
    menu = ProgramsMenu()
    menu.install()
    say(_("deskbreak is in the programs menu: {file}").format(file=menu.entry))


@desktop.command("remove", help=_("Remove deskbreak from the programs menu."))
def remove() -> None:
    _require_linux()
    ProgramsMenu().remove()
    say(_("deskbreak is no longer in the programs menu."))


def _require_linux() -> None:
    if sys.platform != "linux":
        raise RefusedError(_("Only Linux desktops have such entries; see deskbreak autostart."))
