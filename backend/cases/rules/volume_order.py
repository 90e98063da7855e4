"""Items 14 to 21 and 25: order and time."""

from datetime import date
from uuid import UUID

from backend.cases.rules.guards import APL, ORDER_30
from backend.cases.rules.handling_guards import discussed_when_due
from backend.cases.rules.hearing_guards import DISCUSSION_BASIS
from backend.cases.rules.volume import Finding, Volume, judged, not_yet
from backend.deadlines.rules import due_on
from backend.measures.rules import MeasureRecord
from backend.workflow.rules import Attempt, Blocked

DEFENCE_BASIS = f"{APL} 第四十四条、第六十四条、第八十五条"
SEIZURE_BASIS = "行政强制法 第二十四条、第二十五条、第二十七条"
DAILY_BASIS = "生态环境法典 第一千零六十条；部令第28号 第十七条、第十九条"
SPEAKING = ("record_defence", "review_defence", "report_hearing")
SEIZURE_PAPERS = ("seizure_decision", "seizure_list", "seizure_record")


def _true_end(volume: Volume) -> date | None:
    served = volume.case.notice.served_on
    if served is None:
        return None
    return due_on(served, volume.case.number("defence_days"), "working", volume.case.calendar)


def working_days_were_counted(volume: Volume) -> Finding:
    """The party's days in the file end where working days end."""
    notice, end = volume.case.notice, _true_end(volume)
    if end is None or notice.defence_ends_on is None:
        return not_yet()
    if notice.waived_on is not None or notice.defence_ends_on >= end:
        return judged([], served=notice.served_on, ends=notice.defence_ends_on)
    text = f"陈述申辩期记为至 {notice.defence_ends_on}，按工作日应至 {end}"
    days = {"kept": notice.defence_ends_on, "ends": end}
    return judged([Blocked("defence_days_short", text, DEFENCE_BASIS, days)])


def decision_waited(volume: Volume) -> Finding:
    """The decision was made after the party's days, unless it waived them in writing."""
    decided, notice = volume.decided, volume.case.notice
    day = volume.case.decision.decided_on
    if decided is None or day is None:
        return not_yet()
    end = _true_end(volume)
    if end is None:
        text = "作出决定时事先告知书还没有送达"
        return judged([Blocked("decided_before_service", text, DEFENCE_BASIS, {"day": day})])
    if (notice.waived_on is not None and notice.waived_on <= day) or day > end:
        return judged([], ends=end, day=day)
    text = f"陈述申辩期至 {end}，决定作于 {day}"
    return judged([Blocked("decided_too_soon", text, DEFENCE_BASIS, {"ends": end, "day": day})])


def defence_was_reviewed(volume: Volume) -> Finding:
    """A defence was reviewed before the case went on."""
    notice = volume.case.notice
    if not notice.has_defence:
        return not_yet()
    if notice.is_defence_reviewed:
        return judged([])
    if volume.last("submit_legal_review", "decide") is None:
        return not_yet()
    text = "陈述申辩意见没有复核，案件已经继续办理"
    return judged([Blocked("defence_passed_over", text, f"{APL} 第四十五条")])


def seizures_told_on_the_spot(volume: Volume) -> Finding:
    """Each seizure told the party its rights and handed over decision, list and record."""
    done = [one for one in volume.measures if one.kind == "seizure" and one.day("acted_on")]
    reasons: list[Blocked] = []
    at_fault: MeasureRecord | None = None
    for one in done:
        missing = not one.rights_told or any(kind not in one.papers for kind in SEIZURE_PAPERS)
        if missing:
            at_fault = at_fault or one
            text = f"{one.name}没有当场告知权利或者没有交付决定书、清单和笔录"
            reasons.append(Blocked("seizure_not_told", text, SEIZURE_BASIS, {"number": one.name}))
    if not done:
        return not_yet()
    return judged(reasons, _at(at_fault), seizures=len(done))


