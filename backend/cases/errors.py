"""How cases refuse."""

from backend.kernel.errors import Conflict


class CaseDiffers(Conflict):
    """A case of this id was proposed with other content."""

    code = "case_differs"
    title = "同一编号的案件内容不同"
