"""Wire shapes of cases."""

from backend.cases.schemas.self_check import SelfCheckSchema
from backend.cases.schemas.shapes import (
    CasePageSchema,
    CaseQuery,
    CaseSchema,
    ProposalSchema,
    ViolationListSchema,
)
from backend.cases.schemas.views import case_summaries, case_view

__all__ = [
    "CasePageSchema",
    "CaseQuery",
    "CaseSchema",
    "ProposalSchema",
    "SelfCheckSchema",
    "ViolationListSchema",
    "case_summaries",
    "case_view",
]
