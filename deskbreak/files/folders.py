"""The user's folders that deskbreak keeps its files in, by the platform's own rules.

Linux is spelled out here because the daemon asks at every start and platformdirs would cost it
memory for the rest of the day.
"""

import os
import sys
from pathlib import Path

_NAME = "deskbreak"


def settings_file() -> Path:
    return _folder("XDG_CONFIG_HOME", ".config", "user_config_path") / "deskbreak.toml"


def history_file() -> Path:
    return _folder("XDG_DATA_HOME", ".local/share", "user_data_path") / "history.sqlite3"


def state_folder() -> Path:
    return _folder("XDG_STATE_HOME", ".local/state", "user_state_path")


def runtime_folder() -> Path:
    """Where the control socket lies: private to the user and gone after log-out."""
    if sys.platform != "linux":
        return state_folder()
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime:
        return Path(runtime)
    import tempfile  # noqa: PLC0415  (it brings `random` and `shutil`, for this rare case alone)

    return Path(tempfile.gettempdir()) / f"{_NAME}-{os.getuid()}"


def make_private(folder: Path) -> None:
    """Make the folder, and its missing parents, readable by the user alone (0700)."""
    if not folder.parent.exists():
        make_private(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)


def _folder(variable: str, below_home: str, elsewhere: str) -> Path:
    if sys.platform == "linux":
        base = os.environ.get(variable)
        root = Path(base) if base and Path(base).is_absolute() else Path.home() / below_home
        return root / _NAME
    import platformdirs  # noqa: PLC0415  (only where Linux's rules do not hold)

    return Path(getattr(platformdirs, elsewhere)(_NAME, appauthor=False))
