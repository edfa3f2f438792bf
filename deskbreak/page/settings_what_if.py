"""What if: the last days once more under other settings, told in a sentence. Nothing is saved by it.

The days are lived while the screen waits: each step is a line of the answer, so that whoever stops
listening ends it.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from gettext import gettext as _
from gettext import ngettext

from starlette.responses import Response, StreamingResponse

from deskbreak.core.duration import in_words
from deskbreak.core.in_a_list import full_stop, in_a_row
from deskbreak.core.policy import Settings
from deskbreak.core.state import Rules
from deskbreak.days.last_days import KeptDay, delete_kept_days, kept_days
from deskbreak.days.what_if import Comparison, LivedDay, compared, habits_of, lived_under
from deskbreak.errors import ConfigError, StorageError
from deskbreak.files.folders import record_folder, settings_file
from deskbreak.page.asking import ask_daemon
from deskbreak.page.kept import all_moves
from deskbreak.page.posting import Sent, denied, told
from deskbreak.page.rendering import rendered
from deskbreak.page.settings_rows import wrong_value
from deskbreak.sensors.zone import local_zone
from deskbreak.settings.edit import settings_with
from deskbreak.settings.table import SETTINGS
from deskbreak.settings.typed_value import as_typed
from deskbreak.settings.written import settings_in_force

_KEYS = {name: f"breaks.{name}" for name in ("every", "natural_break", "walk_every", "daily_limit")}
_MOSTLY = 2 / 3
_MINUTE = timedelta(minutes=1)


def what_if(settings: Settings) -> str:
    """The form, filled in as it is now, or why there is nothing to try."""
    days = sorted({kept.day for kept in kept_days(record_folder())})
    fields = [
        (key, _(SETTINGS[key].name), as_typed(key, getattr(settings.breaks, name)))
        for name, key in _KEYS.items()
    ]
    return rendered(
        "settings_what_if.html", days=days, fields=fields, keeps=settings.record.days > 0
    )


def try_out(sent: Sent) -> Response:
    """Lines of JSON: `{"done", "of"}` on the way, and last `{"said", "basis"}`."""
    now = settings_in_force()
    match sent:
        case {"values": dict(values)} if values.keys() <= set(_KEYS.values()):
            typed = {str(key): str(value) for key, value in values.items()}
        case _:  # whatever else a screen may send
            return denied(_("This page does not know that."), 400)
    problems = dict(_problems(typed))
    if problems:
        return denied(in_a_row(problems.values()), problems=problems)
    then = settings_with(settings_file(), typed)
    if then == now:
        return denied(_("These are your settings as they are: change one of them first."))
    kept = kept_days(record_folder())
    if not kept:
        return denied(_("No day is kept yet: try it tomorrow."))
    lines = (f"{json.dumps(line)}\n" for line in _steps(kept, now, then))
    return StreamingResponse(lines, media_type="application/x-ndjson")


def delete_days(_sent: Sent) -> Response:
    settings = settings_in_force()
    delete_kept_days(record_folder())
    ask_daemon("reload")  # one that runs begins anew
    return told(_("Your last days are deleted."), html=what_if(settings))


def in_a_sentence(found: Comparison) -> str:
    if not found.days:
        return _("On none of the days kept were you at your desk: try it in a day or two.")
    return in_a_row((_how_often(found), *_in_the_longest(found)))


def _problems(typed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key, value in typed.items():
        try:
            settings_with(settings_file(), {key: value})
        except ConfigError as error:
            yield key, wrong_value(key, value, error)


def _steps(kept: list[KeptDay], now: Settings, then: Settings) -> Iterator[Mapping[str, object]]:
    rules = Rules(now, tuple(all_moves(now).values()), local_zone(), "")
    lived: list[tuple[LivedDay, LivedDay]] = []
    for number, day in enumerate(kept):
        yield {"done": number, "of": len(kept)}
        try:
            lived.append(_lived_twice(day, rules, then))
        except (ConfigError, StorageError):  # damaged, or of another version
            continue
    found = compared([day for day, _ in lived], [day for _, day in lived], rules.zone)
    yield {"done": len(kept), "of": len(kept)}
    yield {"said": in_a_sentence(found), "basis": _basis(found, len(kept) - len(lived))}


def _lived_twice(day: KeptDay, rules: Rules, then: Settings) -> tuple[LivedDay, LivedDay]:
    lines, source = day.lines(), str(day.path)
    habits = habits_of(lines, rules, source)
    return (
        lived_under(rules.settings, lines, rules, source, habits),
        lived_under(then, lines, rules, source, habits),
    )


def _how_often(found: Comparison) -> str:
    now, then = (round(asks / found.days) for asks in (found.asks_now, found.asks_then))
    often = ngettext("{count} time a day", "{count} times a day", then).format(count=then)
    if found.asks_now == found.asks_then:
        text = _("As often as now, {often}")
    elif now == then:
        text = _("About as often as now, {often}")
    else:
        text = _("{often} instead of {before}")
    sentence = text.format(often=often, before=now)
    share = found.before_noon / found.asks_then if found.asks_then else 1 / 2
    if share >= _MOSTLY:
        sentence = _("{sentence}, mostly before noon").format(sentence=sentence)
    elif share <= 1 - _MOSTLY:
        sentence = _("{sentence}, mostly after noon").format(sentence=sentence)
    return full_stop(sentence)


def _in_the_longest(found: Comparison) -> Iterator[str]:
    now, then = found.asked_now, found.asked_then
    if now is None and then is None:
        return
    length = in_words(found.longest)
    if then is None:
        text, time = _("In your longest spell, {length}, it would not have asked."), ""
    elif now is None:
        text = _("In your longest spell, {length}, it would have asked after {time}; it did not.")
        time = in_words(then)
    elif abs(now - then) < _MINUTE:
        return
    else:
        earlier = _("In your longest spell, {length}, it would have asked {time} earlier.")
        later = _("In your longest spell, {length}, it would have asked {time} later.")
        text, time = (earlier if then < now else later), in_words(abs(now - then))
    yield text.format(length=length, time=time)


def _basis(found: Comparison, left_out: int) -> str:
    text = ngettext(
        "Reckoned on {count} day: you are there as you were, and answer as you did.",
        "Reckoned on {count} days: you are there as you were, and answer as you did.",
        found.days,
    ).format(count=found.days)
    if left_out:
        without = ngettext(
            "{count} file could not be read and is left out.",
            "{count} files could not be read and are left out.",
            left_out,
        )
        text = in_a_row((text, without.format(count=left_out)))
    return text
