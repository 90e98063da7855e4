"""How offline edits are refused."""

from backend.kernel.errors import Conflict, Invalid


class EditTooEarly(Conflict):
    """The edit before this one of the same branch has not arrived yet."""

    code = "edit_too_early"
    title = "前一次修改还没有收到，稍后会按顺序再试"
    retry = "later"


class EditDiffers(Conflict):
    """The edit's id, or its place in the branch, was used before for something else."""

    code = "edit_differs"
    title = "同一编号的修改内容不同"
    retry = "never"


class EditFromFuture(Invalid):
    """The edit claims to start from a version that the server has never had."""

    code = "edit_from_future"
    title = "修改所依据的版本不存在，请重新同步"


class EditConflictMoved(Conflict):
    """The record, or the branch, changed since the person looked at the conflict."""

    code = "edit_conflict_moved"
    title = "内容又有变化，请重新核对后再选择"
    retry = "never"


class EditConflictClosed(Conflict):
    """The conflict was settled already."""

    code = "edit_conflict_closed"
    title = "这处冲突已经处理"
    retry = "never"
