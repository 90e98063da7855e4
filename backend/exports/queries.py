"""Reads of exports; the scope comes first."""

from uuid import UUID

from sqlalchemy import select

from backend.accounts import within
from backend.exports.models import Export
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, fetch_page

MOST_SHOWN = 200


def get_export(actor: Actor, export_id: UUID) -> Export:
    """Return an export in scope; raises NotFound."""
    query = select(Export).where(within(actor, Export.authority_id), Export.id == export_id)
    export = session().scalars(query).one_or_none()
    if export is None:
        raise NotFound
    return export


def list_exports(actor: Actor, cursor: str | None, limit: int) -> Page[Export]:
    """Return exports in scope, newest first."""
    query = select(Export).where(within(actor, Export.authority_id))
    return fetch_page(query, Export.created_at, Export.id, cursor=cursor, limit=limit)


def lock_export(export_id: UUID) -> Export:
    """Return an export whatever its scope, locked until the transaction ends; raises NotFound."""
    export = session().get(Export, export_id, with_for_update=True, populate_existing=True)
    if export is None:
        raise NotFound
    return export


def list_shown_tree_sizes(authority_id: UUID) -> list[int]:
    """Return the log's sizes in an authority's latest packages: whoever got one has seen them."""
    query = (
        select(Export.tree_size)
        .where(Export.authority_id == authority_id, Export.tree_size.is_not(None))
        .order_by(Export.created_at.desc())
        .limit(MOST_SHOWN)
    )
    return [size for size in session().scalars(query) if size is not None]
