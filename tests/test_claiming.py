"""Who takes over from a daemon that counts on another screen."""

from collections.abc import Generator
from datetime import timedelta

from deskbreak.control.protocol import (
    AlreadyRunning,
    Claim,
    ControlError,
    NotRunning,
    Reply,
    Request,
    Respond,
    Server,
)
from deskbreak.daemon.claiming import claimed

HERE = {"DISPLAY": ":7"}
LEAVES = Reply(ok=True, fields={"leaves": True})
STAYS = Reply(ok=False, error="It counts here already.")


class TheClaim:
    """That of a newcomer who got it."""

    files = ()

    def serve(self, respond: Respond) -> Server:
        raise NotImplementedError

    def keep(self) -> bool:
        return True

    def release(self) -> None:
        """Nobody else wants it."""


class TheOther:
    """A daemon that is there until it was asked for `claims` claims, and answers as it is told."""

    def __init__(self, *answers: Reply | Exception, claims: int) -> None:
        self.asked: list[str] = []
        self._answers = list(answers)
        self._claims = claims

    def claim(self) -> Claim | AlreadyRunning:
        self._claims -= 1
        return TheClaim() if self._claims < 0 else AlreadyRunning(4711)

    def request(self, asked: Request, within: timedelta = timedelta()) -> Reply:  # noqa: ARG002  (as the protocol has it)
        self.asked.append(asked.do)
        match self._answers.pop(0):
            case Reply() as reply:
                return reply
            case error:
                raise error

    def watch(
        self, within: timedelta = timedelta(), *, guides: bool = False
    ) -> Generator[Reply, None, None]:
        raise NotImplementedError


def test_who_agreed_to_leave_is_waited_for_and_not_asked_again_while_it_closes_its_line() -> None:
    other = TheOther(LEAVES, ControlError("it hung up"), claims=3)

    claim = claimed(HERE, other)

    assert isinstance(claim, TheClaim)
    assert other.asked == ["hand_over"]


def test_who_is_just_starting_is_asked_again() -> None:
    other = TheOther(NotRunning(), NotRunning(), LEAVES, claims=4)

    claim = claimed(HERE, other)

    assert isinstance(claim, TheClaim)
    assert other.asked == ["hand_over", "hand_over", "hand_over"]


def test_who_is_just_starting_on_the_same_screen_stays() -> None:
    assert claimed(HERE, TheOther(NotRunning(), STAYS, claims=9)) == AlreadyRunning(4711)


def test_who_does_not_answer_stays() -> None:
    other = TheOther(ControlError("no answer"), claims=9)

    assert claimed(HERE, other) == AlreadyRunning(4711)


def test_without_a_screen_nobody_is_asked_to_leave() -> None:
    other = TheOther(claims=9)

    assert claimed({}, other) == AlreadyRunning(4711)
    assert other.asked == []
