"""A long video comes in segments: each is compared with its signed digest and kept for good."""

import base64
import hashlib
from itertools import pairwise
from uuid import UUID

import pytest

from backend.evidence import open_original
from backend.evidence.models import Exhibit
from backend.evidence.service import running
from tests.phones import SEGMENT_BYTES, Capture, Phone, merkle_root, run_waiting_jobs

VIDEO = {"kind": "video", "media": {"mime": "video/mp4"}, "file_name": "clip.mp4"}
CONTENT = bytes(range(256)) * (16 * 1024) + b"\x01" * SEGMENT_BYTES + b"the end"
"""Two whole segments and a short one."""


@pytest.fixture
def video(phone) -> Capture:
    capture = phone.capture(CONTENT, is_segmented=True, **VIDEO)
    assert phone.register(capture).status_code == 201
    return capture


@pytest.fixture
def location(phone, video) -> str:
    return phone.open_upload(video).headers["Location"]


def _offset(phone: Phone, location: str) -> int:
    return int(phone.tus("HEAD", location).headers["Upload-Offset"])


def _exhibit(phone: Phone, capture: Capture) -> dict:
    return phone.person.get(f"/exhibits/{capture.id}").json


def test_a_registered_video_has_no_digest_yet(phone, video) -> None:
    shown = _exhibit(phone, video)

    assert shown["segments"] == {"size": SEGMENT_BYTES, "count": 3}
    assert shown["media"]["sha256"] is None
    assert shown["media"]["segments_root"] == merkle_root(video.segments)


def test_a_whole_video_is_verified_with_its_last_byte(phone, video, location, store) -> None:
    answer = phone.send(location, 0, CONTENT)

    shown = _exhibit(phone, video)
    assert (answer.status_code, shown["state"]) == (204, "verified")
    assert shown["media"]["sha256"] == hashlib.sha256(CONTENT).hexdigest()
    assert shown["media"]["sm3"] == hashlib.new("sm3", CONTENT).hexdigest()
    assert shown["receipt"] is not None
    assert store.staged == set()
    assert {key.rsplit("/", 1)[1] for key in store.kept} == set(video.segments)


def test_its_original_is_its_segments_in_order(phone, video, location, session) -> None:
    phone.send(location, 0, CONTENT)

    with open_original(session.get_one(Exhibit, UUID(video.id))) as original:
        assert original.read() == CONTENT


def test_its_custody_names_root_and_segments(phone, video, location) -> None:
    phone.send(location, 0, CONTENT)

    received, stored = phone.person.get(f"/exhibits/{video.id}/custody").json["items"][:2]

    assert received["detail"]["segments_root"] == merkle_root(video.segments)
    assert received["detail"]["sha256"] is None
    assert (stored["detail"]["segments"], stored["detail"]["store_key"]) == (3, None)


def test_any_cuts_give_the_same_video(phone, video, location) -> None:
    cuts = [0, 5, SEGMENT_BYTES - 1, SEGMENT_BYTES + 1, len(CONTENT) - 1, len(CONTENT)]
    for start, end in pairwise(cuts):
        assert phone.send(location, start, CONTENT[start:end]).status_code == 204

    assert _exhibit(phone, video)["media"]["sha256"] == hashlib.sha256(CONTENT).hexdigest()


def test_a_server_that_forgot_the_digests_lets_the_worker_compute_them(
    phone, video, location
) -> None:
    phone.send(location, 0, CONTENT[:SEGMENT_BYTES])
    running._known.clear()
    phone.send(location, SEGMENT_BYTES, CONTENT[SEGMENT_BYTES:])
    before = _exhibit(phone, video)

    run_waiting_jobs()

    after = _exhibit(phone, video)
    assert (before["state"], before["media"]["sha256"]) == ("received", None)
    assert after["state"] == "verified"
    assert after["media"]["sha256"] == hashlib.sha256(CONTENT).hexdigest()


def test_a_wrong_segment_is_refused_and_comes_again_from_its_start(
    phone, video, location, store
) -> None:
    first, at = CONTENT[:SEGMENT_BYTES], SEGMENT_BYTES
    phone.send(location, 0, first + CONTENT[at : at + 100])
    wrong = b"\x02" + CONTENT[at + 101 :]

    refused = phone.send(location, at + 100, wrong)

    assert (refused.status_code, refused.json["code"]) == (460, "segment_differs")
    assert (refused.json["segment"], refused.json["offset"]) == (1, at)
    assert _offset(phone, location) == at
    assert store.staged == set()
    assert phone.send(location, at, CONTENT[at:]).status_code == 204
    assert _exhibit(phone, video)["state"] == "verified"


