"""The one table of answers: total, without doubles, and all that the surfaces know of an answer."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import deskbreak
from deskbreak.core.answers import BUTTONS, SAYINGS, Occasion
from deskbreak.core.events import Answer

TESTS = Path(__file__).parent
PRODUCT = Path(deskbreak.__file__).parent
KEYS_OF_THE_TERMINAL = {"p", "q", "?"}
"""Those that are no answers."""


def test_every_answer_has_its_entry() -> None:
    assert set(SAYINGS) == set(Answer)


def test_every_answer_is_on_offer_some_time() -> None:
    assert [answer for answer, saying in SAYINGS.items() if not saying.labels] == []


def test_there_is_no_occasion_without_an_answer() -> None:
    offered = {occasion for saying in SAYINGS.values() for occasion in saying.labels}

    assert offered == set(Occasion)


def test_every_answer_has_a_key_of_its_own() -> None:
    keys = [saying.key for saying in SAYINGS.values()]

    assert sorted(keys) == sorted(set(keys) - KEYS_OF_THE_TERMINAL)
    assert {len(key) for key in keys} == {1}


def test_what_is_said_by_one_command_carries_the_same_and_reads_the_same() -> None:
    for saying in SAYINGS.values():
        others = [other for other in SAYINGS.values() if other.command == saying.command]

        assert {(each.help, each.carries, each.thanks) for each in others} == {
            (saying.help, saying.carries, saying.thanks)
        }


def test_every_button_has_a_label() -> None:
    for occasion, answers in BUTTONS.items():
        assert [
            a for a in answers if not SAYINGS[a].short and occasion not in SAYINGS[a].labels
        ] == []


def test_no_room_but_the_core_knows_of_a_single_answer() -> None:
    name = re.compile(rf"\bAnswer\.({'|'.join(answer.name for answer in Answer)})\b")
    naming = [
        str(file.relative_to(PRODUCT))
        for file in PRODUCT.rglob("*.py")
        if file.parent != PRODUCT / "core" and name.search(file.read_text(encoding="utf-8"))
    ]

    assert naming == []


TOLD_OF_A_NEW_ONE = (
    ("core/answers.py", '    DONE = "done"\n', '    NAP = "nap"\n'),
    (
        "core/answers.py",
        "        Answer.DONE: Saying(\n",
        """        Answer.NAP: Saying(
            {Occasion.PROPOSED: "Nap {time}"},
            "n",
            "nap",
            "Sleep before you move.",
            menu="Nap",
            carries=Carried.LENGTH,
        ),
""",
    ),
    (
        "core/answering.py",
        "        case Answer.DONE:\n            return _done",
        "        case Answer.NAP:\n            return _snooze(session, event.length, rules)\n",
    ),
)
"""The files that a new answer changes, the line before which each tells of it, and how."""


def test_a_new_answer_is_a_member_an_entry_and_its_law(tmp_path: Path) -> None:
    copy = tmp_path / "deskbreak"
    shutil.copytree(PRODUCT, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for name, before, text in TOLD_OF_A_NEW_ONE:
        source = (copy / name).read_text(encoding="utf-8")
        assert source.count(before) == 1
        (copy / name).write_text(source.replace(before, text + before), encoding="utf-8")

    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{TESTS}"}
    told = subprocess.run(
        [sys.executable, TESTS / "new_answer.py"],
        env=environment,
        capture_output=True,
        check=False,
        text=True,
    )

    assert told.stderr == ""
    assert json.loads(told.stdout) == {
        "menu": ["5 min", "10 min"],
        "terminal": ["n Nap 10 min"],
        "command line": "Usage: deskbreak nap [OPTIONS] [LENGTH]",
        "day": ["propose 09:45:00", "withdraw 09:45:10", "propose 09:48:10"],
        "comes to": "09:50:00 snoozed p0 3m",
    }
