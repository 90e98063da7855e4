"""What the documents of suspension, hearing and discussion say."""

from datetime import date

from backend.cases.models import PenaltyCase
from backend.cases.service.contents import contents_of
from backend.cases.service.debts import Debt
from backend.cases.service.facts import investigators_of, numbers_of
from backend.cases.service.particulars import law_of, officers_of
from backend.documents import document_title
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json
from backend.workflow import Step


def _head(case: PenaltyCase) -> Json:
    return {"violation_name": law_of(case)["violation_name"], "filing_number": case.number}


def approval_data(step: Step, ground: str | None) -> Json:
    """Return what the approval forms of suspension, resumption, termination, withdrawal say."""
    case: PenaltyCase = step.subject
    day = bureau_date(step.now)
    return _head(case) | {
        "filed_on": case.filed_on,
        "investigators": officers_of(case, day),
        "ground": ground,
        "reasons": step.form["reason"],
        "proposed_by": investigators_of(case)[0].full_name,
        "proposed_on": day,
        "approved_by": step.actor.signing_name,
        "approved_on": day,
    }


def hearing_notice_data(step: Step, host_name: str) -> Json:
    """Return what 听证通知书 says."""
    case: PenaltyCase = step.subject
    return _head(case) | {
        "requested_on": date.fromisoformat((case.hearing or {})["requested_on"]),
        "hearing_on": step.form["hearing_on"],
        "place": step.form["place"],
        "host_name": host_name,
    }


def hearing_record_data(step: Step) -> Json:
    """Return what 听证笔录 says."""
    case: PenaltyCase = step.subject
    kept = case.hearing or {}
    return _head(case) | {
        "held_on": step.form["held_on"],
        "place": kept["place"],
        "host_name": kept["host_name"],
        "investigators": officers_of(case, step.form["held_on"]),
        "attended": step.form["attended"],
        "record": step.form["record"],
    }


def hearing_report_data(step: Step) -> Json:
    """Return what 听证报告 says."""
    case: PenaltyCase = step.subject
    return _head(case) | {
        "held_on": step.form["held_on"],
        "host_name": (case.hearing or {})["host_name"],
        "facts": case.facts,
        "proposed_fine_fen": case.proposed_fine_fen,
        "attended": step.form["attended"],
        "report": step.form["report"],
        "reported_by": step.actor.signing_name,
        "reported_on": bureau_date(step.now),
    }


def discussion_data(step: Step, members: list[str]) -> Json:
    """Return what 集体讨论记录 says."""
    case: PenaltyCase = step.subject
    return _head(case) | {
        "facts": case.facts,
        "penalty_basis": law_of(case)["penalty_basis"],
        "contents": contents_of(case),
        "held_on": step.form["held_on"],
        "members": [{"full_name": name} for name in members],
        "opinions": step.form["opinions"],
        "result": step.form["result"],
        "extends_term": step.form["extends_term"],
        "recorded_by": step.actor.signing_name,
    }


def _decided(debt: Debt) -> Json:
    return {
        "violation_name": law_of(debt.case)["violation_name"],
        "decision_title": document_title(debt.kind),
        "decision_number": debt.number,
        "decided_on": debt.decided_on,
        "decision_served_on": debt.served_on,
        "fine_fen": debt.fine_fen,
    }


def deferral_data(step: Step, debt: Debt) -> Json:
    """Return what 同意延期(分期)缴纳罚款通知书 says."""
    return _decided(debt) | {
        "applied_on": step.form["applied_on"],
        "is_in_instalments": step.form["kind"] == "instalments",
        "pay_by": step.form["pay_by"],
        "schedule": step.form["schedule"],
        "reasons": step.form["reason"],
    }


def demand_data(debt: Debt) -> Json:
    """Return what 催告书 says."""
    return _decided(debt) | {
        "paid_fen": debt.paid_fen,
        "surcharge_fen": debt.surcharge_fen,
        "left_fen": debt.left_fen,
        "days": numbers_of(debt.case)["demand_days"].value,
    }


def court_data(step: Step, debt: Debt) -> Json:
    """Return what 行政处罚强制执行申请书 says."""
    return demand_data(debt) | {
        "demanded_on": date.fromisoformat(debt.kept["demanded_on"]),
        "court": step.form["court"],
        "applied_on": step.form["applied_on"],
        "approved_by": step.actor.signing_name,
    }
