"""Bytes come in any pieces, after any break, and only whole and right ones are kept."""

import base64
import errno
import hashlib
from io import BytesIO

import pytest

from backend.evidence import jobs
from backend.evidence.service import staging
from backend.kernel.errors import StorageFull
from tests.conftest import DAYS_AHEAD
from tests.phones import OCTETS, Phone, run_waiting_jobs

CONTENT = bytes(range(256)) * 40
pytestmark = pytest.mark.usefixtures("by_worker")


@pytest.fixture
def capture(phone):
    capture = phone.capture(CONTENT, kind="file", media={"mime": "application/octet-stream"})
    phone.register(capture)
    return capture


@pytest.fixture
def location(phone, capture) -> str:
    return phone.open_upload(capture).headers["Location"]


def _offset(phone: Phone, location: str) -> int:
    return int(phone.tus("HEAD", location).headers["Upload-Offset"])


def _state(phone: Phone, capture) -> str:
    return phone.person.get(f"/exhibits/{capture.id}").json["state"]


def _checksum(content: bytes, algorithm: str = "sha256") -> str:
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


def test_the_server_tells_what_it_can(client) -> None:
    answer = client.options("/api/v1/uploads")

    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert "creation-with-upload" in answer.headers["Tus-Extension"]
    assert answer.headers["Tus-Max-Size"] == str(8 * 1024**3)


def test_a_new_upload_stands_at_nothing_and_says_until_when(phone, capture) -> None:
    answer = phone.open_upload(capture)

    assert answer.status_code == 201
    assert answer.headers["Upload-Offset"] == "0"
    assert answer.headers["Upload-Expires"].endswith("GMT")
    head = phone.tus("HEAD", answer.headers["Location"])
    assert (head.status_code, head.headers["Upload-Length"]) == (200, str(len(CONTENT)))
    assert head.headers["Cache-Control"] == "no-store"


def test_pieces_join_into_the_exhibits_bytes(phone, capture, location) -> None:
    for start in (0, 1, 4000):
        end = {0: 1, 1: 4000, 4000: len(CONTENT)}[start]
        answer = phone.send(location, start, CONTENT[start:end])
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(end))

    assert _state(phone, capture) == "received"
    run_waiting_jobs()
    assert _state(phone, capture) == "verified"


def test_the_first_bytes_may_come_with_the_creation(phone, capture) -> None:
    answer = phone.open_upload(capture, content=CONTENT[:100], Content_Type=OCTETS)

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "100")


def test_all_bytes_may_come_with_the_creation(phone, capture) -> None:
    phone.open_upload(capture, content=CONTENT, Content_Type=OCTETS)

    assert _state(phone, capture) == "received"


def test_asking_again_finds_the_live_upload_where_it_stands(phone, capture, location) -> None:
    phone.send(location, 0, CONTENT[:500])

    again = phone.open_upload(capture, content=CONTENT, Content_Type=OCTETS)

    assert (again.status_code, again.headers["Location"]) == (201, location)
    assert again.headers["Upload-Offset"] == "500"


def test_bytes_from_another_offset_are_refused_with_the_right_one(phone, location) -> None:
    phone.send(location, 0, CONTENT[:500])

    answer = phone.send(location, 0, CONTENT[:500])

    assert (answer.status_code, answer.json["code"]) == (409, "offset_mismatch")
    assert answer.json["offset"] == 500


def test_a_repeated_last_piece_learns_that_all_is_here(phone, capture, location) -> None:
    phone.send(location, 0, CONTENT)

    again = phone.send(location, 0, CONTENT)

    assert again.json["offset"] == len(CONTENT)
    assert _offset(phone, location) == len(CONTENT)


def test_an_exhibit_with_all_bytes_wants_no_upload(phone, capture, location) -> None:
    phone.send(location, 0, CONTENT)

    answer = phone.open_upload(capture)

    assert (answer.status_code, answer.json["code"]) == (409, "already_received")
    assert answer.json["state"] == "received"


def test_a_length_other_than_the_signed_size_is_refused(phone, capture) -> None:
    answer = phone.open_upload(capture, length=5)

    assert (answer.status_code, answer.json["code"]) == (422, "size_differs")
    assert (answer.json["signed_size"], answer.json["length"]) == (len(CONTENT), 5)


