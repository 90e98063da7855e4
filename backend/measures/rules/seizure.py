"""Sealing and detaining 查封、扣押."""

from backend.measures.rules.basis import LIFTING, SEIZURE, SEIZURE_TERM
from backend.measures.rules.facts import MeasureFacts
from backend.measures.rules.fields import ON_SITE, OPINION, REASON, SERVED, URGENT_REASON
from backend.workflow.rules import Attempt, Blocked, Definition, Field, State, Transition

TERM, REPORT, CHECK, LIFT = "seizure", "urgent_report", "seizure_check", "seizure_lift"
"""Codes of the terms: thirty days, the report within a day, the check, the lifting's service."""
HANDED = (
    ("confiscated", "依法没收", "Confiscated"),
    ("police", "随案移送公安机关", "Handed to the police with the case"),
    ("destroyed", "依法销毁", "Destroyed by law"),
)


def major_discussed(attempt: Attempt) -> list[Blocked]:
    """A major seizure is discussed before it is approved (部令第29号)."""
    form = attempt.form
    if form is None or not form["is_major"] or form["discussion"]:
        return []
    text = "重大的查封、扣押须经案件审理委员会集体审议"
    return [Blocked("seizure_discussion_needed", text, SEIZURE)]


def party_told(attempt: Attempt) -> list[Blocked]:
    """The party is told reasons, basis, rights and remedies on the spot, and filmed throughout."""
    form = attempt.form
    if form is None:
        return []
    reasons = []
    if not form["rights_told"]:
        text = "须当场告知理由、依据、陈述申辩权和救济途径"
        reasons.append(Blocked("rights_not_told", text, SEIZURE))
    if not form["av_recorded"] and not form["av_gap"]:
        text = "查封、扣押须全程音像记录，中断的须说明"
        reasons.append(Blocked("recording_incomplete", text, "行政处罚法 第四十七条"))
    if form["ended_at"] <= form["acted_at"]:
        text = "须填写结束时间，且晚于开始时间"
        reasons.append(Blocked("end_not_after_start", text, SEIZURE))
    return reasons


def not_extended(attempt: Attempt) -> list[Blocked]:
    """Thirty days are extended once, before they are over (强制法 第二十五条)."""
    facts: MeasureFacts = attempt.snapshot
    if facts.done.get("extended_on"):
        return [Blocked("extended_already", "查封、扣押期限已经延长过一次", SEIZURE_TERM)]
    return within_seizure_term(attempt)


def within_seizure_term(attempt: Attempt) -> list[Blocked]:
    """After its term a seizure is lifted at once and nothing else (强制法 第二十七条)."""
    facts: MeasureFacts = attempt.snapshot
    if TERM not in facts.over:
        return []
    text = f"查封、扣押期限已于 {facts.due_on[TERM]} 届满，应当立即解除"
    due = {"due_on": facts.due_on[TERM].isoformat()}
    return [Blocked("seizure_over", text, f"{SEIZURE_TERM}、第二十七条", due)]


def clock_runs(attempt: Attempt) -> list[Blocked]:
    """Testing begins while the term runs."""
    if not attempt.snapshot.is_stopped:
        return []
    return [Blocked("testing_running", "检测、鉴定期间已在扣除", SEIZURE_TERM)]


def clock_stands(attempt: Attempt) -> list[Blocked]:
    """Testing ends after it began."""
    if attempt.snapshot.is_stopped:
        return []
    return [Blocked("testing_not_running", "没有正在扣除的检测、鉴定期间", SEIZURE_TERM)]


def application_unchecked(attempt: Attempt) -> list[Blocked]:
    """A check answers the party's request to lift."""
    if CHECK in attempt.snapshot.due_on:
        return []
    return [Blocked("no_lift_application", "没有待核查的解除申请", LIFTING)]


_SCENE = (
    Field("ended_at", "datetime", "结束时间", "Ended at"),
    Field(
        "rights_told",
        "boolean",
        "已当场告知理由、依据、权利和救济途径",
        "Told reasons, basis, rights and remedies",
    ),
    Field("statement", "multiline", "当事人陈述申辩", "Party's statement", required=False),
    Field("av_recorded", "boolean", "全程音像记录未中断", "Filmed without a break"),
    Field(
        "av_gap", "multiline", "音像记录中断的说明", "Why the recording broke off", required=False
    ),
)
_ACT = (
    "acts_as_officer",
    "officers_certified",
    "not_in_future",
    "items_whole",
    "exhibits_verified",
    "party_told",
    "delivery_whole",
)
_PAPERS = ("seizure_decision", "seizure_list", "seizure_record")

