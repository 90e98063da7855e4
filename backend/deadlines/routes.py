"""URLs of deadlines."""

from typing import Any
from uuid import UUID

from backend.deadlines import queries, schemas
from backend.deadlines.service import calendar, watching
from backend.kernel import clock
from backend.kernel.auth import current_actor, requires
from backend.kernel.clock import bureau_date
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.http import page_answer
from backend.kernel.idempotency import command

blueprint = make_blueprint("deadlines", "Statutory terms 法定期限")


@blueprint.get("/deadlines")
@requires("deadline.read")
@blueprint.arguments(schemas.DeadlineQuery, location="query")
@blueprint.response(200, schemas.DeadlinePageSchema)
def list_deadlines(query: dict[str, Any]) -> Any:
    """List terms in scope, soonest first 期限清单."""
    return page_answer(queries.list_deadlines(current_actor(), **query))


@blueprint.get("/deadline-notices")
@requires("deadline.read")
@blueprint.arguments(schemas.DeadlineNoticeQuery, location="query")
@blueprint.response(200, schemas.DeadlineNoticePageSchema)
def list_deadline_notices(query: dict[str, Any]) -> Any:
    """List warnings and escalations to the caller's offices 期限提醒."""
    return page_answer(queries.list_notices(current_actor(), **query))


@blueprint.post("/deadline-notices/<uuid:notice_id>/actions/acknowledge")
@requires("deadline.read")
@command
@blueprint.response(200, schemas.DeadlineNoticeSchema)
def acknowledge_notice(notice_id: UUID) -> Any:
    """Note that a warning was read 已阅."""
    return watching.acknowledge_notice(current_actor(), notice_id, clock.now())


@blueprint.get("/work-calendar")
@requires("deadline.read")
@blueprint.arguments(schemas.CalendarQuery, location="query")
@blueprint.response(200, schemas.CalendarYearSchema)
def show_calendar(query: dict[str, Any]) -> Any:
    """Show a year of the working calendar 工作日历."""
    year = query["year"] or bureau_date(clock.now()).year
    return schemas.calendar_view(current_actor(), year)


@blueprint.put("/work-calendar")
@requires("calendar.manage")
@blueprint.arguments(schemas.CalendarNoticeRequestSchema)
@blueprint.response(200, schemas.CalendarNoticeSchema)
def import_calendar(notice: dict[str, Any]) -> Any:
    """Take in the notice of holidays for a year and count the running terms anew 导入放假安排."""
    actor = current_actor()
    return schemas.notice_view(actor, calendar.import_notice(actor, notice))


@blueprint.post("/work-calendar/preview")
@requires("calendar.manage")
@command
@blueprint.arguments(schemas.CalendarNoticeRequestSchema)
@blueprint.response(200, schemas.CalendarNoticeSchema)
def preview_calendar(notice: dict[str, Any]) -> Any:
    """Show which running terms a notice would move, and change nothing 预览放假安排."""
    actor = current_actor()
    return calendar.preview_notice(actor, notice, lambda row: schemas.notice_preview(actor, row))
