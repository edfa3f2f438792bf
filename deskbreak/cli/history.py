"""The history: listed, exported and taken in from elsewhere."""

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, tzinfo
from gettext import gettext as _
from pathlib import Path

import click

from deskbreak.cli.exits import RefusedError, complain
from deskbreak.cli.groups import Family
from deskbreak.cli.printing import print_table, say
from deskbreak.cli.typed import STANDARD_STREAM, name_of, text_of
from deskbreak.control.endpoint import control_endpoint
from deskbreak.control.protocol import AlreadyRunning
from deskbreak.core.duration import in_words
from deskbreak.core.record import Record
from deskbreak.core.work_hours import local_day
from deskbreak.files.folders import history_file
from deskbreak.files.private import write_private
from deskbreak.history.database import History, open_for_reading, open_history
from deskbreak.history.exporting import export_csv, export_json
from deskbreak.history.importing import import_json
from deskbreak.history.statistics import begins, days_until
from deskbreak.sensors.clock import local_zone, system_time

_MOST_DAYS = 36_600
DAYS = click.IntRange(1, _MOST_DAYS)


@click.group(cls=Family, usual="list", help=_("List, export and import the history."))
def history() -> None:
    pass


@history.command("list", help=_("List what was done, skipped, taken and so on."))
@click.option("--days", type=DAYS, default=7, show_default=True, help=_("Include today."))
@click.option("--why", "with_why", is_flag=True, help=_("Also say why."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object, as export does."))
def list_(days: int, *, with_why: bool, as_json: bool) -> None:
    zone = local_zone()
    since = begins(days_until(local_day(zone, system_time().wall()), days)[0], zone)
    with closing(open_for_reading(history_file())) as kept:
        records, snoozes = kept.records(since), kept.snoozes(since)
    if as_json:
        click.echo(export_json(records, snoozes).encode(), nl=False)
    elif records:
        _print_records(records, zone, with_why=with_why)
    else:
        say(_("Nothing yet in these days."))


@history.command(help=_("Write the whole history to FILE, or to standard output."))
@click.argument("file", default=STANDARD_STREAM, metavar="[FILE]")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "json"]),
    help=_("CSV to look at, JSON to import; by default what FILE ends in, else JSON."),
)
@click.option("--force", is_flag=True, help=_("Replace FILE if it already exists."))
def export(file: str, form: str | None, *, force: bool) -> None:
    with closing(open_for_reading(history_file())) as kept:
        is_csv = form == "csv" or (form is None and file.endswith(".csv"))
        text = export_csv(kept.records()) if is_csv else export_json(kept.records(), kept.snoozes())
    if file == STANDARD_STREAM:
        click.echo(text.encode(), nl=False)
        return
    if Path(file).exists() and not force:
        text = _("{file} already exists: name another file, or replace it with --force")
        raise RefusedError(text.format(file=file))
    write_private(Path(file), text.encode())
    say(_("{file}: written").format(file=file))


@history.command("import", help=_("Add the records of a JSON export; nothing is overwritten."))
@click.argument("file")
def import_(file: str) -> None:
    text = text_of(file)
    source = name_of(file)
    imported = import_json(text, source)
    claim = control_endpoint().claim()  # whoever writes the history is alone with it
    if isinstance(claim, AlreadyRunning):
        text = _("deskbreak is running: quit it with deskbreak quit, import, then start it again")
        raise RefusedError(text)
    try:
        with closing(_opened(history_file(), system_time().wall())) as kept:
            before = len(kept.records(include_void=True))
            kept.remember(*imported.records)
            kept.snoozed(*imported.snoozes)
            added = len(kept.records(include_void=True)) - before
    finally:
        claim.release()
    text = _("{file}: {count} records, {added} of them new here")
    say(text.format(file=source, count=len(imported.records), added=added))


def _opened(path: Path, now: datetime) -> History:
    opened = open_history(path, now)
    if opened.set_aside is not None:
        text = _("The history was damaged. It is kept as {place}, and a new one has been started.")
        complain(text.format(place=opened.set_aside))
    return opened.history


def _print_records(records: Sequence[Record], zone: tzinfo, *, with_why: bool) -> None:
    headers = [_("When"), _("Outcome"), _("Stretch"), _("Desk time"), _("Snoozes")]
    rows = [_row(record, zone) for record in records]
    if with_why:
        headers.append(_("Why"))
        rows = [(*row, record.why) for row, record in zip(rows, records, strict=True)]
    print_table(headers, rows, numbers=frozenset({4}))


def _row(record: Record, zone: tzinfo) -> tuple[str, ...]:
    return (
        f"{record.at.astimezone(zone):%Y-%m-%d %H:%M}",
        record.outcome.value,
        record.stretch or "",
        in_words(record.seat_time),
        str(record.snoozes),
    )
