"""Time stamps (RFC 3161), without a database or a network."""
