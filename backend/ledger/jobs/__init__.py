"""Background work of the ledger."""

from uuid import UUID

from backend.accounts import DeviceApproved, DeviceEnrolled, DeviceRetired, DeviceRevoked
from backend.kernel import clock
from backend.kernel.db import unit_of_work
from backend.kernel.jobs import on
from backend.ledger import service
from backend.ledger.jobs.witnessing import witness_newest as witness_newest


@on(DeviceEnrolled, queue="ledger", timeout_s=30)
def record_enrolment(device_id: str) -> None:
    """Put the device's public key into the log, so that no key can be slipped in later."""
    with unit_of_work():
        service.record_enrolment(UUID(device_id), clock.now())


@on(DeviceApproved, queue="ledger", timeout_s=30)
def record_approval(device_id: str) -> None:
    """Put into the log who approved the device."""
    with unit_of_work():
        service.record_approval(UUID(device_id), clock.now())


@on(DeviceRevoked, queue="ledger", timeout_s=30)
def record_revocation(device_id: str) -> None:
    """Put into the log from when on the device's key is not to be trusted."""
    with unit_of_work():
        service.record_end(UUID(device_id), clock.now())


@on(DeviceRetired, queue="ledger", timeout_s=30)
def record_retirement(device_id: str) -> None:
    """Put into the log that the device is no longer in use."""
    with unit_of_work():
        service.record_end(UUID(device_id), clock.now())
