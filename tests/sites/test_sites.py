"""Site files reach the phones of their grid, and leave them with it."""

from typing import Any

import pytest

from backend.kernel.ids import new_id
from tests.factories import IN_SIMING
from tests.phones import enrol_phone
from tests.sites.register import enter_site, entry_of
from tests.sync.test_routes import pull_all

ELSEWHERE = {"lon": 118.30, "lat": 24.60}


def pulled_sites(person: Any, cursor: str | None = None) -> list[dict[str, Any]]:
    return [change for change in pull_all(person) if change["kind"] == "site"]


def test_worker_pulls_the_sites_of_her_grid_and_no_others(signed_in, city) -> None:
    inside = enter_site(signed_in("admin"), city, position=IN_SIMING)
    enter_site(signed_in("admin"), city, position=ELSEWHERE)

    changes = pulled_sites(signed_in("wang"))

    assert [change["id"] for change in changes] == [inside["id"]]
    assert changes[0]["resource"]["grid"]["code"] == "siming-03"


def test_site_that_moves_out_of_the_grid_leaves_a_tombstone(signed_in, city) -> None:
    admin = signed_in("admin")
    site = enter_site(admin, city, position=IN_SIMING)

    moved = admin.put(
        f"/sites/{site['id']}",
        entry_of(city, position=ELSEWHERE, credit_code=site["credit_code"]),
        revision=1,
    )
    assert moved.status_code == 200, moved.text

    assert pulled_sites(signed_in("wang"))[-1] | {"kind": "site"} == {
        "kind": "site",
        "id": site["id"],
        "deleted": True,
        "resource": None,
    }


def test_worker_reads_no_site_of_another_grid(signed_in, city) -> None:
    site = enter_site(signed_in("admin"), city, position=ELSEWHERE)

    assert signed_in("wang").get(f"/sites/{site['id']}").status_code == 404
    assert signed_in("wang").get("/sites").json["items"] == []
    assert signed_in("chen").get(f"/sites/{site['id']}").status_code == 200


def test_same_entry_again_changes_nothing(signed_in, city) -> None:
    admin = signed_in("admin")
    entry = entry_of(city, position=IN_SIMING)
    path = f"/sites/{new_id()}"

    assert admin.put(path, entry).status_code == 201
    again = admin.put(path, entry)

    assert (again.status_code, again.json["revision"]) == (200, 1)


def test_other_entry_needs_the_revision_that_was_seen(signed_in, city) -> None:
    admin = signed_in("admin")
    site = enter_site(admin, city, position=IN_SIMING)
    changed = entry_of(city, position=IN_SIMING, credit_code=site["credit_code"], category="印染")

    assert admin.put(f"/sites/{site['id']}", changed).status_code == 412


@pytest.mark.parametrize("name", ["wang", "chen", "zhao"])
def test_only_the_register_enters_sites(signed_in, city, name) -> None:
    answer = signed_in(name).put(f"/sites/{new_id()}", entry_of(city, position=IN_SIMING))

    assert answer.status_code == 403


def test_sites_are_found_by_part_of_name_or_code(signed_in, city) -> None:
    site = enter_site(signed_in("admin"), city, position=IN_SIMING)
    wang = signed_in("wang")

    by_name = wang.get("/sites", q="示范").json["items"]
    by_code = wang.get("/sites", q=site["credit_code"][4:12].lower()).json["items"]

    assert [one["id"] for one in by_name] == [one["id"] for one in by_code] == [site["id"]]


def test_phone_of_a_stranger_cannot_edit_the_site(signed_in, city) -> None:
    site = enter_site(signed_in("admin"), city, position=IN_SIMING)
    phone = enrol_phone(signed_in("huli-worker"))

    answer = phone.person.post(
        "/sync/push",
        {
            "device_id": phone.device_id,
            "operations": [
                {
                    "id": str(new_id()),
                    "name": "site.edit",
                    "subject_id": site["id"],
                    "payload": {
                        "edit_id": str(new_id()),
                        "branch_id": str(new_id()),
                        "base_version": 1,
                        "trunk_version": 1,
                        "made_at": "2026-11-22T06:05:00.000Z",
                        "changes": {"field_note": "看门有狗"},
                    },
                    "recorded_at": "2026-11-22T06:05:00.000Z",
                }
            ],
        },
    )

    assert answer.json["results"][0]["problem"]["code"] == "not_found"
