"""Guards of the two reviews: every point is answered, and a pass needs them all."""

from backend.cases.rules.fields import APL, CASE_REVIEW_POINTS, LEGAL_REVIEW_POINTS, ORDER_30
from backend.workflow.rules import Attempt, Blocked, Field


def case_review_points_met(attempt: Attempt) -> list[Blocked]:
    """A point that does not hold sends the case back (办法 第四十条)."""
    return _unmet(attempt, CASE_REVIEW_POINTS, f"{ORDER_30} 第三十九条、第四十条")


def legal_review_points_met(attempt: Attempt) -> list[Blocked]:
    """A legal review that is not passed in every point allows no decision (处罚法 第五十八条)."""
    return _unmet(attempt, LEGAL_REVIEW_POINTS, f"{APL} 第五十八条；{ORDER_30} 第五十条")


def _unmet(attempt: Attempt, points: tuple[Field, ...], basis: str) -> list[Blocked]:
    if attempt.form is None:
        return []
    return [
        Blocked(
            "review_point_not_met",
            f"“{point.title_zh}”一项不符合，应当退回",
            basis,
            {"point_zh": point.title_zh, "point_en": point.title_en},
        )
        for point in points
        if not attempt.form[point.name]
    ]
