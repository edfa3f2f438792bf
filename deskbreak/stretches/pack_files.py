"""Packs that come in and go out: a pack with its pictures, as a folder's files or as one archive."""

import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import timedelta
from enum import StrEnum
from gettext import gettext as _
from io import BytesIO
from pathlib import Path, PurePosixPath

from deskbreak.core.duration import format_duration
from deskbreak.core.policy import Plan
from deskbreak.core.stretch import Ease, Stage, Stretch
from deskbreak.errors import StorageError
from deskbreak.files.folders import make_private
from deskbreak.files.plain import plain_bytes
from deskbreak.files.private import write_private
from deskbreak.stretches.catalogue import FOR_ONE_PERSON
from deskbreak.stretches.own import own_pack
from deskbreak.stretches.packs import LARGEST, plain_file, plans_in, read_pack
from deskbreak.value import value

_MOST_FILES = 200
_PACK = "stretches.toml"


@value
class TakenIn:
    """How many moves came, the file that they are in now (None without any), and which plans."""

    count: int
    file: Path | None
    plans: tuple[Plan, ...]


def import_pack(source: Path, folder: Path, known: tuple[str, ...]) -> TakenIn:
    """Take a pack, or an archive of one, into a folder of its own; its plans are the caller's.

    It is read whole before anything is kept. Raises StorageError or ConfigError.
    """
    is_archive = source.suffix.lower() == ".zip"
    files = _of_archive(source) if is_archive else _of_file(source, known)
    target = folder / source.stem
    own = own_pack(folder).parent
    if target.name.casefold() == own.name:
        text = _("{folder} is for the moves you write yourself: rename {file}")
        raise StorageError(text.format(folder=own, file=source.name))
    if target.exists():
        text = _("{folder} already exists: remove it, or rename {file}")
        raise StorageError(text.format(folder=target, file=source))
    coming = folder / f".{source.stem}.coming"
    try:
        _keep(files, coming)
        stretches = read_pack(coming / _PACK, known, called=str(source))
        plans = plans_in(coming / _PACK)
        if stretches:
            coming.rename(target)
    except OSError as error:
        text = _("{folder} cannot be written: {reason}")
        raise StorageError(text.format(folder=folder, reason=error.strerror)) from error
    finally:
        _forget(coming)
    return TakenIn(len(stretches), target / _PACK if stretches else None, plans)


def export_pack(stretches: Iterable[Stretch], archive: Path, plans: Iterable[Plan] = ()) -> int:
    """Write an archive that `import_pack` takes, in place of what is there; how many are in it."""
    chosen = tuple(stretches)
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr(_PACK, as_toml(chosen, plans))
        for picture, name in _pictures(chosen).items():
            written.writestr(name, plain_file(Path(picture)))
    write_private(archive, content.getvalue())
    return len(chosen)


def as_toml(stretches: Iterable[Stretch], plans: Iterable[Plan] = ()) -> str:
    """The stretches as a pack, each with all that it has beyond the defaults, and plans with them."""
    import tomlkit  # noqa: PLC0415  (only who exports pays for it)

    chosen = tuple(stretches)
    document, tables, titles = tomlkit.document(), tomlkit.aot(), dict[str, str]()
    pictures = _pictures(chosen)
    for stretch in chosen:
        table = tomlkit.table()
        table.update(dict(_keys(stretch, titles, pictures)))
        tables.append(table)
    if tables:
        document["stretch"] = tables
    if titles:
        document["sources"] = {name: {"title": title} for title, name in titles.items()}
    if named := {plan.name: list(plan.moves) for plan in plans}:
        document["plans"] = named
    return tomlkit.dumps(document)


def _pictures(stretches: tuple[Stretch, ...]) -> dict[str, str]:
    """By its path, what a picture is called in the archive: two packs may have one of one name."""
    names = dict[str, str]()
    for stretch in stretches:
        if stretch.picture:
            names.setdefault(stretch.picture, f"{stretch.id}.png")
    return names


