"""What a phone may do on a patrol, and what it pulls of the plan."""

from typing import Any
from uuid import UUID

from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.db import Json
from backend.kernel.operations import Operation, PulledKind
from backend.patrol import queries
from backend.patrol.schemas import planning, reading, walking
from backend.patrol.service import walking as service

WALK = "patrol.walk"


def _start(actor: Actor, patrol_id: UUID, payload: Json) -> Json:
    patrol = service.start_patrol(actor, patrol_id, payload, clock.now())
    return {"id": str(patrol.id)}


def _track(actor: Actor, patrol_id: UUID, payload: Json) -> Json:
    service.keep_track(actor, patrol_id, payload, clock.now())
    return {"id": str(patrol_id), "n": payload["n"]}


def _check_in(actor: Actor, check_in_id: UUID, payload: Json) -> Json:
    row = service.check_in(actor, check_in_id, payload, clock.now())
    return {"id": str(row.id), "checkpoint_id": str(row.checkpoint_id)}


def _end(actor: Actor, patrol_id: UUID, payload: Json) -> Json:
    service.end_patrol(actor, patrol_id, payload, clock.now())
    return {"id": str(patrol_id)}


def _load_rounds(actor: Actor, ids: list[UUID]) -> dict[UUID, Any]:
    schema = planning.RoundSchema()
    return {row.id: schema.dump(row) for row in queries.list_rounds_by_id(actor, ids)}


def _load_duty(actor: Actor, ids: list[UUID]) -> dict[UUID, Any]:
    schema = reading.DutySchema()
    return {row.id: schema.dump(row) for row in queries.list_on_duty(actor, ids, clock.now())}


OPERATIONS = {
    "patrol.start": Operation(WALK, walking.StartSchema, _start),
    "patrol.track": Operation(WALK, walking.TrackSchema, _track),
    "patrol.check_in": Operation(WALK, walking.CheckInPayloadSchema, _check_in),
    "patrol.end": Operation(WALK, walking.EndSchema, _end),
}
PULLED_KINDS = {
    "patrol_round": PulledKind(WALK, _load_rounds),
    "duty": PulledKind(WALK, _load_duty),
}
