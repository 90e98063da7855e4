"""Wire shapes of accounts."""

from marshmallow import fields, validate

from backend.accounts.rules import DEVICE_STATES, PHONE_LOCKS, ROLES
from backend.kernel.http import PageQuery, page_of
from backend.kernel.schema import Base64, Text, WireSchema, WireTime


class SignInSchema(WireSchema):
    """Credentials."""

    account_name = Text(required=True, validate=validate.Length(1, 64))
    password = Text(required=True, validate=validate.Length(1, 256), load_only=True)


class AuthoritySchema(WireSchema):
    """An authority."""

    id = fields.UUID()
    name = fields.String()
    short_name = fields.String()
    division_code = fields.String()
    kind = fields.String()


class CertificateSchema(WireSchema):
    """An enforcement certificate."""

    number = fields.String()
    valid_from = fields.Date()
    valid_to = fields.Date()


class GridNameSchema(WireSchema):
    """A grid by name."""

    id = fields.UUID()
    code = fields.String()
    name = fields.String(attribute="name_zh")
    name_en = fields.String()


class GridSchema(WireSchema):
    """A grid with its outline (GeoJSON, WGS-84)."""

    id = fields.UUID()
    authority_id = fields.UUID()
    code = fields.String()
    name_zh = fields.String()
    name_en = fields.String()
    polygon = fields.Dict()


class GridListSchema(WireSchema):
    """All grids in scope."""

    items = fields.List(fields.Nested(GridSchema))


class AuthorityListSchema(WireSchema):
    """All authorities in scope."""

    items = fields.List(fields.Nested(AuthoritySchema))


class PersonNameSchema(WireSchema):
    """A person by name."""

    id = fields.UUID()
    full_name = fields.String()


class PersonSchema(PersonNameSchema):
    """A person as colleagues see him."""

    roles = fields.List(fields.String())
    authority = fields.Nested(AuthoritySchema)
    certificate = fields.Nested(CertificateSchema, allow_none=True)


class SignedInPersonSchema(PersonSchema):
    """The signed-in person."""

    account_name = fields.String()
    grids = fields.List(fields.Nested(GridNameSchema))


class PhoneLockSchema(WireSchema):
    """How the person's authority wants phones locked."""

    policy = fields.String(validate=validate.OneOf(PHONE_LOCKS))
    idle_s = fields.Integer()


class VaultShareSchema(WireSchema):
    """The share of a phone's vault, 32 bytes."""

    device_id = fields.UUID(required=True)
    share = Base64(required=True, validate=validate.Length(equal=32), load_only=True)


class PasswordSchema(WireSchema):
    """The account's password, given anew."""

    password = Text(required=True, validate=validate.Length(1, 256), load_only=True)


class ReleasedShareSchema(WireSchema):
    """The share that was kept."""

    share = Base64()


class SessionSchema(WireSchema):
    """Who is signed in, what he may do, and the token for unsafe requests."""

    person = fields.Nested(SignedInPersonSchema)
    permissions = fields.List(fields.String())
    csrf_token = fields.String()
    expires_at = WireTime()
    server_time = WireTime()
    demo = fields.Boolean()
    phone_lock = fields.Nested(PhoneLockSchema)


class PeopleQuery(PageQuery):
    """Filters of the list of people."""

    role = fields.String(load_default=None, validate=validate.OneOf(ROLES))


class ChallengeSchema(WireSchema):
    """An enrolment challenge."""

    challenge = fields.String()
    expires_at = WireTime()


class EnrolmentSchema(WireSchema):
    """A device's key with proof of possession."""

    model = Text(required=True, validate=validate.Length(1, 200))
    public_key = Base64(required=True)
    challenge = fields.String(required=True, validate=validate.Length(max=100))
    proof = Base64(required=True)
    key_storage = fields.String(
        required=True, validate=validate.OneOf(["non_extractable", "wrapped_software"])
    )
    replaces_id = fields.UUID(load_default=None, allow_none=True)


class DeviceQuery(PageQuery):
    """Filters of the list of devices."""

    state = fields.String(load_default=None, validate=validate.OneOf(DEVICE_STATES))
    person_id = fields.UUID(load_default=None)


class DeviceSchema(WireSchema):
    """An enrolled device: its key, who approved it, how its use ended."""

    id = fields.UUID()
    model = fields.String()
    key_id = fields.String()
    public_key = Base64()
    key_storage = fields.String()
    state = fields.String()
    revision = fields.Integer()
    enrolled_at = WireTime()
    challenge_sha256 = fields.String(allow_none=True)
    replaces_id = fields.UUID(allow_none=True)
    approval = fields.String(allow_none=True)
    approved_at = WireTime(allow_none=True)
    approved_by_name = fields.String(allow_none=True)
    approval_note = fields.String(allow_none=True)
    ended_at = WireTime(allow_none=True)
    ended_by_name = fields.String(allow_none=True)
    end_reason = fields.String(allow_none=True)
    lost_at = WireTime(allow_none=True)
    person = fields.Nested(PersonNameSchema)


PeoplePageSchema = page_of(PersonSchema)
DevicePageSchema = page_of(DeviceSchema)


class NonceQuery(WireSchema):
    """The caller's nonce, echoed so that no cached answer passes for the present time."""

    nonce = fields.String(load_default="", validate=validate.Length(max=100))


class TimeSchema(WireSchema):
    """The server's time."""

    nonce = fields.String()
    server_time = WireTime()
