"""How sync refuses."""

from backend.kernel.errors import Conflict, Invalid


class OperationUnknown(Invalid):
    """The server knows no operation of this name."""

    code = "operation_unknown"
    title = "服务器不认识这项操作，请更新应用"


class OperationDiffers(Conflict):
    """The operation's id was used before for something else."""

    code = "operation_differs"
    title = "同一编号的操作内容不同"
