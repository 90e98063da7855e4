"""Guards of what runs beside a case: its measures."""

from backend.measures.rules import closing_reasons, deciding_reasons
from backend.workflow.rules import Attempt, Blocked


def measures_ended(attempt: Attempt) -> list[Blocked]:
    """A case is closed when every measure has come to its end."""
    return closing_reasons(attempt.snapshot.measures)


def not_with_the_police(attempt: Attempt) -> list[Blocked]:
    """While a suspected crime is with the police the bureau decides nothing (处罚法 第二十七条)."""
    return deciding_reasons(attempt.snapshot.measures)
