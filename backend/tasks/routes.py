"""URLs of recheck tasks."""

from typing import Any
from uuid import UUID

from backend.kernel import clock
from backend.kernel.auth import current_actor, requires
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.http import expected_revision, page_answer, with_revision
from backend.kernel.idempotency import command
from backend.kernel.paging import Page
from backend.tasks import queries, schemas, service
from backend.tasks.models import Task
from backend.tasks.queries import TaskFilter
from backend.workflow import ActionListSchema, list_actions, load_form

blueprint = make_blueprint("tasks", "Recheck tasks 复查任务")


def _view(task: Task) -> Any:
    return with_revision(schemas.task_views([task])[0])


@blueprint.put("/recheck-tasks/<uuid:task_id>")
@requires("task.give")
@blueprint.arguments(schemas.OrderSchema)
@blueprint.response(200, schemas.TaskSchema)
@blueprint.alt_response(201, schema=schemas.TaskSchema)
def give_task(order: dict[str, Any], task_id: UUID) -> Any:
    """Ask a grid worker to look at an incident again 下达复查任务."""
    task, is_new = service.recheck_incident(current_actor(), task_id, order, clock.now())
    return (_view(task), 201) if is_new else _view(task)


@blueprint.get("/recheck-tasks")
@requires("task.read")
@blueprint.arguments(schemas.TaskQuery, location="query")
@blueprint.response(200, schemas.TaskPageSchema)
def list_tasks(query: dict[str, Any]) -> Any:
    """List recheck tasks in scope 复查任务列表."""
    cursor, limit = query.pop("cursor"), query.pop("limit")
    page = queries.list_tasks(current_actor(), TaskFilter(**query), cursor, limit)
    return page_answer(Page(schemas.task_views(page.items), page.next_cursor))


@blueprint.get("/recheck-tasks/<uuid:task_id>")
@requires("task.read")
@blueprint.response(200, schemas.TaskSchema)
def show_task(task_id: UUID) -> Any:
    """Show a recheck task 复查任务详情."""
    return _view(queries.get_task(current_actor(), task_id))


@blueprint.get("/recheck-tasks/<uuid:task_id>/actions")
@requires("task.read")
@blueprint.response(200, ActionListSchema)
def list_task_actions(task_id: UUID) -> Any:
    """List what can be done with a recheck task, and why not 复查任务可办事项."""
    actor = current_actor()
    task = queries.get_task(actor, task_id)
    return {"items": list_actions(service.WORKFLOW, task, actor, clock.now())}


@blueprint.post("/recheck-tasks/<uuid:task_id>/actions/<name>")
@requires("task.read")
@command
@blueprint.response(200, schemas.TaskSchema)
def act_on_task(task_id: UUID, name: str) -> Any:
    """Take a step on a recheck task 办理复查任务."""
    task = service.perform_action(
        current_actor(),
        task_id,
        name,
        expected_revision=expected_revision(),
        load_form=load_form,
        now=clock.now(),
    )
    return _view(task)
