"""What people read. "At your desk", never "sitting": deskbreak cannot see a chair."""

import re
from collections.abc import Iterator
from datetime import timedelta
from gettext import gettext as _
from gettext import ngettext, pgettext
from typing import assert_never

from deskbreak.core.duration import in_words, minutes_in_words
from deskbreak.core.effects import Propose
from deskbreak.core.in_a_list import full_stop, in_a_row
from deskbreak.core.obstacles import HoldReason
from deskbreak.core.record import Outcome
from deskbreak.core.stretch import (
    LET_GO_ID,
    STAND_UP_ID,
    WALK_ID,
    Group,
    Kind,
    Place,
    Stretch,
    Where,
)

_MINUTE = timedelta(minutes=1)
TITLE, BODY = 63, 255
"""In UTF-16 units: Windows' own limits, and more is not read at a glance anyway."""
_SEEN = 205
"""So many columns of a body are seen on any desktop: Xfce cuts after six lines, and the caution comes last."""
_BRACKET = r" \(|（"
_LAST_PART = r"(, |、|，|، )(?:(?!, |、|，|، ).)*$"
"""From a comma on, whatever language it is of."""
_COUNTED_HOLD = timedelta(seconds=5)


def length_in_words(span: timedelta) -> str:
    """About how long a stretch takes: rounded, because nobody plans by the second."""
    if span <= timedelta(seconds=40):
        return in_words(span)
    return minutes_in_words(about_minutes(span))


def about_minutes(span: timedelta) -> int:
    """At least one."""
    return max(1, round(span / _MINUTE))


def caution(stretch: Stretch) -> str:
    """The line that goes with every move, by what it asks of the body."""
    match stretch.kind:
        case Kind.STRETCH:
            return _("Mild pull only; pain or tingling? Stop.")
        case Kind.MOBILITY:
            return _("Only as far as feels easy; pain or dizziness? Stop.")
        case Kind.EFFORT:
            return _("Keep breathing; pain or dizziness? Stop.")
        case Kind.NERVE:
            return _("No pull at all; tingling or pain? Stop.")
        case Kind.REST:
            return _("Does anything hurt? Stop.")
        case _:
            assert_never(stretch.kind)


def proposal_title(propose: Propose, length: timedelta) -> str:
    """What is proposed, then why now: where it is cut, the stretch is left.

    At most 63 UTF-16 units for names of up to 36.
    """
    if propose.stretch.group is Group.PRESSURE:
        return propose.stretch.name
    sat = _("{time} at your desk").format(time=in_words(propose.seat_time))
    reasons: tuple[str, ...] = (sat,)
    if propose.held_by is not None:
        after = _after(propose.held_by)
        reasons = (f"{after}, {sat}", after, sat)
    asked: tuple[str, ...]
    match propose.stretch.id:
        case id_ if id_ == STAND_UP_ID:
            asked = (_("Just stand up for {time}?").format(time=in_words(length)),)
        case id_ if id_ == LET_GO_ID:
            asked = (_("Just let go for {time}?").format(time=in_words(length)),)
        case _:  # every other move has a name of its own
            asked = tuple(_asking(propose.stretch.name, length_in_words(length)))
    return _fitting(asked, reasons)


def group_name(group: Group) -> str:
    """The group as people read it."""
    match group:
        case Group.HAMSTRING:
            return _("Hamstring")
        case Group.HIP_FLEXOR:
            return _("Hip flexor")
        case Group.WALL_SLIDE:
            return _("Wall slide")
        case Group.UPPER_BACK:
            return _("Upper back")
        case Group.SPINE:
            return _("Spine")
        case Group.LEGS:
            return _("Legs")
        case Group.GLUTE:
            return _("Glute")
        case Group.STRENGTH:
            return _("Strength")
        case Group.CLINICIAN:
            return _("Taught to you")
        case Group.PRESSURE:
            return _("Pressure relief")
        case Group.BREATH:
            return _("Breathing")
        case Group.WALK:
            return _("Walking")
        case Group.STAND:
            return _("Standing up")
        case _:
            assert_never(group)


def where_name(where: Where) -> str:
    """On what a move is done, as people read it."""
    names = {
        Where.CHAIR: _("On the chair"),
        Where.WHEELCHAIR: _("In a wheelchair"),
        Where.STANDING: pgettext("where a move is done", "Standing"),
        Where.WALL: _("At a wall"),
        Where.FLOOR: _("On the floor"),
        Where.GYM: _("In a gym"),
    }
    return names[where]


def outcome_name(outcome: Outcome) -> str:
    """What became of a break, or of a proposal, as people read it; files and JSON keep the key."""
    match outcome:
        case Outcome.DONE:
            return _("done")
        case Outcome.PARTIAL:
            return _("ended early")
        case Outcome.TAKEN:
            return _("up when asked")
        case Outcome.SKIPPED:
            return _("skipped")
        case Outcome.IGNORED:
            return _("ignored")
        case Outcome.NATURAL:
            return _("away on your own")
        case _:
            assert_never(outcome)


