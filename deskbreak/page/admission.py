"""Who may see the page: whoever holds a ticket, once, and then the cookie that it was changed for."""

import secrets
from hmac import compare_digest

_SECRET = 32  # bytes
_TICKETS = 16


class Admission:
    """`private` is known to this user's programs alone, and buys tickets; a ticket admits once.

    Both are for as long as the server lives.
    """

    def __init__(self, private: str) -> None:
        self._private = private
        self._cookie = secrets.token_urlsafe(_SECRET)
        self._tickets: list[str] = []

    @property
    def cookie(self) -> str:
        return self._cookie

    def ticket(self) -> str:
        """A new one; of many that were never used the oldest is no longer good."""
        ticket = secrets.token_urlsafe(_SECRET)
        self._tickets = [*self._tickets, ticket][-_TICKETS:]
        return ticket

    def takes_ticket(self, shown: str) -> bool:
        known = [ticket for ticket in self._tickets if _same(ticket, shown)]
        self._tickets = [ticket for ticket in self._tickets if ticket not in known]
        return bool(known)

    def knows_cookie(self, shown: str) -> bool:
        return _same(self._cookie, shown)

    def knows_private(self, shown: str) -> bool:
        return _same(self._private, shown)


def _same(secret: str, shown: str) -> bool:
    """Takes as long for a near miss as for a wide one."""
    return compare_digest(secret.encode(), shown.encode(errors="replace"))
