"""What the server and the commands that open it agree on."""

OPEN = "/open/"
"""Followed by a chapter and a ticket."""

TICKETS = "/ticket"
"""Sells them to whoever shows the private key in this header."""

PRIVATE_KEY = "x-deskbreak-key"
