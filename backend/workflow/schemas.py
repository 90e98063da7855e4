"""Wire shapes of workflows: histories."""

from marshmallow import fields

from backend.kernel.schema import WireSchema, WireTime, shape


class StepActorSchema(WireSchema):
    """Who took a step, as he was called then."""

    id = fields.UUID(attribute="actor_id", allow_none=True)
    name = fields.String(attribute="actor_name")
    role = fields.String(attribute="actor_role")
    on_behalf_of = fields.String(attribute="on_behalf_of_name", allow_none=True)


class StepSchema(WireSchema):
    """A step taken."""

    seq = fields.Integer()
    at = WireTime()
    action = fields.String()
    from_state = fields.String(allow_none=True)
    to_state = fields.String()
    actor = fields.Function(
        lambda row: shape(StepActorSchema).dump(row), metadata={"type": "object"}
    )
    input = fields.Dict(attribute="form")
    hash = fields.String()
