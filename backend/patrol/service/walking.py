"""Being on duty: start, track, check-in, end; each may be sent twice, late and out of order."""

from datetime import datetime
from uuid import UUID

from backend.accounts import Authority, get_authority
from backend.kernel.actor import Actor
from backend.kernel.db import Json, lock_named, session
from backend.kernel.errors import Invalid
from backend.patrol import queries
from backend.patrol.errors import PatrolDiffers, PatrolEnded
from backend.patrol.models import CheckIn, Patrol, Round, TrackBatch
from backend.patrol.rules import batch_fault, overlaps
from backend.patrol.service.digests import digest_of
from backend.patrol.service.planning import grid_of_round, tell_phone
from backend.sync import record_change

DUTY = "duty"


def start_patrol(actor: Actor, patrol_id: UUID, start: Json, now: datetime) -> Patrol:
    """Go on duty; the same again changes nothing. Raises PatrolDiffers, or Invalid for a round
    that was never the walker's to walk.
    """
    digest = digest_of(start)
    lock_named(f"patrol:{patrol_id}")
    known = queries.find_patrol(patrol_id)
    if known is not None:
        if known.person_id != actor.person_id or known.start_digest != digest:
            raise PatrolDiffers
        return known
    planned = _round(actor, start["round_id"])
    patrol = Patrol(
        id=patrol_id,
        authority_id=actor.authority_id,
        grid_id=_grid(actor, planned),
        person_id=actor.person_id,
        round_id=start["round_id"],
        started_at=start["started_at"],
        received_at=now,
        start_digest=digest,
        ended_at=None,
        end_received_at=None,
        end_digest=None,
        batch_count=None,
        missed=None,
        note="",
        last_heard_at=now,
        last_lon=None,
        last_lat=None,
        last_fix_at=None,
        purged_at=None,
    )
    session().add(patrol)
    session().flush()  # batches and check-ins refer to it
    _tell_duty(patrol)
    return patrol


def _round(actor: Actor, round_id: UUID | None) -> Round | None:
    if round_id is None:
        return None
    found = queries.find_round(round_id)
    # A round taken back while the phone was offline was still walked.
    if found is None or found.authority_id not in _reach(actor):
        raise Invalid({"/round_id": ("round_unknown", "没有这个巡查轮次")})
    return found


def _reach(actor: Actor) -> frozenset[UUID]:
    own: Authority = get_authority(actor.authority_id)
    return actor.visible_authority_ids | ({own.parent_id} if own.parent_id else set())


def _grid(actor: Actor, planned: Round | None) -> UUID | None:
    if len(actor.grid_ids) == 1:
        return next(iter(actor.grid_ids))
    return grid_of_round(planned, actor) if planned is not None else None


def keep_track(actor: Actor, patrol_id: UUID, batch: Json, now: datetime) -> Patrol:
    """Keep one numbered piece of a track; the same again changes nothing, in whatever order they
    come. Raises NotFound, Invalid, PatrolDiffers, or PatrolEnded for one made after the end.
    """
    patrol = queries.lock_own_patrol(actor, patrol_id)
    digest = digest_of(batch)
    known = queries.find_batch(patrol_id, batch["n"])
    if known is not None:
        if known.digest != digest:
            raise PatrolDiffers(batch=batch["n"])
        return patrol
    if fault := batch_fault(batch["points"], batch["gaps"]):
        raise Invalid({fault.pointer: (fault.code, fault.text)})
    if patrol.batch_count is not None and batch["n"] > patrol.batch_count:
        raise PatrolEnded(batch=batch["n"])
    row = _batch_row(patrol, batch, digest, now)
    others = [(one.first_seq, one.last_seq) for one in queries.list_batches(patrol_id)]
    if overlaps(row.first_seq, row.last_seq, others):
        raise PatrolDiffers(batch=batch["n"])
    session().add(row)
    _note_last_fix(patrol, batch, now)
    _tell_duty(patrol)
    return patrol


def _batch_row(patrol: Patrol, batch: Json, digest: str, now: datetime) -> TrackBatch:
    numbers = [entry["seq"] for entry in (*batch["points"], *batch["gaps"])]
    return TrackBatch(
        patrol_id=patrol.id,
        n=batch["n"],
        authority_id=patrol.authority_id,
        first_seq=min(numbers),
        last_seq=max(numbers),
        points=[_plain(point) for point in batch["points"]],
        gaps=[_plain(gap) for gap in batch["gaps"]],
        received_at=now,
        digest=digest,
    )


def _plain(entry: Json) -> Json:
    return {
        key: value.isoformat() if isinstance(value, datetime) else value
        for key, value in entry.items()
    }


def _note_last_fix(patrol: Patrol, batch: Json, now: datetime) -> None:
    patrol.last_heard_at = now
    if not batch["points"]:
        return
    last = max(batch["points"], key=lambda point: point["seq"])
    if patrol.last_fix_at is None or last["at"] > patrol.last_fix_at:
        patrol.last_lon, patrol.last_lat = last["lon"], last["lat"]
        patrol.last_fix_at = last["at"]


def check_in(actor: Actor, check_in_id: UUID, told: Json, now: datetime) -> CheckIn:
    """Note that the walker was at a checkpoint; the same again changes nothing. Raises NotFound,
    Invalid or PatrolDiffers.
    """
    patrol = queries.lock_own_patrol(actor, told["patrol_id"])
    digest = digest_of(told)
    known = queries.find_check_in(check_in_id)
    if known is not None:
        if known.digest != digest or known.patrol_id != patrol.id:
            raise PatrolDiffers
        return known
    checkpoint = queries.find_checkpoint(told["checkpoint_id"])
    if checkpoint is None or checkpoint.authority_id not in _reach(actor):
        raise Invalid({"/checkpoint_id": ("checkpoint_unknown", "没有这个巡查点")})
    place = told["position"] or {"lon": None, "lat": None, "accuracy_m": None}
    row = CheckIn(
        id=check_in_id,
        authority_id=patrol.authority_id,
        patrol_id=patrol.id,
        checkpoint_id=checkpoint.id,
        method=told["method"],
        reason=told["reason"],
        note=told["note"],
        checked_at=told["checked_at"],
        received_at=now,
        digest=digest,
        **place,
    )
    session().add(row)
    patrol.last_heard_at = now
    return row


def end_patrol(actor: Actor, patrol_id: UUID, end: Json, now: datetime) -> Patrol:
    """Go off duty; the same again changes nothing, and nobody has to explain what was missed.
    Raises NotFound or PatrolDiffers.
    """
    patrol = queries.lock_own_patrol(actor, patrol_id)
    digest = digest_of(end)
    if patrol.end_digest is not None:
        if patrol.end_digest != digest:
            raise PatrolDiffers
        return patrol
    patrol.ended_at, patrol.end_received_at, patrol.end_digest = end["ended_at"], now, digest
    patrol.batch_count, patrol.note = end["batch_count"], end["note"]
    patrol.missed = [
        {**item, "checkpoint_id": str(item["checkpoint_id"])} for item in end["missed"]
    ]
    patrol.last_heard_at = now
    if patrol.round is not None:
        patrol.round.walked_at = end["ended_at"]
        session().flush()  # the phone reads the round as it is now
        tell_phone(patrol.round)
    _tell_duty(patrol)
    return patrol


def _tell_duty(patrol: Patrol) -> None:
    record_change(
        kind=DUTY,
        subject_id=patrol.id,
        authority_id=patrol.authority_id,
        grid_id=patrol.grid_id,
        person_id=patrol.person_id,
    )
