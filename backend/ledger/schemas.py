"""Wire shapes of the ledger."""

from marshmallow import fields, validate

from backend.kernel.schema import WireSchema


class ReceiptKeySchema(WireSchema):
    """A key that signs receipts."""

    key_id = fields.String(required=True)
    vkey = fields.String(required=True)


class RootSchema(WireSchema):
    """A certificate that others are trusted under, base64 of its DER."""

    name = fields.String(required=True)
    certificate = fields.String(required=True)


class TrustSchema(WireSchema):
    """What a verifier must know before it opens a package; keys are C2SP vkey lines."""

    v = fields.String(required=True)
    origin = fields.String(required=True)
    log_key = fields.String(required=True)
    receipt_keys = fields.List(fields.Nested(ReceiptKeySchema), required=True)
    log_sm2_key = fields.String()
    witness_keys = fields.List(fields.String(), required=True)
    tsa_roots = fields.List(fields.Nested(RootSchema), required=True)
    report_roots = fields.List(fields.Nested(RootSchema), required=True)
    max_anchor_delay_s = fields.Integer(required=True)
    package_format = fields.String(required=True)


class SizesSchema(WireSchema):
    """Two sizes of the log."""

    old = fields.Integer(required=True, data_key="from", validate=validate.Range(min=0))
    new = fields.Integer(required=True, data_key="to", validate=validate.Range(min=0))


class ConsistencySchema(SizesSchema):
    """A consistency proof (RFC 6962 §2.1.2), base64."""

    path = fields.List(fields.String(), required=True)


class CheckpointSchema(WireSchema):
    """A signed size of the log; the root in hex."""

    tree_size = fields.Integer(required=True)
    root = fields.String(required=True)
    issued_at = fields.AwareDateTime(required=True)


class WitnessSchema(WireSchema):
    """The witness that cosigned last; `behind` when the log grew without it."""

    name = fields.String(required=True)
    tree_size = fields.Integer(required=True, allow_none=True)
    cosigned_at = fields.AwareDateTime(required=True, allow_none=True)
    problem = fields.String(required=True, allow_none=True)


class AnchorSchema(WireSchema):
    """A statement from outside over a checkpoint."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    authority_name = fields.String(required=True)
    tree_size = fields.Integer(required=True)
    gen_time = fields.AwareDateTime(required=True)
    obtained_at = fields.AwareDateTime(required=True)
    checked_with = fields.String(required=True)


class StampingSchema(WireSchema):
    """A time stamping authority; `behind` when the log grew without it."""

    name = fields.String(required=True)
    last_gen_time = fields.AwareDateTime(required=True, allow_none=True)
    problem = fields.String(required=True, allow_none=True)


class HeadsSchema(WireSchema):
    """The newest map of chains' heads."""

    date = fields.Date(required=True)
    root = fields.String(required=True)
    count = fields.Integer(required=True)
    tree_size = fields.Integer(required=True)


class StatusSchema(WireSchema):
    """How the log stands."""

    origin = fields.String(required=True)
    tree_size = fields.Integer(required=True)
    queued = fields.Integer(required=True)
    oldest_queued_at = fields.AwareDateTime(required=True, allow_none=True)
    checkpoint = fields.Nested(CheckpointSchema, required=True, allow_none=True)
    witness = fields.Nested(WitnessSchema, required=True, allow_none=True)
    anchors = fields.List(fields.Nested(AnchorSchema), required=True)
    authorities = fields.List(fields.Nested(StampingSchema), required=True)
    heads = fields.Nested(HeadsSchema, required=True, allow_none=True)
    max_anchor_delay_s = fields.Integer(required=True)
