"""What a transaction remembers of a thing is read anew after each of its steps."""

from backend.kernel.ids import new_id
from backend.kernel.memory import forget_about, recalled
from backend.workflow import remember_standing
from backend.workflow.queries import RECUSED, TAKEN


def test_a_step_lets_history_and_recusals_be_read_anew(session) -> None:
    case, inspection = new_id(), new_id()
    keys = ((TAKEN, case), (RECUSED, case, inspection))
    remember_standing((case, inspection), [], ())
    assert [recalled(key) for key in keys] == [[], ()]

    forget_about(case)

    assert [recalled(key) for key in keys] == [None, None]
