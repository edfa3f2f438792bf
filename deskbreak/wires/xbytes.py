"""What an X server sends, taken apart: who sends rubbish is no server."""

import struct
from gettext import gettext as _
from typing import Any

from deskbreak.errors import SensorError


def unpacked(form: str, data: bytes, at: int = 0) -> tuple[Any, ...]:
    """Like `struct.unpack_from`; SensorError where there is less than the form wants."""
    try:
        return struct.unpack_from(form, data, at)
    except struct.error as error:
        raise nonsense(str(error)) from error


def nonsense(what: str) -> SensorError:
    return SensorError(_("the X server answers nonsense: {what}").format(what=what))
