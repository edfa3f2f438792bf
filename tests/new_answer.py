"""What becomes everywhere of an answer that no deskbreak knows: run on a copy that knows `nap`."""

import json
from io import StringIO

from click.testing import CliRunner
from daybook import active, answer, lived
from desk import Desk, minutes

from deskbreak.cli.commands import deskbreak
from deskbreak.core.events import Answer
from deskbreak.daemon.actions import UserActions
from deskbreak.daemon.loop import Inbox
from deskbreak.surfaces.menu import tray_content
from deskbreak.surfaces.terminal import Terminal
from deskbreak.surfaces.tray import Entry

NAP = Answer("nap")


def in_the_menu(desk: Desk) -> list[str]:
    menu = tray_content(desk.state, desk.rules.settings, nobody()).menu
    [nap] = [each for each in menu if isinstance(each, Entry) and each.text == "Nap"]
    return [each.text for each in nap.submenu if isinstance(each, Entry)]


def in_the_terminal(desk: Desk) -> list[str]:
    output = StringIO()
    terminal = Terminal(nobody(), output, None, {})
    terminal.show(desk.state, desk.rules)
    terminal._typed("?")
    return [line.strip() for line in output.getvalue().splitlines() if "Nap" in line]


def nobody() -> UserActions:
    return UserActions(Inbox(), lambda *_: None, lambda: None)


def on_the_command_line() -> str:
    return CliRunner().invoke(deskbreak, ["nap", "--help"]).output.partition("\n")[0]


def on_a_day() -> list[str]:
    day = (active("09:00:00", "09:45:00"), answer("09:45:10", "nap", for_="3m"))
    *told, _summary = lived(*day, active("09:45:20", "09:50:00"))
    return [f"{line['effect']} {str(line['at'])[11:19]}" for line in told]


def main() -> None:
    desk = Desk(snooze=(minutes(10), minutes(5)))
    desk.work_until_asked()
    known = {
        "menu": in_the_menu(desk),
        "terminal": in_the_terminal(desk),
        "command line": on_the_command_line(),
        "day": on_a_day(),
    }
    desk.answer(NAP, length=minutes(3))
    print(json.dumps({**known, "comes to": desk.story[-1]}))  # noqa: T201  (to the test)


if __name__ == "__main__":
    main()
