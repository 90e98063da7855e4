"""Derivatives are objects of their own, marked, logged, and irreversible where they hide."""

import hashlib
from io import BytesIO
from itertools import pairwise
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from backend.evidence.jobs import derivatives as jobs
from backend.evidence.rules import derivatives as pictures
from backend.evidence.rules.clipping import make_clipped
from backend.evidence.service import making
from backend.kernel.db import session
from backend.kernel.sandbox import Sandbox
from tests.evidence import media
from tests.phones import run_waiting_jobs

SECRET = {"x": 0.25, "y": 0.25, "width": 0.5, "height": 0.5}
PURPOSE = {"purpose": "向当事人提供副本"}


@pytest.fixture
def exhibit(officer_phone) -> Any:
    """A photo with structure, verified."""
    return officer_phone.deliver(media.jpeg(media.scene(5)))


def _ask(phone, exhibit, op: str, **params: Any) -> Any:
    return phone.person.post(f"/exhibits/{exhibit.id}/derivatives", {"op": op, "params": params})


def _made(phone, exhibit, op: str, **params: Any) -> dict[str, Any]:
    answer = _ask(phone, exhibit, op, **params)
    assert answer.status_code == 202, answer.text
    assert answer.json["state"] == "queued"
    run_waiting_jobs()
    found = phone.person.get(f"/exhibits/{exhibit.id}/derivatives").json["items"]
    made: dict[str, Any] = next(one for one in found if one["id"] == answer.json["id"])
    return made


def _fetch(phone, exhibit, made: dict[str, Any]) -> bytes:
    path = f"/exhibits/{exhibit.id}/derivatives/{made['id']}/actions/download"
    url = phone.person.post(path, PURPOSE).json["url"]
    answer = phone.person.client.get(url)
    assert answer.status_code == 200, answer.text
    return bytes(answer.data)


def _custody(phone, exhibit) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = phone.person.get(f"/exhibits/{exhibit.id}/custody").json["items"]
    return events


def test_a_watermarked_copy_is_logged_with_its_source_tool_and_asker(
    officer_phone, exhibit
) -> None:
    made = _made(officer_phone, exhibit, "watermarked", text="仅供听证使用")

    source = hashlib.sha256(exhibit.content).hexdigest()
    event = next(one for one in _custody(officer_phone, exhibit) if one["action"] == "derived")
    names = ("op", "source_sha256", "sha256", "size", "mime", "tool", "tool_version")
    assert (made["state"], made["source_sha256"]) == ("ready", source)
    assert {name: event["detail"][name] for name in names} == {name: made[name] for name in names}
    assert event["detail"]["derivative_id"] == made["id"]
    assert event["detail"]["params"] == {"text": "仅供听证使用"}
    assert event["actor"]["name"] == "陈志强"


def test_the_original_stays_as_it_was(officer_phone, exhibit) -> None:
    before = officer_phone.person.get(f"/exhibits/{exhibit.id}").json

    _made(officer_phone, exhibit, "redacted", regions=[SECRET])

    after = officer_phone.person.get(f"/exhibits/{exhibit.id}").json
    assert after["media"] == before["media"]
    url = officer_phone.person.post(f"/exhibits/{exhibit.id}/actions/download", PURPOSE).json["url"]
    assert officer_phone.person.client.get(url).data == exhibit.content


def test_a_copy_says_what_it_is_in_the_picture_and_in_the_file(officer_phone, exhibit) -> None:
    made = _made(officer_phone, exhibit, "watermarked")

    content = _fetch(officer_phone, exhibit, made)

    image = Image.open(BytesIO(content))
    assert hashlib.sha256(content).hexdigest() == made["sha256"]
    assert image.height > 480  # the strip with time, place, device and digest
    assert made["source_sha256"].encode() in image.info["comment"]
    assert not image.getexif()


def test_every_download_of_a_derivative_is_logged_with_its_purpose(officer_phone, exhibit) -> None:
    made = _made(officer_phone, exhibit, "watermarked")

    _fetch(officer_phone, exhibit, made)

    event = _custody(officer_phone, exhibit)[-1]
    assert event["action"] == "downloaded"
    assert event["detail"] == {
        "purpose": PURPOSE["purpose"],
        "derivative_id": made["id"],
        "sha256": made["sha256"],
    }


