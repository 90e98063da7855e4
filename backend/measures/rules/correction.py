"""Orders to correct 责令改正, the surprise recheck, and the daily penalty 按日连续处罚."""

from backend.measures.rules.basis import CORRECTION, DAILY_PENALTY, RECHECK
from backend.measures.rules.facts import MeasureFacts
from backend.measures.rules.fields import EXHIBITS, OPINION, REASON, SERVED
from backend.measures.rules.heard import DECIDE, DISCUSSED, SERVE, hearing_steps
from backend.workflow.rules import Attempt, Blocked, Definition, Field, State, Transition

RECHECK_CODE = "recheck"
ACT_KINDS = (
    ("above_standard", "超过排放标准或者总量控制指标排放污染物",
     "Discharge above the standard or the total allowed"),
    ("evading", "以逃避监管的方式排放污染物", "Discharge that evades supervision"),
    ("forbidden", "排放法律、法规规定禁止排放的污染物", "Discharge of forbidden pollutants"),
    ("dumping", "违法倾倒危险废物", "Dumping of hazardous waste"),
    ("other", "其他违法排放污染物行为", "Other unlawful discharge"),
)  # fmt: skip
FOUND = (
    ("continuing", "仍在违法排放污染物", "The discharge goes on"),
    ("refused", "拒绝、阻挠复查", "The recheck was refused or obstructed"),
)


def is_surprise(attempt: Attempt) -> list[Blocked]:
    """The recheck comes unannounced (部令第28号 第十条)."""
    if attempt.form is None or attempt.form["is_surprise"]:
        return []
    return [Blocked("recheck_announced", "复查须以暗查方式进行，不得事先通知", RECHECK)]


def recheck_after_service(attempt: Attempt) -> list[Blocked]:
    """A recheck follows the order's service by a day at least and thirty days at most."""
    facts: MeasureFacts = attempt.snapshot
    served, form = facts.day("served_on"), attempt.form
    if form is None or served is None:
        return []
    if form["rechecked_on"] <= served:
        return [Blocked("recheck_not_after_service", f"复查须在送达日 {served} 之后", RECHECK)]
    return []


def recheck_in_time(attempt: Attempt) -> list[Blocked]:
    """A daily penalty rests on a recheck within thirty days of the order's service."""
    facts: MeasureFacts = attempt.snapshot
    form, last = attempt.form, facts.due_on.get(RECHECK_CODE)
    if form is None or last is None or form["rechecked_on"] <= last:
        return []
    text = f"复查期限已于 {last} 届满，须重新责令改正后复查"
    return [Blocked("recheck_late", text, RECHECK, {"due_on": last.isoformat()})]


def original_fine_served(attempt: Attempt) -> list[Blocked]:
    """A daily penalty multiplies a fine that was decided and served before (部令第28号)."""
    facts: MeasureFacts = attempt.snapshot
    fine = facts.case.fine if facts.case else None
    if fine is None or not fine.fine_fen:
        text = "原行政处罚决定（罚款）尚未作出，不得实施按日连续处罚"
        return [Blocked("no_original_fine", text, DAILY_PENALTY)]
    if fine.served_on is None:
        text = f"原行政处罚决定 {fine.number} 尚未送达"
        return [Blocked("original_fine_not_served", text, DAILY_PENALTY)]
    return []


def served_after_previous(attempt: Attempt) -> list[Blocked]:
    """The next order is served after the recheck before it, so that no day is punished twice."""
    facts: MeasureFacts = attempt.snapshot
    before, form = facts.day("previous_rechecked_on"), attempt.form
    if form is None or before is None or form["served_on"] >= before:
        return []
    text = f"再次责令改正的送达不得早于上次复查日 {before}"
    return [Blocked("order_before_recheck", text, DAILY_PENALTY)]


_RECHECK = (
    Field("rechecked_on", "date", "复查日期", "Rechecked on"),
    Field("is_surprise", "boolean", "暗查（未事先通知）", "Unannounced"),
    Field("findings", "multiline", "复查情况", "Findings"),
    EXHIBITS,
)
_RECHECK_GUARDS = (
    "acts_as_officer",
    "officers_certified",
    "not_in_future",
    "is_surprise",
    "recheck_after_service",
)

