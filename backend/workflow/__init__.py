"""The workflow engine: versioned definitions, pure guards with reasons, one writer of states."""

from backend.kernel.forms import ActionListSchema, load_form
from backend.kernel.steps import Blocked, Field
from backend.workflow.models import Stateful, WorkflowEvent
from backend.workflow.queries import list_histories, list_history
from backend.workflow.rules import (
    BY_TIME,
    FOLLOWS,
    Attempt,
    Definition,
    Guard,
    State,
    Transition,
    find_faults,
)
from backend.workflow.schemas import StepSchema
from backend.workflow.service import (
    Effect,
    FormLoader,
    Step,
    Workflow,
    begin,
    follow,
    list_actions,
    pass_by_time,
    perform,
)

__all__ = [
    "BY_TIME",
    "FOLLOWS",
    "ActionListSchema",
    "Attempt",
    "Blocked",
    "Definition",
    "Effect",
    "Field",
    "FormLoader",
    "Guard",
    "State",
    "Stateful",
    "Step",
    "StepSchema",
    "Transition",
    "Workflow",
    "WorkflowEvent",
    "begin",
    "find_faults",
    "follow",
    "list_actions",
    "list_histories",
    "list_history",
    "load_form",
    "pass_by_time",
    "perform",
]
