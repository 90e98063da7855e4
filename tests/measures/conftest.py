"""A case or an inspection to take measures in."""

import pytest

from tests.measures.walking import Measuring
from tests.procedure import Walk


@pytest.fixture
def in_field(signed_in) -> Measuring:
    """A measure on a completed inspection, before anything was filed."""
    walk = Walk(signed_in)
    walk.refer()
    walk.inspect()
    assert walk.complete().status_code == 200
    return Measuring(walk)


@pytest.fixture
def in_case(signed_in) -> Measuring:
    """A measure in a filed case."""
    walk = Walk(signed_in)
    walk.to_filed()
    return Measuring(walk)
