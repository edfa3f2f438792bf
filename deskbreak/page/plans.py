"""Plans of the user's own: their moves put in an order, to be led through in one session."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from gettext import gettext as _
from itertools import groupby
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deskbreak.core.moment import ZERO
from deskbreak.core.naming import plan_named
from deskbreak.core.policy import Plan, Plans, Settings
from deskbreak.core.rotation import why_ruled_out
from deskbreak.core.state import Rules
from deskbreak.core.words import group_name, length_in_words
from deskbreak.files.folders import settings_file
from deskbreak.files.plans import PLAN_MOVES, PLAN_NAME
from deskbreak.files.strict import MisfitError
from deskbreak.files.texts import in_toml
from deskbreak.page.asking import ask_daemon
from deskbreak.page.kept import all_moves, good_settings, in_their_way, lasting_and_seed
from deskbreak.page.posting import Sent, denied, posted_to_keep, told, wrong
from deskbreak.page.rendering import screen
from deskbreak.sensors.clock import system_time
from deskbreak.sensors.zone import local_zone
from deskbreak.settings.edit import set_setting
from deskbreak.settings.file import spell_value
from deskbreak.value import value

_KEY = "stretches.plans"


@value
class PlannedMove:
    """A move to put in a plan; `out` says why a session would lead past it now, if it would."""

    id: str
    name: str
    group: str
    length: timedelta
    out: str = ""


@value
class PlanShown:
    name: str
    moves: tuple[PlannedMove, ...]

    @property
    def length(self) -> str:
        """Of what would be done now."""
        return length_in_words(sum((each.length for each in self.moves if not each.out), ZERO))

    @property
    def left_out(self) -> tuple[PlannedMove, ...]:
        return tuple(dict.fromkeys(each for each in self.moves if each.out))


def routes() -> tuple[Route, ...]:
    return (
        Route("/stretches/plan", _form),
        Route("/stretches/plan/save", posted_to_keep(_save), methods=["POST"]),
        Route("/stretches/plan/forget", posted_to_keep(_forget), methods=["POST"]),
    )


def plans_shown(settings: Settings) -> tuple[PlanShown, ...]:
    plans = settings.stretches.plans.each
    moves = _moves(settings, {id_ for plan in plans for id_ in plan.moves})
    return tuple(_shown(plan, moves) for plan in plans)


def _shown(plan: Plan, moves: Mapping[str, PlannedMove]) -> PlanShown:
    gone = _("It is in none of your packs any more.")
    return PlanShown(
        plan.name,
        tuple(moves.get(id_, PlannedMove(id_, id_, "", ZERO, gone)) for id_ in plan.moves),
    )


def _moves(settings: Settings, ids: Collection[str] | None = None) -> dict[str, PlannedMove]:
    """Those, or all that there are, in this person's form."""
    catalogue = all_moves(settings)
    kept, seed = lasting_and_seed()
    rules = Rules(settings, tuple(catalogue.values()), local_zone(), seed)
    choosing, now = rules.choosing, system_time().wall()
    moves = {}
    for id_ in catalogue if ids is None else catalogue.keys() & ids:
        move = catalogue[id_]
        length = rules.length(in_their_way(move, settings, kept))
        out = why_ruled_out(kept.rotation, choosing, now=now, stretch=move) or ""
        moves[id_] = PlannedMove(id_, move.name, group_name(move.group), length, out)
    return moves


def _form(request: Request) -> Response:
    """Empty, or with the plan that is to be changed."""
    settings = good_settings()
    moves = _moves(settings)
    plan: PlanShown | None = None
    if (name := request.query_params.get("name")) is not None:
        found = plan_named(name, settings.stretches.plans.each)
        if found is None:
            raise HTTPException(404)
        plan = _shown(found, moves)
    in_groups = sorted(moves.values(), key=lambda move: move.group)
    groups = [(group, [*each]) for group, each in groupby(in_groups, lambda move: move.group)]
    return screen(request, "stretches_plan.html", plan=plan, groups=groups)


def _save(sent: Sent) -> Response:
    settings, was = good_settings(), sent.get("was") or None
    plans = settings.stretches.plans.each
    before = next((each for each in plans if each.name == was), None)
    if was is not None and before is None:
        return denied(_("There is no such plan any more."), 404)
    coming = _plan_in(sent, tuple(each for each in plans if each is not before))
    if not isinstance(coming, Plan):
        return wrong(coming)
    known = all_moves(settings).keys() | set(before.moves if before else ())
    if not known >= set(coming.moves):
        return denied(_("There is no such stretch any more."), 404)
    _keep(
        [*plans, coming]
        if before is None
        else [coming if each is before else each for each in plans]
    )
    return told(_("{name} is kept.").format(name=coming.name))


def _plan_in(sent: Sent, others: tuple[Plan, ...]) -> Plan | dict[str, str]:
    """What was sent; else what is wrong with it by the field, in the words of the settings."""
    read, problems = dict[str, Any](), dict[str, str]()
    for field, schema in (("name", PLAN_NAME), ("moves", PLAN_MOVES)):
        try:
            read[field] = schema.read(field, sent.get(field))
        except MisfitError:
            problems[field] = _("Needed: {allowed}.").format(allowed=schema.in_a_field())
    if "name" in read and plan_named(read["name"], others) is not None:
        problems["name"] = _("Another plan is called so already.")
    return problems or Plan(**read)


def _forget(sent: Sent) -> Response:
    plans, name = good_settings().stretches.plans.each, str(sent.get("was"))
    left = [plan for plan in plans if plan.name != name]
    if len(left) == len(plans):
        return denied(_("There is no such plan any more."), 404)
    _keep(left)
    return told(_("{name} is gone.").format(name=name))


def _keep(plans: list[Plan]) -> None:
    """All of them stand in one value."""
    set_setting(settings_file(), _KEY, in_toml(spell_value(Plans(tuple(plans)))))
    ask_daemon("reload")
