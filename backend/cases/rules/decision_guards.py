"""Guards of the decision, its service, payment, closing and archiving."""

from backend.cases.rules.execution_guards import executions_meant
from backend.cases.rules.facts import CaseFacts, ExecutionFacts
from backend.cases.rules.guards import APL, ORDER_30, outside_range
from backend.cases.rules.notice_guards import served_between
from backend.cases.rules.violations import CODE
from backend.workflow.rules import Attempt, Blocked


def within_decision_term(attempt: Attempt) -> list[Blocked]:
    """A case is decided within ninety days of filing, extended once by thirty (办法 第五十七条)."""
    decision = attempt.snapshot.decision
    if decision.due_on is None or attempt.snapshot.today <= decision.due_on:
        return []
    text = f"办案期限已于 {decision.due_on} 届满，须先批准延长"
    due = {"due_on": decision.due_on.isoformat()}
    return [Blocked("decision_term_over", text, f"{ORDER_30} 第五十七条", due)]


def not_extended_yet(attempt: Attempt) -> list[Blocked]:
    """The head extends the term once."""
    if not attempt.snapshot.decision.is_extended:
        return []
    text = "办案期限已由负责人批准延长一次"
    return [Blocked("already_extended", text, f"{ORDER_30} 第五十七条")]


def legal_review_passed(attempt: Attempt) -> list[Blocked]:
    """Without a passed legal review there is no decision (处罚法 第五十八条)."""
    if attempt.snapshot.decision.legal_review_passed:
        return []
    text = "未经法制审核或者审核未通过，不得作出决定"
    return [Blocked("legal_review_missing", text, f"{APL} 第五十八条")]


def fine_follows_notice(attempt: Attempt) -> list[Blocked]:
    """The fine is lawful and not heavier than what the party was told (处罚法 第四十五条)."""
    facts: CaseFacts = attempt.snapshot
    if attempt.form is None:
        return []
    fine, told = attempt.form["fine_fen"], facts.proposed_fine_fen
    reasons = outside_range(facts, fine)
    if told is not None and fine > told:
        text = f"罚款高于事先告知的 {told / 100:,.2f} 元，不得因陈述申辩加重；变更须重新告知"
        amounts = {"told_fen": told, "fine_fen": fine}
        reasons.append(Blocked("heavier_than_notice", text, f"{APL} 第四十五条", amounts))
    return reasons


def decision_ready(attempt: Attempt) -> list[Blocked]:
    """The decision exists as a locked document before it is served."""
    decision = attempt.snapshot.decision
    if decision.decided_on is None or not decision.is_rendered:
        return [Blocked("document_rendering", "决定书正在生成，请稍候", f"{APL} 第五十九条")]
    return served_between(attempt, decision.decided_on)


def payment_plausible(attempt: Attempt) -> list[Blocked]:
    """A payment is dated between service and today, is not more than is owed and counts once."""
    facts: CaseFacts = attempt.snapshot
    if attempt.form is None:
        return []
    basis, form, decision = f"{APL} 第六十七条", attempt.form, facts.decision
    reasons = []
    for one in executions_meant(attempt):
        decided_on = one.daily.decided_on if one.daily else decision.decided_on
        if form["amount_fen"] > one.left_fen:
            text = f"缴款超过尚欠金额 {one.left_fen / 100:,.2f} 元"
            reasons.append(Blocked("overpaid", text, basis, {"left_fen": one.left_fen}))
        if decided_on and not decided_on <= form["paid_on"] <= facts.today:
            reasons.append(Blocked("day_impossible", "缴款日期须在决定之日至今天之间", basis))
    if form["reference"] in decision.payment_references:
        reasons.append(Blocked("payment_recorded", "该缴款凭证已登记", basis))
    return reasons


def fully_paid(attempt: Attempt) -> list[Blocked]:
    """A case closes when every fine, its own and each daily penalty, is paid with its surcharge or
    the court ended its enforcement (办法 结案条件).
    """
    facts: CaseFacts = attempt.snapshot
    return [_unpaid(one) for one in (facts.execution, *facts.dailies) if not _is_settled(one)]


def _is_settled(one: ExecutionFacts) -> bool:
    return one.is_enforcement_ended or (one.is_decided and one.left_fen == 0)


def _unpaid(one: ExecutionFacts) -> Blocked:
    left = one.left_fen
    if one.daily is None:
        text = f"罚款尚有 {left / 100:,.2f} 元未缴清"
        return Blocked("fine_unpaid", text, f"{APL} 第六十六条", {"left_fen": left})
    number = one.daily.number
    text = f"按日连续处罚决定 {number} 的罚款尚有 {left / 100:,.2f} 元未缴清"
    basis = f"{APL} 第六十六条；{CODE}第一千零六十条"
    return Blocked("daily_penalty_unpaid", text, basis, {"number": number, "left_fen": left})


def documents_issued(attempt: Attempt) -> list[Blocked]:
    """A volume is archived whole."""
    waiting = attempt.snapshot.documents_pending
    if not waiting:
        return []
    text = f"还有 {waiting} 份文书未生成"
    return [Blocked("documents_pending", text, f"{ORDER_30} 归档要求", {"waiting": waiting})]
