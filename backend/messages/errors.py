"""How messages refuse."""

from backend.kernel.errors import Conflict


class NoticeDiffers(Conflict):
    """A notice of this id was sent with other content."""

    code = "notice_differs"
    title = "同一编号的通知内容不同"
