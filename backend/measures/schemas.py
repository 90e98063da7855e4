"""Wire shapes of measures."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from backend.accounts import (
    AuthoritySchema,
    PersonNameSchema,
    list_authorities_by_id,
    list_people_by_id,
)
from backend.deadlines import Deadline, DeadlineSchema, list_deadlines_of
from backend.documents import DocumentSchema, list_documents_about, list_documents_of
from backend.evidence import list_links
from backend.kernel.actor import Actor
from backend.kernel.db import Json
from backend.kernel.http import PageQuery, page_of
from backend.kernel.schema import Text, WireSchema, WireTime
from backend.measures import queries
from backend.measures.models import Measure
from backend.measures.rules import KINDS, SUBTYPES
from backend.measures.rules.registry import DEFINITIONS
from backend.measures.service.facts import LINK
from backend.workflow import StepSchema, list_history

ALL_SUBTYPES = [one for group in SUBTYPES.values() for one in group]
SHORT = validate.Length(1, 200)
LONG = validate.Length(1, 8000)


class MeasureItemSchema(WireSchema):
    """A thing on the list, with its condition and where it is kept."""

    name = Text(required=True, validate=SHORT)
    specification = Text(load_default=None, allow_none=True, validate=validate.Length(max=200))
    quantity = Text(required=True, validate=SHORT)
    condition = Text(required=True, validate=SHORT)
    kept_at = Text(required=True, validate=SHORT)
    keeper = Text(load_default=None, allow_none=True, validate=validate.Length(max=100))
    exhibit_ids = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=50))


class MeasureRequestSchema(WireSchema):
    """A proposal of a measure."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    subtype = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(ALL_SUBTYPES)
    )
    case_id = fields.UUID(load_default=None, allow_none=True)
    inspection_id = fields.UUID(load_default=None, allow_none=True)
    violation_name = Text(load_default=None, allow_none=True, validate=SHORT)
    officer_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(2, 10))
    facts = Text(required=True, validate=LONG)
    legal_basis = Text(required=True, validate=validate.Length(1, 500))
    place = Text(required=True, validate=validate.Length(1, 300))
    demand = Text(load_default=None, allow_none=True, validate=LONG)
    correct_by = fields.Date(load_default=None, allow_none=True)
    items = fields.List(
        fields.Nested(MeasureItemSchema), load_default=list, validate=validate.Length(max=200)
    )
    exhibit_ids = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=200))


class MeasurePartySchema(WireSchema):
    """The party a measure is taken against."""

    kind = fields.String()
    name = fields.String()


class MeasureSummarySchema(WireSchema):
    """A measure in a list."""

    id = fields.UUID()
    revision = fields.Integer()
    kind = fields.String()
    subtype = fields.String(allow_none=True)
    number = fields.String(allow_none=True)
    state = fields.String()
    phase_zh = fields.String()
    phase_en = fields.String()
    is_open = fields.Boolean()
    authority = fields.Nested(AuthoritySchema)
    case_id = fields.UUID(allow_none=True)
    case_number = fields.String(allow_none=True)
    inspection_id = fields.UUID(allow_none=True)
    party = fields.Nested(MeasurePartySchema)
    violation_name = fields.String()
    place = fields.String()
    round = fields.Integer()
    created_at = WireTime()
    deadlines = fields.List(fields.Nested(DeadlineSchema))


class MeasureExhibitSchema(WireSchema):
    """An exhibit of the measure."""

    exhibit_id = fields.UUID(attribute="id")
    fact_to_prove = fields.String(allow_none=True)
    state = fields.String()
    has_preview = fields.Boolean()


class MeasureSchema(MeasureSummarySchema):
    """A measure whole."""

    officers = fields.List(fields.Nested(PersonNameSchema))
    facts = fields.String()
    legal_basis = fields.String()
    demand = fields.String(allow_none=True)
    correct_by = fields.Date(allow_none=True)
    items = fields.List(fields.Nested(MeasureItemSchema))
    done = fields.Dict()
    previous_id = fields.UUID(allow_none=True)
    next_id = fields.UUID(allow_none=True)
    exhibits = fields.List(fields.Nested(MeasureExhibitSchema))
    documents = fields.List(fields.Nested(DocumentSchema))
    history = fields.List(fields.Nested(StepSchema))


class MeasureQuery(PageQuery):
    """Filters of the list of measures."""

    kind = fields.String(load_default=None, validate=validate.OneOf(KINDS))
    case_id = fields.UUID(load_default=None)
    running = fields.Boolean(load_default=False)


class MeasureClockQuery(PageQuery):
    """Filters of the running clocks."""

    kind = fields.String(load_default=None, validate=validate.OneOf(KINDS))


MeasurePageSchema = page_of(MeasureSummarySchema)


class MeasureClockSchema(WireSchema):
    """A running clock with the measure it belongs to."""

    deadline = fields.Nested(DeadlineSchema)
    measure = fields.Nested(MeasureSummarySchema)


MeasureClockPageSchema = page_of(MeasureClockSchema)


class PapersSchema(WireSchema):
    """The papers of a case; the revision is their number, which only grows."""

    id = fields.UUID()
    revision = fields.Integer()
    items = fields.List(fields.Nested(DocumentSchema))


def papers_view(actor: Actor, case_id: UUID) -> Json:
    """Return the papers of a case in scope; raises NotFound."""
    queries.get_case_file(actor, case_id)
    papers = list_documents_of(case_id)
    return {"id": case_id, "revision": len(papers), "items": papers}


def measure_summaries(measures: list[Measure]) -> list[Json]:
    """Return measures as lists show them, in as many queries for one as for many."""
    authorities = list_authorities_by_id({measure.authority_id for measure in measures})
    terms: dict[Any, list[Deadline]] = {}
    for kind in {measure.kind for measure in measures}:
        terms |= list_deadlines_of(kind, [one.id for one in measures if one.kind == kind])
    found = []
    for measure in measures:
        state = DEFINITIONS[measure.kind].state(measure.state)
        columns = {column.key: getattr(measure, column.key) for column in Measure.__table__.columns}
        found.append(
            {
                **columns,
                "phase_zh": state.phase_zh,
                "phase_en": state.phase_en,
                "is_open": not state.final,
                "authority": authorities[measure.authority_id],
                "deadlines": terms.get(measure.id, []),
            }
        )
    return found


def measure_view(measure: Measure) -> Json:
    """Return a measure with its officers, papers, exhibits and history."""
    people = list_people_by_id(frozenset(measure.officer_ids))
    return {
        **measure_summaries([measure])[0],
        "officers": [people[key] for key in dict.fromkeys(measure.officer_ids)],
        "next_id": queries.find_next(measure.id),
        "exhibits": list_links(LINK, [measure.id])[measure.id],
        "documents": list_documents_about(measure.kind, measure.id),
        "history": list_history(measure.id),
    }


def clock_views(deadlines: list[Deadline]) -> list[Json]:
    """Return running clocks, each with its measure."""
    measures = queries.list_measures_by_id({one.subject_id for one in deadlines})
    shown = {row["id"]: row for row in measure_summaries(list(measures.values()))}
    return [{"deadline": one, "measure": shown[one.subject_id]} for one in deadlines]
