"""What the windows are told and how their figure moves; what they look like is seen on a screen."""

import json
import os
import subprocess
import sys
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbreak import language
from deskbreak.itself import WINDOW, own_command
from deskbreak.surfaces.child_window import ChildWindow, Report, to_line
from deskbreak.surfaces.tkinter_here import window_obstacle
from deskbreak.window.button import Button
from deskbreak.window.content import (
    FAILED,
    Content,
    FollowUp,
    Guidance,
    Pace,
    Page,
    PageLine,
    Popup,
    PopupRow,
    Steering,
    TimedCue,
    Toast,
    Update,
)
from deskbreak.window.motion import (
    FRAMES,
    current_cue,
    frame_number,
    is_long_hold,
    is_moving,
    phase,
)
from deskbreak.window.wire import from_line, news_from

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = st.text(max_size=40)
BUTTONS = st.lists(st.builds(Button, TEXTS, TEXTS), max_size=3).map(tuple)
LINES = st.lists(st.builds(PageLine, TEXTS), max_size=5).map(tuple)
MENU = st.recursive(
    st.just(()),
    lambda rows: st.lists(
        st.builds(PopupRow, TEXTS, TEXTS, st.none() | st.booleans(), rows), max_size=3
    ).map(tuple),
    max_leaves=4,
)
GET_READY = TimedCue(0, 10, "Get ready", "prepare")
MOVE_IN = TimedCue(10, 12, "Ease into it", "move_in")
HOLD = TimedCue(12, 30, "Hold", "hold")
MOVE_OUT = TimedCue(30, 32, "Ease back out", "move_out")
FINISH = TimedCue(32, 35, "Ease out", "finish")
CUES = (GET_READY, MOVE_IN, HOLD, MOVE_OUT, FINISH)
NO_SCREEN = {"PATH": os.environ["PATH"], "DISPLAY": ":3999"}


@given(
    st.one_of(
        st.builds(Toast, TEXTS, TEXTS, BUTTONS, TEXTS, TEXTS),
        st.builds(Page, TEXTS, LINES, TEXTS),
        st.builds(Popup, MENU, TEXTS),
        st.builds(
            Guidance,
            TEXTS,
            st.lists(TEXTS, max_size=3).map(tuple),
            st.lists(TEXTS, max_size=3).map(tuple),
            TEXTS,
            st.just(CUES),
            st.floats(0, 60),
            st.builds(Steering, *3 * [st.builds(Button, TEXTS, TEXTS)]),
            BUTTONS,
            BUTTONS,
            TEXTS,
        ),
    )
)
def test_what_is_told_in_a_line_is_what_is_shown(content: Content) -> None:
    line = to_line(content)

    assert line.endswith("\n")
    assert "\n" not in line[:-1]
    assert from_line(line) == content


@given(
    st.one_of(
        st.builds(Pace, st.floats(0, 600), st.booleans()),
        st.builds(FollowUp, TEXTS, TEXTS, BUTTONS, BUTTONS, st.floats(0, 60)),
    )
)
def test_what_is_told_of_a_running_break_is_what_is_heard(news: Update) -> None:
    assert news_from(to_line(news)) == news


def test_the_cue_of_a_moment_is_the_one_that_runs_and_at_the_end_the_last() -> None:
    assert [current_cue(CUES, elapsed) for elapsed in (0, 9.9, 10, 13, 34, 99)] == [
        GET_READY,
        GET_READY,
        MOVE_IN,
        HOLD,
        FINISH,
        FINISH,
    ]


def test_the_figure_moves_in_stands_still_while_it_is_held_and_moves_out() -> None:
    moments = [(MOVE_IN, 10), (MOVE_IN, 11), (HOLD, 12), (HOLD, 29.9), (MOVE_OUT, 31), (FINISH, 33)]

    assert [phase(cue, at, goes_round=False) for cue, at in moments] == [0, 0.5, 1, 1, 0.5, 0]
    assert is_moving(MOVE_IN, 10.2, goes_round=False)
    assert not is_moving(HOLD, 20, goes_round=False)


