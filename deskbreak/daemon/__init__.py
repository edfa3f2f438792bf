"""What runs all day: one loop, and all that is done about what the core decides."""
