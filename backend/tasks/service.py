"""What happens to recheck tasks."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.accounts import Person, get_authority, list_active_with_role
from backend.evidence import link_exhibits
from backend.incidents import CATEGORY_BY_CODE, get_incident
from backend.kernel.actor import Actor
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json, lock_named, session
from backend.kernel.errors import Invalid
from backend.kernel.numbering import next_number
from backend.messages import Telling, tell
from backend.sync import record_change
from backend.tasks import queries
from backend.tasks.errors import TaskDiffers
from backend.tasks.models import Task
from backend.tasks.rules import GUARDS, TASK_V1, TaskFacts
from backend.workflow import FormLoader, Step, Workflow, begin, perform

KIND = "recheck_task"
DOER = "grid_worker"


@dataclass(frozen=True)
class Subject:
    """The thing to look at again, as the task names it from then on."""

    kind: str
    id: UUID
    number: str
    title: str
    authority_id: UUID
    place: str = ""
    lon: float | None = None
    lat: float | None = None


def recheck_incident(actor: Actor, task_id: UUID, order: Json, now: datetime) -> tuple[Task, bool]:
    """Ask a grid worker to look at an incident again, and return the task and whether it is new;
    raises NotFound, TaskDiffers or Invalid.
    """
    incident = get_incident(actor, order["incident_id"])
    title = CATEGORY_BY_CODE[incident.category_code].name_zh
    subject = Subject(
        "incident",
        incident.id,
        incident.number,
        f"{title}：{incident.note}" if incident.note else title,
        incident.authority_id,
        lon=incident.lon,
        lat=incident.lat,
    )
    return give_task(
        actor,
        task_id,
        subject,
        assignee_id=order["assignee_id"],
        due_on=order["due_on"],
        wanted=order["wanted"],
        now=now,
    )


def give_task(
    actor: Actor,
    task_id: UUID,
    subject: Subject,
    *,
    assignee_id: UUID,
    due_on: date,
    wanted: str,
    now: datetime,
) -> tuple[Task, bool]:
    """Give a recheck task and tell its doer, and return it and whether it is new; callers check
    the scope of the subject. Raises TaskDiffers or Invalid.
    """
    order = {**vars(subject), "assignee": assignee_id, "due_on": due_on, "wanted": wanted}
    digest = hashlib.sha256(json.dumps(order, sort_keys=True, default=str).encode()).hexdigest()
    lock_named(f"task:{task_id}")
    known = queries.find_task(task_id)
    if known is not None:
        if known.digest != digest or known.given_by_id != actor.person_id:
            raise TaskDiffers
        return known, False
    task = _new_task(task_id, subject, digest, now)
    doer = _doer(actor, assignee_id)
    task.assignee_id, task.given_by_id = doer.id, actor.person_id
    task.due_on, task.wanted = due_on, wanted
    session().add(task)
    begin(WORKFLOW, task, actor, {"subject": subject.number}, now)
    _announce(task)
    _tell(task, "task_given", now)
    return task, True


def _new_task(task_id: UUID, subject: Subject, digest: str, now: datetime) -> Task:
    year = bureau_date(now).year
    code = get_authority(subject.authority_id).division_code
    serial = next_number(subject.authority_id, KIND, year)
    return Task(
        id=task_id,
        authority_id=subject.authority_id,
        state=WORKFLOW.newest.initial,
        revision=1,
        procedure_version=WORKFLOW.newest.version,
        number=f"复查-{code}-{year}-{serial:05d}",
        subject_kind=subject.kind,
        subject_id=subject.id,
        subject_number=subject.number,
        subject_title=subject.title,
        lon=subject.lon,
        lat=subject.lat,
        place=subject.place,
        given_at=now,
        result=None,
        result_note=None,
        done_at=None,
        digest=digest,
    )


def _doer(actor: Actor, person_id: UUID) -> Person:
    for person in list_active_with_role(actor, DOER):
        if person.id == person_id:
            return person
    raise Invalid({"/assignee_id": ("walker_unknown", "须为本辖区在岗的网格员")})


def perform_action(
    actor: Actor,
    task_id: UUID,
    action: str,
    *,
    expected_revision: int | None,
    load_form: FormLoader,
    now: datetime,
) -> Task:
    """Take a step on a task; a phone that was offline expects no revision, the state alone
    decides.
    """
    task = queries.get_task(actor, task_id, lock=True)
    revision = task.revision if expected_revision is None else expected_revision
    perform(WORKFLOW, task, action, actor, expected_revision=revision, load_form=load_form, now=now)
    _announce(task)
    if action == "withdraw":
        _tell(task, "task_withdrawn", now)
    return task


def _complete(step: Step) -> None:
    task: Task = step.subject
    ids = step.form["exhibit_ids"]
    link_exhibits(step.actor, ids, kind=KIND, subject_id=task.id, label=task.number)
    task.result, task.result_note = step.form["result"], step.form["note"]
    task.done_at = step.form["done_at"]


WORKFLOW = Workflow(
    kind=KIND,
    definitions=(TASK_V1,),
    guards=GUARDS,
    effects={"complete": _complete},
    snapshot=lambda task: TaskFacts(task.assignee_id, task.given_at),
)


def _announce(task: Task) -> None:
    record_change(
        kind=KIND,
        subject_id=task.id,
        authority_id=task.authority_id,
        grid_id=None,
        person_id=task.assignee_id,
    )


def _tell(task: Task, kind: str, now: datetime) -> None:
    facts = {
        "number": task.number,
        "title": task.subject_title,
        "due_on": task.due_on.isoformat(),
    }
    tell(Telling(task.authority_id, task.assignee_id, kind, KIND, task.id, facts), now)
