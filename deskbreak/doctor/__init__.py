"""Looks at what works here: every sense, every surface, every file, in this process alone."""
