"""The saved session."""
