"""The documents of a penalty case's straight way."""

from collections.abc import Mapping
from types import MappingProxyType

from backend.documents.kinds.fields import (
    BOOL,
    CONTACT,
    CONTENTS,
    COUNT,
    DAILY,
    DATE,
    DEFENCE,
    EVIDENCE,
    EXHIBIT,
    INVESTIGATORS,
    OFFICE,
    OFFICER,
    PARTY,
    PARTY_OPINION,
    PAYMENT,
    POINTS,
    SERVICE_MODES,
    SIGNING_OFFICER,
    TEXT,
    TEXT_OR_NONE,
    TIME,
    Field,
    Kind,
    kind,
    list_of,
    optional,
)

PROCEDURE_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "filing_approval": kind(
            "立案审批表", "立", party=PARTY, violation_name=TEXT, source=TEXT, found_on=DATE,
            act_ended_on=DATE, violated_provision=TEXT, reasons=TEXT, investigators=INVESTIGATORS,
            proposed_by=TEXT, proposed_on=DATE, approved_by=TEXT, approved_on=DATE,
        ),
        "inspection_record": kind(
            "现场检查(勘察)笔录", "检", party=PARTY, contact=optional(CONTACT), place=TEXT,
            started_at=TIME, ended_at=TIME, officers=list_of(SIGNING_OFFICER, at_least=1),
            recorder=TEXT, certificates_shown=BOOL, rights_told=BOOL, recusal_requested=BOOL,
            findings=TEXT, exhibits=list_of(EXHIBIT), party_opinion=optional(PARTY_OPINION),
        ),
        "investigation_report": kind(
            "调查报告", "调", party=PARTY, violation_name=TEXT, filing_number=TEXT, filed_on=DATE,
            investigators=INVESTIGATORS, facts=TEXT, exhibits=EVIDENCE, violated_provision=TEXT,
            penalty_basis=TEXT, discretion_reasons=TEXT_OR_NONE, contents=CONTENTS,
            reported_by=TEXT, reported_on=DATE, template_version="v2",
        ),
        "case_review_form": kind(
            "案件审查表", "审", party=PARTY, violation_name=TEXT, filing_number=TEXT,
            investigators=INVESTIGATORS, facts=TEXT, violated_provision=TEXT, penalty_basis=TEXT,
            contents=CONTENTS, points=POINTS, opinion=TEXT, reviewed_by=TEXT, reviewed_on=DATE,
            template_version="v2",
        ),
        "prior_notice": kind(
            "行政处罚事先告知书", "罚告", party=PARTY, violation_name=TEXT, filing_number=TEXT,
            facts=TEXT, exhibits=EVIDENCE, violated_provision=TEXT, penalty_basis=TEXT,
            discretion_reasons=TEXT, contents=CONTENTS, defence_days=COUNT,
            may_request_hearing=BOOL, contact=OFFICE, template_version="v2",
        ),
        "legal_review_form": kind(
            "法制审核表", "法审", party=PARTY, violation_name=TEXT, filing_number=TEXT, facts=TEXT,
            violated_provision=TEXT, penalty_basis=TEXT, contents=CONTENTS,
            defence=optional(DEFENCE), submitted_by=TEXT, submitted_on=DATE, points=POINTS,
            opinion=TEXT, reviewed_by=TEXT, reviewed_on=DATE, template_version="v2",
        ),
        "penalty_decision": kind(
            "行政处罚决定书", "罚", party=PARTY, violation_name=TEXT, filing_number=TEXT,
            filed_on=DATE, facts=TEXT, exhibits=EVIDENCE, notice_number=TEXT,
            notice_served_on=DATE, defence=optional(DEFENCE), defence_waived_on=optional(DATE),
            violated_provision=TEXT, penalty_basis=TEXT, reasons=TEXT, correction=TEXT_OR_NONE,
            contents=CONTENTS, pay_days=COUNT, pay_to=TEXT_OR_NONE, reconsideration_body=TEXT,
            court=TEXT_OR_NONE, hearing_held_on=optional(DATE), discussed_on=optional(DATE),
            template_version="v3",
        ),
        "service_receipt": kind(
            "送达回证", "送", party=PARTY, document_title=TEXT, document_number=TEXT,
            served_on=DATE, mode=Field("choice", values=tuple(SERVICE_MODES)), place=TEXT_OR_NONE,
            recipient=TEXT, note=TEXT_OR_NONE, servers=list_of(OFFICER, at_least=1),
        ),
        "closing_approval": kind(
            "结案审批表", "结", party=PARTY, violation_name=TEXT, filing_number=TEXT,
            filed_on=DATE, decision_number=TEXT, decided_on=DATE, decision_served_on=DATE,
            contents=CONTENTS, dailies=list_of(DAILY), payments=list_of(PAYMENT),
            investigators=INVESTIGATORS, note=TEXT_OR_NONE, proposed_by=TEXT, proposed_on=DATE,
            approved_by=TEXT, approved_on=DATE, template_version="v3",
        ),
    }
)  # fmt: skip
