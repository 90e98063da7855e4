"""How recusals and delegations refuse."""

from backend.kernel.errors import Conflict, Forbidden


class RecusalDiffers(Conflict):
    """A request of this id was made with other content."""

    code = "recusal_differs"
    title = "同一编号的回避申请内容不同"


class RecusalStanding(Conflict):
    """The person was already asked to keep away from this thing, or has to."""

    code = "recusal_standing"
    title = "对该人员的回避申请正在处理或者已经决定回避"


class DelegationDiffers(Conflict):
    """A delegation of this id was made with other content."""

    code = "delegation_differs"
    title = "同一编号的委托内容不同"


class DelegationOverlaps(Conflict):
    """The role is delegated already in part of that time."""

    code = "delegation_overlaps"
    title = "该岗位在此期间已有委托"


class NotOwnRole(Forbidden):
    """Only who holds a deciding role lets somebody else exercise it."""

    code = "not_own_role"
    title = "只能委托本人担任的决定岗位"
