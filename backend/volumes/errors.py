"""How volumes refuse."""

from backend.kernel.errors import Conflict, Unavailable


class VolumeNotReady(Conflict):
    """The volume's PDF does not exist yet; facts: state, failure."""

    code = "volume_not_ready"
    title = "案卷正在生成，请稍后再打开"
    retry = "later"


class NothingToBind(Conflict):
    """There is no issued paper yet."""

    code = "nothing_to_bind"
    title = "尚无可以装订的文书"


class VolumeAltered(Unavailable):
    """Something stored is not what it was, so it is neither bound nor given out; facts: id."""

    code = "volume_altered"
    title = "存储的案卷或者文书与生成时不一致，请联系管理员"
    retry = "never"
