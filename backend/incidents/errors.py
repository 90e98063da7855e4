"""How incidents refuse."""

from backend.kernel.errors import Conflict


class IncidentDiffers(Conflict):
    """An incident of this id was reported with other content."""

    code = "incident_differs"
    title = "同一编号的事件内容不同"


class IncidentNoteClosed(Conflict):
    """The incident was accepted: its note is part of what others acted on."""

    code = "incident_note_closed"
    title = "事件已受理，说明不能再改"
    retry = "never"
