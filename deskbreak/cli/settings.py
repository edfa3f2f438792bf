"""The settings file: read, changed, checked and begun anew."""

import sys
from collections.abc import Iterator
from gettext import gettext as _
from pathlib import Path

import click

from deskbreak.cli.asking import have_settings_read
from deskbreak.cli.exits import RefusedError
from deskbreak.cli.groups import Family
from deskbreak.cli.printing import say, say_paragraph
from deskbreak.core.policy import Settings
from deskbreak.files.folders import settings_file
from deskbreak.files.texts import in_toml
from deskbreak.settings.edit import get_setting, in_force, reset_setting, set_setting
from deskbreak.settings.file import load_settings, spell_settings, write_default
from deskbreak.settings.table import SECTIONS

_INDENT = "    "
_ANY_VALUE = {"ignore_unknown_options": True}  # -5 is a value, if a wrong one, and no option


@click.group(cls=Family, usual="get", help=_("Read and change the settings."))
def config() -> None:
    pass


@config.command(help=_("Print the value of KEY; without KEY, all of them."))
@click.argument("key", required=False)
def get(key: str | None) -> None:
    path = settings_file()
    say(*_all_values(path)) if key is None else say(get_setting(path, key))


@config.command("list", help=_("Print all settings; with --explain, what each is for."))
@click.option(
    "--explain", is_flag=True, help=_("Also say what it is for, what is allowed, and its default.")
)
def list_(*, explain: bool) -> None:
    path = settings_file()
    if explain:
        _explain_all(load_settings(path))
    else:
        say(*_all_values(path))


@config.command("set", context_settings=_ANY_VALUE, help=_("Change one KEY and nothing else."))
@click.argument("key")
@click.argument("value")
def set_(key: str, value: str) -> None:
    set_setting(settings_file(), key, value)
    _tell_changed(key)


@config.command(help=_("Print where the settings file is."))
def path() -> None:
    say(str(settings_file()))


@config.command(help=_("Open the settings in your editor, and check them afterwards."))
@click.option("--window", "in_window", is_flag=True, help=_("Use whatever opens text files here."))
def edit(*, in_window: bool) -> None:
    file = settings_file()
    write_default(file)
    if in_window:
        _open_in_window(file)
        return
    click.edit(filename=str(file))
    load_settings(file)
    have_settings_read()
    say(_("{path}: all right").format(path=file))


@config.command(help=_("Check the settings file for mistakes."))
def check() -> None:
    file = settings_file()
    load_settings(file)
    if file.exists():
        say(_("{path}: all right").format(path=file))
    else:
        say(_("{path}: no such file, so the defaults apply").format(path=file))


@config.command(help=_("Reset KEY to its default; without KEY, the whole file."))
@click.argument("key", required=False)
@click.option("--yes", "is_sure", is_flag=True, help=_("Don't ask first."))
def reset(key: str | None, *, is_sure: bool) -> None:
    file = settings_file()
    if key is not None:
        reset_setting(file, key)
        _tell_changed(key)
        return
    question = _("Reset every setting in {path} to its default?").format(path=file)
    if not is_sure and not click.confirm(question, err=True):
        raise RefusedError(_("Nothing was changed."))
    reset_setting(file)
    have_settings_read()
    say(_("All settings are back to their defaults; the old file is kept beside it, as *.bak."))


def _all_values(path: Path) -> Iterator[str]:
    for section, values in spell_settings(load_settings(path)).items():
        for key, value in values.items():
            yield f"{section}.{key} = {in_toml(value)}"


def _explain_all(settings: Settings) -> None:
    values, defaults = in_force(settings), in_force(Settings())
    for name, section in SECTIONS.items():
        say(_(section.title))
        say_paragraph(_(section.explanation))
        for setting in section.settings:
            say("", f"{name}.{setting.key} = {in_toml(values[name][setting.key])}")
            say_paragraph(setting.about(), _INDENT)
            text = _("Allowed: {allowed}. Default: {default}")
            default = in_toml(defaults[name][setting.key])
            allowed = setting.schema.in_full()
            say_paragraph(text.format(allowed=allowed, default=default), _INDENT)
        say("")


def _tell_changed(key: str) -> None:
    have_settings_read()
    say(f"{key} = {get_setting(settings_file(), key)}")


def _open_in_window(file: Path) -> None:
    # Elsewhere waiting would last until the window is closed.
    if click.launch(str(file), wait=sys.platform == "linux"):
        text = _("Nothing here opens text files: edit {path} with any editor you like")
        raise RefusedError(text.format(path=file))
