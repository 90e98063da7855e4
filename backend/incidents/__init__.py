"""Incidents 网格事件: reported by grid workers, triaged by the dispatcher."""

from backend.incidents.queries import get_incident
from backend.incidents.rules import CATEGORY_BY_CODE

__all__ = ["CATEGORY_BY_CODE", "get_incident"]
