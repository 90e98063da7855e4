"""Wire shapes of parameters and open questions."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from marshmallow import fields, validate

from backend.kernel.actor import Actor
from backend.kernel.db import Json
from backend.kernel.schema import Text, WireSchema, WireTime
from backend.parameters import queries
from backend.parameters.models import RuleConfirmation, RuleParameter
from backend.parameters.rules import BOUNDS, KEY_BY_NAME, KEYS, MOST, QUESTIONS, UNITS


class ConfirmationSchema(WireSchema):
    """A confirmation with its source."""

    answer = fields.String()
    source = fields.String()
    confirmed_by_name = fields.String()
    confirmed_at = WireTime()


class ConfirmationRequestSchema(WireSchema):
    """What was confirmed, and from which source."""

    answer = Text(required=True, validate=validate.Length(1, 1000))
    source = Text(required=True, validate=validate.Length(1, 500))


class ParameterRequestSchema(WireSchema):
    """A number proposed from a later day on."""

    key = fields.String(required=True, validate=validate.OneOf(list(KEY_BY_NAME)))
    value = fields.Integer(required=True, strict=True, validate=validate.Range(0, MOST))
    unit = fields.String(required=True, validate=validate.OneOf(UNITS))
    bound = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(BOUNDS))
    basis = Text(required=True, validate=validate.Length(1, 500))
    doubt = Text(load_default=None, allow_none=True, validate=validate.Length(max=500))
    valid_from = fields.Date(required=True)
    reason = Text(required=True, validate=validate.Length(1, 500))


class ParameterVersionSchema(WireSchema):
    """A version of a number; `valid_to` is the day before the next one of the same authority."""

    id = fields.UUID()
    key = fields.String()
    value = fields.Integer()
    unit = fields.String()
    bound = fields.String(allow_none=True)
    basis = fields.String()
    doubt = fields.String(allow_none=True)
    valid_from = fields.Date()
    valid_to = fields.Date(allow_none=True)
    state = fields.String()
    is_national = fields.Boolean()
    is_own = fields.Boolean()
    reason = fields.String(allow_none=True)
    proposed_by_id = fields.UUID(allow_none=True)
    proposed_by_name = fields.String(allow_none=True)
    proposed_at = WireTime()
    decided_by_name = fields.String(allow_none=True)
    decided_at = WireTime(allow_none=True)
    confirmation = fields.Nested(ConfirmationSchema, allow_none=True)


class ParameterSchema(WireSchema):
    """A number with its versions; `current_id` is the one that applies today."""

    key = fields.String()
    group = fields.String()
    title_zh = fields.String()
    title_en = fields.String()
    unit = fields.String()
    units = fields.List(fields.String())
    has_bound = fields.Boolean()
    minimum = fields.Integer()
    current_id = fields.UUID(allow_none=True)
    versions = fields.List(fields.Nested(ParameterVersionSchema))


class ParameterListSchema(WireSchema):
    """All numbers of the catalogue."""

    items = fields.List(fields.Nested(ParameterSchema))


class QuestionSchema(WireSchema):
    """An open question, the numbers that hang on it, and the answer once there is one."""

    code = fields.String()
    text_zh = fields.String()
    text_en = fields.String()
    keys = fields.List(fields.String())
    confirmation = fields.Nested(ConfirmationSchema, allow_none=True)


class QuestionListSchema(WireSchema):
    """All open questions."""

    items = fields.List(fields.Nested(QuestionSchema))


def version_view(row: RuleParameter, actor: Actor) -> Json:
    """Return one version as lists show it."""
    peers = queries.list_versions(actor)[row.key]
    return _version(row, peers, _by_parameter(queries.list_confirmations(actor)), actor)


def parameter_views(actor: Actor, today: date) -> list[Json]:
    """Return every number with its versions, in the order of the catalogue."""
    versions = queries.list_versions(actor)
    current = queries.values_at(actor.authority_id, today)
    confirmed = _by_parameter(queries.list_confirmations(actor))
    return [
        {
            "key": key.name,
            "group": key.group,
            "title_zh": key.title_zh,
            "title_en": key.title_en,
            "unit": key.unit,
            "units": key.units,
            "has_bound": key.has_bound,
            "minimum": key.minimum,
            "current_id": current[key.name].version_id if key.name in current else None,
            "versions": [
                _version(row, versions[key.name], confirmed, actor) for row in versions[key.name]
            ],
        }
        for key in KEYS
    ]


def question_views(actor: Actor) -> list[Json]:
    """Return every open question with its newest answer."""
    answers: dict[str, RuleConfirmation] = {}
    for row in queries.list_confirmations(actor):
        if row.question is not None:
            answers.setdefault(row.question, row)
    return [
        {
            "code": question.code,
            "text_zh": question.text_zh,
            "text_en": question.text_en,
            "keys": question.keys,
            "confirmation": answers.get(question.code),
        }
        for question in QUESTIONS
    ]


def _by_parameter(rows: Sequence[RuleConfirmation]) -> dict[UUID, RuleConfirmation]:
    found: dict[UUID, RuleConfirmation] = {}
    for row in rows:
        if row.parameter_id is not None:
            found.setdefault(row.parameter_id, row)
    return found


def _version(
    row: RuleParameter,
    peers: Sequence[RuleParameter],
    confirmed: dict[UUID, RuleConfirmation],
    actor: Actor,
) -> Json:
    later = [
        one.valid_from
        for one in peers
        if one.authority_id == row.authority_id
        and one.state == "in_force"
        and one.valid_from > row.valid_from
    ]
    columns = {column.key: getattr(row, column.key) for column in RuleParameter.__table__.columns}
    ends = min(later) - timedelta(days=1) if later and row.state == "in_force" else None
    return columns | {
        "valid_to": ends,
        "is_national": row.authority_id is None,
        "is_own": row.authority_id == actor.authority_id,
        "confirmation": confirmed.get(row.id),
    }
