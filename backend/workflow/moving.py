"""Moving running subjects from one version of their procedure to another."""

from datetime import datetime

from backend.kernel.actor import Actor
from backend.workflow.chain import StoredSubject, take_step
from backend.workflow.rules import MovePlan
from backend.workflow.service import Workflow

MOVE = "move_to_version"
"""The action under which a move stands in the history."""


def move(
    workflow: Workflow,
    plan: MovePlan,
    subject: StoredSubject,
    *,
    proposed_by: Actor,
    approved_by: Actor,
    now: datetime,
) -> None:
    """Move a locked subject and write the move into its history; raises ValueError where the plan
    does not allow it.
    """
    if proposed_by.person_id == approved_by.person_id:
        raise ValueError("a move is approved by somebody other than its proposer")
    if subject.procedure_version != plan.from_version or subject.state not in plan.states:
        raise ValueError(f"{subject.id} is not of this plan")
    subject.procedure_version = plan.to_version
    facts = {
        "from_version": plan.from_version,
        "to_version": plan.to_version,
        "reason": plan.reason,
        "basis": plan.basis,
        "proposed_by": proposed_by.full_name,
        "proposed_by_id": str(proposed_by.person_id),
    }
    target = plan.states[subject.state]
    take_step(workflow.kind, subject, MOVE, target, facts, approved_by, now)
