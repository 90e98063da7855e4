"""Rounds and walks for tests."""

from typing import Any
from uuid import UUID, uuid4

from backend.kernel.ids import new_id
from tests.people import SignedIn
from tests.phones import Phone

AT = "2026-11-22T01:00:00.000Z"
LATER = "2026-11-22T05:00:00.000Z"
PLACES = ((118.10, 24.46), (118.11, 24.46))


def make_checkpoint(planner: SignedIn, name: str, lon: float, lat: float) -> dict[str, Any]:
    """Make a checkpoint."""
    content = {"name": name, "lon": lon, "lat": lat}
    made = planner.put(f"/checkpoints/{new_id()}", content)
    assert made.status_code == 201, made.text
    return dict(made.json)


def plan_round(planner: SignedIn, walker_id: UUID, **changes: Any) -> dict[str, Any]:
    """Plan a round over two checkpoints."""
    stops = [make_checkpoint(planner, f"{n} 号排口", *at) for n, at in enumerate(PLACES, 1)]
    content = {
        "name": "筼筜湖沿岸",
        "assignee_id": str(walker_id),
        "starts_on": "2026-11-22",
        "ends_on": "2026-11-30",
        "checkpoint_ids": [stop["id"] for stop in stops],
    }
    made = planner.put(f"/patrol-rounds/{new_id()}", content | changes)
    assert made.status_code == 201, made.text
    return dict(made.json)


def operation(name: str, subject_id: str, payload: dict[str, Any]) -> dict[str, Any]:
    """Make an operation as the phone queues it."""
    return {
        "id": str(uuid4()),
        "name": name,
        "subject_id": subject_id,
        "payload": payload,
        "recorded_at": AT,
    }


def push(phone: Phone, *operations: dict[str, Any]) -> list[dict[str, Any]]:
    """Push operations and return their results."""
    body = {"device_id": phone.device_id, "operations": list(operations)}
    answer = phone.person.post("/sync/push", body)
    assert answer.status_code == 200, answer.text
    return list(answer.json["results"])


def do(phone: Phone, name: str, subject_id: str, payload: dict[str, Any]) -> dict[str, Any]:
    """Push one operation that must be applied."""
    result = push(phone, operation(name, subject_id, payload))[0]
    assert result["status"] == "applied", result
    return result


def start_walk(phone: Phone, round_id: str | None = None) -> str:
    """Go on duty and return the patrol's id."""
    patrol_id = str(new_id())
    do(phone, "patrol.start", patrol_id, {"round_id": round_id, "started_at": AT})
    return patrol_id


def point(seq: int, lon: float = 118.1) -> dict[str, Any]:
    """Make a point of a track."""
    at = f"2026-11-22T01:{seq // 60 % 60:02d}:{seq % 60:02d}.000Z"
    return {"seq": seq, "at": at, "lon": lon, "lat": 24.46, "accuracy_m": 6.0}


def gap(seq: int, reason: str = "app_closed") -> dict[str, Any]:
    """Make a gap of a track."""
    return {"seq": seq, "began_at": AT, "ended_at": LATER, "reason": reason}


def batch(n: int, *points: dict[str, Any], gaps: list[dict[str, Any]] | None = None) -> Any:
    """Make a numbered piece of a track."""
    return {"n": n, "points": list(points), "gaps": gaps or []}


def end(batch_count: int, *missed: dict[str, Any]) -> dict[str, Any]:
    """Make the end of a patrol."""
    return {"ended_at": LATER, "batch_count": batch_count, "missed": list(missed)}
