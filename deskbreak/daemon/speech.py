"""Says proposals aloud, for those who do not look at the screen, or cannot.

`main` is a process of its own, because plyer waits until all is said and would load much for it.
It speaks with espeak or flite on Linux, and with what Windows and macOS bring along.
"""

import sys
from collections.abc import Callable
from gettext import gettext as _

from deskbreak.core.effects import Effect, Propose
from deskbreak.core.state import Rules
from deskbreak.core.words import spoken_proposal
from deskbreak.daemon.launch import launch
from deskbreak.itself import SPEECH, own_command


def speak_of(effect: Effect, rules: Rules, failed: Callable[[str], None] | None = None) -> None:
    """Says a proposal aloud if the settings want it; `failed` hears why it could not."""
    if isinstance(effect, Propose) and rules.settings.speaks:
        launch(own_command(*SPEECH), spoken_proposal(effect, rules.length(effect.stretch)), failed)


def main() -> int:
    """Says what is on standard input; the reason, and exit code 1, where nothing here can speak."""
    from plyer import tts  # noqa: PLC0415  (only who speaks needs it)

    text = sys.stdin.buffer.read().decode(errors="replace").strip()  # Windows has codes of its own
    try:
        tts.speak(message=f" {text}" if text.startswith("-") else text)  # else it is an option
    except (NotImplementedError, ModuleNotFoundError):
        sys.stderr.write(_("nothing here can speak; on Linux install espeak or flite") + "\n")
        return 1
    return 0
