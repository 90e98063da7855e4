"""Leads 线索: found or received, to be filed or not within fifteen days."""

from backend.leads.models import Lead
from backend.leads.queries import LeadOfCase, get_lead, lead_part
from backend.leads.service import (
    begin_filing_review,
    end_filing_review,
    register_lead,
)

__all__ = [
    "Lead",
    "LeadOfCase",
    "begin_filing_review",
    "end_filing_review",
    "get_lead",
    "lead_part",
    "register_lead",
]
