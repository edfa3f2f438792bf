"""The public holidays of a country, where the `holidays` package is installed; nothing is fetched."""

import re
import sys
from collections.abc import Mapping
from datetime import date
from functools import cache
from gettext import gettext as _
from importlib.util import find_spec
from shlex import join

from deskbreak.core.answers import N_

PACKAGE = "holidays"
_HINT = N_("To pick public holidays here, install them: {command}")
_WORD_ENDS = re.compile(r"(?<=[a-z])(?=[A-Z])")


def how_to_get_them() -> str:
    """By the Python that runs this, for no other one has what it imports."""
    return _(_HINT).format(command=join((sys.executable, "-m", "pip", "install", PACKAGE)))


def are_known() -> bool:
    return find_spec(PACKAGE) is not None


def countries() -> Mapping[str, str]:
    """Their names by their codes, in the order of the names; empty where the package is missing."""
    return _countries() if are_known() else {}


@cache
def _countries() -> Mapping[str, str]:
    from holidays.registry import COUNTRIES  # noqa: PLC0415  (optional)

    names = {entry[1]: _WORD_ENDS.sub(" ", entry[0]) for entry in COUNTRIES.values()}
    return dict(sorted(names.items(), key=lambda each: each[1]))


def parts_of(country: str) -> tuple[str, ...]:
    """The codes of its regions that have holidays of their own."""
    if country not in countries():
        return ()
    import holidays  # noqa: PLC0415  (optional)

    return tuple(holidays.list_supported_countries().get(country, ()))


def public_holidays(country: str, part: str, year: int) -> Mapping[date, str]:
    """By their dates; none for what is no country, or no part of it."""
    if country not in countries():
        return {}
    import holidays  # noqa: PLC0415  (optional)

    region = part if part in parts_of(country) else None
    return dict(sorted(holidays.country_holidays(country, subdiv=region, years=year).items()))


def country_of(language: str | None) -> str:
    """The country in a name such as de_AT.UTF-8; empty where there is none that is known."""
    code = (language or "").partition(".")[0].partition("_")[2]
    return code if code in countries() else ""
