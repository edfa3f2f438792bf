"""What the statistics are made of: a period as it lies in the history, beside the one before."""

from contextlib import closing
from datetime import date

from deskbreak.core.naming import move_name
from deskbreak.core.record import Feeling
from deskbreak.core.stretch import Stretch
from deskbreak.history.periods import Period, Span, period_of, weeks_until
from deskbreak.history.statistics import begins, bout_told
from deskbreak.history.summary import Spells, Summary, summary_of
from deskbreak.page.asking import ask_daemon
from deskbreak.page.kept import all_moves, good_settings, local_today, open_here
from deskbreak.sensors.zone import local_zone
from deskbreak.value import value

_TREND = 12


@value
class Overview:
    """All that a screen of statistics shows: a period beside the one before, and twelve weeks.

    Of the one before, the spells alone. `feelings` are those of the period, in their order.
    """

    now: Summary
    before: Spells
    weeks: tuple[Summary, ...]
    today: date
    catalogue: tuple[Stretch, ...]
    feelings: tuple[Feeling, ...] = ()

    def name_of(self, id_: str) -> str:
        return move_name(id_, self.catalogue)


def looked_at(span: Span, day: date) -> Overview:
    """From the history's file and the catalogue; what still runs is the daemon's to tell."""
    zone, today = local_zone(), local_today()
    settings = good_settings()
    catalogue = tuple(all_moves(settings).values())
    period = period_of(span, day)
    weeks = weeks_until(min(today, period.last), _TREND)
    begin, end = begins(period.first, zone), begins(period.after().first, zone)
    since = min(begin, begins(weeks[0].first, zone))
    until = begins(period.after().after().first, zone)
    with closing(open_here()) as kept:
        records, snoozes = kept.records(since, until), kept.snoozes(since, until)
        before = Spells(kept.spells(begins(period.before().first, zone), begin))
        feelings = kept.feelings(begin, end)
    running = bout_told(ask_daemon("status").fields)

    def of(asked: Period) -> Summary:
        return summary_of(asked, records, snoozes, zone, catalogue, running)

    return Overview(of(period), before, tuple(map(of, weeks)), today, catalogue, feelings)
