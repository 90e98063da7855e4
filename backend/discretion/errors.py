"""How discretion refuses."""

from backend.kernel.errors import Conflict


class TableFaulty(Conflict):
    """A discretion table leaves a gap or says two things; facts: faults."""

    code = "discretion_table_faulty"
    title = "裁量表有重叠、遗漏或者错误，不能使用"


class TableDiffers(Conflict):
    """A table of this id was proposed with other content."""

    code = "discretion_table_differs"
    title = "同一编号的裁量表内容不同"


class TableDecided(Conflict):
    """The table was approved or rejected before; facts: state."""

    code = "discretion_table_decided"
    title = "该裁量表已经审定"


class TableNeedsAnotherPerson(Conflict):
    """Who proposes a table does not approve it."""

    code = "discretion_table_needs_another_person"
    title = "裁量表须由提出人以外的人批准"


class TableTooLate(Conflict):
    """A table only begins on a later day; facts: valid_from."""

    code = "discretion_table_too_late"
    title = "裁量表的生效日期须在今天之后"
