"""Penalty cases 案件: the statutory procedure from filing to archiving."""

from uuid import UUID

from backend.cases.events import CaseArchived
from backend.cases.queries import get_case
from backend.cases.service.filing_away import describe_case
from backend.cases.service.moving import move_running_cases
from backend.evidence import list_links
from backend.kernel.actor import Actor


def list_exhibit_ids_of_case(actor: Actor, case_id: UUID) -> list[UUID]:
    """Return the ids of the exhibits of a case in scope; raises NotFound."""
    case = get_case(actor, case_id)
    return [link.id for link in list_links("case", [case.id])[case.id]]


__all__ = [
    "CaseArchived",
    "describe_case",
    "get_case",
    "list_exhibit_ids_of_case",
    "move_running_cases",
]
