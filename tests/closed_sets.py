"""Does somebody notice a new member? `python tests/closed_sets.py [NAME …]` asks for every closed set.

A closed set is an enum of deskbreak's, or a union that has a name. Each gets a member in turn, on a
copy of the repository; mypy, or else a test, must then be red. A member that nothing notices would
be a KeyError for the user, or passed over in silence.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
COPIED = ("deskbreak", "tests", "config", "icons", "pyproject.toml")
TESTS = ("tests/test_answers.py", "tests/test_closed_sets.py")
MEMBER, TWIN = "UNHEARD", "Unheard"
_ENUM = re.compile(r"(Str|Int)?(Enum|Flag)$")


@dataclass(frozen=True, slots=True)
class Module:
    path: Path
    source: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return ".".join(self.path.with_suffix("").parts)

    def line(self, number: int) -> str:
        return self.source.splitlines()[number - 1]


Package = Mapping[str, Module]


@dataclass(frozen=True, slots=True)
class ClosedSet:
    """`node` is the class of an enum, or the `A | B` of a union."""

    name: str
    module: Module
    node: ast.ClassDef | ast.BinOp

    @property
    def members(self) -> frozenset[str]:
        if isinstance(self.node, ast.BinOp):
            return frozenset(names_of(self.node))
        lines = [line for line in self.node.body if isinstance(line, ast.Assign)]
        return frozenset(ast.unparse(line.targets[0]) for line in lines)

    def __str__(self) -> str:
        return f"{self.module.path.relative_to('deskbreak')}: {self.name}"


def package() -> Package:
    modules = []
    for path in sorted((HOME / "deskbreak").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        modules.append(Module(path.relative_to(HOME), source, ast.parse(source)))
    return {module.name: module for module in modules}


def closed_sets(package: Package) -> Iterator[ClosedSet]:
    for module in package.values():
        for node in module.tree.body:
            match node:
                case ast.ClassDef(name=name, bases=[ast.Name(id=base)]) if _ENUM.match(base):
                    yield ClosedSet(name, module, node)
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    unions = _unions(value, package, module)
                    yield from (ClosedSet(name, module, union) for union in unions)
                case _:  # no closed set
                    continue


def _unions(value: ast.expr, package: Package, module: Module) -> Iterator[ast.BinOp]:
    """`A | B | …`, all of them classes or unions of deskbreak's; also where `tuple[…]` has it."""
    match value:
        case ast.BinOp():
            names = names_of(value)
            if names and all(_home(name, package, module) for name in names):
                yield value
        case ast.Subscript(slice=inner):
            yield from _unions(inner, package, module)
        case ast.Tuple(elts=items):
            for item in items:
                yield from _unions(item, package, module)
        case _:  # no union
            return


def names_of(union: ast.expr) -> tuple[str, ...]:
    """The names between the bars; none if there is anything else."""
    match union:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            first, second = names_of(left), names_of(right)
            return first + second if first and second else ()
        case ast.Name(id=name) if not name.isupper():
            return (name,)
    return ()


def _home(name: str, package: Package, module: Module) -> Module | None:
    """Where the class or union is written down that is called `name` in this module."""
    for node in module.tree.body:
        match node:
            case ast.ClassDef(name=own) | ast.Assign(targets=[ast.Name(id=own)]) if own == name:
                return module
            case ast.ImportFrom(module=str(origin), names=names) if origin in package:
                if name in {alias.name for alias in names}:
                    return package[origin]
    return None


def with_a_member_more(one: ClosedSet, package: Package) -> Mapping[Path, str]:
    """The files that are then others."""
    if isinstance(one.node, ast.ClassDef):
        return {one.module.path: _enlarged(one.module, one.node)}
    return _widened(one.module, one.node, package)


def _enlarged(module: Module, enum: ast.ClassDef) -> str:
    last = [line for line in enum.body if isinstance(line, ast.Assign)][-1]
    match last.value:
        case ast.Constant(value=str()):
            value = repr(MEMBER.lower())
        case ast.Constant(value=int()):
            value = "97"
        case ast.Tuple():
            value = "(97.0,)"
        case automatic:
            value = ast.unparse(automatic)
    return _inserted(module.source, _end(last), f"    {MEMBER} = {value}\n")


