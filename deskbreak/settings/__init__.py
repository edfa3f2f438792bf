"""`deskbreak.toml`: what it may say, reading it, following it, editing it."""
