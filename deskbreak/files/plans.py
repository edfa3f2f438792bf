"""Plans of the user's own, as settings and packs write them: names, each with its moves."""

from collections.abc import Iterable, Iterator
from gettext import gettext as _
from gettext import ngettext
from itertools import combinations

from deskbreak.core.in_a_list import in_a_list
from deskbreak.core.naming import are_one_when_typed
from deskbreak.core.policy import Plan, Plans
from deskbreak.errors import Problem
from deskbreak.files.kinds import NAME, plain
from deskbreak.files.strict import MisfitError, Schema, below, listed, misfit, readable
from deskbreak.files.texts import in_toml

MOST_PLANS = 20
_MOST_MOVES, _LONGEST_NAME = 20, 40


def _plans(place: str, data: object) -> Plans:
    if not isinstance(data, dict):
        raise misfit(place, data, PLANS.in_full())
    if len(data) > MOST_PLANS:
        found = _("found {count} plans").format(count=len(data))
        raise MisfitError(
            Problem(place, found, _("allowed: at most {most}").format(most=MOST_PLANS))
        )
    problems: list[Problem] = []
    names = readable(PLAN_NAME, ((below(place, name), name) for name in data), problems)
    moves = readable(
        PLAN_MOVES, ((below(place, name), ids) for name, ids in data.items()), problems
    )
    problems += _alike(place, names)
    if problems:
        raise MisfitError(*problems)
    return Plans(tuple(map(Plan, names, moves)))


def _alike(place: str, names: Iterable[str]) -> Iterator[Problem]:
    """Of two such, one could never be begun by typing."""
    for one, other in combinations(names, 2):
        if are_one_when_typed(one, other):
            text = _(
                "{one} and {other} are one name: capitals, spaces and signs make no difference"
            )
            found = text.format(one=in_toml(one), other=in_toml(other))
            yield Problem(place, found, _("allowed: names that differ in a letter or a digit"))


def _plan_name_of(data: object) -> str | None:
    """One that is typed after a command and stands in a menu; a digit would begin a length."""
    if not isinstance(data, str) or not data.isprintable() or data != data.strip():
        return None
    return data if 0 < len(data) <= _LONGEST_NAME and not data[0].isdigit() else None


def plans_taken_in(coming: tuple[Plan, ...], left_out: tuple[Plan, ...]) -> Iterator[str]:
    """What came of the plans of a pack, in sentences."""
    if count := len(coming) - len(left_out):
        text = ngettext(
            "{count} plan is among yours now.", "{count} plans are among yours now.", count
        )
        yield text.format(count=count)
    if left_out:
        text = _("Left out, because you have a plan of that name, or no room for more: {names}")
        yield text.format(names=in_a_list(plan.name for plan in left_out))


PLAN_NAME = plain(
    _plan_name_of,
    lambda: _("a name of 1 to {most} characters that begins with no digit").format(
        most=_LONGEST_NAME
    ),
)
PLAN_MOVES = listed(
    NAME,
    lambda: _("a list of 1 to {most} moves").format(most=_MOST_MOVES),
    lambda: '["hip_hinge_desk", "walk"]',
    least=1,
    most=_MOST_MOVES,
    typed=lambda: _("1 to {most} moves").format(most=_MOST_MOVES),
)
PLANS = Schema(
    _plans, lambda: _("names and their moves"), lambda: '{ Morning = ["hip_hinge_desk", "walk"] }'
)
