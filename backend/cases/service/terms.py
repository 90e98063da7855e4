"""Opening a case's terms."""

from backend.cases.models import PenaltyCase
from backend.cases.service.facts import DECIDE_CODE, DEFENCE_CODE, DEMAND_CODE, KIND
from backend.deadlines import open_deadline
from backend.kernel.clock import bureau_date
from backend.workflow import Step


def open_term(step: Step, code: str, days: int, unit: str, basis: str) -> None:
    """Start a term on the day of service, or today when the step serves nothing."""
    case: PenaltyCase = step.subject
    started_on = step.form.get("served_on") or bureau_date(step.now)
    open_deadline(
        authority_id=case.authority_id,
        subject_kind=KIND,
        subject_id=case.id,
        subject_number=case.number or "",
        code=code,
        started_on=started_on,
        days=days,
        unit=unit,
        basis=basis,
        responsible_role="head" if code == DECIDE_CODE else "officer",
        is_waiting_period=code in (DEFENCE_CODE, DEMAND_CODE),
    )
