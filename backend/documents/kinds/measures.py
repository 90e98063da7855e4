"""The documents of measures: registration, seizure, correction, restriction, transfer."""

from collections.abc import Mapping
from types import MappingProxyType

from backend.documents.kinds.fields import (
    BOOL,
    COUNT,
    DATE,
    DEFENCE,
    EXHIBIT,
    FEN,
    OFFICE,
    OFFICER,
    PARTY,
    TEXT,
    TEXT_OR_NONE,
    TIME,
    Field,
    Fields,
    Kind,
    kind,
    list_of,
    optional,
    record_of,
)

OFFICERS = list_of(OFFICER, at_least=2)
ITEM = record_of(
    name=TEXT, specification=TEXT_OR_NONE, quantity=TEXT, condition=TEXT, kept_at=TEXT,
    keeper=TEXT_OR_NONE,
)  # fmt: skip
ITEMS = list_of(ITEM, at_least=1)


def _fields(*groups: Fields, **own: Field) -> Fields:
    merged: dict[str, Field] = {}
    for group in groups:
        merged |= group
    return MappingProxyType({**merged, **own})


COMMON: Fields = MappingProxyType(
    {"party": PARTY, "violation_name": TEXT, "case_number": TEXT_OR_NONE}
)
HANDED: Fields = MappingProxyType(
    {"handed_to": TEXT, "refusal": TEXT_OR_NONE, "witness": TEXT_OR_NONE}
)
REMEDY: Fields = MappingProxyType({"reconsideration_body": TEXT, "court": TEXT_OR_NONE})
RULED: Fields = MappingProxyType(
    {
        "facts": TEXT, "legal_basis": TEXT, "officers": OFFICERS, "proposed_by": TEXT,
        "proposed_on": DATE, "approved_by": TEXT, "approved_on": DATE, "opinion": TEXT,
    }
)  # fmt: skip
TAKEN: Fields = MappingProxyType({"decision_number": TEXT, "acted_on": DATE, "form": TEXT})
ORDERED: Fields = _fields(
    COMMON, REMEDY, facts=TEXT, violated_provision=TEXT, legal_basis=TEXT, demand=TEXT,
    correct_by=optional(DATE),
)  # fmt: skip
DAILY: Fields = _fields(
    COMMON, order_number=TEXT, order_served_on=DATE, rechecked_on=DATE, findings=TEXT,
    act_kind=TEXT, original_number=TEXT, original_fine_fen=FEN, days=COUNT, amount_fen=FEN,
)  # fmt: skip
HEARD: Fields = MappingProxyType(
    {
        "notice_number": TEXT, "notice_served_on": DATE, "defence": optional(DEFENCE),
        "hearing_held_on": optional(DATE), "discussed_on": optional(DATE), "reasons": TEXT,
    }
)  # fmt: skip
NOTIFIED: Fields = MappingProxyType(
    {"defence_days": COUNT, "may_request_hearing": BOOL, "contact": OFFICE}
)
PRODUCTION: Fields = _fields(
    COMMON, facts=TEXT, legal_basis=TEXT, demand=TEXT, months=optional(COUNT)
)
SENT: Fields = _fields(
    COMMON, facts=TEXT, legal_basis=TEXT, recipient_org=TEXT, procuratorate=TEXT_OR_NONE,
    sent_on=DATE, approved_on=DATE, material_count=COUNT,
)  # fmt: skip
SENT_LIST: Fields = _fields(
    COMMON, recipient_org=TEXT, transfer_number=TEXT, officers=OFFICERS, sent_on=DATE,
    materials=list_of(record_of(text=TEXT), at_least=1), exhibits=list_of(EXHIBIT),
)  # fmt: skip

