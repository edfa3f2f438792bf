"""The first questions in a window, sheet after sheet."""

from gettext import gettext as _

from deskbreak.cli.safety import signs_as_lines
from deskbreak.cli.window import shown
from deskbreak.core.avoid import avoid_texts
from deskbreak.core.safety import first_words
from deskbreak.core.stretch import Place
from deskbreak.window.content import FILLED, Button, Field, Form, Kind, Line, Sheet

TRY, LATER = "try", "later"
PLACE, TRUE, CAREFUL, HOURS = "place", "true", "careful", "hours"
WHEELCHAIR, ROLLS, STARTER = "wheelchair", "rolls", "starter"


def answered_in_a_window(hours: str) -> tuple[dict[str, str], bool] | None:
    """The answers by their key, and whether to try a stretch now; None where it was closed.

    `hours` is the pattern of what may be said of a working day.
    """
    heard = shown(_form(hours), "deskbreak setup")
    return (dict(heard.answers), heard.key == TRY) if heard.what == FILLED else None


def _form(hours: str) -> Form:
    forward = (Button("on", _("Continue")),)
    return Form(
        _("deskbreak: the first questions"),
        (
            Sheet(
                _("Before you begin"),
                (Button("read", _("I have read this")),),
                (Line("", first_words()), *signs_as_lines()),
            ),
            Sheet(_("Where you sit"), forward, fields=(_place(), _what_is_true())),
            Sheet(_("Anything to be careful with?"), forward, fields=(_careful(),)),
            Sheet(
                _("When may deskbreak ask?"),
                (Button(TRY, _("Keep it and try a stretch")), Button(LATER, _("Keep it"))),
                fields=(_hours(hours),),
            ),
        ),
        _("Back"),
    )


def _place() -> Field:
    options = Button(Place.OFFICE.value, _("Office")), Button(Place.HOME.value, _("Home"))
    return Field(PLACE, Kind.ONE, _("Where do you sit?"), options, Place.OFFICE.value)


def _what_is_true() -> Field:
    options = (
        Button(ROLLS, _("My chair rolls: leave out what pulls on it")),
        Button(WHEELCHAIR, _("I sit in a wheelchair: seated moves only")),
        Button(STARTER, _("Begin with eight easy moves, and have the others later")),
    )
    return Field(TRUE, Kind.MANY, _("Choose what is true:"), options, ROLLS)


def _careful() -> Field:
    texts = avoid_texts()
    options = tuple(Button(tag, text) for tag, text in texts.items() if tag != "clinician")
    label = _("Choose what there is; moves that call for it are left out.")
    return Field(CAREFUL, Kind.MANY, label, options)


def _hours(pattern: str) -> Field:
    return Field(
        HOURS,
        Kind.TEXT,
        _("Hours from Monday to Friday, such as 09:00-17:30. Leave it empty for any time."),
        pattern=f"|{pattern}",
        wrong=_("Type hours such as 09:00-17:30, or nothing."),
    )
