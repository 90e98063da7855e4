"""Cases as the wire shows them."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from backend.accounts import get_authority
from backend.cases.models import PenaltyCase
from backend.cases.queries.as_json import WrittenCase, list_as_json
from backend.cases.rules import Violation
from backend.cases.schemas.shapes import ViolationSchema
from backend.cases.service import WORKFLOW
from backend.cases.service.debts import Debt, list_debts
from backend.cases.service.facts import KIND, PAY_CODE, investigators_of
from backend.cases.service.missing import list_missing
from backend.cases.service.standing import table_for, violation_of
from backend.deadlines import list_deadlines_of, list_terms
from backend.discretion import (
    find_weighing,
    list_items_at,
    table_view,
)
from backend.documents import list_documents_of
from backend.evidence import list_links
from backend.inspections import list_inspections_by_id
from backend.kernel import clock
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json
from backend.workflow import State, list_history

ASIDE = {"not_filed", "withdrawn", "suspended", "hearing"}
"""States beside the way every case takes; shown while a case is in one."""
SHOWN = {column.key for column in PenaltyCase.__table__.columns} - {"search", "search_text"}


def summaries_as_json(ids: Sequence[UUID]) -> list[str]:
    """Return cases as CaseSummarySchema writes them, in one query whatever their number; the caller
    has found them in scope.
    """
    return [
        f"{case.written[:-1]},{_named(case)}"
        for case in list_as_json(ids, bureau_date(clock.now()))
    ]


def _named(case: WrittenCase) -> str:
    state = WORKFLOW.version(case.procedure_version).state(case.state)
    return _names_as_json(state.phase_zh, state.phase_en, violation_of(case))


@lru_cache
def _names_as_json(phase_zh: str, phase_en: str, violation: Violation) -> str:
    """Return the members of a case's JSON that are the program's own words, up to its end."""
    clause = ViolationSchema().dump(violation)
    members = {"phase_zh": phase_zh, "phase_en": phase_en, "violation": clause}
    return json.dumps(members, ensure_ascii=False)[1:]


def _summary(case: PenaltyCase, state: State) -> Json:
    return {
        "phase_zh": state.phase_zh,
        "phase_en": state.phase_en,
        "violation": violation_of(case),
        "authority": get_authority(case.authority_id),
        "deadlines": list_deadlines_of(KIND, [case.id])[case.id],
    }


def case_view(case: PenaltyCase, actor: Any) -> Json:
    """Return a case whole."""
    definition = WORKFLOW.definition_of(case)
    columns = {name: getattr(case, name) for name in SHOWN}
    return (
        columns
        | _summary(case, definition.state(case.state))
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
