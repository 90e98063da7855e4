"""How documents refuse."""

from backend.kernel.errors import Conflict, Unavailable


class DocumentNotReady(Conflict):
    """The PDF does not exist yet; facts: state, failure."""

    code = "document_not_ready"
    title = "文书正在生成，请稍后再打开"
    retry = "later"


class DocumentAltered(Unavailable):
    """The stored PDF is not the one that was issued, so nobody gets it."""

    code = "document_altered"
    title = "存储的文书与签发时不一致，请联系管理员"
    retry = "never"
