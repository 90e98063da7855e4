"""URLs of measures."""

from typing import Any
from uuid import UUID

from backend.kernel import clock
from backend.kernel.auth import current_actor, requires
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.http import expected_revision, page_answer, step_answer, with_revision
from backend.kernel.idempotency import command
from backend.kernel.paging import Page
from backend.measures import queries, schemas, service
from backend.measures.service import papers
from backend.workflow import ActionListSchema, list_actions, load_form

blueprint = make_blueprint("measures", "Measures beside a case 行政措施")


@blueprint.put("/measures/<uuid:measure_id>")
@requires("measure.handle")
@blueprint.arguments(schemas.MeasureRequestSchema)
@blueprint.response(200, schemas.MeasureSchema)
@blueprint.alt_response(201, schema=schemas.MeasureSchema)
def propose_measure(wanted: dict[str, Any], measure_id: UUID) -> Any:
    """Propose a measure 提出措施."""
    measure, is_new = service.propose_measure(current_actor(), measure_id, wanted, clock.now())
    view = with_revision(schemas.measure_view(measure))
    return (view, 201) if is_new else view


@blueprint.get("/measures")
@requires("measure.read")
@blueprint.arguments(schemas.MeasureQuery, location="query")
@blueprint.response(200, schemas.MeasurePageSchema)
def list_measures(query: dict[str, Any]) -> Any:
    """List measures in scope 措施列表."""
    page = queries.list_measures(current_actor(), **query)
    return page_answer(Page(schemas.measure_summaries(page.items), page.next_cursor))


@blueprint.get("/measure-clocks")
@requires("measure.read")
@blueprint.arguments(schemas.MeasureClockQuery, location="query")
@blueprint.response(200, schemas.MeasureClockPageSchema)
def list_clocks(query: dict[str, Any]) -> Any:
    """List the clocks of running measures, soonest first 措施期限."""
    page = queries.list_clocks(current_actor(), **query)
    return page_answer(Page(schemas.clock_views(page.items), page.next_cursor))


@blueprint.get("/measures/<uuid:measure_id>")
@requires("measure.read")
@blueprint.response(200, schemas.MeasureSchema)
def show_measure(measure_id: UUID) -> Any:
    """Show a measure 措施详情."""
    return with_revision(schemas.measure_view(queries.get_measure(current_actor(), measure_id)))


@blueprint.get("/measures/<uuid:measure_id>/actions")
@requires("measure.read")
@blueprint.response(200, ActionListSchema)
def list_measure_actions(measure_id: UUID) -> Any:
    """List every step of a measure, and why not 措施可办事项."""
    actor = current_actor()
    measure = queries.get_measure(actor, measure_id)
    workflow = service.WORKFLOWS[measure.kind]
    return {"items": list_actions(workflow, measure, actor, clock.now())}


@blueprint.post("/measures/<uuid:measure_id>/actions/<name>")
@requires("measure.read")
@command
@blueprint.response(200, schemas.MeasureSchema)
def act_on_measure(measure_id: UUID, name: str) -> Any:
    """Take a step on a measure 办理措施."""
    measure = service.perform_action(
        current_actor(),
        measure_id,
        name,
        expected_revision=expected_revision(),
        load_form=load_form,
        now=clock.now(),
    )
    return step_answer(measure, lambda: schemas.measure_view(measure))


@blueprint.get("/cases/<uuid:case_id>/papers")
@requires("document.read")
@blueprint.response(200, schemas.PapersSchema)
def list_papers(case_id: UUID) -> Any:
    """List the papers of a case 案件文书."""
    return with_revision(schemas.papers_view(current_actor(), case_id))


@blueprint.get("/cases/<uuid:case_id>/papers/actions")
@requires("document.read")
@blueprint.response(200, ActionListSchema)
def list_paper_actions(case_id: UUID) -> Any:
    """List the single papers that can be issued, and why not 可制作的文书."""
    return {"items": papers.list_paper_actions(current_actor(), case_id, clock.now())}


@blueprint.post("/cases/<uuid:case_id>/papers/actions/<name>")
@requires("document.read")
@command
@blueprint.response(200, schemas.PapersSchema)
def issue_paper(case_id: UUID, name: str) -> Any:
    """Issue a single paper of a case 制作文书."""
    actor = current_actor()
    papers.issue_paper(
        actor,
        case_id,
        name,
        expected_revision=expected_revision(),
        load_form=load_form,
        now=clock.now(),
    )
    return with_revision(schemas.papers_view(actor, case_id))
