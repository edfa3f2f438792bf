"""What the start is spent on: memory and processor time of all that the daemon imports.

    python benchmarks/imports.py

One after the other in this process, each with what the ones before it did not load yet. Memory is
what is the process's own (RssAnon): pages of the interpreter's files are shared with others.
"""

import re
import sys
import time
from importlib import import_module
from pathlib import Path

PARTS = {
    "enum, re": ("enum", "re"),
    "dataclasses, with inspect": ("dataclasses",),
    "logging": ("logging",),
    "zoneinfo": ("zoneinfo",),
    "json, pathlib": ("json", "pathlib"),
    "ctypes": ("ctypes",),
    "jeepney": ("jeepney", "jeepney.io.blocking"),
    "schedule": ("schedule",),
    "core": ("deskbreak.core.session", "deskbreak.core.view", "deskbreak.core.effect_words"),
    "files": ("deskbreak.files.strict", "deskbreak.files.codec", "deskbreak.files.columns"),
    "settings": ("deskbreak.settings.file", "deskbreak.settings.followed"),
    "stretches": ("deskbreak.stretches.catalogue", "deskbreak.stretches.packs"),
    "history": ("deskbreak.history.database", "deskbreak.history.statistics"),
    "days, session": ("deskbreak.days.last_days", "deskbreak.session.left"),
    "control": ("deskbreak.control.server", "deskbreak.control.instance"),
    "sensors": ("deskbreak.sensors.openers", "deskbreak.sensors.inputwatch"),
    "surfaces": ("deskbreak.surfaces.tray_linux", "deskbreak.surfaces.notifier_dbus"),
    "daemon": ("deskbreak.daemon.app",),
}


def main() -> int:
    print("| | MB | ms |\n|---|--:|--:|")
    memory = _own_kb()
    print(f"| the interpreter | {memory / 1024:.1f} | |")
    for part, names in {**PARTS, "the shipped moves, read": ()}.items():
        began = time.process_time()
        for name in names:
            import_module(name)
        if not names:
            _read_moves()
        took, before, memory = time.process_time() - began, memory, _own_kb()
        print(f"| {part} | {(memory - before) / 1024:.1f} | {took * 1000:.0f} |")
    print(f"| all | {memory / 1024:.1f} | {time.process_time() * 1000:.0f} |")
    return 0


def _read_moves() -> None:
    resources = import_module("deskbreak.files.resources")
    catalogue = import_module("deskbreak.stretches.catalogue")
    catalogue.load_catalogue(resources.config_file("stretches.toml"))


def _own_kb() -> int:
    (own,) = re.findall(r"RssAnon:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(own)


if __name__ == "__main__":
    sys.exit(main())
