"""What the daemon makes of a desktop's real ends: who is held, seated and away, and what it says."""

import json
import re
import runpy
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from desktop import wait_until
from fake_desktop import GnomeSessionManager
from panel import tray_report
from real_ends import Day, Player, a_day, end_with, program_of, screen_again
from sound import CORKED
from test_full_screen import xterm

pytestmark = pytest.mark.desktop

HASTY = """
[breaks]
every = "3s"
lull = "1s"
settle = "1s"
natural_break = "3s"
natural_break_locked = "2s"
"""
HASTIER = HASTY.replace('natural_break = "3s"', 'natural_break = "2s"')
"""For who would be away before a break is due."""
PATIENT = HASTY.replace('natural_break = "3s"', 'natural_break = "1m"')
"""For who is to be held, and not to be away."""
RECORDED = "at", "outcome", "stretch", "seat_time_s", "ended_at"


def test_a_call_keeps_somebody_seated_and_holds_what_is_due_until_it_ends() -> None:
    with a_day(HASTIER, has_sound=True) as day:
        call = day.machine.sound.parec("-d", "mic")
        day.sit_down()
        held = day.until(state="due", held_by=["call"])
        why = day.desk.deskbreak("why")
        call.end()
        over = day.until(state="due", held_by=[])
        proposed = day.until(state="proposed")
        day.wait_for_words("after the call")

        assert held["seat_time_s"] >= 3
        assert re.fullmatch(r"Waiting since \d\d:\d\d: microphone in use", held["waiting"])
        assert f"and a break is due. {held['waiting']}." in why
        assert (over["waiting"], over["proposal"]) == (None, None)
        assert 0.9 <= proposed["seat_time_s"] - over["seat_time_s"] <= 1.5
        # on a busy machine they are away by now, and have followed the proposal
        assert {record["outcome"] for record in day.history()} <= {"taken"}


def test_a_corked_stream_holds_nothing_and_with_music_it_keeps_nobody_seated() -> None:
    with a_day(HASTIER, has_sound=True) as day:
        day.play("org.mpris.MediaPlayer2.player", "/org/mpris/MediaPlayer2", Player())
        day.machine.sound.record(CORKED)
        day.sit_down()
        day.work_until_due()
        day.until(state="proposed")
        gone = day.until(state="away")
        [record] = day.history()

        assert [status for status in day.watched.told() if status["held_by"]] == []
        assert gone["proposal"] is None
        assert record["outcome"] == "taken"


def test_a_program_that_keeps_the_display_awake_keeps_somebody_seated() -> None:
    with a_day(HASTIER.replace('"3s"', '"20s"')) as day:
        gnome = GnomeSessionManager()
        session = day.play("org.gnome.SessionManager", "/org/gnome/SessionManager", gnome)
        day.machine.show_a_film(is_on=True)
        day.sit_down()
        wait_until(lambda: day.seat_time() > 2.5, "longer than a break")
        session.do(gnome.inhibit, "/org/gnome/SessionManager/Inhibitor1", 8)
        day.machine.show_a_film(is_on=False)
        wait_until(lambda: day.seat_time() > 5, "as long again")
        session.do(gnome.release, "/org/gnome/SessionManager/Inhibitor1")
        day.until(state="away")
        [record] = day.history()

        assert record["outcome"] == "natural"
        assert 5 < record["seat_time_s"] < 6


def test_a_full_screen_holds_only_together_with_a_display_kept_awake() -> None:
    with a_day(HASTY) as day:
        day.manage_windows()
        window = xterm(day.desk.desktop, "-fullscreen")
        day.sit_down()
        day.work_until_due()
        alone = day.until(state="proposed")
        day.machine.show_a_film(is_on=True)
        held = day.until(state="due", held_by=["full_screen"])
        window.end()
        day.until(state="due", held_by=[])
        again = day.until(state="proposed")
        day.wait_for_words("after the presentation")

        assert "a presentation in full screen" in held["waiting"]
        assert again["proposal"]["stretch"] == alone["proposal"]["stretch"]
        assert again["proposal"]["id"] != alone["proposal"]["id"]


