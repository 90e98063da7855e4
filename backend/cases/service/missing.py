"""What the next step of a case still needs."""

from backend.cases.models import PenaltyCase
from backend.cases.rules import GUARDS
from backend.cases.service.facts import snapshot
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.db import Json
from backend.workflow import Attempt, Definition

ABOUT_THE_CALLER = {"is_investigator", "reviewer_not_investigator"}
GOING_BACK = {"refuse_filing", "return_to_investigation", "return_from_legal_review"}
LINKS = {
    "no_exhibits": "exhibits",
    "exhibits_not_verified": "exhibits",
    "fact_to_prove_missing": "exhibits",
    "no_completed_inspection": "inspections",
    "party_name_differs": "parties",
    "certificate_not_valid": "parties",
    "two_officers_needed": "parties",
    "notice_not_served": "service",
    "notice_not_issued": "documents",
    "document_rendering": "documents",
    "documents_pending": "documents",
    "defence_not_reviewed": "defence",
    "defence_period_running": "deadlines",
    "fine_unpaid": "payments",
}


def list_missing(case: PenaltyCase, definition: Definition, actor: Actor) -> list[Json]:
    """Return what stands against the steps that lead on from the present state, whoever takes
    them.
    """
    attempt = Attempt(snapshot(case), None, actor, clock.now())
    found: dict[str, Json] = {}
    for step in definition.transitions:
        if case.state not in step.sources or step.target is None or step.name in GOING_BACK:
            continue
        for name in step.guards:
            if name in ABOUT_THE_CALLER:
                continue
            for reason in GUARDS[name](attempt):
                link = LINKS.get(reason.code, "timeline")
                found.setdefault(
                    reason.code, reason.as_wire() | {"link": link, "action": step.name}
                )
    return list(found.values())
