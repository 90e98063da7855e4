"""Measurements, each its own module with `run(say)`; figures are JSON lines."""
