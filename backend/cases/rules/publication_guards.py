"""Guards of publishing a decision and of withdrawing what was published."""

from datetime import date

from backend.cases.rules.facts import CaseFacts, ExecutionFacts
from backend.cases.rules.guards import APL, ORDER_30
from backend.workflow.rules import Attempt, Blocked

PUBLISH_BASIS = f"{APL} 第四十八条；{ORDER_30} 第六十四条"


def not_published_yet(attempt: Attempt) -> list[Blocked]:
    """A decision is published once, or it was decided not to publish it; a daily penalty decided
    after the publication is published with it anew.
    """
    facts: CaseFacts = attempt.snapshot
    is_whole = all(one.is_published for one in facts.dailies)
    if facts.handling.is_publication_waived or (facts.handling.published_on and is_whole):
        return [Blocked("publication_settled", "该决定的公开已经办理", PUBLISH_BASIS)]
    return []


def publication_plausible(attempt: Attempt) -> list[Blocked]:
    """What is published was redacted and checked, on a day from the decision to today."""
    facts: CaseFacts = attempt.snapshot
    if attempt.form is None:
        return []
    reasons = []
    if not attempt.form["redactions_checked"]:
        text = "须先核对已隐去个人信息、商业秘密等不得公开的内容"
        reasons.append(Blocked("redactions_unchecked", text, PUBLISH_BASIS))
    return reasons + _between(attempt.form["published_on"], facts.decision.decided_on, facts.today)


def publication_open(attempt: Attempt) -> list[Blocked]:
    """A file is archived after its decision was published or not publishing was decided."""
    facts: CaseFacts = attempt.snapshot
    handling = facts.handling
    is_penalty = handling.handling == "penalty" and facts.decision.decided_on is not None
    if not is_penalty or handling.is_publication_waived:
        return []
    if handling.published_on is None:
        text = "处罚决定尚未公开，也未决定不公开"
        return [Blocked("publication_missing", text, PUBLISH_BASIS)]
    return [_unpublished(one) for one in facts.dailies if not one.is_published]


def _unpublished(one: ExecutionFacts) -> Blocked:
    number = one.daily.number if one.daily else ""
    text = f"按日连续处罚决定 {number} 尚未公开，也未决定不公开"
    return Blocked("publication_missing", text, PUBLISH_BASIS, {"number": number})


def is_published(attempt: Attempt) -> list[Blocked]:
    """Only what was published is withdrawn."""
    if attempt.snapshot.handling.published_on is not None:
        return []
    return [Blocked("not_published", "该决定没有公开", PUBLISH_BASIS)]


def annulled_in_its_time(attempt: Attempt) -> list[Blocked]:
    """A decision is changed or annulled once, after it was made."""
    facts: CaseFacts = attempt.snapshot
    if facts.handling.annulled_on is not None:
        return [Blocked("annulled_already", "该决定的变更、撤销已经登记", PUBLISH_BASIS)]
    if attempt.form is None:
        return []
    return _between(attempt.form["changed_on"], facts.decision.decided_on, facts.today)


def was_annulled(attempt: Attempt) -> list[Blocked]:
    """A publication is withdrawn once, when its decision no longer stands (处罚法 第四十八条)."""
    facts: CaseFacts = attempt.snapshot
    if facts.handling.annulled_on is None:
        text = "处罚决定没有被变更、撤销或者确认违法、无效"
        return [Blocked("not_annulled", text, PUBLISH_BASIS)]
    if facts.handling.is_withdrawn:
        return [Blocked("withdrawn_already", "公开信息已经撤回", PUBLISH_BASIS)]
    if attempt.form is None:
        return []
    return _between(attempt.form["withdrawn_on"], facts.handling.annulled_on, facts.today)


def _between(day: date, first: date | None, today: date) -> list[Blocked]:
    if (first or today) <= day <= today:
        return []
    text = f"日期须在 {first} 至 {today} 之间"
    return [Blocked("day_impossible", text, PUBLISH_BASIS)]
