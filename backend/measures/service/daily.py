"""The daily penalties of a case, which are paid like any fine."""

from datetime import date
from uuid import UUID

from backend.documents import find_documents
from backend.measures import queries
from backend.measures.models import Measure
from backend.measures.rules.daily import DailyPenalty

KIND, DECISION = "correction", "daily_penalty_decision"


def list_daily_penalties(case_id: UUID) -> list[DailyPenalty]:
    """Return the daily penalties decided in a case, oldest first; the caller has checked the
    scope.
    """
    measures = queries.list_daily_rows(case_id)
    if not measures:
        return []
    papers = find_documents(KIND, [one.id for one in measures], DECISION)
    return [_penalty(one, papers[one.id].id) for one in measures]


def _penalty(measure: Measure, decision_id: UUID) -> DailyPenalty:
    done = measure.done
    served = done.get("decision_served_on")
    return DailyPenalty(
        measure_kind=measure.kind,
        measure_id=measure.id,
        decision_id=decision_id,
        number=done["decision_number"],
        fine_fen=done["daily_amount_fen"],
        decided_on=date.fromisoformat(done["decided_on"]),
        served_on=date.fromisoformat(served) if served else None,
    )
