"""Proposing cases and taking their steps."""

import hashlib
import json
from datetime import datetime
from uuid import UUID

from backend.accounts import Authority, get_authority, list_people_by_id
from backend.cases import queries
from backend.cases.errors import CaseDiffers
from backend.cases.models import PenaltyCase
from backend.cases.queries.dossier import read_dossier
from backend.cases.rules import GUARDS, PENALTY_V1, PENALTY_V2, PENALTY_V3, PENALTY_V4
from backend.cases.service.effects import EFFECTS
from backend.cases.service.facts import KIND, snapshot
from backend.inspections import get_inspection
from backend.kernel.actor import Actor
from backend.kernel.db import Json, lock_named, session
from backend.kernel.errors import Invalid
from backend.leads import begin_filing_review, get_lead
from backend.workflow import FormLoader, Workflow, begin, perform

WORKFLOW = Workflow(
    kind=KIND,
    definitions=(PENALTY_V1, PENALTY_V2, PENALTY_V3, PENALTY_V4),
    guards=GUARDS,
    effects=EFFECTS,
    snapshot=snapshot,
    beside=lambda case: tuple(case.inspection_ids),
)


def propose_filing(
    actor: Actor, case_id: UUID, proposal: Json, now: datetime
) -> tuple[PenaltyCase, bool]:
    """Propose a case on a lead and return it and whether it is new.

    Raises CaseDiffers, Invalid, NotFound, or ActionRefused when the lead is not open.
    """
    digest = hashlib.sha256(json.dumps(proposal, sort_keys=True, default=str).encode()).hexdigest()
    lock_named(f"case:{case_id}")
    known = queries.find_case(case_id)
    if known is not None:
        if known.proposed_by_id != actor.person_id or known.creation_digest != digest:
            raise CaseDiffers
        return known, False
    _check_references(actor, proposal)
    lead = get_lead(actor, proposal["lead_id"], lock=True)
    _check_body(proposal, lead.authority_id)
    begin_filing_review(actor, lead, case_id, now)
    case = PenaltyCase(
        id=case_id,
        authority_id=lead.authority_id,
        state=WORKFLOW.newest.initial,
        revision=1,
        procedure_version=WORKFLOW.newest.version,
        proposed_by_id=actor.person_id,
        proposed_at=now,
        creation_digest=digest,
        **proposal,
    )
    session().add(case)
    begin(WORKFLOW, case, actor, {"lead": lead.number}, now)
    return case, True


def list_deciding_bodies(actor: Actor, lead_id: UUID) -> list[Authority]:
    """Return the authority that handles a lead in scope, then the one above it."""
    own = get_authority(get_lead(actor, lead_id).authority_id)
    return [own, get_authority(own.parent_id)] if own.parent_id else [own]


def _check_references(actor: Actor, proposal: Json) -> None:
    for position, inspection_id in enumerate(proposal["inspection_ids"]):
        record = get_inspection(actor, inspection_id)
        if record.lead_id != proposal["lead_id"]:
            pointer = f"/inspection_ids/{position}"
            raise Invalid({pointer: ("other_lead", "该笔录不属于这条线索")})
    people = list_people_by_id(frozenset(proposal["investigator_ids"]))
    for position, person_id in enumerate(proposal["investigator_ids"]):
        person = people.get(person_id)
        if (
            person is None
            or "officer" not in person.roles
            or person.authority_id not in actor.visible_authority_ids
        ):
            pointer = f"/investigator_ids/{position}"
            raise Invalid({pointer: ("not_an_officer", "须为本单位的执法人员")})


def _check_body(proposal: Json, authority_id: UUID) -> None:
    body = proposal["deciding_authority_id"]
    if body not in (None, authority_id, get_authority(authority_id).parent_id):
        pointer = "/deciding_authority_id"
        raise Invalid({pointer: ("other_authority", "须为本机关或者上级机关")})


def perform_action(
    actor: Actor,
    case_id: UUID,
    action: str,
    *,
    expected_revision: int,
    load_form: FormLoader,
    now: datetime,
) -> PenaltyCase:
    """Take a step of the procedure."""
    case = queries.get_case(actor, case_id, lock=True)
    read_dossier(case)
    perform(
        WORKFLOW,
        case,
        action,
        actor,
        expected_revision=expected_revision,
        load_form=load_form,
        now=now,
    )
    return case
