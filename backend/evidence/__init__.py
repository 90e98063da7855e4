"""Photos, videos and files as evidence: sealed records, uploads, verification, custody."""

from backend.evidence.errors import ExhibitsUnknown, NoPreview
from backend.evidence.models import Exhibit, ExhibitLink
from backend.evidence.queries import (
    ExhibitSummary,
    LinkedExhibit,
    find_exhibit,
    get_exhibits_by_id,
    links_as_json,
    list_exhibits_for_export,
    list_filed,
    list_links,
    summaries,
)
from backend.evidence.queries.proving import ProvingExhibit, proving_part
from backend.evidence.rules.datum import to_wgs84
from backend.evidence.rules.profiles import read_profiles
from backend.evidence.service.access import note_views
from backend.evidence.service.links import Linking, link_exhibits, link_to_each, replace_links
from backend.evidence.service.looks import keep_copies, make_copies
from backend.evidence.service.originals import open_original, open_pieces, original_pieces
from backend.evidence.service.pieces import Piece
from backend.evidence.service.retention import close_case_file

__all__ = [
    "Exhibit",
    "ExhibitLink",
    "ExhibitSummary",
    "ExhibitsUnknown",
    "LinkedExhibit",
    "Linking",
    "NoPreview",
    "Piece",
    "ProvingExhibit",
    "close_case_file",
    "find_exhibit",
    "get_exhibits_by_id",
    "keep_copies",
    "link_exhibits",
    "link_to_each",
    "links_as_json",
    "list_exhibits_for_export",
    "list_filed",
    "list_links",
    "make_copies",
    "note_views",
    "open_original",
    "open_pieces",
    "original_pieces",
    "proving_part",
    "read_profiles",
    "replace_links",
    "summaries",
    "to_wgs84",
]
