"""A reporter's corrections of her note, while nobody has acted on it."""

from datetime import datetime
from uuid import UUID

from backend.edits import OfflineEdit, Subject, resolve_conflict, submit_edit
from backend.incidents import queries
from backend.incidents.errors import IncidentNoteClosed
from backend.incidents.models import Incident
from backend.incidents.service import KIND, WORKFLOW, announce
from backend.kernel.actor import Actor
from backend.kernel.db import Json
from backend.kernel.errors import NotFound


def edit_note(actor: Actor, incident_id: UUID, edit: OfflineEdit, now: datetime) -> Incident:
    """Take in the reporter's correction of the note and return the incident; one that stands on
    an older version waits for a choice.

    Raises IncidentNoteClosed once the incident is accepted.
    """
    incident = _own_and_open(actor, incident_id)
    contents = submit_edit(actor, _note_record(incident), edit, now)
    _take_note(incident, contents)
    return incident


def settle_note(
    actor: Actor,
    incident_id: UUID,
    branch_id: UUID,
    *,
    against_version: int,
    choices: dict[str, str],
    now: datetime,
) -> Incident:
    """Settle two corrections of the same note as the reporter chose and return the incident."""
    incident = _own_and_open(actor, incident_id)
    contents = resolve_conflict(
        actor,
        _note_record(incident),
        branch_id,
        against_version=against_version,
        choices=choices,
        now=now,
    )
    _take_note(incident, contents)
    return incident


def _own_and_open(actor: Actor, incident_id: UUID) -> Incident:
    incident = queries.get_incident(actor, incident_id, lock=True)
    if incident.reported_by_id != actor.person_id:
        raise NotFound
    if incident.state != WORKFLOW.newest.initial:
        raise IncidentNoteClosed
    return incident


def _note_record(incident: Incident) -> Subject:
    return Subject(
        kind=KIND,
        id=incident.id,
        authority_id=incident.authority_id,
        first_contents={"note": incident.note},
        first_by_name=incident.reported_by.full_name,
        first_at=incident.reported_at,
    )


def _take_note(incident: Incident, contents: Json | None) -> None:
    if contents is not None:
        incident.note = contents["note"]
    incident.revision += 1
    announce(incident)
