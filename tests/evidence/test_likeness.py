"""Pictures that look the same are found, across cases and authorities, on both sides."""

from io import BytesIO

import pytest
from PIL import Image

from backend.evidence.rules.likeness import NEAR_BITS, distance, perceptual_hash, search_words
from backend.evidence.rules.looking import flags_of_look, look_at
from backend.kernel.db import session
from backend.kernel.ids import new_id
from tests.evidence import media
from tests.phones import enrol_phone, run_waiting_jobs


def _hash(image: Image.Image) -> int:
    value = perceptual_hash(image)
    assert value is not None
    return value


def _flags(phone, capture) -> dict:
    shown = phone.person.get(f"/exhibits/{capture.id}").json
    return {flag["code"]: flag["facts"] for flag in shown["flags"]}


def _recompressed(content: bytes, quality: int = 40) -> bytes:
    with Image.open(BytesIO(content)) as image:
        return media.jpeg(image, quality=quality)


@pytest.mark.parametrize("seed", range(8))
def test_a_recompressed_or_resized_picture_is_near_and_another_is_not(seed) -> None:
    image = media.scene(seed)
    own = _hash(image)

    again = Image.open(BytesIO(media.jpeg(image, quality=30)))

    assert distance(own, _hash(again)) <= NEAR_BITS
    assert distance(own, _hash(image.resize((200, 150)))) <= NEAR_BITS
    assert distance(own, _hash(media.scene(seed + 100))) > NEAR_BITS


def test_a_picture_without_structure_has_no_likeness() -> None:
    assert perceptual_hash(Image.new("RGB", (640, 480), (90, 120, 30))) is None


@pytest.mark.parametrize("bits", [(), (0,), (0, 1, 2, 3, 4, 5), (0, 9, 17, 30, 45, 63)])
def test_every_neighbour_shares_a_search_word(bits) -> None:
    value = -1234567890123456789
    other = value
    for bit in bits:
        other ^= 1 << bit
    words = {((other >> 16 * place) % 2**16) + place * 2**16 for place in range(4)}

    assert distance(value, other) == len(bits)
    assert words & set(search_words(value))


def test_a_thumbnail_of_another_picture_is_told(tmp_path) -> None:
    path = tmp_path / "photo.jpg"
    own, other = media.scene(1), media.scene(2).resize((160, 120))

    path.write_bytes(media.photo_with_thumbnail(own, own.resize((160, 120))))
    assert flags_of_look(look_at(str(path)))["thumbnail_differs"] is None
    path.write_bytes(media.photo_with_thumbnail(own, other))
    facts = flags_of_look(look_at(str(path)))["thumbnail_differs"]

    assert facts is not None
    assert facts["distance"] > facts["limit"]


def test_the_bars_of_a_thumbnail_are_no_difference(tmp_path) -> None:
    path = tmp_path / "photo.jpg"
    wide = media.scene(3, (1600, 900))
    barred = Image.new("RGB", (160, 120))
    barred.paste(wide.resize((160, 90)), (0, 15))

    path.write_bytes(media.photo_with_thumbnail(wide, barred))

    assert flags_of_look(look_at(str(path)))["thumbnail_differs"] is None


def test_near_pictures_tell_both_exhibits_with_their_distance(phone, officer_phone) -> None:
    content = media.jpeg(media.scene(11), quality=90)
    first = phone.deliver(content)
    other = phone.deliver(media.jpeg(media.scene(12)))

    second = officer_phone.deliver(_recompressed(content))

    facts = _flags(officer_phone, second)["near_duplicate"]
    assert (facts["count"], facts["exhibit_ids"], facts["limit"]) == (1, [first.id], 6)
    assert facts["distances"][0] <= 6
    assert _flags(phone, first)["near_duplicate"]["exhibit_ids"] == [second.id]
    assert "near_duplicate" not in _flags(phone, other)
    shown = officer_phone.person.get(f"/exhibits/{second.id}").json["duplicates"]
    assert shown == [{"exhibit_id": first.id, "kind": "near", "distance": facts["distances"][0]}]


def test_near_pictures_of_one_batch_find_each_other(phone) -> None:
    content = media.jpeg(media.scene(21), quality=90)
    captures = [phone.capture(content), phone.capture(_recompressed(content))]
    for capture in captures:
        phone.register(capture)
        phone.upload(capture)

    run_waiting_jobs()

    for one, other in (captures, captures[::-1]):
        assert _flags(phone, one)["near_duplicate"]["exhibit_ids"] == [other.id]


def test_the_same_bytes_are_exact_and_not_near(phone) -> None:
    content = media.jpeg(media.scene(31))
    first = phone.deliver(content)

    second = phone.deliver(content)

    assert _flags(phone, second).keys() >= {"duplicate_bytes"}
    assert "near_duplicate" not in _flags(phone, second)
    shown = phone.person.get(f"/exhibits/{first.id}").json["duplicates"]
    assert shown == [{"exhibit_id": second.id, "kind": "exact", "distance": 0}]


def test_a_near_picture_of_another_authority_is_counted_but_not_named(phone, signed_in) -> None:
    content = media.jpeg(media.scene(41), quality=90)
    ours = phone.deliver(content)
    stranger = enrol_phone(signed_in("huli-worker"))

    theirs = stranger.deliver(_recompressed(content))

    for one, capture in ((phone, ours), (stranger, theirs)):
        facts = _flags(one, capture)["near_duplicate"]
        assert (facts["count"], facts["exhibit_ids"]) == (1, [])
        shown = one.person.get(f"/exhibits/{capture.id}").json["duplicates"]
        assert [item["exhibit_id"] for item in shown] == [None]


def test_what_is_near_an_exhibit_can_be_listed_within_scope(phone, officer_phone) -> None:
    content = media.jpeg(media.scene(51), quality=90)
    first = phone.deliver(content)
    second = officer_phone.deliver(_recompressed(content))

    listed = officer_phone.person.get("/exhibits", near=second.id).json["items"]

    assert [item["id"] for item in listed] == [first.id]
    assert officer_phone.person.get("/exhibits", near=str(new_id())).status_code == 404


def test_the_flag_is_told_to_custody_and_once_only(phone) -> None:
    content = media.jpeg(media.scene(61), quality=90)
    first = phone.deliver(content)
    phone.deliver(_recompressed(content))
    run_waiting_jobs()

    events = phone.person.get(f"/exhibits/{first.id}/custody").json["items"]

    checked = [event for event in events if event["action"] == "checked"]
    codes = [{flag["code"] for flag in event["detail"]["flags"]} for event in checked]
    assert [("near_duplicate" in found) for found in codes] == [False, True]


def test_the_search_uses_its_index(phone) -> None:
    phone.deliver(media.jpeg(media.scene(71)))
    connection = session().connection()
    connection.exec_driver_sql("set local enable_seqscan = off")

    plan = connection.exec_driver_sql(
        "explain select id from exhibit where phash is not null and (array[phash & 65535,"
        " (phash >> 16 & 65535) + 65536, (phash >> 32 & 65535) + 131072,"
        " (phash >> 48 & 65535) + 196608]) && array[1, 65537]::bigint[]"
    )

    assert "ix_exhibit_phash_words" in "\n".join(row[0] for row in plan)
