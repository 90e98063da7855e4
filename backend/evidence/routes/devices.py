"""URLs of what devices captured."""

from typing import Any
from uuid import UUID

from backend.accounts import get_device
from backend.evidence import queries, schemas
from backend.kernel.auth import current_actor, signed_in
from backend.kernel.http import blueprint as make_blueprint
from backend.ledger import chain_is_valid, list_custody

blueprint = make_blueprint("device-custody", "Chains of devices 设备的证据链")


@blueprint.get("/devices/<uuid:device_id>/custody")
@signed_in
@blueprint.response(200, schemas.DeviceCustodySchema)
def show_device_custody(device_id: UUID) -> Any:
    """Show what happened to a device's key and how much it captured 设备保管链."""
    device = get_device(current_actor(), device_id)
    events = list_custody(device.id)
    count, last_seq, last_at = queries.count_captures(device.id)
    return {
        "items": [schemas.custody_view(event) for event in events],
        "chain_valid": chain_is_valid(events),
        "capture_count": count,
        "last_seq": last_seq,
        "last_captured_at": last_at,
    }
