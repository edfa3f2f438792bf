"""The commented `deskbreak.toml` that a new user is given, made of the table of settings.

`make settings` writes it to `config/`. Every key stands in it with its default, as a comment.
"""

import re
import textwrap
from collections.abc import Iterator

from deskbreak.core.policy import Settings
from deskbreak.files.texts import in_toml
from deskbreak.settings.file import spell_settings
from deskbreak.settings.table import SECTIONS, Section

_HEAD = """\
# deskbreak's settings. Every key is here with its default, switched off by the "# " before it:
# remove that to set a value of your own. deskbreak reads the file again whenever you save it.
# If there is a mistake in it, your previous settings stay in use and deskbreak says what is
# wrong; so does "deskbreak config check".
#
# Write lengths of time in quotes with their unit: "90s", "5m", "1h30m". Indented lines are
# examples."""
_VALUE = re.compile(r"\{.*?\}|\[.*?\]")
_GLUE = "\0"


def commented_file() -> str:
    defaults = spell_settings(Settings())
    parts = ("\n".join(_section(section, defaults[name])) for name, section in SECTIONS.items())
    return "\n\n\n".join((_HEAD, *parts)) + "\n"


def _section(section: Section, defaults: dict[str, object]) -> Iterator[str]:
    yield f"[{section.name}]"
    yield _comment(f"{section.title}. {section.explanation}")
    for setting in section.settings:
        yield ""
        yield _comment(setting.about_in_file())
        if setting.example is None:
            yield _comment(f"Allowed: {setting.schema.allowed()}.")
            yield f"# {setting.key} = {in_toml(defaults[setting.key])}"
        else:
            value, meaning = setting.example
            yield _comment(f"Example of {meaning}:")
            yield f"#     {setting.key} = {value}"


def _comment(text: str) -> str:
    """Lines of a comment; a value in brackets or braces is not torn apart."""
    glued = _VALUE.sub(lambda value: value[0].replace(" ", _GLUE), text)
    lines = textwrap.fill(
        glued,
        width=100,
        initial_indent="# ",
        subsequent_indent="# ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines.replace(_GLUE, " ")
