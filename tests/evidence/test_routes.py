"""Who sees which exhibit, who takes a copy, and what is told when there is none."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import event

from backend.kernel.db import db
from tests.phones import enrol_phone, photo_bytes, run_waiting_jobs

ABSENT = "01a2030e-0000-7000-8000-000000000000"


def _download(person, exhibit_id: str, purpose: str = "案件审查") -> Any:
    return person.post(f"/exhibits/{exhibit_id}/actions/download", {"purpose": purpose})


def _grant(path: str) -> dict[str, str]:
    return {"grant": "x"} if path == "/content" else {}


def test_another_district_sees_nothing_of_an_exhibit(phone, signed_in) -> None:
    capture = phone.deliver()
    stranger = signed_in("huli-officer")

    answers = [
        stranger.get(f"/exhibits/{capture.id}{part}", **_grant(part)).status_code
        for part in ("", "/preview", "/thumbnail", "/receipt", "/custody", "/content")
    ]

    assert answers == [404] * 6
    assert _download(stranger, capture.id).status_code == 404
    assert stranger.get("/exhibits").json["items"] == []


def test_a_grid_worker_sees_her_own_captures_and_her_grid(phone, officer_phone, signed_in) -> None:
    in_grid = officer_phone.deliver(photo_bytes(20))
    outside = officer_phone.deliver(photo_bytes(21), fix=None, no_fix_reason="denied")
    own = phone.deliver(photo_bytes(22), fix=None, no_fix_reason="denied")

    seen = {item["id"] for item in phone.person.get("/exhibits").json["items"]}

    assert seen == {in_grid.id, own.id}
    assert phone.person.get(f"/exhibits/{outside.id}").status_code == 404


def test_the_city_sees_its_districts_exhibits_only_with_permission(phone, signed_in) -> None:
    capture = phone.deliver()

    assert signed_in("admin").get(f"/exhibits/{capture.id}").status_code == 403
    assert signed_in("zhou").get(f"/exhibits/{capture.id}").status_code == 200


def test_nobody_signed_in_sees_nothing(client) -> None:
    assert client.get("/api/v1/exhibits").status_code == 401


@pytest.mark.parametrize("path", ["", "/preview", "/thumbnail", "/receipt", "/custody", "/content"])
def test_an_absent_exhibit_is_not_found(signed_in, path) -> None:
    answer = signed_in("chen").get(f"/exhibits/{ABSENT}{path}", **_grant(path))

    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


def test_the_list_is_filtered_by_state_time_flag_and_text(phone) -> None:
    waiting = phone.capture(file_name="50%_black water.jpg", captured_at="2026-11-20T04:00:00.000Z")
    phone.register(waiting)
    verified = phone.deliver(photo_bytes(30), source="file_picker")

    def ids(**query: Any) -> list[str]:
        return [item["id"] for item in phone.person.get("/exhibits", **query).json["items"]]

    assert ids() == [verified.id, waiting.id]
    assert ids(state="verified") == [verified.id]
    assert ids(captured_to="2026-11-21T00:00:00Z") == [waiting.id]
    assert ids(captured_from="2026-11-21T00:00:00Z") == [verified.id]
    assert ids(flag="picked_from_files") == [verified.id]
    assert ids(q="50%_BLACK") == [waiting.id]
    assert ids(q=verified.record["media"]["sha256"][:12]) == [verified.id]
    assert ids(q="%") == [waiting.id]


def test_an_unknown_filter_is_refused(signed_in) -> None:
    answer = signed_in("chen").get("/exhibits", colour="red")

    assert answer.json["errors"][0]["pointer"] == "/colour"


def test_the_list_pages_without_gap_or_repeat(phone) -> None:
    sent = [phone.capture() for _ in range(5)]
    for capture in sent:
        phone.register(capture)
    seen: list[str] = []
    cursor = None
    while True:
        page = phone.person.get("/exhibits", limit=2, cursor=cursor).json
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if not page["has_more"]:
            break

    assert sorted(seen) == sorted(capture.id for capture in sent)


def test_the_list_takes_as_many_queries_for_ten_as_for_one(phone, app) -> None:
    def queries_of_list() -> int:
        seen: list[str] = []

        def note(*args: Any) -> None:
            seen.append(args[2])

        event.listen(db.engine, "before_cursor_execute", note)
        phone.person.get("/exhibits")
        event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    phone.register(phone.capture())
    one = queries_of_list()
    for _ in range(9):
        phone.register(phone.capture())

    assert queries_of_list() == one


def _corner(picture: Image.Image) -> tuple[int, int, int, int]:
    width, height = picture.size
    return (width - width // 12, height - height // 20, width, height)


@pytest.mark.parametrize(("part", "longest"), [("preview", 1600), ("thumbnail", 320)])
def test_a_picture_is_a_marked_small_jpeg_without_metadata(phone, part, longest) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Maker"
    capture = phone.deliver(photo_bytes(40, size=(2400, 1800), exif=exif))

    answer = phone.person.get(f"/exhibits/{capture.id}/{part}")

    assert answer.content_type == "image/jpeg"
    picture = Image.open(BytesIO(answer.data))
    assert picture.size == (longest * 3 // 4, longest)  # turned upright
    assert not picture.getexif()
    assert len(picture.convert("L").crop(_corner(picture)).getcolors()) > 5
    picture.close()


def test_there_is_no_picture_before_the_bytes(phone) -> None:
    capture = phone.capture()
    phone.register(capture)

    answer = phone.person.get(f"/exhibits/{capture.id}/preview")

    assert (answer.status_code, answer.json["code"]) == (404, "no_preview")
    assert answer.json["state"] == "awaiting_upload"


def test_there_is_no_receipt_before_the_bytes(phone) -> None:
    capture = phone.capture()
    phone.register(capture)

    answer = phone.person.get(f"/exhibits/{capture.id}/receipt")

    assert (answer.status_code, answer.json["code"]) == (404, "receipt_not_ready")


def test_a_download_gives_the_original_and_is_kept_in_custody(phone, signed_in) -> None:
    capture = phone.deliver(file_name='黑臭 水体"𠮷.jpg')
    chen = signed_in("chen")

    url = _download(chen, capture.id).json["url"]
    answer = chen.client.get(url)

    assert answer.data == capture.content
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E9")
    assert answer.headers["Content-Length"] == str(len(capture.content))
    assert answer.headers["Repr-Digest"].startswith("sha-256=:")
    last = chen.get(f"/exhibits/{capture.id}/custody").json["items"][-1]
    assert (last["action"], last["detail"]) == ("downloaded", {"purpose": "案件审查"})
    assert last["actor"]["name"] == "陈志强"


def test_a_repeated_download_command_is_one_event(phone, signed_in) -> None:
    capture, chen = phone.deliver(), signed_in("chen")
    path, body = f"/exhibits/{capture.id}/actions/download", {"purpose": "x"}

    answers = [chen.post(path, body, key="same").json["url"] for _ in range(2)]

    assert answers[0] == answers[1]
    items = chen.get(f"/exhibits/{capture.id}/custody").json["items"]
    assert [item["action"] for item in items].count("downloaded") == 1


def test_a_grant_ends_after_five_minutes(phone, signed_in, fake_clock) -> None:
    capture, chen = phone.deliver(), signed_in("chen")
    url = _download(chen, capture.id).json["url"]
    fake_clock.advance(minutes=5, seconds=2)

    answer = chen.client.get(url)

    assert (answer.status_code, answer.json["code"]) == (403, "download_grant_invalid")


def test_a_grant_is_one_persons_for_one_exhibit(phone, signed_in) -> None:
    one, other = phone.deliver(), phone.deliver()
    chen, lin = signed_in("chen"), signed_in("lin")
    url = _download(chen, one.id).json["url"]

    answers = [
        lin.client.get(url),
        chen.client.get(url.replace(one.id, other.id)),
        chen.client.get(url[:-2] + "xx"),
        chen.client.get(f"/api/v1/exhibits/{one.id}/content?grant=W10.abc"),
    ]

    assert [answer.json["code"] for answer in answers] == ["download_grant_invalid"] * 4


def test_a_download_says_what_for(phone, signed_in) -> None:
    capture = phone.deliver()

    answer = signed_in("chen").post(f"/exhibits/{capture.id}/actions/download", {})

    assert answer.json["errors"][0]["pointer"] == "/purpose"


def test_nothing_is_downloaded_before_the_bytes_are_stored(phone, signed_in) -> None:
    capture = phone.capture()
    phone.register(capture)

    answer = _download(signed_in("chen"), capture.id)

    assert (answer.status_code, answer.json["code"]) == (409, "exhibit_not_stored")


def test_a_grid_worker_takes_no_copies(phone) -> None:
    assert _download(phone.person, phone.deliver().id).json["permission"] == "exhibit.download"


def test_a_phone_pushes_a_registration_and_pulls_the_exhibit(phone) -> None:
    capture = phone.capture()
    operation = {
        "id": capture.id,
        "name": "exhibit.register",
        "subject_id": capture.id,
        "payload": capture.body,
        "recorded_at": "2026-11-22T04:00:00.000Z",
    }
    batch = {"device_id": phone.device_id, "operations": [operation]}

    results = [phone.person.post("/sync/push", batch).json["results"][0] for _ in range(2)]
    pulled = phone.person.get("/sync/pull").json["changes"]

    assert [result["status"] for result in results] == ["applied", "replayed"]
    assert results[0]["resource"]["state"] == "awaiting_upload"
    assert [(change["kind"], change["id"]) for change in pulled] == [("exhibit", capture.id)]
    assert pulled[0]["resource"]["id"] == capture.id


def test_a_refused_registration_in_a_batch_says_why(phone) -> None:
    capture = phone.capture(media={"size": 0})
    operation = {
        "id": capture.id,
        "name": "exhibit.register",
        "subject_id": capture.id,
        "payload": capture.body,
        "recorded_at": "2026-11-22T04:00:00.000Z",
    }

    answer = phone.person.post(
        "/sync/push", {"device_id": phone.device_id, "operations": [operation]}
    )

    result = answer.json["results"][0]
    assert (result["status"], result["problem"]["code"]) == ("refused", "capture_record_invalid")


def test_every_change_of_state_reaches_the_phone(phone, by_worker) -> None:
    capture = phone.capture()
    phone.register(capture)
    cursor = phone.person.get("/sync/pull").json["next_cursor"]
    states = []
    for happen in (lambda: phone.upload(capture), run_waiting_jobs):
        happen()
        pulled = phone.person.get("/sync/pull", cursor=cursor).json
        cursor = pulled["next_cursor"]
        exhibits = [one for one in pulled["changes"] if one["kind"] == "exhibit"]
        states.append([one["resource"]["state"] for one in exhibits])

    assert states == [["received"], ["verified"]]


def test_a_phone_of_another_district_pulls_nothing(phone, signed_in) -> None:
    phone.deliver()
    stranger = enrol_phone(signed_in("huli-worker"))

    assert stranger.person.get("/sync/pull").json["changes"] == []
