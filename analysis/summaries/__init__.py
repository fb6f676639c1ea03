"""Pages where a summary is drafted, edited, submitted and approved."""
