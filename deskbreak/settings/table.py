"""Every setting, said once: its key, what it may be, what it is for, and for whom.

The loader, `deskbreak config` and the commented `deskbreak.toml` are made of this table. Types and
defaults are those of the classes in `core/policy.py`, whose fields have the names of the keys.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from gettext import gettext
from types import MappingProxyType
from typing import Any

from deskbreak.core.duration import format_duration
from deskbreak.core.policy import (
    Breaks,
    Figure,
    Focus,
    FullScreenHold,
    Hold,
    Hooks,
    Notifications,
    Panel,
    Presence,
    Range,
    Sound,
    Stretches,
    Theme,
    TrayLook,
    Windows,
    WorkHours,
)
from deskbreak.core.stretch import Area, Equipment, Place
from deskbreak.errors import Problem
from deskbreak.files.kinds import SWITCH, count, length, one_of
from deskbreak.files.strict import Check, Schema, listed, nearest, problem_with
from deskbreak.settings.schema import AVOID, COMMAND, DATES, DAY, NAMES, SNOOZES, Dates


@dataclass(frozen=True, slots=True)
class Setting:
    """A key. Its texts are English, and translated when they are shown.

    `whom` says for whom it is, unless that is everyone. `example` is a value in TOML where there
    is no default, and what it is an example of.
    """

    key: str
    schema: Schema[Any]
    explanation: str
    whom: str = ""
    example: tuple[str, str] | None = None

    def about(self) -> str:
        if not self.whom:
            return gettext(self.explanation)
        text = gettext("{explanation} For {whom}.")
        return text.format(explanation=gettext(self.explanation), whom=gettext(self.whom))


@dataclass(frozen=True, slots=True)
class Section:
    """What belongs together, and the class that its keys are the fields of."""

    name: str
    title: str
    explanation: str
    build: Callable[..., Any]
    settings: tuple[Setting, ...]
    check: Check = lambda _written, _values: ()


def _(text: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return text


def _breaks(**values: Any) -> Breaks:
    """A short natural break takes an unset `natural_break_locked` down with it."""
    default = Breaks()
    natural_break = values.get("natural_break", default.natural_break)
    locked = min(default.natural_break_locked, natural_break)
    return Breaks(**{"natural_break_locked": locked, **values})


def _locked_too_long(written: Mapping[str, object], values: Mapping[str, Any]) -> Iterator[Problem]:
    if "natural_break" in written.keys() - values.keys():
        return  # what is refused itself is the limit of nothing
    natural_break = values.get("natural_break", Breaks().natural_break)
    locked = values.get("natural_break_locked", natural_break)
    if locked > natural_break:
        allowed = gettext("at most breaks.natural_break, which is {most}")
        most = f'"{format_duration(natural_break)}"'
        place = "breaks.natural_break_locked"
        yield problem_with(place, format_duration(locked), allowed.format(most=most))


def _work_hours(dates: Dates = (), **days: tuple[Range, ...]) -> WorkHours:
    if not days:
        return WorkHours(None, dates)
    return WorkHours(tuple(days.get(name, ()) for name in WEEKDAYS), dates)


_BREAKS = Section(
    "breaks",
    _("Breaks"),
    _("When a break is due, how long it may wait, and what counts as one."),
    _breaks,
    (
        Setting(
            "every",
            length("1s", "12h"),
            _("How long you may be at your desk before a break is proposed."),
        ),
        Setting(
            "natural_break",
            length("1s", "1h"),
            _("An absence this long counts as a break, and your desk time starts again."),
        ),
        Setting(
            "natural_break_locked",
            length("1s", "1h"),
            _(
                "The same with the screen locked or the machine asleep; no longer than "
                "natural_break."
            ),
        ),
        Setting(
            "snooze",
            SNOOZES,
            _("How long a proposal can be put off. The first is the one on the button."),
        ),
        Setting(
            "snooze_limit",
            count(0),
            _('How often you can snooze in a row before only "stand up for 30 s" is left.'),
        ),
        Setting(
            "repeat_after",
            length("1s"),
            _("A proposal you haven't answered is shown again after this long."),
        ),
        Setting(
            "lull",
            length("0s"),
            _('A proposal waits for a pause in your typing of this length. "0s" waits for none.'),
        ),
        Setting(
            "wait_for_lull",
            length("0s"),
            _('The longest it waits for such a pause. "0s" asks at once.'),
        ),
        Setting(
            "settle",
            length("0s"),
            _(
                "How long to wait after a call, a pause or your return before asking. "
                '"0s" asks at once.'
            ),
        ),
        Setting(
            "daily_limit",
            count(0),
            _(
                "How many breaks to propose in a day; after that only the tray icon shows them. "
                "0 is no limit."
            ),
        ),
        Setting("break_length", length("1s", "30m"), _("How long a walk takes.")),
        Setting(
            "walk_every",
            count(0),
            _(
                "One proposal in this many is a walk, and so is the one after an hour at your "
                "desk. 0 means no walks."
            ),
        ),
        Setting(
            "moves_per_break",
            count(1, 3),
            _("How many moves to do in a break, one after the other. A walk comes on its own."),
        ),
    ),
    _locked_too_long,
)

_DAYS = tuple(
    Setting(key, DAY, explanation, example=(hours, meaning))
    for key, explanation, hours, meaning in (
        ("monday", _("Your Mondays."), '["09:00-17:30"]', _("a day without a lunch break")),
        (
            "tuesday",
            _("Your Tuesdays."),
            '["09:00-12:00", "13:00-17:30"]',
            _("a day with a lunch break"),
        ),
        ("wednesday", _("Your Wednesdays."), '["06:30-14:00"]', _("an early start")),
        (
            "thursday",
            _("Your Thursdays."),
            '["22:00-06:00"]',
            _("a night shift, which belongs to the day on which it starts"),
        ),
        ("friday", _("Your Fridays."), '["18:00-24:00"]', _("a night that ends with the day")),
        ("saturday", _("Your Saturdays."), "[]", _("a day off")),
        ("sunday", _("Your Sundays."), "[]", _("a day off")),
    )
)
WEEKDAYS = tuple(day.key for day in _DAYS)

_WORK_HOURS = Section(
    "work_hours",
    _("Work hours"),
    _(
        "When deskbreak may ask. With no day set, that is whenever you are there. Once one day is "
        "set, days without a line are off. A day is a list of ranges "
        '"HH:MM-HH:MM" in local time, as many as you like, without overlaps. "24:00" '
        'may end one, so "00:00-24:00" is the whole day, and [] is a day off.'
    ),
    _work_hours,
    (
        *_DAYS,
        Setting(
            "dates",
            DATES,
            _(
                "Dates with hours of their own, whatever the weekday, all on one line, such as "
                '{ "2026-12-24" = ["09:00-12:00"], "2026-12-25" = [] } for a short day and a '
                "holiday."
            ),
        ),
    ),
)
_HOLD = Section(
    "hold",
    _("When not to ask"),
    _("What holds back a break that is due. Nothing is lost: it comes afterwards."),
    Hold,
    (
        Setting("calls", SWITCH, _("Don't ask while a program uses the microphone.")),
        Setting(
            "full_screen",
            one_of(FullScreenHold),
            _(
                'Don\'t ask while a window fills the screen; "presentation": only while '
                "the display is also kept awake, as for slides or a film."
            ),
        ),
        Setting(
            "do_not_disturb", SWITCH, _('Don\'t ask while your desktop is set to "do not disturb".')
        ),
        Setting(
            "hold_limit",
            length("1s"),
            _("When something has held a break back for this long, the icon shows it."),
        ),
        Setting(
            "ignore",
            NAMES,
            _('Programs that use the microphone without being a call, such as ["obs", "mumble"].'),
            _("people who record, or listen to themselves"),
        ),
    ),
)
_PRESENCE = Section(
    "presence",
    _("Being at your desk"),
    _("What shows that you are there, even without a key or the mouse."),
    Presence,
    (
        Setting("calls", SWITCH, _("You are at your desk while in a call.")),
        Setting(
            "kept_awake",
            SWITCH,
            _("The same while a program keeps the display awake: a film, a presentation."),
        ),
        Setting(
            "limit",
            length("1s"),
            _("The longest either of them counts without any key or mouse input."),
        ),
    ),
)
_STRETCHES = Section(
    "stretches",
    _("Stretches"),
    _("Which moves you are offered."),
    Stretches,
    (
        Setting("place", one_of(Place), _("Where you are; this decides which moves are offered.")),
        Setting("focus", one_of(Focus), _("What should come more often than the rest.")),
        Setting("seated", SWITCH, _("Also offer moves you do in your chair.")),
        Setting(
            "starter",
            SWITCH,
            _(
                "Only offer the starter moves. After two good weeks deskbreak asks whether to add "
                "the others."
            ),
            _("people who are new to this"),
        ),
        Setting(
            "long_holds",
            SWITCH,
            _("Let holds grow to 60 seconds instead of 30."),
            _("people aged 65 and over"),
        ),
        Setting(
            "wheelchair",
            SWITCH,
            _(
                "All moves are seated and count as breaks, and nothing asks you to stand up or "
                "walk."
            ),
            _("people who sit in a wheelchair"),
        ),
        Setting(
            "legs",
            SWITCH,
            _("You can move your legs, so seated leg moves are offered too."),
            _("people who sit in a wheelchair"),
        ),
        Setting(
            "steady_trunk",
            SWITCH,
            _("You sit steadily without holding on, so moves for your trunk are offered too."),
            _("people who sit in a wheelchair"),
        ),
        Setting(
            "pressure_relief",
            length("0s", "2h"),
            _(
                "How often to take the weight off your seat: as your care team told you, or every 30 "
                "minutes if nobody did. 0s means never."
            ),
            _("people who sit in a wheelchair"),
        ),
        Setting(
            "lacking",
            listed(one_of(Equipment), lambda: _("a list of what you don't have")),
            _("What you don't have; moves that need it are left out."),
        ),
        Setting(
            "rolling_chair",
            SWITCH,
            _("Your chair rolls, so moves that pull on the chair are left out."),
        ),
        Setting(
            "floor",
            SWITCH,
            _("Offer floor moves when you're at home, such as the bridge."),
        ),
        Setting(
            "taught",
            SWITCH,
            _("Offer moves that a physiotherapist should teach you first."),
            _("people who were taught them"),
        ),
        Setting(
            "avoid",
            AVOID,
            _("What to be careful with; moves that don't suit you are left out."),
            _("people who need to take care with part of their body"),
        ),
        Setting(
            "injury",
            listed(one_of(Area), lambda: _("a list of areas")),
            _(
                "Where you were hurt or operated on lately; moves that load the area are left out "
                "until whoever treats you says they are fine."
            ),
            _("people who are recovering"),
        ),
        Setting(
            "four_weeks",
            SWITCH,
            _("Say so when you marked strong pain in each of four weeks, once a week at most."),
        ),
        Setting(
            "never",
            NAMES,
            _(
                'Moves you never want, by their id, such as ["seated_twist"]. "deskbreak '
                'stretches list" has the ids.'
            ),
        ),
        Setting(
            "favourite", NAMES, _("Moves you like best, by their id; they come up more often.")
        ),
        Setting(
            "packs",
            NAMES,
            _(
                'Files with moves of your own, such as ["~/stretches.toml"]. "deskbreak '
                'stretches check FILE" says whether one is right.'
            ),
            _("people who bring their own moves"),
        ),
    ),
)
_NOTIFICATIONS = Section(
    "notifications",
    _("Notifications"),
    _("How a proposal looks and sounds."),
    Notifications,
    (
        Setting("picture", SWITCH, _("Show the picture of the move.")),
        Setting(
            "sound",
            one_of(Sound),
            _('When a proposal makes a sound; "repeat": only when it is shown again.'),
        ),
        Setting(
            "speech",
            SWITCH,
            _(
                "Read each proposal and each step of the guide aloud. On Linux this needs espeak "
                "or flite."
            ),
            _("people who see poorly, or look away from the screen"),
        ),
    ),
)
_TRAY = Section(
    "tray",
    _("Tray icon"),
    _("How the icon in the panel looks."),
    TrayLook,
    (
        Setting(
            "panel",
            one_of(Panel),
            _(
                'Which panel the icon is drawn for; "auto": as the desktop says, else so that it '
                "can be seen on both."
            ),
        ),
    ),
)
_WINDOWS = Section(
    "windows",
    _("Windows"),
    _("How deskbreak's own windows look and sound."),
    Windows,
    (
        Setting(
            "guide",
            SWITCH,
            _(
                "Guide each break in a window, with a figure that shows the move; otherwise the "
                "notification guides you."
            ),
        ),
        Setting(
            "theme",
            one_of(Theme),
            _('The colours of the windows; "auto": the same as the desktop.'),
        ),
        Setting(
            "motion",
            SWITCH,
            _("Let the figure move. It stands still anyway if your desktop asks for less motion."),
        ),
        Setting(
            "figure",
            one_of(Figure),
            _(
                "Who shows the moves, in notifications too: the person with short hair, a bun or "
                "curly hair; varied: each move has one of the three."
            ),
        ),
        Setting(
            "tones",
            SWITCH,
            _(
                "Soft tones (start, other side, let go, done) while you face a wall, the ceiling or "
                "the floor; never in a meeting."
            ),
        ),
    ),
)
_HOOKS = Section(
    "hooks",
    _("Programs of your own"),
    _("What deskbreak runs for you. It runs without a shell."),
    Hooks,
    (
        Setting(
            "on_propose",
            COMMAND,
            _(
                "A program to run with each proposal, and its arguments. It is given the "
                "proposal as JSON on its standard input."
            ),
            _("people who write programs"),
        ),
    ),
)
SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        section.name: section
        for section in (
            _BREAKS,
            _WORK_HOURS,
            _HOLD,
            _PRESENCE,
            _STRETCHES,
            _NOTIFICATIONS,
            _TRAY,
            _WINDOWS,
            _HOOKS,
        )
    }
)


def known_keys() -> tuple[str, ...]:
    """Every dotted key, in the order of the file."""
    return tuple(
        f"{section.name}.{setting.key}"
        for section in SECTIONS.values()
        for setting in section.settings
    )


def unknown_key(place: str) -> Problem:
    """That there is no such setting, and which is the nearest."""
    name, _dot, key = place.partition(".")
    if name in SECTIONS:
        own = {setting.key: f"{name}.{setting.key}" for setting in SECTIONS[name].settings}
        return Problem(place, gettext("no such key"), _nearest(key, own))
    own = {known: f"[{known}]" for known in SECTIONS}
    return Problem(place, gettext("no such section"), _nearest(name, own))


def _nearest(name: str, own: Mapping[str, str]) -> str:
    anywhere = {known.partition(".")[2]: known for known in known_keys()}
    for known in (own, anywhere):
        if close := nearest(name, known):
            return gettext("did you mean {nearest}?").format(nearest=known[close])
    return gettext("allowed: {what}").format(what=", ".join(own.values()))
