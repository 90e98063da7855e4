"""Wire shapes of anchors."""

import base64
import binascii
from typing import Any

from marshmallow import ValidationError, fields, validate

from backend.kernel.schema import WireSchema

LARGEST_PAGE = 4 * 1024 * 1024


class HexField(fields.Field[bytes]):
    """Bytes in hex."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bytes:
        try:
            return bytes.fromhex(value)
        except (ValueError, TypeError) as error:
            raise ValidationError("not hex") from error


class Base64Field(fields.Field[bytes]):
    """Bytes in base64."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bytes:
        try:
            return base64.b64decode(value, validate=True)
        except (binascii.Error, TypeError, ValueError) as error:
            raise ValidationError("not base64") from error


class PaperAnchorSchema(WireSchema):
    """A root that was printed, stamped and filed: in which register, when, and a picture of it."""

    tree_size = fields.Integer(required=True, validate=validate.Range(min=1))
    root = HexField(required=True, metadata={"type": "string", "pattern": "^[0-9a-f]{64}$"})
    register = fields.String(required=True, validate=validate.Length(min=1, max=100))
    stamped_at = fields.AwareDateTime(required=True)
    page = Base64Field(
        validate=validate.Length(max=LARGEST_PAGE),
        metadata={"type": "string", "format": "byte"},
    )
