"""Seizure: on the spot with papers, thirty days and thirty more, testing not counted, lifting."""

from datetime import date, timedelta

import pytest

from backend.kernel import clock
from backend.kernel.clock import wire_time
from tests.measures.walking import ITEM, Measuring, scene, service
from tests.procedure import codes, today

APPROVE = {"opinion": "同意", "is_major": False}


def proposed(measure: Measuring, **changes) -> None:
    wanted = {"subtype": "seal", "items": [ITEM], "exhibit_ids": [measure.exhibit()]}
    measure.proposed("seizure", **(wanted | changes))


def seized(measure: Measuring) -> None:
    proposed(measure)
    measure.must("zhou", "approve", APPROVE)
    measure.must("chen", "seize", scene())


def test_a_seizure_hands_over_decision_list_and_record_on_the_spot(in_case) -> None:
    seized(in_case)

    assert in_case.papers() == [
        "seizure_approval",
        "seizure_decision",
        "seizure_list",
        "seizure_record",
    ]
    term = in_case.clocks()["seizure"]
    assert (term["days"], term["unit"], term["subject"]["number"]) == (
        30,
        "calendar",
        in_case.now()["number"],
    )


def test_a_seizure_needs_verified_pictures_of_the_scene(in_case) -> None:
    proposed(in_case, exhibit_ids=[])
    in_case.must("zhou", "approve", APPROVE)

    assert codes(in_case.act("chen", "seize", scene())) == ["no_scene_exhibits"]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"rights_told": False}, "rights_not_told"),
        ({"av_recorded": False}, "recording_incomplete"),
        ({"ended_at": wire_time(clock.now() - timedelta(days=1))}, "end_not_after_start"),
    ],
)
def test_the_party_is_told_and_filmed(in_case, form, code) -> None:
    proposed(in_case)
    in_case.must("zhou", "approve", APPROVE)

    assert code in codes(in_case.act("chen", "seize", scene(**form)))


def test_a_major_seizure_is_discussed_first(in_case) -> None:
    proposed(in_case)

    refused = in_case.act("zhou", "approve", APPROVE | {"is_major": True})

    assert codes(refused) == ["seizure_discussion_needed"]
    in_case.must("zhou", "approve", APPROVE | {"is_major": True, "discussion": "审议同意"})


def test_an_urgent_seizure_is_reported_within_a_day_or_lifted(in_case) -> None:
    proposed(in_case)
    in_case.must("chen", "seize_urgently", scene(urgency="正在排放"))

    assert in_case.clocks()["urgent_report"]["days"] == 24
    rejected = in_case.must("zhou", "reject_urgent", {"reason": "不应采取"})

    assert rejected["state"] == "lifting"
    assert in_case.clocks()["urgent_report"]["status"] == "met"


def test_thirty_days_are_extended_once_by_thirty(in_case) -> None:
    seized(in_case)
    before = in_case.clocks()["seizure"]

    in_case.must("zhou", "extend", {"reason": "案情复杂"})

    after = in_case.clocks()["seizure"]
    assert after["days"] == 60
    assert after["changes"][0]["approved_by"] == "周正"
    assert after["due_on"] > before["due_on"]
    again = in_case.act("zhou", "extend", {"reason": "再延"})
    assert codes(again) == ["extended_already"]


def test_an_overdue_seizure_can_only_be_lifted(in_case, fake_clock) -> None:
    seized(in_case)
    fake_clock.advance(days=35)

    for action, form in (
        ("extend", {"reason": "案情复杂"}),
        ("hand_on", {"disposal": "confiscated", "explanation": "没收"}),
    ):
        assert codes(in_case.act("zhou", action, form)) == ["seizure_over"]
    assert in_case.must("zhou", "lift", {"reason": "期限届满"})["state"] == "lifting"
    assert in_case.clocks()["seizure"]["status"] == "missed"


def test_testing_is_told_in_writing_and_not_counted(in_case, fake_clock) -> None:
    seized(in_case)
    started_on = date.fromisoformat(in_case.clocks()["seizure"]["started_on"])
    testing = {"what": "重金属", "agency": "市监测站", "expected_days": 10}

    # The first day is not counted anyway: testing that began on it would cost one day less.
    fake_clock.advance(days=1)
    in_case.must("chen", "start_testing", testing)
    assert codes(in_case.act("zhou", "extend", {"reason": "x"})) == ["testing_running"]
    fake_clock.advance(days=50)
    in_case.must("chen", "end_testing", {"result": "未超标"})

    term = in_case.clocks()["seizure"]
    assert "testing_notice" in in_case.papers()
    # Or the next working day, which the thirtieth day by itself does not foretell.
    assert date.fromisoformat(term["due_on"]) >= started_on + timedelta(days=30 + 50)
    assert term["status"] == "open"


def test_a_request_to_lift_is_checked_in_five_days_and_the_lifting_served_in_three(
    in_case,
) -> None:
    seized(in_case)
    in_case.must("chen", "record_lift_application", {"received_on": today(), "content": "已改正"})
    assert in_case.clocks()["seizure_check"]["days"] == 5
    checked = {"checked_on": today(), "is_corrected": True, "findings": "已拆除软管"}
    in_case.must("chen", "check_application", checked)
    in_case.must("zhou", "lift", {"reason": "已改正"})
    assert in_case.clocks()["seizure_lift"]["days"] == 3

    done = in_case.must("chen", "serve_lift", service(returned="完好"))

    assert done["state"] == "lifted"
    assert {one["status"] for one in in_case.clocks().values()} == {"met"}


def test_a_seizure_that_was_carried_out_is_not_withdrawn(in_case) -> None:
    seized(in_case)

    assert codes(in_case.act("chen", "withdraw", {"reason": "x"})) == ["served_already"]


def test_what_kind_of_seizure_must_be_said(in_case) -> None:
    answer = in_case.propose("seizure", items=[ITEM])

    assert answer.status_code == 422
    assert "subtype_unknown" in answer.text
