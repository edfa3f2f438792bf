"""No story of a day is cut by midnight, whenever it is run."""

from datetime import UTC, datetime


def where_it_is_noon() -> str:
    """A time zone with a name, which recordings keep; west is plus in these."""
    return f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"
