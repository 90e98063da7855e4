"""How on-the-spot penalties refuse."""

from backend.kernel.errors import Conflict


class SimplePenaltyDiffers(Conflict):
    """An on-the-spot penalty of this id was recorded with other content."""

    code = "simple_penalty_differs"
    title = "同一编号的当场处罚内容不同"
