"""How measures refuse."""

from backend.kernel.errors import Conflict


class MeasureDiffers(Conflict):
    """A measure of this id was proposed with other content."""

    code = "measure_differs"
    title = "同一编号的措施内容不同"
