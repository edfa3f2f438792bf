"""A closed set is closed: what has to be decided for a new member is found by mypy, or by one of these.

`make closed-sets` shows it for each: it adds a member on a copy, and wants something to be red.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import timedelta
from functools import cache
from typing import get_args

import pytest
from closed_sets import ClosedSet, closed_sets, package

from deskbreak.core.avoid import Bar, Filters
from deskbreak.core.events import Condition
from deskbreak.core.obstacles import HoldReason
from deskbreak.core.policy import Breaks, Stretches, Theme
from deskbreak.core.record import Outcome
from deskbreak.core.signs import PRESENCE
from deskbreak.core.stretch import Discretion, Group, Place, Stretch, Where
from deskbreak.figures import palette
from deskbreak.figures.people import PEOPLE
from deskbreak.figures.shapes import Role
from deskbreak.history.statistics import Tally
from deskbreak.window.content import IS_DARK, Content
from deskbreak.window.wire import _KINDS

PACKAGE = package()
SETS = tuple(closed_sets(PACKAGE))
PARTIAL = {
    "core/answers.py: Occasion": "an answer is on offer on some occasions, and has buttons on fewer",
    "core/rotation.py: Group": "some groups have no share, and a focus is on one or two",
}
BY_THEIR_VALUES = {
    "Where": "the moves of the catalogue have it",
    "Discretion": "likewise",
    "Theme": "it is handed on to the windows",
}
A_REASON = re.compile(r"case .*:  # \w")
A_REMARK = re.compile(r"  # \w")

SUITS: Mapping[Where, set[Place]] = {
    Where.CHAIR: {Place.OFFICE, Place.HOME, Place.MEETING},
    Where.WHEELCHAIR: set(Place),
    Where.STANDING: {Place.OFFICE, Place.HOME, Place.GYM},
    Where.WALL: {Place.OFFICE, Place.HOME, Place.GYM},
    Where.FLOOR: {Place.HOME, Place.GYM},
    Where.GYM: {Place.GYM},
}
"""Where a move may be proposed that nobody notices."""
NOTICED: Mapping[Discretion, set[Place]] = {
    Discretion.DISCREET: {Place.OFFICE, Place.HOME, Place.MEETING},
    Discretion.OK: {Place.OFFICE, Place.HOME},
    Discretion.PRIVATE: {Place.HOME},
    Discretion.NO: {Place.HOME},
}
"""Where a move on the chair may be proposed."""
ON_THE_CHAIR = Stretch(
    *("move", "Move", Group.SPINE, Where.CHAIR),
    gets_up=False,
    length=timedelta(minutes=1),
    office=Discretion.DISCREET,
    starter=True,
)


def places(move: Stretch) -> set[Place]:
    return {place for place in Place if Bar.PLACE not in bars(move, place)}


def bars(move: Stretch, place: Place) -> set[Bar]:
    filters = Filters(Stretches(place=place), Breaks(), (), {}, must_get_up=False)
    return set(filters.bars(move))


@pytest.mark.parametrize("where", list(Where))
def test_every_ground_suits_some_places_and_not_others(where: Where) -> None:
    assert places(replace(ON_THE_CHAIR, where=where)) == SUITS[where]


@pytest.mark.parametrize("office", list(Discretion))
def test_what_colleagues_notice_suits_some_places_and_not_others(office: Discretion) -> None:
    assert places(replace(ON_THE_CHAIR, office=office)) == NOTICED[office]


def test_every_condition_says_something_of_presence_or_nothing_on_purpose() -> None:
    assert sorted(what for group in PRESENCE for what in group) == sorted(Condition)


def test_what_may_keep_from_asking_is_a_condition() -> None:
    assert set(HoldReason) <= set(Condition)


def test_every_outcome_has_a_number_of_its_name() -> None:
    assert set(Outcome) <= {field.name for field in fields(Tally)}


def test_the_windows_know_every_theme() -> None:
    assert set(IS_DARK) == set(Theme)


def test_a_window_can_be_told_to_show_everything_that_there_is_to_show() -> None:
    assert set(_KINDS.values()) == set(get_args(Content))


@pytest.mark.parametrize("colours", [palette.LIGHT, palette.DARK])
def test_every_part_of_a_picture_has_its_colour(colours: palette.Palette) -> None:
    for person in PEOPLE.values():
        assert set(palette.worn(colours, person)) == set(Role)


def test_a_case_for_all_the_rest_ends_in_assert_never_or_says_why() -> None:
    assert [
        f"{module.path}:{case.pattern.lineno}"
        for module in PACKAGE.values()
        for case in cases_for_all_the_rest(module.tree)
        if not (is_never(case) or A_REASON.search(module.line(case.pattern.lineno)))
    ] == []


def cases_for_all_the_rest(tree: ast.Module) -> Iterator[ast.match_case]:
    for node in ast.walk(tree):
        match node:
            case ast.match_case(pattern=ast.MatchAs(pattern=None), guard=None):
                yield node
            case _:  # anything else
                continue


def is_never(case: ast.match_case) -> bool:
    """Nothing gets there, or it is refused aloud."""
    match case.body[0]:
        case ast.Raise() | ast.Expr(value=ast.Call(func=ast.Name(id="assert_never"))):
            return True
        case _:  # it goes on
            return False


def test_a_table_by_members_has_them_all_or_says_why() -> None:
    assert [
        f"{module.path}:{line}: {enum} without {', '.join(sorted(one.members - members))}"
        for module in PACKAGE.values()
        for line, enum, members in tables(module.tree)
        for one in SETS
        if one.name == enum and members < one.members
        if f"{module.path.relative_to('deskbreak')}: {enum}" not in PARTIAL
        if not A_REMARK.search(module.line(line))
    ] == []


def tables(tree: ast.Module) -> Iterator[tuple[int, str, set[str]]]:
    """Every `{Enum.MEMBER: …, …}` and `((Enum.MEMBER, …), …)`, with its line."""
    for node in ast.walk(tree):
        keys: list[ast.expr | None]
        match node:
            case ast.Dict():
                keys = list(node.keys)
            case ast.Tuple(elts=[ast.Tuple(), ast.Tuple(), *_]):
                keys = [row.elts[0] for row in node.elts if isinstance(row, ast.Tuple) and row.elts]
            case _:  # no table
                continue
        members = {member_of(key) for key in keys}
        if len({enum for enum, _name in members}) == 1 and ("", "") not in members:
            yield node.lineno, min(members)[0], {name for _enum, name in members}


def member_of(node: ast.AST | None) -> tuple[str, str]:
    """Of `Enum.MEMBER`, also where a module stands before it; empty for anything else."""
    match node:
        case ast.Attribute(value=ast.Name(id=enum) | ast.Attribute(attr=enum), attr=name):
            return enum, name
        case _:  # no member
            return "", ""


def test_what_depends_on_the_place_is_asked_of_every_place() -> None:
    """By a `match`: a comparison, or a list of some, would pass over a new place in silence."""
    assert [
        f"{module.path}:{node.lineno}: {ast.unparse(node)}"
        for module in PACKAGE.values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Compare | ast.Tuple | ast.List | ast.Set | ast.Call)
        if any(member_of(child)[0] == "Place" for child in members_below(node))
    ] == []


def members_below(node: ast.AST) -> Iterator[ast.AST]:
    """What is named there, also by its value: `Place.HOME.value`."""
    for child in ast.iter_child_nodes(node):
        yield child
        if isinstance(child, ast.Attribute):
            yield child.value


def test_no_closed_set_is_written_in_a_way_that_is_not_looked_for() -> None:
    enums = {one.name for one in SETS if isinstance(one.node, ast.ClassDef)}

    assert [
        f"{module.path}: {ast.unparse(node)}"
        for module in PACKAGE.values()
        for node in ast.walk(module.tree)
        if is_a_declared_alias(node) or is_an_enum_unlike(enums, node)
    ] == []


def is_a_declared_alias(node: ast.AST) -> bool:
    return isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias"


def is_an_enum_unlike(known: set[str], node: ast.AST) -> bool:
    return (
        isinstance(node, ast.ClassDef)
        and node.name not in known
        and any(ast.unparse(base).endswith(("Enum", "Flag")) for base in node.bases)
    )


@pytest.mark.parametrize("one", SETS, ids=str)
def test_some_code_speaks_of_every_member(one: ClosedSet) -> None:
    """What nothing ever names is made by nobody, or nobody decides about it."""
    classes = {name for name in one.members if name not in {other.name for other in SETS}}

    if isinstance(one.node, ast.BinOp):
        assert classes - {name for _, name in named()} == set()
    elif one.name not in BY_THEIR_VALUES:
        assert one.members - {name for enum, name in named() if enum == one.name} == set()


@cache
def named() -> frozenset[tuple[str, str]]:
    """All members of enums that are spoken of, and all classes that are made or matched."""
    return frozenset(_named())


def _named() -> Iterator[tuple[str, str]]:
    for module in PACKAGE.values():
        for node in ast.walk(module.tree):
            match node:
                case ast.Attribute():
                    yield member_of(node)
                case ast.Call(func=ast.Name(id="partial"), args=[ast.Name(id=name), *_]):
                    yield "", name
                case ast.Call(func=ast.Name(id=name)) | ast.MatchClass(cls=ast.Name(id=name)):
                    yield "", name
                case _:  # nothing that has a name
                    continue
