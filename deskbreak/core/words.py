"""What people read. "At your desk", never "sitting": deskbreak cannot see a chair."""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from gettext import gettext as _
from gettext import ngettext

from deskbreak.core.duration import in_words, parse_duration
from deskbreak.core.effects import Adjust, Advise, Propose
from deskbreak.core.events import Condition
from deskbreak.core.habit import Suggestion
from deskbreak.core.practice import Change
from deskbreak.core.safety import hurt_advice
from deskbreak.core.stretch import LET_GO_ID, STAND_UP_ID, WALK_ID, Group, Stretch

_MINUTE = timedelta(minutes=1)
_TITLE = 63
_BODY = 255


def length_in_words(span: timedelta) -> str:
    """About how long a stretch takes: rounded, because nobody plans by the second."""
    if span <= timedelta(seconds=40):
        return in_words(span)
    return _("{count} min").format(count=max(1, round(span / _MINUTE)))


def clock_time(wall: datetime, zone: tzinfo) -> str:
    return f"{wall.astimezone(zone):%H:%M}"


def caution() -> str:
    """The line that goes with every stretch."""
    return _("Mild pull only; pain or tingling? Stop.")


def proposal_title(propose: Propose, length: timedelta) -> str:
    """How long it was and what is proposed; at most 63 UTF-16 units for names of up to 36."""
    sat = _("{time} at your desk").format(time=in_words(propose.seat_time))
    if propose.held_by is not None:
        return f"{_ended(propose.held_by)} {sat}"
    if propose.stretch.id == STAND_UP_ID:
        return _("{sat}. Just stand up for {time}?").format(sat=sat, time=in_words(length))
    if propose.stretch.id == LET_GO_ID:
        return _("{sat}. Just let go for {time}?").format(sat=sat, time=in_words(length))
    return _fitting(sat, propose.stretch.name, length_in_words(length))


def suggested(what: Suggestion, value: str) -> tuple[str, str, str]:
    """The question, as a title, a text, and the label of the button that says yes."""
    if what is Suggestion.TWO_MOVES:
        return (
            _("Two weeks well done"),
            _("Would two moves a break suit you, one after the other? This is asked once."),
            _("Two moves"),
        )
    if what is Suggestion.ALL_MOVES:
        return (
            _("Two weeks well done"),
            _("These were the moves to begin with. Shall all the others come, too? Asked once."),
            _("All moves"),
        )
    if what is Suggestion.FLOOR:
        return (
            _("Two weeks well done"),
            _("At home there is a floor: shall moves lying and kneeling come, too? Asked once."),
            _("Floor moves, too"),
        )
    every = in_words(parse_duration(value))
    text = _("The last four proposals were put off. It could ask every {time}. This is asked once.")
    label = _("Every {time}").format(time=every)
    return _("Shall deskbreak ask less often?"), text.format(time=every), label


def message_of(effect: Adjust | Advise) -> tuple[str, str]:
    """What becomes of a dose, or of a move that hurt: a title and a text."""
    if isinstance(effect, Advise):
        return hurt_advice(see_doctor=effect.see_doctor)
    stretch = effect.stretch
    match effect.change:
        case Change.MORE:
            return _("A little more next time"), f"{stretch.name}: {dose(stretch)}"
        case Change.LESS:
            return _("A little less next time"), f"{stretch.name}: {dose(stretch)}"
        case Change.HARDER:
            return _("Easy at its full dose"), f"{stretch.name}. {_('Harder')}: {stretch.harder}"
        case Change.EASIER:
            return _("There is an easier way"), f"{stretch.name}. {_('Easier')}: {stretch.easier}"


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
        Group.WALK: _("Walking"),
        Group.STAND: _("Standing up"),
    }
    return names[group]


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
        return _("No stretch needed. Stand, breathe, sit down again: that counts.")
    if stretch.id == LET_GO_ID:
        return _("No stretch needed. Drop your shoulders, breathe, look far away: that counts.")
    if stretch.id == WALK_ID:
        text = _("Walk a little now, to the tap and back: {time} is plenty.")
        return text.format(time=_minutes(length))
    ending = " ".join(part for part in (dose(stretch), caution()) if part)
    return f"{_first_steps(stretch, _BODY - utf16_units(ending) - 1)} {ending}".strip()


def dose(stretch: Stretch) -> str:
    """How much of it: "20 s each side", "4 times 10 s"."""
    parts = []
    if stretch.hold:
        hold = in_words(stretch.hold)
        if stretch.reps > 1:
            text = _("{count} times {hold}")
            parts.append(text.format(count=stretch.reps, hold=hold))
        else:
            parts.append(hold)
    elif stretch.reps > 1:
        parts.append(ngettext("{count} time", "{count} times", stretch.reps))
        parts[-1] = parts[-1].format(count=stretch.reps)
    if not parts:
        return ""
    if stretch.sides > 1:
        parts.append(_("each side"))
    return " ".join(parts) + "."


def utf16_units(text: str) -> int:
    """How long Windows and the notification servers think the text is."""
    return len(text.encode("utf-16-le")) // 2


def held_since(what: Condition) -> str:
    """What keeps deskbreak from asking, to be followed by a time."""
    match what:
        case Condition.CALL:
            return _("microphone in use")
        case Condition.FULL_SCREEN:
            return _("a presentation in full screen")
        case _:
            return _("do not disturb")


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


def _ended(what: Condition) -> str:
    match what:
        case Condition.CALL:
            return _("Call ended.")
        case Condition.FULL_SCREEN:
            return _("Presentation over.")
        case _:
            return _("Quiet time over.")


def _minutes(length: timedelta) -> str:
    count = max(1, round(length / _MINUTE))
    return ngettext("{count} minute", "{count} minutes", count).format(count=count)


def _first_steps(stretch: Stretch, room: int) -> str:
    """As many whole steps as there is room for."""
    text = ""
    for step in stretch.steps:
        longer = f"{text} {step}".strip()
        if utf16_units(longer) > room:
            break
        text = longer
    return text
