"""How incidents refuse."""

from backend.kernel.errors import Conflict


class IncidentDiffers(Conflict):
    """An incident of this id was reported with other content."""

    code = "incident_differs"
    title = "同一编号的事件内容不同"
