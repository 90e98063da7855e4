"""How tasks refuse."""

from backend.kernel.errors import Conflict


class TaskDiffers(Conflict):
    """A task of this id was given with other content."""

    code = "task_differs"
    title = "同一编号的复查任务内容不同"
