"""Cases as the wire shows them."""

from typing import Any

from backend.accounts import (
    Authority,
    get_authority,
    list_authorities_by_id,
)
from backend.cases.models import PenaltyCase
from backend.cases.queries import LIST_COLUMNS
from backend.cases.service import WORKFLOW
from backend.cases.service.debts import Debt, list_debts
from backend.cases.service.facts import KIND, PAY_CODE, investigators_of
from backend.cases.service.missing import list_missing
from backend.cases.service.standing import table_for, violation_of
from backend.deadlines import Deadline, list_deadlines_of, list_terms
from backend.discretion import (
    find_weighing,
    list_items_at,
    table_view,
)
from backend.documents import list_documents_of
from backend.evidence import list_links
from backend.inspections import list_inspections_by_id
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json
from backend.workflow import list_history

ASIDE = {"not_filed", "withdrawn", "suspended", "hearing"}
"""States beside the way every case takes; shown while a case is in one."""
SHOWN = {column.key for column in PenaltyCase.__table__.columns} - {"search", "search_text"}
LISTED = [column.key for column in LIST_COLUMNS]


def case_summaries(cases: list[PenaltyCase]) -> list[Json]:
    """Return cases as lists show them, in two queries whatever their number."""
    authorities = list_authorities_by_id({case.authority_id for case in cases})
    deadlines = list_deadlines_of(KIND, [case.id for case in cases])
    return [_summary(case, authorities[case.authority_id], deadlines[case.id]) for case in cases]


def _summary(case: PenaltyCase, authority: Authority, deadlines: list[Deadline]) -> Json:
    state = WORKFLOW.definition_of(case).state(case.state)
    columns = {name: getattr(case, name) for name in LISTED}
    return columns | {
        "phase_zh": state.phase_zh,
        "phase_en": state.phase_en,
        "violation": violation_of(case),
        "authority": authority,
        "deadlines": deadlines,
    }


def case_view(case: PenaltyCase, actor: Any) -> Json:
    """Return a case whole."""
    definition = WORKFLOW.definition_of(case)
    columns = {name: getattr(case, name) for name in SHOWN}
    return (
        columns
        | case_summaries([case])[0]
        | {
            **debts_view(case),
            "procedure": definition,
            "stages": [
                {"state": s.name, "phase_zh": s.phase_zh, "phase_en": s.phase_en}
                for s in definition.states
                if s.name not in ASIDE or s.name == case.state
            ],
            "investigators": [
                {"id": officer.person_id, "full_name": officer.full_name}
                for officer in investigators_of(case)
            ],
            "documents": list_documents_of(case.id),
            "exhibits": list_links(KIND, [case.id])[case.id],
            "inspections": list_inspections_by_id(case.inspection_ids),
            "service": case.services,
            "payments": case.payments,
            **discretion_view(case),
            "missing": list_missing(case, definition, actor),
            "history": list_history(case.id),
        }
    )


def debts_view(case: PenaltyCase) -> Json:
    """Return what is owed under each decision that has been made, and in sum."""
    debts = [one for one in list_debts(case) if one.owed_fen]
    return {
        "paid_fen": sum(one.paid_fen for one in debts),
        "owed_fen": sum(one.owed_fen for one in debts),
        "debts": [_debt(one) for one in debts],
    }


def _debt(one: Debt) -> Json:
    term = list_terms(*one.subject).get(PAY_CODE)
    names = (
        "decision_id", "kind", "number", "decided_on", "served_on", "fine_fen", "surcharge_fen",
        "owed_fen", "paid_fen", "left_fen", "is_published",
    )  # fmt: skip
    return {name: getattr(one, name) for name in names} | {
        "measure_id": one.daily.measure_id if one.daily else None,
        "due_on": term.due_on if term else None,
        "execution": {name: kept for name, kept in one.kept.items() if name != "daily"},
    }


def discretion_view(case: PenaltyCase) -> Json:
    """Return what amounts are weighed by in a case, and what was weighed."""
    table = table_for(case)
    day = bureau_date(case.proposed_at)
    return {
        "deciding_authority": get_authority(case.deciding_authority_id or case.authority_id),
        "weighing": find_weighing(case.weighing_id),
        "discretion_table": table_view(table) if table else None,
        "no_penalty_items": list_items_at(case.authority_id, case.violation_code, day),
    }
