"""The sheets of a bound volume 案卷: they stand in it and nowhere else, without a number."""

from collections.abc import Mapping
from types import MappingProxyType

from backend.documents.kinds.fields import (
    COUNT,
    DATE,
    JPEG,
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

BOUND: Fields = MappingProxyType(
    {"party": PARTY, "violation_name": TEXT, "case_number": TEXT, "part_name": TEXT}
)

SHEET_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "bound_cover": kind(
            "行政处罚案卷", "卷面", BOUND, outcome=TEXT, officers=list_of(OFFICER),
            filed_on=optional(DATE), closed_on=optional(DATE), archived_on=optional(DATE),
            kept_years=optional(COUNT), pages=COUNT,
        ),
        "bound_contents": kind(
            "卷内目录", "卷录", BOUND,
            rows=list_of(
                record_of(title=TEXT, number=TEXT_OR_NONE, dated=DATE, first=COUNT, last=COUNT),
                at_least=1,
            ),
        ),
        "bound_exhibit": kind(
            "证据材料", "卷证", BOUND, position=COUNT, name=TEXT, category=TEXT, fact_to_prove=TEXT,
            captured_at=TIME, captured_by=TEXT, place=TEXT, size=COUNT, sha256=TEXT, sm3=TEXT,
            picture=optional(JPEG),
        ),
        "bound_note": kind(
            "备考表", "备卷", BOUND, remarks=TEXT, papers=COUNT, pages=COUNT, made_by=TEXT,
            checked_by=TEXT_OR_NONE, made_on=DATE,
        ),
    }
)  # fmt: skip
