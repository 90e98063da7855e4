"""Forms as versioned data, and what people filled in."""

from backend.forms.service import check_answers

__all__ = ["check_answers"]
