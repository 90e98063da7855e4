"""Delegations given, taken back and run out in any order: who may decide is always the same answer
as a list kept by hand gives.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from backend.cases.models import PenaltyCase
from backend.cases.service import WORKFLOW as CASE
from backend.kernel import clock
from backend.kernel.clock import bureau_date
from backend.kernel.ids import new_id
from tests.procedure import Walk
from tests.workflow.wandering import World

SETTINGS = settings(
    max_examples=4,
    phases=(Phase.generate,),
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
HOLDER, OTHERS = "zhou", ("zheng", "qian", "sun")


@dataclass
class Kept:
    """A delegation as the list kept by hand knows it."""

    path: str
    delegate: str
    first: date
    last: date
    is_back: bool = False

    def holds_on(self, first: date, last: date) -> bool:
        """Tell whether it holds on some day of a span."""
        return not self.is_back and self.first <= last and first <= self.last


class Delegating(RuleBasedStateMachine):
    """A head who delegates at random, and the people who might decide for him."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self._undone = self.world.undone()
        self._undone.__enter__()
        self.given: list[Kept] = []

    @property
    def today(self) -> date:
        """The bureau's day."""
        return bureau_date(clock.now())

    @rule(to=st.sampled_from(OTHERS), start=st.integers(0, 3), days=st.integers(0, 4))
    def give(self, to: str, start: int, days: int) -> None:
        """Delegate for some days; only one person at a time may hold it."""
        first = self.today + timedelta(days=start)
        last = first + timedelta(days=days)
        path = f"/delegations/{new_id()}"
        wanted = {
            "role": "head",
            "delegate_id": self.world.walk.as_(to).person_id,
            "valid_from": first.isoformat(),
            "valid_to": last.isoformat(),
            "reason": "外出开会",
        }
        answer = self.world.walk.as_(HOLDER).put(path, wanted)
        is_taken = any(one.holds_on(first, last) for one in self.given)
        assert answer.status_code == (409 if is_taken else 201), answer.text
        if not is_taken:
            self.given.append(Kept(path, to, first, last))

    @precondition(lambda self: any(not one.is_back for one in self.given))
    @rule(data=st.data(), by=st.sampled_from((HOLDER, *OTHERS)))
    def take_back(self, data: st.DataObject, by: str) -> None:
        """Take one back, which only its giver may."""
        one = data.draw(st.sampled_from([one for one in self.given if not one.is_back]))
        answer = self.world.walk.as_(by).act(one.path, "withdraw", {"reasons": "已返回"})
        assert (answer.status_code == 200) == (by == HOLDER), answer.text
        one.is_back = by == HOLDER

    @rule(days=st.integers(1, 3))
    def wait(self, days: int) -> None:
        """Let days pass."""
        self.world.fake_clock.advance(days=days)

    @invariant()
    def only_who_holds_one_today_may_decide(self) -> None:
        """Offers tell the same as the list."""
        for name in OTHERS:
            offer = next(one for one in self.world.offers(name) if one["name"] == "approve_filing")
            lacks = "no_permission" in {reason["code"] for reason in offer["blocked_by"]}
            holds = [one for one in self.given if one.holds_on(self.today, self.today)]
            assert lacks == (name not in {one.delegate for one in holds}), (name, self.given)

    def teardown(self) -> None:
        """Take everything back."""
        self._undone.__exit__(None, None, None)


@pytest.fixture
def walk(signed_in, fake_clock) -> Walk:
    """A filed case."""
    walk = Walk(signed_in)
    walk.to_filed()
    return walk


def test_who_may_decide_follows_every_delegation(walk, connection, fake_clock) -> None:
    path = f"/cases/{walk.case_id}"
    world = World(walk, path, CASE, PenaltyCase, [], connection, fake_clock)
    machine = type("Delegator", (Delegating,), {"world": world})

    run_state_machine_as_test(machine, settings=SETTINGS)
