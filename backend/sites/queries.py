"""Reads of sites; the scope comes first."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from backend.accounts import within
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, fetch_page
from backend.sites.models import Site


@dataclass(frozen=True)
class SiteFilter:
    """What a list is narrowed to; None means everything."""

    q: str | None = None
    grid_id: UUID | None = None
    has_conflict: bool = False


def _visible(actor: Actor) -> ColumnElement[bool]:
    scope = within(actor, Site.authority_id)
    if not actor.sees_only_own:
        return scope
    return and_(scope, Site.grid_id.in_(actor.grid_ids))


def list_sites(
    actor: Actor,
    wanted: SiteFilter,
    cursor: str | None,
    limit: int,
    in_conflict: list[UUID] | None = None,
) -> Page[Site]:
    """Return sites in scope by name, those whose name or code contains `q`."""
    query = select(Site).where(_visible(actor))
    if wanted.q:
        query = query.where(
            or_(
                Site.name.contains(wanted.q, autoescape=True),
                Site.credit_code.contains(wanted.q.upper(), autoescape=True),
            )
        )
    if wanted.grid_id:
        query = query.where(Site.grid_id == wanted.grid_id)
    if in_conflict is not None:
        query = query.where(Site.id.in_(in_conflict))
    return fetch_page(query, Site.name, Site.id, cursor=cursor, limit=limit, descending=False)


def get_site(actor: Actor, site_id: UUID, *, lock: bool = False) -> Site:
    """Return a site in scope, locked when asked; raises NotFound."""
    query = select(Site).where(_visible(actor), Site.id == site_id)
    site = session().scalars(query.with_for_update(of=Site) if lock else query).one_or_none()
    if site is None:
        raise NotFound
    return site


def find_site(site_id: UUID) -> Site | None:
    """Return a site whatever its scope."""
    return session().get(Site, site_id)


def list_by_id(actor: Actor, ids: list[UUID]) -> list[Site]:
    """Return those of the sites that are in scope."""
    return list(session().scalars(select(Site).where(_visible(actor), Site.id.in_(ids))))
