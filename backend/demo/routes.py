"""The demonstration's own URL; it exists only where the demo seed was asked for."""

from typing import Any

from flask import Blueprint, Flask, current_app, jsonify, request

from backend.demo.clock import DemoClock, install_demo_clock
from backend.demo.stamping import stamp_until_now
from backend.kernel import clock
from backend.kernel.auth import requires
from backend.kernel.errors import Invalid

MAX_DAYS = 120
blueprint = Blueprint("demo", __name__, url_prefix="/api/v1")


def install_demo(app: Flask) -> None:
    """Add what only a demonstration has."""
    install_demo_clock(app)
    app.register_blueprint(blueprint)


@blueprint.post("/demo/clock")
@requires("demo.clock")
def advance_clock() -> Any:
    """Run the clock ahead by whole days 拨快演示时钟."""
    body = request.get_json(silent=True)
    days = body.get("advance_days") if isinstance(body, dict) and len(body) == 1 else None
    if type(days) is not int or not 1 <= days <= MAX_DAYS:
        raise Invalid({"/advance_days": ("out_of_range", f"须为 1 到 {MAX_DAYS} 的整数")})
    demo_clock: DemoClock = current_app.extensions["demo_clock"]
    stamp_until_now()
    demo_clock.advance(days)
    return jsonify(server_time=clock.wire_time(clock.now()))
