"""The command line. Nothing here but `daemon`, `exits` and `log` is ever loaded by the daemon."""
