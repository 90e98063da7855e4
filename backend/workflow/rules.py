"""Versioned workflow definitions: data, their linter and their digest."""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.kernel.actor import Actor
from backend.kernel.steps import Blocked as Blocked
from backend.kernel.steps import Field as Field

FOLLOWS = "follows"
"""Permission of a step that only another subject's step may bring about."""
BY_TIME = "by_time"
"""Permission of a step that the law itself takes when a term runs out; nobody else may."""


@dataclass(frozen=True)
class State:
    """A state of the subject and the phase the screen shows for it."""

    name: str
    phase_zh: str
    phase_en: str
    final: bool = False


@dataclass(frozen=True)
class Transition:
    """A step: from where to where, who may take it, what must hold, what it produces, its legal
    basis.
    """

    name: str
    title_zh: str
    title_en: str
    sources: tuple[str, ...]
    target: str | None
    """None: the state stays."""
    permission: str
    basis: str
    form: tuple[Field, ...] = ()
    guards: tuple[str, ...] = ()
    not_by: tuple[str, ...] = ()
    """Earlier actions whose doers may not take this step (separation of duties)."""
    documents: tuple[str, ...] = ()
    danger: bool = False


@dataclass(frozen=True)
class Definition:
    """One published version of a workflow."""

    key: str
    version: int
    initial: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]

    def transition(self, name: str) -> Transition | None:
        """Return the transition of that name."""
        return next((item for item in self.transitions if item.name == name), None)

    def state(self, name: str) -> State:
        """Return the state of that name; raises KeyError."""
        return {item.name: item for item in self.states}[name]

    def digest(self) -> str:
        """Return the SHA-256 of the definition's canonical JSON, by which a published version
        is locked.
        """
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Attempt:
    """Everything a guard may look at; `form` is None when only the possibility is asked about."""

    snapshot: Any
    form: Mapping[str, Any] | None
    actor: Actor
    now: datetime


Guard = Callable[[Attempt], list[Blocked]]


DECIDING = (".decide", ".review", ".legal_review")
"""How permissions of deciding steps end: while a request to keep away is open, the investigation
goes on and deciding does not (处罚法 第四十三条).
"""
RECUSAL_BASIS = "行政处罚法 第四十三条；生态环境行政处罚办法 第六条"


@dataclass(frozen=True)
class Recused:
    """A person who was asked to keep away from a thing; `state` is open or granted."""

    person_id: UUID
    full_name: str
    state: str
    decided_on: date | None


def find_recused(
    recused: Sequence[Recused], people: Collection[UUID], permission: str
) -> list[Blocked]:
    """Return why the people who would take a step must keep away from it 回避."""
    reasons = []
    for one in recused:
        if one.person_id not in people:
            continue
        if one.state == "granted":
            text = f"{one.full_name}已于 {one.decided_on} 被决定回避，不得再办理"
            facts = {"person": one.full_name, "decided_on": str(one.decided_on)}
            reasons.append(Blocked("recused", text, RECUSAL_BASIS, facts))
        elif permission.endswith(DECIDING):
            text = f"对{one.full_name}的回避申请尚未决定，其不得审查、决定"
            facts = {"person": one.full_name}
            reasons.append(Blocked("recusal_undecided", text, RECUSAL_BASIS, facts))
    return reasons


def find_faults(
    definition: Definition, guards: Mapping[str, Guard], papers: Collection[str] | None = None
) -> list[str]:
    """Return what is wrong with a definition: unknown names, dead ends, unreachable states, states
    from which no end is reached, missing basis or permission, names used twice; with the kinds of
    `papers` that have a template, also documents that have none.
    """
    names = {state.name for state in definition.states}
    faults = (
        [f"initial state {definition.initial} unknown"] if definition.initial not in names else []
    )
    for step in definition.transitions:
        faults += _faults_of(step, names, guards, definition)
    faults += [f"{name} stands twice" for name in _twice(definition)]
    if papers is not None:
        faults += [
            f"{step.name}: document {kind} has no template"
            for step in definition.transitions
            for kind in step.documents
            if kind not in papers
        ]
    reached = _reachable(definition)
    faults += [f"state {name} cannot be reached" for name in sorted(names - reached)]
    faults += [f"state {name} leads to no end" for name in sorted(names - _ending(definition))]
    for state in definition.states:
        leaves = [t for t in definition.transitions if state.name in t.sources and t.target]
        if state.final and leaves:
            faults.append(f"final state {state.name} can be left")
        if not state.final and not leaves:
            faults.append(f"state {state.name} cannot be left")
    return faults


def _faults_of(
    step: Transition, names: set[str], guards: Mapping[str, Guard], definition: Definition
) -> list[str]:
    faults = [f"{step.name}: state {name} unknown" for name in step.sources if name not in names]
    if step.target is not None and step.target not in names:
        faults.append(f"{step.name}: target {step.target} unknown")
    faults += [f"{step.name}: guard {name} unknown" for name in step.guards if name not in guards]
    faults += [
        f"{step.name}: not_by {name} unknown"
        for name in step.not_by
        if definition.transition(name) is None
    ]
    if not step.basis:
        faults.append(f"{step.name}: no legal basis")
    if not step.permission:
        faults.append(f"{step.name}: no permission")
    return faults


def _twice(definition: Definition) -> list[str]:
    names = [state.name for state in definition.states]
    steps = [step.name for step in definition.transitions]
    return sorted({one for part in (names, steps) for one in part if part.count(one) > 1})


def _ending(definition: Definition) -> set[str]:
    """Return the states from which some final state is reached."""
    ending = {state.name for state in definition.states if state.final}
    while True:
        more = {
            name
            for step in definition.transitions
            if step.target in ending
            for name in step.sources
        } - ending
        if not more:
            return ending
        ending |= more


def _reachable(definition: Definition) -> set[str]:
    reached, waiting = set(), [definition.initial]
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        waiting += [t.target for t in definition.transitions if name in t.sources and t.target]
    return reached


@dataclass(frozen=True)
class MovePlan:
    """From which version to which; a state that is not named cannot be moved."""

    from_version: int
    to_version: int
    states: Mapping[str, str]
    reason: str
    basis: str


def foresee(definitions: Sequence[Definition], plan: MovePlan, state: str) -> dict[str, Any]:
    """Return what a plan means for a subject in this state: where it then stands, and the steps won
    and lost there.
    """
    versions = {item.version: item for item in definitions}
    target = plan.states.get(state)
    now = _steps_in(versions[plan.from_version], state)
    then = _steps_in(versions[plan.to_version], target) if target else set()
    return {
        "state": state,
        "state_after": target,
        "movable": target is not None,
        "steps_won": sorted(then - now),
        "steps_lost": sorted(now - then) if target else [],
    }


def _steps_in(definition: Definition, state: str) -> set[str]:
    return {
        step.name
        for step in definition.transitions
        if state in step.sources and step.permission != FOLLOWS
    }