def _widened(module: Module, union: ast.BinOp, package: Package) -> Mapping[Path, str]:
    """The new member has all that the last one has: only that it is another one can be noticed."""
    home, last = _last_class(module, union, package)
    first = min((last.lineno, *(decorator.lineno for decorator in last.decorator_list)))
    twin = "\n".join(home.source.splitlines()[first - 1 : _end(last)])
    twin = twin.replace(f"class {last.name}", f"class {TWIN}").replace(
        f'"{last.name}"', f'"{TWIN}"'
    )
    lines = module.source.splitlines(keepends=True)
    row, column = _end(union) - 1, union.end_col_offset
    lines[row] = f"{lines[row][:column]} | {TWIN}{lines[row][column:]}"
    mended = "".join(lines)
    if home is module:
        return {module.path: _inserted(mended, _end(last), f"\n\n{twin}\n")}
    imports = [node for node in module.tree.body if isinstance(node, ast.ImportFrom)]
    return {
        home.path: _inserted(home.source, _end(last), f"\n\n{twin}\n"),
        module.path: _inserted(mended, _end(imports[-1]), f"from {home.name} import {TWIN}\n"),
    }


def _last_class(module: Module, union: ast.BinOp, package: Package) -> tuple[Module, ast.ClassDef]:
    for name in reversed(names_of(union)):
        home = _home(name, package, module)
        for node in () if home is None else home.tree.body:
            if home is not None and isinstance(node, ast.ClassDef) and node.name == name:
                return home, node
    raise LookupError(f"{module.name}: no class in {ast.unparse(union)}")


def _end(node: ast.stmt | ast.expr) -> int:
    assert node.end_lineno is not None
    return node.end_lineno


def _inserted(source: str, line: int, text: str) -> str:
    lines = source.splitlines(keepends=True)
    return "".join((*lines[:line], text, *lines[line:]))


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the repository, in which one thing at a time is another."""

    home: Path
    ages: Iterator[int]

    def noticed(self, changed: Mapping[Path, str]) -> str | None:
        """By what the change is noticed first; None if by nothing."""
        before = {path: (self.home / path).read_text(encoding="utf-8") for path in changed}
        self._write(changed)
        try:
            return self.complaint()
        finally:
            self._write(before)

    def complaint(self) -> str | None:
        """Mypy keeps what it knows from one time to the next, which makes it quicker than a test."""
        wrong = self._run("mypy", "--no-error-summary", "deskbreak")
        if wrong is not None:
            return next((line for line in wrong.splitlines() if ": error:" in line), wrong)
        red = self._run("pytest", "-qx", "-n0", "-p", "no:randomly", "--no-header", *TESTS)
        if red is not None:
            return next((line for line in red.splitlines() if line.startswith("FAILED")), red)
        return None

    def _run(self, *command: str) -> str | None:
        """What a program complains about."""
        run = [sys.executable, "-m", *command]
        done = subprocess.run(run, cwd=self.home, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr if done.returncode else None

    def _write(self, files: Mapping[Path, str]) -> None:
        """Each time of an age of its own: mypy and Python know a file by its second and its size."""
        for path, text in files.items():
            (self.home / path).write_text(text, encoding="utf-8")
            age = next(self.ages)
            os.utime(self.home / path, (age, age))


def _copied(folder: Path) -> Copy:
    for name in COPIED:
        if (HOME / name).is_dir():
            shutil.copytree(
                HOME / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy(HOME / name, folder / name)
    return Copy(folder, count(int(time.time())))


def main(wanted: list[str]) -> int:
    begun = time.perf_counter()
    whole = package()
    chosen = [one for one in closed_sets(whole) if not wanted or one.name in wanted]
    with tempfile.TemporaryDirectory(prefix="closed-sets-") as folder:
        copy = _copied(Path(folder))
        if red := copy.complaint():
            print(f"Red before anything is changed: {red}")
            return 1
        unnoticed = 0
        for one in chosen:
            by = copy.noticed(with_a_member_more(one, whole))
            unnoticed += by is None
            print(f"{one!s:34} {(by or 'NOTICED BY NOTHING')[:140]}", flush=True)
    spent = time.perf_counter() - begun
    print(f"{len(chosen)} closed sets in {spent:.0f} s; {unnoticed} noticed by nothing.")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
