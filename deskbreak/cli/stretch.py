"""One stretch: how it is done, and why it would or would not be proposed now."""

from collections.abc import Iterator
from gettext import gettext as _
from pathlib import Path

import click

from deskbreak.cli.catalogue import catalogue_of, known_stretch, whole_catalogue
from deskbreak.cli.exits import complain
from deskbreak.cli.printing import json_option, print_json, say
from deskbreak.cli.stretches import stretch_object
from deskbreak.core.avoid import avoid_texts
from deskbreak.core.duration import format_duration
from deskbreak.core.practice import Practice, most_of
from deskbreak.core.rotation import Choosing, Rotation, explain
from deskbreak.core.state import Session
from deskbreak.core.stretch import Stretch
from deskbreak.core.words import caution, dose
from deskbreak.core.work_hours import local_day
from deskbreak.files.folders import settings_file, state_folder
from deskbreak.sensors.clock import local_zone, system_time
from deskbreak.session.snapshot import read_snapshot
from deskbreak.settings.file import load_settings


@click.command("show", help=_("Show a stretch with its steps."))
@click.argument("stretch_id", metavar="ID")
@json_option
def show(stretch_id: str, *, as_json: bool) -> None:
    stretch = known_stretch(stretch_id, whole_catalogue())
    if as_json:
        print_json(stretch_object(stretch))
    else:
        say(*_described(stretch))


@click.command("why", help=_("Say why a stretch would or would not be proposed now."))
@click.argument("stretch_id", metavar="ID")
@json_option
def why(stretch_id: str, *, as_json: bool) -> None:
    settings = load_settings(settings_file())
    catalogue = catalogue_of(settings)
    stretch = known_stretch(stretch_id, catalogue)
    rotation, practice, seed = _saved(state_folder() / "session.json")
    now = system_time().wall()
    day, most = local_day(local_zone(), now), most_of(settings)
    reason = explain(
        rotation,
        Choosing(catalogue, settings.stretches, settings.breaks, seed),
        day=day,
        now=now,
        stretch_id=stretch.id,
    )
    amount = dose(practice.dosed(stretch, day, most))
    if amount and amount != dose(stretch):
        began = _("Its dose is {now} It began with {first}")
        reason = f"{reason} {began.format(now=amount, first=dose(stretch))}"
    if as_json:
        print_json({"id": stretch.id, "why": reason})
    else:
        say(reason)


def _saved(path: Path) -> tuple[Rotation, Practice, str]:
    """As deskbreak saved them last, with its seed; new ones, and a word about it, where it cannot be read."""
    try:
        saved = read_snapshot(path, Session)
    except (OSError, ValueError) as error:
        text = _("{path} cannot be read ({error}): this is what a first day looks like.")
        complain(text.format(path=path, error=error))
        return Rotation(), Practice(), ""
    if saved is None:
        complain(
            _("deskbreak hasn't proposed anything yet: this is what the first day looks like.")
        )
        return Rotation(), Practice(), ""
    course = saved.session.course
    return course.rotation, course.practice, saved.seed


def _described(stretch: Stretch) -> Iterator[str]:
    yield stretch.name
    gets_up = _("gets you up") if stretch.gets_up else _("done on the chair")
    length = format_duration(stretch.length)
    yield f"{stretch.id}: {stretch.group.value}, {stretch.where.value}, {length}, {gets_up}"
    for number, step in enumerate(stretch.steps, start=1):
        yield f"{number}. {step}"
    parts = (
        (_("How much"), dose(stretch)),
        (_("Hint"), stretch.cue),
        (_("Where to feel it"), stretch.feel),
        (_("Easier"), stretch.easier),
        (_("Harder"), stretch.harder),
        (_("Needs"), ", ".join(stretch.equipment)),
        (_("Comes after"), ", ".join(stretch.requires)),
        *((_("Leave it out if"), avoid_texts()[tag]) for tag in stretch.avoid),
        *((_("Described in"), source) for source in stretch.sources),
    )
    for label, text in parts:
        if text:
            yield f"{label}: {text}"
    yield caution(stretch)
