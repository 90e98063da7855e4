"""What happens to incidents."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from backend.evidence import link_exhibits, list_links
from backend.incidents import queries
from backend.incidents.models import Incident
from backend.incidents.rules import (
    CATEGORY_BY_CODE,
    GUARDS,
    INCIDENT_V1,
    INCIDENT_V2,
    ON_SPOT,
    IncidentFacts,
)
from backend.kernel.actor import Actor
from backend.kernel.db import Json, session
from backend.leads import register_lead
from backend.messages import Telling, tell
from backend.sync import Changed, record_changes
from backend.workflow import Field, FormLoader, Step, Workflow, list_history, perform

KIND = "incident"


def perform_action(
    actor: Actor,
    incident_id: UUID,
    action: str,
    *,
    expected_revision: int | None,
    load_form: FormLoader,
    now: datetime,
) -> Incident:
    """Take a step on an incident and tell its reporter; a phone that was offline expects no
    revision, the state alone decides.
    """
    incident = queries.get_incident(actor, incident_id, lock=True)

    def load(fields: tuple[Field, ...]) -> Json:
        form = load_form(fields)
        if action == ON_SPOT:
            # The guards look at the photos of after beside those of before.
            link_exhibits(
                actor,
                form["after_exhibit_ids"],
                kind=KIND,
                subject_id=incident.id,
                label=incident.number,
            )
        return form

    perform(
        WORKFLOW,
        incident,
        action,
        actor,
        expected_revision=incident.revision if expected_revision is None else expected_revision,
        load_form=load,
        now=now,
    )
    announce(incident)
    _tell_reporter(incident, actor, now)
    return incident


def _tell_reporter(incident: Incident, actor: Actor, now: datetime) -> None:
    if incident.reported_by_id == actor.person_id:
        return
    session().flush()  # the step just taken is read back
    last = list_history(incident.id)[-1]
    facts = {
        "number": incident.number,
        "category_code": incident.category_code,
        "action": last.action,
        "to_state": last.to_state,
        "actor_name": last.actor_name,
        "actor_role": last.actor_role,
        "note": last.form.get("note") or last.form.get("handler_note") or "",
        "reason": last.form.get("reason") or "",
    }
    tell(
        Telling(
            incident.authority_id,
            incident.reported_by_id,
            "incident_step",
            KIND,
            incident.id,
            facts,
        ),
        now,
    )


def _refer(step: Step) -> None:
    incident: Incident = step.subject
    category = CATEGORY_BY_CODE[incident.category_code]
    lead = register_lead(
        step.actor,
        authority_id=incident.authority_id,
        source_kind=KIND,
        source_id=incident.id,
        source_number=incident.number,
        summary=f"{category.name_zh}:{incident.note}" if incident.note else category.name_zh,
        now=step.now,
    )
    incident.lead_id = lead.id


def _snapshot(incident: Incident) -> IncidentFacts:
    handled = [step for step in list_history(incident.id) if step.action == "record_handling"]
    links = list_links(KIND, [incident.id])[incident.id]
    return IncidentFacts(
        category=CATEGORY_BY_CODE[incident.category_code],
        handler_id=handled[-1].actor_id if handled else None,
        exhibit_states=tuple(link.state for link in links),
        reporter_id=incident.reported_by_id,
        taken_at={link.id: link.captured_at for link in links},
    )


WORKFLOW = Workflow(
    kind=KIND,
    definitions=(INCIDENT_V1, INCIDENT_V2),
    guards=GUARDS,
    effects={"refer_to_enforcement": _refer},
    snapshot=_snapshot,
)


def announce(incident: Incident) -> None:
    """Tell the phones of its grid and its reporter that it changed."""
    announce_rows([{name: getattr(incident, name) for name in _ANNOUNCED}])


_ANNOUNCED = ("id", "authority_id", "grid_id", "reported_by_id")


def announce_rows(rows: Sequence[Json]) -> None:
    """Tell the phones of each one's grid and reporter that it changed."""
    record_changes([Changed(KIND, *(row[name] for name in _ANNOUNCED)) for row in rows])