def test_a_paused_notification_server_holds_until_it_goes_on() -> None:
    with a_day(PATIENT) as day:
        day.desk.desktop.run("dunstctl", "set-paused", "true")
        day.sit_down()
        held = day.until(state="due", held_by=["do_not_disturb"])
        day.desk.desktop.run("dunstctl", "set-paused", "false")
        over = day.until(state="due", held_by=[])
        proposed = day.until(state="proposed")
        day.wait_for_words("after the quiet time")

        assert "do not disturb" in held["waiting"]
        assert 0.9 <= proposed["seat_time_s"] - over["seat_time_s"] <= 1.5


def test_a_lock_is_an_absence_at_once_and_a_break_from_there_on_if_it_lasts() -> None:
    with a_day(HASTY) as day:
        day.sit_down()
        day.machine.show_a_film(is_on=True)
        day.machine.lock()
        day.until(within=1, state="away")
        day.machine.unlock()
        briefly = day.until(within=1, state="seated")
        day.until(state="proposed")
        locked_at = datetime.now(UTC)
        day.machine.lock()
        locked = day.until(within=1, state="away")
        record = wait_until(day.history, "a break", within=5)[0]
        day.machine.unlock()
        back = day.until(within=1, state="seated")

        assert 0 < briefly["seat_time_s"] < 3
        assert (locked["proposal"], locked["today"]["taken"]) == (None, 0)
        assert record["outcome"] == "taken"
        ended = datetime.fromisoformat(record["ended_at"])
        assert abs(ended - locked_at) < timedelta(seconds=0.5)
        assert back["seat_time_s"] < 1


def test_sleep_is_an_absence_and_waking_up_seats_nobody() -> None:
    with a_day(HASTIER) as day:
        day.sit_down()
        day.machine.prepare_for_sleep(is_coming=True)
        day.until(within=1, state="away")
        day.machine.prepare_for_sleep(is_coming=False)
        dozed = day.until(within=1, state="seated")
        day.work_until_due()
        day.machine.prepare_for_sleep(is_coming=True)
        day.until(within=1, state="away")
        record = wait_until(day.history, "a break", within=5)[0]
        day.machine.prepare_for_sleep(is_coming=False)
        day.desk.bump()
        bumped = day.desk.status()
        day.desk.keep_moving()
        back = day.until(state="seated")
        day.desk.be_still()

        assert 0 < dozed["seat_time_s"] < 2
        assert record["outcome"] == "natural"
        assert record["seat_time_s"] > 2
        assert bumped["state"] == "away"
        assert 1.5 < back["seat_time_s"] < 4  # 2 s of moving, the first of it noticed a little late


def test_without_its_x_server_the_daemon_goes_on_and_finds_the_next_one() -> None:
    with a_day(PATIENT) as day:
        day.manage_windows()
        day.sit_down()
        end_with(program_of(day.desk.desktop, "Xvfb"), signal.SIGKILL)
        wait_until(lambda: day.sensors()["idle"] == "none", "the loss")
        day.until(state="proposed")
        blind = day.sensors()
        why = day.desk.deskbreak("why")
        screen_again(day.desk.desktop)
        wait_until(lambda: day.sensors()["idle"] == "x11", "the next server", within=20)

        assert "x11: the X server is gone" in " ".join(blind["not_idle"])
        assert "no X server answers" in blind["lost"]["full screen x11"]
        assert "a stretch is proposed" in why


def test_a_session_bus_that_was_killed_is_told_and_all_is_back_with_the_next() -> None:
    with a_day(PATIENT) as day:
        day.sit_down()
        day.desk.desktop.stop_bus()
        lost = wait_until(lambda: day.sensors()["lost"].get("do_not_disturb"), "the loss")
        day.desk.desktop.start_bus()
        day.furnish_again()
        wait_until(
            lambda: day.sensors()["tray"] == "StatusNotifierItem",
            "the icon",
            within=10,
            why=lambda: tray_report(day.desk.desktop),
        )
        day.desk.desktop.run("dunstctl", "set-paused", "true")
        day.until(state="due", held_by=["do_not_disturb"])
        day.desk.desktop.run("dunstctl", "set-paused", "false")
        day.until(state="proposed")
        day.wait_for_words("after the quiet time")

        assert "the bus went away" in lost


