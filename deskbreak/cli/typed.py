"""What people type after a command: one of a few words, days, lengths of time, times of day, zones."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from gettext import gettext as _
from gettext import pgettext
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from deskbreak.cli.groups import not_one_of
from deskbreak.core.duration import as_written, format_duration, in_our_digits, parse_duration
from deskbreak.core.in_a_list import labelled
from deskbreak.core.moment import ZERO
from deskbreak.core.wall_clock import coming_time, minute_of_day
from deskbreak.value import value

_NOTHING: Mapping[str, str] = MappingProxyType({})
_MOST_DAYS = 36_600

WallClock = Callable[[], tuple[datetime, tzinfo]]
"""Tells now, and whose wall it hangs on; read only by who asks for a time of day."""

_DAY = timedelta(days=1)
_LONGEST = timedelta(hours=2400)
_UNTIL = r"(?:until|till|til|to)\b ?"
_TOMORROW = frozenset({"tomorrow", "today", "for today", "the rest of the day"})
_NEXT_WEEK = frozenset({"next week"})
_FOREVER = frozenset({"forever", "indefinitely"})
_NO_LENGTH = r"\d+[:.]\d\d|\d.* ?(?:[ap]\.?m\.?|uhr)|noon|midnight"
_DATED = re.compile(r".+-|\d+([./]) ?\d+\1 ?\d")
_BARE_HOUR = r"[1-9]|1[0-2]"
"""As on a dial, which has no morning and no afternoon."""
_LAST_DAYS = r"(?:the )?(?:last |past )?(?:([0-9]{1,5}) ?)?(?:(day|week|month|year)s?|([dwmy]))?"
_DAYS_OF = {"d": 1, "w": 7, "m": 30, "y": 365}


if TYPE_CHECKING:
    _ChoiceOfWords = click.Choice[str]
else:  # the click of Debian 13 takes no type
    _ChoiceOfWords = click.Choice


class OneOf(_ChoiceOfWords):
    """One of these words; what is none of them is told beside them.

    What only one of them begins with is enough, and `alike` are other words for them.
    """

    def __init__(self, choices: Sequence[str], alike: Mapping[str, str] = _NOTHING) -> None:
        super().__init__(choices)
        self._alike = alike

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        typed = str(value).lower()
        begun = [str(choice) for choice in self.choices if typed and choice.startswith(typed)]
        meant = begun[0] if len(begun) == 1 else self._alike.get(typed, typed)
        try:
            return str(super().convert(meant, param, ctx))
        except click.BadParameter as error:
            text = not_one_of(str(value), map(str, self.choices))
            raise click.BadParameter(text, ctx, param) from error


def typed_days(text: str) -> int:
    """How many days, for click: `7`, `week`, `last 3 months`; anything else is wrong usage."""
    plain = in_our_digits(" ".join(text.lower().split()))
    match = re.fullmatch(_LAST_DAYS, plain)
    named = match is not None and any(match.groups())
    count = 1 if plain == "today" else 0
    if match is not None and named:
        unit = (match[2] or match[3] or "day")[0]
        count = int(match[1] or 1) * _DAYS_OF[unit]
    if 1 <= count <= _MOST_DAYS:
        return count
    problem = _("write a whole number from {least} to {most}, or today, week, month or year")
    raise click.BadParameter(problem.format(least=1, most=_MOST_DAYS))


def days_named(words: Sequence[str]) -> int:
    """The same of several words, which are told with what is wrong with them."""
    text = " ".join(words)
    try:
        return typed_days(text)
    except click.BadParameter as error:
        raise click.BadParameter(labelled(text, error.message)) from error


def are_days(words: Sequence[str]) -> bool:
    """Whether `typed_days` reads them."""
    return _reads(typed_days, " ".join(words))


days_in_words = click.argument("words", metavar="[DAYS | today | week | month | year]", nargs=-1)
days_option = click.option(
    "--days",
    type=typed_days,
    metavar="DAYS",
    default="7",
    show_default=True,
    help=_("How many days, including today."),
)


def length_or_until(text: str, clock: WallClock) -> timedelta:
    """A length of time, or how long it is until a time of day."""
    lasts = quiet_length(text.split(), clock).lasts if _end_named(text)[1] else None
    return typed_length(text) if lasts is None else lasts


def is_length(text: str) -> bool:
    """Whether `typed_length` reads it."""
    return text[:1].isdecimal() and _reads(typed_length, text)


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except click.BadParameter:
        return False
    return True


def typed_length(text: str) -> timedelta:
    """A length of time, for click: anything else is wrong usage. A bare number is minutes."""
    try:
        span = parse_duration(as_written(text))
    except ValueError as error:
        problem = _("{text}: not a length of time; write minutes, such as 10, or 90s, 5m or 1h30m")
        raise click.BadParameter(problem.format(text=text or _("nothing"))) from error
    if not ZERO < span <= _LONGEST:
        most = format_duration(_LONGEST)
        problem = _("{text}: write more than 0s and at most {most}").format(text=text, most=most)
        raise click.BadParameter(problem)
    return span


@value
class Quiet:
    """How long there is to be silence, and when it ends; nothing of both is without end."""

    lasts: timedelta | None = None
    until: str = ""


_NO_END = Quiet()


def is_until_tomorrow(words: Sequence[str]) -> bool:
    """Also `today`: whoever is done for today is asked again tomorrow."""
    own = pgettext("typed, several ways to write it apart", "tomorrow")
    return _end_named(" ".join(words))[0] in {*_TOMORROW, *own.lower().split()}


def quiet_day(words: Sequence[str], clock: WallClock) -> date | None:
    """The day until which `until monday` or `until 2026-12-24` asks for silence, the next of that name."""
    text, _has_until = _end_named(" ".join(words))
    if text in _NEXT_WEEK:
        text = "monday"
    if (
        not (text[:1].isalpha() or _DATED.match(text))
        or text in _FOREVER
        or re.fullmatch(_NO_LENGTH, text)
    ):
        return None
    from deskbreak.settings.typed_hours import read_days  # noqa: PLC0415  (only where one is named)

    try:
        (day,) = read_days(text.removeprefix("next "))
    except ValueError:  # none, or several of them
        return None
    now, zone = clock()
    today = now.astimezone(zone).date()
    if isinstance(day, int):
        return today + timedelta(days=(day - today.weekday() - 1) % 7 + 1)
    if today < day <= today + _LONGEST:
        return day
    problem = _("{day}: write a day from {first} to {last}")
    first, last = today + _DAY, today + _LONGEST
    raise click.BadParameter(problem.format(day=day, first=first, last=last))


def quiet_length(words: Sequence[str], clock: WallClock) -> Quiet:
    """For how long `1h` or `until 14:00` asks for silence; no words: no end."""
    text = " ".join(words).strip().lower()
    if not words or text in _FOREVER:
        return _NO_END
    when, has_until = _end_named(text)
    length = as_written(text)
    if has_until or re.fullmatch(_NO_LENGTH, text):
        with suppress(ValueError):
            return _until(when, minute_of_day(when, text), *clock())
    elif length[:1].isdecimal():
        return Quiet(typed_length(text))
    problem = _(
        "{words}: not a time; write minutes, such as 30, or a length such as 90s, 5m or 1h30m, or "
        "until 14:00, or until monday, or tomorrow"
    )
    raise click.BadParameter(problem.format(words=" ".join(words) or _("nothing")))


def _end_named(text: str) -> tuple[str, bool]:
    """What stands after *until*, in English or the reader's language, and whether that stands there."""
    plain = text.strip().lower()
    if plain[:1].isdecimal() and plain.isascii():
        return plain, False
    if begun := re.match(_UNTIL, plain):
        return plain[begun.end() :].strip(), True
    own = pgettext("before a time or a day, several words apart", "until").lower().split()
    words = "|".join(map(re.escape, own))
    rest = re.sub(rf"^(?:(?:{words})(?![^\W\d])\s*)+", "", plain)
    if rest == plain and not words.isascii():  # Japanese has it behind, and no blanks
        rest = re.sub(rf"^(?:{words})(?=\d)|(?:{words})$", "", plain).strip()
    return rest, rest != plain


