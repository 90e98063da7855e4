"""URLs of messages and notices."""

from typing import Any
from uuid import UUID

from backend.kernel import clock
from backend.kernel.auth import current_actor, requires, signed_in
from backend.kernel.http import PageQuery, page_answer
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.paging import Page
from backend.messages import queries, schemas, service

blueprint = make_blueprint("messages", "Messages and notices 消息与通知")


@blueprint.get("/messages")
@signed_in
@blueprint.arguments(schemas.MessageQuery, location="query")
@blueprint.response(200, schemas.MessagePageSchema)
def list_messages(query: dict[str, Any]) -> Any:
    """List the caller's own messages 我的消息."""
    return page_answer(queries.list_messages(current_actor(), **query))


@blueprint.put("/notices/<uuid:notice_id>")
@requires("notice.send")
@blueprint.arguments(schemas.NoticeContentSchema)
@blueprint.response(200, schemas.NoticeSchema)
@blueprint.alt_response(201, schema=schemas.NoticeSchema)
def send_notice(content: dict[str, Any], notice_id: UUID) -> Any:
    """Send a notice to grid workers; the same again changes nothing 发通知."""
    notice, is_new = service.send_notice(current_actor(), notice_id, content, clock.now())
    view = schemas.notice_views([notice])[0]
    return (view, 201) if is_new else view


@blueprint.get("/notices")
@requires("notice.read")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.NoticePageSchema)
def list_notices(query: dict[str, Any]) -> Any:
    """List notices in scope with how many have read them 通知列表."""
    page = queries.list_notices(current_actor(), **query)
    return page_answer(Page(schemas.notice_views(page.items), page.next_cursor))


@blueprint.get("/notices/<uuid:notice_id>")
@requires("notice.read")
@blueprint.response(200, schemas.NoticeSchema)
def show_notice(notice_id: UUID) -> Any:
    """Show a notice 通知详情."""
    return schemas.notice_views([queries.get_notice(current_actor(), notice_id)])[0]
