"""Where the icons and the bundled configuration lie, installed or in a checkout."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_ROOTS = (_PACKAGE / "data", _PACKAGE.parent)  # the wheel's copy; an editable install has none


@cache  # where they were at the start they are looked for even while an update replaces them
def _root() -> Path:
    for root in _ROOTS:
        if (root / "config" / "deskbreak.toml").is_file():
            return root
    tried = ", ".join(str(root) for root in _ROOTS)
    raise FileNotFoundError(f"deskbreak's own files are missing; looked in {tried}: reinstall it")


def config_file(name: str) -> Path:
    return _root() / "config" / name


def icon_file(name: str) -> Path:
    return _root() / "icons" / name
