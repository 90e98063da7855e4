"""Wire shapes of leads."""

from typing import Any

from marshmallow import fields, validate

from backend.accounts import AuthoritySchema, PersonNameSchema, get_authority, list_people_by_id
from backend.deadlines import DeadlineSchema, find_deadline
from backend.kernel.http import PageQuery, page_of
from backend.kernel.schema import WireSchema, WireTime
from backend.leads.models import Lead
from backend.leads.rules import FILING_CODE
from backend.leads.service import KIND
from backend.workflow import StepSchema, list_history


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
    source = fields.Function(lambda lead: SourceSchema().dump(lead), metadata={"type": "object"})
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


def lead_view(lead: Lead) -> dict[str, Any]:
    """Return a lead with its officers, clock and history."""
    people = list_people_by_id(frozenset(lead.officer_ids))
    return {
        **{column.key: getattr(lead, column.key) for column in Lead.__table__.columns},
        "authority": get_authority(lead.authority_id),
        "assigned_officers": [people[key] for key in lead.officer_ids],
        "deadline": find_deadline(KIND, lead.id, FILING_CODE),
        "history": list_history(lead.id),
    }
