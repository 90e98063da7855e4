"""What phones push and pull; knows no feature, features are handed to it."""

from backend.sync.queries import Changed, record_change, record_changes

__all__ = ["Changed", "record_change", "record_changes"]
