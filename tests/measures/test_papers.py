"""Single papers of a case: each kind is issued by whom it belongs to, with its number."""

from datetime import timedelta
from typing import Any

import pytest

from backend.kernel import clock
from backend.kernel.clock import wire_time
from backend.measures.rules.papers import PAPERS, Paper
from tests.people import SignedIn
from tests.phones import run_waiting_jobs
from tests.procedure import Walk, codes, today

ISSUERS = {"measure.handle": "chen", "measure.decide": "zhou", "case.archive": "zheng"}


@pytest.fixture
def walk(signed_in) -> Walk:
    walk = Walk(signed_in)
    walk.to_filed()
    return walk


def filled(walk: Walk, paper: Paper, officers: tuple[str, ...] = ("chen", "lin")) -> dict[str, Any]:
    start = clock.now() - timedelta(hours=1)
    values: dict[str, Any] = {
        "date": today(),
        "datetime": wire_time(start),
        "integer": 5,
        "uuid_list": [walk.as_(name).person_id for name in officers],
    }
    form = {}
    for field in paper.fields:
        if field.kind == "enum":
            form[field.name] = field.choices[0][0]
        else:
            form[field.name] = values.get(field.kind, f"{field.title_zh}𠮷")
    if "ended_at" in form:
        form["ended_at"] = wire_time(clock.now())
    return form


def issue(walk: Walk, person: SignedIn, kind: str, form: dict[str, Any]) -> Any:
    answer = person.act(f"/cases/{walk.case_id}/papers", kind, form)
    run_waiting_jobs()
    return answer


@pytest.mark.parametrize(
    "paper", [paper for paper in PAPERS if not paper.of_volume], ids=lambda paper: paper.kind
)
def test_every_paper_is_issued_by_whom_it_belongs_to(walk, paper) -> None:
    person = walk.as_(ISSUERS[paper.permission])

    answer = issue(walk, person, paper.kind, filled(walk, paper))

    assert answer.status_code == 200, answer.text
    newest = person.get(f"/cases/{walk.case_id}/papers").json["items"][-1]
    assert (newest["kind"], newest["state"]) == (paper.kind, "issued")
    assert newest["number"].endswith("1号")


def test_papers_of_the_volume_wait_for_the_closing(walk) -> None:
    zheng = walk.as_("zheng")

    refused = issue(walk, zheng, "volume_contents", {})

    assert codes(refused) == ["case_not_closed"]


def test_a_paper_of_officers_names_two_certified_ones(walk) -> None:
    paper = next(one for one in PAPERS if one.kind == "sampling_record")

    refused = issue(walk, walk.as_("chen"), paper.kind, filled(walk, paper, ("chen", "wu")))

    assert codes(refused) == ["certificate_not_valid"]


def test_who_may_not_issue_a_paper_is_told_so_in_the_list(walk) -> None:
    items = walk.as_("chen").get(f"/cases/{walk.case_id}/papers/actions").json["items"]

    offers = {item["name"]: item for item in items}
    assert offers["evidence_order"]["allowed"]
    assert offers["recusal_reply"]["blocked_by"][0]["code"] == "no_permission"
    assert len(offers) == len(PAPERS)


def test_two_who_issue_at_once_are_told(walk) -> None:
    zhou = walk.as_("zhou")
    paper = next(one for one in PAPERS if one.kind == "internal_approval")
    revision = zhou.get(f"/cases/{walk.case_id}/papers").json["revision"]
    path = f"/cases/{walk.case_id}/papers/actions/{paper.kind}"

    first = zhou.post(path, filled(walk, paper), revision=revision)
    second = zhou.post(path, filled(walk, paper), revision=revision)

    assert (first.status_code, second.status_code) == (200, 412)
