"""Stories told to a running server."""
