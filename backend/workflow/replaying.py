"""Reading a history anew: do its steps hold together, were they legal, do they end where the
subject stands?
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.kernel.clock import wire_time
from backend.kernel.db import Json, session
from backend.workflow import queries
from backend.workflow.chain import Subject
from backend.workflow.models import WorkflowEvent
from backend.workflow.moving import MOVE
from backend.workflow.rules import Definition
from backend.workflow.service import Workflow

BATCH = 500
RECORDED = {
    "subject_kind", "subject_id", "seq", "action", "from", "to", "form", "at", "prev", "actor",
    "procedure_version",
}  # fmt: skip


@dataclass(frozen=True)
class Drift:
    """What a history and its subject do not agree on."""

    subject_kind: str
    subject_id: UUID
    seq: int
    code: str

    def as_line(self) -> dict[str, Any]:
        """Return the drift as a line of a report."""
        return {
            "subject_kind": self.subject_kind,
            "subject_id": str(self.subject_id),
            "seq": self.seq,
            "code": self.code,
        }


def replay(workflow: Workflow, table: Any) -> Iterator[Drift]:
    """Read every subject's history of a workflow anew and yield what does not hold; in batches, in
    bounded memory.
    """
    last = UUID(int=0)
    while True:
        query = select(table).where(table.id > last).order_by(table.id).limit(BATCH)
        subjects = list(session().scalars(query))
        if not subjects:
            return
        histories = queries.list_histories([subject.id for subject in subjects])
        for subject in subjects:
            for seq, code in find_breaks(workflow, subject, histories[subject.id]):
                yield Drift(workflow.kind, subject.id, seq, code)
        last = subjects[-1].id
        session().expunge_all()


def find_breaks(
    workflow: Workflow, subject: Subject, steps: Sequence[WorkflowEvent]
) -> Iterator[tuple[int, str]]:
    """Yield the number of each step that does not hold and why; number 0 is the subject itself."""
    prev_hash, state = "", None
    for number, step in enumerate(steps, start=1):
        record = _read(step)
        yield from ((number, code) for code in _broken_link(step, record, number, prev_hash))
        yield from ((number, code) for code in _illegal(workflow, step, record, state))
        prev_hash, state = step.hash, step.to_state
    if state != subject.state:
        yield 0, "state_differs"
    if len(steps) != subject.revision:
        yield 0, "revision_differs"


def _read(step: WorkflowEvent) -> Json:
    try:
        record = json.loads(step.record)
    except ValueError:
        return {}
    return record if isinstance(record, dict) and record.keys() >= RECORDED else {}


def _broken_link(step: WorkflowEvent, record: Json, number: int, prev_hash: str) -> Iterable[str]:
    if step.seq != number:
        yield "seq_gap"
    if hashlib.sha256(step.record).hexdigest() != step.hash:
        yield "hash_differs"
    if step.prev_hash != prev_hash:
        yield "chain_broken"
    if not record:
        yield "record_unreadable"
    elif _as_recorded(record) != _as_kept(step):
        yield "record_differs"


def _as_recorded(record: Json) -> tuple[Any, ...]:
    names = ("subject_kind", "subject_id", "seq", "action", "from", "to", "form", "at", "prev")
    who = record["actor"]
    return (*(record[name] for name in names), who["id"], (who.get("on_behalf_of") or {}).get("id"))


def _as_kept(step: WorkflowEvent) -> tuple[Any, ...]:
    return (
        step.subject_kind, str(step.subject_id), step.seq, step.action, step.from_state,
        step.to_state, step.form, wire_time(step.at), step.prev_hash,
        str(step.actor_id) if step.actor_id else None,
        str(step.on_behalf_of_id) if step.on_behalf_of_id else None,
    )  # fmt: skip


def _illegal(
    workflow: Workflow, step: WorkflowEvent, record: Json, state: str | None
) -> Iterable[str]:
    definitions = {item.version: item for item in workflow.definitions}
    definition = definitions.get(record.get("procedure_version", 0))
    if definition is None:
        return ["version_unknown"]
    if state is None:
        begins = step.action == "create" and step.to_state == definition.initial
        return [] if begins else ["begins_elsewhere"]
    broken = [] if step.from_state == state else ["from_state_differs"]
    return broken + _not_in(definition, step)


def _not_in(definition: Definition, step: WorkflowEvent) -> list[str]:
    if step.action == MOVE:
        is_there = step.to_state in {item.name for item in definition.states}
        return [] if is_there else ["leads_elsewhere"]
    taken = definition.transition(step.action)
    if taken is None or step.from_state not in taken.sources:
        return ["step_not_in_procedure"]
    return [] if step.to_state == (taken.target or step.from_state) else ["leads_elsewhere"]
