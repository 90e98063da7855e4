"""Guards of deferral, surcharge, demand and the application to the court, of whichever decision
they are about.
"""

from collections.abc import Callable
from datetime import date, timedelta

from backend.cases.rules.execution import court_window
from backend.cases.rules.facts import CaseFacts, ExecutionFacts
from backend.cases.rules.guards import APL
from backend.cases.rules.notice_guards import served_between
from backend.workflow.rules import Attempt, Blocked

ACL = "行政强制法"


def executions_meant(attempt: Attempt) -> list[ExecutionFacts]:
    """Return the decisions a step can be about: the one its form names, without a name the case's
    own; every one while only the possibility is asked about.
    """
    facts: CaseFacts = attempt.snapshot
    every = (facts.execution, *facts.dailies)
    if attempt.form is None:
        return list(every)
    return [one for one in every if one.decision_id == attempt.form.get("decision_id")]


def _of_decision(
    attempt: Attempt, check: Callable[[ExecutionFacts], list[Blocked]]
) -> list[Blocked]:
    """Return what stands against the decision meant; nothing where one of several may be it."""
    found = [check(one) for one in executions_meant(attempt)]
    return min(found, key=len, default=[])


def decision_known(attempt: Attempt) -> list[Blocked]:
    """A payment, demand or application is about a decision of this case that was served."""
    if attempt.form is None or attempt.form.get("decision_id") is None:
        return []
    if any(one.served_on is not None for one in executions_meant(attempt)):
        return []
    text = "所选的按日连续处罚决定不属于本案，或者尚未送达"
    return [Blocked("decision_unknown", text, f"{APL} 第六十一条、第六十七条")]


def deferral_in_time(attempt: Attempt) -> list[Blocked]:
    """The party asks before the fine is due, and pays by a later day (处罚法 第六十六条)."""
    facts: CaseFacts = attempt.snapshot
    form = attempt.form

    def check(one: ExecutionFacts) -> list[Blocked]:
        due = one.pay_due_on
        if form is None or due is None:
            return []
        basis, when, reasons = f"{APL} 第六十六条", {"due_on": due.isoformat()}, []
        if not (one.served_on or due) <= form["applied_on"] <= min(due, facts.today):
            text = f"延期或者分期须在缴款期限 {due} 届满前书面申请"
            reasons.append(Blocked("deferral_late", text, basis, when))
        if form["pay_by"] <= max(due, facts.today):
            text = f"最后缴清日期须在原期限 {due} 和今天之后"
            reasons.append(Blocked("deferral_not_later", text, basis, when))
        return reasons

    return _of_decision(attempt, check)


def payment_overdue(attempt: Attempt) -> list[Blocked]:
    """Only what was not paid in time is demanded or increased (处罚法 第七十二条)."""
    facts: CaseFacts = attempt.snapshot

    def check(one: ExecutionFacts) -> list[Blocked]:
        due, left = one.pay_due_on, one.left_fen
        if due is not None and facts.today > due and left > 0:
            return []
        text = "罚款已缴清" if left == 0 else f"缴款期限 {due} 尚未届满"
        due_text = {"due_on": due.isoformat() if due else None}
        return [Blocked("payment_not_overdue", text, f"{APL} 第七十二条", due_text)]

    return _of_decision(attempt, check)


def surcharge_day_possible(attempt: Attempt) -> list[Blocked]:
    """A surcharge is counted up to a day after the due day and not in the future."""
    facts: CaseFacts = attempt.snapshot
    form = attempt.form

    def check(one: ExecutionFacts) -> list[Blocked]:
        due = one.pay_due_on
        if form is None or due is None or due < form["up_to"] <= facts.today:
            return []
        text = f"计算截止日须在 {due} 之后、今天之前"
        return [Blocked("day_impossible", text, f"{APL} 第七十二条")]

    return _of_decision(attempt, check)


def not_demanded_yet(attempt: Attempt) -> list[Blocked]:
    """One demand is served for a decision before the court is asked."""

    def check(one: ExecutionFacts) -> list[Blocked]:
        if one.demanded_on is not None:
            return [Blocked("demanded_already", "催告书已送达", f"{ACL} 第五十四条")]
        return served_between(attempt, one.pay_due_on or attempt.snapshot.today)

    return _of_decision(attempt, check)


def demand_run_out(attempt: Attempt) -> list[Blocked]:
    """Ten working days run after the demand (强制法 第五十四条)."""
    facts: CaseFacts = attempt.snapshot

    def check(one: ExecutionFacts) -> list[Blocked]:
        ends_on, basis = one.demand_ends_on, f"{ACL} 第五十四条"
        if ends_on is None:
            return [Blocked("not_demanded", "尚未催告", basis)]
        if facts.today > ends_on:
            return []
        start = ends_on + timedelta(days=1)
        text = f"催告期至 {ends_on}，最早 {start} 可以申请"
        days = {"ends_on": ends_on.isoformat(), "from": start.isoformat()}
        return [Blocked("demand_running", text, basis, days)]

    return _of_decision(attempt, check)


def within_court_window(attempt: Attempt) -> list[Blocked]:
    """The court is asked within three months after the time to sue has run (强制法 第五十三条)."""
    facts: CaseFacts = attempt.snapshot
    day: date = attempt.form["applied_on"] if attempt.form else facts.today
    months = facts.number("suit_months"), facts.number("court_months")

    def check(one: ExecutionFacts) -> list[Blocked]:
        if one.served_on is None:
            return []
        opens, closes = court_window(one.served_on, *months)
        if opens < day <= closes and day <= facts.today:
            return []
        text = f"起诉期限 {opens} 届满后至 {closes} 之间可以申请"
        window = {"opens_after": opens.isoformat(), "closes_on": closes.isoformat()}
        return [Blocked("outside_court_window", text, f"{ACL} 第五十三条", window)]

    return _of_decision(attempt, check)


def court_applied(attempt: Attempt) -> list[Blocked]:
    """A result follows an application."""
    if any(one.is_at_court for one in executions_meant(attempt)):
        return []
    return [Blocked("court_not_applied", "尚未申请法院强制执行", f"{ACL} 第五十三条")]
