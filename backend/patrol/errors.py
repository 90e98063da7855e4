"""How patrols refuse."""

from backend.kernel.errors import Conflict


class PatrolDiffers(Conflict):
    """A patrol, or part of one, of this id was sent with other content."""

    code = "patrol_differs"
    title = "同一编号的巡查内容不同"
    retry = "never"


class PatrolEnded(Conflict):
    """Tracks are kept on duty only: this one would be after the end; facts: ended_at."""

    code = "patrol_ended"
    title = "巡查已经结束，结束后的内容不再接收"
    retry = "never"


class RoundDiffers(Conflict):
    """A round or checkpoint of this id was made with other content."""

    code = "round_differs"
    title = "同一编号的巡查轮次或巡查点内容不同"


class RoundWithdrawn(Conflict):
    """The round is withdrawn already."""

    code = "round_withdrawn"
    title = "该巡查轮次已撤回"