MEASURE_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "registration_notice": kind(
            "先行登记保存证据通知书", "登存", _fields(COMMON, HANDED), facts=TEXT, place=TEXT,
            acted_at=TIME, officers=OFFICERS, items=ITEMS, days=COUNT, until=DATE,
            urgent_approved_by=TEXT_OR_NONE,
        ),
        "registration_release": kind(
            "解除先行登记保存证据通知书", "解登", COMMON, notice_number=TEXT, registered_on=DATE,
            outcome=TEXT, explanation=TEXT, is_lapsed=BOOL, ended_on=DATE, items=ITEMS,
            officers=OFFICERS,
        ),
        "seizure_approval": kind(
            "查封（扣押）审批表", "查审", _fields(COMMON, RULED), form=TEXT, items=ITEMS,
            days=COUNT, is_urgent=BOOL, discussion=TEXT_OR_NONE,
        ),
        "seizure_decision": kind(
            "查封（扣押）决定书", "查（扣）", _fields(COMMON, REMEDY), form=TEXT, facts=TEXT,
            legal_basis=TEXT, place=TEXT, acted_on=DATE, days=COUNT, until=DATE,
            item_count=COUNT, officers=OFFICERS,
        ),
        "seizure_list": kind(
            "查封（扣押）清单", "查清", _fields(COMMON, HANDED, TAKEN), items=ITEMS,
            officers=OFFICERS,
        ),
        "seizure_record": kind(
            "查封（扣押）现场笔录", "查笔", _fields(COMMON, HANDED), form=TEXT, place=TEXT,
            started_at=TIME, ended_at=TIME, officers=OFFICERS, rights_told=BOOL, facts=TEXT,
            statement=TEXT_OR_NONE, av_recorded=BOOL, av_gap=TEXT_OR_NONE, item_count=COUNT,
            urgency=TEXT_OR_NONE,
        ),
        "testing_notice": kind(
            "查封（扣押）期间检测（鉴定）告知书", "查检", _fields(COMMON, TAKEN), what=TEXT,
            agency=TEXT, started_on=DATE, expected_days=COUNT,
        ),
        "seizure_extension": kind(
            "查封（扣押）延期通知书", "查延", _fields(COMMON, TAKEN), until_before=DATE,
            until=DATE, days=COUNT, reasons=TEXT,
        ),
        "seizure_release": kind(
            "解除查封（扣押）决定书", "解查", _fields(COMMON, TAKEN), reasons=TEXT, items=ITEMS
        ),
        "correction_order": kind("责令改正违法行为决定书", "责改", ORDERED),
        "correction_order_again": kind(
            "再次责令改正违法行为决定书", "再责改", ORDERED, previous_number=TEXT,
            previous_served_on=DATE, rechecked_on=DATE, findings=TEXT,
        ),
        "daily_penalty_notice": kind("按日连续处罚事先告知书", "连罚告", _fields(DAILY, NOTIFIED)),
        "daily_penalty_decision": kind(
            "按日连续处罚决定书", "连罚", _fields(DAILY, HEARD, REMEDY), pay_days=COUNT
        ),
        "production_limit_notice": kind(
            "责令限制生产事先告知书", "限产告", _fields(PRODUCTION, NOTIFIED)
        ),
        "production_limit_decision": kind(
            "责令限制生产决定书", "限产", _fields(PRODUCTION, HEARD, REMEDY)
        ),
        "production_stop_notice": kind(
            "责令停产整治事先告知书", "停产告", _fields(PRODUCTION, NOTIFIED)
        ),
        "production_stop_decision": kind(
            "责令停产整治决定书", "停产", _fields(PRODUCTION, HEARD, REMEDY)
        ),
        "production_release": kind(
            "解除限制生产（停产整治）通知书", "解限", COMMON, decision_number=TEXT,
            served_on=DATE, form=TEXT, reasons=TEXT,
        ),
        "detention_approval": kind(
            "适用行政拘留案件移送审批表", "拘审", _fields(COMMON, RULED)
        ),
        "detention_transfer": kind("适用行政拘留案件移送书", "移拘", SENT),
        "detention_list": kind("行政拘留案件移送材料清单", "拘清", SENT_LIST),
        "crime_approval": kind("涉嫌环境犯罪案件移送审批表", "罪审", _fields(COMMON, RULED)),
        "crime_transfer": kind("涉嫌环境犯罪案件移送书", "移", SENT),
        "crime_list": kind("涉嫌环境犯罪案件移送材料清单", "罪清", SENT_LIST),
    }
)  # fmt: skip
