"""A round with checkpoints, a recheck task and a notice, so that a newcomer sees something."""

from datetime import timedelta
from typing import Any

from flask import Flask

from backend.demo.city import DISTRICTS
from backend.demo.incidents import InProcessBrowser
from backend.kernel import clock
from backend.kernel.clock import bureau_date
from backend.kernel.ids import new_id

CHECKPOINTS = (
    ("2 号排口", 0.0095, 0.0058),
    ("北岸泵站", 0.0125, 0.0064),
    ("示范洗涤公司后门", 0.0060, 0.0040),
)
"""Names, and degrees east and north of the district's label point."""
DAYS = 7
NOTICE = {
    "title": "巡查重点",
    "body": "本周重点看排口和泵站，发现黑水及时随手拍。\nThis week: outfalls and pumping stations.",
}


def seed_patrols(app: Flask) -> None:
    """Plan a round for the grid worker, ask her to recheck an incident and send a notice."""
    dispatcher = InProcessBrowser(app, "zhao.dispatch")
    if dispatcher.get("/patrol-rounds?limit=1")["items"]:
        return
    worker = InProcessBrowser(app, "wang.grid").person_id
    today = bureau_date(clock.now())
    content: dict[str, Any] = {
        "name": "筼筜湖沿岸",
        "note": "重点看排口和泵站",
        "assignee_id": worker,
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=DAYS)).isoformat(),
        "checkpoint_ids": [_checkpoint(dispatcher, *each) for each in CHECKPOINTS],
    }
    dispatcher.put(f"/patrol-rounds/{new_id()}", content)
    dispatcher.put(f"/notices/{new_id()}", dict(NOTICE))
    for incident in dispatcher.get("/incidents?category_code=black_water&limit=1")["items"]:
        order = {
            "incident_id": incident["id"],
            "assignee_id": worker,
            "due_on": (today + timedelta(days=3)).isoformat(),
            "wanted": "水色是否恢复，拍清楚同一位置",
        }
        dispatcher.put(f"/recheck-tasks/{new_id()}", order)


def _checkpoint(dispatcher: InProcessBrowser, name: str, east: float, north: float) -> str:
    siming, made = DISTRICTS[0], str(new_id())
    place = {"lon": round(siming.lon + east, 6), "lat": round(siming.lat + north, 6)}
    dispatcher.put(f"/checkpoints/{made}", {"name": name, **place})
    return made
