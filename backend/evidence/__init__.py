"""Photos, videos and files as evidence: sealed records, uploads, verification, custody."""

from backend.evidence.errors import ExhibitsUnknown
from backend.evidence.events import ExhibitVerified
from backend.evidence.models import Exhibit
from backend.evidence.queries import (
    ExhibitSummary,
    LinkedExhibit,
    get_exhibits_by_id,
    list_exhibits_for_export,
    list_links,
    summaries,
)
from backend.evidence.rules.datum import to_wgs84
from backend.evidence.service.links import link_exhibits, replace_links

__all__ = [
    "Exhibit",
    "ExhibitSummary",
    "ExhibitVerified",
    "ExhibitsUnknown",
    "LinkedExhibit",
    "get_exhibits_by_id",
    "link_exhibits",
    "list_exhibits_for_export",
    "list_links",
    "replace_links",
    "summaries",
    "to_wgs84",
]
