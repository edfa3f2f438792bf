"""What stands at login, and what each platform's means of starting there have in common."""

from gettext import gettext as _
from pathlib import Path
from typing import Protocol

from deskbreak.errors import StorageError
from deskbreak.value import value


@value
class LoginItem:
    """What stands at `where`: the command in it, None where nothing is. `is_on`: it is obeyed."""

    where: str
    command: str | None
    is_on: bool
    is_ours: bool
    """It starts this very installation."""
    to_add: str = ""
    """What the user must do, because nothing here obeys it."""


class Autostart(Protocol):
    """Each is the same done once or twice. Raises StorageError where the system refuses."""

    def on(self) -> None: ...

    def off(self) -> None: ...

    def item(self) -> LoginItem: ...


def promise(item: LoginItem) -> str:
    """What may be said once it is switched on."""
    if item.to_add:
        return item.to_add
    return _("deskbreak starts at your next login: {where}").format(where=item.where)


def nothing_at(where: object) -> LoginItem:
    return LoginItem(str(where), None, is_on=False, is_ours=False)


def remove_item(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        text = _("{file} cannot be removed: {reason}")
        raise StorageError(text.format(file=file, reason=error.strerror)) from error


def unreadable(file: Path, error: Exception) -> StorageError:
    text = _("{file} cannot be read ({reason}): remove it with deskbreak autostart off")
    return StorageError(text.format(file=file, reason=error))
