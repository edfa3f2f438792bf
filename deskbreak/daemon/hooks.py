"""The user's own programs, told what happens as JSON on their standard input."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from gettext import gettext as _

from deskbreak.core.effects import Effect, Propose
from deskbreak.core.events import Answered
from deskbreak.core.state import Rules
from deskbreak.core.view import State, View
from deskbreak.daemon.launch import launch, still_running
from deskbreak.errors import SurfaceError

_MOST = 8
"""Of one hook at a time."""
_LONGEST = timedelta(minutes=10)
"""What shall go on for longer is started by the hook, in a session of its own."""


def run_hooks(effect: Effect, rules: Rules) -> None:
    if isinstance(effect, Propose):
        proposal = {
            "id": effect.id,
            "stretch": effect.stretch.id,
            "name": effect.stretch.name,
            "seat_time_s": effect.seat_time.total_seconds(),
            "snoozes": effect.snoozes,
            "again": effect.again,
        }
        _run(rules.settings.hooks.on_propose, "propose", effect.at.wall, proposal, rules)


def tell_answer(event: Answered, rules: Rules) -> None:
    """Of an answer that was taken; what is refused changes nothing, and is nobody's business."""
    answer = {
        "answer": event.answer.value,
        "id": event.proposal,
        "stretch": event.stretch,
        "for_s": None if event.length is None else event.length.total_seconds(),
        "plan": event.plan,
    }
    _run(rules.settings.hooks.on_answer, "answer", event.at.wall, answer, rules)


def tell_state(seen: View, before: State | None, rules: Rules) -> None:
    state = {
        "state": seen.state.value,
        "before": None if before is None else before.value,
        "seat_time_s": round(seen.seat_time.total_seconds(), 3),
        "headline": seen.headline,
    }
    _run(rules.settings.hooks.on_state, "state", seen.at.wall, state, rules)


def _run(
    command: tuple[str, ...], event: str, at: datetime, fields: Mapping[str, object], rules: Rules
) -> None:
    if not command:
        return
    name = f"hook {event}"
    if still_running(name) >= _MOST:
        text = _(
            "hooks.on_{event}: {program} has been started {count} times and has never ended; it is "
            "not started again before one of them does"
        )
        raise SurfaceError(text.format(event=event, program=command[0], count=_MOST))
    import shutil  # noqa: PLC0415  (half a megabyte that a daemon without hooks does without)

    if shutil.which(command[0]) is None:
        text = _(
            "hooks.on_{event}: {program} is no program that can be started here; write its whole "
            "path, and each of its arguments as a text of its own"
        )
        raise SurfaceError(text.format(event=event, program=command[0]))
    local = at.astimezone(rules.zone).isoformat()
    heard = json.dumps({"event": event, "at": local, **fields})
    launch(command, heard, name=name, within=_LONGEST)
