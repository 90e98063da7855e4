"""Putting up base maps and withdrawing them."""

import hashlib
from datetime import datetime
from io import SEEK_END
from typing import BinaryIO
from uuid import UUID

from backend.basemaps import queries
from backend.basemaps.errors import BasemapChanged, BasemapDiffers, BasemapEnded
from backend.basemaps.models import Basemap
from backend.basemaps.rules import read_archive
from backend.kernel.actor import Actor
from backend.kernel.db import Json, lock_named, session
from backend.kernel.errors import NotFound, TooLarge
from backend.kernel.storage import ObjectStore

BLOCK_BYTES = 1024 * 1024
REPLACED = "由新底图替换"


def put_basemap(
    actor: Actor,
    basemap_id: UUID,
    wanted: Json,
    archive: BinaryIO,
    max_bytes: int,
    store: ObjectStore,
    now: datetime,
) -> tuple[Basemap, bool]:
    """Put a base map in force in place of the one that is named; return it and whether it is new.

    Raises TooLarge, NotFound for an authority out of scope, an ArchiveRefused, BasemapDiffers or
    BasemapChanged.
    """
    size = archive.seek(0, SEEK_END)
    if size > max_bytes:
        raise TooLarge(limit_bytes=max_bytes)
    facts = dict(wanted)
    replaces_id = facts.pop("replaces_id")
    authority_id = facts["authority_id"] = facts["authority_id"] or actor.authority_id
    if authority_id not in actor.visible_authority_ids:
        raise NotFound
    facts |= vars(read_archive(archive, size)) | {"size": size, "sha256": _digest(archive)}
    lock_named(f"basemap:{authority_id}")
    known = queries.find_basemap(basemap_id)
    if known is not None:
        if any(getattr(known, name) != value for name, value in facts.items()):
            raise BasemapDiffers
        return known, False
    _end_the_one_before(authority_id, replaces_id, actor, now)
    made = Basemap(
        id=basemap_id,
        state="in_force",
        put_by_id=actor.person_id,
        put_by_name=actor.signing_name,
        put_at=now,
        **facts,
    )
    archive.seek(0)
    store.put_if_absent(made.store_key, archive, size)
    session().add(made)
    return made, True


def _digest(archive: BinaryIO) -> str:
    archive.seek(0)
    seen = hashlib.sha256()
    while block := archive.read(BLOCK_BYTES):
        seen.update(block)
    return seen.hexdigest()


def _end_the_one_before(
    authority_id: UUID, replaces_id: UUID | None, actor: Actor, now: datetime
) -> None:
    before = queries.find_in_force(authority_id)
    in_force_id = before.id if before else None
    if in_force_id != replaces_id:
        raise BasemapChanged(in_force_id=in_force_id and str(in_force_id))
    if before is not None:
        _end(before, "replaced", REPLACED, actor, now)
        session().flush()  # the table lets only one be in force


def withdraw_basemap(actor: Actor, basemap_id: UUID, reason: str, now: datetime) -> Basemap:
    """Withdraw a base map, also one that was replaced: nobody gets its bytes from now on.

    Raises NotFound or BasemapEnded.
    """
    found = queries.get_basemap(actor, basemap_id)
    if found.authority_id not in actor.visible_authority_ids:
        raise NotFound
    lock_named(f"basemap:{found.authority_id}")
    session().refresh(found)
    if found.state == "withdrawn":
        raise BasemapEnded(state=found.state)
    _end(found, "withdrawn", reason, actor, now)
    return found


def _end(basemap: Basemap, state: str, reason: str, actor: Actor, now: datetime) -> None:
    basemap.state, basemap.end_reason, basemap.ended_at = state, reason, now
    basemap.ended_by_id, basemap.ended_by_name = actor.person_id, actor.signing_name


def get_served(actor: Actor, basemap_id: UUID) -> Basemap:
    """Return a base map whose bytes may be had: in force, or replaced, so that a download that was
    begun can be ended. Raises NotFound or BasemapEnded.
    """
    found = queries.get_basemap(actor, basemap_id)
    if found.state == "withdrawn":
        raise BasemapEnded(state=found.state)
    return found
