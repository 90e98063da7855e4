"""How forms refuse."""

from backend.kernel.errors import Conflict, Invalid


class FormUnknown(Invalid):
    """There is no such version of such a form."""

    code = "form_unknown"
    title = "没有这个版本的表单，请更新后重新填写"


class FormAnswerDiffers(Conflict):
    """An answer of this id was received with other content."""

    code = "form_answer_differs"
    title = "同一编号的表单内容不同"
