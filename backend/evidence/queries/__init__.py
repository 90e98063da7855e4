"""Reads of evidence."""

from backend.evidence.queries.as_json import links_as_json as links_as_json
from backend.evidence.queries.chains import ChainPlace as ChainPlace
from backend.evidence.queries.chains import Neighbour as Neighbour
from backend.evidence.queries.chains import SigningDevice as SigningDevice
from backend.evidence.queries.chains import lock_chain_place as lock_chain_place
from backend.evidence.queries.chains import lock_unapproved as lock_unapproved
from backend.evidence.queries.exhibits import ExhibitSummary as ExhibitSummary
from backend.evidence.queries.exhibits import LinkedExhibit as LinkedExhibit
from backend.evidence.queries.exhibits import count_captures as count_captures
from backend.evidence.queries.exhibits import find_exhibit as find_exhibit
from backend.evidence.queries.exhibits import get_exhibit as get_exhibit
from backend.evidence.queries.exhibits import get_exhibits_by_id as get_exhibits_by_id
from backend.evidence.queries.exhibits import hold_exhibit as hold_exhibit
from backend.evidence.queries.exhibits import list_exhibits as list_exhibits
from backend.evidence.queries.exhibits import list_exhibits_for_export as list_exhibits_for_export
from backend.evidence.queries.exhibits import list_links as list_links
from backend.evidence.queries.exhibits import list_same_bytes as list_same_bytes
from backend.evidence.queries.exhibits import list_unexamined as list_unexamined
from backend.evidence.queries.exhibits import lock_exhibit as lock_exhibit
from backend.evidence.queries.exhibits import lock_exhibits as lock_exhibits
from backend.evidence.queries.exhibits import lock_unexamined as lock_unexamined
from backend.evidence.queries.exhibits import summaries as summaries
from backend.evidence.queries.filed import list_filed as list_filed
from backend.evidence.queries.keeping import insert_exhibit as insert_exhibit
from backend.evidence.queries.uploads import claim_expired as claim_expired
from backend.evidence.queries.uploads import find_complete_upload as find_complete_upload
from backend.evidence.queries.uploads import (
    find_last_expired_position as find_last_expired_position,
)
from backend.evidence.queries.uploads import find_live_upload as find_live_upload
from backend.evidence.queries.uploads import find_upload as find_upload
from backend.evidence.queries.uploads import list_chunks as list_chunks
from backend.evidence.queries.uploads import list_tail as list_tail
from backend.evidence.queries.uploads import without_chunk as without_chunk