def seizures_kept_their_term(volume: Volume) -> Finding:
    """No seizure lasts longer than its thirty days with one extension."""
    done = [one for one in volume.measures if one.kind == "seizure" and one.term is not None]
    late = [one for one in done if one.term and one.term.is_broken(volume.case.today)]
    reasons = [
        Blocked(
            "seizure_too_long",
            f"{one.name}的期限至 {one.term.due_on}，届满未解除或者处理",
            SEIZURE_BASIS,
            {"number": one.name, "due_on": one.term.due_on},
        )
        for one in late
        if one.term
    ]
    if not done:
        return not_yet()
    return judged(reasons, _at(late[0] if late else None), seizures=len(done))


def law_was_reviewed(volume: Volume) -> Finding:
    """The legal review was passed after the notice and before the decision, on all evidence."""
    decided = volume.decided
    if decided is None:
        return not_yet()
    passed = volume.last("pass_legal_review", before=decided.seq)
    notice = volume.last("issue_prior_notice", before=decided.seq)
    if passed is None or (notice is not None and passed.seq < notice.seq):
        text = "作出决定之前没有通过法制审核"
        basis = f"{APL} 第五十八条；{ORDER_30} 第四十九条"
        return judged([Blocked("decided_without_review", text, basis)])
    added = volume.case.handling.evidence_after_review
    if added:
        text = f"法制审核之后又补充了 {added} 份证据，没有重新审核"
        basis = f"{ORDER_30} 第五十条"
        return judged([Blocked("evidence_after_review", text, basis, {"added": added})])
    return judged([], people=passed.actor_name, day=passed.day)


def heavy_was_discussed(volume: Volume, attempt: Attempt) -> Finding:
    """A heavy, adjusted or licence penalty was discussed before it was decided."""
    decided = volume.decided
    if decided is None:
        return not_yet()
    held = volume.last("record_discussion", before=decided.seq)
    if held is not None:
        return judged([], day=held.day)
    return judged(discussed_when_due(attempt))


def discussed_last(volume: Volume) -> Finding:
    """Nothing the party said came after the discussion."""
    decided = volume.decided
    before = decided.seq if decided else None
    held = volume.last("record_discussion", before=before)
    if held is None:
        return not_yet()
    spoke = volume.last(*SPEAKING, before=before)
    if spoke is None or spoke.seq < held.seq:
        return judged([], day=held.day)
    text = f"集体讨论（{held.day}）之后又有陈述申辩或者听证（{spoke.day}），没有重新讨论"
    days = {"held": held.day, "spoke": spoke.day}
    return judged([Blocked("not_discussed_again", text, DISCUSSION_BASIS, days)])


def daily_penalties_in_order(volume: Volume) -> Finding:
    """A daily penalty: fine, order served, recheck, notice, decision, in this order."""
    done = [one for one in volume.measures if one.done.get("notice_number")]
    if not done:
        return not_yet()
    reasons = [reason for one in done for reason in _daily_faults(volume, one)]
    at_fault = next((one for one in done if _daily_faults(volume, one)), None)
    return judged(reasons, _at(at_fault), daily=len(done))


def _daily_faults(volume: Volume, one: MeasureRecord) -> list[Blocked]:
    served, rechecked = one.day("served_on"), one.day("rechecked_on")
    fined, name = volume.case.execution.served_on, {"number": one.name}
    reasons = []
    if fined is None or (one.noticed_on is not None and fined > one.noticed_on):
        text = f"{one.name}：按日计罚告知之前，原处罚决定没有送达"
        reasons.append(Blocked("daily_before_fine", text, DAILY_BASIS, name))
    if served is None or rechecked is None or rechecked <= served:
        text = f"{one.name}：复查须在责令改正送达之后"
        reasons.append(Blocked("daily_recheck_before_order", text, DAILY_BASIS, name))
    elif one.done.get("daily_days") != (rechecked - served).days:
        text = f"{one.name}：计罚日数应为 {(rechecked - served).days} 日"
        days = name | {"days": (rechecked - served).days}
        reasons.append(Blocked("daily_days_wrong", text, DAILY_BASIS, days))
    return reasons


def _at(measure: MeasureRecord | None) -> tuple[str, UUID] | None:
    return ("measure", measure.id) if measure else None
