"""Pages of new themes: what the codebook does not cover yet."""
