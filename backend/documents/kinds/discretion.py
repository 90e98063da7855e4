"""The documents of discretion, of cases without a penalty, of publication and of referral."""

from collections.abc import Mapping
from types import MappingProxyType

from backend.documents.kinds.fields import (
    BOOL,
    CONTENTS,
    COUNT,
    DATE,
    EVIDENCE,
    FEN,
    OFFICE,
    PARTY,
    TEXT,
    TEXT_OR_NONE,
    Kind,
    kind,
    list_of,
    record_of,
)

FACTOR = record_of(
    title=TEXT, value=TEXT, level=TEXT, percent=TEXT, proof=TEXT, reason=TEXT_OR_NONE
)
PRIOR = list_of(record_of(text=TEXT))

DISCRETION_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "discretion_form": kind(
            "行政处罚裁量表", "裁", party=PARTY, violation_name=TEXT, filing_number=TEXT,
            penalty_basis=TEXT, table_name=TEXT, table_basis=TEXT, table_valid_from=DATE,
            fine_min_fen=FEN, fine_max_fen=FEN, factors=list_of(FACTOR, at_least=1),
            total_percent=TEXT, suggested_fen=FEN, chosen_fen=FEN, adjustment=TEXT,
            adjustment_ground=TEXT_OR_NONE, contents=CONTENTS, prior_decisions=PRIOR,
            lookback_months=COUNT, reason=TEXT, weighed_by=TEXT, weighed_on=DATE,
        ),
        "no_penalty_form": kind(
            "不予行政处罚事项登记表", "免登", party=PARTY, violation_name=TEXT, filing_number=TEXT,
            ground=TEXT, conditions=TEXT, basis=TEXT, proof=TEXT, prior_decisions=PRIOR,
            lookback_months=COUNT, education=TEXT, reason=TEXT, weighed_by=TEXT, weighed_on=DATE,
        ),
        "no_penalty_notice": kind(
            "不予行政处罚告知书", "不罚告", party=PARTY, violation_name=TEXT, filing_number=TEXT,
            facts=TEXT, exhibits=EVIDENCE, contents=CONTENTS, reasons=TEXT, defence_days=COUNT,
            contact=OFFICE,
        ),
        "no_penalty_decision": kind(
            "不予行政处罚决定书", "不罚", party=PARTY, violation_name=TEXT, filing_number=TEXT,
            filed_on=DATE, facts=TEXT, exhibits=EVIDENCE, contents=CONTENTS, reasons=TEXT,
            education=TEXT_OR_NONE, reconsideration_body=TEXT,
        ),
        "publication_form": kind(
            "行政处罚信息公开表", "公", party=PARTY, shown_name=TEXT, shown_code=TEXT,
            shown_representative=TEXT_OR_NONE, is_organisation=BOOL, decision_number=TEXT,
            decided_on=DATE, violation_name=TEXT, violated_provision=TEXT, penalty_basis=TEXT,
            contents=CONTENTS, channel=TEXT, published_on=DATE, shown_until=DATE, checked_by=TEXT,
        ),
        "case_referral": kind(
            "案件移送函", "移函", party=PARTY, violation_name=TEXT, filing_number=TEXT,
            filed_on=DATE, recipient=TEXT, reasons=TEXT, exhibits=EVIDENCE,
        ),
    }
)  # fmt: skip
