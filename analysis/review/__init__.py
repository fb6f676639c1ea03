"""The page where an analyst decides on suggestions, one comment at a time."""
