"""Single papers of a case: letters, commissions, confirmations, internal approvals, its volume."""

from collections.abc import Mapping
from types import MappingProxyType

from backend.documents.kinds.fields import (
    COUNT,
    DATE,
    OFFICE,
    OFFICER,
    PARTY,
    TEXT,
    TEXT_OR_NONE,
    TIME,
    Fields,
    Kind,
    kind,
    list_of,
    optional,
    record_of,
)

FILE: Fields = MappingProxyType(
    {"party": PARTY, "violation_name": TEXT, "case_number": TEXT, "officers": list_of(OFFICER)}
)
LETTER: Fields = MappingProxyType({**FILE, "recipient": TEXT, "contact": OFFICE})

PAPER_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "internal_approval": kind(
            "内部审批表", "批", FILE, matter=TEXT, reasons=TEXT, proposed_by=TEXT,
            proposed_on=DATE, approved_by=TEXT, approved_on=DATE, opinion=TEXT,
        ),
        "service_address": kind(
            "送达地址确认书", "址", FILE, addressee=TEXT, address=TEXT, postcode=TEXT_OR_NONE,
            phone=TEXT, email=TEXT_OR_NONE, accepts_electronic=TEXT, confirmed_on=DATE,
        ),
        "mandate": kind(
            "授权委托书", "委", FILE, agent_name=TEXT, agent_document=TEXT, agent_post=TEXT_OR_NONE,
            matters=TEXT, valid_until=optional(DATE), given_on=DATE,
        ),
        "interview_notice": kind(
            "调查询问通知书", "询", LETTER, summoned_for=TIME, place=TEXT, matters=TEXT,
            bring=TEXT_OR_NONE,
        ),
        "evidence_order": kind(
            "调取证据通知书", "调证", LETTER, evidence=TEXT, hand_in_by=DATE, purpose=TEXT
        ),
        "sampling_record": kind(
            "抽样取证登记单", "抽样", FILE, place=TEXT, started_at=TIME, ended_at=TIME,
            sampler=TEXT, sampler_document=TEXT, method=TEXT, samples=TEXT, containers=TEXT,
            witness=TEXT_OR_NONE, party_signer=TEXT,
        ),
        "testing_commission": kind(
            "检测（鉴定）委托书", "检委", LETTER, what=TEXT, samples=TEXT, standard=TEXT,
            report_by=DATE,
        ),
        "result_notice": kind(
            "检测（监测、鉴定）结果告知书", "检告", LETTER, report_number=TEXT, agency=TEXT,
            issued_on=DATE, result=TEXT, days=COUNT,
        ),
        "recusal_reply": kind(
            "申请回避答复书", "回", LETTER, applied_on=DATE, who=TEXT, ground=TEXT, decided_by=TEXT,
            reply=TEXT,
        ),
        "assistance_letter": kind(
            "协助调查函", "协", LETTER, matters=TEXT, reply_by=DATE, purpose=TEXT
        ),
        "assistance_result": kind(
            "协助调查结果", "协果", LETTER, asked_by=TEXT, matters=TEXT, result=TEXT
        ),
        "jurisdiction_designation": kind(
            "指定管辖通知书", "指辖", LETTER, reasons=TEXT, designated=TEXT
        ),
        "case_assignment": kind(
            "案件交办通知书", "交办", LETTER, facts=TEXT, demands=TEXT, report_by=DATE
        ),
        "compensation_notice": kind(
            "生态环境损害赔偿告知书", "赔告", LETTER, facts=TEXT, damage=TEXT, contact_by=DATE
        ),
        "leniency_promise": kind(
            "免罚轻罚告知承诺书", "诺", FILE, conditions=TEXT, promise=TEXT, keep_by=DATE,
            promised_by=TEXT, promised_on=DATE,
        ),
        "volume_cover": kind(
            "行政处罚案件卷宗封面", "卷封", FILE, outcome=TEXT, filed_on=DATE,
            closed_on=optional(DATE), kept_years=COUNT, pages=COUNT, archivist=TEXT,
        ),
        "volume_contents": kind(
            "卷内文件目录", "卷目", FILE,
            rows=list_of(
                record_of(title=TEXT, number=TEXT_OR_NONE, dated=DATE, pages=COUNT), at_least=1
            ),
        ),
        "volume_note": kind(
            "卷内备考表", "备考", FILE, remarks=TEXT, pages=COUNT, made_by=TEXT, checked_by=TEXT,
            made_on=DATE,
        ),
    }
)  # fmt: skip
