"""Stories about macOS without Tk: alerts by osascript, which a small program plays."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from desktop import wait_until

from deskbreak.errors import SurfaceError
from deskbreak.surfaces.notice import Closed, Fate, Notice, Pressed, Reason, Undelivered
from deskbreak.surfaces.notifier_osascript import OsascriptNotifier
from deskbreak.window.button import Button

PROPOSAL = Notice(
    "-e Lunge, 1 min? · 46 min at your desk",
    'Say "hello"',
    buttons=(Button("start", "Start"), Button("snooze", "Snooze 5 min")),
    default="start",
    lasting=True,
    about="p1",
)
PLAYED = """#!{python}
import json, pathlib, sys
here = pathlib.Path(__file__).parent
with open(here / "asked", "a") as asked:
    asked.write(json.dumps(sys.argv[3:]) + "\\n")
with open(here / "answers", buffering=1) as answers:
    answer = answers.readline().rstrip("\\n")
if answer == "fail":
    sys.exit("execution error: no user interaction allowed. (-1713)")
print(answer)
"""


class Mac:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: list[tuple[Notice, Fate]] = []
        program = folder / "osascript"
        program.write_text(PLAYED.format(python=sys.executable))
        program.chmod(0o700)
        os.mkfifo(folder / "answers")
        self._line = os.open(folder / "answers", os.O_RDWR)  # so that an answer may come first

    def notifier(self) -> OsascriptNotifier:
        return OsascriptNotifier(lambda notice, fate: self.told.append((notice, fate)))

    def asked(self) -> list[list[str]]:
        file = self.folder / "asked"
        lines = file.read_text().splitlines() if file.exists() else []
        return [json.loads(line) for line in lines]

    def answers(self, text: str) -> None:
        """The alert that stands there, or the next one."""
        os.write(self._line, f"{text}\n".encode())

    def close(self) -> None:
        os.close(self._line)


@pytest.fixture
def mac(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mac]:
    monkeypatch.setenv("PATH", str(tmp_path))
    with closing(Mac(tmp_path)) as mac:
        yield mac


def test_a_proposal_is_an_alert_whose_buttons_answer(mac: Mac) -> None:
    mac.notifier().show(PROPOSAL)
    wait_until(mac.asked, "the alert")
    mac.answers("Snooze 5 min")

    wait_until(lambda: mac.told == [(PROPOSAL, Pressed("snooze"))], "the answer")
    assert mac.asked() == [
        ["deskbreak", PROPOSAL.title, PROPOSAL.body, "86400", "Start", "Snooze 5 min"]
    ]


def test_an_alert_that_is_left_alone_is_no_answer(mac: Mac) -> None:
    mac.notifier().show(PROPOSAL)
    mac.answers("")

    wait_until(lambda: mac.told == [(PROPOSAL, Closed(Reason.EXPIRED))], "its end")


def test_what_needs_no_answer_passes_and_says_nothing(mac: Mac) -> None:
    notifier, message = mac.notifier(), Notice("Well done", "That was it.")
    mac.answers("")
    notifier.show(message)
    wait_until(mac.asked, "the notification")
    notifier.show(PROPOSAL)
    mac.answers("")

    wait_until(lambda: mac.told, "the next one's end")
    assert mac.told == [(PROPOSAL, Closed(Reason.EXPIRED))]
    assert mac.asked()[0] == ["deskbreak", "Well done", "That was it."]


def test_what_is_closed_goes_and_says_nothing(mac: Mac) -> None:
    notifier, other = mac.notifier(), Notice("Other", "", buttons=(Button("yes", "Yes"),))
    notifier.show(PROPOSAL)
    wait_until(mac.asked, "the alert")
    notifier.close()
    notifier.show(other)
    wait_until(lambda: len(mac.asked()) == 2, "the other one")
    mac.answers("Yes")

    wait_until(lambda: mac.told == [(other, Pressed("yes"))], "the other one's answer alone")


def test_where_nobody_may_be_asked_the_next_surface_may_try(mac: Mac) -> None:
    notifier = mac.notifier()
    mac.answers("fail")
    notifier.show(PROPOSAL)

    why = "execution error: no user interaction allowed. (-1713)"
    wait_until(lambda: mac.told == [(PROPOSAL, Undelivered(why))], "the failure")
    assert notifier.trouble() == why


def test_without_osascript_there_is_no_such_surface(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SurfaceError, match="there is no osascript"):
        OsascriptNotifier(lambda _notice, _fate: None)
