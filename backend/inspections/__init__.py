"""Inspection records 现场检查(勘察)笔录 by two certified officers."""

from backend.inspections.models import Inspection
from backend.inspections.queries import (
    RecordOfCase,
    get_inspection,
    list_inspections_by_id,
    records_part,
)
from backend.inspections.rules import OfficerFacts, two_certified_officers
from backend.inspections.service.completion import linked_exhibits, officer_facts, officers_of

__all__ = [
    "Inspection",
    "OfficerFacts",
    "RecordOfCase",
    "get_inspection",
    "linked_exhibits",
    "list_inspections_by_id",
    "officer_facts",
    "officers_of",
    "records_part",
    "two_certified_officers",
]
