"""Planning rounds: checkpoints, and who walks them when."""

import secrets
from datetime import datetime
from uuid import UUID

from backend.accounts import Person, find_grid, list_active_with_role, list_all_grids_of
from backend.kernel.actor import Actor
from backend.kernel.db import Json, lock_named, session
from backend.kernel.errors import Invalid, StaleRevision
from backend.messages import Telling, tell
from backend.patrol import queries
from backend.patrol.errors import RoundDiffers, RoundWithdrawn
from backend.patrol.models import Checkpoint, Round, RoundStop
from backend.patrol.service.digests import digest_of
from backend.sites import get_site
from backend.sync import record_change

KIND = "patrol_round"
WALKER = "grid_worker"
CODE_PREFIX = "XZCP-"


def make_checkpoint(
    actor: Actor, checkpoint_id: UUID, content: Json, now: datetime
) -> tuple[Checkpoint, bool]:
    """Make a checkpoint and the text of its QR code, and return it and whether it is new; raises
    RoundDiffers, NotFound for a site out of scope or Invalid.
    """
    digest = digest_of(content)
    lock_named(f"checkpoint:{checkpoint_id}")
    known = queries.find_checkpoint(checkpoint_id)
    if known is not None:
        if known.digest != digest or known.authority_id not in actor.visible_authority_ids:
            raise RoundDiffers
        return known, False
    if content["site_id"] is not None:
        get_site(actor, content["site_id"])
    checkpoint = Checkpoint(
        id=checkpoint_id,
        authority_id=actor.authority_id,
        grid_id=_grid_in_scope(actor, content["grid_id"]),
        site_id=content["site_id"],
        name=content["name"],
        lon=content["lon"],
        lat=content["lat"],
        code=CODE_PREFIX + secrets.token_hex(8).upper(),
        created_at=now,
        retired_at=None,
        digest=digest,
    )
    session().add(checkpoint)
    return checkpoint, True


def _grid_in_scope(actor: Actor, grid_id: UUID | None) -> UUID | None:
    if grid_id is None:
        return None
    grid = find_grid(grid_id)
    if grid is None or grid.authority_id not in actor.visible_authority_ids:
        raise Invalid({"/grid_id": ("grid_unknown", "网格不在本辖区")})
    return grid_id


def make_round(actor: Actor, round_id: UUID, content: Json, now: datetime) -> tuple[Round, bool]:
    """Plan a round for one grid worker and tell him, and return it and whether it is new; raises
    RoundDiffers or Invalid.
    """
    digest = digest_of(content)
    lock_named(f"round:{round_id}")
    known = queries.find_round(round_id)
    if known is not None:
        if known.digest != digest or known.authority_id not in actor.visible_authority_ids:
            raise RoundDiffers
        return known, False
    walker = _walker(actor, content["assignee_id"])
    made = Round(
        id=round_id,
        authority_id=walker.authority_id,
        revision=1,
        name=content["name"],
        note=content["note"],
        assignee_id=walker.id,
        starts_on=content["starts_on"],
        ends_on=content["ends_on"],
        created_by_id=actor.person_id,
        created_at=now,
        withdrawn_at=None,
        walked_at=None,
        digest=digest,
    )
    session().add(made)
    session().flush()  # its stops refer to it
    _add_stops(actor, made, content["checkpoint_ids"])
    _announce(made, now, "round_given")
    return made, True


def _walker(actor: Actor, person_id: UUID) -> Person:
    for person in list_active_with_role(actor, WALKER):
        if person.id == person_id:
            return person
    raise Invalid({"/assignee_id": ("walker_unknown", "须为本辖区在岗的网格员")})


def _add_stops(actor: Actor, made: Round, ids: list[UUID]) -> None:
    known = queries.get_checkpoints(actor, ids)
    for position, checkpoint_id in enumerate(ids):
        if checkpoint_id not in known or ids.index(checkpoint_id) != position:
            pointer = f"/checkpoint_ids/{position}"
            raise Invalid({pointer: ("checkpoint_unknown", "巡查点不在本辖区，或重复列出")})
        session().add(
            RoundStop(
                round_id=made.id,
                seq=position + 1,
                checkpoint_id=checkpoint_id,
                authority_id=made.authority_id,
            )
        )
    session().flush()  # the stops are read back in order
    session().refresh(made)


def give_round_to(
    actor: Actor, round_id: UUID, person_id: UUID, *, expected_revision: int, now: datetime
) -> Round:
    """Give a round to another grid worker and tell both; raises NotFound, StaleRevision,
    RoundWithdrawn or Invalid.
    """
    found = _open_round(actor, round_id, expected_revision)
    walker = _walker(actor, person_id)
    if walker.id == found.assignee_id:
        return found
    _announce(found, now, "round_withdrawn")
    found.assignee_id, found.revision = walker.id, found.revision + 1
    session().flush()  # the feed names the new walker
    session().refresh(found)
    _announce(found, now, "round_given")
    return found


def withdraw_round(actor: Actor, round_id: UUID, *, expected_revision: int, now: datetime) -> Round:
    """Take a round back and tell its walker; patrols walked on it stay. Raises NotFound,
    StaleRevision or RoundWithdrawn.
    """
    found = _open_round(actor, round_id, expected_revision)
    found.withdrawn_at, found.revision = now, found.revision + 1
    _announce(found, now, "round_withdrawn")
    return found


def _open_round(actor: Actor, round_id: UUID, expected_revision: int) -> Round:
    found = queries.get_round(actor, round_id, lock=True)
    if found.revision != expected_revision:
        raise StaleRevision(current_revision=found.revision)
    if found.withdrawn_at is not None:
        raise RoundWithdrawn
    return found


def _announce(found: Round, now: datetime, kind: str) -> None:
    tell_phone(found)
    facts = {"name": found.name, "ends_on": found.ends_on.isoformat()}
    tell(Telling(found.authority_id, found.assignee_id, kind, KIND, found.id, facts), now)


def tell_phone(found: Round) -> None:
    """Tell its walker's phone that a round is new or changed."""
    record_change(
        kind=KIND,
        subject_id=found.id,
        authority_id=found.authority_id,
        grid_id=None,
        person_id=found.assignee_id,
    )


def grid_of_round(found: Round, actor: Actor) -> UUID | None:
    """Return the grid its checkpoints lie in, when it is one only and in the actor's reach."""
    grids = {stop.checkpoint.grid_id for stop in found.stops} - {None}
    known = {grid.id for grid in list_all_grids_of(actor.visible_authority_ids)}
    return grids.pop() if len(grids) == 1 and grids <= known else None
