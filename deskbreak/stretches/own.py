"""The pack in which the user's own moves are kept, one after the other, as an editor sends them."""

from collections.abc import Collection, Mapping
from gettext import gettext as _
from pathlib import Path
from typing import Any

from deskbreak.core.stretch import Stretch
from deskbreak.errors import ConfigError, Problem, StorageError
from deskbreak.files.folders import make_private
from deskbreak.files.private import write_private
from deskbreak.files.texts import parse_toml, read_text
from deskbreak.stretches.catalogue import parse_catalogue
from deskbreak.stretches.packs import LARGEST, is_picture

_NAME = "mine"
_MOST = 200


def own_pack(packs: Path) -> Path:
    """The file; `packs` is the folder of all packs that deskbreak keeps."""
    return packs / _NAME / "stretches.toml"


def keep_own(
    file: Path, move: Mapping[str, object], picture: bytes | None, known: Collection[str]
) -> Stretch:
    """Add the move, or change the one with its id; `known` are the ids of all other catalogues.

    A key with nothing in it goes. What else somebody wrote of the move stays: whom it may hurt, say.
    The whole pack is read as it would be before anything is written. Raises ConfigError, whose
    problems name the keys of the move, or StorageError.
    """
    tables = _written(file)
    moves = _moves_in(tables)
    place = next((n for n, each in enumerate(moves) if each.get("id") == move.get("id")), None)
    before = {} if place is None else moves[place]
    coming = {key: said for key, said in {**before, **move}.items() if said not in (None, "", [])}
    if picture is not None:
        _refuse(picture, str(coming.get("id")))
        coming["picture"] = f"{coming.get('id')}.png"
    changed = [*moves]
    if place is None:
        changed.append(coming)
    else:
        changed[place] = coming
    if len(changed) > _MOST:
        raise StorageError(_("{file} is full: it holds {most} moves").format(file=file, most=_MOST))
    text = _as_toml({**tables, "stretch": changed})
    read = parse_catalogue(text, str(file), known=known)
    _keep(file, text, coming, picture)
    return next(stretch for stretch in read if stretch.id == coming.get("id"))


def forget_own(file: Path, id_: str) -> bool:
    """Take the move out; returns whether another one is left. Its picture stays beside the pack."""
    tables = _written(file)
    left = [each for each in _moves_in(tables) if each.get("id") != id_]
    if left:
        write_private(file, _as_toml({**tables, "stretch": left}).encode())
    return bool(left)


def _written(file: Path) -> dict[str, Any]:
    return parse_toml(read_text(file) or "", str(file))


def _moves_in(tables: Mapping[str, Any]) -> list[dict[str, Any]]:
    moves = tables.get("stretch", [])
    return moves if isinstance(moves, list) else []


def _as_toml(tables: Mapping[str, object]) -> str:
    import tomlkit  # noqa: PLC0415  (only who edits pays for it)

    return tomlkit.dumps(tables)


def _refuse(picture: bytes, id_: str) -> None:
    if not is_picture(picture) or len(picture) > LARGEST:
        allowed = _("a PNG picture of at most {most} bytes").format(most=LARGEST)
        problem = Problem(f'stretch "{id_}".picture', _("not a picture"), allowed)
        raise ConfigError(f"{id_}.png", (problem,))


def _keep(file: Path, text: str, move: Mapping[str, object], picture: bytes | None) -> None:
    make_private(file.parent)
    if picture is not None:
        write_private(file.with_name(str(move["picture"])), picture)
    write_private(file, text.encode())