def test_only_a_hold_of_some_seconds_is_long() -> None:
    assert [
        is_long_hold(cue) for cue in (HOLD, TimedCue(0, 5, "", "hold"), TimedCue(0, 9, "", "rest"))
    ] == [
        True,
        False,
        False,
    ]


def test_a_walk_goes_round_and_what_rests_is_at_its_start() -> None:
    walk = TimedCue(0, 120, "Walk", "go_on")

    assert 0 < phase(walk, 30.5, goes_round=True) < 1
    assert phase(TimedCue(0, 5, "Rest", "rest"), 2, goes_round=False) == 0


def test_who_wants_no_motion_sees_the_hold_from_the_way_in_to_the_way_out() -> None:
    moments = [(MOVE_IN, 10), (HOLD, 15), (MOVE_OUT, 31), (FINISH, 33)]

    assert [phase(cue, at, goes_round=False, moves=False) for cue, at in moments] == [1, 1, 1, 0]


@given(
    st.sampled_from([*CUES, TimedCue(0, 9, "", "rest"), TimedCue(0, 60, "", "go_on")]),
    st.floats(0, 70),
)
def test_the_figure_is_always_somewhere_between_start_and_hold(
    cue: TimedCue, elapsed: float
) -> None:
    for goes_round in (False, True):
        at = phase(cue, elapsed, goes_round=goes_round)

        assert 0 <= at <= 1
        assert 0 <= frame_number(at) <= FRAMES


def report_of(content: Content, environment: dict[str, str]) -> Report:
    reports: SimpleQueue[Report] = SimpleQueue()
    ChildWindow(content, environment, reports.put)
    return reports.get(timeout=20)


def test_a_window_without_a_screen_says_that_it_failed_and_why() -> None:
    report = report_of(Toast("Title", "Body"), NO_SCREEN)

    assert report.what == FAILED
    assert ":3999" in report.why


def test_a_window_that_cannot_be_on_this_machine_says_why() -> None:
    report = report_of(Toast("Title", "Body"), {"PATH": os.environ["PATH"]})

    assert report == Report(FAILED, why="DISPLAY is not set")


def test_a_window_that_is_told_nonsense_says_so() -> None:
    done = subprocess.run(
        own_command(*WINDOW),
        input='{"kind": "cinema"}\n',
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )

    assert done.returncode == 2
    assert json.loads(done.stdout)["told"] == FAILED
    assert done.stderr == ""


def test_after_its_closing_a_window_is_not_heard_any_more() -> None:
    reports: SimpleQueue[Report] = SimpleQueue()
    window = ChildWindow(Toast("Title", "Body"), NO_SCREEN, reports.put)
    window.close()

    assert report_of(Toast("Another", "Body"), NO_SCREEN).what == FAILED
    assert reports.empty()


@pytest.mark.parametrize(
    ("environment", "why"),
    [({}, "DISPLAY is not set"), ({"DISPLAY": ":0"}, None)],
)
def test_what_stands_in_the_way_of_a_window_is_told(
    environment: dict[str, str], why: str | None
) -> None:
    assert window_obstacle(environment) == why


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system draws the letters")
def test_no_window_writes_from_the_right(monkeypatch: pytest.MonkeyPatch) -> None:
    language.bind()
    told = []
    for code in ("ar", "de"):
        monkeypatch.setenv("LANGUAGE", code)
        told.append(window_obstacle({"DISPLAY": ":0"}))

    assert "Tk" in (told[0] or "")
    assert told[1] is None


def test_a_python_without_tkinter_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    missing: Callable[[str], None] = lambda _name: None  # noqa: E731  (as find_spec answers)
    monkeypatch.setattr("deskbreak.surfaces.tkinter_here.find_spec", missing)

    assert "python3-tk" in (window_obstacle({"DISPLAY": ":0"}) or "")


def test_the_daemon_s_side_loads_neither_tk_nor_pillow() -> None:
    code = (
        "import sys; import deskbreak.surfaces.guide_window, deskbreak.surfaces.notifier_toast;"
        "print([name for name in ('tkinter', 'PIL', 'subprocess') if name in sys.modules])"
    )
    done = subprocess.run(
        (sys.executable, "-c", code), capture_output=True, text=True, check=True, cwd=Path.cwd()
    )

    assert done.stdout.strip() == "[]"
