"""How anchors refuse."""

from backend.kernel.errors import NotFound, Unavailable


class TokenInvalid(Unavailable):
    """A time stamp is not one over our checkpoint by an authority we trust; facts: reason."""

    code = "time_stamp_invalid"
    title = "时间戳无效"


class AuthorityUnreachable(Unavailable):
    """A time stamping authority gave no answer; facts: authority."""

    code = "time_stamp_unreachable"
    title = "时间戳服务暂时无法使用"


class CheckpointUnknown(NotFound):
    """No checkpoint of that size and root was ever signed."""

    code = "checkpoint_unknown"
    title = "日志没有这样的检查点，请核对登记的大小和根哈希"
