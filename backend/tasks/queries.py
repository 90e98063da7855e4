"""Reads of tasks; the scope comes first, and whoever only does tasks sees his own."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select

from backend.accounts import within
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, fetch_page
from backend.tasks.models import Task


@dataclass(frozen=True)
class TaskFilter:
    """What a list is narrowed to; None means everything."""

    state: str | None = None
    subject_id: UUID | None = None
    person_id: UUID | None = None


def _visible(actor: Actor) -> ColumnElement[bool]:
    scope = within(actor, Task.authority_id)
    if actor.sees_only_own:
        return and_(scope, Task.assignee_id == actor.person_id)
    return scope


def get_task(actor: Actor, task_id: UUID, *, lock: bool = False) -> Task:
    """Return a task in scope, locked when asked; raises NotFound."""
    query = select(Task).where(_visible(actor), Task.id == task_id)
    task = session().scalars(query.with_for_update(of=Task) if lock else query).one_or_none()
    if task is None:
        raise NotFound
    return task


def find_task(task_id: UUID) -> Task | None:
    """Return a task whatever its scope."""
    return session().get(Task, task_id)


def list_tasks(actor: Actor, wanted: TaskFilter, cursor: str | None, limit: int) -> Page[Task]:
    """Return tasks in scope, last given first."""
    query = select(Task).where(_visible(actor))
    if wanted.state:
        query = query.where(Task.state == wanted.state)
    if wanted.subject_id:
        query = query.where(Task.subject_id == wanted.subject_id)
    if wanted.person_id:
        query = query.where(Task.assignee_id == wanted.person_id)
    return fetch_page(query, Task.given_at, Task.id, cursor=cursor, limit=limit)


def list_own_by_id(actor: Actor, ids: Collection[UUID]) -> list[Task]:
    """Return those of the tasks that were given to the actor."""
    query = select(Task).where(_visible(actor), Task.id.in_(ids))
    return list(session().scalars(query.where(Task.assignee_id == actor.person_id)))
