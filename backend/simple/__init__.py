"""The simple procedure 当场处罚: decided, served and filed for record on the spot."""

from backend.simple.queries import get_simple
from backend.simple.service.filing_away import describe_simple

__all__ = ["describe_simple", "get_simple"]
