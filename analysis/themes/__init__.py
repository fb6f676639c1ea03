"""Pages of the themes and of one theme: counts, what was said, how sure the engine is."""
