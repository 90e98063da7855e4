"""Making what was weighed the case's proposal."""

from backend.cases.models import PenaltyCase
from backend.cases.service.standing import law_choice
from backend.discretion import find_weighing
from backend.kernel import clock
from backend.kernel.clock import bureau_date


def take_proposal(case: PenaltyCase, handling: str) -> None:
    """Propose what was weighed, under the clause that applies today."""
    made = find_weighing(case.weighing_id) if handling != "not_established" else None
    case.handling = handling
    case.proposed_fine_fen = made.chosen_fen if made else None
    case.discretion_reasons = made.reason if made else None
    chosen = law_choice(case)
    case.law = chosen.as_json(bureau_date(clock.now())) if chosen else None
