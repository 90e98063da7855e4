"""A made-up bureau without a server, and what a forger may do to its evidence packages."""
