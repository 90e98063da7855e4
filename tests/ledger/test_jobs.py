"""A device's key is in the log from its enrolment on."""

from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from backend.accounts import Device, DeviceEnrolled
from backend.kernel import clock
from backend.kernel.clock import wire_time
from backend.kernel.ids import new_id
from backend.kernel.jobs import JOBS
from backend.ledger import list_custody
from backend.ledger.jobs import record_enrolment


def make_device(session, city, owner: str = "wang") -> Device:
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    device = Device(
        id=new_id(),
        authority_id=city.authorities["siming"],
        person_id=city.people[owner],
        model="Test phone 𠮷",
        key_id=new_id().hex,
        public_key=key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        key_storage="non_extractable",
        state="active",
        approval="before_approval_existed",
        enrolled_at=clock.now(),
        ended_at=None,
    )
    session.add(device)
    session.commit()
    return device


def test_enrolment_is_written_once_however_often_the_job_runs(city, session) -> None:
    device = make_device(session, city)

    for _ in range(2):
        record_enrolment(device_id=str(device.id))

    (event,) = list_custody(device.id)
    assert event.action == "key_enrolled"
    assert event.detail["key_id"] == device.key_id
    assert event.actor["name"] == "王秀英"


def test_the_record_of_an_enrolment_has_the_time_at_which_it_is_written(
    city, session, fake_clock
) -> None:
    device = make_device(session, city)
    fake_clock.advance(minutes=10)

    record_enrolment(device_id=str(device.id))

    (event,) = list_custody(device.id)
    assert event.at >= device.enrolled_at + timedelta(minutes=10)
    assert event.detail["enrolled_at"] == wire_time(device.enrolled_at)


def test_enrolment_starts_the_job() -> None:
    started = [job.name for job in JOBS.values() if job.event == DeviceEnrolled.__name__]

    assert "ledger-record_enrolment" in started
