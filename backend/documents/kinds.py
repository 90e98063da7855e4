"""What each kind of document is called, how it is numbered, and exactly which data it prints."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

Fields = Mapping[str, "Field"]


@dataclass(frozen=True)
class Field:
    """One datum: its type, whether it may be None, the record inside it, the values allowed."""

    type: str
    is_optional: bool = False
    record: Fields = field(default_factory=dict)
    at_least: int = 0
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of document 文书; its template never changes once a document was made from it, a new
    wording is a new version.
    """

    title_zh: str
    number_word: str
    template_version: str
    fields: Fields


NO_FIELDS: Fields = MappingProxyType({})


def _optional(one: Field) -> Field:
    return replace(one, is_optional=True)


def _record(**fields: Field) -> Field:
    return Field("record", record=MappingProxyType(fields))


def _list(record: Field, at_least: int = 0) -> Field:
    return replace(record, type="list", at_least=at_least)


def _kind(
    title_zh: str,
    number_word: str,
    shared: Fields = NO_FIELDS,
    *,
    template_version: str = "v1",
    **fields: Field,
) -> Kind:
    return Kind(title_zh, number_word, template_version, MappingProxyType({**shared, **fields}))


TEXT, DATE, TIME, FEN = Field("text"), Field("date"), Field("time"), Field("fen")
COUNT, BOOL, PNG = Field("count"), Field("bool"), Field("png")
TEXT_OR_NONE = _optional(TEXT)

SERVICE_MODES = {
    "direct": "直接送达",
    "left": "留置送达",
    "post": "邮寄送达",
    "electronic": "电子送达",
    "entrusted": "委托送达",
    "announcement": "公告送达",
}
RECIPIENTS = {
    "police": "公安机关",
    "procuratorate": "人民检察院",
    "court": "人民法院",
    "authority": "行政机关",
    "party": "当事人",
}

PARTY = _record(
    name=TEXT,
    kind=Field("choice", values=("organisation", "citizen")),
    credit_code=TEXT_OR_NONE,
    legal_representative=TEXT_OR_NONE,
    address=TEXT_OR_NONE,
)
OFFICER = _record(full_name=TEXT, certificate_number=TEXT)
SIGNING_OFFICER = _record(
    full_name=TEXT, certificate_number=TEXT, signature=_optional(PNG), signed_at=_optional(TIME)
)
EXHIBIT = _record(name=TEXT, fact_to_prove=TEXT, captured_at=TIME, captured_by=TEXT, sha256=TEXT)
DEFENCE = _record(received_on=DATE, content=TEXT, review_opinion=TEXT, is_adopted=BOOL)
PAYMENT = _record(amount_fen=FEN, paid_on=DATE, reference=TEXT)
CONTACT = _record(name=TEXT, phone=TEXT_OR_NONE, position=TEXT_OR_NONE)
OFFICE = _record(name=TEXT, phone=TEXT_OR_NONE, address=TEXT_OR_NONE)
PARTY_OPINION = _record(
    signed_by=TEXT_OR_NONE,
    signature=_optional(PNG),
    is_refused=BOOL,
    reason=TEXT_OR_NONE,
    opinion=TEXT_OR_NONE,
    at=TIME,
)
EXTRACTED = _record(
    name=TEXT,
    category=TEXT,
    format=TEXT,
    size=COUNT,
    sha256=TEXT,
    sm3=TEXT,
    place=TEXT,
    captured_at=TIME,
    captured_by=TEXT,
    tool=TEXT,
)
HANDED_OVER = _record(
    name=TEXT,
    category=TEXT,
    format=TEXT,
    size=COUNT,
    sha256=TEXT,
    sm3=TEXT,
    captured_at=TIME,
    captured_by=TEXT,
)
HOLDER_OPINION = _record(is_refused=BOOL, reason=TEXT_OR_NONE, signature=_optional(PNG))
INVESTIGATORS = _list(OFFICER, at_least=1)
EVIDENCE = _list(EXHIBIT, at_least=1)
POINTS = _list(_record(text=TEXT, is_met=BOOL), at_least=1)

