"""One daemon per user, and the line other programs talk to it on."""
