"""The charts of the statistics, each with its table and a sentence, in the order in which they are read."""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from gettext import gettext as _
from typing import assert_never

from deskbreak.core.duration import in_words
from deskbreak.core.in_a_list import in_a_list, in_a_row
from deskbreak.core.stretch import Group
from deskbreak.core.wall_clock import (
    clock_face,
    day_and_month,
    short_day_and_month,
    weekday_names,
)
from deskbreak.core.words import group_name
from deskbreak.history.periods import Span
from deskbreak.history.statistics import is_very_long
from deskbreak.history.summary import WEEKLY_AIM, Replies, Sitting, Summary, mean_of
from deskbreak.page.charts import Cluster, Layer, Stack, graphs, graphs_of_counts
from deskbreak.page.columns import day_columns
from deskbreak.page.numbers import Chart, Numbers
from deskbreak.page.overview import Overview
from deskbreak.page.statistics_felt import felt_charts, moves_done

_MINUTE = timedelta(minutes=1)
_WEEK = 7
_AIMLESS = (Group.STAND, Group.BREATH, Group.PRESSURE)
"""Groups that no weekly aim of flexibility is about."""


def charts(seen: Overview) -> tuple[Chart, ...]:
    """In the order in which they are read; one that has nothing to say is left out."""
    all_ = (
        _spells(seen),
        _by_hour(seen),
        _by_weekday(seen),
        _muscles(seen),
        moves_done(seen.now.times, seen.feelings, seen.name_of),
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
    clusters = _clusters(now)
    stand_out = any(
        layer.kind == "long" for each in clusters for bar in each.columns for layer in bar.layers
    )
    text = _("Minutes from sitting down to getting up.")
    about = in_a_row((text, _each_bar(now.period.span), _about_long_ones(now, stand_out=stand_out)))
    return Chart(about, table, graphs(clusters, (30, 60), 70))


def _each_bar(span: Span) -> str:
    """What one stands for where that is no spell."""
    match span:
        case Span.DAY | Span.WEEK:
            return ""
        case Span.MONTH:
            return _("Each bar is the average of a day.")
        case Span.YEAR:
            return _("Each bar is the average of a week.")
        case _:
            assert_never(span)


def _about_long_ones(now: Summary, *, stand_out: bool) -> str:
    """Nothing of those that went under in an average."""
    over = [each for each in now.sittings if is_very_long(each.seat_time)]
    late = sum(each.sat_down_at.hour >= 12 for each in over)
    if not over:
        return _("None was over an hour.")
    if not stand_out:
        return ""
    if late > len(over) / 2 and not _each_bar(now.period.span):
        return _("Those over an hour stand out; most of them began after noon.")
    return _("Those over an hour stand out.")


def _clusters(now: Summary) -> list[Cluster]:
    """A day or a week shows each spell, a month its days, a year its weeks: the mean of each."""
    by_day = now.sittings_by_day
    columns = [
        (column, [each for day in column.days for each in by_day.get(day, ())])
        for column in day_columns(now.period)
    ]
    match now.period.span:
        case Span.DAY:
            return [
                Cluster(clock_face(each.sat_down_at.time()), (_stack(each),))
                for each in now.sittings
            ]
        case Span.WEEK:
            return [Cluster(column.below, tuple(map(_stack, those))) for column, those in columns]
        case Span.MONTH | Span.YEAR:
            return [
                Cluster(column.below, _mean(those, column.days[0])) for column, those in columns
            ]
        case _:
            assert_never(now.period.span)


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
