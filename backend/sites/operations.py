"""What a phone may do with sites, and what it pulls of them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from backend.edits import edit_of
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.db import Json
from backend.kernel.operations import Operation, PulledKind
from backend.sites import queries, schemas, service
from backend.sites.models import Site


def _edit(actor: Actor, site_id: UUID, payload: Json) -> Json:
    return _dump([service.edit_notes(actor, site_id, edit_of(payload), clock.now())])[site_id]


def _settle(actor: Actor, site_id: UUID, payload: Json) -> Json:
    return _dump([service.settle_notes(actor, site_id, now=clock.now(), **payload)])[site_id]


def _load(actor: Actor, ids: list[UUID]) -> Mapping[UUID, Any]:
    return _dump(queries.list_by_id(actor, ids))


def _dump(sites: list[Site]) -> dict[UUID, Json]:
    schema = schemas.SiteSchema()
    return {view["id"]: schema.dump(view) for view in schemas.site_views(sites)}


OPERATIONS = {
    "site.edit": Operation("site.edit", schemas.SiteEditSchema, _edit),
    "site.settle": Operation("site.edit", schemas.SiteResolutionSchema, _settle),
}
PULLED_KINDS = {"site": PulledKind("site.read", _load)}
