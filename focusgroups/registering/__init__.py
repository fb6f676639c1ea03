"""How people find a group, sign up for it, and keep their place: without an account."""
