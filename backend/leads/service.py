"""What happens to leads."""

from datetime import datetime
from uuid import UUID

from backend.accounts import get_authority, list_people_by_id
from backend.deadlines import extend_deadline, meet_deadline, open_deadline
from backend.kernel.actor import Actor
from backend.kernel.clock import bureau_date
from backend.kernel.db import session
from backend.kernel.errors import Invalid
from backend.kernel.ids import new_id
from backend.kernel.numbering import next_number
from backend.leads import queries
from backend.leads.models import Lead
from backend.leads.rules import (
    FILING_CODE,
    GUARDS,
    KIND,
    LEAD_V1,
    LeadFacts,
)
from backend.parameters import numbers_at
from backend.workflow import FormLoader, Step, Workflow, begin, follow, list_history, perform


def register_lead(
    actor: Actor,
    *,
    authority_id: UUID,
    source_kind: str,
    source_id: UUID,
    source_number: str,
    summary: str,
    now: datetime,
) -> Lead:
    """Register what was found as a lead and start its fifteen days to file or not."""
    found_on = bureau_date(now)
    serial = next_number(authority_id, KIND, found_on.year)
    authority = get_authority(authority_id)
    lead = Lead(
        id=new_id(),
        authority_id=authority_id,
        state=WORKFLOW.newest.initial,
        revision=1,
        procedure_version=WORKFLOW.newest.version,
        number=f"线索-{authority.division_code}-{found_on.year}-{serial:05d}",
        source_kind=source_kind,
        source_id=source_id,
        source_number=source_number,
        summary=summary,
        found_on=found_on,
        registered_at=now,
        officer_ids=[],
        case_id=None,
    )
    session().add(lead)
    begin(WORKFLOW, lead, actor, {"source": source_number}, now)
    term = numbers_at(authority_id, found_on)["filing_days"]
    open_deadline(
        authority_id=authority_id,
        subject_kind=KIND,
        subject_id=lead.id,
        subject_number=lead.number,
        code=FILING_CODE,
        started_on=found_on,
        days=term.value,
        unit=term.day_unit,
        basis=term.basis,
        responsible_role="head",
    )
    return lead


def perform_action(
    actor: Actor,
    lead_id: UUID,
    action: str,
    *,
    expected_revision: int,
    load_form: FormLoader,
    now: datetime,
) -> Lead:
    """Take a step on a lead."""
    lead = queries.get_lead(actor, lead_id, lock=True)
    perform(
        WORKFLOW,
        lead,
        action,
        actor,
        expected_revision=expected_revision,
        load_form=load_form,
        now=now,
    )
    return lead


def begin_filing_review(actor: Actor, lead: Lead, case_id: UUID, now: datetime) -> None:
    """Note that a case was proposed on the lead; raises ActionRefused when it is not open."""
    lead.case_id = case_id
    follow(WORKFLOW, lead, "propose_filing", actor, {"case_id": str(case_id)}, now)


def end_filing_review(actor: Actor, lead: Lead, *, filed: bool, now: datetime) -> None:
    """Close the lead with the head's decision on filing."""
    follow(WORKFLOW, lead, "file" if filed else "refuse_filing", actor, {}, now)
    meet_deadline(KIND, lead.id, FILING_CODE, bureau_date(now))


def _snapshot(lead: Lead) -> LeadFacts:
    return LeadFacts(any(step.action == "extend_filing" for step in list_history(lead.id)))


def _assign(step: Step) -> None:
    ids = list(dict.fromkeys(step.form["officer_ids"]))
    people = list_people_by_id(frozenset(ids))
    for position, person_id in enumerate(ids):
        person = people.get(person_id)
        if (
            person is None
            or "officer" not in person.roles
            or person.authority_id not in step.actor.visible_authority_ids
        ):
            raise Invalid({f"/officer_ids/{position}": ("not_an_officer", "须为本单位的执法人员")})
    step.subject.officer_ids = ids


def _extend(step: Step) -> None:
    lead: Lead = step.subject
    number = numbers_at(lead.authority_id, lead.found_on)["filing_extension_days"]
    extend_deadline(KIND, lead.id, FILING_CODE, number.value, number.basis)


def _decline(step: Step) -> None:
    meet_deadline(KIND, step.subject.id, FILING_CODE, bureau_date(step.now))


WORKFLOW = Workflow(
    kind=KIND,
    definitions=(LEAD_V1,),
    guards=GUARDS,
    effects={"assign_officers": _assign, "extend_filing": _extend, "decline_filing": _decline},
    snapshot=_snapshot,
)
