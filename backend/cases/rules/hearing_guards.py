"""Guards of the hearing, the collective discussion and a changed proposal."""

from datetime import date, timedelta

from backend.cases.rules.facts import CaseFacts
from backend.cases.rules.guards import APL, ORDER_30, outside_range
from backend.cases.rules.notice_guards import served_between
from backend.deadlines.rules import due_on
from backend.workflow.rules import Attempt, Blocked

HEARING_BASIS = f"{APL} 第六十四条；{ORDER_30} 第四十七条"
DISCUSSION_BASIS = f"{APL} 第五十七条；{ORDER_30} 第五十二条"


def proposed_fine_in_range(attempt: Attempt) -> list[Blocked]:
    """A proposed fine lies in the clause's range."""
    if attempt.form is None:
        return []
    return outside_range(attempt.snapshot, attempt.form["proposed_fine_fen"])


def hearing_was_offered(attempt: Attempt) -> list[Blocked]:
    """Only a penalty of the hearing class is heard on request (处罚法 第六十三条)."""
    facts: CaseFacts = attempt.snapshot
    if facts.notice.offers_hearing:
        return []
    return [Blocked("hearing_not_offered", "拟处罚未达到听证标准", f"{APL} 第六十三条")]


def hearing_requested_in_time(attempt: Attempt) -> list[Blocked]:
    """The request comes within five working days of the notice (处罚法 第六十四条)."""
    notice = attempt.snapshot.notice
    if attempt.form is None or notice.served_on is None or notice.defence_ends_on is None:
        return []
    day: date = attempt.form["requested_on"]
    latest = min(notice.defence_ends_on, attempt.snapshot.today)
    if notice.served_on <= day <= latest:
        return []
    text = f"听证申请须在 {notice.served_on} 至 {latest} 之间提出"
    limits = {"earliest": notice.served_on.isoformat(), "latest": latest.isoformat()}
    return [Blocked("hearing_requested_late", text, f"{APL} 第六十四条", limits)]


def hearing_notice_in_time(attempt: Attempt) -> list[Blocked]:
    """The party is told of time and place seven working days before (处罚法 第六十四条)."""
    facts: CaseFacts = attempt.snapshot
    if attempt.form is None or facts.hearing.requested_on is None:
        return []
    reasons = served_between(attempt, facts.hearing.requested_on)
    days = facts.number("hearing_notice_days")
    earliest = due_on(attempt.form["served_on"], days, "working", facts.calendar)
    earliest += timedelta(days=1)
    if attempt.form["hearing_on"] < earliest:
        text = f"须在听证 {days} 个工作日前通知，听证最早可在 {earliest} 举行"
        day = {"earliest": earliest.isoformat()}
        reasons.append(Blocked("hearing_too_soon", text, HEARING_BASIS, day))
    return reasons


def host_not_investigator(attempt: Attempt) -> list[Blocked]:
    """A hearing is not hosted by who investigated the case (处罚法 第六十四条)."""
    facts: CaseFacts = attempt.snapshot
    if attempt.form is None:
        return []
    if attempt.form["host"] not in facts.investigator_ids:
        return []
    return [Blocked("host_is_investigator", "本案调查人员不得主持听证", HEARING_BASIS)]


def hearing_was_announced(attempt: Attempt) -> list[Blocked]:
    """A hearing is held after its notice was served, and reported once."""
    hearing = attempt.snapshot.hearing
    if hearing.announced_for is None:
        return [Blocked("hearing_not_announced", "听证通知书尚未送达", HEARING_BASIS)]
    if hearing.is_reported:
        return [Blocked("hearing_reported_already", "听证报告已登记", HEARING_BASIS)]
    return []


def hearing_held_as_announced(attempt: Attempt) -> list[Blocked]:
    """A hearing is held on the day announced or later, and not in the future."""
    facts: CaseFacts = attempt.snapshot
    announced = facts.hearing.announced_for
    if attempt.form is None or announced is None:
        return []
    if announced <= attempt.form["held_on"] <= facts.today:
        return []
    text = f"听证举行日期须在 {announced} 至 {facts.today} 之间"
    limits = {"earliest": announced.isoformat(), "latest": facts.today.isoformat()}
    return [Blocked("hearing_day_impossible", text, HEARING_BASIS, limits)]


