"""Inspection records 现场检查(勘察)笔录 by two certified officers."""

from backend.inspections.models import Inspection
from backend.inspections.queries import get_inspection, list_inspections_by_id
from backend.inspections.rules import OfficerFacts, two_certified_officers
from backend.inspections.service.completion import linked_exhibits, officer_facts, officers_of

__all__ = [
    "Inspection",
    "OfficerFacts",
    "get_inspection",
    "linked_exhibits",
    "list_inspections_by_id",
    "officer_facts",
    "officers_of",
    "two_certified_officers",
]
