"""What each document of a case says."""

from backend.accounts import get_authority, list_people_by_id
from backend.cases.models import PenaltyCase
from backend.cases.queries.dossier import dossier_of
from backend.cases.rules.fields import CASE_REVIEW_POINTS, LEGAL_REVIEW_POINTS
from backend.cases.service.contents import contents_of, contents_of_file
from backend.cases.service.debts import list_debts
from backend.cases.service.facts import KIND, investigators_of, numbers_of, offers_hearing
from backend.cases.service.particulars import (
    answers,
    day_in,
    defence_of,
    exhibits_of,
    law_of,
    officers_of,
    party_of,
)
from backend.documents import (
    Document,
    PaperState,
    document_title,
    issue_document,
    reserve_number,
)
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json, session
from backend.leads import Lead
from backend.workflow import Step


def issue(step: Step, kind: str, data: Json, number: str | None = None) -> Document:
    """Issue a document of the case, numbered in its class and year."""
    case: PenaltyCase = step.subject
    year = bureau_date(step.now).year
    body = case.deciding_authority_id or case.authority_id
    return issue_document(
        step.actor,
        authority_id=case.authority_id,
        body_id=body,
        kind=kind,
        subject_kind=KIND,
        subject_id=case.id,
        case_id=case.id,
        data={"party": party_of(case), **data},
        number=number or reserve_number(body, kind, year),
        at=step.now,
    )


def filing_data(step: Step) -> Json:
    """Return what 立案审批表 says."""
    case: PenaltyCase = step.subject
    lead = session().get_one(Lead, case.lead_id)
    day = bureau_date(step.now)
    law = law_of(case)
    proposer = list_people_by_id(frozenset({case.proposed_by_id}))[case.proposed_by_id]
    return {
        "violation_name": law["violation_name"],
        "violated_provision": law["violated_provision"],
        "source": f"网格事件 {lead.source_number}(线索 {lead.number})",
        "found_on": lead.found_on,
        "act_ended_on": case.act_ended_on,
        "reasons": case.reasons,
        "investigators": officers_of(case, day),
        "proposed_by": proposer.full_name,
        "proposed_on": bureau_date(case.proposed_at),
        "approved_by": step.actor.signing_name,
        "approved_on": day,
    }


def report_data(step: Step) -> Json:
    """Return what 调查报告 says."""
    case: PenaltyCase = step.subject
    day = bureau_date(step.now)
    return law_of(case) | {
        "filing_number": case.number,
        "filed_on": case.filed_on,
        "investigators": officers_of(case, day),
        "facts": case.facts,
        "exhibits": exhibits_of(step),
        "discretion_reasons": case.discretion_reasons,
        "contents": contents_of(case),
        "reported_by": step.actor.signing_name,
        "reported_on": day,
    }


def review_data(step: Step) -> Json:
    """Return what 案件审查表 says."""
    case: PenaltyCase = step.subject
    day = bureau_date(step.now)
    return law_of(case) | {
        "filing_number": case.number,
        "investigators": officers_of(case, day),
        "facts": case.facts,
        "contents": contents_of(case),
        "points": answers(step, CASE_REVIEW_POINTS),
        "opinion": step.form["opinion"],
        "reviewed_by": step.actor.signing_name,
        "reviewed_on": day,
    }


def notice_data(step: Step) -> Json:
    """Return what 行政处罚事先告知书 says."""
    case: PenaltyCase = step.subject
    authority = get_authority(case.deciding_authority_id or case.authority_id)
    return law_of(case) | {
        "filing_number": case.number,
        "facts": case.facts,
        "exhibits": exhibits_of(step),
        "discretion_reasons": case.discretion_reasons,
        "contents": contents_of(case),
        "defence_days": numbers_of(case)["defence_days"].value,
        "may_request_hearing": offers_hearing(case),
        "contact": {"name": authority.name, "phone": None, "address": None},
    }


def legal_review_data(step: Step) -> Json:
    """Return what 法制审核表 says."""
    case: PenaltyCase = step.subject
    day = bureau_date(step.now)
    return law_of(case) | {
        "filing_number": case.number,
        "facts": case.facts,
        "contents": contents_of(case),
        "defence": defence_of(case),
        "submitted_by": investigators_of(case)[0].full_name,
        "submitted_on": day,
        "points": answers(step, LEGAL_REVIEW_POINTS),
        "opinion": step.form["opinion"],
        "reviewed_by": step.actor.signing_name,
        "reviewed_on": day,
    }


