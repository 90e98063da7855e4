"""A step costs few statements, whatever its guards ask."""

import pytest

from tests.conventions.test_query_budgets import recorded
from tests.procedure import CASE_REVIEW, Walk


@pytest.fixture
def walk(signed_in, fake_clock) -> Walk:
    """A case whose investigation is concluded."""
    walk = Walk(signed_in)
    walk.to_filed()
    walk.conclude()
    return walk


def test_a_step_that_issues_a_paper_is_nine_statements(walk, connection) -> None:
    reviewer, path = walk.as_("sun"), f"/cases/{walk.case_id}"
    revision = walk.case()["revision"]
    headers = {"If-Match": f'"{revision}"', "Prefer": "return=minimal"}

    with recorded(connection) as statements:
        answer = reviewer.post(f"{path}/actions/pass_case_review", CASE_REVIEW, headers=headers)

    assert answer.status_code == 200, answer.text
    assert len(statements) <= 9, "\n\n".join(statements)
