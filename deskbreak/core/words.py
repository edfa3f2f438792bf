"""What people read. "At your desk", never "sitting": deskbreak cannot see a chair."""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from gettext import gettext as _
from gettext import ngettext
from typing import assert_never

from deskbreak.core.duration import in_words
from deskbreak.core.effects import Propose
from deskbreak.core.obstacles import HoldReason
from deskbreak.core.stretch import LET_GO_ID, STAND_UP_ID, WALK_ID, Group, Kind, Place, Stretch

_MINUTE = timedelta(minutes=1)
_TITLE = 63
_BODY = 255
_COUNTED_HOLD = timedelta(seconds=5)


def length_in_words(span: timedelta) -> str:
    """About how long a stretch takes: rounded, because nobody plans by the second."""
    if span <= timedelta(seconds=40):
        return in_words(span)
    return _("{count} min").format(count=max(1, round(span / _MINUTE)))


def clock_time(wall: datetime, zone: tzinfo) -> str:
    return f"{wall.astimezone(zone):%H:%M}"


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
    """How long it was and what is proposed; at most 63 UTF-16 units for names of up to 36."""
    sat = _("{time} at your desk").format(time=in_words(propose.seat_time))
    if propose.stretch.group is Group.PRESSURE:
        return propose.stretch.name
    if propose.held_by is not None:
        return f"{_ended(propose.held_by)} {sat}"
    if propose.stretch.id == STAND_UP_ID:
        return _("{sat}. Just stand up for {time}?").format(sat=sat, time=in_words(length))
    if propose.stretch.id == LET_GO_ID:
        return _("{sat}. Just let go for {time}?").format(sat=sat, time=in_words(length))
    return _fitting(sat, propose.stretch.name, length_in_words(length))


def group_name(group: Group) -> str:
    """The group as people read it."""
    names = {
        Group.HAMSTRING: _("Hamstring"),
        Group.HIP_FLEXOR: _("Hip flexor"),
        Group.WALL_SLIDE: _("Wall slide"),
        Group.UPPER_BACK: _("Upper back"),
        Group.SPINE: _("Spine"),
        Group.LEGS: _("Legs"),
        Group.GLUTE: _("Glute"),
        Group.STRENGTH: _("Strength"),
        Group.CLINICIAN: _("Taught to you"),
        Group.PRESSURE: _("Pressure relief"),
        Group.BREATH: _("Breathing"),
        Group.WALK: _("Walking"),
        Group.STAND: _("Standing up"),
    }
    return names[group]


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
    minutes = max(1, round(propose.seat_time / _MINUTE))
    sat = ngettext(
        "You have been at your desk for {count} minute.",
        "You have been at your desk for {count} minutes.",
        minutes,
    ).format(count=minutes)
    if propose.stretch.id == STAND_UP_ID:
        return _("{sat} Just stand up for a moment?").format(sat=sat)
    if propose.stretch.id == LET_GO_ID:
        return _("{sat} Just let go for a moment?").format(sat=sat)
    span = max(1, round(length / _MINUTE))
    lasts = ngettext("It takes {count} minute.", "It takes {count} minutes.", span)
    text = _("{sat} Time for this: {name}. {lasts}")
    return text.format(sat=sat, name=propose.stretch.name, lasts=lasts.format(count=span))


def proposal_body(stretch: Stretch, length: timedelta) -> str:
    """How to do it and how much, ending in the caution; at most 255 UTF-16 units."""
    if stretch.id == STAND_UP_ID:
        text = _("No stretch needed. Stand, breathe, sit down again: that counts.")
        return " ".join((*stretch.ways, text))
    if stretch.id == LET_GO_ID:
        return _("No stretch needed. Drop your shoulders, breathe, look far away: that counts.")
    if stretch.id == WALK_ID:
        text = _("Walk a little now and fetch some water: {time} is plenty.")
        return " ".join((text.format(time=_minutes(length)), *stretch.ways))
    ending = " ".join(part for part in (dose(stretch), caution(stretch)) if part)
    return f"{_first_steps(stretch, _BODY - utf16_units(ending) - 1)} {ending}".strip()


def dose(stretch: Stretch) -> str:
    """How much of it: "20 s each side", "4 times 10 s", "8 slow repeats"."""
    if not stretch.is_counted:
        return ""
    amount = _amount(stretch)
    return _("{amount} each side.").format(amount=amount) if stretch.sides > 1 else f"{amount}."


def _amount(stretch: Stretch) -> str:
    hold = in_words(stretch.hold)
    if stretch.reps == 1:
        return hold
    if stretch.hold < _COUNTED_HOLD:  # nobody counts two seconds, they move slowly
        return _("{count} slow repeats").format(count=stretch.reps)
    return _("{count} times {hold}").format(count=stretch.reps, hold=hold)


def utf16_units(text: str) -> int:
    """How long Windows and the notification servers think the text is."""
    return len(text.encode("utf-16-le")) // 2


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


def _fitting(sat: str, name: str, length: str) -> str:
    """The longest way to ask that fits: the name may be shortened, the question lose its length."""
    names = tuple(_shorter_and_shorter(name))
    asking = (
        *(_("{sat}. {name}, {time}?").format(sat=sat, name=each, time=length) for each in names),
        *(_("{sat}. {name}?").format(sat=sat, name=each) for each in names),
    )
    return next((title for title in asking if utf16_units(title) <= _TITLE), asking[-1])


def _shorter_and_shorter(name: str) -> Iterator[str]:
    """Without its parenthesis, then up to its last comma, and so on: what sets it apart stays on."""
    yield name
    name = name.partition(" (")[0]
    yield name
    while ", " in name:
        name = name.rpartition(", ")[0]
        yield name


def _ended(what: HoldReason) -> str:
    match what:
        case HoldReason.CALL:
            return _("Call ended.")
        case HoldReason.FULL_SCREEN:
            return _("Presentation over.")
        case HoldReason.DO_NOT_DISTURB:
            return _("Quiet time over.")
        case _:
            assert_never(what)


def _minutes(length: timedelta) -> str:
    count = max(1, round(length / _MINUTE))
    return ngettext("{count} minute", "{count} minutes", count).format(count=count)


def _first_steps(stretch: Stretch, room: int) -> str:
    """As many whole steps as there is room for."""
    text = ""
    for step in (*stretch.ways, *stretch.steps):
        longer = f"{text} {step}".strip()
        if utf16_units(longer) > room:
            break
        text = longer
    return text
