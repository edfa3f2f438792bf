"""Says proposals aloud, for those who do not look at the screen, or cannot.

`main` is a process of its own, because plyer waits until all is said and would load much for it.
It speaks with espeak or flite on Linux, and with what macOS brings along. What Windows brings along
plyer does not know: it is asked for by way of PowerShell, and has been run against a stand-in alone.
"""

import os
import sys
from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path

from deskbreak.core.effects import Effect, Propose
from deskbreak.core.state import Rules
from deskbreak.core.words import spoken_proposal
from deskbreak.daemon.launch import launch
from deskbreak.itself import SPEECH, own_command

_POWERSHELL = ("System32", "WindowsPowerShell", "v1.0", "powershell.exe")
_VARIABLE = "DESKBREAK_SAYS"
_SPEAK = (
    "$ErrorActionPreference = 'Stop'; Add-Type -AssemblyName System.Speech; "
    f"(New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak($env:{_VARIABLE})"
)


def speak_of(effect: Effect, rules: Rules, failed: Callable[[str], None] | None = None) -> None:
    """Says a proposal aloud if the settings want it; `failed` hears why it could not."""
    if isinstance(effect, Propose) and rules.settings.speaks:
        launch(own_command(*SPEECH), spoken_proposal(effect, rules.length(effect.stretch)), failed)


def main() -> int:
    """Says what is on standard input; the reason, and exit code 1, where nothing here can speak."""
    text = sys.stdin.buffer.read().decode(errors="replace").strip()  # Windows has codes of its own
    can_speak = _said_by_windows(text) if sys.platform == "win32" else _said_by_plyer(text)
    if not can_speak:
        sys.stderr.write(_("nothing here can speak; on Linux install espeak or flite") + "\n")
    return 0 if can_speak else 1


def _said_by_plyer(text: str) -> bool:
    from plyer import tts  # noqa: PLC0415  (only who speaks needs it)

    try:
        tts.speak(message=f" {text}" if text.startswith("-") else text)  # else it is an option
    except (NotImplementedError, ModuleNotFoundError):
        return False
    return True


def _said_by_windows(text: str) -> bool:
    """The text is a variable, because no quoting holds for all of PowerShell."""
    import subprocess  # noqa: PLC0415  (likewise)

    program = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), *_POWERSHELL)
    no_window: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(
            [program, "-NoProfile", "-NonInteractive", "-Command", _SPEAK],
            env={**os.environ, _VARIABLE: text},
            capture_output=True,
            check=False,
            creationflags=no_window,
        )
    except OSError:
        return False
    return done.returncode == 0
