"""The history: listed, exported, taken in from elsewhere, put back and deleted."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, tzinfo
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path

import click

from deskbreak.cli.catalogue import catalogue_of
from deskbreak.cli.exits import RefusedError, complain
from deskbreak.cli.groups import Family
from deskbreak.cli.looking import settings_seen
from deskbreak.cli.named_files import (
    STANDARD_STREAM,
    file_to_write,
    force_option,
    name_of,
    spare_what_is_there,
    text_of,
)
from deskbreak.cli.printing import followed, print_table, say
from deskbreak.cli.typed import are_days, ask_whether, days_in_words, days_named, days_option
from deskbreak.control.endpoint import control_endpoint
from deskbreak.control.protocol import AlreadyRunning
from deskbreak.core.duration import in_words
from deskbreak.core.naming import move_name
from deskbreak.core.record import Record
from deskbreak.core.stretch import Stretch
from deskbreak.core.words import outcome_name
from deskbreak.core.work_hours import local_day
from deskbreak.files.folders import history_file
from deskbreak.files.private import write_private
from deskbreak.history.backups import backups, forget_copies, put_back
from deskbreak.history.database import History, open_for_reading, open_history
from deskbreak.history.exporting import export_csv, export_json
from deskbreak.history.importing import import_json
from deskbreak.history.statistics import begins, days_until
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.zone import local_zone


@click.group(
    cls=Family,
    usual="list",
    reads=lambda words: "list" if are_days(words) else "",
    help=_("List, export, import, restore and delete the history."),
)
def history() -> None:
    pass


@history.command("list", help=_("List what became of each break."))
@days_in_words
@days_option
@click.option("--why", "with_why", is_flag=True, help=_("Also say why."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object, as export does."))
def list_(words: tuple[str, ...], days: int, *, with_why: bool, as_json: bool) -> None:
    if words:
        days = days_named(words)
    zone = local_zone()
    since = begins(days_until(local_day(zone, system_time().wall()), days)[0], zone)
    with closing(open_for_reading(history_file())) as kept:
        records = kept.records(since)
        exported = (
            export_json(records, kept.snoozes(since), kept.feelings(since)) if as_json else ""
        )
    if as_json:
        click.echo(exported.encode(), nl=False)
    elif records:
        _print_records(records, zone, catalogue_of(settings_seen()), with_why=with_why)
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
@force_option
def export(file: str, form: str | None, *, force: bool) -> None:
    with closing(open_for_reading(history_file())) as kept:
        is_csv = form == "csv" or (form is None and file.endswith(".csv"))
        records = kept.records()
        text = (
            export_csv(records) if is_csv else export_json(records, kept.snoozes(), kept.feelings())
        )
    if file == STANDARD_STREAM:
        click.echo(text.encode(), nl=False)
        return
    target = file_to_write(file)
    spare_what_is_there(target, force=force)
    write_private(target, text.encode())
    say(_("{file}: written").format(file=file))


@history.command("import", help=_("Add the records of a JSON export; nothing is overwritten."))
@click.argument("file")
def import_(file: str) -> None:
    text = text_of(file)
    source = name_of(file)
    imported = import_json(text, source)
    with _alone_with_it(), closing(_opened(history_file(), system_time().wall())) as kept:
        with followed(imported.records, _("Importing")) as coming:
            added = kept.remember_all(coming)
        kept.snoozed(*imported.snoozes)
        kept.felt(*imported.feelings)
    count = len(imported.records)
    text = ngettext(
        "{file}: {count} record, {added} of them new here",
        "{file}: {count} records, {added} of them new here",
        count,
    )
    say(text.format(file=source, count=count, added=added))


@history.command(help=_("Bring back a copy of the history. Without DAY or FILE, list the copies."))
@click.argument("copy", metavar="[DAY | FILE]", required=False)
def restore(copy: str | None) -> None:
    kept = backups(history_file())
    if copy is None:
        say(*(f"{each.day}  {each.file}" for each in kept))
        if not kept:
            say(_("There is no copy yet."))
        return
    file = next((each.file for each in kept if each.day.isoformat() == copy), Path(copy))
    if not file.is_file():
        text = _(
            "{copy} is neither a file nor the day of a copy: deskbreak history restore lists them"
        )
        raise RefusedError(text.format(copy=copy))
    with _alone_with_it():
        before = put_back(file, history_file(), system_time().wall())
    say(_("The history is that of {file} now.").format(file=file))
    if before is not None:
        say(_("The one before it is kept as {place}.").format(place=before))


@history.command(help=_("Delete what lies before a day, or all of it, and all copies."))
@click.option(
    "--before", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help=_("Such as 2026-01-31.")
)
@click.option("--all", "is_all", is_flag=True, help=_("All records."))
@click.option("--yes", "is_sure", is_flag=True, help=_("Don't ask first."))
def delete(before: datetime | None, *, is_all: bool, is_sure: bool) -> None:
    if (before is None) is not is_all:
        raise click.UsageError(_("say either --before DAY or --all"))
    question = _("Delete the whole history, and all copies? Nothing brings it back.")
    if before is not None:
        question = _(
            "Delete everything before {day:%Y-%m-%d}, and all copies? Nothing brings it back."
        ).format(day=before)
    if not is_sure and not ask_whether(f"{question} [y/N]:", err=True):
        raise RefusedError(_("Nothing was deleted."))
    limit = None if before is None else begins(before.date(), local_zone())
    with _alone_with_it(), closing(_opened(history_file(), system_time().wall())) as kept:
        gone = kept.forget(limit)
    forget_copies(history_file())  # each has what was to go
    text = ngettext("{count} record is deleted.", "{count} records are deleted.", gone)
    say(text.format(count=gone))


@contextmanager
def _alone_with_it() -> Iterator[None]:
    """Whoever writes the history is alone with it."""
    claim = control_endpoint().claim()
    if isinstance(claim, AlreadyRunning):
        text = _("deskbreak is running: quit it with deskbreak quit, and start it again afterwards")
        raise RefusedError(text)
    try:
        yield
    finally:
        claim.release()


def _opened(path: Path, now: datetime) -> History:
    opened = open_history(path, now)
    if opened.set_aside is not None:
        text = _("The history was damaged. It is kept as {place}, and a new one has been started.")
        complain(text.format(place=opened.set_aside))
    return opened.history


def _print_records(
    records: Sequence[Record], zone: tzinfo, catalogue: tuple[Stretch, ...], *, with_why: bool
) -> None:
    headers = [_("When"), _("What became of it"), _("Stretch"), _("Desk time"), _("Snoozes")]
    rows = [_row(record, zone, catalogue) for record in records]
    if with_why:
        headers.append(_("Why"))
        rows = [(*row, record.why) for row, record in zip(rows, records, strict=True)]
    print_table(headers, rows, numbers=frozenset({4}))


def _row(record: Record, zone: tzinfo, catalogue: tuple[Stretch, ...]) -> tuple[str, ...]:
    return (
        f"{record.at.astimezone(zone):%Y-%m-%d %H:%M}",
        outcome_name(record.outcome),
        "" if record.stretch is None else move_name(record.stretch, catalogue),
        in_words(record.seat_time),
        str(record.snoozes),
    )
