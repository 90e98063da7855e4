"""What deferral, surcharge, demand and court write, each for the decision it is about."""

from datetime import date

from backend.cases.rules.execution import court_window, surcharge_fen
from backend.cases.service import forms, papers
from backend.cases.service.debts import Debt, debt_of
from backend.cases.service.deciding import record_service
from backend.cases.service.facts import COURT_CODE, DEMAND_CODE, PAY_CODE, numbers_of
from backend.deadlines import cancel_deadlines, find_deadline, meet_deadline, open_deadline
from backend.kernel.clock import bureau_date
from backend.workflow import Step

APL = "行政处罚法"


def approve_deferral(step: Step) -> None:
    """Give the party until the day approved."""
    debt, pay_by = debt_of(step), step.form["pay_by"]
    today = bureau_date(step.now)
    debt.keep(deferral={"kind": step.form["kind"], "pay_by": pay_by.isoformat()})
    papers.issue(step, "deferral_notice", forms.deferral_data(step, debt))
    cancel_deadlines(*debt.subject, [PAY_CODE], on=today)
    days, basis = (pay_by - today).days, f"{APL} 第六十六条"
    _open(debt, PAY_CODE, today, days, "calendar", basis, role="officer", waits=False)


def impose_surcharge(step: Step) -> None:
    """Add three per cent a day since the fine was due, never more than the fine."""
    debt = debt_of(step)
    term = find_deadline(*debt.subject, PAY_CODE)
    if term is None or not debt.fine_fen:
        raise LookupError(f"{debt.subject} has no payment term; its guard let a surcharge pass")
    up_to: date = step.form["up_to"]
    numbers = numbers_of(debt.case)
    percent, cap = numbers["surcharge_percent_a_day"].value, numbers["surcharge_cap_percent"].value
    amount = surcharge_fen(debt.fine_fen, term.due_on, up_to, percent, cap)
    debt.keep(surcharge={"amount_fen": amount, "up_to": up_to.isoformat()})


def serve_demand(step: Step) -> None:
    """Issue and serve the demand; ten working days run, then the court may be asked."""
    debt, start = debt_of(step), step.form["served_on"]
    debt.keep(demanded_on=start.isoformat())
    record_service(step, papers.issue(step, "demand_notice", forms.demand_data(debt)))
    numbers = numbers_of(debt.case)
    wait, court = numbers["demand_days"], numbers["court_months"].basis
    _open(
        debt, DEMAND_CODE, start, wait.value, wait.day_unit, wait.basis, role="officer", waits=True
    )
    months = numbers["suit_months"].value, numbers["court_months"].value
    closes = court_window(debt.served_on or start, *months)[1]
    days = max(1, (closes - start).days)
    _open(debt, COURT_CODE, start, days, "calendar", court, role="head", waits=False)


def _open(
    debt: Debt, code: str, on: date, days: int, unit: str, basis: str, *, role: str, waits: bool
) -> None:
    kind, subject_id = debt.subject
    open_deadline(
        authority_id=debt.case.authority_id,
        subject_kind=kind,
        subject_id=subject_id,
        subject_number=_number(debt),
        code=code,
        started_on=on,
        days=days,
        unit=unit,
        basis=basis,
        responsible_role=role,
        is_waiting_period=waits,
    )


def _number(debt: Debt) -> str:
    return debt.daily.number if debt.daily else debt.case.number or ""


def apply_to_court(step: Step) -> None:
    """Record the application and close both terms."""
    debt, applied_on = debt_of(step), step.form["applied_on"]
    debt.keep(court={"applied_on": applied_on.isoformat(), "name": step.form["court"]})
    papers.issue(step, "court_application", forms.court_data(step, debt))
    meet_deadline(*debt.subject, DEMAND_CODE, applied_on)
    meet_deadline(*debt.subject, COURT_CODE, applied_on)


def record_court_result(step: Step) -> None:
    """Record what the court ruled and whether enforcement has ended."""
    debt = debt_of(step)
    court = debt.kept["court"] | {
        "ruled_on": step.form["ruled_on"].isoformat(),
        "ended": step.form["ended"],
        "result": step.form["result"],
    }
    debt.keep(court=court)
    if step.form["ended"]:
        codes = [DEMAND_CODE, COURT_CODE, PAY_CODE]
        cancel_deadlines(*debt.subject, codes, on=bureau_date(step.now))
