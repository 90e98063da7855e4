"""Notice, defence, hearing and review of a measure that weighs like a penalty."""

from datetime import timedelta

from backend.deadlines.rules import due_on
from backend.measures.rules.basis import DEFENCE, DISCUSSION, HEARING, LEGAL_REVIEW, SERVICE
from backend.measures.rules.facts import MeasureFacts
from backend.measures.rules.fields import OPINION
from backend.workflow.rules import Attempt, Blocked, Field, Transition

DEFENCE_CODE = "measure_defence"


def defence_over(attempt: Attempt) -> list[Blocked]:
    """No decision before five working days have run out (处罚法 第四十四条、第六十四条)."""
    facts: MeasureFacts = attempt.snapshot
    if DEFENCE_CODE not in facts.due_on or DEFENCE_CODE in facts.over:
        return []
    last = facts.due_on[DEFENCE_CODE]
    text = f"陈述申辩期至 {last} 届满，此前不得作出决定"
    when = {"ends_on": last.isoformat(), "from": (last + timedelta(days=1)).isoformat()}
    return [Blocked("defence_period_running", text, DEFENCE, when)]


def defence_answered(attempt: Attempt) -> list[Blocked]:
    """What the party says is reviewed in writing before the decision (处罚法 第四十五条)."""
    facts: MeasureFacts = attempt.snapshot
    reasons = []
    if facts.done.get("defence") and not facts.done.get("defence_reviewed_on"):
        text = "陈述申辩意见尚未复核"
        reasons.append(Blocked("defence_not_reviewed", text, DEFENCE))
    if facts.done.get("asks_hearing") and not facts.done.get("hearing_reported_on"):
        text = "当事人要求听证，须先举行听证并提出听证报告"
        reasons.append(Blocked("hearing_not_reported", text, HEARING))
    return reasons


def has_defence(attempt: Attempt) -> list[Blocked]:
    """A review answers a defence."""
    if attempt.snapshot.done.get("defence"):
        return []
    return [Blocked("no_defence", "当事人没有提出陈述申辩", DEFENCE)]


def defence_in_time(attempt: Attempt) -> list[Blocked]:
    """A hearing is asked for within five working days (处罚法 第六十四条)."""
    facts: MeasureFacts = attempt.snapshot
    form, last = attempt.form, facts.due_on.get(DEFENCE_CODE)
    if form is None or last is None or not form["asks_hearing"] or form["received_on"] <= last:
        return []
    return [Blocked("hearing_request_late", f"听证申请期限已于 {last} 届满", HEARING)]


def hearing_asked(attempt: Attempt) -> list[Blocked]:
    """A hearing is held where it was asked for."""
    if attempt.snapshot.done.get("asks_hearing"):
        return []
    return [Blocked("no_hearing_request", "当事人没有要求听证", HEARING)]


def legal_review_passed(attempt: Attempt) -> list[Blocked]:
    """No decision without legal review, given after defence and hearing (处罚法 第五十八条)."""
    facts: MeasureFacts = attempt.snapshot
    if facts.done.get("legal_review"):
        return []
    return [Blocked("legal_review_missing", "尚未通过法制审核", LEGAL_REVIEW)]


def discussed(attempt: Attempt) -> list[Blocked]:
    """Stopped production and large sums are discussed collectively (处罚法 第五十七条)."""
    facts: MeasureFacts = attempt.snapshot
    if attempt.form is None or not needs_discussion(facts):
        return []
    if attempt.form["discussed_on"] and attempt.form["discussion"]:
        return []
    return [Blocked("collective_discussion_missing", "须经机关负责人集体讨论决定", DISCUSSION)]


def needs_discussion(facts: MeasureFacts) -> bool:
    """Tell whether the law asks for a collective discussion."""
    if facts.kind == "restriction":
        return facts.subtype == "stop"
    amount = int(facts.done.get("daily_amount_fen") or 0)
    return facts.values["discussion_fine"].is_reached(amount)


def owes_hearing(facts: MeasureFacts, amount_fen: int) -> bool:
    """Tell whether the notice must offer a hearing (处罚法 第六十三条)."""
    if facts.kind == "restriction":
        return True
    return facts.values[f"hearing_fine_{facts.party_kind}"].is_reached(amount_fen)


def hearing_steps(state: str) -> tuple[Transition, ...]:
    """Return the steps between the notice's service and the decision, taken in one state."""
    return (
        Transition(
            "record_defence", "登记陈述申辩", "Record the defence", (state,), None,
            "measure.handle", DEFENCE,
            form=(
                Field("received_on", "date", "收到日期", "Received on"),
                Field("content", "multiline", "陈述申辩内容", "What the party says"),
                Field("asks_hearing", "boolean", "要求听证", "Asks for a hearing"),
            ),
            guards=("acts_as_officer", "not_in_future", "defence_in_time"),
        ),
        Transition(
            "record_hearing", "登记听证报告", "Record the hearing", (state,), None,
            "measure.review", HEARING,
            form=(
                Field("held_on", "date", "听证日期", "Held on"),
                Field("report", "multiline", "听证报告", "Report"),
            ),
            guards=("decider_not_officer", "hearing_asked", "hearing_not_early"),
        ),
        Transition(
            "review_defence", "复核陈述申辩", "Review the defence", (state,), None,
            "measure.review", DEFENCE,
            form=(
                Field("opinion", "multiline", "复核意见", "Opinion"),
                Field("adopted", "boolean", "予以采纳", "Adopted"),
            ),
            guards=("decider_not_officer", "has_defence"),
        ),
        Transition(
            "pass_legal_review", "法制审核通过", "Pass legal review", (state,), None,
            "measure.review", LEGAL_REVIEW, form=(OPINION,),
            guards=("decider_not_officer", "defence_over", "defence_answered"),
        ),
    )  # fmt: skip


def hearing_not_early(attempt: Attempt) -> list[Blocked]:
    """A hearing is told seven working days before it is held (处罚法 第六十四条)."""
    facts: MeasureFacts = attempt.snapshot
    if attempt.form is None:
        return []
    if attempt.form["held_on"] > facts.today:
        return [Blocked("act_in_future", "办理时间不能晚于现在", SERVICE)]
    asked = facts.day("defence_received_on")
    days = facts.values["hearing_notice_days"].value
    if asked is None:
        return []
    first = due_on(asked, days, "working", facts.calendar)
    if attempt.form["held_on"] >= first:
        return []
    text = f"听证须提前 {days} 个工作日通知，最早在 {first} 举行"
    return [Blocked("hearing_too_soon", text, HEARING, {"earliest": first.isoformat()})]


SERVE = ("acts_as_officer", "officers_certified", "not_in_future", "not_before_last_act",
         "papers_rendered")  # fmt: skip
DISCUSSED = (
    Field("discussed_on", "date", "集体讨论日期", "Discussed on", required=False),
    Field("discussion", "multiline", "集体讨论结论", "Result of the discussion", required=False),
)
DECIDE = ("decider_not_officer", "defence_over", "defence_answered", "legal_review_passed",
          "discussed")  # fmt: skip
