"""What became of every bout and proposal."""
