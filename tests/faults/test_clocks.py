"""Wall clocks that are set to anything, by libfaketime; zones that are none; another boot."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from desktop import wait_until

from faults.cradle import Cradle
from faults.household import Household

pytestmark = pytest.mark.fault
Tell = Callable[[str, int], None]
LIBRARIES = (*Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), Path("none"))


@dataclass(frozen=True)
class Calendar:
    """What all clocks of the wall show in the daemons of that cradle."""

    cradle: Cradle
    file: Path

    def set(self, offset: str) -> None:
        """Beside the true time, as libfaketime reads it: `+3600`, `-20000d`."""
        written = self.file.with_suffix(".new")
        written.write_text(f"{offset}\n")
        written.replace(self.file)


@pytest.fixture(scope="module")
def calendar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calendar]:
    if not LIBRARIES[0].exists():
        pytest.skip("there is no libfaketime here")
    file = tmp_path_factory.mktemp("time") / "offset"
    env = {
        "LD_PRELOAD": str(LIBRARIES[0]),
        "FAKETIME_TIMESTAMP_FILE": str(file),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_DONT_RESET": "1",
    }
    file.write_text("+0\n")
    with Cradle(env) as cradle:
        yield Calendar(cradle, file)


@pytest.fixture
def home(calendar: Calendar, tmp_path: Path) -> Household:
    """Somebody has been at the desk for a second, by a clock that is right."""
    calendar.set("+0")
    home = Household(calendar.cradle, tmp_path / "h", speed=1)
    home.up()
    home.answer("done")
    wait_until(lambda: seat_time(home) >= 1, "a second at the desk")
    return home


SECONDS, HOURS, DAYS = ("+1", "-30"), ("+3600", "-3600"), ("+86400", "-86400", "+2500d")
CENTURY = ("-20000d", "+27000d")
"""To the seventies, and to the year 2100."""


@pytest.mark.parametrize("offset", SECONDS + HOURS + DAYS + CENTURY)
def test_a_wall_clock_that_is_set_changes_no_seat_time_and_loses_nothing(
    offset: str, calendar: Calendar, home: Household, lived_through: Tell
) -> None:
    before = seat_time(home)
    calendar.set(offset)
    after = seat_time(home)
    home.answer("done")
    home.quit()

    assert before <= after < before + 5
    assert home.contradictions() == []
    assert "Traceback" not in home.log
    lived_through("clocks set", 1)


@pytest.mark.parametrize("offset", SECONDS + HOURS + DAYS + CENTURY)
def test_killed_under_a_wrong_clock_and_under_the_right_one_again_it_loses_nothing(
    offset: str, calendar: Calendar, home: Household, lived_through: Tell
) -> None:
    calendar.set(offset)
    home.answer("done")
    home.kill()
    home.up()
    home.answer("done")
    calendar.set("+0")
    home.answer("done")
    again = seat_time(home)
    home.kill()
    home.up()
    home.answer("done")
    home.quit()

    assert 0 <= again < 5
    assert home.contradictions() == []
    assert "Traceback" not in home.log
    lived_through("clocks set", 2)


@pytest.mark.parametrize("offset", ["+0", "-7200", *HOURS, *DAYS, *CENTURY])
def test_across_boots_the_gap_is_that_of_the_wall_and_never_below_zero(
    offset: str, calendar: Calendar, home: Household, lived_through: Tell
) -> None:
    home.kill()
    saved = json.loads(home.session.read_text())
    home.session.write_text(json.dumps({**saved, "boot": "another"}))
    calendar.set(offset)
    home.up()
    sat = seat_time(home)
    home.answer("done")
    home.quit()

    assert 0 <= sat < 10
    assert home.contradictions() == []
    assert "Traceback" not in home.log
    lived_through("boots", 1)


FAR_OFF = ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Australia/Lord_Howe")
WITHOUT_A_NAME = ("IST-5:30", "<+0330>-3:30")
NONE_AT_ALL = (
    "Nowhere/At_All",
    "UTC+25",
    "",
    ":",
    ":/etc/passwd",
    "../../etc/passwd",
    "x" * 3000,
    "é",
)


@pytest.mark.parametrize(
    "zone", FAR_OFF + WITHOUT_A_NAME + NONE_AT_ALL, ids=lambda zone: zone[:20] or "empty"
)
def test_whatever_the_zone_is_called_it_counts_and_keeps(
    zone: str, cradle: Cradle, tmp_path: Path, lived_through: Tell
) -> None:
    home = Household(cradle, tmp_path / "h")
    home.env["TZ"] = zone
    home.up()
    home.answer("done")
    status = home.ask("status")
    home.quit()

    assert status is not None
    assert status["today"]["done"] == 1
    assert home.contradictions() == []
    assert "Traceback" not in home.log
    lived_through("zones", 1)


def seat_time(home: Household) -> float:
    status = home.ask("status")
    assert status is not None
    return float(status["seat_time_s"])
