"""Wire shapes of chains of custody."""

import base64

from marshmallow import fields

from backend.kernel.db import Json
from backend.kernel.schema import WireSchema, WireTime
from backend.ledger import CustodyRecord


class CustodyActorSchema(WireSchema):
    """Who acted, by the names of that day."""

    name = fields.String()
    role = fields.String()
    org = fields.String()


class LoggedSchema(WireSchema):
    """The first log checkpoint that covers an event."""

    tree_size = fields.Integer()
    root = fields.String()
    issued_at = WireTime()


class CustodyEventSchema(WireSchema):
    """One event of the chain of custody."""

    seq = fields.Integer()
    action = fields.String()
    at = WireTime()
    actor = fields.Nested(CustodyActorSchema, allow_none=True, unknown="exclude")
    second_actor = fields.Nested(CustodyActorSchema, allow_none=True, unknown="exclude")
    detail = fields.Dict()
    hash = fields.String()
    prev = fields.String()
    leaf_index = fields.Integer(allow_none=True)
    logged = fields.Nested(LoggedSchema, allow_none=True)


class CustodySchema(WireSchema):
    """The chain of custody, and what the device signed."""

    items = fields.List(fields.Nested(CustodyEventSchema))
    chain_valid = fields.Boolean()
    capture_record = fields.Dict()
    capture_signature_valid = fields.Boolean()


class DeviceCustodySchema(WireSchema):
    """What happened to a device's key, and how far its counter has come here."""

    items = fields.List(fields.Nested(CustodyEventSchema))
    chain_valid = fields.Boolean()
    capture_count = fields.Integer()
    last_seq = fields.Integer(allow_none=True)
    last_captured_at = WireTime(allow_none=True)


def custody_view(event: CustodyRecord) -> Json:
    """Return an event as it is sent."""
    names = ("seq", "action", "at", "actor", "detail", "hash", "prev", "leaf_index")
    logged = event.logged
    return {name: getattr(event, name) for name in names} | {
        # Events of the first format have no second person.
        "second_actor": event.facts.get("second_actor"),
        "logged": None
        if logged is None
        else {
            "tree_size": logged.tree_size,
            "root": base64.b64encode(logged.root).decode(),
            "issued_at": logged.issued_at,
        },
    }
