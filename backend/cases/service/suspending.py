"""What the steps that halt or end an investigation write."""

from backend.cases.models import PenaltyCase
from backend.cases.rules.steps_suspending import SUSPENSION_GROUNDS, TERMINATION_GROUNDS
from backend.cases.service import papers
from backend.cases.service.facts import DECIDE_CODE, KIND
from backend.cases.service.forms import approval_data
from backend.deadlines import cancel_deadlines, resume_clock, stop_clock
from backend.kernel.clock import bureau_date
from backend.workflow import Step

ORDER_30 = "生态环境行政处罚办法"


def suspend_investigation(step: Step) -> None:
    """Stop the clock of the case until the ground ends (办法 第三十五条)."""
    ground = _ground(step, SUSPENSION_GROUNDS)
    papers.issue(step, "suspension_approval", approval_data(step, ground))
    stop_clock(
        KIND,
        step.subject.id,
        DECIDE_CODE,
        on=bureau_date(step.now),
        reason=f"中止调查：{ground}",
        basis=f"{ORDER_30} 第三十五条、第五十七条",
    )


def resume_investigation(step: Step) -> None:
    """Let the clock of the case run again."""
    papers.issue(step, "resumption_approval", approval_data(step, None))
    resume_clock(KIND, step.subject.id, DECIDE_CODE, on=bureau_date(step.now))


def terminate_investigation(step: Step) -> None:
    """End the case without a decision (办法 第三十六条)."""
    ground = _ground(step, TERMINATION_GROUNDS)
    papers.issue(step, "termination_approval", approval_data(step, ground))
    cancel_deadlines(KIND, step.subject.id, on=bureau_date(step.now))


def withdraw_filing(step: Step) -> None:
    """Withdraw a filing whose conditions prove missing (办法 第二十条)."""
    case: PenaltyCase = step.subject
    papers.issue(step, "filing_withdrawal", approval_data(step, None))
    cancel_deadlines(KIND, case.id, on=bureau_date(step.now))


def _ground(step: Step, grounds: tuple[tuple[str, str, str], ...]) -> str:
    return next(zh for value, zh, _ in grounds if value == step.form["ground"])
