"""What people are told of when something happened elsewhere."""

from uuid import UUID

from backend.accounts import DeviceApproved, find_device
from backend.kernel import clock
from backend.kernel.db import unit_of_work
from backend.kernel.jobs import on
from backend.messages import queries
from backend.messages.service import Telling, tell

KIND = "device_approved"


@on(DeviceApproved, queue="messages", timeout_s=60)
def tell_of_approval(device_id: str) -> None:
    """Tell the owner once that his device is in use."""
    with unit_of_work():
        device = find_device(UUID(device_id))
        if device is None or queries.has_message(device.person_id, KIND, device.id):
            return
        facts = {"model": device.model, "approved_by": device.approved_by_name}
        tell(
            Telling(device.authority_id, device.person_id, KIND, "device", device.id, facts),
            clock.now(),
        )
