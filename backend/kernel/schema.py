"""The base of every wire shape."""

import base64
import binascii
import re
from datetime import datetime
from functools import cache
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields

from backend.kernel.clock import wire_time
from backend.kernel.writing import Write, writer_of

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class WireTime(fields.AwareDateTime):
    """An aware time, read in RFC 3339 with an offset and written in UTC to the millisecond."""

    write_value = staticmethod(wire_time)
    """How a time that is one is written."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="iso", **kwargs)

    def _serialize(
        self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any
    ) -> str | None:
        return None if value is None else wire_time(value)


class Text(fields.String):
    """A text without NUL or lone surrogates, which PostgreSQL cannot hold."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if _UNSTORABLE.search(text):
            raise ValidationError("文字中含有无法保存的字符")
        return text


class Base64(fields.Field[bytes]):
    """Bytes in standard base64."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bytes:
        try:
            return base64.b64decode(value, validate=True)
        except (binascii.Error, TypeError, ValueError) as error:
            raise ValidationError("不是有效的 base64") from error

    def _serialize(
        self, value: bytes | None, attr: str | None, obj: Any, **kwargs: Any
    ) -> str | None:
        return None if value is None else base64.b64encode(value).decode()


class WireSchema(Schema):
    """Unknown fields are refused, field order is kept."""

    class Meta:
        """Options shared by all schemas."""

        unknown = RAISE

    _write: Write | None = None

    def _serialize(self, obj: Any, *, many: bool = False) -> Any:
        if self._write is None:
            self._write = writer_of(self)
        if many and obj is not None:
            return [self._write(one) for one in obj]
        return self._write(obj)


@cache
def shape(schema: type[WireSchema]) -> WireSchema:
    """Return the one instance of a schema as it is declared: making one takes longer than using
    it.
    """
    return schema()
