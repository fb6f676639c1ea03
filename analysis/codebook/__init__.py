"""Pages where themes are made, changed, merged, split, and go in and out as files."""
