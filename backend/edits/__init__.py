"""Edits made offline, on a branch of versions: applied, or laid open for a person to settle."""

from backend.edits.errors import EditConflictClosed, EditConflictMoved
from backend.edits.models import RecordVersion
from backend.edits.queries import (
    RecordState,
    find_edited,
    list_records,
    list_subjects_in_conflict,
    list_versions,
)
from backend.edits.schemas import (
    ConflictSchema,
    EditSchema,
    RecordVersionListSchema,
    ResolutionSchema,
    edit_of,
)
from backend.edits.service import OfflineEdit, Subject, resolve_conflict, submit_edit

__all__ = [
    "ConflictSchema",
    "EditConflictClosed",
    "EditConflictMoved",
    "EditSchema",
    "OfflineEdit",
    "RecordState",
    "RecordVersion",
    "RecordVersionListSchema",
    "ResolutionSchema",
    "Subject",
    "edit_of",
    "find_edited",
    "list_records",
    "list_subjects_in_conflict",
    "list_versions",
    "resolve_conflict",
    "submit_edit",
]
