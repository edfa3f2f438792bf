"""The user's own programs, told about proposals as JSON on their standard input."""

import json

from deskbreak.core.effects import Effect, Propose
from deskbreak.core.state import Rules
from deskbreak.daemon.launch import launch


def run_hooks(effect: Effect, rules: Rules) -> None:
    command = rules.settings.hooks.on_propose
    if isinstance(effect, Propose) and command:
        launch(command, _as_json(effect, rules))


def _as_json(propose: Propose, rules: Rules) -> str:
    proposal = {
        "event": "propose",
        "at": propose.at.wall.astimezone(rules.zone).isoformat(),
        "id": propose.id,
        "stretch": propose.stretch.id,
        "name": propose.stretch.name,
        "seat_time_s": propose.seat_time.total_seconds(),
        "snoozes": propose.snoozes,
        "again": propose.again,
    }
    return json.dumps(proposal)
