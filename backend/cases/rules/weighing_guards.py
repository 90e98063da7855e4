"""Guards of weighing: every factor proved, repeats counted, the amount within reach."""

from collections.abc import Sequence
from typing import Any

from backend.cases.rules.facts import CaseFacts
from backend.cases.rules.guards import APL, ORDER_30
from backend.discretion.rules import Choice, Weighed, limits_of, suggested_fen, weigh
from backend.workflow.rules import Attempt, Blocked

WEIGH_BASIS = f"{APL} 第五条、第三十四条；{ORDER_30} 第四十一条"
NO_PENALTY_BASIS = f"{APL} 第三十三条；{ORDER_30} 第四十二条"
REPEAT = "repeat"


def choices_of(given: Sequence[Any]) -> list[Choice]:
    """Return what a form says of each factor."""
    return [
        Choice(one["factor"], one["value"], tuple(one["exhibit_ids"]), one["reason"])
        for one in given
    ]


def weighed_in(facts: CaseFacts, given: Sequence[Any]) -> list[Weighed]:
    """Return the levels of what a form says, as far as the table knows them."""
    if facts.weighing.table is None:
        return []
    known = frozenset(exhibit.exhibit_id for exhibit in facts.exhibits)
    return weigh(facts.weighing.table, choices_of(given), known)[0]


def suggestion_of(facts: CaseFacts, given: Sequence[Any]) -> int:
    """Return what the table suggests for what a form says, in fen."""
    shares = [one.level.percent for one in weighed_in(facts, given)]
    return suggested_fen(shares, facts.weighing.by_law)


def weighing_sound(attempt: Attempt) -> list[Blocked]:
    """Every factor is chosen once and proved by exhibits of the case (办法 第四十一条)."""
    facts: CaseFacts = attempt.snapshot
    table = facts.weighing.table
    if table is None:
        return [Blocked("no_discretion_table", "该违法行为没有生效的裁量表", WEIGH_BASIS)]
    if attempt.form is None:
        return []
    known = frozenset(exhibit.exhibit_id for exhibit in facts.exhibits)
    faults = weigh(table, choices_of(attempt.form["factors"]), known)[1]
    return [
        Blocked("weighing_faulty", fault.text, WEIGH_BASIS, {"fault": fault.code, **fault.facts})
        for fault in faults
    ]


def repeat_counted(attempt: Attempt) -> list[Blocked]:
    """Decisions of any authority of the city against the party count as repeats."""
    facts: CaseFacts = attempt.snapshot
    if attempt.form is None:
        return []
    given = {one["factor"]: one["value"] for one in attempt.form["factors"]}
    counted, found = given.get(REPEAT), len(facts.weighing.prior_decisions) + 1
    if not isinstance(counted, int) or counted >= found:
        return []
    text = f"全市查询到当事人此前的处罚决定，违法次数（含本次）应不少于 {found} 次"
    return [Blocked("repeat_understated", text, WEIGH_BASIS, {"found": found})]


def chosen_in_reach(attempt: Attempt) -> list[Blocked]:
    """The amount is the table's, or an adjustment within its limits and with a ground."""
    facts: CaseFacts = attempt.snapshot
    form = attempt.form
    if form is None or facts.weighing.table is None:
        return []
    suggested = suggestion_of(facts, form["factors"])
    weighing = facts.weighing
    least, largest = limits_of(form["adjustment"], suggested, weighing.by_law, weighing.reach)
    reasons = []
    if not least <= form["chosen_fine_fen"] <= largest:
        text = _reach_text(form["adjustment"], suggested, least, largest)
        limits = {"suggested_fen": suggested, "least_fen": least, "largest_fen": largest}
        reasons.append(Blocked("amount_out_of_reach", text, WEIGH_BASIS, limits))
    if (form["adjustment"] != "none") != bool(form["adjustment_ground"]):
        text = "从重、从轻、减轻须填写法定情形；按裁量表的金额不填"
        reasons.append(Blocked("adjustment_ground_needed", text, f"{APL} 第三十二条"))
    return reasons


def _reach_text(adjustment: str, suggested: int, least: int, largest: int) -> str:
    if least > largest:
        return f"裁量表的金额为 {_yuan(suggested)}，不能再作此项调整"
    if adjustment == "none":
        return f"裁量表的金额为 {_yuan(suggested)}；其他金额须选择从重、从轻或者减轻"
    return f"调整后的金额须在 {_yuan(least)} 至 {_yuan(largest)} 之间"


def _yuan(fen: int) -> str:
    return f"{fen / 100:,.2f} 元"


def weighed_in_its_time(attempt: Attempt) -> list[Blocked]:
    """After the case review an amount is weighed again only when a new notice was ordered."""
    facts: CaseFacts = attempt.snapshot
    if facts.state != "notifying" or facts.handling.told_before is not None:
        return []
    text = "案件审查已通过；变更拟处罚内容须由负责人决定重新告知"
    return [Blocked("weighing_closed", text, f"{ORDER_30} 第三十九条、第四十条")]


def not_heavier_than_told(attempt: Attempt) -> list[Blocked]:
    """A party that defended itself is not fined more for it (处罚法 第四十五条)."""
    told = attempt.snapshot.handling.told_before
    if attempt.form is None or told is None or not told["had_defence"]:
        return []
    if attempt.form["chosen_fine_fen"] <= (told["fine_fen"] or 0):
        return []
    text = "不得因当事人陈述申辩而给予更重的处罚"
    return [Blocked("heavier_after_defence", text, f"{APL} 第四十五条")]


def no_penalty_item_holds(attempt: Attempt) -> list[Blocked]:
    """Nothing is fined only by an item of the list in force, proved by exhibits of the case."""
    facts: CaseFacts = attempt.snapshot
    if attempt.form is None:
        return []
    reasons = []
    if attempt.form["item_id"] not in facts.weighing.items:
        text = "所选事项不在该违法行为现行的不予处罚清单内"
        reasons.append(Blocked("no_penalty_item_unknown", text, NO_PENALTY_BASIS))
    known = {exhibit.exhibit_id for exhibit in facts.exhibits}
    if set(attempt.form["exhibit_ids"]) - known:
        text = "引用了不属于本案的证据"
        reasons.append(Blocked("proof_not_in_case", text, NO_PENALTY_BASIS))
    return reasons


def first_offence_confirmed(attempt: Attempt) -> list[Blocked]:
    """Who was punished before, by whatever authority of the city, is no first offender."""
    facts: CaseFacts = attempt.snapshot
    if attempt.form is None:
        return []
    ground = facts.weighing.items.get(attempt.form["item_id"])
    before = facts.weighing.earlier_decisions
    if ground != "first_offence" or not before:
        return []
    numbers = "、".join(one.number for one in before)
    text = f"全市查询到当事人此前的处罚决定：{numbers}，不属于初次违法"
    return [Blocked("not_first_offence", text, NO_PENALTY_BASIS, {"numbers": numbers})]
