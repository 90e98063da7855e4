"""Wire shapes of sync."""

from marshmallow import fields, validate

from backend.kernel.schema import WireSchema, WireTime

MAX_BATCH = 200
NEXT_CURSOR = "X-Next-Cursor"
PULL_HEADERS = {
    NEXT_CURSOR: {
        "description": "Where to go on, while there is more 还有下一页时的同步标记",
        "schema": {"type": "string"},
    }
}


class PushedOperationSchema(WireSchema):
    """One operation; its payload is checked by the operation's own schema."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, validate=validate.Length(max=64))
    subject_id = fields.UUID(required=True)
    payload = fields.Dict(required=True)
    recorded_at = WireTime(required=True)


class PushSchema(WireSchema):
    """A batch from one device."""

    device_id = fields.UUID(required=True)
    operations = fields.List(
        fields.Nested(PushedOperationSchema), required=True, validate=validate.Length(1, MAX_BATCH)
    )


class PushResultSchema(WireSchema):
    """What became of one operation."""

    id = fields.UUID()
    subject_id = fields.UUID()
    status = fields.String(
        validate=validate.OneOf(["applied", "replayed", "refused"]), required=True
    )
    resource = fields.Dict()
    problem = fields.Dict()


class PushAnswerSchema(WireSchema):
    """Results in the order of the operations."""

    results = fields.List(fields.Nested(PushResultSchema))


class PhoneSettingsSchema(WireSchema):
    """What phones are asked to go by."""

    keep_days = fields.Integer(required=True)


class PullQuery(WireSchema):
    """Where to go on."""

    cursor = fields.String(load_default=None, validate=validate.Length(max=40))
    limit = fields.Integer(load_default=200, validate=validate.Range(1, 1000))


class PulledChangeSchema(WireSchema):
    """A changed thing as it is now, or its tombstone."""

    kind = fields.String()
    id = fields.UUID()
    deleted = fields.Boolean()
    resource = fields.Dict(allow_none=True)


class PullAnswerSchema(WireSchema):
    """Changes and the next cursor."""

    changes = fields.List(fields.Nested(PulledChangeSchema))
    next_cursor = fields.String()
    has_more = fields.Boolean()
