"""What the field app of the previous release sends, replayed against today's server."""
