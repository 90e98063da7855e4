"""How inspections refuse."""

from backend.kernel.errors import Conflict


class InspectionDiffers(Conflict):
    """An inspection of this id exists with other content."""

    code = "inspection_differs"
    title = "同一编号的检查笔录内容不同"


class InspectionCompleted(Conflict):
    """The record is complete; nothing is added later."""

    code = "inspection_completed"
    title = "笔录已完成或作废，不能再修改"
    retry = "never"