def _keys(
    stretch: Stretch, titles: dict[str, str], pictures: Mapping[str, str]
) -> Iterator[tuple[str, object]]:
    """All that is not as it would be by default."""
    for field in fields(Stretch):
        value = getattr(stretch, field.name)
        if value != field.default and field.name not in FOR_ONE_PERSON:
            yield field.name, _in_toml(field.name, value, titles, pictures)


def _in_toml(
    name: str, value: object, titles: dict[str, str], pictures: Mapping[str, str]
) -> object:
    match value:
        case str() if name == "picture":
            return pictures[value]
        case tuple() if name == "sources":
            return [titles.setdefault(title, f"source_{len(titles) + 1}") for title in value]
        case tuple() if name == "ease":
            return {each.tag: _plain(each, but="tag") for each in value}
        case tuple() if name == "stages":
            return [_plain(each) for each in value]
        case timedelta():
            return format_duration(value)
        case tuple():
            return list(value)
        case StrEnum():
            return value.value
        case _:  # text, numbers and flags
            return value


def _plain(part: Ease | Stage, but: str = "") -> dict[str, object]:
    """A part of a stretch as a table of its own."""
    values = {
        field.name: value
        for field in fields(part)
        if (value := getattr(part, field.name)) != field.default and field.name != but
    }
    return {
        key: format_duration(value) if isinstance(value, timedelta) else value
        for key, value in values.items()
    }


def _of_file(source: Path, known: tuple[str, ...]) -> dict[str, bytes]:
    """The pack, and the pictures that it names."""
    pictures = (Path(stretch.picture) for stretch in read_pack(source, known) if stretch.picture)
    return {_PACK: plain_file(source), **{each.name: plain_file(each) for each in pictures}}


_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    IndexError,  # a member without a name
)
"""What zipfile raises where an archive was cut, spoilt or locked; it promises only the first."""
_WAYS_TO_PACK = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def _of_archive(source: Path) -> dict[str, bytes]:
    """Every member by its bare name. A path, a link or a bomb in it is refused."""
    try:
        with zipfile.ZipFile(BytesIO(_limited(source))) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > _MOST_FILES:
                raise _unwanted(source, _("it has more than {most} files").format(most=_MOST_FILES))
            files = {_bare_name(source, one): _member(source, archive, one) for one in members}
            packs = [member for member in members if member.filename.endswith(".toml")]
    except _DAMAGED as error:
        raise _unwanted(source, str(error)) from error
    if _PACK not in files:
        raise _unwanted(source, _("there is no .toml file in the archive: a pack needs one"))
    if len(packs) > 1:
        raise _unwanted(
            source, _("there is more than one .toml file in the archive: a pack has one")
        )
    return files


def _limited(source: Path) -> bytes:
    try:
        return plain_bytes(source, _MOST_FILES * LARGEST // 10)
    except OSError as error:
        raise _unwanted(source, error.strerror or str(error)) from error


def _bare_name(source: Path, member: zipfile.ZipInfo) -> str:
    name = member.filename
    is_link = member.external_attr >> 28 == 0xA
    if is_link or PurePosixPath(name).name != name or "\\" in name or name in {"", ".", ".."}:
        raise _unwanted(source, _("{name!r} is not a plain file name").format(name=name))
    return _PACK if name.endswith(".toml") else name


def _member(source: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Whatever the archive says of its size, no more than so much is unpacked."""
    if member.compress_type not in _WAYS_TO_PACK:
        raise _unwanted(
            source, _("{name} in it is packed in a rare way").format(name=member.filename)
        )
    with archive.open(member) as opened:
        content = opened.read(LARGEST + 1)
    if len(content) > LARGEST:
        problem = _("{name} in it is larger than {most} bytes")
        raise _unwanted(source, problem.format(name=member.filename, most=LARGEST))
    return content


def _unwanted(source: Path, why: str) -> StorageError:
    text = _("{file} is not a pack that can be imported: {why}")
    return StorageError(text.format(file=source, why=why))


def _keep(files: dict[str, bytes], folder: Path) -> None:
    make_private(folder)
    for name, content in files.items():
        write_private(folder / name, content)


def _forget(folder: Path) -> None:
    if folder.is_dir():
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
