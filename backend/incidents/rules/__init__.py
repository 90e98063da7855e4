"""Categories of incidents and their life."""

from backend.incidents.rules.categories import CATEGORIES, CATEGORY_BY_CODE, Category
from backend.incidents.rules.life import (
    GUARDS,
    INCIDENT_V1,
    INCIDENT_V2,
    ON_SPOT,
    IncidentFacts,
)

__all__ = [
    "CATEGORIES",
    "CATEGORY_BY_CODE",
    "GUARDS",
    "INCIDENT_V1",
    "INCIDENT_V2",
    "ON_SPOT",
    "Category",
    "IncidentFacts",
]
