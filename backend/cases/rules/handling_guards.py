"""Guards of how a case is handled: proposal, notice and decision say one thing."""

from backend.cases.rules.execution import months_after
from backend.cases.rules.facts import CaseFacts
from backend.cases.rules.guards import APL, ORDER_30
from backend.cases.rules.hearing_guards import DISCUSSION_BASIS
from backend.cases.rules.violations import CODE, CODE_IN_FORCE
from backend.workflow.rules import Attempt, Blocked

NOTICE_BASIS = f"{APL} 第四十四条、第四十五条；{ORDER_30} 第四十四条"


def law_chosen(attempt: Attempt) -> list[Blocked]:
    """A clause was in force on the day of the act (处罚法 第三十七条)."""
    facts: CaseFacts = attempt.snapshot
    if facts.handling.law is not None:
        return []
    text = f"行为终了之日 {facts.act_ended_on} 没有可以适用的处罚条款"
    return [Blocked("law_not_in_force", text, f"{APL} 第三十七条")]


def law_still_lighter(attempt: Attempt) -> list[Blocked]:
    """The clause the party was told is still the one to apply (处罚法 第三十七条)."""
    handling = attempt.snapshot.handling
    applied = handling.law.applied.penalty_basis_zh if handling.law else None
    if handling.law_pinned is None or applied == handling.law_pinned:
        return []
    text = f"从旧兼从轻比较后应适用{applied}，与告知的条款不同，须重新告知"
    return [Blocked("law_changed", text, f"{APL} 第三十七条、第四十四条")]


def within_limitation(attempt: Attempt) -> list[Blocked]:
    """An act found more than two years after its end, five where it did harm, is not punished
    (处罚法 第三十六条).
    """
    facts: CaseFacts = attempt.snapshot
    harmful = (attempt.form or {}).get("harmful_consequences")
    harmful = facts.handling.harmful if harmful is None else harmful
    months = facts.number("limitation_harm_months" if harmful else "limitation_months")
    if facts.found_on <= months_after(facts.act_ended_on, months):
        return []
    text = f"违法行为终了至发现已超过 {months // 12} 年"
    return [Blocked("time_barred", text, f"{APL} 第三十六条", {"months": months})]


def acts_for_deciding_body(attempt: Attempt) -> list[Blocked]:
    """A decision is made by a head of the body named in it (处罚法 第十七条、法典 第五十三条)."""
    facts: CaseFacts = attempt.snapshot
    basis = f"{APL} 第十七条、第二十二条；{CODE}第五十三条"
    reasons = []
    if attempt.actor.authority_id != facts.handling.deciding_authority_id:
        text = "本案由另一机关作出决定，您不是该机关的负责人"
        reasons.append(Blocked("not_of_deciding_body", text, basis))
    if facts.handling.is_district and facts.today < CODE_IN_FORCE:
        text = "生态环境法典施行前，区生态环境局不能以自己的名义作出处罚"
        reasons.append(Blocked("district_may_not_decide", text, basis))
    return reasons


def weighed_as_handled(attempt: Attempt) -> list[Blocked]:
    """An investigation ends with the amount weighed, or with the item by which nothing is fined."""
    facts: CaseFacts = attempt.snapshot
    if attempt.form is None:
        return []
    needed = attempt.form["handling"]
    if needed == "not_established" or facts.weighing.outcome == needed:
        return []
    texts = {
        "penalty": "拟作处罚的，须先按裁量表裁量罚款金额",
        "no_penalty": "拟不予处罚的，须先对照不予处罚清单登记事项和证据",
    }
    return [Blocked("not_weighed", texts[needed], f"{ORDER_30} 第四十一条、第四十二条")]


def notice_as_weighed(attempt: Attempt) -> list[Blocked]:
    """What the party is told is what was weighed, and a new notice says something new."""
    facts: CaseFacts = attempt.snapshot
    handling, told = facts.handling.handling, facts.handling.told_before
    reasons = []
    if handling == "penalty" and facts.proposed_fine_fen != facts.weighing.chosen_fen:
        reasons.append(Blocked("notice_differs", "告知金额与裁量金额不一致", NOTICE_BASIS))
    if told is not None and told["must_differ"]:
        same = (told["handling"], told["fine_fen"]) == (handling, facts.proposed_fine_fen)
        if same:
            text = "拟处罚内容与已告知的相同，须先重新裁量"
            reasons.append(Blocked("proposal_unchanged", text, NOTICE_BASIS))
    return reasons


def decision_as_told(attempt: Attempt) -> list[Blocked]:
    """The decision is what the party was told; anything else is told anew (处罚法 第四十四条)."""
    facts: CaseFacts = attempt.snapshot
    if attempt.form is None:
        return []
    fine = attempt.form["fine_fen"]
    told = facts.proposed_fine_fen if facts.handling.handling == "penalty" else None
    if fine == told:
        return []
    if told is None:
        text = "告知的内容不含罚款，决定不得处以罚款"
        return [Blocked("fine_not_told", text, NOTICE_BASIS)]
    amounts = {"told_fen": told, "fine_fen": fine}
    if fine is not None and fine > told:
        text = f"罚款高于事先告知的 {told / 100:,.2f} 元，不得因陈述申辩加重；变更须重新告知"
        return [Blocked("heavier_than_notice", text, NOTICE_BASIS, amounts)]
    text = f"罚款与事先告知的 {told / 100:,.2f} 元不同，变更金额须重新告知"
    return [Blocked("fine_differs_from_notice", text, NOTICE_BASIS, amounts)]


def discussed_when_due(attempt: Attempt) -> list[Blocked]:
    """A heavy, adjusted or licence penalty is decided by the heads together (办法 第五十二条)."""
    facts: CaseFacts = attempt.snapshot
    if facts.decision.was_discussed or facts.handling.handling != "penalty":
        return []
    threshold, reasons = facts.numbers["discussion_fine"], []
    if threshold.is_reached(facts.proposed_fine_fen or 0):
        text = f"罚款达到 {threshold.value / 100:,.2f} 元，须经集体讨论决定"
        limit = {"threshold_fen": threshold.value}
        reasons.append(Blocked("discussion_missing", text, DISCUSSION_BASIS, limit))
    if facts.weighing.adjustment not in (None, "none"):
        text = "对裁量金额作了从重、从轻或者减轻，须经集体讨论决定"
        reasons.append(Blocked("adjustment_not_discussed", text, DISCUSSION_BASIS))
    if facts.handling.licence is not None:
        text = "拟给予许可证件、生产经营或者从业方面的处罚，须经集体讨论决定"
        reasons.append(Blocked("licence_not_discussed", text, DISCUSSION_BASIS))
    return reasons


def discussion_current(attempt: Attempt) -> list[Blocked]:
    """A defence or hearing after the discussion forces a new one (办法 第五十二条)."""
    if not attempt.snapshot.handling.is_discussion_stale:
        return []
    text = "集体讨论之后又有陈述申辩或者听证，须重新集体讨论"
    return [Blocked("discussion_before_defence", text, DISCUSSION_BASIS)]


def no_evidence_after_review(attempt: Attempt) -> list[Blocked]:
    """Evidence added after the legal review voids it (办法 第五十条、第五十一条)."""
    added = attempt.snapshot.handling.evidence_after_review
    if not added:
        return []
    text = f"法制审核之后又补充了 {added} 份证据，审核失效，须重新调查终结和审核"
    return [Blocked("evidence_after_review", text, f"{ORDER_30} 第五十条", {"added": added})]
