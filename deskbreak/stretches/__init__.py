"""The catalogue of stretches, and packs of the user's own."""
