"""Advance registration and preservation of evidence 先行登记保存."""

from backend.measures.rules.basis import REGISTRATION
from backend.measures.rules.facts import MeasureFacts
from backend.measures.rules.fields import ON_SITE, OPINION, REASON, URGENT, URGENT_REASON
from backend.workflow.rules import (
    BY_TIME,
    Attempt,
    Blocked,
    Definition,
    Field,
    State,
    Transition,
)

TERM, PAPER = "registration", "urgent_paper"
"""Codes of the terms: seven working days to handle, and the approval on paper."""
OUTCOMES = (
    ("copied", "采取复制、拍照、录像等方式固定证据", "Fixed by copy, photograph or video"),
    ("appraised", "送检测、检验、鉴定", "Sent for testing or appraisal"),
    ("seized", "依法查封、扣押", "Seized by law"),
    ("released", "解除先行登记保存措施", "Released"),
)


def within_registration_term(attempt: Attempt) -> list[Blocked]:
    """After seven working days the law itself has lifted it (处罚法 第五十六条)."""
    facts: MeasureFacts = attempt.snapshot
    if TERM not in facts.over:
        return []
    text = f"处理期限已于 {facts.due_on[TERM]} 届满，措施自动解除，不能再作处理"
    due = {"due_on": facts.due_on[TERM].isoformat()}
    return [Blocked("registration_lapsed", text, REGISTRATION, due)]


_ACT = ("acts_as_officer", "officers_certified", "not_in_future", "items_whole", "delivery_whole")

ADVANCE_REGISTRATION_V1 = Definition(
    key="advance_registration",
    version=1,
    initial="proposed",
    states=(
        State("proposed", "待批准", "Awaiting approval"),
        State("approved", "待实施", "Approved"),
        State("registered", "登记保存中", "Preserved"),
        State("lapsed", "期满自动解除，待通知", "Lapsed by law, to be told"),
        State("handled", "已处理", "Handled", final=True),
        State("refused", "不予批准", "Not approved", final=True),
        State("withdrawn", "已撤回", "Withdrawn", final=True),
    ),
    transitions=(
        Transition(
            "approve", "批准", "Approve", ("proposed",), "approved", "measure.decide",
            REGISTRATION, form=(OPINION,),
            guards=("case_is_open", "decider_not_officer", "officers_certified", "items_whole"),
        ),
        Transition(
            "register", "实施登记保存", "Register and preserve", ("approved",), "registered",
            "measure.handle", REGISTRATION, form=ON_SITE,
            guards=(*_ACT, "not_before_last_act"), not_by=("approve",),
            documents=("registration_notice",),
        ),
        Transition(
            "register_urgently", "紧急登记保存", "Register at once", ("proposed",), "registered",
            "measure.handle", REGISTRATION, form=(*ON_SITE, *URGENT, URGENT_REASON),
            guards=(*_ACT, "case_is_open", "approved_before_act"),
            documents=("registration_notice",),
        ),
        Transition(
            "confirm_urgent", "补办批准手续", "Approve on paper", ("registered",), None,
            "measure.decide", REGISTRATION, form=(OPINION,),
            guards=("decider_not_officer", "urgent_unconfirmed"),
        ),
        Transition(
            "handle", "作出处理", "Handle", ("registered",), "handled", "measure.handle",
            REGISTRATION,
            form=(
                Field("outcome", "enum", "处理方式", "Outcome", choices=OUTCOMES),
                Field("explanation", "multiline", "处理说明", "Explanation"),
            ),
            guards=("acts_as_officer", "officers_certified", "within_registration_term",
                    "urgent_confirmed"),
            documents=("registration_release",),
        ),
        Transition(
            "lapse", "期满自动解除", "Lapsed by law", ("registered",), "lapsed", BY_TIME,
            REGISTRATION,
        ),
        Transition(
            "notify_lapse", "通知当事人已自动解除", "Tell the party of the lapse", ("lapsed",),
            "handled", "measure.handle", REGISTRATION,
            form=(Field("explanation", "multiline", "未处理的原因", "Why it was not handled"),),
            guards=("acts_as_officer", "officers_certified"),
            documents=("registration_release",),
        ),
        Transition(
            "refuse", "不予批准", "Do not approve", ("proposed",), "refused", "measure.decide",
            REGISTRATION, form=(REASON,), guards=("decider_not_officer",), danger=True,
        ),
        Transition(
            "withdraw", "撤回", "Withdraw", ("proposed", "approved", "registered"), "withdrawn",
            "measure.handle", REGISTRATION, form=(REASON,),
            guards=("acts_as_officer", "not_served"), danger=True,
        ),
    ),
)  # fmt: skip