def test_more_bytes_than_announced_are_refused(phone, location) -> None:
    answer = phone.send(location, 0, CONTENT + b"x")

    assert (answer.status_code, answer.json["code"]) == (413, "too_large")
    assert _offset(phone, location) == 0


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
def test_a_piece_with_its_checksum_is_kept(phone, location, algorithm) -> None:
    checksum = _checksum(CONTENT[:900], algorithm)

    assert phone.send(location, 0, CONTENT[:900], Upload_Checksum=checksum).status_code == 204


def test_a_piece_with_another_checksum_is_not_kept(phone, location, store) -> None:
    answer = phone.send(location, 0, CONTENT[:900], Upload_Checksum=_checksum(b"other"))

    assert (answer.status_code, answer.json["code"]) == (460, "checksum_mismatch")
    assert _offset(phone, location) == 0
    assert store.staged == set()


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Upload_Checksum": "md5 AAAA"}, 400, "tus_header_invalid"),
        ({"Upload_Checksum": "sha256 %%%"}, 400, "tus_header_invalid"),
        ({"Upload_Offset": "-1"}, 400, "tus_header_invalid"),
        ({"Upload_Offset": "²"}, 400, "tus_header_invalid"),
        ({"Content_Type": "application/json"}, 415, "offset_octet_stream_required"),
        ({"Tus_Resumable": "0.2.2"}, 412, "tus_version_unsupported"),
    ],
)
def test_a_wrong_header_is_refused_by_name(phone, location, headers, status, code) -> None:
    sent = {"Upload_Offset": "0", "Content_Type": OCTETS} | headers

    answer = phone.tus("PATCH", location, CONTENT, **sent)

    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.headers["Tus-Resumable"] == "1.0.0"


@pytest.mark.parametrize("metadata", ["", "exhibit_id", "exhibit_id AAAA", "name Zm9v"])
def test_an_upload_names_its_exhibit(phone, metadata) -> None:
    answer = phone.tus("POST", "/uploads", Upload_Length="1", Upload_Metadata=metadata)

    assert (answer.status_code, answer.json["header"]) == (400, "Upload-Metadata")


@pytest.mark.parametrize("length", ["", "1.5", "9" * 16])
def test_an_upload_has_a_length(phone, capture, length) -> None:
    named = base64.b64encode(capture.id.encode()).decode()

    answer = phone.tus(
        "POST", "/uploads", Upload_Length=length, Upload_Metadata=f"exhibit_id {named}"
    )

    assert (answer.status_code, answer.json["header"]) == (400, "Upload-Length")


def test_another_person_neither_finds_nor_fills_the_upload(
    phone, capture, location, officer_phone
) -> None:
    answers = [
        officer_phone.open_upload(capture),
        officer_phone.tus("HEAD", location),
        officer_phone.send(location, 0, CONTENT),
        officer_phone.tus("DELETE", location),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404]
    assert _offset(phone, location) == 0


def test_an_unfinished_upload_ends_after_its_days(phone, capture, location, fake_clock) -> None:
    phone.send(location, 0, CONTENT[:10])
    fake_clock.advance(hours=7 * 24 + 1)
    phone.person = _again(phone)

    head = phone.tus("HEAD", location)
    fresh = phone.open_upload(capture)

    assert head.status_code == 410
    assert phone.send(location, 10, CONTENT[10:]).json["code"] == "upload_expired"
    assert fresh.headers["Location"] != location
    assert fresh.headers["Upload-Offset"] == "0"


def _again(phone: Phone):
    from tests.people import sign_in  # noqa: PLC0415

    return sign_in(phone.person.client.application, "wang")


def test_each_piece_prolongs_the_upload(phone, location, fake_clock) -> None:
    for start in range(0, 300, 100):
        fake_clock.advance(hours=6 * 24)
        phone.person = _again(phone)
        assert phone.send(location, start, CONTENT[start : start + 100]).status_code == 204


def test_staged_bytes_of_an_expired_upload_are_swept(phone, location, capture, store, fake_clock):
    phone.send(location, 0, CONTENT[:10])
    fake_clock.advance(hours=7 * 24 + 1)
    phone.person = _again(phone)
    phone.open_upload(capture)

    run_waiting_jobs()

    assert store.staged == set()


def test_a_terminated_upload_is_gone_with_its_bytes(phone, location, store) -> None:
    phone.send(location, 0, CONTENT[:10])

    answer = phone.tus("DELETE", location)
    run_waiting_jobs()

    assert answer.status_code == 204
    assert phone.tus("HEAD", location).status_code == 404
    assert store.staged == set()


