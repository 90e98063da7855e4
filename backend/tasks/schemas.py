"""Wire shapes of recheck tasks."""

from marshmallow import fields, validate

from backend.accounts import PersonNameSchema
from backend.evidence import list_links
from backend.kernel.db import Json
from backend.kernel.http import PageQuery, page_of
from backend.kernel.schema import Text, WireSchema, WireTime
from backend.tasks.models import Task
from backend.tasks.rules import RESULTS, TASK_V1
from backend.tasks.service import KIND
from backend.workflow import StepSchema, list_histories

MAX_PHOTOS = 30


class OrderSchema(WireSchema):
    """What is asked of whom until when."""

    incident_id = fields.UUID(required=True)
    assignee_id = fields.UUID(required=True)
    due_on = fields.Date(required=True)
    wanted = Text(required=True, validate=validate.Length(1, 2000))


class AcceptSchema(WireSchema):
    """Accepting asks for nothing."""


class CompleteSchema(WireSchema):
    """What was found."""

    result = fields.String(
        required=True, validate=validate.OneOf([value for value, _, _ in RESULTS])
    )
    note = Text(load_default="", validate=validate.Length(max=2000))
    done_at = WireTime(required=True)
    exhibit_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, MAX_PHOTOS))


class TaskSubjectSchema(WireSchema):
    """The thing to look at again."""

    kind = fields.String(attribute="subject_kind")
    id = fields.UUID(attribute="subject_id")
    number = fields.String(attribute="subject_number")
    title = fields.String(attribute="subject_title")


class TaskPlaceSchema(WireSchema):
    """A place in WGS-84 degrees."""

    lon = fields.Float()
    lat = fields.Float()


class TaskExhibitSchema(WireSchema):
    """A photo of the recheck in short."""

    id = fields.UUID()
    state = fields.String()
    has_preview = fields.Boolean()
    flags = fields.List(fields.Dict())


class TaskSchema(WireSchema):
    """A recheck task."""

    id = fields.UUID()
    revision = fields.Integer()
    number = fields.String()
    state = fields.String()
    subject = fields.Nested(TaskSubjectSchema)
    position = fields.Nested(TaskPlaceSchema, allow_none=True)
    place = fields.String()
    wanted = fields.String()
    due_on = fields.Date()
    assignee = fields.Nested(PersonNameSchema)
    given_by = fields.Nested(PersonNameSchema)
    given_at = WireTime()
    result = fields.String(allow_none=True)
    result_note = fields.String(allow_none=True)
    done_at = WireTime(allow_none=True)
    exhibits = fields.List(fields.Nested(TaskExhibitSchema))
    history = fields.List(fields.Nested(StepSchema))


class TaskQuery(PageQuery):
    """Filters of the list of tasks."""

    state = fields.String(
        load_default=None, validate=validate.OneOf([state.name for state in TASK_V1.states])
    )
    subject_id = fields.UUID(load_default=None)
    person_id = fields.UUID(load_default=None)


TaskPageSchema = page_of(TaskSchema)


def task_views(tasks: list[Task]) -> list[Json]:
    """Return tasks with their photos and histories, in two queries whatever their number."""
    ids = [task.id for task in tasks]
    links, histories = list_links(KIND, ids), list_histories(ids)
    names = ("id", "revision", "number", "state", "place", "wanted", "due_on", "assignee")
    more = ("given_by", "given_at", "result", "result_note", "done_at")
    return [
        {
            **{name: getattr(task, name) for name in names + more},
            "subject": task,
            "position": None if task.lon is None else task,
            "exhibits": links[task.id],
            "history": histories[task.id],
        }
        for task in tasks
    ]
