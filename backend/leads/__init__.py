"""Leads 线索: found or received, to be filed or not within fifteen days."""

from backend.leads.models import Lead
from backend.leads.queries import get_lead
from backend.leads.service import (
    begin_filing_review,
    end_filing_review,
    filing_due_on,
    register_lead,
)

__all__ = [
    "Lead",
    "begin_filing_review",
    "end_filing_review",
    "filing_due_on",
    "get_lead",
    "register_lead",
]
