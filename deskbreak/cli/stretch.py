"""One stretch: how it is done, and why it would or would not be proposed now."""

from collections.abc import Iterator
from gettext import gettext as _
from pathlib import Path

import click

from deskbreak.cli.catalogue import catalogue_of, known_stretch
from deskbreak.cli.completing import stretch_in_words
from deskbreak.cli.exits import complain
from deskbreak.cli.looking import settings_seen
from deskbreak.cli.printing import json_option, print_json, say
from deskbreak.cli.stretches import stretch_object
from deskbreak.core.cautions import avoid_texts
from deskbreak.core.duration import format_duration
from deskbreak.core.in_a_list import in_a_list, in_a_row, labelled
from deskbreak.core.naming import move_name
from deskbreak.core.own_way import begun_with, in_own_form, in_own_way
from deskbreak.core.rotation import Choosing, explain, score_of
from deskbreak.core.state import Session
from deskbreak.core.stretch import Stretch
from deskbreak.core.words import caution, dose, group_name, where_name
from deskbreak.core.work_hours import local_day
from deskbreak.files.folders import lasting_file, session_file
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.zone import local_zone
from deskbreak.session.lasting import Lasting, lasting_seen
from deskbreak.session.left import with_what_lasts
from deskbreak.session.snapshot import read_snapshot


@click.command("show", help=_("Show a stretch with its steps."))
@stretch_in_words
@json_option
def show(words: tuple[str, ...], *, as_json: bool) -> None:
    settings = settings_seen()
    catalogue = catalogue_of(settings)
    stretch = known_stretch(" ".join(words), catalogue)
    if as_json:
        print_json(stretch_object(stretch))
    else:
        kept, _seed, _problem = _saved(session_file(), lasting_file())
        now = system_time().wall()
        say(*_described(in_own_form(stretch, settings.stretches, kept.pain, now), catalogue))


@click.command("why", help=_("Say why a stretch would or would not be proposed now."))
@stretch_in_words
@json_option
def why(words: tuple[str, ...], *, as_json: bool) -> None:
    settings = settings_seen()
    catalogue = catalogue_of(settings)
    stretch = known_stretch(" ".join(words), catalogue)
    kept, seed, problem = _saved(session_file(), lasting_file())
    if problem:
        complain(problem)
    now = system_time().wall()
    day = local_day(local_zone(), now)
    rules = Choosing(catalogue, settings.stretches, settings.breaks, seed, local_zone())
    reason = explain(kept.rotation, rules, day=day, now=now, stretch_id=stretch.id)
    amount = dose(in_own_way(stretch, settings, kept.practice, kept.pain, day, now))
    first = dose(begun_with(stretch, settings, kept.pain, day, now))
    if amount and amount != first:
        began = _("Its dose is {now} It began with {first}")
        reason = in_a_row((reason, began.format(now=amount, first=first)))
    if as_json:
        score = score_of(kept.rotation, rules, day=day, now=now, stretch_id=stretch.id)
        print_json({"id": stretch.id, "why": reason, "score": score})
    else:
        say(reason)


def _saved(path: Path, lasting: Path) -> tuple[Lasting, str, str]:
    """What deskbreak kept last, with its seed; last a word about it where nothing of it is left."""
    problem = _("deskbreak hasn't proposed anything yet: this is what the first day looks like.")
    try:
        if (saved := read_snapshot(path, Session)) is not None:
            saved = with_what_lasts(saved, path, lasting)
            return Lasting.of(saved.session.course), saved.seed, ""
    except (OSError, ValueError) as error:
        text = _("{path} cannot be read ({error}): this is what a first day looks like.")
        problem = text.format(path=path, error=error)
    kept = lasting_seen(lasting)
    return kept or Lasting(), "", problem if kept is None else ""


def _described(stretch: Stretch, catalogue: tuple[Stretch, ...]) -> Iterator[str]:
    yield stretch.name
    gets_up = _("gets you up") if stretch.gets_up else _("done on the chair")
    length = format_duration(stretch.length)
    what = in_a_list((group_name(stretch.group), where_name(stretch.where), length, gets_up))
    yield labelled(stretch.id, what)
    if stretch.ways:
        yield _("Your way: {form}").format(form=in_a_row(stretch.ways))
    for number, step in enumerate(stretch.steps, start=1):
        yield f"{number}. {step}"
    parts = (
        (_("How much"), dose(stretch)),
        (_("Hint"), stretch.cue),
        (_("Where to feel it"), stretch.feel),
        (_("Easier"), stretch.easier),
        (_("Harder"), stretch.harder),
        (_("Needs"), in_a_list(stretch.equipment)),
        (_("Comes after"), in_a_list(move_name(id_, catalogue) for id_ in stretch.requires)),
        *((_("Leave it out if"), avoid_texts()[tag]) for tag in stretch.avoid),
        *((_("Described in"), source) for source in stretch.sources),
    )
    for label, text in parts:
        if text:
            yield labelled(label, text)
    yield caution(stretch)
