"""Wire shapes of hand-overs and lists of extracted data."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.accounts import (
    AuthoritySchema,
    PersonNameSchema,
    list_authorities_by_id,
    list_people_by_id,
)
from backend.documents import find_documents
from backend.evidence import summaries
from backend.handovers.models import Handover
from backend.handovers.rules import COPY, HANDOVER_V1, ORIGINAL, RECIPIENT_KINDS
from backend.handovers.service.steps import KIND, LIST
from backend.kernel.db import Json
from backend.kernel.http import PageQuery, page_of
from backend.kernel.schema import Text, WireSchema, WireTime
from backend.workflow import StepSchema, list_histories

MOST_EXHIBITS = 1000
SHORT = validate.Length(1, 200)
LONG = validate.Length(1, 2000)
PNG = validate.And(
    validate.Length(max=300_000),
    validate.Regexp(r"^data:image/png;base64,[A-Za-z0-9+/=]+$"),
)


class ChoiceSchema(WireSchema):
    """Which exhibits: chosen ones, or all of a case; chosen ones may name their case too."""

    exhibit_ids = fields.List(
        fields.UUID(),
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, MOST_EXHIBITS),
    )
    case_id = fields.UUID(load_default=None, allow_none=True)

    @validates_schema
    def check_choice(self, data: dict[str, Any], **kwargs: Any) -> None:
        """Demand one of the two."""
        if data.get("exhibit_ids") is None and data.get("case_id") is None:
            raise ValidationError("须选择证据或案件", "exhibit_ids")


class HandoverRequestSchema(ChoiceSchema):
    """What is handed over to whom, and why."""

    recipient_kind = fields.String(required=True, validate=validate.OneOf(RECIPIENT_KINDS))
    recipient_org = Text(required=True, validate=SHORT)
    recipient_authority_id = fields.UUID(load_default=None, allow_none=True)
    receiver_name = Text(required=True, validate=validate.Length(1, 100))
    receiver_document = Text(load_default=None, allow_none=True, validate=SHORT)
    purpose = Text(required=True, validate=LONG)
    handed_as = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf((ORIGINAL, COPY))
    )


class ItemSchema(WireSchema):
    """An exhibit as it was when it was handed over, and what shows it now."""

    exhibit_id = fields.UUID()
    file_name = fields.String()
    kind = fields.String()
    mime = fields.String()
    size = fields.Integer()
    sha256 = fields.String(allow_none=True)
    sm3 = fields.String(allow_none=True)
    captured_at = fields.String()
    captured_by = fields.String()
    state = fields.String()
    has_preview = fields.Boolean()


class HandoverSchema(WireSchema):
    """A hand-over."""

    id = fields.UUID()
    revision = fields.Integer()
    state = fields.String()
    number = fields.String(allow_none=True)
    authority = fields.Nested(AuthoritySchema)
    case_id = fields.UUID(allow_none=True)
    case_number = fields.String(allow_none=True)
    party_name = fields.String(allow_none=True)
    exhibit_count = fields.Integer()
    items = fields.List(fields.Nested(ItemSchema))
    handed_as = fields.String()
    recipient_kind = fields.String()
    recipient_org = fields.String()
    recipient_authority_id = fields.UUID(allow_none=True)
    receiver_name = fields.String()
    receiver_document = fields.String(allow_none=True)
    purpose = fields.String()
    created_by = fields.Nested(PersonNameSchema)
    created_at = WireTime()
    sent_at = WireTime(allow_none=True)
    received_by = fields.String(allow_none=True)
    received_at = WireTime(allow_none=True)
    signature_sha256 = fields.String(allow_none=True)
    note = fields.String(allow_none=True)
    list_document = fields.Function(
        lambda view: _document_of(view["document"]), metadata={"type": "object", "nullable": True}
    )
    history = fields.List(fields.Nested(StepSchema))


class HandoverQuery(PageQuery):
    """Filters of the list of hand-overs."""

    state = fields.String(
        load_default=None,
        validate=validate.OneOf([state.name for state in HANDOVER_V1.states]),
    )
    case_id = fields.UUID(load_default=None)


HandoverPageSchema = page_of(HandoverSchema)


class HolderOpinionSchema(WireSchema):
    """How the holder or provider of the data signed, or that he refused."""

    is_refused = fields.Boolean(required=True)
    reason = Text(load_default=None, allow_none=True, validate=LONG)
    signature = Text(load_default=None, allow_none=True, validate=PNG)

    @validates_schema
    def check_reason(self, data: dict[str, Any], **kwargs: Any) -> None:
        """A refusal has its reason (法发〔2016〕22号 第十四条)."""
        if data["is_refused"] and not data.get("reason"):
            raise ValidationError("拒绝签名的须注明原因", "reason")


class EvidenceListSchema(ChoiceSchema):
    """How data were extracted and fixed 电子数据提取固定."""

    extractor_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(2, 10))
    holder = Text(required=True, validate=SHORT)
    place = Text(required=True, validate=SHORT)
    extracted_at = WireTime(required=True)
    method = Text(required=True, validate=LONG)
    tool = Text(required=True, validate=SHORT)
    original_medium = Text(required=True, validate=LONG)
    no_seizure_reason = Text(load_default=None, allow_none=True, validate=LONG)
    video_exhibit_id = fields.UUID(load_default=None, allow_none=True)
    holder_opinion = fields.Nested(HolderOpinionSchema, load_default=None, allow_none=True)
    witness_name = Text(load_default=None, allow_none=True, validate=validate.Length(1, 100))
    witness_signature = Text(load_default=None, allow_none=True, validate=PNG)


def handover_views(handovers: list[Handover]) -> list[Json]:
    """Return hand-overs with names, list and history; their number does not matter to the number
    of queries.
    """
    ids = [handover.id for handover in handovers]
    authorities = list_authorities_by_id({handover.authority_id for handover in handovers})
    people = list_people_by_id(frozenset(handover.created_by_id for handover in handovers))
    shown = summaries(key for handover in handovers for key in handover.exhibit_ids)
    documents, histories = find_documents(KIND, ids, LIST), list_histories(ids)
    return [
        {
            **{column.key: getattr(handover, column.key) for column in Handover.__table__.columns},
            "authority": authorities[handover.authority_id],
            "created_by": people[handover.created_by_id],
            "exhibit_count": len(handover.exhibit_ids),
            "items": [
                {**item, "state": shown[key].state, "has_preview": shown[key].has_preview}
                for item, key in zip(handover.items, handover.exhibit_ids, strict=True)
            ],
            "document": documents.get(handover.id),
            "history": histories[handover.id],
        }
        for handover in handovers
    ]


def _document_of(document: Any) -> Json | None:
    if document is None:
        return None
    names = ("number", "title_zh", "state")
    return {"id": str(document.id), **{name: getattr(document, name) for name in names}}
