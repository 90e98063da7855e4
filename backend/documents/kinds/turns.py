"""The documents of what turns a case aside: suspension, hearing, discussion, an unpaid fine."""

from collections.abc import Mapping
from types import MappingProxyType

from backend.documents.kinds.fields import (
    APPROVAL,
    BOOL,
    CONTENTS,
    DATE,
    DECIDED,
    FEN,
    INVESTIGATORS,
    OWED,
    PARTY,
    TEXT,
    TEXT_OR_NONE,
    Kind,
    kind,
    list_of,
    record_of,
)

TURNS_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "suspension_approval": kind("中止案件调查审批表", "中", APPROVAL),
        "resumption_approval": kind("恢复案件调查审批表", "恢", APPROVAL),
        "termination_approval": kind("终止案件调查审批表", "终", APPROVAL),
        "filing_withdrawal": kind("撤销立案审批表", "撤", APPROVAL),
        "hearing_notice": kind(
            "行政处罚听证通知书", "听通", party=PARTY, violation_name=TEXT, filing_number=TEXT,
            requested_on=DATE, hearing_on=DATE, place=TEXT, host_name=TEXT,
        ),
        "hearing_record": kind(
            "听证笔录", "听笔", party=PARTY, violation_name=TEXT, filing_number=TEXT, held_on=DATE,
            place=TEXT, host_name=TEXT, investigators=INVESTIGATORS, attended=BOOL, record=TEXT,
        ),
        "hearing_report": kind(
            "听证报告", "听报", party=PARTY, violation_name=TEXT, filing_number=TEXT, held_on=DATE,
            host_name=TEXT, facts=TEXT, proposed_fine_fen=FEN, attended=BOOL, report=TEXT,
            reported_by=TEXT, reported_on=DATE,
        ),
        "discussion_record": kind(
            "行政处罚案件集体讨论记录", "集", party=PARTY, violation_name=TEXT, filing_number=TEXT,
            facts=TEXT, penalty_basis=TEXT, contents=CONTENTS, held_on=DATE, template_version="v2",
            members=list_of(record_of(full_name=TEXT), at_least=1), opinions=TEXT, result=TEXT,
            extends_term=BOOL, recorded_by=TEXT,
        ),
        "deferral_notice": kind(
            "同意延期（分期）缴纳罚款通知书", "延缴", DECIDED, applied_on=DATE,
            is_in_instalments=BOOL, pay_by=DATE, schedule=TEXT_OR_NONE, reasons=TEXT,
            template_version="v2",
        ),
        "demand_notice": kind("催告书", "催", OWED, template_version="v2"),
        "court_application": kind(
            "行政处罚强制执行申请书", "申执", OWED, demanded_on=DATE, court=TEXT,
            applied_on=DATE, approved_by=TEXT, template_version="v2",
        ),
    }
)  # fmt: skip
