"""Categories of incidents, their life and their places."""

from backend.incidents.rules.categories import CATEGORIES, CATEGORY_BY_CODE, Category
from backend.incidents.rules.life import (
    GUARDS,
    INCIDENT_V1,
    INCIDENT_V2,
    ON_SPOT,
    IncidentFacts,
)
from backend.incidents.rules.places import cell_containing

__all__ = [
    "CATEGORIES",
    "CATEGORY_BY_CODE",
    "GUARDS",
    "INCIDENT_V1",
    "INCIDENT_V2",
    "ON_SPOT",
    "Category",
    "IncidentFacts",
    "cell_containing",
]
