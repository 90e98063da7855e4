"""A case as the volume of its papers shows it."""

from datetime import date
from uuid import UUID

from backend.cases import queries
from backend.cases.models import PenaltyCase
from backend.cases.service import WORKFLOW
from backend.cases.service.contents import contents_of_file
from backend.cases.service.facts import KIND, investigators_of
from backend.cases.service.particulars import law_of, officers_of, party_of
from backend.evidence import list_links
from backend.kernel.actor import Actor
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json
from backend.kernel.errors import NotFound
from backend.workflow import WorkflowEvent, list_history

NOT_FILED = "未立案"


def describe_case(actor: Actor | None, case_id: UUID) -> Json:
    """Return what the volume of a case says of it, and which exhibits and inspections belong to
    it; without an actor whatever its scope. Raises NotFound.
    """
    case = queries.get_case(actor, case_id) if actor else queries.find_case(case_id)
    if case is None:
        raise NotFound
    steps = list_history(case.id)
    closed_on = _day_of(steps, "close", "terminate_investigation", "refer_case")
    return {
        "authority_id": case.authority_id,
        "body_id": case.deciding_authority_id or case.authority_id,
        "party": party_of(case),
        "violation_name": law_of(case)["violation_name"],
        "case_number": case.number or NOT_FILED,
        "outcome": _outcome(case),
        "officers": officers_of(case, case.filed_on or bureau_date(case.proposed_at)),
        "filed_on": case.filed_on,
        "closed_on": closed_on,
        "archived_on": _day_of(steps, "archive"),
        "made_by": investigators_of(case)[0].full_name,
        "at": steps[-1].at,
        "inspection_ids": case.inspection_ids,
        "exhibits": [
            {"id": link.id, "fact_to_prove": link.fact_to_prove}
            for link in list_links(KIND, [case.id])[case.id]
        ],
    }


def _outcome(case: PenaltyCase) -> str:
    if case.decided_on is not None:
        return "；".join(one["text"] for one in contents_of_file(case))
    phase = WORKFLOW.definition_of(case).state(case.state).phase_zh
    return f"未作出处理决定（{phase}）"


def _day_of(steps: list[WorkflowEvent], *actions: str) -> date | None:
    days = [bureau_date(step.at) for step in steps if step.action in actions]
    return days[-1] if days else None
