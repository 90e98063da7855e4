"""The shipped verifier gets the examples right by which changed ones are told."""

from scripts.forge.trial import verifier
from scripts.suite.mutant_examples import examples_hold


def test_the_examples_hold_for_the_shipped_verifier() -> None:
    assert examples_hold(verifier())
