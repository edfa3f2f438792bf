"""The user's files as bytes, text and TOML; ConfigError says what is wrong with one."""

from gettext import gettext as _
from pathlib import Path

from deskbreak.errors import ConfigError, Problem


def read_bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        found = _("cannot be read ({reason})").format(reason=error.strerror)
        problem = Problem(_("the file"), found, _("make it a file that you may read"))
        raise ConfigError(str(path), (problem,)) from error


def read_text(path: Path) -> str | None:
    """The file with its line ends as they are; None where there is none."""
    content = read_bytes(path)
    try:
        return None if content is None else content.decode()
    except UnicodeDecodeError as error:
        found = _("byte {place} is not UTF-8").format(place=error.start + 1)
        problem = Problem(_("the file"), found, _("save it as UTF-8 text"))
        raise ConfigError(str(path), (problem,)) from error


def parse_toml(text: str, source: str) -> dict[str, object]:
    import tomllib  # noqa: PLC0415  (light at rest)

    try:
        return tomllib.loads(text.removeprefix("\ufeff"))  # some editors on Windows begin with it
    except (ValueError, RecursionError) as error:
        what, _at, where = str(error).rpartition(" (at ")
        place, found = (where.removesuffix(")"), what) if what else (_("the file"), where)
        problem = Problem(place, found, _('allowed: TOML, a key a line, such as every = "45m"'))
        raise ConfigError(source, (problem,)) from error
