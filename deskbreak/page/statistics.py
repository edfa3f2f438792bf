"""What the days came to: a sentence before a number, and a number before a chart."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from gettext import gettext as _
from gettext import ngettext
from typing import Any, assert_never

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deskbreak.core.cautions import avoid_texts
from deskbreak.core.duration import in_words
from deskbreak.core.in_a_list import in_a_list
from deskbreak.core.moment import ZERO
from deskbreak.core.wall_clock import (
    clock_face,
    day_and_month,
    day_in_words,
    month_in_words,
    weekday_names,
)
from deskbreak.core.words import group_name
from deskbreak.core.work_hours import WorkHours
from deskbreak.history.periods import Period, Span, period_of
from deskbreak.history.summary import Summary
from deskbreak.page.cautions import injury_texts
from deskbreak.page.kept import good_settings, lasting_and_seed, local_today
from deskbreak.page.overview import Overview, looked_at
from deskbreak.page.rendering import STATIC, rendered, screen
from deskbreak.page.statistics_charts import charts
from deskbreak.page.statistics_felt import aches_told, moves_done
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.zone import local_zone

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_MOST_TOLD = 12
"""Of what hurt, on one page of paper."""
_EARLIEST = date(1971, 1, 1)


def routes() -> tuple[Route, ...]:
    return (
        Route("/stats", _statistics),
        Route("/stats/sheet", _sheet),
        Route("/stats/{name}.{form}", _taken_along),
    )


def _statistics(request: Request) -> Response:
    span, day = _asked_for(request)
    shown = in_full(span, day)
    if "on" not in request.query_params and span is Span.WEEK and shown["is_empty"]:
        before = in_full(span, period_of(span, day).before().first)
        shown = shown if before["is_empty"] else before  # a week that has just begun
    return screen(request, "statistics.html", **shown)


def _sheet(request: Request) -> Response:
    """One page on paper, for whoever treats you."""
    seen = looked_at(Span.MONTH, _asked_for(request)[1])
    return screen(request, "statistics_sheet.html", **sheet_of(seen))


def _taken_along(request: Request) -> Response:
    name, form = request.path_params["name"], request.path_params["form"]
    span, day = _asked_for(request)
    tables = {each.table.name: each.table for each in charts(looked_at(span, day))}
    if name not in tables or form not in ("csv", "json"):
        raise HTTPException(404)
    text = tables[name].as_csv() if form == "csv" else tables[name].as_json()
    kept = {"content-disposition": f'attachment; filename="deskbreak-{name}-{day}.{form}"'}
    kind = "text/csv" if form == "csv" else "application/json"
    return Response(text, media_type=kind, headers=kept)


def _asked_for(request: Request) -> tuple[Span, date]:
    """What cannot be read is this week."""
    try:
        span = Span(request.query_params.get("span", Span.WEEK))
    except ValueError:
        span = Span.WEEK
    try:
        day = date.fromisoformat(request.query_params["on"])
    except (KeyError, ValueError):
        day = local_today()
    return span, max(_EARLIEST, min(day, local_today()))


def whole_file() -> str:
    """Week, month and year as one page that needs nothing beside it."""
    today = local_today()
    seen = [looked_at(span, today) for span in (Span.WEEK, Span.MONTH, Span.YEAR)]
    periods = [
        (period_name(each.now.period), title(each), facts(each), charts(each)) for each in seen
    ]
    looks = "\n".join((STATIC / name).read_text("utf-8") for name in ("page.css", "statistics.css"))
    return rendered("statistics_file.html", periods=periods, looks=looks)


def in_full(span: Span, day: date) -> dict[str, Any]:
    """What statistics.html is made of."""
    seen = looked_at(span, day)
    later = seen.now.period.after()
    return {
        "span": span,
        "spans": {each: (_span_name(each), period_of(each, day).first) for each in Span},
        "day": day,
        "title": title(seen),
        "when": period_name(seen.now.period),
        "earlier": seen.now.period.before().first,
        "later": later.first if later.first <= seen.today else None,
        "facts": facts(seen),
        "charts": charts(seen),
        "is_empty": is_empty(seen),
        "has_spells": bool(seen.now.sittings),
        "has_hours": good_settings().work_hours != WorkHours(),
    }


def is_empty(seen: Overview) -> bool:
    return not seen.now.sittings and not seen.now.by_hour and not seen.feelings


def title(seen: Overview) -> str:
    now, before = seen.now.mean_bout, seen.before.mean
    if not now:
        return _("Nothing noted yet") if is_empty(seen) else _("No spell at your desk noted yet")
    text = _("Spells of {length} at your desk").format(length=in_words(now))
    if not before or abs(now - before) < _MINUTE:
        return text
    than = _("{length} shorter than before") if now < before else _("{length} longer than before")
    return in_a_list((text, than.format(length=in_words(abs(now - before)))))


def period_name(period: Period) -> str:
    match period.span:
        case Span.DAY:
            return day_in_words(period.first)
        case Span.WEEK:
            return _("Week {number}, from {first} to {last} {year}").format(
                number=period.first.isocalendar().week,
                first=day_and_month(period.first),
                last=day_and_month(period.last),
                year=period.last.year,
            )
        case Span.MONTH:
            return month_in_words(period.first)
        case Span.YEAR:
            return str(period.first.year)
        case _:
            assert_never(period.span)


def facts(seen: Overview) -> tuple[tuple[str, str], ...]:
    """Number and what it says, for those that say something."""
    now, before, longest = seen.now, seen.before, seen.now.longest
    if longest is None:
        return ()
    over, is_first = now.tally.over_60, not before.lengths
    mean, long_ones = in_words(before.mean), before.over_an_hour
    return (
        (
            in_words(now.mean_bout),
            _("on average") if is_first else _("on average, {before} before").format(before=mean),
        ),
        (
            in_words(longest.seat_time),
            _longest(now.period.span, longest.sat_down_at),
        ),
        (
            str(over),
            ngettext("spell over an hour", "spells over an hour", over)
            if is_first
            else ngettext(
                "spell over an hour, {n} before", "spells over an hour, {n} before", over
            ).format(n=long_ones),
        ),
        *_rate(now),
    )


def _rate(now: Summary) -> Iterator[tuple[str, str]]:
    """A first stretch after ten seconds would be hundreds an hour."""
    if sum((sitting.seat_time for sitting in now.sittings), ZERO) >= _HOUR:
        whole, tenths = divmod(round(10 * now.breaks_an_hour), 10)
        rate = _("{whole}.{tenths}").format(whole=whole, tenths=tenths)
        yield rate, _("breaks an hour at your desk")


def _longest(span: Span, began: datetime) -> str:
    """As much of its date as the period leaves open."""
    at = clock_face(began.time())
    match span:
        case Span.DAY:
            return _("longest, {time}").format(time=at)
        case Span.WEEK:
            day = weekday_names()[began.weekday()]
            return _("longest, {day} {time}").format(day=day, time=at)
        case Span.MONTH | Span.YEAR:
            day = day_and_month(began)
            return _("longest, {day}, {time}").format(day=day, time=at)
        case _:
            assert_never(span)


def sheet_of(seen: Overview) -> dict[str, Any]:
    """What statistics_sheet.html is made of: a month on one page of paper."""
    wishes = good_settings().stretches
    ticked = [avoid_texts()[tag] for tag in wishes.avoid]
    injured = [injury_texts()[area] for area in wishes.injury]
    return {
        "when": period_name(seen.now.period),
        "facts": facts(seen),
        "moves": moves_done(seen.now.times, seen.feelings, seen.name_of),
        "aches": tuple(_latest(tuple(aches_told(seen.feelings, seen.name_of)))),
        "cautions": (*ticked, *injured),
        "hurt": tuple(_hurt(seen)),
    }


def _latest(aches: tuple[str, ...]) -> Iterator[str]:
    """As many as the paper has room for, and how many there were before them."""
    if (earlier := len(aches) - _MOST_TOLD) > 0:
        text = ngettext("{n} more before these.", "{n} more before these.", earlier)
        yield text.format(n=earlier)
    yield from aches[-_MOST_TOLD:]


def _hurt(seen: Overview) -> Iterator[str]:
    """Moves and kinds of them that rest, and groups that are off, because they hurt."""
    kept, _seed = lasting_and_seed()
    now, text = system_time().wall(), _("{name}: hurt; rests until {day}")
    rests = {
        **{seen.name_of(id_): until for id_, until in kept.rotation.moves_resting(now).items()},
        **{group_name(group): until for group, until in kept.rotation.groups_resting(now).items()},
    }
    for name, until in rests.items():
        yield text.format(name=name, day=day_and_month(until.astimezone(local_zone())))
    for group in kept.rotation.off:
        yield _("{group}: hurt again; switched off").format(group=group_name(group))
    for day in kept.pain.strong:
        yield _("Strong pain on {day}").format(day=day_and_month(day))


def _span_name(span: Span) -> str:
    return {
        Span.DAY: _("Day"),
        Span.WEEK: _("Week"),
        Span.MONTH: _("Month"),
        Span.YEAR: _("Year"),
    }[span]
