"""Guards of deferral, surcharge, demand and the application to the court."""

from datetime import date, timedelta

from backend.cases.rules.execution import court_window
from backend.cases.rules.facts import CaseFacts
from backend.cases.rules.guards import APL
from backend.cases.rules.notice_guards import served_between
from backend.workflow.rules import Attempt, Blocked

ACL = "行政强制法"


def deferral_in_time(attempt: Attempt) -> list[Blocked]:
    """The party asks before the fine is due, and pays by a later day (处罚法 第六十六条)."""
    facts: CaseFacts = attempt.snapshot
    due = facts.execution.pay_due_on
    if attempt.form is None or due is None:
        return []
    basis, reasons = f"{APL} 第六十六条", []
    served_on = facts.execution.served_on or due
    if not served_on <= attempt.form["applied_on"] <= min(due, facts.today):
        text = f"延期或者分期须在缴款期限 {due} 届满前书面申请"
        reasons.append(Blocked("deferral_late", text, basis, {"due_on": due.isoformat()}))
    if attempt.form["pay_by"] <= max(due, facts.today):
        text = f"最后缴清日期须在原期限 {due} 和今天之后"
        reasons.append(Blocked("deferral_not_later", text, basis, {"due_on": due.isoformat()}))
    return reasons


def payment_overdue(attempt: Attempt) -> list[Blocked]:
    """Only what was not paid in time is demanded or increased (处罚法 第七十二条)."""
    facts: CaseFacts = attempt.snapshot
    due, left = facts.execution.pay_due_on, facts.execution.left_fen
    if due is not None and facts.today > due and left > 0:
        return []
    text = "罚款已缴清" if left == 0 else f"缴款期限 {due} 尚未届满"
    due_text = {"due_on": due.isoformat() if due else None}
    return [Blocked("payment_not_overdue", text, f"{APL} 第七十二条", due_text)]


def surcharge_day_possible(attempt: Attempt) -> list[Blocked]:
    """A surcharge is counted up to a day after the due day and not in the future."""
    facts: CaseFacts = attempt.snapshot
    due = facts.execution.pay_due_on
    if attempt.form is None or due is None or due < attempt.form["up_to"] <= facts.today:
        return []
    text = f"计算截止日须在 {due} 之后、今天之前"
    return [Blocked("day_impossible", text, f"{APL} 第七十二条")]


def not_demanded_yet(attempt: Attempt) -> list[Blocked]:
    """One demand is served before the court is asked."""
    execution = attempt.snapshot.execution
    if execution.demanded_on is not None:
        return [Blocked("demanded_already", "催告书已送达", f"{ACL} 第五十四条")]
    return served_between(attempt, execution.pay_due_on or attempt.snapshot.today)


def demand_run_out(attempt: Attempt) -> list[Blocked]:
    """Ten working days run after the demand (强制法 第五十四条)."""
    facts: CaseFacts = attempt.snapshot
    ends_on = facts.execution.demand_ends_on
    basis = f"{ACL} 第五十四条"
    if ends_on is None:
        return [Blocked("not_demanded", "尚未催告", basis)]
    if facts.today > ends_on:
        return []
    start = ends_on + timedelta(days=1)
    text = f"催告期至 {ends_on}，最早 {start} 可以申请"
    days = {"ends_on": ends_on.isoformat(), "from": start.isoformat()}
    return [Blocked("demand_running", text, basis, days)]


def within_court_window(attempt: Attempt) -> list[Blocked]:
    """The court is asked within three months after the time to sue has run (强制法 第五十三条)."""
    facts: CaseFacts = attempt.snapshot
    served_on = facts.execution.served_on
    if served_on is None:
        return []
    opens, closes = court_window(
        served_on, facts.number("suit_months"), facts.number("court_months")
    )
    day: date = attempt.form["applied_on"] if attempt.form else facts.today
    if opens < day <= closes and day <= facts.today:
        return []
    text = f"起诉期限 {opens} 届满后至 {closes} 之间可以申请"
    window = {"opens_after": opens.isoformat(), "closes_on": closes.isoformat()}
    return [Blocked("outside_court_window", text, f"{ACL} 第五十三条", window)]


def court_applied(attempt: Attempt) -> list[Blocked]:
    """A result follows an application."""
    if attempt.snapshot.execution.is_at_court:
        return []
    return [Blocked("court_not_applied", "尚未申请法院强制执行", f"{ACL} 第五十三条")]
