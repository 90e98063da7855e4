"""Background work of the ledger."""

from uuid import UUID

from backend.accounts import DeviceEnrolled
from backend.kernel.db import unit_of_work
from backend.kernel.jobs import on
from backend.ledger import service


@on(DeviceEnrolled, queue="ledger", timeout_s=30)
def record_enrolment(device_id: str) -> None:
    """Put the device's public key into the log, so that no key can be slipped in later."""
    with unit_of_work():
        service.record_enrolment(UUID(device_id))
