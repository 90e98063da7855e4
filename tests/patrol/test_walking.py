"""Duty, tracks, check-ins and the end: each once, late, twice and out of order."""

from typing import Any

import pytest

from backend.kernel.ids import new_id
from backend.patrol.jobs import purge_old_tracks
from tests.patrol.walks import (
    AT,
    LATER,
    batch,
    do,
    end,
    gap,
    operation,
    plan_round,
    point,
    push,
    start_walk,
)
from tests.people import sign_in
from tests.phones import Phone, enrol_phone


@pytest.fixture
def phone(signed_in) -> Phone:
    return enrol_phone(signed_in("wang"))


@pytest.fixture
def planned(signed_in, city) -> dict[str, Any]:
    return plan_round(signed_in("zhao"), city.people["wang"])


def refusal(result: dict[str, Any]) -> str:
    assert result["status"] == "refused", result
    return str(result["problem"]["code"])


def check_in(phone: Phone, patrol_id: str, checkpoint_id: str, **changes: Any) -> dict[str, Any]:
    told = {
        "patrol_id": patrol_id,
        "checkpoint_id": checkpoint_id,
        "method": "qr",
        "reason": None,
        "checked_at": AT,
        "position": {"lon": 118.1, "lat": 24.46, "accuracy_m": 5.0},
    }
    return push(phone, operation("patrol.check_in", str(new_id()), told | changes))[0]


def test_track_is_read_in_the_order_of_the_phone_whatever_the_batches_order(phone) -> None:
    walk = start_walk(phone)

    do(phone, "patrol.track", walk, batch(2, point(4), gaps=[gap(3)]))
    do(phone, "patrol.track", walk, batch(1, point(1), point(2)))

    track = phone.person.get(f"/patrols/{walk}/track").json
    assert [one["seq"] for one in track["points"]] == [1, 2, 4]
    assert [(one["seq"], one["reason"]) for one in track["gaps"]] == [(3, "app_closed")]
    assert track["missing_batches"] == []


def test_same_batch_in_another_operation_changes_nothing(phone) -> None:
    walk = start_walk(phone)

    do(phone, "patrol.track", walk, batch(1, point(1)))
    do(phone, "patrol.track", walk, batch(1, point(1)))

    assert len(phone.person.get(f"/patrols/{walk}/track").json["points"]) == 1


def test_other_content_under_a_batchs_number_is_refused(phone) -> None:
    walk = start_walk(phone)
    do(phone, "patrol.track", walk, batch(1, point(1)))

    other = push(phone, operation("patrol.track", walk, batch(1, point(1, lon=118.2))))[0]
    overlapping = push(phone, operation("patrol.track", walk, batch(2, point(1))))[0]

    assert [refusal(other), refusal(overlapping)] == ["patrol_differs", "patrol_differs"]


def test_holes_in_the_numbering_of_a_batch_are_refused(phone) -> None:
    walk = start_walk(phone)

    result = push(phone, operation("patrol.track", walk, batch(1, point(1), point(3))))[0]

    assert refusal(result) == "invalid"


def test_batches_on_their_way_are_told_and_accepted_after_the_end(phone) -> None:
    walk = start_walk(phone)
    do(phone, "patrol.track", walk, batch(1, point(1)))
    do(phone, "patrol.end", walk, end(3))

    before = phone.person.get(f"/patrols/{walk}/track").json["missing_batches"]
    do(phone, "patrol.track", walk, batch(2, point(2)))
    after = phone.person.get(f"/patrols/{walk}/track").json["missing_batches"]

    assert (before, after) == ([2, 3], [3])


def test_nothing_made_after_the_end_of_duty_is_kept(phone) -> None:
    walk = start_walk(phone)
    do(phone, "patrol.end", walk, end(0))

    result = push(phone, operation("patrol.track", walk, batch(1, point(1))))[0]

    assert refusal(result) == "patrol_ended"


def test_missed_checkpoints_are_listed_with_a_reason_or_without(phone, planned) -> None:
    first, second = (stop["id"] for stop in planned["checkpoints"])
    walk = start_walk(phone, planned["id"])
    told = {"checkpoint_id": first, "reason": "closed", "note": "大门紧锁"}
    do(phone, "patrol.end", walk, end(0, told))

    missed = phone.person.get(f"/patrols/{walk}").json["missed"]

    assert missed == [told, {"checkpoint_id": second, "reason": None, "note": ""}]


