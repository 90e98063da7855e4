"""The histories of measures and of on-the-spot penalties are read anew like any other."""

import pytest
from sqlalchemy import text

from backend.workflow.jobs import replay_now
from tests.measures.walking import Measuring, recheck, service
from tests.procedure import Walk


@pytest.fixture
def measure(signed_in, fake_clock) -> Measuring:
    walk = Walk(signed_in)
    walk.to_filed()
    measure = Measuring(walk)
    measure.proposed("correction", demand="立即停止排放。")
    measure.must("zhou", "issue_order", {"opinion": "同意"})
    measure.must("chen", "serve_order", service())
    fake_clock.advance(days=3)
    measure.must("lin", "recheck_not_corrected", recheck(found="continuing"))
    return measure


def test_a_measure_and_the_order_after_it_hold(measure) -> None:
    assert replay_now() == []


def test_a_changed_step_of_a_measure_is_named(measure, session) -> None:
    session.execute(text("alter table workflow_event disable trigger all"))
    session.execute(
        text("update workflow_event set form = '{}' where action = 'recheck_not_corrected'")
    )
    session.commit()

    found = [(one.subject_kind, one.code) for one in replay_now()]

    assert found == [("correction", "record_differs")]
