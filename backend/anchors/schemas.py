"""Wire shapes of anchors."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from backend.kernel.schema import Base64, WireSchema

LARGEST_PAGE = 4 * 1024 * 1024


class HexField(fields.Field[bytes]):
    """Bytes in hex."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bytes:
        try:
            return bytes.fromhex(value)
        except (ValueError, TypeError) as error:
            raise ValidationError("not hex") from error


class PaperAnchorSchema(WireSchema):
    """A root that was printed, stamped and filed: in which register, when, and a picture of it."""

    tree_size = fields.Integer(required=True, validate=validate.Range(min=1))
    root = HexField(required=True, metadata={"type": "string", "pattern": "^[0-9a-f]{64}$"})
    register = fields.String(required=True, validate=validate.Length(min=1, max=100))
    stamped_at = fields.AwareDateTime(required=True)
    page = Base64(
        validate=validate.Length(max=LARGEST_PAGE),
        metadata={"type": "string", "format": "byte"},
    )
