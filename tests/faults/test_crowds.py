"""Too many starts, too many programs that ask, too little of everything, and a process that is stopped."""

import os
import signal
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from desktop import wait_until

from faults.cradle import Cradle
from faults.household import Household, Reply

Tell = Callable[[str, int], None]


def started_together(cradle: Cradle, home: Household, number: int) -> int:
    """So many at the same instant; returns which one it is, once all others have given way."""
    begins = time.clock_gettime(time.CLOCK_MONOTONIC) + 0.05
    pids = [home.start(together_at=begins) for _ in range(number)]
    ended: dict[int, int] = {}

    def one_is_left() -> bool:
        ended.update(
            {
                pid: code
                for pid in pids
                if pid not in ended and (code := cradle.wait(pid, 0)) is not None
            }
        )
        return len(ended) >= number - 1

    wait_until(one_is_left, "all but one to give way", within=20, why=lambda: home.log[-3000:])
    (home.pid,) = set(pids) - ended.keys()
    assert set(ended.values()) == {0}, home.log[-3000:]
    return home.pid


def test_of_two_starts_in_one_millisecond_one_is_it(cradle: Cradle, tmp_path: Path) -> None:
    home = Household(cradle, tmp_path / "h")
    started_together(cradle, home, 2)
    assert home.answers()
    assert home.is_asked()  # before somebody sits there is nothing to have done
    reply = home.answer("done")
    home.quit()

    assert reply is not None
    assert home.contradictions() == []


@pytest.mark.fault
def test_of_any_number_of_starts_in_one_millisecond_one_is_it(
    cradle: Cradle, tmp_path: Path, lived_through: Tell
) -> None:
    home = Household(cradle, tmp_path / "h")
    for number in [2] * 40 + [3, 5, 8] * 5:
        started_together(cradle, home, number)
        assert home.answers()
        home.answer("done")
        home.kill()
    home.up()
    home.quit()

    assert home.contradictions() == []
    lived_through("starts at once", 55)


@pytest.mark.fault
def test_five_hundred_at_once_are_served_or_told_why_not(
    cradle: Cradle, tmp_path: Path, lived_through: Tell
) -> None:
    home = Household(cradle, tmp_path / "h")
    home.up()
    with ThreadPoolExecutor(250) as crowd:
        replies = list(crowd.map(lambda _: home.ask("done"), range(500)))
    noted = [one for one in replies if one is not None and one["ok"]]
    refused = [one for one in replies if one is not None and not one["ok"]]
    silent = len(replies) - len(noted) - len(refused)
    after = home.ask("done")
    home.quit()
    kept = home.kept()["done"]

    assert len(noted) > 0
    assert all("try again" in one["error"] for one in refused), refused[:3]
    assert after is not None
    assert after["ok"]
    assert len(noted) + 1 <= kept <= len(noted) + 1 + silent
    lived_through("programs asking at once", 500)


@pytest.mark.fault
def test_five_hundred_who_connect_and_say_nothing_keep_nobody_out_for_long(
    cradle: Cradle, tmp_path: Path, lived_through: Tell
) -> None:
    home = Household(cradle, tmp_path / "h")
    home.up()
    crowd = []
    for _ in range(500):
        silent = socket.socket(socket.AF_UNIX)
        silent.settimeout(0)
        silent.connect_ex(str(home.folder / "run" / "deskbreak.sock"))
        crowd.append(silent)
    wait_until(lambda: _is_ok(home.answer("done")), "a turn", within=15)
    for silent in crowd:
        silent.close()
    assert _is_ok(home.answer("done"))
    home.quit()

    assert home.contradictions() == []
    lived_through("programs asking at once", 500)


def _is_ok(reply: Reply | None) -> bool:
    return reply is not None and bool(reply["ok"])


@pytest.mark.fault
@pytest.mark.parametrize("files", [12, 14, 16, 18, 20, 24, 30, 40])
def test_with_few_descriptors_it_counts_on_or_says_why_not(
    files: int, cradle: Cradle, tmp_path: Path, lived_through: Tell
) -> None:
    _lives_with(Household(cradle, tmp_path / "h"), {"RLIMIT_NOFILE": files})
    lived_through("shortages", 1)


@pytest.mark.fault
@pytest.mark.parametrize("more", [0, 1, 2, 4, 8, 16, 32, 80])
def test_with_little_memory_it_counts_on_or_says_why_not(
    more: int, cradle: Cradle, tmp_path: Path, lived_through: Tell
) -> None:
    """MiB more than a process has that has loaded everything."""
    _lives_with(Household(cradle, tmp_path / "h"), {"more_memory": more * 2**20})
    lived_through("shortages", 1)


@pytest.mark.fault
@pytest.mark.parametrize("size", [0, 1, 500, 4096, 30_000])
def test_with_no_room_for_a_file_it_counts_on_or_says_why_not(
    size: int, cradle: Cradle, tmp_path: Path, lived_through: Tell
) -> None:
    _lives_with(Household(cradle, tmp_path / "h"), {"RLIMIT_FSIZE": size})
    lived_through("shortages", 1)


def _lives_with(home: Household, limits: dict[str, int]) -> None:
    """What was accepted is kept, there or in a life without the limits; who cannot live says so."""
    home.start(limits=limits)
    wait_until(lambda: _is_up_or_says_why_not(home), "a word", within=20, why=lambda: home.log)
    if home.ask("status") is not None:
        crowd = [socket.socket(socket.AF_UNIX) for _ in range(40)]
        for one in crowd:
            one.settimeout(0)
            one.connect_ex(str(home.folder / "run" / "deskbreak.sock"))
        for one in crowd:
            one.close()
        doubts = [_doubt(home.answer("done")) for _ in range(3)]
        home.is_in_memory_alone = any("only in memory" in one for one in doubts)
    home.kill()
    home.up()
    assert _is_ok(home.answer("done"))
    home.quit()

    assert home.is_in_memory_alone or home.contradictions() == [], home.log[-3000:]


def _is_up_or_says_why_not(home: Household) -> bool:
    if home.ask("status") is not None or (home.has_ended() and home.log.strip()):
        return True
    return any(why in home.log for why in ("nobody can be let in", "MemoryError"))


def _doubt(reply: Reply | None) -> str:
    return "" if reply is None else str(reply.get("doubt", ""))


@pytest.mark.fault
def test_a_process_that_was_stopped_goes_on_and_keeps_what_it_then_says_it_notes(
    cradle: Cradle, tmp_path: Path, lived_through: Tell
) -> None:
    home = Household(cradle, tmp_path / "h")
    home.up()
    assert home.pid is not None
    for _ in range(3):
        os.kill(home.pid, signal.SIGSTOP)
        with ThreadPoolExecutor(20) as crowd:
            asked = [crowd.submit(home.ask, "done") for _ in range(20)]
            wait_until(lambda: _is_queued(home), "the crowd at the door")
            os.kill(home.pid, signal.SIGCONT)
            replies: list[Any] = [one.result() for one in asked]
        home.told.sure["done"] += sum(map(_is_ok, replies))
        home.told.unsure["done"] += replies.count(None)
    assert _is_ok(home.answer("done"))
    home.quit()

    assert home.contradictions() == []
    lived_through("stops", 3)


def _is_queued(home: Household) -> bool:
    """Those who wait stand in the kernel's list of sockets."""
    sockets = Path("/proc/net/unix").read_text()
    return sockets.count(str(home.folder / "run" / "deskbreak.sock")) > 15
