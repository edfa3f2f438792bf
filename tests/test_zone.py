"""The zone of the place: what libc says, whatever it is made of."""

import logging
import shutil
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from deskbreak.sensors.zone import LocalZone, local_zone, zone_name, zone_source

if sys.platform == "win32":
    pytest.skip("Windows has a zone of its own kind", allow_module_level=True)

ZONES = Path("/usr/share/zoneinfo")
A_YEAR = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=7 * count) for count in range(1300)]


@pytest.fixture
def etc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that stands for the machine's /etc/localtime; TZ says nothing."""
    monkeypatch.delenv("TZ", raising=False)
    return tmp_path / "localtime"


@pytest.fixture
def libc(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    "setting",
    [
        *("Europe/Berlin", ":Asia/Kolkata", str(ZONES / "Europe/Berlin"), ""),
        *("IST-5:30", "CET-1CEST,M3.5.0,M10.5.0/3", "<+03>-3", "<-0330>3:30", "EST5EDT"),
        *("NZST-12NZDT-13,M9.5.0,M4.1.0/3", "Nowhere/Land", "nonsense"),
    ],
)
def test_at_every_time_of_the_year_it_is_as_late_as_libc_says(
    libc: pytest.MonkeyPatch, setting: str
) -> None:
    libc.setenv("TZ", setting)
    time.tzset()

    here = local_zone()

    offsets = [instant.astimezone(here).utcoffset() for instant in A_YEAR]
    by_libc = [time.localtime(instant.timestamp()).tm_gmtoff for instant in A_YEAR]
    assert offsets == [timedelta(seconds=offset) for offset in by_libc]


def test_a_rule_that_leaves_open_when_summer_is_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "CET-1CEST")

    here = local_zone()

    hours = [datetime(2026, month, 2, 12, tzinfo=UTC).astimezone(here).hour for month in (1, 7)]
    assert hours == [13, 14]


def test_a_zone_with_a_name_is_known_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")

    assert local_zone() == ZoneInfo("Europe/Berlin")
    assert (zone_name(local_zone()), zone_source()) == ("Europe/Berlin", "TZ=Europe/Berlin")


def test_a_zone_that_nobody_knows_is_utc_and_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("TZ", "Nowhere/Land")

    assert local_zone() is UTC
    assert [(record.name, record.levelno) for record in caplog.records] == [
        ("deskbreak.sensors.zone", logging.WARNING)
    ]


def test_a_copied_zone_file_counts_and_not_what_another_file_says(etc: Path) -> None:
    shutil.copy(ZONES / "Asia/Kolkata", etc)
    etc.with_name("timezone").write_text("Europe/Berlin\n", encoding="ascii")

    here = local_zone(str(etc))

    assert datetime(2026, 3, 2, 12, tzinfo=UTC).astimezone(here).hour == 17
    assert zone_name(here) is None


def test_without_a_zone_file_it_is_utc(etc: Path) -> None:
    assert not etc.exists()
    assert local_zone(str(etc)) is UTC


def test_a_traveller_has_the_zone_of_the_place_at_the_next_round(etc: Path) -> None:
    etc.symlink_to(ZONES / "Europe/Berlin")
    here = LocalZone(str(etc))
    assert here.read() == ZoneInfo("Europe/Berlin")
    assert here.read() is here.read()

    etc.unlink()
    etc.symlink_to(ZONES / "America/New_York")

    assert here.read() == ZoneInfo("America/New_York")


def test_libc_travels_along(libc: pytest.MonkeyPatch) -> None:
    here = LocalZone()
    for setting, hour in (("Europe/Berlin", 13), ("America/New_York", 7)):
        libc.setenv("TZ", setting)
        here.read()

        assert time.localtime(datetime(2026, 3, 2, 12, tzinfo=UTC).timestamp()).tm_hour == hour


def test_a_copied_zone_file_is_read_once_for_as_long_as_it_stays(etc: Path) -> None:
    shutil.copy(ZONES / "Asia/Kolkata", etc)
    here = LocalZone(str(etc))
    before = here.read()
    assert here.read() is before

    shutil.copy(ZONES / "Asia/Tokyo", etc.with_name("new"))
    etc.with_name("new").replace(etc)

    assert datetime(2026, 3, 2, 12, tzinfo=UTC).astimezone(here.read()).hour == 21
