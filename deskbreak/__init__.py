"""deskbreak: knows how long you have been sitting and proposes one short stretch at a good moment."""

__version__ = "0.1.0"
