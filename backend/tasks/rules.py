"""The life of a recheck task 复查任务: 待接收、进行中、已办结."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.workflow.rules import Attempt, Blocked, Definition, Field, Guard, State, Transition

BASIS = "网格化环境监管办法(按本市配置)"
RESULTS = (
    ("corrected", "已改正", "Corrected"),
    ("not_corrected", "未改正", "Not corrected"),
    ("cannot_tell", "无法判断", "Cannot tell"),
)


@dataclass(frozen=True)
class TaskFacts:
    """What the guards look at."""

    assignee_id: UUID
    given_at: datetime


def is_assignee(attempt: Attempt) -> list[Blocked]:
    """Only the person who was asked answers."""
    if attempt.snapshot.assignee_id == attempt.actor.person_id:
        return []
    return [Blocked("not_the_assignee", "须由接受任务的人办理", BASIS)]


def doubt_explained(attempt: Attempt) -> list[Blocked]:
    """Whoever cannot tell says why."""
    form = attempt.form
    if form is None or form["result"] != "cannot_tell" or (form["note"] or "").strip():
        return []
    return [Blocked("doubt_needs_reason", "无法判断时须说明原因", BASIS)]


GUARDS: dict[str, Guard] = {"is_assignee": is_assignee, "doubt_explained": doubt_explained}

TASK_V1 = Definition(
    key="recheck_task",
    version=1,
    initial="given",
    states=(
        State("given", "待接收", "To be accepted"),
        State("active", "进行中", "Under way"),
        State("done", "已办结", "Done", final=True),
        State("withdrawn", "已撤回", "Withdrawn", final=True),
    ),
    transitions=(
        Transition(
            "accept",
            "接收任务",
            "Accept",
            ("given",),
            "active",
            "task.do",
            BASIS,
            guards=("is_assignee",),
        ),
        Transition(
            "complete",
            "提交复查结果",
            "Report the result",
            ("given", "active"),
            "done",
            "task.do",
            BASIS,
            form=(
                Field("result", "enum", "复查结果", "Result", choices=RESULTS),
                Field("note", "multiline", "说明", "Note", required=False),
                Field("done_at", "datetime", "复查时间", "Rechecked at"),
                Field("exhibit_ids", "uuid_list", "照片", "Photos", picker="exhibit"),
            ),
            guards=("is_assignee", "doubt_explained"),
        ),
        Transition(
            "withdraw",
            "撤回任务",
            "Withdraw",
            ("given", "active"),
            "withdrawn",
            "task.give",
            BASIS,
            form=(Field("reason", "multiline", "撤回原因", "Reason"),),
            danger=True,
        ),
    ),
)
