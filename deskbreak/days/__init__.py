"""Days written down, and lived again."""
