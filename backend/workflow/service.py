"""The one writer of states: every step of every procedure goes through `perform`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kernel.actor import Actor
from backend.kernel.clock import wire_time
from backend.kernel.db import Json
from backend.kernel.errors import ActionRefused, Forbidden, NotFound, StaleRevision
from backend.workflow import queries
from backend.workflow.chain import StoredSubject, Subject, append_first_steps, take_step
from backend.workflow.rules import (
    BY_TIME,
    FOLLOWS,
    Attempt,
    Blocked,
    Definition,
    Field,
    Guard,
    Transition,
    find_faults,
)
from backend.workflow.standing import acting, attempts_of, keeping_away


@dataclass(frozen=True)
class Step:
    """A step that passed every check, as its effect sees it."""

    subject: Any
    form: Mapping[str, Any]
    actor: Actor
    now: datetime


Effect = Callable[[Step], None]
"""Writes what the step means for the subject's rows, in the step's transaction; never I/O."""

FormLoader = Callable[[tuple[Field, ...]], Json]
"""Reads the caller's form against the step's fields; raises Invalid."""


@dataclass(frozen=True)
class Workflow:
    """All versions of one kind of subject's procedure with their guards and effects."""

    kind: str
    definitions: Sequence[Definition]
    guards: Mapping[str, Guard]
    effects: Mapping[str, Effect]
    snapshot: Callable[[Any], Any]
    """Returns the plain facts guards look at."""
    beside: Callable[[Any], tuple[UUID, ...]] = lambda _: ()
    """Returns the ids of the things whose recusals hold here too."""

    def __post_init__(self) -> None:
        faults = [fault for item in self.definitions for fault in find_faults(item, self.guards)]
        if faults:
            raise ValueError(f"workflow {self.kind}: {'; '.join(faults)}")

    @property
    def newest(self) -> Definition:
        """The definition new subjects are pinned to."""
        return max(self.definitions, key=lambda item: item.version)

    def definition_of(self, subject: Subject) -> Definition:
        """Return the version the subject is pinned to; raises KeyError when it is gone."""
        return self.version(subject.procedure_version)

    def version(self, number: int) -> Definition:
        """Return the version of this number; raises KeyError when it is gone."""
        return {item.version: item for item in self.definitions}[number]


def begin_each(
    workflow: Workflow, started: Sequence[tuple[Subject, Json]], actor: Actor, now: datetime
) -> None:
    """Write the first event of each new subject with its facts, as begin does."""
    append_first_steps(workflow.kind, "create", started, actor, now)


def begin(workflow: Workflow, subject: Subject, actor: Actor, facts: Json, now: datetime) -> None:
    """Write the first event of a new subject, which starts in the newest version's initial
    state.
    """
    begin_each(workflow, [(subject, facts)], actor, now)


def perform(
    workflow: Workflow,
    subject: StoredSubject,
    action: str,
    actor: Actor,
    *,
    expected_revision: int,
    load_form: FormLoader,
    now: datetime,
) -> None:
    """Take a step on a subject that the caller has locked, or raise with every reason against it.

    Raises NotFound, StaleRevision, Forbidden, Invalid or ActionRefused.
    """
    step = workflow.definition_of(subject).transition(action)
    if step is None:
        raise NotFound("没有这项操作", action=action)
    if subject.revision != expected_revision:
        raise _stale(subject)
    doer = acting(actor, step.permission, now)
    form = load_form(step.form)
    attempt = Attempt(workflow.snapshot(subject), form, doer, now)
    _refuse(_reasons(workflow, subject, step, attempt))
    if step.name in workflow.effects:
        workflow.effects[step.name](Step(subject, form, doer, now))
    take_step(workflow.kind, subject, action, step.target or subject.state, form, doer, now)


def _refuse(reasons: Sequence[Blocked]) -> None:
    if reasons:
        raise ActionRefused(reasons[0].text, blocked_by=[reason.as_wire() for reason in reasons])