SEIZURE_V1 = Definition(
    key="seizure",
    version=1,
    initial="proposed",
    states=(
        State("proposed", "待批准", "Awaiting approval"),
        State("approved", "待实施", "Approved"),
        State("seized", "查封扣押中", "In force"),
        State("lifting", "已决定解除，待送达", "To be lifted"),
        State("lifted", "已解除", "Lifted", final=True),
        State("handed", "已依法处理", "Disposed of by law", final=True),
        State("refused", "不予批准", "Not approved", final=True),
        State("withdrawn", "已撤回", "Withdrawn", final=True),
    ),
    transitions=(
        Transition(
            "approve", "批准", "Approve", ("proposed",), "approved", "measure.decide", SEIZURE,
            form=(
                OPINION,
                Field("is_major", "boolean", "属重大查封、扣押", "A major seizure"),
                Field("discussion", "multiline", "集体审议情况", "Collective discussion",
                      required=False),
            ),
            guards=("case_is_open", "decider_not_officer", "officers_certified", "items_whole",
                    "major_discussed"),
            documents=("seizure_approval",),
        ),
        Transition(
            "seize", "实施查封、扣押", "Seal or detain", ("approved",), "seized", "measure.handle",
            SEIZURE, form=(*ON_SITE, *_SCENE), guards=(*_ACT, "not_before_last_act"),
            not_by=("approve",), documents=_PAPERS,
        ),
        Transition(
            "seize_urgently", "紧急查封、扣押", "Seal or detain at once", ("proposed",), "seized",
            "measure.handle", SEIZURE, form=(*ON_SITE, *_SCENE, URGENT_REASON),
            guards=(*_ACT, "case_is_open"), documents=_PAPERS,
        ),
        Transition(
            "confirm_urgent", "补办批准手续", "Approve on paper", ("seized",), None,
            "measure.decide", SEIZURE, form=(OPINION,),
            guards=("decider_not_officer", "urgent_unconfirmed"), documents=("seizure_approval",),
        ),
        Transition(
            "reject_urgent", "不予补办，立即解除", "Do not approve, lift at once", ("seized",),
            "lifting", "measure.decide", SEIZURE, form=(REASON,),
            guards=("decider_not_officer", "urgent_unconfirmed"), documents=("seizure_release",),
            danger=True,
        ),
        Transition(
            "start_testing", "开始检测、鉴定（期间扣除）", "Testing begins", ("seized",), None,
            "measure.handle", SEIZURE_TERM,
            form=(
                Field("what", "text", "检测、鉴定事项", "What is tested", max_length=200),
                Field("agency", "text", "检测、鉴定机构", "Agency", max_length=200),
                Field("expected_days", "integer", "预计天数", "Expected days", minimum=1),
            ),
            guards=("acts_as_officer", "urgent_confirmed", "within_seizure_term", "clock_runs"),
            documents=("testing_notice",),
        ),
        Transition(
            "end_testing", "检测、鉴定结束", "Testing ends", ("seized",), None, "measure.handle",
            SEIZURE_TERM,
            form=(Field("result", "multiline", "检测、鉴定结论", "Result"),),
            guards=("acts_as_officer", "clock_stands"),
        ),
        Transition(
            "extend", "延长期限", "Extend", ("seized",), None, "measure.decide", SEIZURE_TERM,
            form=(REASON,),
            guards=("decider_not_officer", "urgent_confirmed", "not_extended", "clock_runs"),
            documents=("seizure_extension",),
        ),
        Transition(
            "record_lift_application", "登记解除申请", "Record a request to lift", ("seized",),
            None, "measure.handle", LIFTING,
            form=(
                Field("received_on", "date", "收到日期", "Received on"),
                Field("content", "multiline", "申请内容和改正情况", "What is asked"),
            ),
            guards=("acts_as_officer", "not_in_future"),
        ),
        Transition(
            "check_application", "核查解除申请", "Check the request", ("seized",), None,
            "measure.handle", LIFTING,
            form=(
                Field("checked_on", "date", "核查日期", "Checked on"),
                Field("is_corrected", "boolean", "已经改正", "It was corrected"),
                Field("findings", "multiline", "核查情况", "Findings"),
            ),
            guards=("acts_as_officer", "officers_certified", "not_in_future",
                    "application_unchecked"),
        ),
        Transition(
            "lift", "决定解除", "Decide to lift", ("seized",), "lifting", "measure.decide",
            LIFTING, form=(REASON,), guards=("decider_not_officer",),
            documents=("seizure_release",),
        ),
        Transition(
            "serve_lift", "送达解除决定并退还", "Serve the lifting and return", ("lifting",),
            "lifted", "measure.handle", LIFTING,
            form=(*SERVED, Field("returned", "multiline", "退还物品的状况",
                                 "Condition of what is returned")),
            guards=("acts_as_officer", "officers_certified", "not_in_future",
                    "not_before_last_act", "papers_rendered"),
        ),
        Transition(
            "hand_on", "依法处理查封扣押物", "Dispose by law", ("seized",), "handed",
            "measure.decide", f"{SEIZURE_TERM}、第二十七条",
            form=(
                Field("disposal", "enum", "处理方式", "How", choices=HANDED),
                Field("explanation", "multiline", "依据和说明", "Basis and explanation"),
            ),
            guards=("decider_not_officer", "urgent_confirmed", "within_seizure_term"), danger=True,
        ),
        Transition(
            "refuse", "不予批准", "Do not approve", ("proposed",), "refused", "measure.decide",
            SEIZURE, form=(REASON,), guards=("decider_not_officer",), danger=True,
        ),
        Transition(
            "withdraw", "撤回", "Withdraw", ("proposed", "approved", "seized"), "withdrawn",
            "measure.handle", SEIZURE, form=(REASON,), guards=("acts_as_officer", "not_served"),
            danger=True,
        ),
    ),
)  # fmt: skip
