"""How parameters refuse."""

from backend.kernel.errors import Conflict


class ParameterDiffers(Conflict):
    """A version of this id was proposed with other content."""

    code = "parameter_differs"
    title = "同一编号的参数版本内容不同"


class ParameterDecided(Conflict):
    """The proposal was approved or rejected before; facts: state."""

    code = "parameter_decided"
    title = "该参数版本已经审定"


class ParameterNeedsAnotherPerson(Conflict):
    """Who proposes a number does not approve it."""

    code = "parameter_needs_another_person"
    title = "参数须由提出人以外的人批准"


class ParameterTooLate(Conflict):
    """A number only begins on a later day, so that nothing decided before is judged by it; facts:
    valid_from.
    """

    code = "parameter_too_late"
    title = "生效日期须在今天之后"


class ParameterDayTaken(Conflict):
    """Another version of the number begins on the same day; facts: valid_from."""

    code = "parameter_day_taken"
    title = "同一参数在该日已有生效的版本"
