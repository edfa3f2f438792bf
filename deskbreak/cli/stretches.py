"""The catalogue, and why a stretch is or is not proposed."""

from collections.abc import Iterator
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path

import click

from deskbreak.cli.asking import ask, have_settings_read
from deskbreak.cli.family import Family
from deskbreak.cli.printing import print_json, print_table, say
from deskbreak.cli.telling import RefusedError, complain
from deskbreak.cli.typed import STANDARD_STREAM, name_of, text_of
from deskbreak.core.avoid import avoid_texts
from deskbreak.core.duration import format_duration, in_seconds
from deskbreak.core.practice import Practice, most_of
from deskbreak.core.rotation import Choosing, Rotation, explain
from deskbreak.core.state import Session
from deskbreak.core.stretch import Group, Stretch
from deskbreak.core.words import caution, dose, group_name
from deskbreak.core.work_hours import local_day
from deskbreak.files.columns import as_object
from deskbreak.files.folders import history_file, settings_file, state_folder
from deskbreak.files.resources import config_file
from deskbreak.files.strict import nearest
from deskbreak.sensors.clock import local_zone, system_time
from deskbreak.session.snapshot import read_snapshot
from deskbreak.settings.edit import set_setting
from deskbreak.settings.file import load_settings
from deskbreak.stretches.catalogue import load_catalogue, parse_catalogue
from deskbreak.stretches.pack_files import export_pack, import_pack
from deskbreak.stretches.packs import read_pack, with_packs


@click.group(cls=Family, usual="list", help=_("List the stretches, or show, explain, check one."))
def stretches() -> None:
    pass


@stretches.command("list", help=_("List all stretches."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))
def list_(*, as_json: bool) -> None:
    catalogue = _catalogue()
    if as_json:
        print_json({"stretches": [_as_object(stretch) for stretch in catalogue]})
        return
    headers = (_("Name"), _("Id"), _("Group"), _("Where"), _("Length"), _("Gets up"))
    print_table(headers, map(_row, catalogue))


@stretches.command("show", help=_("Show a stretch with its steps."))
@click.argument("stretch_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))
def show(stretch_id: str, *, as_json: bool) -> None:
    stretch = _known(stretch_id, _catalogue())
    if as_json:
        print_json(_as_object(stretch))
    else:
        say(*_described(stretch))


@stretches.command("why", help=_("Say why a stretch would or would not be proposed now."))
@click.argument("stretch_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))
def why(stretch_id: str, *, as_json: bool) -> None:
    catalogue = _catalogue()
    stretch = _known(stretch_id, catalogue)
    settings = load_settings(settings_file())
    rotation, practice, seed = _saved(state_folder() / "session.json")
    now = system_time().wall()
    day, most = local_day(local_zone(), now), most_of(settings)
    told = explain(
        rotation,
        Choosing(catalogue, settings.stretches, settings.breaks, seed),
        day=day,
        now=now,
        stretch_id=stretch.id,
    )
    amount = dose(practice.dosed(stretch, day, most))
    if amount and amount != dose(stretch):
        began = _("Its dose is {now} It began with {first}")
        told = f"{told} {began.format(now=amount, first=dose(stretch))}"
    if as_json:
        print_json({"id": stretch.id, "why": told})
    else:
        say(told)


@stretches.command("check", help=_("Check a file with stretches of your own."))
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))
def check(file: str, *, as_json: bool) -> None:
    if file == STANDARD_STREAM:
        count = len(parse_catalogue(text_of(file), name_of(file), known=_bundled_ids()))
    else:
        count = len(read_pack(Path(file), () if _is_bundled(file) else _bundled_ids()))
    if as_json:
        print_json({"file": file, "stretches": count})
        return
    text = ngettext(
        "{file}: {count} stretch, all right", "{file}: {count} stretches, all right", count
    )
    say(text.format(file=name_of(file), count=count))


@stretches.command("never", help=_("Leave a stretch out for good; with --again, no longer."))
@click.argument("stretch_id", metavar="ID")
@click.option("--again", is_flag=True, help=_("Propose it again."))
def never(stretch_id: str, *, again: bool) -> None:
    name = _known(stretch_id, _catalogue()).name
    _list_it("never", stretch_id, on=not again)
    text = _("{name} may be proposed again.") if again else _("{name} is not proposed any more.")
    say(text.format(name=name))


