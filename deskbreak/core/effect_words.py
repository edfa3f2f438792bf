"""What was decided, in words: for whoever reads the log, the terminal or a notification."""

from gettext import gettext as _
from gettext import ngettext
from typing import assert_never

from deskbreak.core.answers import BUTTONS, HOW_WAS_IT, SAYINGS
from deskbreak.core.duration import in_words, parse_duration
from deskbreak.core.effects import (
    Adjust,
    Advise,
    ClosedBy,
    CountSnooze,
    Effect,
    EndGuide,
    Guide,
    LeaveOut,
    LeftOut,
    NoteFeeling,
    Propose,
    Refuse,
    Remember,
    Suggest,
    Void,
    Withdraw,
)
from deskbreak.core.events import Answer
from deskbreak.core.habit import Suggestion
from deskbreak.core.in_a_list import asking_about, full_stop, in_a_list, in_a_row, labelled
from deskbreak.core.obstacles import Obstacle
from deskbreak.core.pain import QUESTIONS, Advice
from deskbreak.core.practice import Change
from deskbreak.core.record import Outcome, Record
from deskbreak.core.safety import hurt_advice
from deskbreak.core.words import BODY, dose, outcome_name, utf16_units


def in_short(effect: Effect) -> str | None:
    """A few words for the log, and for whoever gave an answer; None where others say it all."""
    match effect:
        case Guide(stretch=stretch, length=length):
            text = _("{name}, {time}: go.")
            return text.format(name=stretch.name, time=in_words(length))
        case CountSnooze(length=length):
            return _("Snoozed for {time}.").format(time=in_words(length))
        case Propose(stretch=stretch):
            return _("Proposed: {name}.").format(name=stretch.name)
        case Remember(record=record):
            return _noted(record)
        case Adjust():
            return _told_in_a_row(effect)
        case LeaveOut(plan=plan, moves=moves):
            return in_a_row((full_stop(_left_out_of(plan)), left_out_in_words(moves)))
        case Advise(what=what):
            return in_a_row((_told_in_a_row(effect), _command_for(what)))
        case Void():
            return _("Taken back: you were at your desk all along.")
        case Suggest(what=Suggestion.LEG_NERVE):
            return in_the_terminal(effect)
        case Withdraw() | EndGuide() | NoteFeeling() | Refuse() | Suggest():
            return None
        case _:
            assert_never(effect)


def without_command(effect: Effect) -> str | None:
    """The same where the buttons are in sight for which a command stands else."""
    match effect:
        case Advise():
            return _told_in_a_row(effect)
        case Suggest(what=Suggestion.LEG_NERVE):
            _title, text, _label = question_of(effect)
            return text
        case _:  # for all else there is no command
            return in_short(effect)


def _told_in_a_row(effect: Advise | Adjust) -> str:
    title, text = message_of(effect)
    return in_a_row((full_stop(title), text))


def _noted(record: Record) -> str:
    if record.outcome is Outcome.PARTIAL:
        return _("Noted: ended early.")
    text = _("Noted: {outcome} after {time} at your desk.")
    return text.format(outcome=outcome_name(record.outcome), time=in_words(record.seat_time))


def _command_for(what: Advice) -> str:
    """What goes with the advice where there is neither a button nor a menu."""
    if what is Advice.LIMB:
        return _("To read it: deskbreak help-signs")
    return how_to_answer(what)


def off_the_screen(effect: Withdraw | EndGuide) -> str | None:
    """Why what was on screen is there no more; None where what comes next says it."""
    match effect:
        case Withdraw(reason=reason):
            return _withdrawn(reason)
        case EndGuide(completed=False):
            return _("Ended early.")
        case EndGuide(done=None):
            return _("Done. Nice work.")
        case EndGuide(done=name):
            return in_a_row((_("Done. Nice work."), asking_about(_(HOW_WAS_IT), name)))
        case _:
            assert_never(effect)


def _withdrawn(reason: ClosedBy) -> str | None:
    match reason:
        case Answer():
            closing = SAYINGS[reason].closing
            return None if closing is None else _(closing)
        case Outcome.IGNORED:
            return _("No answer: asking again later.")
        case "ruled_out":
            return _("Put away: your settings rule it out now.")
        case Obstacle.AWAY:
            return _("Put away: you left your desk.")
        case Obstacle.PAUSED:
            return _("Put away: you paused reminders.")
        case Obstacle.OFF_HOURS:
            return _("Put away: your work hours are over.")
        case Obstacle.STANDING:
            return _("Put away: you are standing.")
        case Obstacle.HELD:
            return _("Put off: a call, a presentation or do-not-disturb.")
        case Obstacle.DAILY_LIMIT:
            return _("Put away: today's limit has been reached.")
        case Obstacle.STOPPED:
            return _("Put away: deskbreak is quitting.")
        case _:
            assert_never(reason)