def _until(typed: str, minute: int, now: datetime, zone: tzinfo) -> Quiet:
    """To the next time that the clock on the wall reads so; of a bare hour, its dial."""
    from deskbreak.core.work_hours import local_day  # noqa: PLC0415  (`pause until` alone)

    hour, minute = divmod(minute, 60)
    clock = time(hour % 24, minute)
    today = local_day(zone, now)
    days = (today, today + _DAY)
    instants = [datetime.combine(day, clock, zone).astimezone(UTC) for day in days]
    if re.fullmatch(_BARE_HOUR, typed):
        afternoon = time((hour + 12) % 24)
        instants += [datetime.combine(day, afternoon, zone).astimezone(UTC) for day in days]
    end = min(instant for instant in instants if instant > now)
    return Quiet(end - now, coming_time(end, zone, now))


def is_yes(typed: str) -> bool | None:
    """Also in the reader's own language, of which the beginning is enough; None is neither."""
    word = typed.strip().lower()
    said = {
        "yes": True,
        "no": False,
        **dict.fromkeys(pgettext("a switch, several ways to write it apart", "on").split(), True),
        **dict.fromkeys(pgettext("a switch, several ways to write it apart", "off").split(), False),
    }
    if word in said:
        return said[word]
    meant = {answer for each, answer in said.items() if word and each.startswith(word)}
    return meant.pop() if len(meant) == 1 else None


def ask_whether(question: str, *, default: bool = False, err: bool = False) -> bool:
    """Until it is answered; Enter alone is the default. Whoever is asked has read `[y/N]`."""

    def read(text: str) -> bool:
        answer = is_yes(text)
        if answer is None:
            raise click.BadParameter(not_one_of(text, ("yes", "no")))
        return answer

    answer: bool = click.prompt(
        question,
        default="yes" if default else "no",
        value_proc=read,
        show_default=False,
        prompt_suffix=" ",
        err=err,
    )
    return answer


def zone(name: str) -> tzinfo:
    """A time zone by its name, for click: anything else is wrong usage."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415  (one option of one command)

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        problem = _("{name}: write the name of a time zone, such as Europe/Warsaw")
        raise click.BadParameter(problem.format(name=name or _("nothing"))) from error
