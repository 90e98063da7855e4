"""The workflow engine: versioned definitions, pure guards with reasons, one writer of states."""

from backend.kernel.forms import ActionListSchema, load_form
from backend.kernel.steps import Blocked, Field
from backend.workflow.chain import NewSubject
from backend.workflow.models import Delegation, Recusal, Stateful, WorkflowEvent
from backend.workflow.moving import MOVE, move
from backend.workflow.queries import (
    Taken,
    list_histories,
    list_history,
    list_taken,
    list_taken_steps,
    recused_part,
    remember_standing,
    steps_as_json,
    taken_part,
)
from backend.workflow.rules import (
    BY_TIME,
    FOLLOWS,
    Attempt,
    Definition,
    Guard,
    MovePlan,
    Recused,
    State,
    Transition,
    find_faults,
    foresee,
)
from backend.workflow.schemas import StepSchema
from backend.workflow.service import (
    Effect,
    FormLoader,
    Step,
    Workflow,
    begin,
    begin_each,
    follow,
    list_actions,
    pass_by_time,
    perform,
)
from backend.workflow.standing import delegated_permissions

__all__ = [
    "BY_TIME",
    "FOLLOWS",
    "MOVE",
    "ActionListSchema",
    "Attempt",
    "Blocked",
    "Definition",
    "Delegation",
    "Effect",
    "Field",
    "FormLoader",
    "Guard",
    "MovePlan",
    "NewSubject",
    "Recusal",
    "Recused",
    "State",
    "Stateful",
    "Step",
    "StepSchema",
    "Taken",
    "Transition",
    "Workflow",
    "WorkflowEvent",
    "begin",
    "begin_each",
    "delegated_permissions",
    "find_faults",
    "follow",
    "foresee",
    "list_actions",
    "list_histories",
    "list_history",
    "list_taken",
    "list_taken_steps",
    "load_form",
    "move",
    "pass_by_time",
    "perform",
    "recused_part",
    "remember_standing",
    "steps_as_json",
    "taken_part",
]