def follow(
    workflow: Workflow,
    subject: StoredSubject,
    action: str,
    actor: Actor,
    facts: Json,
    now: datetime,
) -> None:
    """Take a step that another step brings with it, which checked permission and guards.

    Raises ActionRefused when the subject's state does not allow it.
    """
    step = workflow.definition_of(subject).transition(action)
    if step is None or step.permission != FOLLOWS:
        raise LookupError(f"{workflow.kind} has no following step {action}")
    if subject.state not in step.sources:
        _refuse([_wrong_state(workflow, subject, step)])
    _refuse(keeping_away((subject.id, *workflow.beside(subject)), step, actor))
    target = step.target or subject.state
    take_step(workflow.kind, subject, action, target, facts, actor, now)


def pass_by_time(
    workflow: Workflow, subject: StoredSubject, action: str, facts: Json, now: datetime
) -> bool:
    """Record a step that the law takes when a term runs out; the system does it in nobody's name.

    Returns False when the subject has left the state in which time counted.
    """
    step = workflow.definition_of(subject).transition(action)
    if step is None or step.permission != BY_TIME:
        raise LookupError(f"{workflow.kind} has no step {action} that time takes")
    if subject.state not in step.sources:
        return False
    target = step.target or subject.state
    take_step(workflow.kind, subject, action, target, facts, None, now)
    return True


def list_actions(workflow: Workflow, subject: Subject, actor: Actor, now: datetime) -> list[Json]:
    """Return every step of the subject's procedure with all reasons against it, possible ones
    first.
    """
    definition = workflow.definition_of(subject)
    snapshot = workflow.snapshot(subject)
    items = []
    for step in definition.transitions:
        if step.permission in (FOLLOWS, BY_TIME):
            continue
        doer, lacking = _doer(actor, step, now)
        reasons = lacking + _reasons(workflow, subject, step, Attempt(snapshot, None, doer, now))
        items.append(
            {
                "name": step.name,
                "title_zh": step.title_zh,
                "title_en": step.title_en,
                "here": subject.state in step.sources,
                "allowed": not reasons,
                "blocked_by": [reason.as_wire() for reason in reasons],
                "fields": step.form,
                "will_produce": list(step.documents),
                "danger": step.danger,
                "basis": step.basis,
            }
        )
    return sorted(items, key=lambda item: (not item["allowed"], not item["here"]))


def _doer(actor: Actor, step: Transition, now: datetime) -> tuple[Actor, list[Blocked]]:
    try:
        return acting(actor, step.permission, now), []
    except Forbidden:
        facts = {"permission": step.permission}
        return actor, [Blocked("no_permission", "您的岗位没有此项权限", facts=facts)]


def _reasons(
    workflow: Workflow, subject: Subject, step: Transition, attempt: Attempt
) -> list[Blocked]:
    reasons = []
    if subject.state not in step.sources:
        reasons.append(_wrong_state(workflow, subject, step))
    for one in attempts_of(attempt):
        for name in step.guards:
            reasons += [found for found in workflow.guards[name](one) if found not in reasons]
    ids = (subject.id, *workflow.beside(subject))
    reasons += keeping_away(ids, step, attempt.actor)
    return reasons + _same_person(subject, step, attempt.actor)


def _wrong_state(workflow: Workflow, subject: Subject, step: Transition) -> Blocked:
    definition = workflow.definition_of(subject)
    needed = "、".join(definition.state(name).phase_zh for name in step.sources)
    here = definition.state(subject.state).phase_zh
    return Blocked(
        "wrong_state",
        f"目前处于“{here}”，此步骤须在“{needed}”办理",
        step.basis,
        {"state": subject.state, "needed": list(step.sources)},
    )


def _same_person(subject: Subject, step: Transition, actor: Actor) -> list[Blocked]:
    if not step.not_by:
        return []
    done = {
        row.action
        for row in queries.list_taken(subject.id)
        if row.action in step.not_by and {row.actor_id, row.on_behalf_of_id} & actor.people
    }
    if not done:
        return []
    text = "您办理过前面的步骤，此步骤须由他人办理"
    return [Blocked("same_person", text, step.basis, {"done": sorted(done)})]


def _stale(subject: Subject) -> StaleRevision:
    last = queries.list_history(subject.id)[-1]
    return StaleRevision(
        current_revision=subject.revision, changed_by=last.actor_name, changed_at=wire_time(last.at)
    )
