"""Guards of the notice, the party's defence and its period."""

from datetime import date, timedelta

from backend.cases.rules.facts import CaseFacts
from backend.cases.rules.guards import APL
from backend.workflow.rules import Attempt, Blocked


def notice_not_issued(attempt: Attempt) -> list[Blocked]:
    """One notice at a time."""
    if attempt.snapshot.notice.issued_on is None:
        return []
    return [Blocked("notice_already_issued", "告知书已制发，请送达", f"{APL} 第四十四条")]


def notice_ready(attempt: Attempt) -> list[Blocked]:
    """The notice exists as a locked document before it is served."""
    notice = attempt.snapshot.notice
    if notice.issued_on is None:
        return [Blocked("notice_not_issued", "尚未制发事先告知书", f"{APL} 第四十四条")]
    if not notice.is_rendered:
        return [Blocked("document_rendering", "告知书正在生成，请稍候", f"{APL} 第四十四条")]
    return served_between(attempt, notice.issued_on)


def served_between(attempt: Attempt, earliest: date) -> list[Blocked]:
    """Service happens on a day from the document's date to today."""
    if attempt.form is None:
        return []
    served_on, today = attempt.form["served_on"], attempt.snapshot.today
    if earliest <= served_on <= today:
        return []
    text = f"送达日期须在 {earliest} 至 {today} 之间"
    limits = {"earliest": earliest.isoformat(), "latest": today.isoformat()}
    return [Blocked("served_on_impossible", text, f"{APL} 第六十一条", limits)]


def defence_period_over(attempt: Attempt) -> list[Blocked]:
    """Five working days must have run since service, unless waived in writing.

    处罚法 第四十四条、第六十四条、第八十五条.
    """
    facts: CaseFacts = attempt.snapshot
    notice, basis = facts.notice, f"{APL} 第四十四条、第六十四条、第八十五条"
    if notice.waived_on is not None:
        return []
    if notice.served_on is None or notice.defence_ends_on is None:
        return [Blocked("notice_not_served", "事先告知书尚未送达", basis)]
    if facts.today > notice.defence_ends_on:
        return []
    may_decide = notice.defence_ends_on + timedelta(days=1)
    text = f"陈述申辩期至 {notice.defence_ends_on}，最早 {may_decide} 可以继续"
    dates = {"ends_on": notice.defence_ends_on.isoformat(), "from": may_decide.isoformat()}
    return [Blocked("defence_period_running", text, basis, dates)]


def defence_reviewed(attempt: Attempt) -> list[Blocked]:
    """A defence is reviewed in writing (处罚法 第四十五条)."""
    notice = attempt.snapshot.notice
    if not notice.has_defence or notice.is_defence_reviewed:
        return []
    return [Blocked("defence_not_reviewed", "陈述申辩意见尚未复核", f"{APL} 第四十五条")]


def no_defence_yet(attempt: Attempt) -> list[Blocked]:
    """One defence is recorded and reviewed."""
    if not attempt.snapshot.notice.has_defence:
        return []
    return [Blocked("defence_recorded", "已记录陈述申辩意见", f"{APL} 第四十五条")]


def defence_recorded(attempt: Attempt) -> list[Blocked]:
    """There is a defence to review that has not been reviewed."""
    notice = attempt.snapshot.notice
    if notice.has_defence and not notice.is_defence_reviewed:
        return []
    return [Blocked("no_defence_to_review", "没有待复核的陈述申辩意见", f"{APL} 第四十五条")]


def day_of_defence_possible(attempt: Attempt) -> list[Blocked]:
    """What the party did lies between service and today."""
    facts: CaseFacts = attempt.snapshot
    if attempt.form is None or facts.notice.served_on is None:
        return []
    day: date = attempt.form.get("received_on") or attempt.form["waived_on"]
    if facts.notice.served_on <= day <= facts.today:
        return []
    text = f"日期须在 {facts.notice.served_on} 至 {facts.today} 之间"
    return [Blocked("day_impossible", text, f"{APL} 第四十四条")]
