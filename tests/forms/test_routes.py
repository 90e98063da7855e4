"""Forms are handed in once, judged by their version and seen by those in scope."""

from typing import Any

import pytest

from backend.kernel.ids import new_id
from tests.factories import IN_SIMING
from tests.incidents.test_routes import a_report
from tests.phones import enrol_phone
from tests.sites.register import enter_site
from tests.sites.test_edits import push
from tests.sync.test_routes import pull_all

AT = "2026-11-22T06:05:00.000Z"


def an_answer(site_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "form_key": "site_check",
        "form_version": 1,
        "subject_kind": "site",
        "subject_id": site_id,
        "answers": {"state": "running", "outfall_state": "yes"},
        "answered_at": AT,
    } | changes


@pytest.fixture
def site(signed_in, city) -> str:
    return str(enter_site(signed_in("admin"), city, position=IN_SIMING)["id"])


def test_form_is_handed_in_once_and_answered_twice(signed_in, site) -> None:
    wang, path = signed_in("wang"), f"/form-answers/{new_id()}"

    first, again = wang.put(path, an_answer(site)), wang.put(path, an_answer(site))

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json


def test_other_answers_under_the_same_number_are_refused(signed_in, site) -> None:
    wang, path = signed_in("wang"), f"/form-answers/{new_id()}"
    wang.put(path, an_answer(site))

    other = wang.put(path, an_answer(site, answered_at="2026-11-22T07:00:00.000Z"))

    assert (other.status_code, other.json["code"]) == (409, "form_answer_differs")


def test_refusal_names_each_field(signed_in, site) -> None:
    answers = {"state": "stopped", "outfall_state": "yes", "mood": "good"}

    refused = signed_in("wang").put(f"/form-answers/{new_id()}", an_answer(site, answers=answers))

    assert refused.status_code == 422
    assert {(one["pointer"], one["code"]) for one in refused.json["errors"]} == {
        ("/answers/stopped_since", "required"),
        ("/answers/mood", "unknown"),
    }


def test_version_that_was_never_published_is_refused(signed_in, site) -> None:
    refused = signed_in("wang").put(f"/form-answers/{new_id()}", an_answer(site, form_version=99))

    assert (refused.status_code, refused.json["code"]) == (422, "form_unknown")


def test_form_comes_with_its_photos_and_they_are_linked(signed_in, site) -> None:
    wang = signed_in("wang")
    phone = enrol_phone(wang)
    capture = phone.capture()
    assert phone.register(capture).status_code == 201
    answers = {"state": "running", "outfall_state": "yes", "photos": [capture.id]}

    answered = push(phone, str(new_id()), an_answer(site, answers=answers), "form.submit")

    assert answered["status"] == "applied", answered
    custody = wang.get(f"/exhibits/{capture.id}/custody").json["items"]
    assert [event["action"] for event in custody].count("linked") == 1


def test_photo_of_somebody_else_is_refused(signed_in, site) -> None:
    answers = {"state": "running", "outfall_state": "yes", "photos": [str(new_id())]}

    refused = signed_in("wang").put(f"/form-answers/{new_id()}", an_answer(site, answers=answers))

    assert refused.json["code"] == "exhibits_unknown"


def test_site_out_of_reach_cannot_be_checked(signed_in, site) -> None:
    refused = signed_in("huli-worker").put(f"/form-answers/{new_id()}", an_answer(site))

    assert refused.status_code == 404


def test_whole_grid_can_be_the_subject(signed_in, city) -> None:
    grid = str(city.grids["siming-03"])
    body = an_answer(grid, subject_kind="grid")

    assert signed_in("wang").put(f"/form-answers/{new_id()}", body).status_code == 201
    assert signed_in("huli-worker").put(f"/form-answers/{new_id()}", body).status_code == 404


def test_colleagues_of_the_grid_pull_what_was_found_and_strangers_do_not(signed_in, site) -> None:
    answer_id = str(new_id())
    signed_in("wang").put(f"/form-answers/{answer_id}", an_answer(site))

    def pulled(name: str) -> list[str]:
        return [one["id"] for one in pull_all(signed_in(name)) if one["kind"] == "form_answer"]

    assert pulled("chen") == [answer_id]
    assert pulled("huli-officer") == []


def test_report_carries_the_answers_to_its_categorys_questions(signed_in) -> None:
    extra = {"form_version": 1, "answers": {"flow": "dry"}}
    report = a_report(category_code="outfall", extra=extra)

    reported = signed_in("wang").put(f"/incidents/{new_id()}", report)

    assert reported.status_code == 201, reported.text
    assert reported.json["extra"] == extra


def test_wrong_extra_answer_is_refused_by_name(signed_in) -> None:
    extra = {"form_version": 1, "answers": {"flow": "up"}}

    refused = signed_in("wang").put(
        f"/incidents/{new_id()}", a_report(category_code="outfall", extra=extra)
    )

    assert [one["pointer"] for one in refused.json["errors"]] == ["/extra/answers/flow"]


def test_report_of_the_previous_client_has_no_extra_answers(signed_in) -> None:
    reported = signed_in("wang").put(f"/incidents/{new_id()}", a_report())

    assert (reported.status_code, reported.json["extra"]) == (201, None)
