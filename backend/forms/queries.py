"""Reads of answers to forms; the scope comes first."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from backend.accounts import within
from backend.forms.models import FormAnswer
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, fetch_page


def _visible(actor: Actor) -> ColumnElement[bool]:
    scope = within(actor, FormAnswer.authority_id)
    if not actor.sees_only_own:
        return scope
    own = or_(FormAnswer.answered_by_id == actor.person_id, FormAnswer.grid_id.in_(actor.grid_ids))
    return and_(scope, own)


def list_answers(
    actor: Actor, form_key: str | None, subject_id: UUID | None, cursor: str | None, limit: int
) -> Page[FormAnswer]:
    """Return answers in scope, last received first."""
    query = select(FormAnswer).where(_visible(actor))
    if form_key:
        query = query.where(FormAnswer.form_key == form_key)
    if subject_id:
        query = query.where(FormAnswer.subject_id == subject_id)
    return fetch_page(query, FormAnswer.received_at, FormAnswer.id, cursor=cursor, limit=limit)


def get_answer(actor: Actor, answer_id: UUID) -> FormAnswer:
    """Return an answer in scope; raises NotFound."""
    query = select(FormAnswer).where(_visible(actor), FormAnswer.id == answer_id)
    answer = session().scalars(query).one_or_none()
    if answer is None:
        raise NotFound
    return answer


def find_answer(answer_id: UUID) -> FormAnswer | None:
    """Return an answer whatever its scope."""
    return session().get(FormAnswer, answer_id)


def list_by_id(actor: Actor, ids: list[UUID]) -> list[FormAnswer]:
    """Return those of the answers that are in scope."""
    query = select(FormAnswer).where(_visible(actor), FormAnswer.id.in_(ids))
    return list(session().scalars(query))
