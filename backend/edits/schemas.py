"""Wire shapes of offline edits; each owner closes `changes` to the fields that may be edited."""

from uuid import UUID

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.edits.rules import MINE, THEIRS
from backend.edits.service import OfflineEdit
from backend.kernel.db import Json
from backend.kernel.schema import WireSchema, WireTime

MAX_VERSION = 1_000_000


class EditSchema(WireSchema):
    """An edit made on a version; owners add their own closed `changes`."""

    edit_id = fields.UUID(required=True)
    branch_id = fields.UUID(required=True)
    base_version = fields.Integer(
        required=True, strict=True, validate=validate.Range(1, MAX_VERSION)
    )
    trunk_version = fields.Integer(
        required=True, strict=True, validate=validate.Range(1, MAX_VERSION)
    )
    made_at = WireTime(required=True)

    @validates_schema
    def something_changes(self, edit: Json, **_: object) -> None:
        """An edit changes at least one field."""
        if not edit.get("changes"):
            raise ValidationError("没有任何修改", "changes")


def edit_of(payload: Json) -> OfflineEdit:
    """Return the edit of a loaded payload."""
    edit_id: UUID = payload["edit_id"]
    return OfflineEdit(
        id=edit_id,
        branch_id=payload["branch_id"],
        base_version=payload["base_version"],
        trunk_version=payload["trunk_version"],
        changes=payload["changes"],
        made_at=payload["made_at"],
    )


class ResolutionSchema(WireSchema):
    """What a person chose for each open field, having seen this version."""

    branch_id = fields.UUID(required=True)
    against_version = fields.Integer(
        required=True, strict=True, validate=validate.Range(1, MAX_VERSION)
    )
    choices = fields.Dict(
        keys=fields.String(validate=validate.Length(max=40)),
        values=fields.String(validate=validate.OneOf([MINE, THEIRS])),
        required=True,
        validate=validate.Length(max=40),
    )


class SideSchema(WireSchema):
    """One open field: before both, in the edit and on the server."""

    name = fields.String()
    base = fields.Raw(allow_none=True)
    mine = fields.Raw(allow_none=True)
    theirs = fields.Raw(allow_none=True)
    is_clash = fields.Boolean()


class ConflictSchema(WireSchema):
    """A branch that a person has to settle."""

    branch_id = fields.UUID()
    kind = fields.String()
    author_id = fields.UUID()
    author_name = fields.String()
    made_at = WireTime()
    edits = fields.Integer()
    against_version = fields.Integer()
    sides = fields.List(fields.Nested(SideSchema))


class RecordVersionSchema(WireSchema):
    """A version of a record and how it came about."""

    version = fields.Integer()
    contents = fields.Dict()
    how = fields.String()
    choices = fields.Dict(allow_none=True)
    made_by_name = fields.String()
    made_at = WireTime()


class RecordVersionListSchema(WireSchema):
    """Every version of a record, oldest first."""

    items = fields.List(fields.Nested(RecordVersionSchema))
