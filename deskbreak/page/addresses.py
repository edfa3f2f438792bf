"""What the server and the commands that open it agree on."""

from enum import StrEnum

OPEN = "/open/"
"""Followed by a chapter and a ticket."""

TICKETS = "/ticket"
"""Sells them to whoever shows the private key in this header."""

PRIVATE_KEY = "x-deskbreak-key"

SUMMONS = "/summons"
"""Followed by a chapter: has a page that is open show it, for whoever shows the private key."""


class Seen(StrEnum):
    """Where the page is that shows it now."""

    NOWHERE = "nowhere"
    SOMEWHERE = "somewhere"
    """It is not hidden, but may lie behind another window where the browser knows of none."""
    IN_FRONT = "in_front"
    """It has the keyboard."""
