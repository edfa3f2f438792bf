"""What was decided, in words."""

import pytest
from desk import HINGE, Desk, minutes

from deskbreak.core.answers import SAYINGS
from deskbreak.core.effect_words import in_short, message_of, off_the_screen, question_of
from deskbreak.core.effects import Adjust, Advise, EndGuide, Guide, Refuse, Suggest, Withdraw
from deskbreak.core.events import Answer
from deskbreak.core.habit import Suggestion
from deskbreak.core.pain import Advice
from deskbreak.core.practice import Change

AT = Desk().now


def test_what_was_decided_is_told_in_short() -> None:
    assert in_short(Guide(AT, HINGE, minutes(1))) == "Hinge, 1 min: go."
    assert in_short(Advise(AT, Advice.MILD)) == "Good. Carry on as is comfortable."


def test_what_others_say_is_not_told_in_short() -> None:
    silent = (
        Withdraw(AT, "p0", Answer.SKIP),
        EndGuide(AT, completed=True),
        Refuse(AT, "Nothing is proposed right now."),
        Suggest(AT, Suggestion.FLOOR, "true"),
    )

    assert [in_short(effect) for effect in silent] == [None] * 4


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change.MORE, ("A little more next time", "Hinge: ")),
        (Change.LESS, ("A little less next time", "Hinge: ")),
        (Change.HARDER, ("Easy, even at the full dose", "Hinge. Harder: ")),
        (Change.EASIER, ("There is an easier way", "Hinge. Easier: ")),
    ],
)
def test_what_becomes_of_a_dose_is_told(change: Change, words: tuple[str, str]) -> None:
    assert message_of(Adjust(AT, HINGE, change)) == words


def test_every_suggestion_is_a_question_with_a_yes_of_its_own() -> None:
    questions = [question_of(Suggest(AT, what, "1h")) for what in Suggestion]

    assert all(all(question) for question in questions)
    assert len({label for _title, _text, label in questions}) == len(Suggestion)


@pytest.mark.parametrize("answer", Answer)
def test_an_answer_that_closes_a_proposal_says_so_or_what_follows_does(answer: Answer) -> None:
    assert off_the_screen(Withdraw(AT, "p0", answer)) == SAYINGS[answer].closing
