"""A small picture may go ahead of an original over a weak link; it is marked, and no evidence."""

import base64
from io import BytesIO

import pytest
from PIL import Image

from tests.phones import Capture, Phone, photo_bytes

SMALL = photo_bytes(shade=40, size=(320, 240))


@pytest.fixture
def waiting(phone: Phone) -> Capture:
    capture = phone.capture()
    phone.register(capture)
    return capture


def send_ahead(phone: Phone, capture: Capture, jpeg: bytes = SMALL):
    body = {"jpeg": base64.b64encode(jpeg).decode()}
    return phone.person.put(f"/exhibits/{capture.id}/early-picture", body)


def picture(phone: Phone, capture: Capture, name: str = "thumbnail") -> Image.Image:
    return Image.open(BytesIO(phone.person.get(f"/exhibits/{capture.id}/{name}").data))


def test_it_is_shown_with_a_mark_while_the_original_is_on_its_way(phone, waiting) -> None:
    answer = send_ahead(phone, waiting)

    assert (answer.status_code, answer.json["state"]) == (200, "awaiting_upload")
    assert (answer.json["has_preview"], answer.json["is_early_picture"]) == (True, True)
    shown = picture(phone, waiting)
    assert (shown.format, shown.size) == ("JPEG", (320, 240))
    plain = Image.open(BytesIO(SMALL)).convert("L")
    marked = shown.convert("L")
    corner = (shown.width - 12, shown.height - 4)
    assert marked.getpixel((4, 4)) == pytest.approx(plain.getpixel((4, 4)), abs=6)
    assert marked.getpixel(corner) != pytest.approx(plain.getpixel(corner), abs=6)


def test_the_verified_original_takes_its_place(phone, waiting) -> None:
    send_ahead(phone, waiting)
    early = phone.person.get(f"/exhibits/{waiting.id}/preview").data

    phone.upload(waiting)

    shown = phone.person.get(f"/exhibits/{waiting.id}").json
    assert (shown["state"], shown["has_preview"], shown["is_early_picture"]) == (
        "verified",
        True,
        False,
    )
    assert phone.person.get(f"/exhibits/{waiting.id}/preview").data != early
    assert picture(phone, waiting, "preview").size == (640, 480)


def test_the_first_one_stays_and_none_replaces_an_original(phone, waiting) -> None:
    send_ahead(phone, waiting)
    first = phone.person.get(f"/exhibits/{waiting.id}/thumbnail").data

    again = send_ahead(phone, waiting, photo_bytes(shade=200, size=(320, 240)))

    assert again.status_code == 200
    assert phone.person.get(f"/exhibits/{waiting.id}/thumbnail").data == first
    phone.upload(waiting)
    assert send_ahead(phone, waiting).json["is_early_picture"] is False


@pytest.mark.parametrize(
    ("jpeg", "code"),
    [
        (b"no picture at all", "early_picture_unreadable"),
        (SMALL[:60], "early_picture_unreadable"),
        (b"GIF89a" + bytes(200), "early_picture_unreadable"),
        (b"", "field_invalid"),
        (bytes(64 * 1024 + 1), "field_invalid"),
    ],
    ids=["text", "cut", "gif", "empty", "large"],
)
def test_what_is_no_small_jpeg_is_refused_by_name(phone, waiting, jpeg, code) -> None:
    answer = send_ahead(phone, waiting, jpeg)

    assert answer.status_code == 422
    assert [(one["pointer"], one["code"]) for one in answer.json["errors"]] == [("/jpeg", code)]
    assert phone.person.get(f"/exhibits/{waiting.id}").json["has_preview"] is False


def test_a_large_picture_in_few_bytes_is_shown_small(phone, waiting) -> None:
    content = BytesIO()
    Image.new("L", (2400, 1800)).save(content, "JPEG", quality=1)
    assert len(content.getvalue()) < 64 * 1024

    send_ahead(phone, waiting, content.getvalue())

    assert picture(phone, waiting).size == (320, 240)


def test_only_who_took_the_photo_sends_one(phone, waiting, signed_in) -> None:
    body = {"jpeg": base64.b64encode(SMALL).decode()}

    answer = signed_in("lin").put(f"/exhibits/{waiting.id}/early-picture", body)

    assert answer.status_code in {403, 404}
    assert phone.person.get(f"/exhibits/{waiting.id}").json["has_preview"] is False
