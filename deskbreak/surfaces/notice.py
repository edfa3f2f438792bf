"""A notification as a plain value, fitted to what every desktop shows, and what became of it."""

import re
from collections.abc import Callable
from dataclasses import replace
from enum import IntEnum
from pathlib import Path

from deskbreak.core.words import BODY, TITLE, utf16_units
from deskbreak.value import value
from deskbreak.window.button import Button

_MOST_BUTTONS = 3  # GNOME shows no more, LXQt turns four into a list

_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")  # D-Bus hangs up on the first of them
_BLANKS = re.compile(r"[ \n\u2028\u2029]+")
_JOINER = "\u200d"  # between the parts of one emoji
_SKIN_TONES = ("\U0001f3fb", "\U0001f3ff")
_FLAG_LETTERS = ("\U0001f1e6", "\U0001f1ff")


@value
class OwnLook:
    """What only a window of our own heeds: its colours, and by whom which move is shown there."""

    theme: str = "auto"
    figure: str = ""
    shown_by: str = "varied"


@value
class Notice:
    """Something to tell the user, and the answers on offer.

    `default` is the answer that a click on the notification itself means. `lasting`: it stays
    until it is answered. `about` comes back with the answer: the id of the proposal, so that a
    late click cannot answer the next one. `aside`: it stands beside a proposal, not in its place.
    `may_be_unseen`: it was shown before, and nobody answered. `ending` is how the body ends where
    that is never cut: what is too long is what stands before it.
    """

    title: str
    body: str
    buttons: tuple[Button, ...] = ()
    picture: Path | None = None
    default: str | None = None
    urgent: bool = False
    lasting: bool = False
    sound: bool = False
    about: str | None = None
    aside: bool = False
    may_be_unseen: bool = False
    ending: str = ""
    own: OwnLook = OwnLook()


class Reason(IntEnum):
    """Why a notification left the screen, in the numbers of the freedesktop specification."""

    EXPIRED = 1
    DISMISSED = 2
    CLOSED = 3
    UNDEFINED = 4


@value
class Pressed:
    """The user answered."""

    key: str


@value
class Closed:
    """It left the screen without an answer; neither expiry nor dismissal is one."""

    reason: Reason


@value
class Undelivered:
    """The user has not seen it: the next surface may try."""

    why: str


Fate = Pressed | Closed | Undelivered
Tell = Callable[[Notice, Fate], None]


def fitted(notice: Notice) -> Notice:
    """The notice as every desktop can carry and show it."""
    return replace(
        notice,
        title=cut(_in_one_line(notice.title), TITLE),
        body=_cut_before(notice.ending, _readable(notice.body).strip(), BODY),
        buttons=tuple(
            Button(button.key, _in_one_line(button.label))
            for button in notice.buttons[:_MOST_BUTTONS]
        ),
    )


def with_last_line(body: str, line: str, ending: str = "") -> str:
    """The body with a line below; neither that nor its `ending` is ever cut."""
    room = BODY - utf16_units(line) - 1
    return f"{_cut_before(ending, body, room)}\n{line}"


def with_first_line(line: str, body: str, ending: str = "") -> str:
    """The same with the line above, for servers that show the beginning of a text alone."""
    room = BODY - utf16_units(line) - 1
    return f"{line}\n{_cut_before(ending, body, room)}"


def _cut_before(ending: str, text: str, room: int) -> str:
    if not ending or not text.endswith(ending):
        return cut(text, room)
    before = text.removesuffix(ending).rstrip()
    ending = text[len(before) :]
    return f"{cut(before, room - utf16_units(ending))}{ending}"


def cut(text: str, room: int) -> str:
    """The text in at most `room` UTF-16 units, ended by an ellipsis where it was cut.

    At a word where there is one to cut at, else between two characters as people count them.
    """
    if utf16_units(text) <= room:
        return text
    end = _last_cut(text, room - 1)
    space = max(text.rfind(" ", 0, end + 1), text.rfind("\n", 0, end + 1))
    if space > end // 2:  # else one huge word stands there, and most of it would be lost
        end = space
    return text[:end].rstrip(" \n,;:") + "…"


def _readable(text: str) -> str:
    """Without what a bus refuses to carry: control characters and halves of surrogate pairs."""
    return _CONTROLS.sub(" ", text.encode("utf-8", "replace").decode("utf-8"))


def _in_one_line(text: str) -> str:
    """No-break spaces, which French has before some signs, stay what they are."""
    return _BLANKS.sub(" ", _readable(text)).strip(" ")


def _last_cut(text: str, room: int) -> int:
    """The last index at which the text fits and no visible character is split."""
    used = fits = 0
    for character in text:
        used += utf16_units(character)
        if used > room:
            break
        fits += 1
    whole = fits
    while whole > 0 and _is_inside_a_character(text, whole):
        whole -= 1
    return whole or fits  # one endless heap of marks: better split than nothing


def _is_inside_a_character(text: str, index: int) -> bool:
    from unicodedata import category  # noqa: PLC0415  (a megabyte that only a long text needs)

    before, after = text[index - 1], text[index]
    if _JOINER in (before, after) or category(after).startswith("M"):
        return True
    if _SKIN_TONES[0] <= after <= _SKIN_TONES[1]:
        return True
    return _is_flag_letter(after) and _flag_letters_before(text, index) % 2 == 1


def _flag_letters_before(text: str, index: int) -> int:
    start = index
    while start > 0 and _is_flag_letter(text[start - 1]):
        start -= 1
    return index - start


def _is_flag_letter(character: str) -> bool:
    return _FLAG_LETTERS[0] <= character <= _FLAG_LETTERS[1]
