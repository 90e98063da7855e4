"""URLs of forms and their answers."""

from typing import Any
from uuid import UUID

from backend.forms import queries, schemas, service
from backend.forms.rules import newest, published
from backend.kernel import clock
from backend.kernel.auth import current_actor, requires
from backend.kernel.db import Json
from backend.kernel.errors import NotFound
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.http import page_answer

blueprint = make_blueprint("forms", "Forms filled in in the field 表单")


@blueprint.get("/forms")
@requires("form.read")
@blueprint.response(200, schemas.FormListSchema)
def list_forms() -> Any:
    """List the forms filled in today 表单."""
    return {"items": newest()}


@blueprint.get("/forms/<key>/versions/<version>")
@requires("form.read")
@blueprint.response(200, schemas.FormSchema)
def show_form(key: str, version: str) -> Any:
    """Show a version of a form, also an earlier one 表单版本."""
    form = published().get((key, int(version))) if version.isdecimal() else None
    if form is None:
        raise NotFound
    return form


@blueprint.put("/form-answers/<uuid:answer_id>")
@requires("form.answer")
@blueprint.arguments(schemas.SubmittedAnswerSchema)
@blueprint.response(200, schemas.FormAnswerSchema)
@blueprint.alt_response(201, schema=schemas.FormAnswerSchema)
def submit_answer(submitted: Json, answer_id: UUID) -> Any:
    """Hand in a filled-in form; the same one again changes nothing 提交表单."""
    answer, is_new = service.submit_answer(current_actor(), answer_id, submitted, clock.now())
    return (answer, 201) if is_new else answer


@blueprint.get("/form-answers")
@requires("form.read")
@blueprint.arguments(schemas.AnswerQuery, location="query")
@blueprint.response(200, schemas.FormAnswerPageSchema)
def list_answers(query: Json) -> Any:
    """List filled-in forms in scope 已填表单."""
    return page_answer(queries.list_answers(current_actor(), **query))


@blueprint.get("/form-answers/<uuid:answer_id>")
@requires("form.read")
@blueprint.response(200, schemas.FormAnswerSchema)
def show_answer(answer_id: UUID) -> Any:
    """Show a filled-in form 已填表单详情."""
    return queries.get_answer(current_actor(), answer_id)
