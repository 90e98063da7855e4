"""How documents refuse."""

from backend.kernel.errors import Conflict


class DocumentNotReady(Conflict):
    """The PDF does not exist yet; facts: state, failure."""

    code = "document_not_ready"
    title = "文书正在生成,请稍后再打开"
    retry = "later"
