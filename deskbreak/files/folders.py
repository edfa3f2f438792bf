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


def lasting_file() -> Path:
    return history_file().with_name("lasting.json")


def packs_folder() -> Path:
    """Where packs that were taken in lie, each in a folder of its own."""
    return history_file().with_name("packs")


def state_folder() -> Path:
    return _folder("XDG_STATE_HOME", ".local/state", "user_state_path")


def session_file() -> Path:
    return state_folder() / "session.json"


def set_up_mark() -> Path:
    """Is there once the first questions were begun, answered or waved off."""
    return state_folder() / "set-up"


def record_folder() -> Path:
    """Where the last days lie as they went, a file for each."""
    return state_folder() / "record"


def told_week_mark() -> Path:
    """Says which Monday's summary was the latest."""
    return state_folder() / "told-week"


def last_good_file() -> Path:
    """A copy of the settings file as it last read well."""
    return state_folder() / "last-good-settings.toml"


def settings_lock() -> Path:
    """Held by whoever changes the settings file, from reading it to having written it."""
    return state_folder() / "settings.lock"


def runtime_folder(logins: Path = Path("/run/user")) -> Path:
    """Where the control socket lies: private to the user and gone after log-out.

    `logins` is where a login has such a folder without a word about it.
    """
    if sys.platform != "linux":
        return state_folder()
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    if runtime.is_absolute():  # the specification has all others ignored
        return runtime
    usual = logins / str(os.getuid())
    if usual.is_dir():  # a shell of `su -`, of cron, of an old tmux, beside a login that has it
        return usual
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
