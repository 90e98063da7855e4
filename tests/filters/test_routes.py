"""Saved filters: by name, one's own, forgotten on asking."""

from backend.kernel.ids import new_id

MINE = {"page": "cases", "name": "我的听证案件", "query": {"state": "hearing", "q": "化工"}}


def test_a_filter_is_kept_listed_and_forgotten(signed_in) -> None:
    zhou, filter_id = signed_in("zhou"), new_id()

    assert zhou.put(f"/filters/{filter_id}", MINE).status_code == 201
    assert zhou.put(f"/filters/{filter_id}", MINE).status_code == 200
    (kept,) = zhou.get("/filters", page="cases").json["items"]
    assert (kept["name"], kept["query"]) == (MINE["name"], MINE["query"])

    headers = {"X-CSRF-Token": zhou.csrf_token}
    path = f"/api/v1/filters/{filter_id}"
    assert zhou.client.delete(path, headers=headers).status_code == 204
    assert zhou.get("/filters", page="cases").json["items"] == []
    assert zhou.client.delete(path, headers=headers).status_code == 404


def test_a_name_is_given_once_on_a_page(signed_in) -> None:
    zhou = signed_in("zhou")
    zhou.put(f"/filters/{new_id()}", MINE)

    answer = zhou.put(f"/filters/{new_id()}", MINE)

    assert (answer.status_code, answer.json["code"]) == (409, "filter_name_taken")
    assert zhou.put(f"/filters/{new_id()}", MINE | {"page": "leads"}).status_code == 201


def test_nobody_sees_or_changes_anothers_filter(signed_in) -> None:
    filter_id = new_id()
    signed_in("zhou").put(f"/filters/{filter_id}", MINE)
    sun = signed_in("sun")

    assert sun.get("/filters", page="cases").json["items"] == []
    assert sun.put(f"/filters/{filter_id}", MINE).status_code == 404


def test_a_filter_of_an_unknown_page_is_refused(signed_in) -> None:
    answer = signed_in("zhou").put(f"/filters/{new_id()}", MINE | {"page": "secrets"})

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/page"
