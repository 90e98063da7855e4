"""Issuing single papers of a case."""

from datetime import date, datetime
from uuid import UUID

from backend.accounts import get_authority, list_people_by_id
from backend.documents import (
    Document,
    document_title,
    issue_document,
    list_documents_of,
    reserve_number,
)
from backend.inspections import OfficerFacts, officer_facts
from backend.kernel.actor import Actor
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json, lock_named
from backend.kernel.errors import ActionRefused, Forbidden, NotFound, StaleRevision
from backend.measures import queries
from backend.measures.rules import CaseFile
from backend.measures.rules.papers import (
    PAPER_BY_KIND,
    PAPERS,
    Paper,
    PaperFacts,
    reasons_against,
)
from backend.workflow import Blocked, FormLoader, list_history

CASE = "case"


def list_paper_actions(actor: Actor, case_id: UUID, now: datetime) -> list[Json]:
    """Return every kind of paper with all reasons against issuing it, possible ones first."""
    case = queries.get_case_file(actor, case_id)
    facts = PaperFacts(case.state, bureau_date(now))
    items = [_offer(paper, actor, facts) for paper in PAPERS]
    return sorted(items, key=lambda item: not item["allowed"])


def _offer(paper: Paper, actor: Actor, facts: PaperFacts) -> Json:
    reasons = reasons_against(paper, facts, None)
    if not actor.may(paper.permission):
        denied = {"permission": paper.permission}
        reasons.insert(0, Blocked("no_permission", "您的岗位没有此项权限", facts=denied))
    return {
        "name": paper.kind,
        "title_zh": document_title(paper.kind),
        "title_en": paper.title_en,
        "here": True,
        "allowed": not reasons,
        "blocked_by": [reason.as_wire() for reason in reasons],
        "fields": paper.fields,
        "will_produce": [paper.kind],
        "danger": False,
        "basis": paper.basis,
    }


def issue_paper(
    actor: Actor,
    case_id: UUID,
    kind: str,
    *,
    expected_revision: int,
    load_form: FormLoader,
    now: datetime,
) -> Document:
    """Issue a paper of a case, or raise with every reason against it.

    Raises NotFound, StaleRevision, Forbidden, Invalid or ActionRefused.
    """
    lock_named(f"papers:{case_id}")
    case = queries.get_case_file(actor, case_id)
    paper = PAPER_BY_KIND.get(kind)
    if paper is None:
        raise NotFound("没有这种文书", action=kind)
    papers = list_documents_of(case_id)
    if len(papers) != expected_revision:
        raise StaleRevision(current_revision=len(papers))
    if not actor.may(paper.permission):
        raise Forbidden(permission=paper.permission)
    form = load_form(paper.fields)
    officers = _officers(form.get("officer_ids") or [])
    today = bureau_date(now)
    if reasons := reasons_against(paper, PaperFacts(case.state, today, officers), form):
        raise ActionRefused(reasons[0].text, blocked_by=[reason.as_wire() for reason in reasons])
    named = [field.name for field in paper.fields if field.name != "officer_ids"]
    return issue_document(
        actor,
        authority_id=case.authority_id,
        kind=kind,
        subject_kind=CASE,
        subject_id=case_id,
        case_id=case_id,
        data={
            **_file(case, officers, today),
            **{name: form[name] for name in named},
            **_letter(paper, case),
            **_made(kind, actor, case_id, papers, today),
        },
        number=reserve_number(case.authority_id, kind, today.year),
        at=now,
    )


def _officers(ids: list[UUID]) -> tuple[OfficerFacts, ...]:
    people = list_people_by_id(frozenset(ids))
    return tuple(officer_facts(people[key]) for key in dict.fromkeys(ids) if key in people)


def _file(case: CaseFile, officers: tuple[OfficerFacts, ...], day: date) -> Json:
    return {
        "party": dict(case.party),
        "violation_name": case.violation_name,
        "case_number": case.number,
        "officers": [
            {"full_name": officer.full_name, "certificate_number": held.number}
            for officer in officers
            if (held := officer.certificate_on(day))
        ],
    }


def _letter(paper: Paper, case: CaseFile) -> Json:
    if not paper.is_letter:
        return {}
    office = get_authority(case.authority_id).name
    return {"contact": {"name": office, "phone": None, "address": None}}


def _made(kind: str, actor: Actor, case_id: UUID, papers: list[Document], today: date) -> Json:
    """Return what the system itself knows for a paper: approval, pages, contents."""
    pages = sum(paper.pages or 0 for paper in papers) or 1
    if kind == "internal_approval":
        return {"approved_by": actor.full_name, "approved_on": today}
    if kind == "volume_cover":
        return {**_dates(case_id), "pages": pages, "archivist": actor.full_name}
    if kind == "volume_contents":
        return {"rows": [_row(paper) for paper in papers if paper.state == "issued"]}
    if kind == "volume_note":
        return {"pages": pages, "made_by": actor.full_name, "made_on": today}
    return {}


def _dates(case_id: UUID) -> Json:
    days = {step.to_state: bureau_date(step.at) for step in reversed(list_history(case_id))}
    return {"filed_on": days.get("investigating"), "closed_on": days.get("closed")}


def _row(paper: Document) -> Json:
    return {
        "title": paper.title_zh,
        "number": paper.number,
        "dated": bureau_date(paper.created_at),
        "pages": paper.pages or 1,
    }
