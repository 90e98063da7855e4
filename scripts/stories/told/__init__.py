"""Told cases: each a whole case through the HTTP API, with a refusal and its volume."""