@stretches.command("favourite", help=_("Propose a stretch more often; with --again, as usual."))
@click.argument("stretch_id", metavar="ID")
@click.option("--again", is_flag=True, help=_("Propose it as often as any other."))
def favourite(stretch_id: str, *, again: bool) -> None:
    name = _known(stretch_id, _catalogue()).name
    _list_it("favourite", stretch_id, on=not again)
    text = _("{name} comes as often as any other.") if again else _("{name} comes more often.")
    say(text.format(name=name))


@stretches.command("allow", help=_("Turn a group of moves on again that is off because it hurt."))
@click.argument("group", type=click.Choice([group.value for group in Group]))
def allow(group: str) -> None:
    ask("allow", group=group)
    say(_("{group}: on again. Begin gently.").format(group=group_name(Group(group))))


@stretches.command("import", help=_("Take in a pack: a .toml file, or a .zip with its pictures."))
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> None:
    known = tuple(stretch.id for stretch in _catalogue())
    pack, count = import_pack(file, history_file().with_name("packs"), known)
    packs = load_settings(settings_file()).stretches.packs
    set_setting(settings_file(), "stretches.packs", ",".join((*packs, str(pack))))
    have_settings_read()
    text = ngettext(
        "{count} stretch is now in {pack}", "{count} stretches are now in {pack}", count
    )
    say(text.format(count=count, pack=pack))


@stretches.command("export", help=_("Write stretches to a .zip; without IDs, those of your packs."))
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("ids", metavar="[ID]...", nargs=-1)
def export(file: Path, ids: tuple[str, ...]) -> None:
    catalogue = _catalogue()
    own = set(_bundled_ids())
    chosen = [_known(id_, catalogue) for id_ in ids] or [
        stretch for stretch in catalogue if stretch.id not in own
    ]
    if not chosen:
        raise RefusedError(_("You have no packs; name the stretches to export by their ids."))
    count = export_pack(chosen, file)
    text = ngettext("{count} stretch is in {file}", "{count} stretches are in {file}", count)
    say(text.format(count=count, file=file))


def _list_it(key: str, stretch_id: str, *, on: bool) -> None:
    """On the list of that name in the settings, or off it; once is enough."""
    wishes = load_settings(settings_file()).stretches
    listed = wishes.never if key == "never" else wishes.favourite
    kept = [each for each in listed if each != stretch_id] + ([stretch_id] if on else [])
    set_setting(settings_file(), f"stretches.{key}", ",".join(kept) or "off")
    have_settings_read()


def _bundled() -> tuple[Stretch, ...]:
    return load_catalogue(config_file("stretches.toml"))


def _bundled_ids() -> tuple[str, ...]:
    return tuple(stretch.id for stretch in _bundled())


def _is_bundled(file: str) -> bool:
    return Path(file).exists() and Path(file).samefile(config_file("stretches.toml"))


def _catalogue() -> tuple[Stretch, ...]:
    """The bundled stretches, and those of the user's packs."""
    return with_packs(_bundled(), load_settings(settings_file()).stretches.packs, complain)


def _known(stretch_id: str, catalogue: tuple[Stretch, ...]) -> Stretch:
    known = {stretch.id: stretch for stretch in catalogue}
    if stretch_id in known:
        return known[stretch_id]
    close = nearest(stretch_id, known)
    hint = _('did you mean "{id}"?').format(id=close) if close else ""
    text = _('There is no stretch "{id}": {hint} deskbreak stretches list names them all.')
    raise RefusedError(" ".join(text.format(id=stretch_id, hint=hint).split()))


def _saved(path: Path) -> tuple[Rotation, Practice, str]:
    """As deskbreak saved them last, with its seed; new ones, and a word about it, where it cannot be read."""
    try:
        saved = read_snapshot(path, Session)
    except (OSError, ValueError) as error:
        text = _("{path} cannot be read ({error}): this is how a first day begins.")
        complain(text.format(path=path, error=error))
        return Rotation(), Practice(), ""
    if saved is None:
        complain(_("deskbreak has proposed nothing yet: this is how the first day begins."))
        return Rotation(), Practice(), ""
    course = saved.session.course
    return course.rotation, course.practice, saved.seed


def _row(stretch: Stretch) -> tuple[str, ...]:
    return (
        stretch.name,
        stretch.id,
        stretch.group.value,
        stretch.where.value,
        format_duration(stretch.length),
        _("yes") if stretch.gets_up else _("no"),
    )


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
    yield caution()


def _as_object(stretch: Stretch) -> dict[str, object]:
    most = stretch.most_reps or 2 * stretch.reps
    return {**as_object(stretch, in_seconds), "most_reps": most}
