"""What the days came to: a sentence before a number, and a number before a chart."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from gettext import gettext as _
from gettext import ngettext
from typing import Any, assert_never

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deskbreak.core.avoid import area_name, avoid_texts
from deskbreak.core.duration import in_words
from deskbreak.core.in_a_list import in_a_list, in_a_row
from deskbreak.core.moment import ZERO
from deskbreak.core.naming import move_name
from deskbreak.core.record import Feeling
from deskbreak.core.stretch import Group, Stretch
from deskbreak.core.wall_clock import (
    clock_face,
    day_and_month,
    day_in_words,
    month_in_words,
    short_day_and_month,
    short_weekday,
    weekday_names,
)
from deskbreak.core.words import group_name
from deskbreak.core.work_hours import WorkHours
from deskbreak.files.folders import history_file
from deskbreak.history.database import open_for_reading
from deskbreak.history.periods import Period, Span, period_of, weeks_until
from deskbreak.history.statistics import begins, bout_told, is_very_long
from deskbreak.history.summary import WEEKLY_AIM, Replies, Sitting, Summary, mean_of, summary_of
from deskbreak.page.asking import ask_daemon
from deskbreak.page.charts import Cluster, Layer, Stack, graphs, graphs_of_counts
from deskbreak.page.kept import all_moves, good_settings, local_today, saved_session
from deskbreak.page.numbers import Chart, Numbers
from deskbreak.page.rendering import STATIC, rendered, screen
from deskbreak.page.statistics_felt import aches_told, felt_charts, moves_as_felt
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.zone import local_zone

_MINUTE = timedelta(minutes=1)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_WEEK, _TREND = 7, 12
_MOST_TOLD = 12
"""Of what hurt, on one page of paper."""
_EARLIEST = date(1971, 1, 1)
_AIMLESS = (Group.STAND, Group.BREATH, Group.PRESSURE)
"""Groups that no weekly aim of flexibility is about."""


@dataclass(frozen=True, slots=True)
class Overview:
    """All that a screen of statistics shows: a period beside the one before, and twelve weeks.

    `feelings` are those of the period alone, in their order.
    """

    now: Summary
    before: Summary
    weeks: tuple[Summary, ...]
    today: date
    catalogue: tuple[Stretch, ...]
    feelings: tuple[Feeling, ...] = ()

    def name_of(self, id_: str) -> str:
        return move_name(id_, self.catalogue)


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


def looked_at(span: Span, day: date) -> Overview:
    """From the history's file and the catalogue; what still runs is the daemon's to tell."""
    zone, today = local_zone(), local_today()
    settings = good_settings()
    catalogue = tuple(all_moves(settings).values())
    period = period_of(span, day)
    weeks = weeks_until(min(today, period.last), _TREND)
    since = begins(min(period.before().first, weeks[0].first), zone)
    until = begins(period.after().after().first, zone)
    with closing(open_for_reading(history_file())) as kept:
        records, snoozes = kept.records(since, until), kept.snoozes(since, until)
        feelings = kept.feelings(begins(period.first, zone), begins(period.after().first, zone))
    seconds = ask_daemon("status").fields.get("seat_time_s")
    running = bout_told(seconds, settings.work_hours, zone, system_time().wall())

    def of(asked: Period) -> Summary:
        return summary_of(asked, records, snoozes, zone, catalogue, running)

    now, before = of(period), of(period.before())
    return Overview(now, before, tuple(map(of, weeks)), today, catalogue, feelings)


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
    now, before = seen.now.mean_bout, seen.before.mean_bout
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
    over, is_first = now.tally.over_60, before.longest is None
    mean, long_ones = in_words(before.mean_bout), before.tally.over_60
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
    injured = [
        _("Recent injury or surgery: {where}").format(where=area_name(each))
        for each in wishes.injury
    ]
    return {
        "when": period_name(seen.now.period),
        "facts": facts(seen),
        "moves": moves_as_felt(seen.now.times, seen.feelings, seen.name_of),
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
    """Moves that rest, and groups that are off, because they hurt."""
    session, _seed = saved_session()
    if session is None:
        return
    course = session.course
    for rest in course.rotation.resting:
        text = _("{name}: hurt; rests until {day}")
        until = day_and_month(rest.until.astimezone(local_zone()))
        yield text.format(name=seen.name_of(rest.id), day=until)
    for group in course.rotation.off:
        yield _("{group}: hurt again; switched off").format(group=group_name(group))
    for day in course.pain.strong:
        yield _("Strong pain on {day}").format(day=day_and_month(day))


def _span_name(span: Span) -> str:
    return {
        Span.DAY: _("Day"),
        Span.WEEK: _("Week"),
        Span.MONTH: _("Month"),
        Span.YEAR: _("Year"),
    }[span]


# The charts


def charts(seen: Overview) -> tuple[Chart, ...]:
    """In the order in which they are read; one that has nothing to say is left out."""
    all_ = (
        _spells(seen),
        _by_hour(seen),
        _by_weekday(seen),
        _muscles(seen),
        _moves(seen),
        *felt_charts(seen.now.period, seen.feelings, seen.name_of),
        _trend(seen),
    )
    return tuple(chart for chart in all_ if chart.table.rows)


def _spells(seen: Overview) -> Chart:
    now = seen.now
    rows = tuple(
        (each.day.isoformat(), clock_face(each.sat_down_at.time()), _minutes(each.seat_time))
        for each in now.sittings
    )
    table = Numbers(
        "spells", _("Every spell at your desk"), (_("Day"), _("Sat down"), _("Minutes")), rows
    )
    return Chart(_about_spells(now), table, graphs(_clusters(now), (30, 60), 70))


def _about_spells(now: Summary) -> str:
    over = [each for each in now.sittings if is_very_long(each.seat_time)]
    text = _("Minutes from sitting down to getting up.")
    late = sum(each.sat_down_at.hour >= 12 for each in over)
    if not over:
        found = _("None was over an hour.")
    elif late > len(over) / 2:
        found = _("Those over an hour stand out; most of them began after noon.")
    else:
        found = _("Those over an hour stand out.")
    return in_a_row((text, found))


def _clusters(now: Summary) -> list[Cluster]:
    """A day or a week shows each spell, a month its days, a year its weeks: the mean of each."""
    match now.period.span:
        case Span.DAY:
            return [
                Cluster(clock_face(each.sat_down_at.time()), (_stack(each),))
                for each in now.sittings
            ]
        case Span.WEEK:
            return [
                Cluster(short_weekday(day), tuple(map(_stack, now.sittings_on((day,)))))
                for day in now.period.days
            ]
        case Span.MONTH:
            return [
                Cluster(f"{day.day}", _mean(now.sittings_on((day,)), day))
                for day in now.period.days
            ]
        case Span.YEAR:
            return [
                Cluster(short_day_and_month(days[0]), _mean(now.sittings_on(days), days[0]))
                for days in now.period.weeks
            ]


def _stack(sitting: Sitting) -> Stack:
    when = clock_face(sitting.sat_down_at.time())
    said = _("{when}, {length}").format(when=when, length=in_words(sitting.seat_time))
    return Stack((Layer(_minutes(sitting.seat_time), _kind(sitting.seat_time)),), said)


def _mean(sittings: Sequence[Sitting], since: date) -> tuple[Stack, ...]:
    if not sittings:
        return ()
    mean = mean_of(sittings)
    text = _("{when}: {length} on average")
    said = text.format(when=day_and_month(since), length=in_words(mean))
    return (Stack((Layer(_minutes(mean), _kind(mean)),), said),)


def _kind(length: timedelta) -> str:
    return "long" if is_very_long(length) else "sat"


def _by_hour(seen: Overview) -> Chart:
    by_hour = seen.now.by_hour
    hours = range(min(by_hour), max(by_hour) + 1) if by_hour else ()
    named = {clock_face(time(hour)): by_hour.get(hour, Replies()) for hour in hours}
    titled, says = _("What became of proposals, by the hour"), _("Most were followed at {best}.")
    return _replies("hours", titled, _("Hour"), says, named)


def _by_weekday(seen: Overview) -> Chart:
    by_weekday = seen.now.by_weekday
    named = {weekday_names()[day]: by_weekday[day] for day in sorted(by_weekday)}
    if len(named) < 2:
        named = {}
    titled, says = _("By the day of the week"), _("Most were followed on {best}.")
    return _replies("weekdays", titled, _("Day"), says, named)


def _replies(name: str, titled: str, of: str, says: str, named: Mapping[str, Replies]) -> Chart:
    headers = (of, _("Followed"), _("Put off"), _("Skipped or ignored"))
    rows = tuple((key, each.followed, each.put_off, each.declined) for key, each in named.items())
    stacks = [
        Cluster(
            key,
            (Stack(_layers(each), f"{key}: {each.followed} / {each.put_off} / {each.declined}"),),
        )
        for key, each in named.items()
    ]
    best = max(named, key=lambda key: named[key].followed, default="")
    says = says.format(best=best) if best else ""
    key = tuple(zip(_KINDS, headers[1:], strict=True))
    return Chart(says, Numbers(name, titled, headers, rows), graphs_of_counts(stacks), key)


_KINDS = ("sat", "stood", "away")


def _layers(replies: Replies) -> tuple[Layer, ...]:
    amounts = (replies.followed, replies.put_off, replies.declined)
    return tuple(map(Layer, amounts, _KINDS))


def _muscles(seen: Overview) -> Chart:
    now = seen.now
    gone = sum(day <= seen.today for day in now.period.days)
    weeks = max(gone / _WEEK, 1)
    aim = round(WEEKLY_AIM.total_seconds())
    rows = tuple(
        (group_name(group), round(length.total_seconds() / weeks), "" if group in _AIMLESS else aim)
        for group, length in sorted(now.exercised.items(), key=lambda each: -each[1])
        if group is not Group.WALK
    )
    headers = (_("Muscles"), _("Seconds a week, each side"), _("Aim"))
    says = _(
        "Studies of flexibility found that about five minutes a week for a group of muscles "
        "matter. What you did by yourself is not in here."
    )
    table = Numbers("muscles", _("Stretched, each side"), headers, rows)
    return Chart(says, table, shares=tuple(_reached(seconds, aim) for _name, seconds, aim in rows))


def _reached(seconds: int, aim: int | str) -> float | None:
    """In per cent; None where there is no aim."""
    return min(100.0, round(100 * seconds / aim)) if isinstance(aim, int) else None


def _moves(seen: Overview) -> Chart:
    rows = tuple(
        (seen.name_of(id_), count)
        for id_, count in sorted(seen.now.times.items(), key=lambda each: -each[1])
    )
    table = Numbers("moves", _("Which moves"), (_("Move"), _("Times")), rows)
    return Chart("", table)


def _trend(seen: Overview) -> Chart:
    weeks = seen.weeks
    rows = tuple(
        (
            week.period.first.isoformat(),
            _minutes(week.mean_bout),
            week.tally.over_60,
            round(week.breaks_an_hour, 1),
            week.tally.done + week.tally.partial,
        )
        for week in weeks
        if week.sittings
    )
    headers = (
        _("Week from"),
        _("Minutes on average"),
        _("Over an hour"),
        _("Breaks an hour"),
        _("Stretches"),
    )
    clusters = [
        Cluster(short_day_and_month(week.period.first), _mean(week.sittings, week.period.first))
        for week in weeks
    ]
    table = Numbers("weeks", _("Twelve weeks"), headers, rows)
    return Chart(_about_weeks(weeks), table, graphs(clusters, (30, 60), 70))


def _about_weeks(weeks: tuple[Summary, ...]) -> str:
    seen = [week for week in weeks if week.sittings]
    if len(seen) < 2:
        return ""
    first, last = seen[0], seen[-1]
    shorter = first.mean_bout - last.mean_bout
    often = last.breaks_an_hour - first.breaks_an_hour
    length = (
        _("Spells are {length} shorter than at the beginning")
        if shorter > _MINUTE
        else (
            _("Spells are {length} longer than at the beginning")
            if shorter < -_MINUTE
            else _("Spells are as long as at the beginning")
        )
    )
    breaks = (
        _("and you get up more often.")
        if often > 0.05
        else _("and you get up less often.")
        if often < -0.05
        else _("and you get up as often.")
    )
    return in_a_list((length.format(length=in_words(abs(shorter))), breaks))


def _minutes(span: timedelta) -> int:
    return round(span / _MINUTE)
