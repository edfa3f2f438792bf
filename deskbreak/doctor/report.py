"""A problem report: one file to send to whoever mends deskbreak, with nothing in it about the user.

What is in it was written by deskbreak itself: findings, log, the last crash, and the last days as
they went. The names of the home folder, of the user and of programs are taken out. Settings of the
body, history and what was said about pain stay at home, so that a recording in a report replays to
nearly the same moments: which move came decides how long a break was, and whether it was one.
"""

import json
import os
import platform
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from deskbreak import __version__
from deskbreak.core.answers import OF_PAIN
from deskbreak.core.stretch import STAND_UP_ID
from deskbreak.days.last_days import kept_days
from deskbreak.days.value import object_of
from deskbreak.doctor.finding import Finding
from deskbreak.errors import StorageError
from deskbreak.files.folders import record_folder
from deskbreak.files.log import log_files
from deskbreak.files.private import write_private
from deskbreak.files.strict import MisfitError
from deskbreak.session.crash import crash_files

_ASKED = ("XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE", "LANG", "LC_ALL", "LANGUAGE", "TZ")
"""What of the environment says something about the desktop and nothing about the user."""
_STAYS = ("stretches.", "hooks.", "hold.ignore")
"""Settings that tell of a body, or name programs."""
_OF_A_BODY = ("pain", "plan", "practice", "rotation", "loaded_since")
"""What is kept of one: what hurt and rests, and which moves came or are planned, tell of it too."""
_MISTAKE = re.compile(rf"(?<![\w./\\-])(?:{'|'.join(map(re.escape, _STAYS))})(?!(?:py|toml)\b).*")
"""A setting that is told with what stands there, to the end of the line; no module is one."""
_LAUNCHED = re.compile(r"^(.* deskbreak\.daemon\.(?:launch|hooks): ).*$", re.MULTILINE)
"""What the log tells of the user's own programs: their names, and their last words."""
_SAID_OF_A_BODY = re.compile(r"^.* deskbreak\.daemon\.desk\.body: .*\n?", re.MULTILINE)
"""That a move hurt, how much, and what becomes of it."""


def write_report(
    file: Path, findings: Iterable[Finding], state: Path, environment: Mapping[str, str]
) -> None:
    """Raises StorageError where the file cannot be written."""
    import zipfile  # noqa: PLC0415  (only who reports pays for it)

    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _texts(findings, state, environment):
            archive.writestr(name, _without_names(text, environment))
        for name, text in _recordings(environment):
            archive.writestr(name, text)
    write_private(file, content.getvalue())


def _texts(
    findings: Iterable[Finding], state: Path, environment: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    about = {"deskbreak": __version__, "python": sys.version, "system": platform.platform()}
    asked = {name: environment.get(name, "") for name in _ASKED}
    yield "about.txt", "".join(f"{name}: {value}\n" for name, value in {**about, **asked}.items())
    yield "doctor.txt", _MISTAKE.sub("…", "".join(f"{finding}\n" for finding in findings))
    for file in log_files(state):
        text = _SAID_OF_A_BODY.sub("", file.read_text("utf-8", errors="replace"))
        yield file.name, _MISTAKE.sub("…", _LAUNCHED.sub(r"\1…", text))
    for file in crash_files(state):
        yield file.name, _MISTAKE.sub("…", file.read_text("utf-8", errors="replace"))


def _recordings(environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for kept in kept_days(record_folder()):
        with suppress(StorageError):  # the others are all the more wanted
            name = kept.path.name.removesuffix(".gz")
            yield f"record/{name}", "".join(_leaving(line, environment) for line in kept.lines())


def _leaving(line: str, environment: Mapping[str, str]) -> str:
    """A line of a recording as it may leave; one that was cut short may not."""
    try:
        told = object_of(line)
    except MisfitError:
        return ""
    if str(told.get("answer")) in OF_PAIN or told.get("event") == "allow":
        return ""
    return f"{json.dumps(_harmless(told, environment))}\n"


def _harmless(told: object, environment: Mapping[str, str]) -> object:
    """Without what tells of a body, and without names in what its keys say."""
    match told:
        case dict():
            return {
                key: _said_of(key, value, environment)
                for key, value in told.items()
                if not key.startswith(_STAYS) and key not in _OF_A_BODY
            }
        case list():
            return [_harmless(item, environment) for item in told]
        case str():
            return _without_names(told, environment)
        case _:  # numbers and null tell of nobody
            return told


def _said_of(key: str, value: object, environment: Mapping[str, str]) -> object:
    """Of what is on, no more than that something is: a session without any would not be one."""
    match key, value:
        case "shown", list():
            return [STAND_UP_ID for _move in value]
        case "stretch", str():
            return STAND_UP_ID
        case "why", _:
            return ""
        case (("event" | "answer" | "class" | "zone"), _):
            return value  # deskbreak's own words, however the user is called
        case _:  # whatever else is told, without the user in it
            return _harmless(value, environment)


def _without_names(text: str, environment: Mapping[str, str]) -> str:
    home = environment.get("HOME", "") or os.path.expanduser("~")  # noqa: PTH111  (as text)
    text = text.replace(home, "~") if len(home) > 1 else text
    user = Path(home).name
    return text if user in {"", "root"} else re.sub(rf"\b{re.escape(user)}\b", "user", text)