def test_a_grant_opens_its_own_derivative_only(officer_phone, exhibit) -> None:
    one = _made(officer_phone, exhibit, "watermarked")
    other = _made(officer_phone, exhibit, "watermarked", text="二")
    path = f"/exhibits/{exhibit.id}/derivatives/{one['id']}/actions/download"
    url = officer_phone.person.post(path, PURPOSE).json["url"]

    answer = officer_phone.person.client.get(url.replace(one["id"], other["id"]))

    assert answer.status_code == 403
    assert answer.json["code"] == "download_grant_invalid"


@pytest.mark.parametrize("how", ["fill", "blur"])
def test_what_was_redacted_does_not_depend_on_what_was_there(tmp_path, how) -> None:
    """Two pictures that differ only inside the region, by the same tile means, become the same."""
    noise = np.random.default_rng(1).integers(0, 2, (480, 640, 1)) * 120
    one = np.full((480, 640, 3), 60, np.uint8) + noise.astype(np.uint8)
    other = one.copy()
    other[120:360, 160:480] = 240 - other[120:360, 160:480]
    region = {"x": 2500, "y": 2500, "width": 5000, "height": 5000, "how": how}
    made = []
    for number, pixels in enumerate((one, other)):
        source, out = tmp_path / f"{number}.png", tmp_path / f"{number}.jpg"
        Image.fromarray(pixels).save(source)
        pictures.make_redacted(str(source), str(out), [region], "")
        made.append(np.asarray(Image.open(out)).astype(int)[120:360, 160:480])

    assert np.abs(made[0] - made[1]).max() <= pictures.LEVELS + 8
    assert len(np.unique(made[0] // 16)) <= 8  # a few tiles, not a picture


def test_a_filled_region_is_black_to_its_very_edge(tmp_path) -> None:
    source, out = tmp_path / "a.png", tmp_path / "a.jpg"
    Image.new("RGB", (641, 479), "white").save(source)
    region = {"x": 3333, "y": 3333, "width": 3333, "height": 3333, "how": "fill"}

    pictures.make_redacted(str(source), str(out), [region], "")

    found = np.asarray(Image.open(out).convert("L"))[170:310, 225:420]
    assert found.max() < 40


def test_a_redaction_leaves_no_metadata_behind(officer_phone) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (24.0, 27.0, 36.0), 3: "E", 4: (118.0, 6.0, 0.0)})
    exhibit = officer_phone.deliver(media.jpeg(media.scene(6), exif=exif))

    made = _made(officer_phone, exhibit, "redacted", regions=[{**SECRET, "how": "blur"}])

    content = _fetch(officer_phone, exhibit, made)
    assert b"Exif" not in content
    event = next(one for one in _custody(officer_phone, exhibit) if one["action"] == "redacted")
    region = {"x": 2500, "y": 2500, "width": 5000, "height": 5000, "how": "blur"}
    assert event["detail"]["params"] == {"regions": [region]}


