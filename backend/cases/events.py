"""What happened to cases."""

from dataclasses import dataclass

from backend.kernel.outbox import Event


@dataclass(frozen=True)
class CaseArchived(Event):
    """A case was archived: nothing is added to its file any more."""

    case_id: str
