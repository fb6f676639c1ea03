"""Every write of this app: a verb and a noun, keyword-only, one transaction."""
