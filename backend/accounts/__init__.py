"""Who may act: authorities, people, roles, certificates, grids served, sessions, devices."""

from backend.accounts.events import (
    DeviceApproved,
    DeviceEnrolled,
    DeviceRetired,
    DeviceRevoked,
)
from backend.accounts.models import Authority, Certificate, Device, Grid, GridAssignment, Person
from backend.accounts.queries import (
    find_device,
    find_device_by_key,
    find_grid,
    get_authority,
    get_device,
    list_active_with_role,
    list_all_grids_of,
    list_authorities_by_id,
    list_grids_by_id,
    list_nearest,
    list_people_by_id,
    within,
)
from backend.accounts.queries.as_json import authority_as_json
from backend.accounts.queries.certified import CertifiedPerson, certified_part
from backend.accounts.rules import ROLES, CertificateFacts, permissions_of
from backend.accounts.schemas import (
    AuthorityListSchema,
    AuthoritySchema,
    GridNameSchema,
    PersonNameSchema,
)
from backend.accounts.service import actor_of, actor_of_account, hash_password, p256_verifies

__all__ = [
    "ROLES",
    "Authority",
    "AuthorityListSchema",
    "AuthoritySchema",
    "Certificate",
    "CertificateFacts",
    "CertifiedPerson",
    "Device",
    "DeviceApproved",
    "DeviceEnrolled",
    "DeviceRetired",
    "DeviceRevoked",
    "Grid",
    "GridAssignment",
    "GridNameSchema",
    "Person",
    "PersonNameSchema",
    "actor_of",
    "actor_of_account",
    "authority_as_json",
    "certified_part",
    "find_device",
    "find_device_by_key",
    "find_grid",
    "get_authority",
    "get_device",
    "hash_password",
    "list_active_with_role",
    "list_all_grids_of",
    "list_authorities_by_id",
    "list_grids_by_id",
    "list_nearest",
    "list_people_by_id",
    "p256_verifies",
    "permissions_of",
    "within",
]
