"""What happens to incidents."""

import hashlib
import json
from datetime import datetime
from uuid import UUID

from backend.accounts import cell_containing, get_authority, list_all_grids_of
from backend.evidence import link_exhibits, list_links, to_wgs84
from backend.forms import check_answers
from backend.incidents import queries
from backend.incidents.errors import IncidentDiffers
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
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json, lock_named, session
from backend.kernel.numbering import next_number
from backend.leads import register_lead
from backend.messages import Telling, tell
from backend.sync import record_change
from backend.workflow import Field, FormLoader, Step, Workflow, begin, list_history, perform

KIND = "incident"


def report_incident(
    actor: Actor, incident_id: UUID, report: Json, now: datetime
) -> tuple[Incident, bool]:
    """Record a report and return it and whether it is new; the same report again changes nothing.

    Raises IncidentDiffers or, for an exhibit out of scope, ExhibitsUnknown.
    """
    digest = _digest(report)
    lock_named(f"incident:{incident_id}")
    known = queries.find_incident(incident_id)
    if known is not None:
        if known.reported_by_id != actor.person_id or known.report_digest != digest:
            raise IncidentDiffers
        return known, False
    incident = _new_incident(actor, incident_id, report, digest, now)
    session().add(incident)
    begin(WORKFLOW, incident, actor, {"category_code": incident.category_code}, now)
    link_exhibits(
        actor, report["exhibit_ids"], kind=KIND, subject_id=incident.id, label=incident.number
    )
    announce(incident)
    return incident, True


def _digest(report: Json) -> str:
    # A report without extra answers has the digest it had before there were any.
    said = {name: value for name, value in report.items() if name != "extra" or value is not None}
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def _new_incident(
    actor: Actor, incident_id: UUID, report: Json, digest: str, now: datetime
) -> Incident:
    place = _place(report["position"])
    year = bureau_date(now).year
    authority = get_authority(actor.authority_id)
    serial = next_number(actor.authority_id, KIND, year)
    return Incident(
        id=incident_id,
        authority_id=actor.authority_id,
        state=WORKFLOW.newest.initial,
        revision=1,
        procedure_version=WORKFLOW.newest.version,
        grid_id=_grid_of(actor, place),
        reported_by_id=actor.person_id,
        number=f"{authority.division_code}-{year}-{serial:06d}",
        category_code=report["category_code"],
        note=report["note"],
        occurred_at=report["occurred_at"],
        reported_at=now,
        no_position_reason=None if place else report["no_position_reason"],
        report_digest=digest,
        lead_id=None,
        **_extra(report),
        **place,
    )


def _extra(report: Json) -> Json:
    """Return the answers to the category's own questions, judged by its form."""
    extra: Json | None = report["extra"]
    if extra is None:
        return {"form_version": None, "answers": None}
    key = f"report.{report['category_code']}"
    check_answers(key, extra["form_version"], extra["answers"], "/extra/answers")
    return extra


def _place(position: Json | None) -> Json:
    if position is None:
        return {}
    lon, lat = to_wgs84(position["lon"], position["lat"], position["datum"])
    return {
        "lon": lon,
        "lat": lat,
        "accuracy_m": position["accuracy_m"],
        "fix_at": position["fix_at"],
        "source_datum": position["datum"],
        "source_lon": position["lon"],
        "source_lat": position["lat"],
        "position_source": position["source"],
    }


def _grid_of(actor: Actor, place: Json) -> UUID | None:
    if not place:
        return next(iter(actor.grid_ids)) if len(actor.grid_ids) == 1 else None
    grids = list_all_grids_of(actor.visible_authority_ids)
    return cell_containing(place["lon"], place["lat"], {grid.id: grid.polygon for grid in grids})


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
    record_change(
        kind=KIND,
        subject_id=incident.id,
        authority_id=incident.authority_id,
        grid_id=incident.grid_id,
        person_id=incident.reported_by_id,
    )
