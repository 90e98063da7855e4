"""The simple procedure 当场处罚: decided, served and filed for record on the spot."""

from backend.simple.queries import get_simple

__all__ = ["get_simple"]
