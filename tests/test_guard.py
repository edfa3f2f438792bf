"""What may fail, and how often that is told: a part with a switch, a guard on a clock of its own."""

import logging
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest
from guarded import Guarded

from deskbreak.errors import StorageError, SurfaceError
from deskbreak.files.installed import Installed

SECOND = timedelta(seconds=1)
PART = "tray icon"


class Part:
    """Fails as it is told to; counts how often it was tried."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.tries = 0

    def work(self) -> str:
        self.tries += 1
        if self.error is not None:
            raise self.error
        return "done"


def test_what_works_says_what_it_did_and_nothing_is_told() -> None:
    guarded, part = Guarded(), Part()

    assert guarded.guard.attempt(PART, part.work) == "done"
    assert guarded.guard.keep_trying(PART, part.work) == "done"
    assert guarded.guard.description() == {"failing": {}}
    assert guarded.told() == []


def test_what_fails_is_told_once_and_once_more_after_it_worked_in_between(
    caplog: pytest.LogCaptureFixture,
) -> None:
    guarded, part = Guarded(), Part()
    part.error = SurfaceError("no tray icon; reinstall deskbreak")

    assert guarded.guard.attempt(PART, part.work, instead="nothing") == "nothing"
    guarded.guard.attempt(PART, part.work)
    assert guarded.told() == ["no tray icon; reinstall deskbreak"]
    assert guarded.guard.description() == {
        "failing": {PART: "no tray icon; reinstall deskbreak"},
    }
    assert caplog.messages == ["no tray icon; reinstall deskbreak"]

    part.error = None
    guarded.guard.attempt(PART, part.work)
    assert guarded.guard.description() == {"failing": {}}

    part.error = SurfaceError("no tray icon; reinstall deskbreak")
    guarded.guard.attempt(PART, part.work)
    assert guarded.told() == ["no tray icon; reinstall deskbreak"]


def test_a_bug_is_told_with_its_part_and_leaves_its_traceback_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    guarded, part = Guarded(), Part()
    part.error = ZeroDivisionError("division by zero")

    guarded.guard.attempt(PART, part.work)
    guarded.guard.attempt(PART, part.work)

    [told] = guarded.told()
    assert told.startswith("tray icon: this failed (ZeroDivisionError: division by zero); ")
    assert caplog.text.count("Traceback") == 1


def test_what_two_parts_fail_of_is_told_once() -> None:
    guarded, part = Guarded(), Part()
    part.error = StorageError("/home is full")

    guarded.guard.attempt("history", part.work)
    guarded.guard.attempt("numbers of the day", part.work)

    assert guarded.told() == ["/home is full"]


def test_what_comes_every_round_rests_after_a_failure_ever_longer() -> None:
    guarded, part = Guarded(), Part()
    part.error = OSError("gone")
    tried_at = []
    for second in range(7200):
        guarded.uptime = second * SECOND
        tries = part.tries
        guarded.guard.keep_trying(PART, part.work)
        if part.tries > tries:
            tried_at.append(second)

    assert tried_at[:7] == [0, 15, 45, 105, 225, 465, 945]
    assert tried_at[-1] - tried_at[-2] == 15 * 60


def test_after_it_worked_the_rest_is_short_again() -> None:
    guarded, part = Guarded(), Part()
    part.error = OSError("gone")
    for second in (0, 15, 45):
        guarded.uptime = second * SECOND
        guarded.guard.keep_trying(PART, part.work)
    part.error = None
    guarded.uptime = 105 * SECOND
    guarded.guard.keep_trying(PART, part.work)
    part.error = OSError("gone")
    guarded.guard.keep_trying(PART, part.work)

    guarded.uptime = 120 * SECOND
    guarded.guard.keep_trying(PART, part.work)

    assert part.tries == 6


def test_a_complaint_that_cannot_be_told_is_told_later() -> None:
    guarded = Guarded()
    guarded.complaints.add("Mend it.")

    def fails(_title: str, _text: str) -> None:
        raise OSError("no screen")

    with pytest.raises(OSError, match="no screen"):
        guarded.complaints.pass_on(fails)

    assert guarded.told() == ["Mend it."]
    assert guarded.told() == []


def test_a_wrong_setting_has_a_title_of_its_own() -> None:
    guarded = Guarded()
    told: list[tuple[str, str]] = []
    guarded.complaints.add_setting("breaks.every: write 5m")
    guarded.complaints.add("The history was damaged.")
    guarded.complaints.add_setting("hold.calls: true or false")

    guarded.complaints.pass_on(lambda *title_and_text: told.append(title_and_text))

    assert told == [
        ("A setting is wrong", "breaks.every: write 5m\nhold.calls: true or false"),
        ("Something went wrong", "The history was damaged."),
    ]


# an update while it runs


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a module of deskbreak's that is loaded."""
    file = tmp_path / "part.py"
    file.write_text("old = True\n")
    loaded = ModuleType("deskbreak.part")
    loaded.__file__ = str(file)
    monkeypatch.setitem(sys.modules, loaded.__name__, loaded)
    return file


def rewritten(file: Path) -> None:
    file.with_suffix(".new").write_text("new = True\n")
    file.with_suffix(".new").replace(file)


@pytest.mark.parametrize("changed", [Path.unlink, rewritten], ids=("gone", "rewritten"))
def test_where_the_files_are_others_by_now_a_restart_is_asked_for_once(
    module: Path, changed: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    guarded, part = Guarded(Installed()), Part()
    part.error = ModuleNotFoundError("No module named 'deskbreak.surfaces.guide_window'")

    changed(module)
    guarded.guard.attempt("window", part.work)
    guarded.guard.attempt("menu", part.work)

    [told] = guarded.told()
    assert told.startswith("deskbreak was updated while it was running: quit it and start it again")
    assert guarded.guard.description()["update"] == told
    assert "Traceback" not in caplog.text
    assert caplog.text.count("guide_window") == 1


def test_modules_without_a_file_are_no_update(
    module: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a bundle."""
    monkeypatch.setattr(sys.modules["deskbreak.part"], "__file__", str(module.with_name("none")))
    installed = Installed()

    assert not installed.has_changed()


@pytest.fixture
def _quiet() -> Iterator[None]:
    """Nothing is logged. By `disable`, for each logger remembers whether it logs, and that forgets it."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("_quiet")
def test_what_fails_in_several_threads_at_once_is_told_in_each() -> None:
    guarded, failing = Guarded(), Part()
    for number in range(200):
        failing.error = SurfaceError(f"no part {number}")
        guarded.guard.attempt(f"part {number}", failing.work)

    def fails_and_works(part: str) -> int:
        on, off = Part(), Part()
        on.error = SurfaceError(part)
        for _ in range(400):
            guarded.guard.attempt(part, on.work)
            guarded.guard.attempt(part, off.work)
        return on.tries

    often = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(3) as threads:
            tries = [*threads.map(fails_and_works, ("tray", "menu", "message"))]
    finally:
        sys.setswitchinterval(often)

    assert tries == [400] * 3
