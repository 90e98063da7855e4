"""Guards of what an investigation rests on: a named clause, a sampling record, results that were
told.
"""

from backend.cases.rules.facts import CaseFacts
from backend.cases.rules.guards import APL, ORDER_30
from backend.workflow.rules import Attempt, Blocked

CATCH_ALL = ("其他规定", "有关规定", "相关规定", "有关法律", "相关法律")
SAMPLING = f"{ORDER_30} 第二十九条"


def provision_named(attempt: Attempt) -> list[Blocked]:
    """The clause that was violated is named; a reference to other rules founds nothing (处罚法
    第四十条).
    """
    if attempt.form is None:
        return []
    cited = attempt.form["violated_provision"]
    if "《" in cited and not any(words in cited for words in CATCH_ALL):
        return []
    text = "须写明违反的具体法律名称和条款，不能以“有关规定”等兜底表述代替"
    return [Blocked("provision_not_named", text, f"{APL} 第四十条、第五十九条")]


def sampled_by_record(attempt: Attempt) -> list[Blocked]:
    """What was tested was sampled under a record (办法 第二十九条)."""
    facts: CaseFacts = attempt.snapshot
    tested = facts.issued_kinds & {"testing_commission", "result_notice"}
    if not tested or "sampling_record" in facts.issued_kinds:
        return []
    text = "本案有检测委托或检测结果，但没有抽样取证记录"
    return [Blocked("sampling_record_missing", text, SAMPLING)]


def results_told(attempt: Attempt) -> list[Blocked]:
    """The results of a test are told to the party before the notice (办法 第二十九条)."""
    facts: CaseFacts = attempt.snapshot
    if "testing_commission" not in facts.issued_kinds or "result_notice" in facts.issued_kinds:
        return []
    return [Blocked("results_not_told", "检测结果尚未书面告知当事人", SAMPLING)]
