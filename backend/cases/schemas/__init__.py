"""Wire shapes of cases."""

from backend.cases.schemas.self_check import SelfCheckSchema
from backend.cases.schemas.shapes import (
    CasePageSchema,
    CaseQuery,
    CaseSchema,
    ProposalSchema,
    ViolationListSchema,
)
from backend.cases.schemas.views import case_view, summaries_as_json

__all__ = [
    "CasePageSchema",
    "CaseQuery",
    "CaseSchema",
    "ProposalSchema",
    "SelfCheckSchema",
    "ViolationListSchema",
    "case_view",
    "summaries_as_json",
]