def test_a_sound_server_killed_in_a_call_lets_go_and_the_next_one_holds_again() -> None:
    with a_day(PATIENT, has_sound=True) as day:
        sound = day.machine.sound
        sound.parec("-d", "mic")
        day.sit_down()
        day.until(state="due", held_by=["call"])
        sound.stop(signal.SIGKILL)
        gone = day.until(state="due", held_by=[])
        day.until(state="proposed")
        sound.start()
        sound.parec("-d", "mic")
        held = day.until(state="due", held_by=["call"])

        assert "the sound server fails" in gone["sensors"]["lost"]["microphone"]
        assert held["proposal"] is None
        assert "microphone" not in held["sensors"]["lost"]


def test_a_logind_restarted_while_the_screen_is_locked_seats_nobody() -> None:
    with a_day(HASTY) as day:
        day.sit_down()
        day.machine.lock()
        day.until(state="away")  # what was said of the time before may come until then
        locked = len(day.watched.told())
        day.machine.stop_logind()
        wait_until(lambda: "lock" in day.sensors()["lost"], "the loss")
        day.desk.bump()
        day.sensors()
        day.machine.start_logind()
        wait_until(lambda: "lock" not in day.sensors()["lost"], "logind again")
        day.desk.bump()
        day.sensors()
        states = {status["state"] for status in day.watched.told()[locked:]}
        day.machine.unlock()
        day.until(within=1, state="seated")

        assert states == {"away"}


def test_a_recording_replays_to_what_was_decided_also_over_a_kill() -> None:
    with a_day(HASTY) as day:
        recordings = [day.desk.desktop.folder / name for name in ("first", "second")]
        day.quit()
        day.restart("--record", str(recordings[0]))
        day.machine.show_a_film(is_on=True)
        day.desk.desktop.run("dunstctl", "set-paused", "true")
        day.sit_down()
        day.until(state="due", held_by=["do_not_disturb"])
        day.desk.desktop.run("dunstctl", "set-paused", "false")
        first = day.until(state="proposed")["proposal"]
        day.desk.deskbreak("skip")
        end_with(day.desk.daemon, signal.SIGKILL)
        logged = day.decided()
        day.restart("--record", str(recordings[1]))
        second = day.until(state="proposed")["proposal"]
        day.machine.lock()
        wait_until(lambda: len(day.history()) == 2, "a break", within=5)
        logged += day.decided()
        day.quit()
        lines = [line for recording in recordings for line in replayed(day, recording)]
        proposals = [line for line in lines if line["effect"] == "propose"]
        records = [line for line in lines if line["effect"] == "record"]
        lengths = [int(record["seat_time_s"]) for record in records]

        assert [record["outcome"] for record in records] == ["skipped", "taken"]
        assert [picked(record, *RECORDED) for record in records] == [
            picked(record, *RECORDED) for record in day.history()
        ]
        assert [picked(line, "id", "stretch") for line in proposals] == [
            picked(shown, "id", "stretch") for shown in (first, second)
        ]
        apart = [
            abs(seconds_of(line["at"]) - seconds_of(shown["since"]))
            for line, shown in zip(proposals, (first, second), strict=True)
        ]
        assert max(apart) < 1
        assert logged == [
            f"Proposed: {first['name']}.",
            f"Noted: skipped after {lengths[0]} s at your desk.",
            f"Proposed: {second['name']}.",
            f"Noted: up when asked after {lengths[1]} s at your desk.",
        ]


def test_to_sense_everything_it_starts_no_process() -> None:
    """How often it wakes takes a minute to measure: benchmarks/at_rest.py does."""
    measured = runpy.run_path("benchmarks/at_rest.py")["measured"]
    with a_day('[breaks]\nevery = "1m"\n', has_sound=True) as day:
        day.play("org.gnome.SessionManager", "/org/gnome/SessionManager", GnomeSessionManager())
        day.manage_windows()
        day.sit_down()
        senses = day.sensors()
        day.watched.end()
        cost = measured(day.desk.daemon.process.pid, 10)

        assert senses["missing"] == senses["lost"] == {}
        assert cost.wakeups_a_minute > 0
        assert cost.children == 0


def replayed(day: Day, recording: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in day.desk.deskbreak("replay", str(recording)).splitlines()]


def picked(line: dict[str, Any], *keys: str) -> tuple[object, ...]:
    """Instants are told in the zone of whoever tells them."""
    return tuple(instant(line[key]) if key.endswith("at") else line[key] for key in keys)


def seconds_of(told: str) -> float:
    return datetime.fromisoformat(told).timestamp()


def instant(told: str | None) -> datetime | None:
    return None if told is None else datetime.fromisoformat(told).astimezone(UTC)
