"""The settings file: read, changed, checked and begun anew."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from gettext import gettext as _
from shlex import quote

import click

from deskbreak.cli.asking import have_settings_read
from deskbreak.cli.completing import setting_keys
from deskbreak.cli.exits import RefusedError, complain
from deskbreak.cli.groups import Family
from deskbreak.cli.looking import settings_seen
from deskbreak.cli.printing import say, say_paragraph
from deskbreak.cli.typed import ask_whether
from deskbreak.core.in_a_list import labelled
from deskbreak.core.policy import Settings
from deskbreak.errors import ConfigError
from deskbreak.files.folders import settings_file
from deskbreak.files.texts import in_toml, read_text
from deskbreak.settings.edit import (
    MistypedError,
    bring_back,
    get_setting,
    reset_setting,
    set_setting,
    value_that_holds,
)
from deskbreak.settings.file import spell_every_key, spell_settings
from deskbreak.settings.table import SECTIONS, SETTINGS
from deskbreak.settings.typed_value import as_typed
from deskbreak.settings.written import (
    is_hollow,
    load_settings,
    read_written,
    settings_in_force,
    text_in_force,
)

_INDENT = "    "
_ANY_VALUE = {"ignore_unknown_options": True}  # -5 is a value, if a wrong one, and no option


_ASSIGNED = re.compile(r"([^\s=:]+)(?:\s*[=:]\s*|\s+)(.*)", re.DOTALL)
"""As people write it here and in other programs: `KEY VALUE`, `KEY=VALUE`, `KEY = VALUE`."""


def _read_or_change(words: Sequence[str]) -> str:
    return "get" if len(words) == 1 and "=" not in words[0] else "set"


@click.group(
    cls=Family, usual="get", takes=_read_or_change, help=_("Read and change the settings.")
)
def config() -> None:
    pass


@config.command(help=_("Print the value of KEY; without KEY, all of them."))
@click.argument("key", required=False, shell_complete=setting_keys)
def get(key: str | None) -> None:
    settings, file = settings_seen(), settings_file()
    if key is None:
        say(*_all_values(settings))
        return
    if (assigned := _ASSIGNED.fullmatch(key)) is not None:
        text = _("To change it: {command}")
        command = f"deskbreak config set {assigned[1]} {assigned[2]}"
        raise click.BadParameter(text.format(command=command))
    key = _known(key)
    if key in SECTIONS:
        say(*_values_of(settings, key))
        return
    try:
        say(get_setting(file, key))
    except ConfigError:
        with _only_what_was_typed():
            say(value_that_holds(settings, key, str(file)))


@config.command("list", help=_("Print all settings; with --explain, what each is for."))
@click.option(
    "--explain", is_flag=True, help=_("Also say what it is for, what is allowed, and its default.")
)
def list_(*, explain: bool) -> None:
    settings = settings_seen()
    if explain:
        _explain_all(settings)
    else:
        say(*_all_values(settings))


@config.command("set", context_settings=_ANY_VALUE, help=_("Change one KEY and nothing else."))
@click.argument("words", metavar="KEY VALUE", nargs=-1, required=True, shell_complete=setting_keys)
def set_(words: tuple[str, ...]) -> None:
    key, value = _assignment(words)
    with _only_what_was_typed():
        set_setting(settings_file(), key, value)
    _tell_changed(key)


@config.command(help=_("Print where the settings file is."))
def path() -> None:
    say(str(settings_file()))


@config.command(help=_("Open the settings in your editor, and check them afterwards."))
def edit() -> None:
    file = settings_file()
    bring_back(file)
    try:
        click.edit(filename=str(file))
    except (click.ClickException, ValueError) as error:  # no such program, or a quote left open
        text = _("Your editor failed ({reason}): name another in EDITOR, or edit {path} by hand")
        raise RefusedError(text.format(reason=error, path=file)) from error
    load_settings(file)
    have_settings_read()
    say(_("{path}: all right").format(path=file))


@config.command(help=_("Check the settings file for mistakes."))
def check() -> None:
    file = settings_file()
    text = read_text(file)
    strangers = [*map(str, read_written(text or "", str(file)).strangers)]
    strangers += [labelled(*each) for each in _unknown_stretches()]
    for stranger in strangers:
        complain(f"{file}: {stranger}")
    if is_hollow(text) and not is_hollow(text_in_force(file)):
        state = _("{path}: gone or empty, so the last good settings apply")
    elif text is None:
        state = _("{path}: no such file, so the defaults apply")
    elif strangers:
        state = _("{path}: all else is right")
    else:
        state = _("{path}: all right")
    say(state.format(path=file))


@config.command(help=_("Reset KEY to its default; without KEY, the whole file."))
@click.argument("key", required=False, shell_complete=setting_keys)
@click.option("--yes", "is_sure", is_flag=True, help=_("Don't ask first."))
def reset(key: str | None, *, is_sure: bool) -> None:
    file = settings_file()
    if key is not None:
        key = _known(key)
        with _only_what_was_typed():
            reset_setting(file, key)
        _tell_changed(key)
        return
    question = _("Reset every setting in {path} to its default?").format(path=file)
    if not is_sure and not ask_whether(f"{question} [y/N]:", err=True):
        raise RefusedError(_("Nothing was changed."))
    reset_setting(file)
    have_settings_read()
    say(_("All settings are back to their defaults; the old file is kept beside it, as *.bak."))


def _assignment(words: Sequence[str]) -> tuple[str, str]:
    """The key and the value, also where a blank or an equals sign stands where none should."""
    if len(words) == 1 and "=" not in words[0] and _known(words[0]) in SETTINGS:
        raise click.BadParameter(_no_value(_known(words[0])))
    assigned = _ASSIGNED.fullmatch(" ".join(words) if len(words) > 1 else f"{words[0]} ")
    if assigned is None:
        return words[0], ""
    key, value = assigned[1], assigned[2]
    section, _blank, rest = value.partition(" ")
    if f"{key}.{section}" in SETTINGS:  # `breaks every 45`
        return f"{key}.{section}", rest
    return _known(key), value


def _no_value(key: str) -> str:
    now = spell_every_key(settings_seen())
    section, name = key.split(".", 1)
    text = _("Say what it should be, for instance: {command}. Allowed: {allowed}")
    value = as_typed(key, now[section][name])
    is_plain = all(word == quote(word) for word in value.split(" "))
    command = f"deskbreak config set {key} {value if is_plain else quote(value)}"
    return text.format(command=command, allowed=SETTINGS[key].schema.in_full())


def _known(key: str) -> str:
    """Capitals make no difference to what a key is called."""
    plain = key.lower()
    return plain if plain in SETTINGS or plain in SECTIONS else key


@contextmanager
def _only_what_was_typed() -> Iterator[None]:
    """Where that is wrong, no word is lost of the file."""
    try:
        yield
    except MistypedError as error:
        raise RefusedError("\n".join(map(str, error.problems))) from error


def _all_values(settings: Settings) -> Iterator[str]:
    for section in spell_settings(settings):
        yield from _values_of(settings, section)


def _values_of(settings: Settings, section: str) -> Iterator[str]:
    for key, value in spell_settings(settings)[section].items():
        yield f"{section}.{key} = {in_toml(value)}"


def _explain_all(settings: Settings) -> None:
    values, defaults = spell_every_key(settings), spell_every_key(Settings())
    for name, section in SECTIONS.items():
        say(_(section.title))
        say_paragraph(_(section.explanation))
        for setting in section.settings:
            say("", f"{name}.{setting.key} = {in_toml(values[name][setting.key])}")
            say_paragraph(setting.about_in_file(), _INDENT)
            text = _("Allowed: {allowed}. Default: {default}")
            default = in_toml(defaults[name][setting.key])
            allowed = setting.schema.in_full()
            say_paragraph(text.format(allowed=allowed, default=default), _INDENT)
        say("")


def _tell_changed(key: str) -> None:
    have_settings_read()
    say(f"{key} = {get_setting(settings_file(), key)}")
    for place, told in _unknown_stretches():
        if place == key:
            complain(labelled(place, told))


def _unknown_stretches() -> Iterator[tuple[str, str]]:
    from deskbreak.cli.catalogue import catalogue_of  # noqa: PLC0415  (not for `config get`)
    from deskbreak.stretches.strangers import strangers_in  # noqa: PLC0415  (likewise)

    settings = settings_in_force()
    return strangers_in(settings.stretches, catalogue_of(settings))
