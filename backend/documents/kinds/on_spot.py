"""The documents of the simple procedure."""

from collections.abc import Mapping
from types import MappingProxyType

from backend.documents.kinds.fields import (
    BOOL,
    CONTENTS,
    COUNT,
    DATE,
    OFFICER,
    PARTY,
    PNG,
    TEXT,
    TEXT_OR_NONE,
    Kind,
    kind,
    list_of,
    optional,
)

ON_SPOT_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "on_spot_decision": kind(
            "当场行政处罚决定书", "当罚", party=PARTY, violation_name=TEXT, act_on=DATE, place=TEXT,
            facts=TEXT, evidence=TEXT, contents=CONTENTS, officers=list_of(OFFICER, at_least=2),
            violated_provision=TEXT, penalty_basis=TEXT, defence=TEXT_OR_NONE,
            pay_days=optional(COUNT), suit_days=COUNT, reconsideration_body=TEXT,
            signature=optional(PNG), refusal=TEXT_OR_NONE,
        ),
        "on_spot_record": kind(
            "当场行政处罚备案表", "当备", party=PARTY, violation_name=TEXT, act_on=DATE, place=TEXT,
            facts=TEXT, contents=CONTENTS, officers=list_of(OFFICER, at_least=2),
            decision_number=TEXT, decided_on=DATE, is_collected=BOOL, note=TEXT_OR_NONE,
            filed_by=TEXT, filed_on=DATE,
        ),
    }
)  # fmt: skip
