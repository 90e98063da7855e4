"""What a paper leaves open to be filled in."""

from backend.workflow.rules import Field


def text(name: str, zh: str, en: str, *, required: bool = True) -> Field:
    """Return a short text of a paper."""
    return Field(name, "text", zh, en, required=required, max_length=200)


def long(name: str, zh: str, en: str, *, required: bool = True) -> Field:
    """Return a long text of a paper."""
    return Field(name, "multiline", zh, en, required=required)


def day(name: str, zh: str, en: str, *, required: bool = True) -> Field:
    """Return a day of a paper."""
    return Field(name, "date", zh, en, required=required)


def moment(name: str, zh: str, en: str) -> Field:
    """Return a time of a paper."""
    return Field(name, "datetime", zh, en)
