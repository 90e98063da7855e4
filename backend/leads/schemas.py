"""Wire shapes of leads."""

from marshmallow import fields, validate

from backend.accounts import (
    AuthoritySchema,
    PersonNameSchema,
    list_authorities_by_id,
    list_people_by_id,
)
from backend.deadlines import DeadlineSchema, find_deadlines
from backend.kernel.db import Json
from backend.kernel.http import PageQuery, page_of
from backend.kernel.schema import WireSchema, WireTime, shape
from backend.leads.models import Lead
from backend.leads.rules import FILING_CODE, KIND
from backend.workflow import StepSchema, list_histories


class SourceSchema(WireSchema):
    """Where a lead came from."""

    kind = fields.String(attribute="source_kind")
    id = fields.UUID(attribute="source_id")
    number = fields.String(attribute="source_number")


class LeadSchema(WireSchema):
    """A lead."""

    id = fields.UUID()
    revision = fields.Integer()
    number = fields.String()
    state = fields.String()
    source = fields.Function(
        lambda lead: shape(SourceSchema).dump(lead), metadata={"type": "object"}
    )
    found_on = fields.Date()
    registered_at = WireTime()
    summary = fields.String()
    authority = fields.Nested(AuthoritySchema)
    assigned_officers = fields.List(fields.Nested(PersonNameSchema))
    case_id = fields.UUID(allow_none=True)
    deadline = fields.Nested(DeadlineSchema, allow_none=True)
    history = fields.List(fields.Nested(StepSchema))


class LeadQuery(PageQuery):
    """Filters of the list of leads."""

    state = fields.String(
        load_default=None, validate=validate.OneOf(["open", "filing_review", "filed", "not_filed"])
    )


LeadPageSchema = page_of(LeadSchema)


def lead_views(leads: list[Lead]) -> list[Json]:
    """Return leads with their officers, clocks and histories; their number does not matter to the
    number of queries.
    """
    ids = [lead.id for lead in leads]
    authorities = list_authorities_by_id({lead.authority_id for lead in leads})
    people = list_people_by_id(frozenset(key for lead in leads for key in lead.officer_ids))
    deadlines, histories = find_deadlines(KIND, ids, FILING_CODE), list_histories(ids)
    return [
        {
            **{column.key: getattr(lead, column.key) for column in Lead.__table__.columns},
            "authority": authorities[lead.authority_id],
            "assigned_officers": [people[key] for key in lead.officer_ids],
            "deadline": deadlines.get(lead.id),
            "history": histories[lead.id],
        }
        for lead in leads
    ]
