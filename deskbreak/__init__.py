"""deskbreak: knows how long you have been sitting and proposes one short stretch at a good moment."""
