"""What phones push and pull; knows no feature, features are handed to it."""

from backend.sync.queries import record_change

__all__ = ["record_change"]