def _pictures(path: str) -> list[tuple[float, int, int]]:
    """Time, brightness of the middle and greatest brightness of the marked corner."""
    found = []
    with av.open(path) as made:
        for frame in made.decode(video=0):
            grey = frame.to_ndarray(format="gray")
            middle = int(grey[grey.shape[0] // 2, grey.shape[1] // 3])
            found.append((float(frame.time or 0), middle, int(grey[:12, -60:].max())))
    return found


def test_a_clip_begins_where_it_was_asked_to_and_not_at_a_key_frame(tmp_path) -> None:
    source = media.video(tmp_path / "a.mp4", seconds=4, has_sound=True)
    out = str(tmp_path / "out.mp4")

    make_clipped(str(source), out, "video/mp4", 1000, 3000, "source")

    shown = _pictures(out)
    assert len(shown) == 20
    assert [shade // 50 for _at, shade, _mark in (shown[0], shown[9], shown[10], shown[-1])] == [
        1, 1, 2, 2,
    ]  # fmt: skip
    assert all(mark > 200 for _at, _shade, mark in shown[:10])
    assert all(later > earlier for (earlier, *_), (later, *_) in pairwise(shown))
    with av.open(out) as made:
        assert made.metadata["comment"] == "source"
        assert len(made.streams.audio) == 1


def test_a_turned_video_is_clipped_upright(tmp_path) -> None:
    source = media.video(tmp_path / "a.mp4", turned=90)
    out = str(tmp_path / "out.mp4")

    make_clipped(str(source), out, "video/mp4", 0, 1000, "")

    with av.open(out) as made:
        assert (made.streams.video[0].width, made.streams.video[0].height) == (120, 160)


def test_a_clip_behind_the_end_is_refused_and_told(officer_phone, tmp_path) -> None:
    path = media.video(tmp_path / "a.mp4")
    exhibit = officer_phone.deliver(path.read_bytes(), kind="video", media={"mime": "video/mp4"})

    made = _made(officer_phone, exhibit, "clipped", from_ms=60_000, to_ms=61_000)

    assert (made["state"], made["failure"], made["sha256"]) == ("failed", "ValueError", None)
    path_ = f"/exhibits/{exhibit.id}/derivatives/{made['id']}/actions/download"
    assert officer_phone.person.post(path_, PURPOSE).json["code"] == "derivative_not_ready"


def test_a_clip_travels_the_whole_way(officer_phone, tmp_path) -> None:
    path = media.video(tmp_path / "a.mp4")
    exhibit = officer_phone.deliver(path.read_bytes(), kind="video", media={"mime": "video/mp4"})

    made = _made(officer_phone, exhibit, "clipped", from_ms=500, to_ms=1500)

    (tmp_path / "out.mp4").write_bytes(_fetch(officer_phone, exhibit, made))
    assert made["mime"] == "video/mp4"
    assert len(_pictures(str(tmp_path / "out.mp4"))) == 10


@pytest.mark.parametrize(
    ("op", "params", "reason"),
    [
        ("clipped", {"from_ms": 0, "to_ms": 1000}, "not_a_video"),
        ("redacted", {"regions": [{**SECRET, "x": 0.9}]}, "region_outside"),
        ("redacted", {"regions": [{**SECRET, "width": 0.0}]}, "region_empty"),
    ],
)
def test_what_cannot_be_made_is_refused_with_its_reason(
    officer_phone, exhibit, op, params, reason
) -> None:
    answer = _ask(officer_phone, exhibit, op, **params)

    assert answer.status_code == 422
    assert (answer.json["code"], answer.json["reason"]) == ("derivative_not_possible", reason)


@pytest.mark.parametrize(
    ("op", "params"),
    [("redacted", {}), ("clipped", {"from_ms": 5}), ("redacted", {"regions": []}), ("eaten", {})],
)
def test_an_operation_without_what_it_needs_is_refused(officer_phone, exhibit, op, params) -> None:
    assert _ask(officer_phone, exhibit, op, **params).status_code == 422


def test_an_exhibit_without_bytes_has_no_derivatives(officer_phone) -> None:
    capture = officer_phone.capture()
    officer_phone.register(capture)

    assert _ask(officer_phone, capture, "watermarked").json["code"] == "exhibit_not_stored"


def test_a_worker_that_dies_before_it_notes_makes_it_once(officer_phone, exhibit) -> None:
    answer = _ask(officer_phone, exhibit, "watermarked")
    task = making.plan_making(answer.json["id"])
    assert task is not None
    making.make(task, jobs.object_store())
    session().rollback()

    run_waiting_jobs()
    jobs.make_derivative(answer.json["id"])

    actions = [event["action"] for event in _custody(officer_phone, exhibit)]
    assert actions.count("derived") == 1


def test_a_maker_that_hangs_is_ended_and_told(officer_phone, exhibit, monkeypatch) -> None:
    monkeypatch.setattr(making, "MAKE_S", 0.0)
    monkeypatch.setattr(making, "sandbox", Sandbox(memory_bytes=making.HEAVY_BYTES))

    made = _made(officer_phone, exhibit, "watermarked")

    assert (made["state"], made["failure"]) == ("failed", "timeout")