DECIDED: Fields = MappingProxyType(
    {
        "party": PARTY,
        "violation_name": TEXT,
        "decision_number": TEXT,
        "decided_on": DATE,
        "decision_served_on": DATE,
        "fine_fen": FEN,
    }
)
"""What every paper about performing a decision says of it."""
OWED: Fields = MappingProxyType(
    {**DECIDED, "paid_fen": FEN, "surcharge_fen": FEN, "left_fen": FEN, "days": COUNT}
)
"""What is still owed, and within how many working days it is demanded."""
APPROVAL: Fields = MappingProxyType(
    {
        "party": PARTY,
        "violation_name": TEXT,
        "filing_number": TEXT,
        "filed_on": DATE,
        "investigators": INVESTIGATORS,
        "ground": TEXT_OR_NONE,
        "reasons": TEXT,
        "proposed_by": TEXT,
        "proposed_on": DATE,
        "approved_by": TEXT,
        "approved_on": DATE,
    }
)
"""What the head's approval of a turn in a case says."""

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "filing_approval": _kind(
            "立案审批表", "立", party=PARTY, violation_name=TEXT, source=TEXT, found_on=DATE,
            act_ended_on=DATE, violated_provision=TEXT, reasons=TEXT, investigators=INVESTIGATORS,
            proposed_by=TEXT, proposed_on=DATE, approved_by=TEXT, approved_on=DATE,
        ),
        "inspection_record": _kind(
            "现场检查(勘察)笔录", "检", party=PARTY, contact=_optional(CONTACT), place=TEXT,
            started_at=TIME, ended_at=TIME, officers=_list(SIGNING_OFFICER, at_least=1),
            recorder=TEXT, certificates_shown=BOOL, rights_told=BOOL, recusal_requested=BOOL,
            findings=TEXT, exhibits=_list(EXHIBIT), party_opinion=_optional(PARTY_OPINION),
        ),
        "investigation_report": _kind(
            "调查报告", "调", party=PARTY, violation_name=TEXT, filing_number=TEXT, filed_on=DATE,
            investigators=INVESTIGATORS, facts=TEXT, exhibits=EVIDENCE, violated_provision=TEXT,
            penalty_basis=TEXT, discretion_reasons=TEXT, proposed_fine_fen=FEN, reported_by=TEXT,
            reported_on=DATE,
        ),
        "case_review_form": _kind(
            "案件审查表", "审", party=PARTY, violation_name=TEXT, filing_number=TEXT,
            investigators=INVESTIGATORS, facts=TEXT, violated_provision=TEXT, penalty_basis=TEXT,
            proposed_fine_fen=FEN, points=POINTS, opinion=TEXT, reviewed_by=TEXT,
            reviewed_on=DATE,
        ),
        "prior_notice": _kind(
            "行政处罚事先告知书", "罚告", party=PARTY, violation_name=TEXT, filing_number=TEXT,
            facts=TEXT, exhibits=EVIDENCE, violated_provision=TEXT, penalty_basis=TEXT,
            discretion_reasons=TEXT, proposed_fine_fen=FEN, defence_days=COUNT,
            may_request_hearing=BOOL, contact=OFFICE,
        ),
        "legal_review_form": _kind(
            "法制审核表", "法审", party=PARTY, violation_name=TEXT, filing_number=TEXT, facts=TEXT,
            violated_provision=TEXT, penalty_basis=TEXT, proposed_fine_fen=FEN,
            defence=_optional(DEFENCE), submitted_by=TEXT, submitted_on=DATE, points=POINTS,
            opinion=TEXT, reviewed_by=TEXT, reviewed_on=DATE,
        ),
        "penalty_decision": _kind(
            "行政处罚决定书", "罚", party=PARTY, violation_name=TEXT, filing_number=TEXT,
            filed_on=DATE, facts=TEXT, exhibits=EVIDENCE, notice_number=TEXT,
            notice_served_on=DATE, defence=_optional(DEFENCE), defence_waived_on=_optional(DATE),
            violated_provision=TEXT, penalty_basis=TEXT, reasons=TEXT, correction=TEXT_OR_NONE,
            fine_fen=FEN, pay_days=COUNT, pay_to=TEXT_OR_NONE, reconsideration_body=TEXT,
            court=TEXT_OR_NONE, hearing_held_on=_optional(DATE), discussed_on=_optional(DATE),
            template_version="v2",
        ),
        "service_receipt": _kind(
            "送达回证", "送", party=PARTY, document_title=TEXT, document_number=TEXT,
            served_on=DATE, mode=Field("choice", values=tuple(SERVICE_MODES)), place=TEXT_OR_NONE,
            recipient=TEXT, note=TEXT_OR_NONE, servers=_list(OFFICER, at_least=1),
        ),
        "suspension_approval": _kind("中止案件调查审批表", "中", APPROVAL),
        "resumption_approval": _kind("恢复案件调查审批表", "恢", APPROVAL),
        "termination_approval": _kind("终止案件调查审批表", "终", APPROVAL),
        "filing_withdrawal": _kind("撤销立案审批表", "撤", APPROVAL),
        "hearing_notice": _kind(
            "行政处罚听证通知书", "听通", party=PARTY, violation_name=TEXT, filing_number=TEXT,
            requested_on=DATE, hearing_on=DATE, place=TEXT, host_name=TEXT,
        ),
        "hearing_record": _kind(
            "听证笔录", "听笔", party=PARTY, violation_name=TEXT, filing_number=TEXT, held_on=DATE,
            place=TEXT, host_name=TEXT, investigators=INVESTIGATORS, attended=BOOL, record=TEXT,
        ),
        "hearing_report": _kind(
            "听证报告", "听报", party=PARTY, violation_name=TEXT, filing_number=TEXT, held_on=DATE,
            host_name=TEXT, facts=TEXT, proposed_fine_fen=FEN, attended=BOOL, report=TEXT,
            reported_by=TEXT, reported_on=DATE,
        ),
        "discussion_record": _kind(
            "行政处罚案件集体讨论记录", "集", party=PARTY, violation_name=TEXT, filing_number=TEXT,
            facts=TEXT, penalty_basis=TEXT, proposed_fine_fen=FEN, held_on=DATE,
            members=_list(_record(full_name=TEXT), at_least=1), opinions=TEXT, result=TEXT,
            extends_term=BOOL, recorded_by=TEXT,
        ),
        "deferral_notice": _kind(
            "同意延期（分期）缴纳罚款通知书", "延缴", DECIDED, applied_on=DATE,
            is_in_instalments=BOOL, pay_by=DATE, schedule=TEXT_OR_NONE, reasons=TEXT,
        ),
        "demand_notice": _kind("催告书", "催", OWED),
        "court_application": _kind(
            "行政处罚强制执行申请书", "申执", OWED, demanded_on=DATE, court=TEXT,
            applied_on=DATE, approved_by=TEXT,
        ),
        "closing_approval": _kind(
            "结案审批表", "结", party=PARTY, violation_name=TEXT, filing_number=TEXT,
            filed_on=DATE, decision_number=TEXT, decided_on=DATE, decision_served_on=DATE,
            fine_fen=FEN, payments=_list(PAYMENT), investigators=INVESTIGATORS, note=TEXT_OR_NONE,
            proposed_by=TEXT, proposed_on=DATE, approved_by=TEXT, approved_on=DATE,
        ),
        "evidence_list": _kind(
            "电子数据提取固定清单", "提", party_name=TEXT_OR_NONE, case_number=TEXT_OR_NONE,
            holder=TEXT, place=TEXT, extracted_at=TIME, method=TEXT, tool=TEXT,
            original_medium=TEXT, no_seizure_reason=TEXT_OR_NONE,
            items=_list(EXTRACTED, at_least=1), extractors=_list(OFFICER, at_least=2),
            video_name=TEXT_OR_NONE, video_sha256=TEXT_OR_NONE,
            holder_opinion=_optional(HOLDER_OPINION), witness_name=TEXT_OR_NONE,
            witness_signature=_optional(PNG),
        ),
        "evidence_handover": _kind(
            "证据移交清单", "证移", party_name=TEXT_OR_NONE, case_number=TEXT_OR_NONE,
            handed_as=Field("choice", values=("original", "copy")),
            recipient_kind=Field("choice", values=tuple(RECIPIENTS)), recipient_org=TEXT,
            receiver_name=TEXT, receiver_document=TEXT_OR_NONE, purpose=TEXT, sender=TEXT,
            sender_certificate=TEXT_OR_NONE, sent_at=TIME,
            items=_list(HANDED_OVER, at_least=1), received_by=TEXT_OR_NONE,
            received_at=_optional(TIME), signature=_optional(PNG), note=TEXT_OR_NONE,
        ),
    }
)  # fmt: skip
