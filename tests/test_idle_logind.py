"""Stories about logind's hint of idleness, played on a private system bus."""

from datetime import timedelta

import pytest
from fake_desktop import Place
from idle_scenes import Machine, Session, played_logind

from deskbreak.errors import SensorError
from deskbreak.sensors.idle import choose_idle
from deskbreak.sensors.idle_logind import LogindIdle

NEVER = "logind: the desktop has never told logind that nobody is there"


@pytest.fixture
def session(place: Place) -> Session:
    return played_logind(place)


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def source(place: Place, session: Session, machine: Machine) -> LogindIdle:
    """Of a desktop that was idle once, and where somebody is there again."""
    session.hint(is_idle=False, at=timedelta(hours=1))
    return LogindIdle.open({"XDG_SESSION_ID": "2"}, place.bus, machine)


def test_until_the_desktop_calls_the_session_idle_somebody_is_there(
    source: LogindIdle, machine: Machine
) -> None:
    machine.passes(timedelta(minutes=9))

    assert source.idle() == timedelta(0)


def test_a_bus_that_goes_can_be_read_no_more(place: Place, source: LogindIdle) -> None:
    place.lose()

    with pytest.raises(SensorError, match=r"^logind does not answer: "):
        source.idle()


def test_it_is_the_last_hint_where_nothing_better_tells(place: Place, session: Session) -> None:
    session.hint(is_idle=True, at=timedelta(microseconds=1))

    chosen = choose_idle({"DISPLAY": ":3999", "XDG_SESSION_TYPE": "wayland"}, None, place.bus)

    assert chosen.source.name == "logind"
    assert chosen.reasons == (
        "wayland: WAYLAND_DISPLAY is not set",
        "mutter: there is no session bus",
        "x11: this is a Wayland session, where X11 sees only part of the input",
    )


@pytest.mark.usefixtures("session")
def test_a_desktop_that_never_told_logind_of_idleness_is_not_taken_to_be_in_use(
    place: Place,
) -> None:
    chosen = choose_idle({"DESKBREAK_IDLE": "logind"}, None, place.bus)

    assert chosen.source.name == "none"
    assert chosen.reasons == (NEVER,)


@pytest.mark.usefixtures("session")
def test_an_unknown_session_is_told(place: Place) -> None:
    chosen = choose_idle({"DESKBREAK_IDLE": "logind", "XDG_SESSION_ID": "c9"}, None, place.bus)

    assert chosen.source.name == "none"
    assert chosen.reasons[0].endswith("No session 'c9' known")