def hearing_not_reported(attempt: Attempt) -> list[Blocked]:
    """A request is withdrawn before the hearing is over."""
    if not attempt.snapshot.hearing.is_reported:
        return []
    return [Blocked("hearing_reported_already", "听证已经举行", HEARING_BASIS)]


def hearing_reported(attempt: Attempt) -> list[Blocked]:
    """A requested hearing is held before the case goes on (处罚法 第六十五条)."""
    hearing = attempt.snapshot.hearing
    if hearing.requested_on is None or hearing.is_reported:
        return []
    return [Blocked("hearing_not_held", "当事人已申请听证，听证尚未举行", f"{APL} 第六十五条")]


def discussion_lawful(attempt: Attempt) -> list[Blocked]:
    """The heads discuss after the legal review; investigators may report but do not vote."""
    facts: CaseFacts = attempt.snapshot
    if attempt.form is None:
        return []
    reasons = []
    members, fewest = set(attempt.form["members"]), facts.number("discussion_members")
    if len(members) < fewest:
        text = f"集体讨论须有 {fewest} 名以上负责人参加"
        count = {"members": len(members), "needed": fewest}
        reasons.append(Blocked("discussion_too_small", text, DISCUSSION_BASIS, count))
    voting = [who.full_name for who in facts.investigators if who.person_id in members]
    if voting:
        text = f"调查人员不得参加表决：{'、'.join(voting)}"
        who_votes = {"officers": "、".join(voting)}
        reasons.append(Blocked("investigator_votes", text, DISCUSSION_BASIS, who_votes))
    first = facts.decision.legal_review_passed_on or facts.today
    if not first <= attempt.form["held_on"] <= facts.today:
        text = f"讨论日期须在 {first} 至 {facts.today} 之间"
        limits = {"earliest": first.isoformat(), "latest": facts.today.isoformat()}
        reasons.append(Blocked("discussion_day_impossible", text, DISCUSSION_BASIS, limits))
    if attempt.form["extends_term"]:
        reasons += _second_extension(facts)
    return reasons


def _second_extension(facts: CaseFacts) -> list[Blocked]:
    basis = f"{ORDER_30} 第五十七条"
    if not facts.decision.is_extended:
        return [Blocked("head_extends_first", "须先由负责人批准延长，再经集体讨论延长", basis)]
    if facts.decision.is_extended_by_discussion:
        return [Blocked("extended_by_discussion", "已经集体讨论延长过一次", basis)]
    return []


def discussed_when_required(attempt: Attempt) -> list[Blocked]:
    """A heavy penalty is decided by the heads together (办法 第五十二条)."""
    facts: CaseFacts = attempt.snapshot
    fine = attempt.form["fine_fen"] if attempt.form else facts.proposed_fine_fen
    if fine is None or facts.decision.was_discussed:
        return []
    threshold = facts.numbers["discussion_fine"]
    if not threshold.is_reached(fine):
        return []
    limit = threshold.value
    text = f"罚款达到 {limit / 100:,.2f} 元，须经集体讨论决定"
    return [Blocked("discussion_missing", text, DISCUSSION_BASIS, {"threshold_fen": limit})]


def new_proposal_lawful(attempt: Attempt) -> list[Blocked]:
    """A changed proposal is lawful and differs from what was told."""
    facts: CaseFacts = attempt.snapshot
    if attempt.form is None:
        return []
    fine = attempt.form["proposed_fine_fen"]
    reasons = outside_range(facts, fine)
    if fine == facts.proposed_fine_fen:
        text = "拟罚款金额与已告知的相同，无须重新告知"
        reasons.append(Blocked("proposal_unchanged", text, f"{APL} 第四十四条"))
    if facts.notice.has_defence and fine > (facts.proposed_fine_fen or 0):
        text = "不得因当事人陈述申辩而给予更重的处罚"
        reasons.append(Blocked("heavier_after_defence", text, f"{APL} 第四十五条"))
    return reasons
