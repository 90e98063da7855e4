"""A fresh exhibit as ExhibitSchema writes it, without the schema, which takes ten times as long."""

from backend.evidence.models import Exhibit
from backend.kernel.clock import wire_time
from backend.kernel.db import Json

AS_THEY_ARE = (
    "revision", "state", "kind", "source", "file_name", "segments", "media", "no_fix_reason",
    "exif", "receipt", "has_preview",
    "is_early_picture", "clock",
)  # fmt: skip
TIMES = (
    "captured_at", "registered_at", "received_at", "verified_at", "examined_at", "disposed_at",
)  # fmt: skip


def show_new(exhibit: Exhibit) -> Json:
    """Return what the schema dumps of an exhibit that serves nothing and was not examined yet."""
    shown: Json = {name: getattr(exhibit, name) for name in AS_THEY_ARE}
    for name in TIMES:
        time = getattr(exhibit, name)
        shown[name] = None if time is None else wire_time(time)
    device, grid, position = exhibit.device, exhibit.grid, exhibit.position
    before = exhibit.not_before
    return shown | {
        "id": str(exhibit.id),
        "authority_id": str(exhibit.authority_id),
        "captured_by": {"id": str(exhibit.captured_by_id), "full_name": exhibit.captured_by_name},
        "device": device | {"id": str(device["id"])},
        "grid": grid and grid | {"id": str(grid["id"])},
        "position": position and position | {"fix_at": wire_time(position["fix_at"])},
        "clock": {
            "offset_ms": exhibit.clock_offset_ms,
            "not_before": before and {"tree_size": before["tree_size"]},
        },
        "flags": [{"code": flag["code"], "facts": flag["facts"]} for flag in exhibit.flags],
        "examination": None,
        "duplicates": [],
        "links": [],
        "retention": None,
    }