def test_what_came_before_a_cut_is_kept(phone, video, location) -> None:
    came = SEGMENT_BYTES + 70_000
    phone.send(location, 0, CONTENT[:came], Content_Length=str(len(CONTENT)))

    assert _offset(phone, location) == came
    assert phone.send(location, came, CONTENT[came:]).status_code == 204


def test_days_later_only_the_unfinished_segment_comes_again(
    phone, video, location, fake_clock, signed_in
) -> None:
    phone.send(location, 0, CONTENT[: SEGMENT_BYTES + 9])
    fake_clock.advance(hours=8 * 24)
    phone.person = signed_in("wang")

    fresh = phone.open_upload(video)

    assert fresh.headers["Location"] != location
    assert fresh.headers["Upload-Offset"] == str(SEGMENT_BYTES)
    phone.send(fresh.headers["Location"], SEGMENT_BYTES, CONTENT[SEGMENT_BYTES:])
    run_waiting_jobs()
    assert _exhibit(phone, video)["state"] == "verified"


def test_a_segment_with_its_checksum_is_kept_and_another_is_not(phone, video, location) -> None:
    part = CONTENT[:SEGMENT_BYTES]
    said = base64.b64encode(hashlib.sha256(part).digest()).decode()

    wrong = phone.send(location, 0, part[:-1] + b"x", Upload_Checksum=f"sha256 {said}")
    right = phone.send(location, 0, part, Upload_Checksum=f"sha256 {said}")

    assert (wrong.json["code"], right.status_code) == ("checksum_mismatch", 204)
    assert _offset(phone, location) == SEGMENT_BYTES


def test_a_short_clip_in_one_segment_comes_at_once(phone) -> None:
    clip = phone.capture(b"short clip", is_segmented=True, **VIDEO)
    phone.register(clip)

    phone.upload(clip)

    assert _exhibit(phone, clip)["state"] == "verified"


def test_a_short_clip_with_other_bytes_is_refused(phone) -> None:
    clip = phone.capture(b"short clip", is_segmented=True, **VIDEO)
    phone.register(clip)
    location = phone.open_upload(clip).headers["Location"]

    refused = phone.send(location, 0, b"other clip")

    assert refused.json["code"] == "segment_differs"
    assert _offset(phone, location) == 0


def test_digests_that_are_not_the_signed_root_are_refused(phone) -> None:
    capture = phone.capture(CONTENT, is_segmented=True, **VIDEO)
    capture.segments[1] = "ab" * 32

    answer = phone.register(capture)

    assert (answer.status_code, answer.json["code"]) == (422, "segments_root_differs")


@pytest.mark.parametrize(
    ("content", "is_segmented", "facts", "drop"),
    [
        (b"photo", True, {}, False),
        (CONTENT, False, VIDEO, False),
        (CONTENT, True, VIDEO, True),
    ],
    ids=["a photo in segments", "a long video whole", "no digests"],
)
def test_media_signed_in_the_wrong_way_are_refused(
    phone, content, is_segmented, facts, drop
) -> None:
    capture = phone.capture(content, is_segmented=is_segmented, **facts)
    if drop:
        capture.segments = None

    assert phone.register(capture).json["code"] == "capture_record_invalid"


def test_the_previous_release_signs_long_videos_whole(phone) -> None:
    capture = phone.capture(CONTENT, version=1, **VIDEO)

    assert phone.register(capture).status_code == 201


@pytest.mark.parametrize(
    ("version", "facts"),
    [
        (1, {"kind": "audio"}),
        (1, {"second_officer_id": None}),
        (2, {"app": {"version": "1"}}),
        (2, {"source": "elsewhere"}),
        (2, {"v": "xunzheng.capture/3"}),
    ],
)
def test_each_format_has_its_own_fields_only(phone, version, facts) -> None:
    capture = phone.capture(b"x", version=version, **facts)

    assert phone.register(capture).json["code"] == "capture_record_invalid"


def test_a_second_officer_is_somebody_else_of_the_bureau(phone, city) -> None:
    themselves = phone.capture(second_officer_id=phone.person.person_id)
    colleague = phone.capture(second_officer_id=str(city.people["chen"]))

    assert phone.register(themselves).json["code"] == "capture_record_invalid"
    assert phone.register(colleague).status_code == 201
