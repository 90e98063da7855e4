"""Restricted and stopped production 限制生产、停产整治."""

from calendar import monthrange
from datetime import date

from backend.measures.rules.basis import LIMIT, RESTRICTION
from backend.measures.rules.facts import MeasureFacts
from backend.measures.rules.fields import OPINION, REASON, SERVED
from backend.measures.rules.heard import DECIDE, DISCUSSED, SERVE, hearing_steps
from backend.workflow.rules import Attempt, Blocked, Definition, Field, State, Transition

TERM = "restriction"


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_limit(attempt: Attempt) -> list[Blocked]:
    """Only restricted production has a term of months; stopped production ends when corrected."""
    if attempt.snapshot.subtype == "limit":
        return []
    return [Blocked("no_term_to_extend", "停产整治以完成整改为限，没有可以延长的期限", LIMIT)]


def limit_not_extended(attempt: Attempt) -> list[Blocked]:
    """Three months are extended once, by three at most, before they are over."""
    facts: MeasureFacts = attempt.snapshot
    if facts.done.get("extended_on"):
        return [Blocked("extended_already", "限制生产期限已经延长过一次", LIMIT)]
    if TERM in facts.over:
        return [Blocked("restriction_over", f"限制生产期限已于 {facts.due_on[TERM]} 届满", LIMIT)]
    return []


RESTRICTION_V1 = Definition(
    key="restriction",
    version=1,
    initial="proposed",
    states=(
        State("proposed", "拟限产停产", "Proposed"),
        State("notified", "告知待送达", "Notice to be served"),
        State("defence", "陈述申辩", "Defence"),
        State("serving", "决定待送达", "Decision to be served"),
        State("in_force", "限产停产中", "In force"),
        State("lifted", "已解除", "Lifted", final=True),
        State("not_imposed", "不予限产停产", "Not imposed", final=True),
        State("withdrawn", "已撤回", "Withdrawn", final=True),
    ),
    transitions=(
        Transition(
            "issue_notice", "签发事先告知", "Issue the notice", ("proposed",), "notified",
            "measure.decide", RESTRICTION, form=(OPINION,),
            guards=("case_is_open", "decider_not_officer"),
            documents=("production_limit_notice", "production_stop_notice"),
        ),
        Transition(
            "serve_notice", "送达事先告知", "Serve the notice", ("notified",), "defence",
            "measure.handle", RESTRICTION, form=SERVED, guards=SERVE,
        ),
        *hearing_steps("defence"),
        Transition(
            "decide", "作出限产停产决定", "Decide", ("defence",), "serving", "measure.decide",
            RESTRICTION, form=(REASON, *DISCUSSED), guards=DECIDE,
            not_by=("pass_legal_review", "review_defence"),
            documents=("production_limit_decision", "production_stop_decision"),
        ),
        Transition(
            "serve_decision", "送达限产停产决定", "Serve the decision", ("serving",), "in_force",
            "measure.handle", RESTRICTION, form=SERVED, guards=SERVE,
        ),
        Transition(
            "extend", "延长限制生产", "Extend", ("in_force",), None, "measure.decide", LIMIT,
            form=(REASON,), guards=("decider_not_officer", "is_limit", "limit_not_extended"),
        ),
        Transition(
            "record_completion", "登记整改完成报告", "Record the party's report", ("in_force",),
            None, "measure.handle", LIMIT,
            form=(
                Field("received_on", "date", "收到日期", "Received on"),
                Field("content", "multiline", "整改完成情况", "What was done"),
            ),
            guards=("acts_as_officer", "not_in_future"),
        ),
        Transition(
            "lift", "解除限产停产", "Lift", ("in_force",), "lifted", "measure.decide", LIMIT,
            form=(REASON,), guards=("decider_not_officer",), documents=("production_release",),
        ),
        Transition(
            "drop", "不予限产停产", "Do not impose", ("proposed", "defence"), "not_imposed",
            "measure.decide", RESTRICTION, form=(REASON,), guards=("decider_not_officer",),
            danger=True,
        ),
        Transition(
            "withdraw", "撤回", "Withdraw", ("proposed", "notified", "defence"), "withdrawn",
            "measure.handle", RESTRICTION, form=(REASON,),
            guards=("acts_as_officer", "not_served"), danger=True,
        ),
    ),
)  # fmt: skip
