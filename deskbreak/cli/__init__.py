"""The command line. Nothing here but `daemon` and `telling` is ever loaded by the daemon."""
