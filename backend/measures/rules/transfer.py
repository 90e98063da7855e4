"""Transfers to the police: detention 行政拘留 and suspected crime 涉嫌犯罪."""

from backend.measures.rules.basis import CRIME, CRIME_TRANSFER, DETENTION_TRANSFER
from backend.measures.rules.facts import MeasureFacts
from backend.measures.rules.fields import EXHIBITS, OPINION, REASON
from backend.workflow.rules import Attempt, Blocked, Definition, Field, State, Transition

DECIDE, SEND, ANSWER = "transfer_decide", "transfer_send", "transfer_answer"
SUPPLEMENT, PLATFORM = "transfer_supplement", "transfer_platform"
HANDOVER, REVIEW = "transfer_items", "transfer_review"
"""Codes of the terms of a transfer."""
BASIS = f"{CRIME_TRANSFER}；{DETENTION_TRANSFER}"
RETURNED = (
    ("no_crime", "没有犯罪事实或者不构成犯罪", "No crime"),
    ("no_prosecution", "人民检察院不起诉", "Not prosecuted"),
    ("no_punishment", "免予刑事处罚", "Free of punishment"),
    ("no_detention", "公安机关不予行政拘留", "No detention"),
)
REVIEWERS = (
    ("police", "向公安机关申请复议", "Ask the police to review"),
    ("procuratorate", "建议人民检察院立案监督", "Ask the procuratorate to supervise"),
)


def procurator_copied(attempt: Attempt) -> list[Blocked]:
    """The procuratorate gets a copy of a suspected crime (310号令 第六条)."""
    facts: MeasureFacts = attempt.snapshot
    if attempt.form is None or facts.subtype != "crime" or attempt.form["procuratorate"]:
        return []
    text = "移送涉嫌犯罪案件须抄送同级人民检察院"
    return [Blocked("procuratorate_not_copied", text, CRIME)]


def is_crime(attempt: Attempt) -> list[Blocked]:
    """Some steps belong to suspected crimes alone."""
    if attempt.snapshot.subtype == "crime":
        return []
    return [Blocked("only_for_crime", "仅适用于涉嫌犯罪案件的移送", CRIME)]


def receipt_given(attempt: Attempt) -> list[Blocked]:
    """The police's answer follows their receipt."""
    if attempt.snapshot.done.get("receipt"):
        return []
    return [Blocked("no_police_receipt", "须先登记公安机关的回执", BASIS)]


def supplement_owed(attempt: Attempt) -> list[Blocked]:
    """Only what was asked for is sent after."""
    if SUPPLEMENT in attempt.snapshot.due_on:
        return []
    return [Blocked("no_supplement_asked", "公安机关没有要求补充材料", BASIS)]


def review_in_time(attempt: Attempt) -> list[Blocked]:
    """A refusal is put before the police again within three working days (310号令 第九条)."""
    facts: MeasureFacts = attempt.snapshot
    form = attempt.form
    if form is None or form["reviewer"] != "police" or REVIEW not in facts.over:
        return []
    text = f"申请复议的期限已于 {facts.due_on[REVIEW]} 届满，可建议人民检察院立案监督"
    return [Blocked("review_late", text, CRIME)]


def exhibits_ready(attempt: Attempt) -> list[Blocked]:
    """Material goes over with evidence that was verified (环环监〔2017〕17号)."""
    facts: MeasureFacts = attempt.snapshot
    if not facts.exhibits:
        return [Blocked("no_exhibits", "移送须附证据材料", BASIS)]
    if facts.unverified:
        text = f"{facts.unverified} 份证据未核验通过"
        return [Blocked("exhibits_not_verified", text, BASIS, {"waiting": facts.unverified})]
    return []


def _day(name: str, zh: str, en: str) -> Field:
    return Field(name, "date", zh, en)


_RECEIVED = _day("received_on", "日期", "On")
_OFFICER = ("acts_as_officer", "not_in_future")

