"""How the ledger refuses."""

from backend.kernel.errors import NotFound, Unavailable


class CheckpointNotReady(NotFound):
    """The log has not signed its first checkpoint yet."""

    code = "checkpoint_not_ready"
    title = "日志检查点尚未生成，请稍后再试"
    retry = "later"


class LogIncomplete(Unavailable):
    """The stored tree lacks a node it must have; facts: level, position."""

    code = "log_incomplete"
    title = "日志数据不完整，请联系管理员"


class KeyMissing(Unavailable):
    """A signing key or its public part is not in the key folder; facts: file."""

    code = "key_missing"
    title = "签名密钥缺失，请联系管理员"


class LogRewritten(Unavailable):
    """The stored tree is not the one that was signed before; facts: signed_size, stored_size."""

    code = "log_rewritten"
    title = "日志与已签名的检查点不一致，已停止签名"


class SignerFailed(Unavailable):
    """The program that makes the second signature gave none; facts: program."""

    code = "signer_failed"
    title = "签名设备没有返回签名，请联系管理员"


class TileUnknown(NotFound):
    """The signed tree has no such tile, or not yet."""

    code = "tile_unknown"
    title = "日志没有这个分片"


class TreeSizeUnknown(NotFound):
    """The log was never signed at such a size, or the sizes are out of order."""

    code = "tree_size_unknown"
    title = "日志没有达到过这样的大小，或先后大小颠倒"
