"""Rounds and checkpoints: who plans, who walks, who sees."""

from backend.accounts import Person
from backend.kernel.ids import new_id
from tests.patrol.walks import make_checkpoint, plan_round, start_walk
from tests.phones import enrol_phone


def test_same_checkpoint_again_keeps_its_code(signed_in) -> None:
    zhao, checkpoint_id = signed_in("zhao"), new_id()
    content = {"name": "2 号排口", "lon": 118.1, "lat": 24.46}

    first = zhao.put(f"/checkpoints/{checkpoint_id}", content)
    again = zhao.put(f"/checkpoints/{checkpoint_id}", content)
    other = zhao.put(f"/checkpoints/{checkpoint_id}", content | {"name": "别的"})

    assert (first.status_code, again.json["code"]) == (201, first.json["code"])
    assert other.json["code"] == "round_differs"


def test_checkpoints_of_two_places_have_two_codes(signed_in) -> None:
    zhao = signed_in("zhao")

    codes = {make_checkpoint(zhao, name, 118.1, 24.46)["code"] for name in "甲乙"}

    assert len(codes) == 2


def test_a_round_is_given_to_a_grid_worker_of_the_district_only(signed_in, city) -> None:
    zhao = signed_in("zhao")
    good = plan_round(zhao, city.people["wang"])
    content = {
        "name": "夜查",
        "starts_on": "2026-11-22",
        "ends_on": "2026-11-22",
        "checkpoint_ids": [good["checkpoints"][0]["id"]],
    }

    answers = [
        zhao.put(
            f"/patrol-rounds/{new_id()}", content | {"assignee_id": str(city.people[name])}
        ).status_code
        for name in ("chen", "huli-worker", "wang")
    ]

    assert answers == [422, 422, 201]


def test_checkpoints_of_another_district_are_unknown(signed_in, city) -> None:
    theirs = make_checkpoint(signed_in("huli-dispatcher"), "湖里", 118.12, 24.5)
    content = {
        "name": "越界",
        "assignee_id": str(city.people["wang"]),
        "starts_on": "2026-11-22",
        "ends_on": "2026-11-22",
        "checkpoint_ids": [theirs["id"]],
    }

    answer = signed_in("zhao").put(f"/patrol-rounds/{new_id()}", content)

    assert answer.json["errors"][0]["pointer"] == "/checkpoint_ids/0"


def test_a_grid_worker_plans_nothing(signed_in) -> None:
    content = {"name": "2 号排口", "lon": 118.1, "lat": 24.46}

    answer = signed_in("wang").put(f"/checkpoints/{new_id()}", content)

    assert answer.status_code == 403


def test_a_withdrawn_round_leaves_the_phone_and_its_walker_is_told(signed_in, city) -> None:
    planned = plan_round(signed_in("zhao"), city.people["wang"])
    path = f"/patrol-rounds/{planned['id']}"
    assert signed_in("zhao").act(path, "withdraw").status_code == 200

    wang = signed_in("wang")
    pulled = [one for one in wang.get("/sync/pull").json["changes"] if one["id"] == planned["id"]]
    kinds = [item["kind"] for item in wang.get("/messages").json["items"]]

    assert [one["deleted"] for one in pulled] == [True]
    assert sorted(kinds) == ["round_given", "round_withdrawn"]


def test_a_round_withdrawn_while_the_phone_was_offline_was_still_walked(signed_in, city) -> None:
    zhao = signed_in("zhao")
    planned = plan_round(zhao, city.people["wang"])
    zhao.act(f"/patrol-rounds/{planned['id']}", "withdraw")

    walk = start_walk(enrol_phone(signed_in("wang")), planned["id"])

    assert zhao.get(f"/patrols/{walk}").json["round"]["id"] == planned["id"]


def test_giving_a_round_to_another_tells_both(signed_in, session, city) -> None:
    zhao = signed_in("zhao")
    planned = plan_round(zhao, city.people["wang"])
    second = _second_worker(session, city)

    given = zhao.post(
        f"/patrol-rounds/{planned['id']}/actions/give", {"assignee_id": second}, revision=1
    )

    kinds = [item["kind"] for item in signed_in("wang").get("/messages").json["items"]]
    assert given.json["assignee"]["id"] == second
    assert kinds[0] == "round_withdrawn"
    assert signed_in("wang").get(f"/patrol-rounds/{planned['id']}").status_code == 404


def _second_worker(session, city) -> str:
    person = session.get_one(Person, city.people["wu"])
    person.roles = ["grid_worker"]
    session.commit()
    return str(person.id)


def test_withdrawing_twice_is_refused(signed_in, city) -> None:
    zhao = signed_in("zhao")
    path = f"/patrol-rounds/{plan_round(zhao, city.people['wang'])['id']}"
    zhao.act(path, "withdraw")

    assert zhao.act(path, "withdraw").json["code"] == "round_withdrawn"
