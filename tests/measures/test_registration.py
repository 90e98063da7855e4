"""Advance registration: seven working days, urgent approval in a day, lapse by law."""

from datetime import timedelta
from itertools import pairwise

import pytest

from backend.kernel import clock
from backend.kernel.clock import wire_time
from backend.measures.jobs import record_lapses
from backend.workflow import list_history
from tests.measures.walking import ITEM, Measuring, on_site
from tests.procedure import codes


def urgently(**changes):
    acted = clock.now() - timedelta(minutes=2)
    urgent = {
        "acted_at": wire_time(acted),
        "approved_by": "周正",
        "approved_at": wire_time(acted - timedelta(minutes=5)),
        "channel": "政务微信",
        "urgency": "设备正在被拆除",
    }
    return on_site(**(urgent | changes))


def registered(measure: Measuring) -> None:
    measure.proposed("advance_registration", items=[ITEM])
    measure.must("zhou", "approve", {"opinion": "同意"})
    measure.must("chen", "register", on_site())


def test_a_registration_is_approved_carried_out_and_handled(in_field) -> None:
    registered(in_field)

    term = in_field.clocks()["registration"]
    assert (term["days"], term["unit"]) == (7, "working")
    done = in_field.must("chen", "handle", {"outcome": "copied", "explanation": "已拍照固定"})

    assert done["state"] == "handled"
    assert in_field.clocks()["registration"]["status"] == "met"
    assert in_field.papers() == ["registration_notice", "registration_release"]
    assert done["number"].endswith("登存〔" + term["started_on"][:4] + "〕1号")


def test_who_approves_is_no_officer_and_who_approved_does_not_register(in_field) -> None:
    in_field.proposed("advance_registration", items=[ITEM])

    assert in_field.act("chen", "approve", {"opinion": "同意"}).status_code == 403
    assert in_field.act("chen", "register", on_site()).status_code == 409


def test_an_officer_whose_certificate_ended_cannot_register(in_field) -> None:
    in_field.officers = ("chen", "wu")
    in_field.proposed("advance_registration", items=[ITEM])

    assert "certificate_not_valid" in codes(in_field.act("zhou", "approve", {"opinion": "同意"}))


def test_an_urgent_registration_is_approved_on_paper_within_a_day(in_field) -> None:
    in_field.proposed("advance_registration", items=[ITEM])
    in_field.must("chen", "register_urgently", urgently())
    handle = {"outcome": "released", "explanation": "已退还"}

    assert codes(in_field.act("chen", "handle", handle)) == ["urgent_not_confirmed"]
    in_field.must("zhou", "confirm_urgent", {"opinion": "同意"})

    assert in_field.clocks()["urgent_paper"]["status"] == "met"
    assert codes(in_field.act("zhou", "confirm_urgent", {"opinion": "同意"})) == [
        "nothing_to_confirm"
    ]
    in_field.must("chen", "handle", handle)


def test_paper_after_a_day_and_a_minute_is_late(in_field, fake_clock) -> None:
    in_field.proposed("advance_registration", items=[ITEM])
    in_field.must("chen", "register_urgently", urgently())
    fake_clock.advance(hours=24)

    in_field.must("zhou", "confirm_urgent", {"opinion": "同意"})

    assert in_field.clocks()["urgent_paper"]["status"] == "missed"


def test_the_heads_word_comes_before_the_act(in_field) -> None:
    in_field.proposed("advance_registration", items=[ITEM])

    late = in_field.act("chen", "register_urgently", urgently(approved_at=wire_time(clock.now())))

    assert "approved_after_act" in codes(late)


def test_what_nobody_handles_lapses_by_law_in_nobodys_name(in_field, fake_clock) -> None:
    registered(in_field)
    fake_clock.advance(days=15)
    late = in_field.act("chen", "handle", {"outcome": "copied", "explanation": "迟了"})
    assert codes(late) == ["registration_lapsed"]

    record_lapses()
    record_lapses()

    lapsed = in_field.now()
    assert lapsed["state"] == "lapsed"
    steps = [step for step in lapsed["history"] if step["action"] == "lapse"]
    assert [(step["actor"]["id"], step["actor"]["name"]) for step in steps] == [(None, "系统")]
    assert in_field.clocks()["registration"]["status"] == "missed"
    told = in_field.must("chen", "notify_lapse", {"explanation": "人员出差"})
    assert told["state"] == "handled"


def test_a_handled_registration_does_not_lapse(in_field, fake_clock) -> None:
    registered(in_field)
    in_field.must("chen", "handle", {"outcome": "seized", "explanation": "转查封"})
    fake_clock.advance(days=15)

    record_lapses()

    assert in_field.now()["state"] == "handled"


def test_what_was_carried_out_is_not_withdrawn(in_field) -> None:
    registered(in_field)

    refused = in_field.act("chen", "withdraw", {"reason": "填错"})

    assert codes(refused) == ["served_already"]
    assert in_field.now()["state"] == "registered"


def test_a_proposal_may_be_withdrawn(in_field) -> None:
    in_field.proposed("advance_registration", items=[ITEM])

    assert in_field.must("chen", "withdraw", {"reason": "填错"})["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"refusal": "拒签"}, "witness_needed"),
        ({"acted_at": wire_time(clock.now() + timedelta(days=1))}, "act_in_future"),
        ({"acted_at": wire_time(clock.now() - timedelta(days=3))}, "act_before_last"),
    ],
)
def test_acts_on_the_spot_are_witnessed_and_dated_truly(in_field, form, code) -> None:
    in_field.proposed("advance_registration", items=[ITEM])
    in_field.must("zhou", "approve", {"opinion": "同意"})

    assert code in codes(in_field.act("chen", "register", on_site(**form)))


def test_things_without_condition_or_place_are_not_taken(in_field) -> None:
    answer = in_field.propose("advance_registration", items=[ITEM | {"condition": ""}])

    assert answer.status_code == 422


def test_the_chain_of_steps_holds_through_a_step_of_time(in_field, fake_clock) -> None:
    registered(in_field)
    fake_clock.advance(days=15)
    record_lapses()

    chain = list_history(in_field.now()["id"])

    assert all(b.prev_hash == a.hash for a, b in pairwise(chain))
