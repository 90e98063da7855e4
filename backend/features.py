"""The one list of what the application is made of."""

from typing import Any

from flask_smorest import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import aliased

import backend.anchors.jobs
import backend.deadlines.jobs
import backend.documents.jobs
import backend.evidence.jobs
import backend.exports.jobs
import backend.heads.jobs
import backend.ledger.jobs
import backend.measures.jobs
import backend.messages.jobs
import backend.patrol.jobs
import backend.volumes.jobs  # noqa: F401 - declares its jobs
from backend.accounts.routes import authenticate as authenticate
from backend.accounts.routes import blueprint as accounts
from backend.anchors.routes import blueprint as anchors
from backend.basemaps.routes import blueprint as basemaps
from backend.cases.models import PenaltyCase
from backend.cases.routes import blueprint as cases
from backend.cases.service import WORKFLOW as CASE_WORKFLOW
from backend.deadlines.routes import blueprint as deadlines
from backend.discretion.routes import blueprint as discretion
from backend.documents.routes import blueprint as documents
from backend.duties.routes import blueprint as duties
from backend.duties.service import WORKFLOW as RECUSAL_WORKFLOW
from backend.duties.service.delegating import WORKFLOW as DELEGATION_WORKFLOW
from backend.evidence import operations as evidence_operations
from backend.evidence.routes import derivatives, devices, exhibits, retention, uploads
from backend.exports.routes import blueprint as exports
from backend.filters.routes import blueprint as filters
from backend.forms import operations as form_operations
from backend.forms.routes import blueprint as forms
from backend.handovers.models import Handover
from backend.handovers.routes import blueprint as handovers
from backend.handovers.service import WORKFLOW as HANDOVER_WORKFLOW
from backend.incidents import operations as incident_operations
from backend.incidents.models import Incident
from backend.incidents.routes import blueprint as incidents
from backend.incidents.service import WORKFLOW as INCIDENT_WORKFLOW
from backend.inspections.models import Inspection
from backend.inspections.routes import blueprint as inspections
from backend.inspections.service import WORKFLOW as INSPECTION_WORKFLOW
from backend.kernel.operations import Operation, PulledKind
from backend.leads.models import Lead
from backend.leads.routes import blueprint as leads
from backend.leads.service import WORKFLOW as LEAD_WORKFLOW
from backend.ledger.routes import blueprint as ledger
from backend.measures.models import Measure
from backend.measures.routes import blueprint as measures
from backend.measures.service import WORKFLOWS as MEASURE_WORKFLOWS
from backend.messages import operations as message_operations
from backend.messages.routes import blueprint as messages
from backend.parameters.routes import blueprint as parameters
from backend.patrol import operations as patrol_operations
from backend.patrol.routes import blueprint as patrol
from backend.simple.models import SimplePenalty
from backend.simple.routes import blueprint as simple
from backend.simple.service import WORKFLOW as SIMPLE_WORKFLOW
from backend.sites import operations as site_operations
from backend.sites.routes import blueprint as sites
from backend.sync.routes import blueprint as sync
from backend.tasks import operations as task_operations
from backend.tasks.models import Task
from backend.tasks.routes import blueprint as tasks
from backend.tasks.service import WORKFLOW as TASK_WORKFLOW
from backend.volumes.routes import blueprint as volumes
from backend.workflow import Delegation, Recusal
from backend.workflow.jobs import Replayed

BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts,
    ledger,
    anchors,
    sync,
    messages,
    parameters,
    filters,
    basemaps,
    deadlines,
    discretion,
    documents,
    sites,
    forms,
    devices,
    exhibits,
    derivatives,
    uploads,
    retention,
    patrol,
    leads,
    incidents,
    tasks,
    inspections,
    measures,
    cases,
    simple,
    duties,
    exports,
    volumes,
    handovers,
)

OPERATIONS: dict[str, Operation] = {
    **evidence_operations.OPERATIONS,
    **incident_operations.OPERATIONS,
    **message_operations.OPERATIONS,
    **patrol_operations.OPERATIONS,
    **task_operations.OPERATIONS,
    **site_operations.OPERATIONS,
    **form_operations.OPERATIONS,
}
"""What a phone may push."""

PULLED_KINDS: dict[str, PulledKind] = {
    **evidence_operations.PULLED_KINDS,
    **incident_operations.PULLED_KINDS,
    **message_operations.PULLED_KINDS,
    **patrol_operations.PULLED_KINDS,
    **task_operations.PULLED_KINDS,
    **site_operations.PULLED_KINDS,
    **form_operations.PULLED_KINDS,
}
"""What a phone may pull."""


def _measures_of(kind: str) -> Any:
    """Return the measures of a kind, each of which has a workflow of its own, as a table."""
    return aliased(Measure, select(Measure).where(Measure.kind == kind).subquery())


WORKFLOWS: Replayed = (
    (LEAD_WORKFLOW, Lead),
    (INCIDENT_WORKFLOW, Incident),
    (TASK_WORKFLOW, Task),
    (INSPECTION_WORKFLOW, Inspection),
    (CASE_WORKFLOW, PenaltyCase),
    (HANDOVER_WORKFLOW, Handover),
    (RECUSAL_WORKFLOW, Recusal),
    (DELEGATION_WORKFLOW, Delegation),
    (SIMPLE_WORKFLOW, SimplePenalty),
    *((workflow, _measures_of(kind)) for kind, workflow in MEASURE_WORKFLOWS.items()),
)
"""Whose histories are read anew every day."""
