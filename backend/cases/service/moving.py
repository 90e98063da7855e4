"""Moving running cases to a newer version of the procedure."""

from collections.abc import Iterator

from backend.accounts import actor_of_account
from backend.cases import queries
from backend.cases.rules.moves import MOVES
from backend.cases.service import WORKFLOW
from backend.kernel import clock
from backend.kernel.db import Json
from backend.kernel.errors import Forbidden
from backend.workflow import foresee, move

PERMISSION = "case.decide"
"""Who proposes and who approves: two people who may decide cases."""


def move_running_cases(
    from_version: int, to_version: int, proposed_by: str | None, approved_by: str | None
) -> Iterator[Json]:
    """Yield what the move means for each running case, and carry it out when two people are named.

    Raises LookupError for a move nobody planned, NotFound for an unknown account, Forbidden for
    one that may not decide, ValueError when both are one person.
    """
    plan = next(
        (one for one in MOVES if (one.from_version, one.to_version) == (from_version, to_version)),
        None,
    )
    if plan is None:
        raise LookupError(f"there is no plan from version {from_version} to {to_version}")
    actors = [actor_of_account(name) for name in (proposed_by, approved_by) if name]
    for actor in actors:
        if not actor.may(PERMISSION):
            raise Forbidden(permission=PERMISSION)
    for case in queries.list_running(from_version, lock=len(actors) == 2):
        meaning: Json = {"id": str(case.id), "number": case.number}
        meaning |= foresee(WORKFLOW.definitions, plan, case.state)
        if len(actors) == 2 and meaning["movable"]:
            proposer, approver = actors
            move(
                WORKFLOW, plan, case,
                proposed_by=proposer, approved_by=approver, now=clock.now(),
            )  # fmt: skip
            meaning["moved"] = True
        yield meaning
