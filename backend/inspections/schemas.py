"""Wire shapes of inspections."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from backend.accounts import (
    AuthoritySchema,
    Person,
    PersonNameSchema,
    list_authorities_by_id,
    list_people_by_id,
)
from backend.documents import find_documents
from backend.evidence import list_links
from backend.inspections.models import Inspection
from backend.inspections.service.completion import KIND, officers_among
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json
from backend.kernel.http import PageQuery, page_of
from backend.kernel.schema import Text, WireSchema, WireTime
from backend.workflow import StepSchema, list_histories


class InspectedPartySchema(WireSchema):
    """The party 当事人 as he was on the day."""

    kind = fields.String(required=True, validate=validate.OneOf(["organisation", "citizen"]))
    name = Text(required=True, validate=validate.Length(1, 200))
    credit_code = Text(load_default=None, allow_none=True, validate=validate.Length(max=32))
    legal_representative = Text(
        load_default=None, allow_none=True, validate=validate.Length(max=100)
    )


class ContactSchema(WireSchema):
    """Who was in charge on the spot."""

    name = Text(required=True, validate=validate.Length(1, 100))
    phone = Text(load_default=None, allow_none=True, validate=validate.Length(max=40))
    position = Text(load_default=None, allow_none=True, validate=validate.Length(max=100))


class NamedExhibitSchema(WireSchema):
    """An exhibit and what it is to prove 证明对象."""

    exhibit_id = fields.UUID(required=True)
    fact_to_prove = Text(required=True, validate=validate.Length(1, 500))


class InspectionRecordSchema(WireSchema):
    """The content of a record."""

    lead_id = fields.UUID(load_default=None, allow_none=True)
    site_id = fields.UUID(load_default=None, allow_none=True)
    place = Text(required=True, validate=validate.Length(1, 300))
    started_at = WireTime(required=True)
    ended_at = WireTime(load_default=None, allow_none=True)
    party = fields.Nested(InspectedPartySchema, required=True)
    contact = fields.Nested(ContactSchema, load_default=None, allow_none=True)
    officer_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, 10))
    findings = Text(required=True, validate=validate.Length(max=20_000))
    rights_told = fields.Boolean(required=True)
    certificates_shown = fields.Boolean(required=True)
    recusal_requested = fields.Boolean(required=True)
    exhibits = fields.List(
        fields.Nested(NamedExhibitSchema), required=True, validate=validate.Length(max=100)
    )


class InspectionChangesSchema(InspectionRecordSchema):
    """Some of the content."""

    def __init__(self, **options: Any) -> None:
        super().__init__(partial=True, **options)


class RecordOfficerSchema(PersonNameSchema):
    """An officer of the record."""

    certificate_number = fields.String(allow_none=True)
    signed_at = WireTime(allow_none=True)


class InspectionSchema(InspectionRecordSchema):
    """A record."""

    id = fields.UUID()
    revision = fields.Integer()
    number = fields.String()
    state = fields.String()
    created_at = WireTime()
    created_by = fields.Nested(PersonNameSchema)
    authority = fields.Nested(AuthoritySchema)
    officers = fields.List(fields.Nested(RecordOfficerSchema))
    party_opinion = fields.Dict(allow_none=True)
    document_id = fields.UUID(allow_none=True)
    history = fields.List(fields.Nested(StepSchema))


class InspectionQuery(PageQuery):
    """Filters of the list of inspections."""

    state = fields.String(
        load_default=None, validate=validate.OneOf(["draft", "completed", "discarded"])
    )
    lead_id = fields.UUID(load_default=None)


InspectionPageSchema = page_of(InspectionSchema)


def inspection_views(inspections: list[Inspection]) -> list[Json]:
    """Return records with their officers, exhibits, documents and histories; their number does not
    matter to the number of queries.
    """
    ids = [inspection.id for inspection in inspections]
    authorities = list_authorities_by_id({item.authority_id for item in inspections})
    people = list_people_by_id(
        frozenset(key for item in inspections for key in (item.created_by_id, *item.officer_ids))
    )
    links, histories = list_links(KIND, ids), list_histories(ids)
    documents = find_documents(KIND, ids, "inspection_record")
    return [
        _columns(item)
        | {
            "created_by": people[item.created_by_id],
            "authority": authorities[item.authority_id],
            "officers": _officers(people, item),
            "exhibits": [
                {"exhibit_id": link.id, "fact_to_prove": link.fact_to_prove}
                for link in links[item.id]
            ],
            "document_id": documents[item.id].id if item.id in documents else None,
            "history": histories[item.id],
        }
        for item in inspections
    ]


def _columns(inspection: Inspection) -> Json:
    return {column.key: getattr(inspection, column.key) for column in Inspection.__table__.columns}


def _officers(people: Mapping[UUID, Person], inspection: Inspection) -> list[Json]:
    day = bureau_date(inspection.started_at)
    return [
        {
            "id": officer.person_id,
            "full_name": officer.full_name,
            "certificate_number": held.number if held else None,
            "signed_at": officer.signed_at,
        }
        for officer in officers_among(people, inspection)
        for held in [officer.certificate_on(day)]
    ]
