"""Keeps what must outlive the process: settings, catalogue, history, session."""