def well_done(done: str | None) -> tuple[str, str]:
    """A title and a text after a guide that ran its whole length; `done` as `EndGuide` has it."""
    if done is not None:
        asks = _("How was it? Your answer adjusts the next dose.")
        return _("Done. Nice work"), asking_about(asks, done)
    return _("Done. Nice work"), _(
        "The next stretch comes when you've been at your desk for a while."
    )


def message_of(effect: Adjust | Advise | LeaveOut) -> tuple[str, str]:
    """What becomes of a dose, of a move that hurt, or of a plan: a title and a text."""
    if isinstance(effect, Advise):
        return hurt_advice(effect.what, effect.name)
    if isinstance(effect, LeaveOut):
        return _left_out_of(effect.plan), _left_out_in_short(effect.moves)
    stretch = effect.stretch
    match effect.change:
        case Change.MORE:
            return _("A little more next time"), labelled(stretch.name, dose(stretch))
        case Change.LESS:
            return _("A little less next time"), labelled(stretch.name, dose(stretch))
        case Change.HARDER:
            way = _("{name}. Harder: {way}").format(name=stretch.name, way=stretch.harder)
            return _("Easy, even at the full dose"), way
        case Change.EASIER:
            way = _("{name}. Easier: {way}").format(name=stretch.name, way=stretch.easier)
            return _("There is an easier way"), way
        case _:
            assert_never(effect.change)


def left_out_in_words(moves: tuple[LeftOut, ...]) -> str:
    return in_a_row(labelled(move.name, move.why) for move in moves)


def _left_out_in_short(moves: tuple[LeftOut, ...]) -> str:
    """Where a notification has no room for all, how many they are."""
    text = left_out_in_words(moves)
    if utf16_units(text) <= BODY:
        return text
    count = len(moves)
    more = ngettext(
        "{count} of its moves. The page of stretches says why.",
        "{count} of its moves. The page of stretches says why.",
        count,
    )
    return more.format(count=count)


def _left_out_of(plan: str) -> str:
    return _("Left out of {plan}").format(plan=plan)


def how_to_answer(what: Advice) -> str:
    """The commands that answer what is asked there; nothing where nothing is."""
    if what not in QUESTIONS:
        return ""
    answers = BUTTONS[QUESTIONS[what]]
    words = _(" or ").join((in_a_list(answers[:-1]), answers[-1]))
    return _said_with(SAYINGS[answers[0]].command, words)


def _said_with(command: str, words: str) -> str:
    return _("Say so with: deskbreak {command} {words}").format(command=command, words=words)


def in_the_terminal(suggest: Suggest) -> str:
    """The text with the command that stands for the button."""
    _title, text, _label = question_of(suggest)
    return in_a_row((text, _said_with("config", f"set {suggest.what.value} {suggest.value}")))


def question_of(suggest: Suggest) -> tuple[str, str, str]:
    """A title, a text, and the label of the button that says yes."""
    title = _("Two good weeks")
    match suggest.what:
        case Suggestion.TWO_MOVES:
            text = _("How about two moves a break, one after the other? Asked once.")
            return title, text, _("Two moves")
        case Suggestion.ALL_MOVES:
            text = _("Those were the starter moves. Add the other moves? Asked once.")
            return title, text, _("Add them")
        case Suggestion.FLOOR:
            text = _("Add floor moves when you're at home? Asked once.")
            return title, text, _("Add floor moves")
        case Suggestion.STILL_CHAIR:
            text = _(
                "What you ruled out leaves fewer than five moves. A chair that can't roll "
                "(against a wall, or with its wheels blocked) would add some. Is yours like "
                "that? Asked once."
            )
            return _("Only a few moves are left"), text, _("It can't roll")
        case Suggestion.LESS_OFTEN:
            every = in_words(parse_duration(suggest.value))
            text = _(
                "You put off the last four proposals. deskbreak could ask every {time}. Asked once."
            )
            label = _("Every {time}").format(time=every)
            return _("Ask less often?"), text.format(time=every), label
        case Suggestion.INSIST:
            text = _(
                "For two days no reminder was answered. The second one could come as a window in "
                "front of the others; it never takes the keyboard. Asked once."
            )
            return _("Did you see the reminders?"), text, _("Show a window")
        case Suggestion.LEG_NERVE:
            text = _(
                "Moves that may bring on pain down a leg can be left out. The settings bring them "
                "back."
            )
            return _("Leave such moves out?"), text, _("Leave them out")
        case _:
            assert_never(suggest.what)
