"""What a phone may do with forms."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from backend.forms import queries, schemas, service
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.db import Json
from backend.kernel.operations import Operation, PulledKind


def _submit(actor: Actor, answer_id: UUID, submitted: Json) -> Json:
    answer, _ = service.submit_answer(actor, answer_id, submitted, clock.now())
    dumped: Json = schemas.FormAnswerSchema().dump(answer)
    return dumped


def _load(actor: Actor, ids: list[UUID]) -> Mapping[UUID, Any]:
    schema = schemas.FormAnswerSchema()
    return {answer.id: schema.dump(answer) for answer in queries.list_by_id(actor, ids)}


OPERATIONS = {"form.submit": Operation("form.answer", schemas.SubmittedAnswerSchema, _submit)}
PULLED_KINDS = {"form_answer": PulledKind("form.read", _load)}
