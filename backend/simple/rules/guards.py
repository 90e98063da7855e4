"""Facts and guards of the simple procedure (处罚法 第五十一条至第五十三条)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.parameters.rules import Value
from backend.workflow.rules import Attempt, Blocked, Guard

APL, ORDER_30 = "行政处罚法", "生态环境行政处罚办法"
SIMPLE_BASIS = f"{APL} 第五十一条；{ORDER_30} 第六十七条"
ON_SPOT_BASIS = f"{APL} 第五十二条；{ORDER_30} 第六十七条"
COLLECT_BASIS = f"{APL} 第六十八条、第六十九条"
FEWEST_OFFICERS = 2


@dataclass(frozen=True)
class SimpleFacts:
    """What the guards of an on-the-spot penalty look at."""

    today: date
    party_kind: str
    officers: Mapping[UUID, tuple[str, bool]]
    """Names, and whether a certificate covers the day of the act."""
    exhibits: int
    fine_min_fen: int
    fine_fen: int | None
    decided_on: date | None
    collected_on: date | None
    is_settled: bool
    """Nothing is owed, or all is paid or handed in."""
    is_filed: bool
    numbers: Mapping[str, Value]

    @property
    def cap_fen(self) -> int:
        """The largest fine on the spot for this kind of party."""
        return self.numbers[f"simple_fine_{self.party_kind}"].value


def on_the_spot(attempt: Attempt) -> list[Blocked]:
    """Only an officer named in it decides and handles an on-the-spot penalty."""
    facts: SimpleFacts = attempt.snapshot
    if attempt.actor.person_id in facts.officers:
        return []
    return [Blocked("simple_not_there", "您不是作出当场处罚的执法人员", ON_SPOT_BASIS)]


def two_certified_officers(attempt: Attempt) -> list[Blocked]:
    """Two officers or more, each certified on the day of the act (处罚法 第四十二条)."""
    facts: SimpleFacts = attempt.snapshot
    certified = [name for name, is_certified in facts.officers.values() if is_certified]
    if len(certified) >= FEWEST_OFFICERS and len(certified) == len(facts.officers):
        return []
    text = "当场处罚须有两名以上执法人员，证件在行为当日有效"
    count = {"officers": len(certified)}
    return [Blocked("simple_not_two_officers", text, f"{APL} 第四十二条", count)]


def facts_proved(attempt: Attempt) -> list[Blocked]:
    """The facts are proved on the spot (处罚法 第五十一条)."""
    if attempt.snapshot.exhibits:
        return []
    text = "违法事实须确凿，并有现场证据"
    return [Blocked("simple_facts_not_proved", text, SIMPLE_BASIS)]


def within_caps(attempt: Attempt) -> list[Blocked]:
    """A fine lies within the law's range and the cap, or there is a warning alone."""
    facts: SimpleFacts = attempt.snapshot
    cap = facts.cap_fen
    if attempt.form is None:
        return []
    fine = attempt.form["fine_fen"]
    if not fine:
        if attempt.form["warning"]:
            return []
        return [Blocked("simple_nothing_imposed", "须有罚款或者警告", SIMPLE_BASIS)]
    if facts.fine_min_fen > cap:
        text = (
            f"法定罚款不低于 {facts.fine_min_fen / 100:,.2f} 元，超过当场处罚限额，应适用普通程序"
        )
        least = {"fine_min_fen": facts.fine_min_fen}
        return [Blocked("simple_below_minimum", text, SIMPLE_BASIS, least)]
    if not facts.fine_min_fen <= fine <= cap:
        text = f"当场处罚的罚款须在 {facts.fine_min_fen / 100:,.2f} 至 {cap / 100:,.2f} 元之间"
        return [Blocked("simple_above_cap", text, SIMPLE_BASIS, {"cap_fen": cap})]
    return []


def rights_told(attempt: Attempt) -> list[Blocked]:
    """Certificates are shown and the party is heard before the decision (处罚法 第四十四条)."""
    if attempt.form is None:
        return []
    if attempt.form["certificates_shown"] and attempt.form["rights_told"]:
        return []
    text = "须先出示证件，告知事实、理由、依据和陈述申辩的权利"
    return [Blocked("simple_rights_not_told", text, f"{APL} 第四十四条、第五十二条")]


def collection_allowed(attempt: Attempt) -> list[Blocked]:
    """A fine is collected on the spot in three cases only (处罚法 第六十八条、第六十九条)."""
    facts: SimpleFacts = attempt.snapshot
    cap = facts.numbers["simple_collect_fine"].value
    if not facts.fine_fen or facts.is_settled or facts.collected_on:
        return [Blocked("simple_collection_not_allowed", "没有可以当场收缴的罚款", COLLECT_BASIS,
                        {"cap_fen": cap})]  # fmt: skip
    if attempt.form is None or attempt.form["ground"] != "small" or facts.fine_fen <= cap:
        return []
    text = f"罚款超过 {cap / 100:,.2f} 元，不得以此理由当场收缴"
    return [Blocked("simple_collection_not_allowed", text, COLLECT_BASIS, {"cap_fen": cap})]


def hand_in_possible(attempt: Attempt) -> list[Blocked]:
    """What was collected is handed in whole, from that day to today (处罚法 第七十一条)."""
    facts: SimpleFacts = attempt.snapshot
    day: Any = (attempt.form or {}).get("handed_in_on", facts.today)
    if facts.collected_on and facts.collected_on <= day <= facts.today and not facts.is_settled:
        return []
    text = "上缴日期须在当场收缴之日至今天之间"
    return [Blocked("simple_hand_in_impossible", text, f"{APL} 第七十一条")]


def payment_fits(attempt: Attempt) -> list[Blocked]:
    """A fine is paid once and whole; what was collected on the spot is handed in instead."""
    facts: SimpleFacts = attempt.snapshot
    form, basis = attempt.form, f"{APL} 第六十七条"
    if facts.is_settled or facts.collected_on:
        return [Blocked("simple_amount_differs", "没有待缴的罚款", basis)]
    if form is None:
        return []
    reasons = []
    if form["amount_fen"] != facts.fine_fen:
        reasons.append(Blocked("simple_amount_differs", "金额须等于罚款金额", basis))
    if not (facts.decided_on or facts.today) <= form["paid_on"] <= facts.today:
        reasons.append(Blocked("day_impossible", "缴款日期须在决定之日至今天之间", basis))
    return reasons


def settled_and_filed(attempt: Attempt) -> list[Blocked]:
    """It closes when the fine is paid and the authority has its record (处罚法 第五十二条)."""
    facts: SimpleFacts = attempt.snapshot
    reasons = []
    if not facts.is_settled:
        reasons.append(Blocked("simple_unpaid", "罚款尚未缴清", f"{APL} 第六十七条"))
    if not facts.is_filed:
        reasons.append(Blocked("simple_not_filed", "尚未向本机关备案", ON_SPOT_BASIS))
    return reasons


def not_filed_yet(attempt: Attempt) -> list[Blocked]:
    """It is filed for record once."""
    if not attempt.snapshot.is_filed:
        return []
    return [Blocked("simple_filed", "已经备案", ON_SPOT_BASIS)]


GUARDS: dict[str, Guard] = {
    guard.__name__: guard
    for guard in (
        on_the_spot,
        two_certified_officers,
        facts_proved,
        within_caps,
        rights_told,
        collection_allowed,
        hand_in_possible,
        payment_fits,
        settled_and_filed,
        not_filed_yet,
    )
}
