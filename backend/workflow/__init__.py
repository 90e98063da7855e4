"""The workflow engine: versioned definitions, pure guards with reasons, one writer of states."""

from backend.workflow.models import Stateful, WorkflowEvent
from backend.workflow.queries import list_histories, list_history
from backend.workflow.rules import (
    Attempt,
    Blocked,
    Definition,
    Field,
    Guard,
    State,
    Transition,
    find_faults,
)
from backend.workflow.schemas import ActionListSchema, StepSchema, load_form
from backend.workflow.service import Effect, FormLoader, Workflow, begin, list_actions, perform

__all__ = [
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
    "StepSchema",
    "Transition",
    "Workflow",
    "WorkflowEvent",
    "begin",
    "find_faults",
    "list_actions",
    "list_histories",
    "list_history",
    "load_form",
    "perform",
]
