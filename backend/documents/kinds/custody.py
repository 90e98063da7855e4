"""The documents of evidence that is fixed or handed over."""

from collections.abc import Mapping
from types import MappingProxyType

from backend.documents.kinds.fields import (
    EXTRACTED,
    HANDED_OVER,
    HOLDER_OPINION,
    OFFICER,
    PNG,
    RECIPIENTS,
    TEXT,
    TEXT_OR_NONE,
    TIME,
    Field,
    Kind,
    kind,
    list_of,
    optional,
)

CUSTODY_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "evidence_list": kind(
            "电子数据提取固定清单", "提", party_name=TEXT_OR_NONE, case_number=TEXT_OR_NONE,
            holder=TEXT, place=TEXT, extracted_at=TIME, method=TEXT, tool=TEXT,
            original_medium=TEXT, no_seizure_reason=TEXT_OR_NONE,
            items=list_of(EXTRACTED, at_least=1), extractors=list_of(OFFICER, at_least=2),
            video_name=TEXT_OR_NONE, video_sha256=TEXT_OR_NONE,
            holder_opinion=optional(HOLDER_OPINION), witness_name=TEXT_OR_NONE,
            witness_signature=optional(PNG),
        ),
        "evidence_handover": kind(
            "证据移交清单", "证移", party_name=TEXT_OR_NONE, case_number=TEXT_OR_NONE,
            handed_as=Field("choice", values=("original", "copy")),
            recipient_kind=Field("choice", values=tuple(RECIPIENTS)), recipient_org=TEXT,
            receiver_name=TEXT, receiver_document=TEXT_OR_NONE, purpose=TEXT, sender=TEXT,
            sender_certificate=TEXT_OR_NONE, sent_at=TIME,
            items=list_of(HANDED_OVER, at_least=1), received_by=TEXT_OR_NONE,
            received_at=optional(TIME), signature=optional(PNG), note=TEXT_OR_NONE,
        ),
    }
)  # fmt: skip
