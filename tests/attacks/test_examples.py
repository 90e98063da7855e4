"""The shipped verifier gets the examples right by which changed ones are told."""

import pytest

from scripts.forge.trial import verifier
from scripts.mutation.examples import EXAMPLES


@pytest.mark.parametrize("group", EXAMPLES)
def test_the_examples_hold_for_the_shipped_verifier(group: str) -> None:
    assert EXAMPLES[group](verifier())
