"""The daemon's log, on standard error."""

import logging


class _OneLine(logging.Formatter):
    """One line an entry, whatever its message quotes; only a bug's traceback follows on more."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (logging's name)
        return " ".join(super().formatMessage(record).splitlines())


def log_to_stderr(level: str) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_OneLine("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level.upper(), handlers=[handler])
