"""Wire shapes of patrols as they are read."""

from datetime import datetime

from marshmallow import fields

from backend.accounts import GridNameSchema, PersonNameSchema
from backend.kernel.db import Json
from backend.kernel.http import PageQuery, page_of
from backend.kernel.schema import WireSchema, WireTime, shape
from backend.patrol.models import Patrol, TrackBatch
from backend.patrol.rules import missed_stops, missing_batches
from backend.patrol.schemas.planning import RoundNameSchema
from backend.patrol.schemas.walking import MissedSchema, TrackGapSchema, TrackPointSchema

TIMES = ("at", "began_at", "ended_at")


class CheckInSchema(WireSchema):
    """A check-in."""

    id = fields.UUID()
    checkpoint_id = fields.UUID()
    method = fields.String()
    reason = fields.String(allow_none=True)
    note = fields.String()
    checked_at = WireTime()
    lon = fields.Float(allow_none=True)
    lat = fields.Float(allow_none=True)
    accuracy_m = fields.Float(allow_none=True)


class PatrolSchema(WireSchema):
    """A patrol without its track."""

    id = fields.UUID()
    person = fields.Nested(PersonNameSchema)
    grid = fields.Nested(GridNameSchema, allow_none=True)
    round = fields.Nested(RoundNameSchema, allow_none=True)
    started_at = WireTime()
    ended_at = WireTime(allow_none=True)
    note = fields.String()
    check_ins = fields.List(fields.Nested(CheckInSchema))
    missed = fields.List(fields.Nested(MissedSchema))
    purged_at = WireTime(allow_none=True)


class PatrolQuery(PageQuery):
    """Filters of the list of patrols."""

    person_id = fields.UUID(load_default=None)
    round_id = fields.UUID(load_default=None)
    started_from = WireTime(load_default=None)
    on_duty = fields.Boolean(load_default=None)


class LastFixSchema(WireSchema):
    """Where somebody on duty was last."""

    lon = fields.Float(attribute="last_lon")
    lat = fields.Float(attribute="last_lat")
    at = WireTime(attribute="last_fix_at")


class DutySchema(WireSchema):
    """Somebody on duty, as colleagues see him."""

    id = fields.UUID()
    person = fields.Nested(PersonNameSchema)
    grid = fields.Nested(GridNameSchema, allow_none=True)
    started_at = WireTime()
    last = fields.Function(
        lambda row: None if row.last_fix_at is None else shape(LastFixSchema).dump(row),
        metadata={"type": ["object", "null"]},
    )


class TrackViewSchema(WireSchema):
    """A track in the phone's order: points and gaps, and which pieces are not here."""

    points = fields.List(fields.Nested(TrackPointSchema))
    gaps = fields.List(fields.Nested(TrackGapSchema))
    missing_batches = fields.List(fields.Integer())
    purged_at = WireTime(allow_none=True)


def patrol_view(patrol: Patrol) -> Json:
    """Return a patrol with what it missed of its round; while it goes on nothing is missed."""
    names = ("id", "person", "grid", "round", "started_at", "ended_at", "note", "purged_at")
    planned = [stop.checkpoint_id for stop in patrol.round.stops] if patrol.round else []
    visited = [one.checkpoint_id for one in patrol.check_ins]
    missed = missed_stops(planned, visited, patrol.missed or []) if patrol.ended_at else []
    shown = {name: getattr(patrol, name) for name in names}
    return shown | {"check_ins": patrol.check_ins, "missed": missed}


def track_view(patrol: Patrol, batches: list[TrackBatch]) -> Json:
    """Return the entries of a track in the phone's order."""
    entries = {
        kind: sorted(
            (_read(entry) for batch in batches for entry in getattr(batch, kind) or []),
            key=lambda entry: int(entry["seq"]),
        )
        for kind in ("points", "gaps")
    }
    missing = missing_batches([batch.n for batch in batches], patrol.batch_count)
    return {**entries, "missing_batches": missing, "purged_at": patrol.purged_at}


def _read(entry: Json) -> Json:
    times = {name: datetime.fromisoformat(entry[name]) for name in TIMES if name in entry}
    return entry | times


PatrolPageSchema = page_of(PatrolSchema)
