"""What happens to site files: the register writes them, people in the field correct their notes."""

from datetime import datetime
from uuid import UUID

from backend.accounts import find_grid, list_all_grids_of
from backend.edits import OfflineEdit, Subject, resolve_conflict, submit_edit
from backend.kernel.actor import Actor
from backend.kernel.cells import Cells
from backend.kernel.db import Json, lock_named, session
from backend.kernel.errors import Forbidden, NotFound, StaleRevision
from backend.sites import queries
from backend.sites.models import Site
from backend.sites.rules import EMPTY_NOTES
from backend.sync import Changed, record_changes

KIND = "site"


def put_site(
    actor: Actor, site_id: UUID, entry: Json, expected_revision: int | None
) -> tuple[Site, bool]:
    """Enter a site into the register or renew its entry, and return it and whether it is new; the
    same entry again changes nothing.

    Raises NotFound for an authority out of scope, StaleRevision.
    """
    lock_named(f"site:{site_id}")
    if entry["authority_id"] not in actor.visible_authority_ids:
        raise NotFound
    known = queries.find_site(site_id)
    if known is None:
        site = Site(id=site_id, revision=1, **_columns(entry))
        session().add(site)
        announce_site(site, None)
        return site, True
    site = queries.get_site(actor, site_id, lock=True)
    columns = _columns(entry)
    if all(getattr(site, name) == value for name, value in columns.items()):
        return site, False
    if expected_revision != site.revision:
        raise StaleRevision(revision=site.revision)
    left = site.grid_id
    for name, value in columns.items():
        setattr(site, name, value)
    site.revision += 1
    announce_site(site, left)
    return site, False


def _columns(entry: Json) -> Json:
    position = entry["position"] or {"lon": None, "lat": None}
    columns = {name: value for name, value in entry.items() if name != "position"}
    grid_id = grid_of(entry["authority_id"], position["lon"], position["lat"])
    return columns | position | {"grid_id": grid_id}


def grid_of(authority_id: UUID, lon: float | None, lat: float | None) -> UUID | None:
    """Return the cell of the authority's grid that covers the place."""
    if lon is None or lat is None:
        return None
    grids = list_all_grids_of(frozenset({authority_id}))
    return Cells({grid.id: grid.polygon for grid in grids}).containing(lon, lat)


def announce_site(site: Site, left_grid_id: UUID | None) -> None:
    """Tell the phones of the site's grid, and those of the grid it left, which get a tombstone."""
    grids = dict.fromkeys((site.grid_id, left_grid_id or site.grid_id))
    session().flush()  # its grid may be new
    record_changes(
        [Changed(KIND, site.id, _authority_of(site, grid_id), grid_id, None) for grid_id in grids]
    )


def _authority_of(site: Site, grid_id: UUID | None) -> UUID:
    grid = find_grid(grid_id) if grid_id else None
    return grid.authority_id if grid else site.authority_id


def edit_notes(actor: Actor, site_id: UUID, edit: OfflineEdit, now: datetime) -> Site:
    """Take in a correction of a site's notes made in the field, perhaps long ago, and return the
    site; a correction that stands on an older version waits for a person.
    """
    site = queries.get_site(actor, site_id, lock=True)
    submit_edit(actor, _subject(site, now), edit, now)
    _changed(site)
    return site


def settle_notes(
    actor: Actor,
    site_id: UUID,
    branch_id: UUID,
    *,
    against_version: int,
    choices: dict[str, str],
    now: datetime,
) -> Site:
    """Settle a conflict of a site's notes as a person chose and return the site."""
    site = queries.get_site(actor, site_id, lock=True)
    if not actor.may("site.edit"):
        raise Forbidden(permission="site.edit")
    resolve_conflict(
        actor,
        _subject(site, now),
        branch_id,
        against_version=against_version,
        choices=choices,
        now=now,
    )
    _changed(site)
    return site


def _subject(site: Site, now: datetime) -> Subject:
    return Subject(KIND, site.id, site.authority_id, dict(EMPTY_NOTES), "", now)


def _changed(site: Site) -> None:
    site.revision += 1
    announce_site(site, None)
