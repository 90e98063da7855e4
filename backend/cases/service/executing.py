"""What the steps of deferral, surcharge, demand and court write."""

from datetime import date

from backend.cases.models import PenaltyCase
from backend.cases.rules.execution import court_window, surcharge_fen
from backend.cases.service import forms, papers
from backend.cases.service.deciding import record_service
from backend.cases.service.facts import COURT_CODE, DEMAND_CODE, KIND, PAY_CODE, numbers_of
from backend.cases.service.terms import open_term
from backend.deadlines import cancel_deadlines, find_deadline, meet_deadline, open_deadline
from backend.kernel.clock import bureau_date
from backend.workflow import Step

APL = "行政处罚法"


def approve_deferral(step: Step) -> None:
    """Give the party until the day approved."""
    case: PenaltyCase = step.subject
    today, pay_by = bureau_date(step.now), step.form["pay_by"]
    _keep(case, deferral={"kind": step.form["kind"], "pay_by": pay_by.isoformat()})
    papers.issue(step, "deferral_notice", forms.deferral_data(step))
    cancel_deadlines(KIND, case.id, [PAY_CODE], on=today)
    open_deadline(
        authority_id=case.authority_id,
        subject_kind=KIND,
        subject_id=case.id,
        subject_number=case.number or "",
        code=PAY_CODE,
        started_on=today,
        days=(pay_by - today).days,
        unit="calendar",
        basis=f"{APL} 第六十六条",
        responsible_role="officer",
    )


def impose_surcharge(step: Step) -> None:
    """Add three per cent a day since the fine was due, never more than the fine."""
    case: PenaltyCase = step.subject
    term = find_deadline(KIND, case.id, PAY_CODE)
    if term is None or case.fine_fen is None:
        raise LookupError(f"case {case.id} has no payment term; its guard let a surcharge pass")
    up_to: date = step.form["up_to"]
    numbers = numbers_of(case)
    percent, cap = numbers["surcharge_percent_a_day"].value, numbers["surcharge_cap_percent"].value
    amount = surcharge_fen(case.fine_fen, term.due_on, up_to, percent, cap)
    _keep(case, surcharge={"amount_fen": amount, "up_to": up_to.isoformat()})


def serve_demand(step: Step) -> None:
    """Issue and serve the demand; ten working days run, then the court may be asked."""
    case: PenaltyCase = step.subject
    _keep(case, demanded_on=step.form["served_on"].isoformat())
    papers.issue(step, "demand_notice", forms.demand_data(step))
    record_service(step, "demand_notice")
    open_term(step, DEMAND_CODE, "demand_days")
    numbers = numbers_of(case)
    months = numbers["suit_months"].value, numbers["court_months"].value
    closes = court_window(case.decision_served_on or step.form["served_on"], *months)[1]
    start = step.form["served_on"]
    open_deadline(
        authority_id=case.authority_id,
        subject_kind=KIND,
        subject_id=case.id,
        subject_number=case.number or "",
        code=COURT_CODE,
        started_on=start,
        days=max(1, (closes - start).days),
        unit="calendar",
        basis=numbers["court_months"].basis,
        responsible_role="head",
    )


def apply_to_court(step: Step) -> None:
    """Record the application and close both terms."""
    case: PenaltyCase = step.subject
    applied_on = step.form["applied_on"]
    _keep(case, court={"applied_on": applied_on.isoformat(), "name": step.form["court"]})
    papers.issue(step, "court_application", forms.court_data(step))
    meet_deadline(KIND, case.id, DEMAND_CODE, applied_on)
    meet_deadline(KIND, case.id, COURT_CODE, applied_on)


def record_court_result(step: Step) -> None:
    """Record what the court ruled and whether enforcement has ended."""
    case: PenaltyCase = step.subject
    court = (case.execution or {})["court"] | {
        "ruled_on": step.form["ruled_on"].isoformat(),
        "ended": step.form["ended"],
        "result": step.form["result"],
    }
    _keep(case, court=court)
    if step.form["ended"]:
        codes = [DEMAND_CODE, COURT_CODE, PAY_CODE]
        cancel_deadlines(KIND, case.id, codes, on=bureau_date(step.now))


def _keep(case: PenaltyCase, **facts: object) -> None:
    case.execution = (case.execution or {}) | facts
