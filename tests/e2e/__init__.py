"""A real browser against the whole running system."""
