"""How stretches felt and how much they hurt: two charts, and the lines of the sheet about it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from datetime import date
from gettext import gettext as _
from gettext import ngettext
from typing import TypeVar, assert_never

from deskbreak.core.in_a_list import in_a_list, in_a_row, labelled
from deskbreak.core.record import Feeling, HowItFelt
from deskbreak.core.wall_clock import day_and_month
from deskbreak.core.work_hours import local_day
from deskbreak.history.feelings import Ache, aches_in, efforts, summed_up
from deskbreak.history.periods import Period
from deskbreak.page.charts import Cluster, Layer, Stack, graphs_of_counts
from deskbreak.page.columns import DayColumn, day_columns
from deskbreak.page.numbers import Chart, Numbers
from deskbreak.sensors.zone import local_zone
from deskbreak.value import value

T = TypeVar("T", Feeling, Ache)
NameOf = Callable[[str], str]

_EFFORTS = ("stood", "sat", "call", "long")
_ACHES = ("stood", "call", "long", "away")
"""What each part of a column is drawn as, from below."""
_THE_DAY_AFTER = (HowItFelt.USUAL, HowItFelt.LITTLE_MORE, HowItFelt.CLEARLY_MORE)


@value
class _Column:
    """How often each thing was said in its days."""

    of: DayColumn
    amounts: tuple[int, ...]


def felt_charts(period: Period, feelings: Sequence[Feeling], name_of: NameOf) -> tuple[Chart, ...]:
    """Of each day, in a year of each week; none where nothing was said."""
    if not feelings:
        return ()
    aches = aches_in(feelings)
    efforts_said = [
        _Column(column, astuple(efforts(those)))
        for column, those in _by_days(period, feelings, lambda said: said)
    ]
    aches_said = [
        _Column(column, astuple(summed_up(those)))
        for column, those in _by_days(period, aches, lambda ache: ache.feeling)
    ]
    how = (_("Easy"), _("Just right"), _("Hard"), _("It hurt"))
    much = (_("No pain, or mild"), _("Uncomfortable"), _("Strong"), _("Not said how much"))
    felt, pain = _("How stretches felt"), _("Pain")
    return (
        _drawn(("felt", felt, how), _EFFORTS, efforts_said, _about_efforts(feelings, name_of)),
        _drawn(("pain", pain, much), _ACHES, aches_said, _about_aches(aches, name_of)),
    )


def moves_done(times: Mapping[str, int], feelings: Sequence[Feeling], name_of: NameOf) -> Chart:
    """How often each move was done and, where anything was said of any, how it was."""
    by_move = dict[str, list[Feeling]]()
    for said in feelings:
        by_move.setdefault(said.stretch, []).append(said)
    headers = [_("Move"), _("Times")]
    if feelings:
        headers += [_("Easy"), _("Just right"), _("Hard"), _("It hurt")]
    rows = tuple(
        (name_of(id_), times.get(id_, 0), *_told(by_move.get(id_, ())))[: len(headers)]
        for id_ in sorted({**times, **by_move}, key=lambda id_: -times.get(id_, 0))
    )
    return Chart("", Numbers("moves", _("Which moves"), tuple(headers), rows))


def _told(feelings: Iterable[Feeling]) -> Iterator[int | str]:
    """What nobody said is left empty."""
    return (count or "" for count in astuple(efforts(feelings)))


def aches_told(feelings: Sequence[Feeling], name_of: NameOf) -> Iterator[str]:
    """Each time that a move hurt, and how it was the day after, in the order of the days."""
    zone = local_zone()
    told = [(ache.feeling, ache.rating or HowItFelt.HURT) for ache in aches_in(feelings)]
    told += [(said, said.felt) for said in feelings if said.felt in _THE_DAY_AFTER]
    for said, felt in sorted(told, key=lambda each: each[0].at):
        day, how = day_and_month(local_day(zone, said.at)), _pain_in_words(felt)
        yield _("{day}: {name}, {how}").format(day=day, name=name_of(said.stretch), how=how)


def _by_days(
    period: Period, all_: Iterable[T], said: Callable[[T], Feeling]
) -> Iterator[tuple[DayColumn, list[T]]]:
    """What was said in each column."""
    zone = local_zone()
    by_day = dict[date, list[T]]()
    for each in all_:
        by_day.setdefault(local_day(zone, said(each).at), []).append(each)
    for column in day_columns(period):
        yield column, [each for day in column.days for each in by_day.get(day, ())]


def _drawn(
    called: tuple[str, str, tuple[str, ...]],
    kinds: tuple[str, ...],
    columns: Sequence[_Column],
    says: str,
) -> Chart:
    """Columns whose parts are as tall as they are many; `called`: its id, its title, its parts."""
    name, titled, parts = called
    rows: tuple[tuple[str | int, ...], ...] = tuple(
        (each.of.days[0].isoformat(), *each.amounts) for each in columns if any(each.amounts)
    )
    clusters = [
        Cluster(
            each.of.below, (Stack(tuple(map(Layer, each.amounts, kinds)), _said_of(each, parts)),)
        )
        for each in columns
    ]
    table = Numbers(name, titled, (_("Day"), *parts), rows)
    return Chart(says, table, graphs_of_counts(clusters), tuple(zip(kinds, parts, strict=True)))


def _said_of(column: _Column, parts: Sequence[str]) -> str:
    if not any(column.amounts):
        return ""  # nothing is drawn
    told = (f"{name} {n}" for name, n in zip(parts, column.amounts, strict=True) if n)
    return labelled(day_and_month(column.of.days[0]), in_a_list(told))


def _about_efforts(feelings: Sequence[Feeling], name_of: NameOf) -> str:
    counted = efforts(feelings)
    text = ngettext(
        "Of {all} answer, {fine} said easy or just right.",
        "Of {all} answers, {fine} said easy or just right.",
        counted.all,
    ).format(all=counted.all, fine=counted.easy + counted.right)
    hard = Counter(said.stretch for said in feelings if said.felt is HowItFelt.HARD)
    if not hard:
        return text
    (id_, times), *_others = hard.most_common(1)
    hardest = ngettext(
        "Hard most often: {name}, once.", "Hard most often: {name}, {count} times.", times
    )
    return in_a_row((text, hardest.format(name=name_of(id_), count=times)))


def _about_aches(aches: Sequence[Ache], name_of: NameOf) -> str:
    text = ngettext("A move hurt once.", "A move hurt {count} times.", len(aches))
    told = [text.format(count=len(aches))]
    if strong := summed_up(aches).strong:
        text = ngettext("Once strongly.", "{count} times strongly.", strong)
        told.append(text.format(count=strong))
    for id_, times in Counter(ache.feeling.stretch for ache in aches).most_common(1):
        text = ngettext("Most often: {name}, once.", "Most often: {name}, {n} times.", times)
        told.append(text.format(name=name_of(id_), n=times))
    return in_a_row(told)


def _pain_in_words(felt: HowItFelt) -> str:
    """Empty where nothing hurt."""
    match felt:
        case HowItFelt.HURT:
            return _("hurt")
        case HowItFelt.MILD:
            return _("no pain, or mild")
        case HowItFelt.UNCOMFORTABLE:
            return _("uncomfortable")
        case HowItFelt.STRONG:
            return _("strong pain")
        case HowItFelt.USUAL:
            return _("back to usual afterwards")
        case HowItFelt.LITTLE_MORE:
            return _("afterwards a little more than before")
        case HowItFelt.CLEARLY_MORE:
            return _("afterwards clearly more than before")
        case HowItFelt.EASY | HowItFelt.RIGHT | HowItFelt.HARD:
            return ""
        case _:
            assert_never(felt)
