"""Reads of sites."""

from uuid import UUID

from sqlalchemy import select

from backend.accounts import within
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, fetch_page
from backend.sites.models import Site


def list_sites(actor: Actor, q: str | None, cursor: str | None, limit: int) -> Page[Site]:
    """Return sites in scope by name, those whose name contains `q`."""
    query = select(Site).where(within(actor, Site.authority_id))
    if q:
        query = query.where(Site.name.contains(q, autoescape=True))
    return fetch_page(query, Site.name, Site.id, cursor=cursor, limit=limit, descending=False)


def get_site(actor: Actor, site_id: UUID) -> Site:
    """Return a site in scope; raises NotFound."""
    query = select(Site).where(within(actor, Site.authority_id), Site.id == site_id)
    site = session().scalars(query).one_or_none()
    if site is None:
        raise NotFound
    return site
