"""URLs of patrols, rounds and checkpoints."""

from typing import Any
from uuid import UUID

from backend.kernel import clock
from backend.kernel.auth import current_actor, requires
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.http import expected_revision, page_answer, with_revision
from backend.kernel.idempotency import command
from backend.kernel.paging import Page
from backend.patrol import queries
from backend.patrol.queries import PatrolFilter
from backend.patrol.schemas import planning as plans
from backend.patrol.schemas import reading
from backend.patrol.service import planning

blueprint = make_blueprint("patrol", "Patrols, rounds and checkpoints 巡查")


@blueprint.put("/checkpoints/<uuid:checkpoint_id>")
@requires("patrol.plan")
@blueprint.arguments(plans.CheckpointContentSchema)
@blueprint.response(200, plans.RoundCheckpointSchema)
@blueprint.alt_response(201, schema=plans.RoundCheckpointSchema)
def make_checkpoint(content: dict[str, Any], checkpoint_id: UUID) -> Any:
    """Make a checkpoint; the same again changes nothing 设巡查点."""
    made, is_new = planning.make_checkpoint(current_actor(), checkpoint_id, content, clock.now())
    return (made, 201) if is_new else made


@blueprint.get("/checkpoints")
@requires("patrol.plan")
@blueprint.arguments(plans.CheckpointQuery, location="query")
@blueprint.response(200, plans.RoundCheckpointPageSchema)
def list_checkpoints(query: dict[str, Any]) -> Any:
    """List checkpoints in scope 巡查点."""
    return page_answer(queries.list_checkpoints(current_actor(), **query))


@blueprint.put("/patrol-rounds/<uuid:round_id>")
@requires("patrol.plan")
@blueprint.arguments(plans.RoundContentSchema)
@blueprint.response(200, plans.RoundSchema)
@blueprint.alt_response(201, schema=plans.RoundSchema)
def make_round(content: dict[str, Any], round_id: UUID) -> Any:
    """Plan a round for a grid worker; the same again changes nothing 安排巡查轮次."""
    made, is_new = planning.make_round(current_actor(), round_id, content, clock.now())
    return (with_revision(made), 201) if is_new else with_revision(made)


@blueprint.get("/patrol-rounds")
@requires("patrol.read")
@blueprint.arguments(plans.RoundQuery, location="query")
@blueprint.response(200, plans.RoundPageSchema)
def list_rounds(query: dict[str, Any]) -> Any:
    """List rounds in scope; a walker sees his own 巡查轮次."""
    return page_answer(queries.list_rounds(current_actor(), **query))


@blueprint.get("/patrol-rounds/<uuid:round_id>")
@requires("patrol.read")
@blueprint.response(200, plans.RoundSchema)
def show_round(round_id: UUID) -> Any:
    """Show a round 巡查轮次详情."""
    return with_revision(queries.get_round(current_actor(), round_id))


@blueprint.post("/patrol-rounds/<uuid:round_id>/actions/give")
@requires("patrol.plan")
@command
@blueprint.arguments(plans.GiveSchema)
@blueprint.response(200, plans.RoundSchema)
def give_round(form: dict[str, Any], round_id: UUID) -> Any:
    """Give a round to another grid worker 改派巡查轮次."""
    given = planning.give_round_to(
        current_actor(),
        round_id,
        form["assignee_id"],
        expected_revision=expected_revision(),
        now=clock.now(),
    )
    return with_revision(given)


@blueprint.post("/patrol-rounds/<uuid:round_id>/actions/withdraw")
@requires("patrol.plan")
@command
@blueprint.response(200, plans.RoundSchema)
def withdraw_round(round_id: UUID) -> Any:
    """Take a round back 撤回巡查轮次."""
    withdrawn = planning.withdraw_round(
        current_actor(), round_id, expected_revision=expected_revision(), now=clock.now()
    )
    return with_revision(withdrawn)


@blueprint.get("/patrols")
@requires("patrol.read")
@blueprint.arguments(reading.PatrolQuery, location="query")
@blueprint.response(200, reading.PatrolPageSchema)
def list_patrols(query: dict[str, Any]) -> Any:
    """List patrols in scope; a walker sees his own 巡查记录."""
    cursor, limit = query.pop("cursor"), query.pop("limit")
    page = queries.list_patrols(current_actor(), PatrolFilter(**query), cursor, limit)
    views = [reading.patrol_view(patrol) for patrol in page.items]
    return page_answer(Page(views, page.next_cursor))


@blueprint.get("/patrols/<uuid:patrol_id>")
@requires("patrol.read")
@blueprint.response(200, reading.PatrolSchema)
def show_patrol(patrol_id: UUID) -> Any:
    """Show a patrol with its check-ins and what it missed 巡查记录详情."""
    return reading.patrol_view(queries.get_patrol(current_actor(), patrol_id))


@blueprint.get("/patrols/<uuid:patrol_id>/track")
@requires("patrol.read")
@blueprint.response(200, reading.TrackViewSchema)
def show_track(patrol_id: UUID) -> Any:
    """Show a patrol's track with its gaps 巡查轨迹."""
    patrol = queries.get_patrol(current_actor(), patrol_id)
    return reading.track_view(patrol, queries.list_batches(patrol.id))