def decision_data(step: Step) -> Json:
    """Return what 行政处罚决定书 says (处罚法 第五十九条)."""
    case: PenaltyCase = step.subject
    authority = get_authority(case.deciding_authority_id or case.authority_id)
    above = get_authority(authority.parent_id) if authority.parent_id else authority
    notice = dossier_of(case).paper("prior_notice")
    return law_of(case) | {
        "filing_number": case.number,
        "filed_on": case.filed_on,
        "facts": case.facts,
        "exhibits": exhibits_of(step),
        "notice_number": notice.number if notice else None,
        "notice_served_on": case.notice_served_on,
        "defence": defence_of(case),
        "defence_waived_on": case.defence_waived_on,
        "reasons": step.form["reasons"],
        "correction": "立即改正违法行为。",
        "contents": contents_of(case),
        "pay_days": numbers_of(case)["pay_days"].value,
        "pay_to": None,
        "reconsideration_body": f"{above.name.removesuffix('生态环境局')}人民政府",
        "court": None,
        "hearing_held_on": day_in(case.hearing, "held_on"),
        "discussed_on": day_in(case.discussion, "held_on"),
    }


def decision_kind(case: PenaltyCase) -> str:
    """Return which document decides the case."""
    return "penalty_decision" if case.handling in (None, "penalty") else "no_penalty_decision"


def notice_kind(case: PenaltyCase) -> str:
    """Return which document tells the party what is proposed."""
    return "prior_notice" if case.handling in (None, "penalty") else "no_penalty_notice"


def no_penalty_notice_data(step: Step) -> Json:
    """Return what 不予行政处罚告知书 says."""
    case: PenaltyCase = step.subject
    told = notice_data(step)
    names = ("violation_name", "filing_number", "facts", "exhibits", "defence_days", "contact")
    reasons = case.discretion_reasons or "经调查，现有证据不足以证明违法事实成立。"
    return {name: told[name] for name in names} | {
        "contents": contents_of(case),
        "reasons": reasons,
    }


def no_penalty_decision_data(step: Step) -> Json:
    """Return what 不予行政处罚决定书 says."""
    case: PenaltyCase = step.subject
    decided = decision_data(step)
    names = ("violation_name", "filing_number", "filed_on", "facts", "exhibits", "contents",
             "reasons", "reconsideration_body")  # fmt: skip
    education = (case.measures or {}).get("education")
    return {name: decided[name] for name in names} | {"education": education}


def receipt_data(step: Step, served: Document | PaperState) -> Json:
    """Return what 送达回证 says."""
    case: PenaltyCase = step.subject
    return {
        "document_title": document_title(served.kind),
        "document_number": served.number,
        "served_on": step.form["served_on"],
        "mode": step.form["mode"],
        "place": None,
        "recipient": step.form["recipient"],
        "note": step.form["note"],
        "servers": officers_of(case, step.form["served_on"]),
    }


def closing_data(step: Step) -> Json:
    """Return what 结案审批表 says."""
    case: PenaltyCase = step.subject
    day, debts = bureau_date(step.now), list_debts(case)
    decision = dossier_of(case).paper(decision_kind(case))
    numbers = {one.decision_id: one.number for one in debts}
    return {
        "violation_name": law_of(case)["violation_name"],
        "filing_number": case.number,
        "filed_on": case.filed_on,
        "decision_number": decision.number if decision else None,
        "decided_on": case.decided_on,
        "decision_served_on": case.decision_served_on,
        "contents": contents_of_file(case),
        "dailies": [
            {"number": one.number, "decided_on": one.decided_on, "served_on": one.served_on}
            for one in debts
            if one.daily
        ],
        "payments": [
            {
                "decision_number": numbers[p.decision_id],
                "amount_fen": p.amount_fen,
                "paid_on": p.paid_on,
                "reference": p.reference,
            }
            for p in case.payments
        ],
        "investigators": officers_of(case, day),
        "note": step.form["note"],
        "proposed_by": investigators_of(case)[0].full_name,
        "proposed_on": day,
        "approved_by": step.actor.signing_name,
        "approved_on": day,
    }
