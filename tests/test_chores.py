"""Chores are planned by `schedule`, so its wall clock is what these tests set."""

import datetime as dt
from functools import partial
from types import SimpleNamespace

import pytest
import schedule
from guarded import Guarded

from deskbreak.daemon.chores import Chores

DAY = dt.timedelta(days=1)


def at(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """From now on the wall clock reads so."""
    reading = dt.datetime.fromisoformat(text)

    class Stopped(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> "Stopped":
            return cls.fromtimestamp(reading.timestamp(), tz)

    clock = SimpleNamespace(datetime=Stopped, timedelta=dt.timedelta, time=dt.time)
    monkeypatch.setattr(schedule, "datetime", clock)


def test_a_chore_waits_for_the_next_day_and_is_done_once(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    at(monkeypatch, "2026-03-02T09:01:00")
    chores = Chores((lambda: done.append("tidied"),))

    assert chores.do_what_is_due() == dt.timedelta(hours=15)
    assert done == []

    at(monkeypatch, "2026-03-03T00:01:30")
    patience = chores.do_what_is_due()
    chores.do_what_is_due()

    assert done == ["tidied"]
    assert patience <= DAY


def test_a_chore_that_fails_is_told_and_hinders_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []

    def fails() -> None:
        raise OSError("the disk is full")

    at(monkeypatch, "2026-03-02T09:01:00")
    guarded = Guarded()
    failing = partial(guarded.guard.attempt, "upkeep", fails)
    chores = Chores((failing, lambda: done.append("tidied")))
    at(monkeypatch, "2026-03-03T00:02:00")
    chores.do_what_is_due()
    chores.do_what_is_due()

    assert done == ["tidied"]
    assert guarded.told()[0].startswith("upkeep: this failed (OSError: the disk is full)")


def test_a_clock_set_back_by_days_does_not_put_off_the_chores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at(monkeypatch, "2026-03-09T09:01:00")
    chores = Chores((lambda: None,))
    at(monkeypatch, "2026-03-02T09:01:00")

    assert chores.do_what_is_due() == dt.timedelta(hours=15)


def test_without_chores_there_is_nothing_to_wait_for() -> None:
    assert Chores(()).do_what_is_due() == DAY
