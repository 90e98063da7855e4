"""Wire shapes of messages."""

from marshmallow import fields, validate

from backend.kernel.db import Json
from backend.kernel.http import PageQuery, page_of
from backend.kernel.schema import Text, WireSchema, WireTime
from backend.messages.models import Notice
from backend.messages.queries import reach_of


class MessageSchema(WireSchema):
    """A message; the screen makes its words from kind and facts."""

    id = fields.UUID()
    kind = fields.String()
    subject_kind = fields.String()
    subject_id = fields.UUID()
    facts = fields.Dict()
    told_at = WireTime()
    read_at = WireTime(allow_none=True)


class ReadSchema(WireSchema):
    """When it was read, by the reader's clock."""

    read_at = WireTime(required=True)


class MessageQuery(PageQuery):
    """Filters of the list of messages."""

    unread = fields.Boolean(load_default=None)


class NoticeContentSchema(WireSchema):
    """A notice to send; no people means every grid worker in scope."""

    title = Text(required=True, validate=validate.Length(1, 100))
    body = Text(required=True, validate=validate.Length(1, 2000))
    person_ids = fields.List(
        fields.UUID(), load_default=None, allow_none=True, validate=validate.Length(1, 500)
    )


class NoticeSchema(WireSchema):
    """A notice as it was sent."""

    id = fields.UUID()
    title = fields.String()
    body = fields.String()
    sent_by_name = fields.String()
    sent_at = WireTime()
    recipients = fields.Integer()
    read = fields.Integer()


MessagePageSchema = page_of(MessageSchema)
NoticePageSchema = page_of(NoticeSchema)


def notice_views(notices: list[Notice]) -> list[Json]:
    """Return notices with their reach, in one query whatever their number."""
    reach = reach_of([notice.id for notice in notices])
    names = ("id", "title", "body", "sent_by_name", "sent_at")
    return [
        {name: getattr(notice, name) for name in names} | vars(reach[notice.id])
        for notice in notices
    ]
