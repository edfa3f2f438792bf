"""One public name means one thing in the whole package, and what the rules do not hold for says why."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import deskbreak

ROOT = Path(deskbreak.__file__).parent

TWINS = {
    "main": "what a process of its own begins with",
    "routes": "what a part of the page answers to",
    "T": "the type variable of a generic, never imported",
    "is_full_screen": "one question, asked of X11 and of Windows",
    "is_kept_awake": "one question, asked of macOS and of Windows",
    "is_locked": "one question, asked of macOS and of Windows",
    "View": "a session as of one moment; to who draws a figure, the side it is seen from",
}
"""Names that may be defined more than once, each with its reason."""


def test_a_public_name_is_defined_in_one_module() -> None:
    places = defaultdict(set)

    for file in sorted(ROOT.rglob("*.py")):
        for name in public_names(ast.parse(file.read_text(encoding="utf-8"))):
            places[name].add(file.relative_to(ROOT).as_posix())

    twice = {name: sorted(files) for name, files in places.items() if len(files) > 1}
    assert {name: files for name, files in twice.items() if name not in TWINS} == {}
    assert TWINS.keys() - twice.keys() == set()


def test_where_a_rule_is_off_the_line_says_why() -> None:
    unreasoned = re.compile(r"# noqa(?!: [A-Z0-9, ]+  \([^)]+\)).*")

    found = {
        f"{file.relative_to(ROOT).as_posix()}: {line.strip()}"
        for file in sorted(ROOT.rglob("*.py"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if unreasoned.search(line)
    }

    assert found == set()


def public_names(module: ast.Module) -> Iterator[str]:
    """Commands are left out: they are called what the user types, `list` in each group of them."""
    for statement in module.body:
        for name in names_of(statement):
            if not name.startswith("_") and not is_command(statement):
                yield name


def names_of(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            yield from (target.id for target in targets if isinstance(target, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.If(test=test, body=body, orelse=orelse) if "__name__" not in ast.unparse(test):
            for inner in (*body, *orelse):
                yield from names_of(inner)
        case _:
            return  # an import, a docstring, a call: nothing gets a name here


def is_command(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.FunctionDef) and any(
        ast.unparse(decorator).startswith("click.") or ".command(" in ast.unparse(decorator)
        for decorator in statement.decorator_list
    )
