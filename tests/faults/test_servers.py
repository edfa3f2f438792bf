"""Whatever a notification server, a bus, a panel or an X server does: a proposal is seen, an answer kept."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from desktop import Desktop, wait_until

from faults.bad_server import WAYS, BadServer
from faults.cradle import Cradle
from faults.household import SETTINGS, Household

pytestmark = [pytest.mark.fault, pytest.mark.desktop]
Tell = Callable[[str, int], None]
SHOWN = {
    "well",
    "the same number for all",
    "buttons of others",
    "a button it was not given",
    "a button before the number",
    "expired at once",
    "signals of other kinds",
    "one button fifty times",
}
"""Whoever answers in one of these ways has the proposal on screen; else a toast comes."""
_LOOKS, _FEW_TICKS = 50, 15


@pytest.fixture(scope="module")
def desktop() -> Iterator[Desktop]:
    with Desktop("800x600x24") as desktop:
        desktop.manage_windows()
        yield desktop


def at_home_on(desktop: Desktop, cradle: Cradle, folder: Path) -> Household:
    home = Household(cradle, folder, speed=1)
    for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        home.env[name] = desktop.env[name]
    home.env["DESKBREAK_IDLE"] = "none"  # somebody is always there
    home.write_settings(SETTINGS.replace('every = "1s"', 'every = "2s"'))
    return home


def windows_of(home: Household) -> int:
    """The processes that it has started and that live."""
    assert home.pid is not None
    children = Path(f"/proc/{home.pid}/task").glob("*/children")
    return sum(len(one.read_text().split()) for one in children)


def come_to_rest(home: Household) -> None:
    """Wait until it takes next to no time of the processor; who goes round in circles never does."""
    ticks = deque[int](maxlen=_LOOKS)

    def is_calm() -> bool:
        ticks.append(_ticks(home))
        return len(ticks) == _LOOKS and ticks[-1] - ticks[0] < _FEW_TICKS

    wait_until(is_calm, "rest", within=20, why=lambda: home.log[-3000:])


def _ticks(home: Household) -> int:
    user, system = Path(f"/proc/{home.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return int(user) + int(system)


@pytest.mark.parametrize("way", WAYS)
def test_however_a_notification_server_answers_the_proposal_is_seen_and_the_answer_kept(
    way: str, desktop: Desktop, cradle: Cradle, tmp_path: Path, lived_through: Tell
) -> None:
    home = at_home_on(desktop, cradle, tmp_path / "h")
    server = BadServer(desktop.address, way)
    try:
        home.up()
        assert home.is_asked()
        if way in SHOWN:
            wait_until(lambda: "Notify" in server.calls, "a notification", 15, lambda: home.log)
        else:
            wait_until(lambda: windows_of(home), "a toast instead", 15, lambda: home.log[-3000:])
        snoozed = home.answer("snooze", for_s=1)
        assert home.is_asked()
        come_to_rest(home)
        toasts = windows_of(home)
        home.answer("skip")
        home.kill()
        home.up()
        home.answer("done")
        home.quit()
    finally:
        server.close()
        home.kill()

    assert snoozed is not None
    assert snoozed["ok"], snoozed
    assert (toasts == 0) == (way in SHOWN)
    assert home.contradictions() == []
    assert "Traceback" not in home.log
    lived_through("notification servers", 1)


def test_messages_that_are_no_messages_end_nothing(
    cradle: Cradle, tmp_path: Path, lived_through: Tell
) -> None:
    """A sound call with one byte another, a thousand times; what the bus lets through arrives."""
    import jeepney  # noqa: PLC0415  (it lays out a message that dbus-fast would refuse to)
    from jeepney.io.blocking import open_dbus_connection  # noqa: PLC0415  (likewise)

    with Desktop("800x600x24") as desktop:
        home, chance = at_home_on(desktop, cradle, tmp_path / "h"), Random(1)
        desktop.fakes.watcher  # noqa: B018  (a panel, so that there is an icon)
        home.up()
        item = desktop.fakes.tray_item().address
        place = jeepney.DBusAddress("/StatusNotifierItem", item, "org.kde.StatusNotifierItem")
        call = jeepney.new_method_call(place, "Scroll", "is", (1, "vertical"))
        sound, cut_off = bytearray(call.serialise(serial=9)), 0
        connection = open_dbus_connection(desktop.address)
        for _ in range(1000):
            wrong = bytearray(sound)
            wrong[chance.randrange(1, len(wrong))] = chance.randrange(256)
            try:
                connection.sock.sendall(wrong)
            except OSError:  # the bus itself has enough of us
                cut_off += 1
                connection.close()
                connection = open_dbus_connection(desktop.address)
        connection.close()
        answered = home.answer("done")
        come_to_rest(home)
        home.quit()

    assert answered is not None
    assert cut_off < 1000
    assert home.contradictions() == []
    assert "Traceback" not in home.log
    lived_through("messages that are none", 1000)


def test_server_bus_and_screen_killed_and_back_and_nothing_is_lost(
    cradle: Cradle, tmp_path: Path, lived_through: Tell
) -> None:
    times = 3
    with Desktop("800x600x24") as desktop:
        home = at_home_on(desktop, cradle, tmp_path / "h")
        home.up()
        for _ in range(times):
            assert home.is_asked()
            server = BadServer(desktop.address, "well")
            home.answer("snooze", for_s=1)
            assert home.is_asked()
            server.close()
            home.answer("skip")
            desktop.stop_bus()
            home.answer("done")
            desktop.start_bus()
            assert home.is_asked()
            home.answer("skip")
        assert desktop._screen is not None
        os.kill(desktop._screen.process.pid, signal.SIGKILL)
        home.answer("done")
        assert home.is_asked()
        home.answer("skip")
        come_to_rest(home)
        home.quit()

        assert home.contradictions() == []
        assert "Traceback" not in home.log
        lived_through("ends of a desktop", 3 * times + 1)
