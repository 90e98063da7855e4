"""Opening a case's terms."""

from datetime import date

from backend.cases.models import PenaltyCase
from backend.cases.service.facts import DECIDE_CODE, DEFENCE_CODE, DEMAND_CODE, KIND, numbers_of
from backend.deadlines import extend_deadline, open_deadline
from backend.kernel.clock import bureau_date
from backend.workflow import Step


def open_term(step: Step, code: str, key: str, on: date | None = None) -> None:
    """Start a term of the bureau's number on a given day, else on the day of service, or today
    when the step serves nothing.
    """
    case: PenaltyCase = step.subject
    number = numbers_of(case)[key]
    started_on = on or step.form.get("served_on") or bureau_date(step.now)
    open_deadline(
        authority_id=case.authority_id,
        subject_kind=KIND,
        subject_id=case.id,
        subject_number=case.number or "",
        code=code,
        started_on=started_on,
        days=number.value,
        unit=number.day_unit,
        basis=number.basis,
        responsible_role="head" if code == DECIDE_CODE else "officer",
        is_waiting_period=code in (DEFENCE_CODE, DEMAND_CODE),
    )


def extend_decision(step: Step, key: str) -> None:
    """Lengthen the term of the case by one of the bureau's numbers."""
    number = numbers_of(step.subject)[key]
    extend_deadline(KIND, step.subject.id, DECIDE_CODE, number.value, number.basis)
