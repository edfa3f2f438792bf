"""Stories about which source of idleness wins, and why the others did not."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from fake_compositor import FakeCompositor

from deskbreak.errors import ConfigError, SensorError
from deskbreak.sensors.idle import Chosen, choose_idle
from deskbreak.sensors.idle_none import NoIdle

_CHOOSE = """
import os
from deskbreak.sensors.idle import choose_idle

chosen = choose_idle(os.environ)
print(chosen.source.name, *chosen.reasons, sep="\\n")
"""
NO_SERVER = "no X server answers at :3999: [Errno 2] No such file or directory"
NO_COMPOSITOR = "no Wayland compositor answers at /none: [Errno 2] No such file or directory"
A_DISPLAY = "there is a display, whose input the terminal does not see"
NO_WAYLAND = "wayland: WAYLAND_DISPLAY is not set"
NO_BUS = "mutter: there is no session bus"
NO_SYSTEM_BUS = "logind: there is no system bus"
TERMINAL = "logind: there is no display, and the terminal itself tells more"
WAYLAND = "this is a Wayland session, where X11 sees only part of the input"


def chosen_at(stdin: int, environment: Mapping[str, str]) -> list[str]:
    """The name of the source that a program started there chooses, then the reasons."""
    program = subprocess.run(
        [sys.executable, "-c", _CHOOSE],
        stdin=stdin,
        capture_output=True,
        check=True,
        text=True,
        env=dict(environment),
    )
    return program.stdout.splitlines()


def test_a_terminal_without_a_display_is_its_own_source() -> None:
    keyboard, program = os.openpty()

    chosen = chosen_at(program, {})

    os.close(keyboard)
    os.close(program)
    assert chosen == ["tty", NO_WAYLAND, NO_BUS, "x11: DISPLAY is not set", TERMINAL]


def test_without_display_and_terminal_nothing_sees_input() -> None:
    chosen = chosen_at(subprocess.DEVNULL, {})

    assert chosen == [
        "none",
        NO_WAYLAND,
        NO_BUS,
        "x11: DISPLAY is not set",
        TERMINAL,
        "tty: deskbreak does not run in a terminal",
    ]


@pytest.mark.parametrize(
    ("session", "no_wayland"),
    [
        ({"XDG_SESSION_TYPE": "wayland"}, NO_WAYLAND),
        (
            {"WAYLAND_DISPLAY": "/none"},
            f"wayland: {NO_COMPOSITOR}",
        ),
    ],
)
def test_x11_is_never_asked_in_a_wayland_session(
    session: Mapping[str, str], no_wayland: str
) -> None:
    chosen = choose_idle({"DISPLAY": ":3999", **session})

    assert chosen.source.name == "none"
    assert chosen.reasons == (
        no_wayland,
        NO_BUS,
        f"x11: {WAYLAND}",
        NO_SYSTEM_BUS,
        f"tty: {A_DISPLAY}",
    )


def test_a_display_that_nobody_serves_is_told() -> None:
    chosen = choose_idle({"DISPLAY": ":3999"})

    assert chosen.source.name == "none"
    assert chosen.reasons == (
        NO_WAYLAND,
        NO_BUS,
        f"x11: {NO_SERVER}",
        NO_SYSTEM_BUS,
        f"tty: {A_DISPLAY}",
    )


def test_a_forced_source_is_tried_alone_even_where_it_does_not_seem_to_fit() -> None:
    chosen = choose_idle({"DESKBREAK_IDLE": "x11", "DISPLAY": ":3999", "WAYLAND_DISPLAY": "w"})

    assert chosen.source.name == "none"
    assert chosen.reasons == (f"x11: {NO_SERVER}",)


def test_none_can_be_forced() -> None:
    chosen = choose_idle({"DESKBREAK_IDLE": "none", "DISPLAY": ":3999"})

    assert chosen.source.name == "none"
    assert chosen.reasons == ()


def test_a_terminal_can_be_forced_beside_a_display() -> None:
    keyboard, program = os.openpty()

    chosen = chosen_at(program, {"DESKBREAK_IDLE": "tty", "DISPLAY": ":3999"})

    os.close(keyboard)
    os.close(program)
    assert chosen == ["tty"]


def test_only_better_sources_than_the_present_one_are_tried() -> None:
    present = Chosen(NoIdle(), (), rank=2)

    chosen = choose_idle({"DISPLAY": ":3999"}, present=present)

    assert chosen.source is present.source
    assert chosen.rank == 2
    assert chosen.reasons == (NO_WAYLAND, NO_BUS)


def test_a_better_source_takes_the_place_of_the_present_one(tmp_path: Path) -> None:
    compositor = FakeCompositor(tmp_path)

    chosen = choose_idle(compositor.environment, present=Chosen(NoIdle(), (), rank=2))

    assert chosen.source.name == "wayland"
    assert chosen.rank == 0
    chosen.source.close()
    compositor.kill()


def test_an_unknown_forced_source_is_the_users_to_mend() -> None:
    with pytest.raises(
        ConfigError,
        match=r"^environment: DESKBREAK_IDLE: “x12”; may be one of: "
        r"wayland, mutter, x11, logind, tty, none$",
    ):
        choose_idle({"DESKBREAK_IDLE": "x12"})


def test_the_honest_none_says_that_it_sees_nothing() -> None:
    source = NoIdle()

    source.wake_on_input(lambda: pytest.fail("nothing can have been seen"))
    source.close()

    assert not source.sees_input
    assert not source.may_wake
    with pytest.raises(SensorError, match="nothing on this desktop reports"):
        source.idle()


def test_run_alone_a_source_that_cannot_be_read_says_why() -> None:
    program = subprocess.run(
        [sys.executable, "-m", "deskbreak.sensors.idle_tty"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        text=True,
    )

    assert program.returncode == 1
    assert program.stderr == "deskbreak does not run in a terminal\n"