CORRECTION_V1 = Definition(
    key="correction",
    version=1,
    initial="drafted",
    states=(
        State("drafted", "拟责令改正", "Drafted"),
        State("ordered", "待送达", "To be served"),
        State("awaiting_recheck", "待复查", "Awaiting recheck"),
        State("corrected", "已改正", "Corrected", final=True),
        State("not_corrected", "拒不改正", "Not corrected"),
        State("daily_notified", "按日计罚告知待送达", "Daily penalty notice to be served"),
        State("daily_defence", "按日计罚陈述申辩", "Defence against the daily penalty"),
        State("daily_serving", "按日计罚决定待送达", "Daily penalty to be served"),
        State("penalised", "已按日计罚", "Daily penalty served", final=True),
        State("not_penalised", "不予按日计罚", "No daily penalty", final=True),
        State("withdrawn", "已撤回", "Withdrawn", final=True),
    ),
    transitions=(
        Transition(
            "issue_order", "签发责令改正", "Issue the order", ("drafted",), "ordered",
            "measure.decide", CORRECTION, form=(OPINION,),
            guards=("case_is_open", "decider_not_officer"),
            documents=("correction_order", "correction_order_again"),
        ),
        Transition(
            "serve_order", "送达责令改正", "Serve the order", ("ordered",), "awaiting_recheck",
            "measure.handle", CORRECTION, form=SERVED, guards=(*SERVE, "served_after_previous"),
        ),
        Transition(
            "recheck_corrected", "复查：已改正", "Rechecked: corrected", ("awaiting_recheck",),
            "corrected", "measure.handle", RECHECK, form=_RECHECK, guards=_RECHECK_GUARDS,
        ),
        Transition(
            "recheck_not_corrected", "复查：拒不改正", "Rechecked: not corrected",
            ("awaiting_recheck",), "not_corrected", "measure.handle", RECHECK,
            form=(Field("found", "enum", "认定情形", "What was found", choices=FOUND), *_RECHECK),
            guards=(*_RECHECK_GUARDS, "recheck_in_time"),
        ),
        Transition(
            "notify_daily", "告知按日连续处罚", "Give notice of the daily penalty",
            ("not_corrected",), "daily_notified", "measure.decide", DAILY_PENALTY,
            form=(Field("act_kind", "enum", "违法排放情形", "Kind of discharge",
                        choices=ACT_KINDS),),
            guards=("case_is_open", "decider_not_officer", "original_fine_served"),
            documents=("daily_penalty_notice",),
        ),
        Transition(
            "serve_daily_notice", "送达按日计罚告知书", "Serve the notice", ("daily_notified",),
            "daily_defence", "measure.handle", DAILY_PENALTY, form=SERVED, guards=SERVE,
        ),
        *hearing_steps("daily_defence"),
        Transition(
            "decide_daily", "作出按日连续处罚决定", "Decide the daily penalty",
            ("daily_defence",), "daily_serving", "measure.decide", DAILY_PENALTY,
            form=(REASON, *DISCUSSED), guards=(*DECIDE, "original_fine_served"),
            not_by=("pass_legal_review", "review_defence"), documents=("daily_penalty_decision",),
        ),
        Transition(
            "serve_daily_decision", "送达按日计罚决定书", "Serve the decision",
            ("daily_serving",), "penalised", "measure.handle", DAILY_PENALTY, form=SERVED,
            guards=SERVE,
        ),
        Transition(
            "forgo_daily", "不予按日连续处罚", "Impose no daily penalty",
            ("not_corrected", "daily_defence"), "not_penalised", "measure.decide", DAILY_PENALTY,
            form=(REASON,), guards=("decider_not_officer",), danger=True,
        ),
        Transition(
            "withdraw", "撤回", "Withdraw", ("drafted", "ordered", "awaiting_recheck"),
            "withdrawn", "measure.handle", CORRECTION, form=(REASON,),
            guards=("acts_as_officer", "not_served"), danger=True,
        ),
    ),
)  # fmt: skip
