"""Items 6 to 11, 13 and 24: facts, law and amount."""

from typing import Any

from backend.cases.rules.execution import months_after
from backend.cases.rules.guards import APL, ORDER_30, evidence_complete, outside_range
from backend.cases.rules.proof_guards import CATCH_ALL, SAMPLING
from backend.cases.rules.volume import Finding, Volume, judged, not_yet
from backend.workflow.rules import Attempt, Blocked

TESTED = {"testing_commission", "result_notice"}


def facts_are_proved(volume: Volume, attempt: Attempt) -> Finding:
    """What was concluded rests on verified exhibits, each with what it proves."""
    if volume.last("conclude_investigation") is None:
        return not_yet()
    return judged(evidence_complete(attempt), exhibits=len(volume.case.exhibits))


def tests_were_sampled(volume: Volume) -> Finding:
    """What was tested was sampled under a record."""
    issued = volume.case.issued_kinds
    if not issued & TESTED:
        return not_yet()
    if "sampling_record" in issued:
        return judged([])
    text = "本案有检测委托或检测结果，但没有抽样取证记录"
    return judged([Blocked("sampling_record_missing", text, SAMPLING)])


def results_were_told(volume: Volume) -> Finding:
    """The results of a test were told to the party before the notice."""
    issued = volume.case.issued_kinds
    if "testing_commission" not in issued:
        return not_yet()
    if "result_notice" in issued:
        return judged([])
    if volume.last("issue_prior_notice") is None:
        return not_yet()
    return judged([Blocked("results_not_told", "检测结果尚未书面告知当事人", SAMPLING)])


def law_was_in_force(volume: Volume) -> Finding:
    """A clause covered the act, and the one that was told is the one to apply."""
    facts = volume.case
    law, pinned = facts.handling.law, facts.handling.law_pinned
    if law is None:
        text = f"行为终了之日 {facts.act_ended_on} 没有可以适用的处罚条款"
        when = {"day": facts.act_ended_on}
        return judged([Blocked("law_not_in_force", text, f"{APL} 第三十七条", when)])
    applied = law.applied.penalty_basis_zh
    if pinned is None or applied == pinned:
        return judged([], clause=applied)
    text = f"从旧兼从轻比较后应适用{applied}，而案件适用的是{pinned}"
    both = {"right": applied, "applied": pinned}
    return judged([Blocked("law_differs", text, f"{APL} 第三十七条、第四十四条", both)])


def clause_was_named(volume: Volume) -> Finding:
    """The clause that was violated is named and is no reference to others."""
    cited = volume.violated_provision
    if cited is None:
        return not_yet()
    if "《" in cited and not any(words in cited for words in CATCH_ALL):
        return judged([], clause=cited)
    text = f"没有写明具体的法律名称和条款：{cited}"
    basis = f"{APL} 第四十条、第五十九条"
    return judged([Blocked("clause_not_named", text, basis, {"clause": cited})])


def fine_was_in_range(volume: Volume) -> Finding:
    """The fine lies in the clause's range; a mitigated one above its floor."""
    facts = volume.case
    fine = facts.decision.fine_fen if volume.decided else facts.proposed_fine_fen
    if fine is None:
        return not_yet()
    reasons = outside_range(facts, fine)
    if volume.weighed_mitigated and fine < facts.violation.fine_min_fen:
        low = facts.violation.fine_min_fen * facts.weighing.reach.floor_percent
        reasons = [] if fine * 100 >= low else reasons
    return judged(reasons, fine_fen=fine)


def defence_cost_nothing(volume: Volume) -> Finding:
    """Who defended himself was not fined more than he had been told."""
    facts = volume.case
    spoke = volume.last("record_defence", "request_hearing", "report_hearing")
    told = facts.handling.told_before or {}
    if spoke is None:
        return not_yet()
    basis = f"{APL} 第四十五条"
    first, proposed = told.get("fine_fen") or 0, facts.proposed_fine_fen or 0
    reasons = []
    if told.get("had_defence") and proposed > first:
        amounts = {"told_fen": first, "fine_fen": proposed}
        text = f"申辩之后拟罚款由 {first / 100:,.2f} 元加重到 {proposed / 100:,.2f} 元"
        reasons.append(Blocked("heavier_after_defence", text, basis, amounts))
    fine = facts.decision.fine_fen or 0
    if fine > proposed:
        amounts = {"told_fen": proposed, "fine_fen": fine}
        text = f"告知 {proposed / 100:,.2f} 元，决定 {fine / 100:,.2f} 元，重于告知"
        reasons.append(Blocked("heavier_than_told", text, basis, amounts))
    return judged(reasons, day=spoke.day)


def act_was_not_barred(volume: Volume) -> Finding:
    """The act was found within two years of its end, five where it did harm."""
    facts = volume.case
    key = "limitation_harm_months" if facts.handling.harmful else "limitation_months"
    months = facts.number(key)
    days: dict[str, Any] = {"ended": facts.act_ended_on, "found": facts.found_on, "months": months}
    if facts.found_on <= months_after(facts.act_ended_on, months):
        return judged([], **days)
    text = f"行为终了于 {facts.act_ended_on}，发现于 {facts.found_on}，已超过 {months} 个月"
    return judged([Blocked("found_too_late", text, f"{APL} 第三十六条；{ORDER_30} 第十九条", days)])
