"""The veto items, each tried through the API and refused with its code, text and article."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.measures.walking import Measuring
from tests.procedure import Walk


@pytest.fixture
def walk(signed_in) -> Walk:
    return Walk(signed_in)


@pytest.fixture
def inspected(walk) -> Walk:
    """A completed inspection, nothing filed."""
    walk.refer()
    walk.inspect()
    assert walk.complete().status_code == 200
    return walk


@pytest.fixture
def filed(walk) -> Walk:
    walk.to_filed()
    return walk


@pytest.fixture
def measure(filed) -> Measuring:
    return Measuring(filed)


@pytest.fixture
def refused(request, record_property) -> Callable[[Any, str], None]:
    """Check that an answer refuses the defect by this code, and keep what it says for the list."""
    number, words = request.node.get_closest_marker("veto").args

    def check(answer: Any, code: str) -> None:
        assert answer.status_code == 409, answer.text
        reasons = {reason["code"]: reason for reason in answer.json["blocked_by"]}
        assert code in reasons, list(reasons)
        reason = reasons[code]
        assert reason["text"]
        assert "条" in reason["basis"], reason
        record_property("veto", f"{number:02d}")
        record_property("defect", words)
        record_property("refusal", f"{code}: {reason['text']} ({reason['basis']})")

    return check
