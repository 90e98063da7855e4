"""Reads of measures and of what documents of record tell of their case; the scope comes first."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, any_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.accounts import within
from backend.deadlines import Deadline
from backend.documents import Document, list_documents_of
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, fetch_page
from backend.kernel.parts import Part, list_of, row_of
from backend.measures.models import Measure
from backend.measures.rules import (
    DAILY_KIND,
    DAILY_STATES,
    KINDS,
    CaseFile,
    FineFacts,
    MeasureOfCase,
)
from backend.measures.rules.registry import DEFINITIONS
from backend.workflow import WorkflowEvent, list_history

FINAL = {
    kind: [state.name for state in definition.states if state.final]
    for kind, definition in DEFINITIONS.items()
}


def _visible(actor: Actor) -> Select[Measure]:
    return select(Measure).where(within(actor, Measure.authority_id))


def get_measure(actor: Actor, measure_id: UUID, *, lock: bool = False) -> Measure:
    """Return a measure in scope, locked when asked; raises NotFound."""
    query = _visible(actor).where(Measure.id == measure_id)
    found = session().scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_measure(measure_id: UUID, *, lock: bool = False) -> Measure | None:
    """Return a measure whatever its scope."""
    return session().get(Measure, measure_id, with_for_update=lock, populate_existing=lock)


def find_next(measure_id: UUID) -> UUID | None:
    """Return the id of the order that follows one that was not obeyed."""
    return session().scalars(select(Measure.id).where(Measure.previous_id == measure_id)).first()


def list_measures(
    actor: Actor,
    *,
    kind: str | None,
    case_id: UUID | None,
    running: bool,
    cursor: str | None,
    limit: int,
) -> Page[Measure]:
    """Return measures in scope, newest first."""
    query = _visible(actor)
    if kind:
        query = query.where(Measure.kind == kind)
    if case_id:
        query = query.where(Measure.case_id == case_id)
    if running:
        query = query.where(_is_running())
    return fetch_page(query, Measure.created_at, Measure.id, cursor=cursor, limit=limit)


def list_clocks(
    actor: Actor, *, kind: str | None, cursor: str | None, limit: int
) -> Page[Deadline]:
    """Return the open terms of running measures in scope, soonest first."""
    kinds = (kind,) if kind else KINDS
    query = select(Deadline).where(
        within(actor, Deadline.authority_id),
        Deadline.subject_kind.in_(kinds),
        Deadline.status == "open",
    )
    return fetch_page(
        query, Deadline.due_on, Deadline.id, cursor=cursor, limit=limit, descending=False
    )


def list_measures_by_id(ids: Collection[UUID]) -> dict[UUID, Measure]:
    """Return measures by id; callers have checked the scope."""
    rows = session().scalars(select(Measure).where(Measure.id.in_(ids)))
    return {row.id: row for row in rows}


def measures_part(
    case_id: InstrumentedAttribute[UUID], inspection_ids: InstrumentedAttribute[list[UUID]]
) -> Part[tuple[MeasureOfCase, ...]]:
    """Return the measures of a case, with those begun on its inspections before it was filed, as
    part of another statement, which checks the scope.
    """
    one = row_of(
        kind=Measure.kind, subtype=Measure.subtype, number=Measure.number, state=Measure.state
    )
    own = list_of(one, Measure.created_at, Measure.id).where(
        or_(Measure.case_id == case_id, Measure.inspection_id == any_(inspection_ids))
    )
    return Part(own.scalar_subquery(), lambda rows: tuple(_of_case(**row) for row in rows))


def _of_case(kind: str, state: str, **others: Any) -> MeasureOfCase:
    return MeasureOfCase(kind=kind, state=state, is_open=state not in FINAL[kind], **others)


def list_rows_of(case_id: UUID, inspection_ids: Collection[UUID]) -> list[Measure]:
    """Return the measures of a case and those begun on its inspections, oldest first."""
    query = (
        select(Measure)
        .where(or_(Measure.case_id == case_id, Measure.inspection_id.in_(inspection_ids)))
        .order_by(Measure.created_at, Measure.id)
    )
    return list(session().scalars(query))


def list_daily_rows(case_id: UUID) -> list[Measure]:
    """Return the orders of a case on which a daily penalty was decided, oldest first."""
    query = select(Measure).where(
        Measure.case_id == case_id,
        Measure.kind == DAILY_KIND,
        Measure.state.in_(DAILY_STATES),
    )
    return list(session().scalars(query.order_by(Measure.created_at, Measure.id)))


def _is_running() -> ColumnElement[bool]:
    return or_(
        *((Measure.kind == kind) & Measure.state.not_in(states) for kind, states in FINAL.items())
    )


def get_case_file(actor: Actor, case_id: UUID) -> CaseFile:
    """Return what the documents of record tell of a case in scope; raises NotFound before the case
    is filed.
    """
    papers = list_documents_of(case_id)
    if not any(one.authority_id in actor.visible_authority_ids for one in papers):
        raise NotFound
    found = case_file_of(case_id, papers)
    if found is None:
        raise NotFound
    return found


def case_file_of(case_id: UUID, papers: list[Document]) -> CaseFile | None:
    """Return what a case's documents tell of it, None while it is not filed."""
    filing = _newest(papers, "filing_approval")
    if filing is None or filing.number is None:
        return None
    data = filing.data["data"]
    history = list_history(case_id)
    return CaseFile(
        case_id=case_id,
        authority_id=filing.authority_id,
        number=filing.number,
        state=history[-1].to_state if history else "",
        party=data["party"],
        violation_name=data["violation_name"],
        violated_provision=data["violated_provision"],
        fine=_fine_of(papers, history),
    )


def _fine_of(papers: list[Document], history: list[WorkflowEvent]) -> FineFacts | None:
    decision = _newest(papers, "penalty_decision")
    if decision is None or decision.number is None:
        return None
    served = [
        date.fromisoformat(one.data["data"]["served_on"])
        for one in papers
        if one.kind == "service_receipt" and one.data["data"]["document_number"] == decision.number
    ]
    # The step and not the paper: what is paid stands there as a number in every version.
    decided = next((one.form for one in reversed(history) if one.action == "decide"), {})
    return FineFacts(
        number=decision.number,
        fine_fen=decided.get("fine_fen") or 0,
        decided_on=date.fromisoformat(decision.data["dated"]),
        served_on=served[-1] if served else None,
    )


def _newest(papers: list[Document], kind: str) -> Document | None:
    return next((one for one in reversed(papers) if one.kind == kind), None)