def place_name(place: Place) -> str:
    match place:
        case Place.OFFICE:
            return _("Office")
        case Place.HOME:
            return _("Home")
        case Place.MEETING:
            return _("Meeting")
        case Place.GYM:
            return _("Gym")
        case _:
            assert_never(place)


def spoken_proposal(propose: Propose, length: timedelta) -> str:
    """The proposal as one says it: whole words, and nothing that is read as a sign."""
    minutes = about_minutes(propose.seat_time)
    sat = ngettext(
        "You have been at your desk for {count} minute.",
        "You have been at your desk for {count} minutes.",
        minutes,
    ).format(count=minutes)
    if propose.stretch.id == STAND_UP_ID:
        return _("{sat} Just stand up for a moment?").format(sat=sat)
    if propose.stretch.id == LET_GO_ID:
        return _("{sat} Just let go for a moment?").format(sat=sat)
    span = about_minutes(length)
    lasts = ngettext("It takes {count} minute.", "It takes {count} minutes.", span)
    text = _("{sat} Time for this: {name}. {lasts}")
    return text.format(sat=sat, name=propose.stretch.name, lasts=lasts.format(count=span))


def proposal_body(stretch: Stretch) -> str:
    """How to do it and how much, ending in the caution, all of it to be seen."""
    if stretch.id == STAND_UP_ID:
        text = _("No stretch needed. Stand, breathe, sit down again: that counts.")
        return in_a_row((*stretch.ways, text))
    if stretch.id == LET_GO_ID:
        return _("No stretch needed. Drop your shoulders, breathe, look far away: that counts.")
    if stretch.id == WALK_ID:
        text = _("Walk a little now, perhaps to fetch some water: that is plenty.")
        return in_a_row((text, *stretch.ways))
    ending = in_a_row((dose(stretch), caution(stretch)))
    return in_a_row((_first_steps(stretch, _SEEN - _columns(ending) - 1), ending))


def dose(stretch: Stretch) -> str:
    """How much of it: "20 s each side", "4 times 10 s", "8 slow repeats"."""
    if not stretch.is_counted:
        return ""
    amount = _amount(stretch)
    if stretch.sides > 1:
        return _("{amount} each side.").format(amount=amount)
    return full_stop(amount)


def _amount(stretch: Stretch) -> str:
    hold = in_words(stretch.hold)
    if stretch.reps == 1:
        return hold
    if stretch.hold < _COUNTED_HOLD:  # nobody counts two seconds, they move slowly
        return _("{count} slow repeats").format(count=stretch.reps)
    return _("{count} times {hold}").format(count=stretch.reps, hold=hold)


def utf16_units(text: str) -> int:
    """How long Windows and the notification servers think the text is."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def _columns(text: str) -> int:
    """How wide it is: from the first of the Chinese signs on, each takes two."""
    return sum(2 if sign >= "\u2e80" else 1 for sign in text)


def held_since(what: HoldReason) -> str:
    """What keeps deskbreak from asking, to be followed by a time."""
    match what:
        case HoldReason.CALL:
            return _("microphone in use")
        case HoldReason.FULL_SCREEN:
            return _("a presentation in full screen")
        case HoldReason.DO_NOT_DISTURB:
            return _("do not disturb")
        case _:
            assert_never(what)


def _fitting(asked: tuple[str, ...], since: tuple[str, ...]) -> str:
    """The longest that fits: the name is shortened at last, and the reason left out after it."""
    titles = (
        *(
            _("{question} · {since}").format(question=each, since=why)
            for each in asked
            for why in since
        ),
        *asked,
    )
    return next((title for title in titles if utf16_units(title) <= TITLE), titles[-1])


def _asking(name: str, length: str) -> Iterator[str]:
    """For as long a name as there is room for."""
    for each in _shorter_and_shorter(name):
        yield _("{name}, {time}?").format(name=each, time=length)


def _shorter_and_shorter(name: str) -> Iterator[str]:
    """Without its parenthesis, then up to its last comma, and so on: what sets it apart stays on."""
    yield name
    name = re.split(_BRACKET, name)[0]
    yield name
    while shorter := re.sub(_LAST_PART, "", name):
        if shorter == name:
            return
        name = shorter
        yield name


def _after(what: HoldReason) -> str:
    match what:
        case HoldReason.CALL:
            return _("after the call")
        case HoldReason.FULL_SCREEN:
            return _("after the presentation")
        case HoldReason.DO_NOT_DISTURB:
            return _("after the quiet time")
        case _:
            assert_never(what)


def _first_steps(stretch: Stretch, room: int) -> str:
    """As many whole steps as there is room for."""
    text = ""
    for step in (*stretch.ways, *stretch.steps):
        longer = in_a_row((text, step))
        if _columns(longer) > room:
            break
        text = longer
    return text
