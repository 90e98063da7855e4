"""Writing, signing and completing inspection records."""

import hashlib
import json
from datetime import datetime
from uuid import UUID

from backend.accounts import get_authority, list_people_by_id
from backend.evidence import replace_links
from backend.inspections import queries
from backend.inspections.errors import InspectionCompleted, InspectionDiffers
from backend.inspections.models import Inspection, InspectionSignature
from backend.inspections.rules import GUARDS, INSPECTION_V1
from backend.inspections.service.completion import issue_record, snapshot
from backend.kernel.actor import Actor
from backend.kernel.clock import bureau_date, wire_time
from backend.kernel.db import Json, lock_named, session
from backend.kernel.errors import Invalid, StaleRevision
from backend.kernel.numbering import next_number
from backend.leads import Lead, get_lead
from backend.sites import get_site
from backend.workflow import FormLoader, Step, Workflow, begin, follow, perform

KIND = "inspection"
CONTENT = (
    "lead_id",
    "site_id",
    "place",
    "started_at",
    "ended_at",
    "party",
    "contact",
    "officer_ids",
    "findings",
    "rights_told",
    "certificates_shown",
    "recusal_requested",
)


def start_inspection(
    actor: Actor, inspection_id: UUID, record: Json, now: datetime
) -> tuple[Inspection, bool]:
    """Begin a record and return it and whether it is new; the same again changes nothing.

    Raises InspectionDiffers, Invalid for an officer or exhibit that may not be named, NotFound.
    """
    digest = hashlib.sha256(json.dumps(record, sort_keys=True, default=str).encode()).hexdigest()
    lock_named(f"inspection:{inspection_id}")
    known = queries.find_inspection(inspection_id)
    if known is not None:
        if known.created_by_id != actor.person_id or known.creation_digest != digest:
            raise InspectionDiffers
        return known, False
    _check_references(actor, record)
    year = bureau_date(now).year
    code = get_authority(actor.authority_id).division_code
    inspection = Inspection(
        id=inspection_id,
        authority_id=actor.authority_id,
        state=WORKFLOW.newest.initial,
        revision=1,
        procedure_version=WORKFLOW.newest.version,
        number=f"检查-{code}-{year}-{next_number(actor.authority_id, KIND, year):05d}",
        created_by_id=actor.person_id,
        created_at=now,
        creation_digest=digest,
        party_opinion=None,
        **{name: record[name] for name in CONTENT},
    )
    session().add(inspection)
    begin(WORKFLOW, inspection, actor, {"place": inspection.place}, now)
    _link(actor, inspection, record)
    return inspection, True


def edit_inspection(
    actor: Actor, inspection_id: UUID, changes: Json, *, expected_revision: int, now: datetime
) -> Inspection:
    """Change a draft; signatures given to the earlier text fall away.

    Raises InspectionCompleted, StaleRevision, Invalid or NotFound.
    """
    inspection = queries.get_inspection(actor, inspection_id, lock=True)
    if inspection.state != "draft":
        raise InspectionCompleted(state=inspection.state)
    if inspection.revision != expected_revision:
        raise StaleRevision(current_revision=inspection.revision)
    _check_references(actor, changes)
    for name in CONTENT:
        if name in changes:
            setattr(inspection, name, changes[name])
    inspection.signatures.clear()
    inspection.party_opinion = None
    if "exhibits" in changes:
        _link(actor, inspection, changes)
    follow(WORKFLOW, inspection, "edit", actor, {"fields": sorted(changes)}, now)
    return inspection


def perform_action(
    actor: Actor,
    inspection_id: UUID,
    action: str,
    *,
    expected_revision: int,
    load_form: FormLoader,
    now: datetime,
) -> Inspection:
    """Take a step on an inspection record."""
    inspection = queries.get_inspection(actor, inspection_id, lock=True)
    perform(
        WORKFLOW,
        inspection,
        action,
        actor,
        expected_revision=expected_revision,
        load_form=load_form,
        now=now,
    )
    return inspection


def _check_references(actor: Actor, record: Json) -> None:
    if record.get("lead_id"):
        get_lead(actor, record["lead_id"])
    if record.get("site_id"):
        get_site(actor, record["site_id"])
    people = list_people_by_id(frozenset(record.get("officer_ids", [])))
    for position, person_id in enumerate(record.get("officer_ids", [])):
        person = people.get(person_id)
        if (
            person is None
            or "officer" not in person.roles
            or person.authority_id not in actor.visible_authority_ids
        ):
            pointer = f"/officer_ids/{position}"
            raise Invalid({pointer: ("not_an_officer", "须为本单位的执法人员，网格员不能检查")})


def _link(actor: Actor, inspection: Inspection, record: Json) -> None:
    facts = {item["exhibit_id"]: item["fact_to_prove"] for item in record["exhibits"]}
    replace_links(actor, facts, kind=KIND, subject_id=inspection.id, label=inspection.number)


def _sign(step: Step) -> None:
    inspection: Inspection = step.subject
    inspection.signatures.append(
        InspectionSignature(
            inspection_id=inspection.id,
            person_id=step.actor.person_id,
            authority_id=inspection.authority_id,
            signature=step.form["signature"],
            signed_at=step.now,
        )
    )


def _record_party_opinion(step: Step) -> None:
    step.subject.party_opinion = dict(step.form) | {"at": wire_time(step.now)}


def _beside(inspection: Inspection) -> tuple[UUID, ...]:
    lead = session().get(Lead, inspection.lead_id) if inspection.lead_id else None
    return (lead.case_id,) if lead and lead.case_id else ()


WORKFLOW = Workflow(
    kind=KIND,
    definitions=(INSPECTION_V1,),
    guards=GUARDS,
    effects={
        "sign": _sign,
        "record_party_opinion": _record_party_opinion,
        "complete": issue_record,
    },
    snapshot=snapshot,
    beside=_beside,
)
