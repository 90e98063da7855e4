"""Guards of measures that were taken at once and approved afterwards, and of what is kept."""

from backend.measures.rules.basis import REGISTRATION, SEIZURE
from backend.measures.rules.facts import MeasureFacts
from backend.workflow.rules import Attempt, Blocked


def urgent_unconfirmed(attempt: Attempt) -> list[Blocked]:
    """Only an urgent measure is approved afterwards, once."""
    facts: MeasureFacts = attempt.snapshot
    if facts.done.get("is_urgent") and not facts.done.get("confirmed_on"):
        return []
    return [Blocked("nothing_to_confirm", "没有待补办的批准手续", _basis(facts))]


def urgent_confirmed(attempt: Attempt) -> list[Blocked]:
    """An urgent measure goes on only after its approval on paper."""
    facts: MeasureFacts = attempt.snapshot
    if not facts.done.get("is_urgent") or facts.done.get("confirmed_on"):
        return []
    text = "紧急实施的措施尚未补办批准手续"
    return [Blocked("urgent_not_confirmed", text, _basis(facts))]


def approved_before_act(attempt: Attempt) -> list[Blocked]:
    """The head's word by telephone or message comes before the act (办法 第三十二条)."""
    form = attempt.form
    if form is None or form["approved_at"] <= form["acted_at"]:
        return []
    return [Blocked("approved_after_act", "即时批准须先于实施", REGISTRATION)]


def items_whole(attempt: Attempt) -> list[Blocked]:
    """The list names each thing, its condition and where it is kept (强制法 第二十四条)."""
    facts: MeasureFacts = attempt.snapshot
    basis = _basis(facts)
    if not facts.items:
        return [Blocked("no_items", "清单上没有物品", basis)]
    lacking = [one.name for one in facts.items if not (one.condition and one.kept_at)]
    if not lacking:
        return []
    text = f"清单须写明物品状况和保管地点：{'、'.join(lacking)}"
    return [Blocked("items_incomplete", text, basis, {"items": lacking})]


def exhibits_verified(attempt: Attempt) -> list[Blocked]:
    """Photographs of the scene belong to the measure and were compared with what was signed."""
    facts: MeasureFacts = attempt.snapshot
    basis = f"{SEIZURE}；行政处罚法 第四十六条、第四十七条"
    if not facts.exhibits:
        return [Blocked("no_scene_exhibits", "须有现场照片或视频", basis)]
    if not facts.unverified:
        return []
    text = f"{facts.unverified} 份证据未核验通过"
    return [Blocked("exhibits_not_verified", text, basis, {"waiting": facts.unverified})]


def _basis(facts: MeasureFacts) -> str:
    return REGISTRATION if facts.kind == "advance_registration" else SEIZURE
