"""URLs of cases."""

from typing import Any
from uuid import UUID

from flask import Response

from backend.accounts import AuthorityListSchema
from backend.cases import queries, schemas, service
from backend.cases.queries.lists import list_ids
from backend.cases.rules import VIOLATIONS
from backend.cases.service import drafting
from backend.cases.service.self_check import self_check
from backend.kernel import clock
from backend.kernel.auth import current_actor, requires
from backend.kernel.http import (
    WORD,
    expected_revision,
    step_answer,
    with_revision,
    word_file,
    written_page,
)
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.idempotency import command
from backend.workflow import ActionListSchema, list_actions, load_form

blueprint = make_blueprint("cases", "Penalty cases 案件")


@blueprint.get("/violations")
@requires("case.read")
@blueprint.response(200, schemas.ViolationListSchema)
def list_violations() -> Any:
    """List violations with their penalty ranges 案由."""
    return {"items": VIOLATIONS}


@blueprint.get("/leads/<uuid:lead_id>/deciding-bodies")
@requires("case.handle")
@blueprint.response(200, AuthorityListSchema)
def list_deciding_bodies(lead_id: UUID) -> Any:
    """List the bodies in whose name a case on a lead may be decided 决定机关."""
    return {"items": service.list_deciding_bodies(current_actor(), lead_id)}


@blueprint.put("/cases/<uuid:case_id>")
@requires("case.handle")
@blueprint.arguments(schemas.ProposalSchema)
@blueprint.response(200, schemas.CaseSchema)
@blueprint.alt_response(201, schema=schemas.CaseSchema)
def propose_filing(proposal: dict[str, Any], case_id: UUID) -> Any:
    """Propose filing a case on a lead 提出立案."""
    actor = current_actor()
    case, is_new = service.propose_filing(actor, case_id, proposal, clock.now())
    view = with_revision(schemas.case_view(case, actor))
    return (view, 201) if is_new else view


@blueprint.get("/cases")
@requires("case.read")
@blueprint.arguments(schemas.CaseQuery, location="query")
@blueprint.response(200, schemas.CasePageSchema)
def list_cases(query: dict[str, Any]) -> Any:
    """List cases in scope 案件列表."""
    page = list_ids(current_actor(), **query)
    return written_page(schemas.summaries_as_json(page.items), page.next_cursor)


@blueprint.get("/cases/<uuid:case_id>")
@requires("case.read")
@blueprint.response(200, schemas.CaseSchema)
def show_case(case_id: UUID) -> Any:
    """Show a case 案件详情."""
    actor = current_actor()
    return with_revision(schemas.case_view(queries.get_case(actor, case_id), actor))


@blueprint.get("/cases/<uuid:case_id>/self-check")
@requires("case.read")
@blueprint.response(200, schemas.SelfCheckSchema)
def check_case_file(case_id: UUID) -> Any:
    """Check a case's file against the 25 veto items as it is now 案卷评查自查."""
    actor = current_actor()
    return self_check(queries.get_case(actor, case_id), actor)


@blueprint.get("/cases/<uuid:case_id>/actions")
@requires("case.read")
@blueprint.response(200, ActionListSchema)
def list_case_actions(case_id: UUID) -> Any:
    """List every step of the procedure, and why not 案件可办事项."""
    actor = current_actor()
    case = queries.get_case(actor, case_id)
    return {"items": list_actions(service.WORKFLOW, case, actor, clock.now())}


@blueprint.post("/cases/<uuid:case_id>/actions/<name>")
@requires("case.read")
@command
@blueprint.response(200, schemas.CaseSchema)
def act_on_case(case_id: UUID, name: str) -> Any:
    """Take a step of the procedure 办理案件."""
    actor = current_actor()
    case = service.perform_action(
        actor,
        case_id,
        name,
        expected_revision=expected_revision(),
        load_form=load_form,
        now=clock.now(),
    )
    return step_answer(case, lambda: schemas.case_view(case, actor))


@blueprint.post("/cases/<uuid:case_id>/actions/<name>/drafts/<kind>")
@requires("case.read")
@blueprint.response(200, content_type=WORD)
def draft_before_step(case_id: UUID, name: str, kind: str) -> Response:
    """Take a draft of a paper before the step that issues it 签发前草稿; nothing is kept."""
    title, content = drafting.draft_before_step(
        current_actor(), case_id, name, kind, load_form=load_form, now=clock.now()
    )
    return word_file(f"{title}（草稿）", content)
