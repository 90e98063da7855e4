"""Looking at an exhibit is an event of its chain, once in five minutes."""

from uuid import UUID

from backend.ledger import list_custody


def looks(capture) -> list[tuple[str, str]]:
    events = list_custody(UUID(capture.id))
    return [(e.actor["name"], e.detail["what"]) for e in events if e.action == "viewed"]


def test_looking_at_the_detail_is_logged_with_who_looked(phone, signed_in) -> None:
    capture = phone.deliver()

    signed_in("chen").get(f"/exhibits/{capture.id}")

    assert looks(capture) == [("陈志强", "detail")]


def test_looks_within_five_minutes_are_one_event(phone, signed_in, fake_clock) -> None:
    capture, chen = phone.deliver(), signed_in("chen")

    chen.get(f"/exhibits/{capture.id}")
    fake_clock.advance(minutes=4)
    chen.get(f"/exhibits/{capture.id}/custody")

    assert looks(capture) == [("陈志强", "detail")]


def test_a_look_after_five_minutes_is_another_event(phone, signed_in, fake_clock) -> None:
    capture, chen = phone.deliver(), signed_in("chen")

    chen.get(f"/exhibits/{capture.id}")
    fake_clock.advance(minutes=5)
    chen.get(f"/exhibits/{capture.id}/custody")

    assert looks(capture) == [("陈志强", "detail"), ("陈志强", "custody")]


def test_each_person_leaves_a_trace_of_her_own(phone, signed_in) -> None:
    capture = phone.deliver()

    signed_in("chen").get(f"/exhibits/{capture.id}")
    signed_in("lin").get(f"/exhibits/{capture.id}")

    assert looks(capture) == [("陈志强", "detail"), ("林晓梅", "detail")]


def test_looking_at_the_preview_is_logged_and_lists_and_thumbnails_are_not(
    phone, signed_in
) -> None:
    capture, chen = phone.deliver(), signed_in("chen")

    chen.get("/exhibits")
    chen.get(f"/exhibits/{capture.id}/thumbnail")
    assert looks(capture) == []

    chen.get(f"/exhibits/{capture.id}/preview")
    assert looks(capture) == [("陈志强", "preview")]


def test_exhibit_out_of_sight_leaves_no_trace(phone, signed_in) -> None:
    capture = phone.deliver()

    assert signed_in("huli-officer").get(f"/exhibits/{capture.id}").status_code == 404

    assert looks(capture) == []
