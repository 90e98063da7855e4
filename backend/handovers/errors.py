"""How hand-overs refuse."""

from backend.kernel.errors import Conflict, Invalid


class HandoverDiffers(Conflict):
    """A hand-over of this id exists with other content."""

    code = "handover_differs"
    title = "该移交已用其他内容登记"


class NothingToHandOver(Invalid):
    """The case has no exhibits."""

    code = "nothing_to_hand_over"
    title = "没有可以移交的证据"