TRANSFER_V1 = Definition(
    key="transfer",
    version=1,
    initial="proposed",
    states=(
        State("proposed", "待决定移送", "Awaiting decision"),
        State("approved", "待移送", "To be sent"),
        State("sent", "已移送，待受理", "Sent, awaiting the answer"),
        State("accepted", "已受理", "Accepted"),
        State("refused", "不予受理（立案）", "Refused by the police"),
        State("returned", "已退回，继续行政处罚", "Returned", final=True),
        State("concluded", "已办结", "Concluded", final=True),
        State("not_approved", "不予移送", "Not sent", final=True),
        State("withdrawn", "已撤回", "Withdrawn", final=True),
    ),
    transitions=(
        Transition(
            "approve", "批准移送", "Approve", ("proposed",), "approved", "measure.decide", BASIS,
            form=(OPINION,),
            guards=("case_is_open", "decider_not_officer", "officers_certified"),
            documents=("detention_approval", "crime_approval"),
        ),
        Transition(
            "send", "移送公安机关", "Send to the police", ("approved",), "sent",
            "measure.handle", BASIS,
            form=(
                Field("sent_at", "datetime", "移送时间", "Sent at"),
                Field("recipient_org", "text", "接收的公安机关", "Police authority",
                      max_length=100),
                Field("procuratorate", "text", "抄送的人民检察院", "Procuratorate copied",
                      required=False, max_length=100),
                Field("materials", "multiline", "移送材料（每行一项）", "Materials, one a line"),
                EXHIBITS,
            ),
            guards=(*_OFFICER, "officers_certified", "not_before_last_act", "exhibits_ready",
                    "procurator_copied"),
            not_by=("approve",),
            documents=("detention_transfer", "detention_list", "crime_transfer", "crime_list"),
        ),
        Transition(
            "record_receipt", "登记公安机关回执", "Record the receipt", ("sent",), None,
            "measure.handle", BASIS,
            form=(_RECEIVED, Field("receiver", "text", "接收人", "Received by", max_length=100)),
            guards=_OFFICER,
        ),
        Transition(
            "ask_supplement", "登记补充材料要求", "Record what is asked for", ("sent",), None,
            "measure.handle", BASIS,
            form=(_RECEIVED, Field("content", "multiline", "要求补充的材料", "What is asked for")),
            guards=_OFFICER,
        ),
        Transition(
            "supplement", "补送材料", "Send what was asked for", ("sent",), None,
            "measure.handle", BASIS,
            form=(_RECEIVED, Field("content", "multiline", "补送的材料", "What was sent")),
            guards=(*_OFFICER, "supplement_owed"),
        ),
        Transition(
            "enter_platform", "录入行刑衔接平台", "Enter in the shared platform",
            ("sent", "accepted", "refused"), None, "measure.handle", CRIME,
            form=(_RECEIVED, Field("reference", "text", "平台编号", "Reference", max_length=100)),
            guards=(*_OFFICER, "is_crime"),
        ),
        Transition(
            "record_acceptance", "登记受理（立案）", "Record the acceptance", ("sent",),
            "accepted", "measure.handle", BASIS,
            form=(_RECEIVED, Field("reference", "text", "受理（立案）文号", "Reference",
                                   max_length=100)),
            guards=(*_OFFICER, "receipt_given"),
        ),
        Transition(
            "hand_over_items", "移交涉案物品", "Hand over the items", ("accepted",), None,
            "measure.handle", CRIME,
            form=(_RECEIVED, Field("content", "multiline", "移交的物品", "Items")),
            guards=(*_OFFICER, "is_crime"),
        ),
        Transition(
            "record_refusal", "登记不予受理（立案）", "Record the refusal", ("sent",), "refused",
            "measure.handle", BASIS,
            form=(_RECEIVED, Field("content", "multiline", "不予受理的理由", "Reason")),
            guards=(*_OFFICER, "receipt_given"),
        ),
        Transition(
            "request_review", "申请复议或立案监督", "Ask for review", ("refused",), "sent",
            "measure.handle", CRIME,
            form=(
                _RECEIVED,
                Field("reviewer", "enum", "向谁提出", "Of whom", choices=REVIEWERS),
                Field("content", "multiline", "理由", "Reasons"),
            ),
            guards=(*_OFFICER, "is_crime", "review_in_time"),
        ),
        Transition(
            "take_back", "接受退回，继续行政处罚", "Take the case back", ("refused",),
            "returned", "measure.decide", BASIS, form=(REASON,), guards=("decider_not_officer",),
        ),
        Transition(
            "record_return", "登记退回行政处理", "Record the return", ("accepted",), "returned",
            "measure.handle", BASIS,
            form=(
                _RECEIVED,
                Field("ground", "enum", "退回情形", "Ground", choices=RETURNED),
                Field("reference", "text", "文书文号", "Reference", max_length=100),
            ),
            guards=_OFFICER,
        ),
        Transition(
            "conclude", "登记处理结果", "Record the outcome", ("accepted",), "concluded",
            "measure.handle", BASIS,
            form=(_RECEIVED, Field("content", "multiline", "处理结果", "Outcome")),
            guards=_OFFICER,
        ),
        Transition(
            "refuse", "不予移送", "Do not send", ("proposed",), "not_approved", "measure.decide",
            BASIS, form=(REASON,), guards=("decider_not_officer",), danger=True,
        ),
        Transition(
            "withdraw", "撤回", "Withdraw", ("proposed", "approved", "sent"), "withdrawn",
            "measure.handle", BASIS, form=(REASON,), guards=("acts_as_officer", "not_served"),
            danger=True,
        ),
    ),
)  # fmt: skip
