"""Wire shapes of the ledger."""

from marshmallow import fields

from backend.kernel.schema import WireSchema


class ReceiptKeySchema(WireSchema):
    """A key that signs receipts."""

    key_id = fields.String(required=True)
    vkey = fields.String(required=True)


class TrustSchema(WireSchema):
    """What a verifier must know before it opens a package; keys are C2SP vkey lines."""

    v = fields.String(required=True)
    origin = fields.String(required=True)
    log_key = fields.String(required=True)
    receipt_keys = fields.List(fields.Nested(ReceiptKeySchema), required=True)
    package_format = fields.String(required=True)
