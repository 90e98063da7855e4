"""An on-the-spot penalty as the volume of its papers shows it."""

from uuid import UUID

from backend.evidence import list_links
from backend.kernel.actor import Actor
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json
from backend.kernel.errors import NotFound
from backend.simple import queries
from backend.simple.service.papers import KIND, head_of
from backend.workflow import list_history

UNNUMBERED = "未编号"


def describe_simple(actor: Actor | None, penalty_id: UUID) -> Json:
    """Return what the volume of an on-the-spot penalty says of it, and which exhibits belong to
    it; without an actor whatever its scope. Raises NotFound.
    """
    row = queries.get_simple(actor, penalty_id) if actor else queries.find_simple(penalty_id)
    if row is None:
        raise NotFound
    steps = list_history(row.id)
    closed = next((bureau_date(one.at) for one in steps if one.action == "close"), None)
    head = head_of(row)
    keys = ("name", "kind", "credit_code", "legal_representative", "address")
    return {
        "authority_id": row.authority_id,
        "body_id": row.authority_id,
        "party": {key: row.party.get(key) for key in keys},
        "violation_name": row.violation_name,
        "case_number": row.number or UNNUMBERED,
        "outcome": "；".join(one["text"] for one in head["contents"]) or "未作出处罚决定",
        "officers": head["officers"],
        "filed_on": row.filed_on,
        "closed_on": closed,
        # A simple procedure ends with its closing; nothing is added after it.
        "archived_on": closed,
        "made_by": head["officers"][0]["full_name"],
        "at": steps[-1].at,
        "inspection_ids": [],
        "exhibits": [
            {"id": link.id, "fact_to_prove": link.fact_to_prove}
            for link in list_links(KIND, [row.id])[row.id]
        ],
    }
