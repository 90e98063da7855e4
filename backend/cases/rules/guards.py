"""Guards of the penalty procedure: pure, each returning every reason with its article."""

from backend.cases.rules.execution import months_after
from backend.cases.rules.facts import CaseFacts
from backend.workflow.rules import Attempt, Blocked

APL = "行政处罚法"
ORDER_30 = "生态环境行政处罚办法"
MIN_INVESTIGATORS = 2


def _yuan(fen: int) -> str:
    return f"{fen / 100:,.2f} 元"


def within_filing_term(attempt: Attempt) -> list[Blocked]:
    """Filing is decided within fifteen days, extended once by fifteen (办法 第十八条)."""
    facts: CaseFacts = attempt.snapshot
    if facts.filing_due_on is None or facts.today <= facts.filing_due_on:
        return []
    text = f"立案审查期限已于 {facts.filing_due_on} 届满"
    due = {"due_on": facts.filing_due_on.isoformat()}
    return [Blocked("filing_term_over", text, f"{ORDER_30} 第十八条", due)]


def investigators_certified(attempt: Attempt) -> list[Blocked]:
    """Two or more officers, each certified on the day of the act (处罚法 第四十二条)."""
    facts: CaseFacts = attempt.snapshot
    basis = f"{APL} 第四十二条；{ORDER_30} 第二十三条"
    reasons = []
    if len(facts.investigators) < MIN_INVESTIGATORS:
        text = f"须有两名以上执法人员，现有 {len(facts.investigators)} 名"
        count = {"officers": len(facts.investigators)}
        reasons.append(Blocked("two_officers_needed", text, basis, count))
    for officer in facts.investigators:
        if not officer.is_certified_today:
            text = f"{officer.full_name} 在 {facts.today} 没有有效的执法证件"
            who = {"officer": officer.full_name, "day": facts.today.isoformat()}
            reasons.append(Blocked("certificate_not_valid", text, basis, who))
    return reasons


def inspection_completed(attempt: Attempt) -> list[Blocked]:
    """A case rests on at least one completed inspection record of the same party."""
    facts: CaseFacts = attempt.snapshot
    basis = f"{ORDER_30} 第十九条"
    if not any(record.state == "completed" for record in facts.inspections):
        return [Blocked("no_completed_inspection", "没有已完成的现场检查笔录", basis)]
    return [
        Blocked(
            "party_name_differs",
            f"当事人名称与笔录 {record.number} 不一致：{record.party_name}",
            f"{ORDER_30} 第十九条",
            {"number": record.number, "party_name": record.party_name},
        )
        for record in facts.inspections
        if record.party_name != facts.party_name
    ]


def law_covers_act(attempt: Attempt) -> list[Blocked]:
    """The clause was in force on the day of the act (处罚法 第三十七条)."""
    facts: CaseFacts = attempt.snapshot
    if facts.violation.in_force_on(facts.act_ended_on):
        return []
    text = f"行为终了之日 {facts.act_ended_on} 不在所引条款的施行期间"
    return [Blocked("law_not_in_force", text, f"{APL} 第三十七条")]


def not_time_barred(attempt: Attempt) -> list[Blocked]:
    """An act found more than two years after its end is not punished (处罚法 第三十六条)."""
    facts: CaseFacts = attempt.snapshot
    months = facts.number("limitation_months")
    if facts.found_on <= months_after(facts.act_ended_on, months):
        return []
    text = f"违法行为终了至发现已超过 {months} 个月"
    return [Blocked("time_barred", text, f"{APL} 第三十六条", {"months": months})]


def is_investigator(attempt: Attempt) -> list[Blocked]:
    """Only an investigator named in the case handles it."""
    facts: CaseFacts = attempt.snapshot
    if attempt.actor.person_id in facts.investigator_ids:
        return []
    return [Blocked("not_an_investigator", "您不是本案的调查人员", f"{ORDER_30} 第二十三条")]


def reviewer_not_investigator(attempt: Attempt) -> list[Blocked]:
    """Who investigated does not review (办法 第三十九条)."""
    facts: CaseFacts = attempt.snapshot
    if attempt.actor.person_id not in facts.investigator_ids:
        return []
    text = "调查人员不得担任本案的审查、审核或决定人员"
    return [Blocked("reviewer_is_investigator", text, f"{ORDER_30} 第三十九条")]


def evidence_complete(attempt: Attempt) -> list[Blocked]:
    """Facts are proved by verified exhibits, each with what it proves (处罚法 第四十六条)."""
    facts: CaseFacts = attempt.snapshot
    basis = f"{APL} 第四十六条；{ORDER_30} 第三十七条"
    if not facts.exhibits:
        return [Blocked("no_exhibits", "本案没有证据", basis)]
    waiting = sum(exhibit.state != "verified" for exhibit in facts.exhibits)
    nameless = sum(not exhibit.fact_to_prove for exhibit in facts.exhibits)
    reasons = []
    if waiting:
        text = f"{waiting} 份证据未核验通过"
        reasons.append(Blocked("exhibits_not_verified", text, basis, {"waiting": waiting}))
    if nameless:
        text = f"{nameless} 份证据没有填写证明对象"
        reasons.append(Blocked("fact_to_prove_missing", text, basis, {"missing": nameless}))
    return reasons


def proposed_fine_lawful(attempt: Attempt) -> list[Blocked]:
    """The fine lies in the clause's range, and below the hearing class of this version."""
    facts: CaseFacts = attempt.snapshot
    if attempt.form is None:
        return []
    fine = attempt.form["proposed_fine_fen"]
    reasons = outside_range(facts, fine)
    if facts.hearing_threshold.is_reached(fine):
        threshold = facts.hearing_threshold.value
        text = f"罚款达到听证标准 {_yuan(threshold)}，本程序版本不办理听证案件"
        basis = f"{APL} 第六十三条；{ORDER_30} 第四十六条"
        limit = {"threshold_fen": threshold}
        reasons.append(Blocked("hearing_class", text, basis, limit))
    return reasons


def outside_range(facts: CaseFacts, fine: int) -> list[Blocked]:
    """A fine lies within the clause's range."""
    low, high = facts.violation.fine_min_fen, facts.violation.fine_max_fen
    if low <= fine <= high:
        return []
    text = f"罚款须在 {_yuan(low)} 至 {_yuan(high)} 之间"
    limits = {"fine_min_fen": low, "fine_max_fen": high}
    return [Blocked("fine_out_of_range", text, facts.violation.penalty_basis_zh, limits)]