def test_checked_in_is_not_missed_even_when_the_phone_says_so(phone, planned) -> None:
    first, second = (stop["id"] for stop in planned["checkpoints"])
    walk = start_walk(phone, planned["id"])
    assert check_in(phone, walk, first)["status"] == "applied"
    do(phone, "patrol.end", walk, end(0, {"checkpoint_id": first, "reason": "weather"}))

    shown = phone.person.get(f"/patrols/{walk}").json

    assert [one["checkpoint_id"] for one in shown["missed"]] == [second]
    assert [one["checkpoint_id"] for one in shown["check_ins"]] == [first]


def test_check_in_by_hand_needs_a_reason_and_a_scanned_one_has_none(phone, planned) -> None:
    first = planned["checkpoints"][0]["id"]
    walk = start_walk(phone, planned["id"])

    silent = check_in(phone, walk, first, method="manual")
    explained = check_in(phone, walk, first, method="manual", reason="code_damaged")
    strange = check_in(phone, walk, first, reason="code_damaged")

    assert (refusal(silent), explained["status"], refusal(strange)) == (
        "invalid",
        "applied",
        "invalid",
    )


def test_ending_again_otherwise_is_refused(phone) -> None:
    walk = start_walk(phone)
    do(phone, "patrol.end", walk, end(0))

    again = push(phone, operation("patrol.end", walk, end(0)))[0]
    other = push(phone, operation("patrol.end", walk, end(4)))[0]

    assert (again["status"], refusal(other)) == ("applied", "patrol_differs")


def test_nobody_adds_to_anothers_patrol(phone, signed_in) -> None:
    walk = start_walk(phone)
    other = enrol_phone(signed_in("chen"))

    result = push(other, operation("patrol.track", walk, batch(1, point(1))))[0]

    assert refusal(result) == "not_found"


def test_a_walker_reads_his_own_patrols_only(phone, signed_in) -> None:
    theirs = start_walk(enrol_phone(signed_in("chen")))
    mine = start_walk(phone)

    items = phone.person.get("/patrols").json["items"]

    assert [item["id"] for item in items] == [mine]
    assert phone.person.get(f"/patrols/{theirs}/track").status_code == 404


def test_the_dispatcher_reads_every_track_of_the_district_and_no_other(phone, signed_in) -> None:
    walk = start_walk(phone)
    do(phone, "patrol.track", walk, batch(1, point(1)))

    seen = signed_in("zhao").get(f"/patrols/{walk}/track")
    stranger = signed_in("huli-dispatcher").get(f"/patrols/{walk}/track")

    assert (seen.status_code, stranger.status_code) == (200, 404)


def test_colleagues_of_the_grid_see_who_is_on_duty_until_the_end(phone, signed_in) -> None:
    walk = start_walk(phone)
    do(phone, "patrol.track", walk, batch(1, point(1)))

    on = duties(phone)
    do(phone, "patrol.end", walk, end(1))
    off = duties(phone)

    assert (on[walk]["person"]["full_name"], on[walk]["last"]["lon"]) == ("王秀英", 118.1)
    assert off[walk] is None


def duties(phone: Phone) -> dict[str, Any]:
    changes = phone.person.get("/sync/pull").json["changes"]
    return {one["id"]: one["resource"] for one in changes if one["kind"] == "duty"}


def test_a_round_is_pulled_by_its_walker_and_shows_when_it_was_walked(phone, planned) -> None:
    walk = start_walk(phone, planned["id"])
    do(phone, "patrol.end", walk, end(0))

    changes = phone.person.get("/sync/pull").json["changes"]
    rounds = [one["resource"] for one in changes if one["kind"] == "patrol_round"]

    assert [one["walked_at"] for one in rounds] == [LATER]
    assert rounds[0]["checkpoints"][0]["code"].startswith("XZCP-")


def test_places_are_deleted_when_their_days_are_over_and_no_sooner(phone, fake_clock) -> None:
    walk = start_walk(phone)
    do(phone, "patrol.track", walk, batch(1, point(1), gaps=[gap(2)]))
    do(phone, "patrol.end", walk, end(1))
    kept, gone = [], []
    for days, seen in ((89, kept), (2, gone)):
        fake_clock.advance(days=days)
        purge_old_tracks()
        track = sign_in(phone.person.client.application, "wang").get(f"/patrols/{walk}/track").json
        seen.append((len(track["points"]), len(track["gaps"]), track["missing_batches"]))

    assert kept == [(1, 1, [])]
    assert gone == [(0, 0, [])]


def test_nothing_of_a_patrol_counts_distance_or_time_on_duty(phone, planned) -> None:
    walk = start_walk(phone, planned["id"])
    do(phone, "patrol.end", walk, end(0))

    answers = [phone.person.get(f"/patrols/{walk}{end}").json for end in ("", "/track")]

    words = {word for answer in answers for key in answer for word in key.split("_")}
    assert words & {"distance", "mileage", "km", "duration", "minutes", "rank", "score"} == set()