def test_a_complete_upload_cannot_be_terminated(phone, location) -> None:
    phone.send(location, 0, CONTENT)

    assert phone.tus("DELETE", location).json["code"] == "already_received"


def test_bytes_of_a_killed_request_never_pass_for_those_of_the_next(
    phone, capture, location, store
) -> None:
    def die(key: str) -> None:
        raise RuntimeError("killed between object and row")

    store.after_put = die
    phone.send(location, 0, CONTENT[:300])
    store.after_put = lambda _key: None

    answer = phone.send(location, 0, CONTENT)
    run_waiting_jobs()

    assert answer.headers["Upload-Offset"] == str(len(CONTENT))
    assert _state(phone, capture) == "verified"


@pytest.mark.parametrize("server_ends_bodies", [True, False])
def test_a_link_that_breaks_keeps_the_bytes_that_came(phone, location, server_ends_bodies) -> None:
    phone.server_ends_bodies = server_ends_bodies
    answer = phone.tus(
        "PATCH",
        location,
        CONTENT[:700],
        Upload_Offset="0",
        Content_Type=OCTETS,
        Content_Length="5000",
    )

    assert answer.headers["Upload-Offset"] == "700"
    assert phone.send(location, 700, CONTENT[700:]).status_code == 204


def test_a_broken_piece_with_a_checksum_is_not_kept(phone, location, store) -> None:
    phone.tus(
        "PATCH",
        location,
        CONTENT[:700],
        Upload_Offset="0",
        Content_Type=OCTETS,
        Content_Length="5000",
        Upload_Checksum=_checksum(CONTENT[:5000]),
    )

    assert _offset(phone, location) == 0
    assert store.staged == set()


def test_a_body_larger_than_an_ordinary_request_is_taken_in_pieces(
    phone, location, monkeypatch, store
) -> None:
    monkeypatch.setattr(staging, "PIECE_BYTES", 2048)
    monkeypatch.setitem(phone.person.client.application.config, "MAX_CONTENT_LENGTH", 1000)

    answer = phone.send(location, 0, CONTENT)

    assert answer.status_code == 204
    assert len(store.staged) == 5


def test_a_full_disk_refuses_and_keeps_what_was_whole(phone, location, store, monkeypatch) -> None:
    monkeypatch.setattr(staging, "PIECE_BYTES", 1000)

    def full_after_two(key: str) -> None:
        if len(store.staged) == 2:
            raise StorageFull

    store.before_put = full_after_two

    answer = phone.send(location, 0, CONTENT)

    assert (answer.status_code, answer.json["code"]) == (507, "storage_full")
    assert answer.json["retry"] == "later"
    assert _offset(phone, location) == 2000
    store.before_put = lambda _key: None
    assert phone.send(location, 2000, CONTENT[2000:]).status_code == 204


def test_no_space_left_while_writing_leaves_nothing_half_written(
    phone, location, store, monkeypatch
) -> None:
    def no_space(*args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store.real, "_write", no_space)

    answer = phone.send(location, 0, CONTENT)

    assert answer.status_code == 507
    assert _offset(phone, location) == 0
    assert store.staged == set()


def test_an_upload_needs_no_idempotency_key_but_the_csrf_token(phone, capture) -> None:
    phone.person.csrf_token = "other"

    assert phone.open_upload(capture).json["code"] == "csrf_token_invalid"


def test_a_person_without_the_permission_uploads_nothing(phone, location, signed_in) -> None:
    dispatcher = Phone(signed_in("zhao"))

    assert dispatcher.tus("HEAD", location).status_code == 403


@pytest.mark.skipif(bool(DAYS_AHEAD), reason="staged files bear the machine's own clock")
def test_staged_bytes_that_no_upload_knows_are_swept_after_a_day(
    phone, location, store, fake_clock
) -> None:
    phone.send(location, 0, b"x" * 100)
    (known,) = store.staged
    store.put_if_absent("staging/of-a-request/that-died", BytesIO(b"y"), 1)

    jobs.sweep_staging()
    early = store.staged - {known}
    fake_clock.advance(hours=25)
    jobs.sweep_staging()

    assert early == {"staging/of-a-request/that-died"}
    assert store.staged == {known}
