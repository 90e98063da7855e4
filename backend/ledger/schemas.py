"""Wire shapes of the ledger."""

from marshmallow import fields

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
