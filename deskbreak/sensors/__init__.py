"""Reads the desktop: one small file per source, an ordered chooser, an honest none."""
