"""Gathering what the measures of a case left behind, for the check of its file."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from backend.deadlines import Deadline, list_deadlines_of
from backend.documents import Document, list_documents_about
from backend.measures import queries
from backend.measures.models import Measure
from backend.measures.rules import MeasureRecord, TermKept
from backend.measures.rules.seizure import TERM

NAMES = {
    "advance_registration": "先行登记保存",
    "seizure": "查封、扣押",
    "correction": "责令改正",
    "restriction": "限制生产、停产整治",
    "transfer": "移送",
}


def list_measure_records(case_id: UUID, inspection_ids: Collection[UUID]) -> list[MeasureRecord]:
    """Return what each measure of a case left behind, oldest first; the caller has checked the
    scope.
    """
    return [_record(row) for row in queries.list_rows_of(case_id, inspection_ids)]


def _record(row: Measure) -> MeasureRecord:
    papers = list_documents_about(row.kind, row.id)
    told = [one.data["data"]["rights_told"] for one in papers if one.kind == "seizure_record"]
    return MeasureRecord(
        id=row.id,
        kind=row.kind,
        name=f"{NAMES[row.kind]} {row.number or ''}".strip(),
        done=row.done,
        papers=frozenset(one.kind for one in papers),
        rights_told=all(told) and bool(told),
        noticed_on=_noticed_on(papers),
        term=_term(list_deadlines_of(row.kind, [row.id])[row.id]),
    )


def _noticed_on(papers: Sequence[Document]) -> date | None:
    dated = [one.data["dated"] for one in papers if one.kind == "daily_penalty_notice"]
    return date.fromisoformat(dated[-1]) if dated else None


def _term(terms: Sequence[Deadline]) -> TermKept | None:
    own = [one for one in terms if one.code == TERM]
    if not own:
        return None
    return TermKept(own[-1].due_on, own[-1].closed_on, own[-1].stopped_on is not None)
