"""What must outlive a session that is lost: what hurt, what rests or is off, doses and questions.

It lies beside the history, apart from the session, which is written every minute and most easily
damaged or deleted. Nothing in it counts in the uptime of one boot.
"""

import json
from dataclasses import replace
from datetime import datetime
from gettext import gettext as _
from pathlib import Path

from deskbreak.core.habit import Habit
from deskbreak.core.pain import Pain
from deskbreak.core.practice import Practice
from deskbreak.core.rotation import Rotation
from deskbreak.core.state import Course, Session
from deskbreak.errors import StorageError
from deskbreak.files.codec import decode, encode
from deskbreak.files.private import replace_privately
from deskbreak.files.set_aside import set_aside
from deskbreak.session.older import read_as_today
from deskbreak.value import value


@value
class Lasting:
    """The parts of a `Course` that go on without it, under its names."""

    rotation: Rotation = Rotation()
    practice: Practice = Practice()
    pain: Pain = Pain()
    habit: Habit = Habit()
    serial: int = 0

    @classmethod
    def of(cls, course: Course) -> "Lasting":
        parts = (course.rotation, course.practice, course.pain, course.habit)
        return cls(*parts, serial=course.serial)

    def in_session(self, session: Session) -> Session:
        """A session that has just begun, with all this."""
        course = replace(
            session.course,
            rotation=self.rotation,
            practice=self.practice,
            pain=self.pain,
            habit=self.habit,
            serial=self.serial,
        )
        return session.with_course(course)


def save_lasting(path: Path, lasting: Lasting) -> None:
    content = json.dumps(encode(lasting), separators=(",", ":")).encode()
    try:
        replace_privately(path, content, sync=False)
    except OSError as error:
        problem = _(
            "{path}: what hurt, what rests and your doses cannot be saved ({error}): free some "
            "space, and make sure that the folder is yours"
        )
        reason = error.strerror or str(error)
        raise StorageError(problem.format(path=path, error=reason)) from error


def read_lasting(path: Path) -> Lasting | None:
    """None where there is none; ValueError where it cannot be read."""
    try:
        return decode(Lasting, read_as_today(path))
    except FileNotFoundError:
        return None


def lasting_seen(path: Path) -> Lasting | None:
    """The same for who only looks: None, too, where it cannot be read."""
    try:
        return read_lasting(path)
    except (OSError, ValueError):  # doctor tells of it
        return None


def load_lasting(path: Path, now: datetime) -> Lasting | None:
    """The same for who goes on from it: what cannot be read is set aside, and StorageError."""
    try:
        try:
            return read_lasting(path)
        except ValueError as error:
            place = set_aside(path, now)
            problem = _("{path}: it cannot be used ({error}) and is kept as {place}")
            text = problem.format(path=path, error=error, place=place.name)
            raise StorageError(text) from error
    except OSError as error:
        problem = _("{path}: it cannot be read ({error}); make sure that it is yours")
        raise StorageError(problem.format(path=path, error=error.strerror or error)) from error
