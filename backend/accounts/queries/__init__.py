"""Reads of accounts; the scope comes first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.accounts.models import Authority, Device, Grid, Person, SignedInSession
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.memory import remembered
from backend.kernel.paging import Page, fetch_page


def within(actor: Actor, authority_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Return the scope predicate every read starts from: the actor's authority and those below
    it.
    """
    return authority_id.in_(actor.visible_authority_ids)


def find_person_by_account(account_name: str) -> Person | None:
    """Return the person of an account, locked for the sign-in that follows."""
    query = select(Person).where(Person.account_name == account_name).with_for_update(of=Person)
    return session().scalars(query).one_or_none()


@dataclass(frozen=True)
class Opened:
    """A live session, and what is known of its person at this moment."""

    id: UUID
    csrf_token: str
    is_active: bool
    person_id: UUID
    full_name: str
    authority_id: UUID
    authority_name: str
    roles: list[str]
    authority_ids_below: list[UUID]
    grid_ids: list[UUID]
    badge_number: str | None


# Every request asks this: one statement without the compiler, and no objects it would not use.
_OPENED = """
    select s.id, s.csrf_token, p.is_active, p.id as person_id, p.full_name, p.authority_id,
        a.name as authority_name, p.roles,
        array(select b.id from authority b where b.parent_id = a.id) as authority_ids_below,
        array(select g.grid_id from grid_assignment g where g.person_id = p.id) as grid_ids,
        (select c.number from certificate c where c.person_id = p.id
            order by c.valid_to desc limit 1) as badge_number
    from signed_in_session s
    join person p on p.id = s.person_id
    join authority a on a.id = p.authority_id
    where s.token_digest = %b and s.ended_at is null and s.expires_at > %s
"""


def find_opened(token_digest: bytes, now: datetime) -> Opened | None:
    """Return the live session of a token with its person's powers and reach."""
    values = (token_digest, now)
    found = session().connection().exec_driver_sql(_OPENED, values).one_or_none()
    return None if found is None else Opened(*found)


def get_session(session_id: UUID) -> SignedInSession:
    """Return a session by its id."""
    return session().get_one(SignedInSession, session_id)


def list_visible_authority_ids(authority: Authority) -> frozenset[UUID]:
    """Return the authority's id and its children's (the tree has two levels)."""
    below = session().scalars(select(Authority.id).where(Authority.parent_id == authority.id))
    return frozenset({authority.id, *below})


def list_nearest(authority_id: UUID) -> list[UUID]:
    """Return an authority and the one above it, whose settings it takes where it has none."""
    above = get_authority(authority_id).parent_id
    return [authority_id, above] if above else [authority_id]


def list_authorities(actor: Actor) -> list[Authority]:
    """Return the authorities the actor can see, city first."""
    query = select(Authority).where(within(actor, Authority.id)).order_by(Authority.division_code)
    return list(session().scalars(query))


def get_authority(authority_id: UUID) -> Authority:
    """Return an authority; raises NotFound."""

    def read() -> Authority | None:
        with session().no_autoflush:  # what a step changes so far is not written for this
            return session().get(Authority, authority_id)

    authority = remembered(("authority", authority_id), read)
    if authority is None:
        raise NotFound
    return authority


def list_authorities_by_id(ids: Collection[UUID]) -> dict[UUID, Authority]:
    """Return authorities by id, whatever the scope; callers check what they show of them."""
    query = select(Authority).where(Authority.id.in_(ids))
    return {authority.id: authority for authority in session().scalars(query)}


def list_people(actor: Actor, role: str | None, cursor: str | None, limit: int) -> Page[Person]:
    """Return active people in scope, by account name."""
    query: Select[Person] = select(Person).where(
        within(actor, Person.authority_id), Person.is_active
    )
    if role:
        query = query.where(Person.roles.contains([role]))
    return fetch_page(
        query, Person.account_name, Person.id, cursor=cursor, limit=limit, descending=False
    )


def list_active_with_role(actor: Actor, role: str) -> list[Person]:
    """Return every active person in scope who holds the role, by account name."""
    query = select(Person).where(
        within(actor, Person.authority_id), Person.is_active, Person.roles.contains([role])
    )
    return list(session().scalars(query.order_by(Person.account_name)))


def list_people_by_id(ids: frozenset[UUID]) -> dict[UUID, Person]:
    """Return people by id, whatever their scope; callers check what they need of them."""
    return remembered(
        ("people", ids),
        lambda: {
            person.id: person
            for person in session().scalars(select(Person).where(Person.id.in_(ids)))
        },
    )


def list_grids(actor: Actor) -> list[Grid]:
    """Return the grids in scope; a grid worker gets only hers."""
    query = select(Grid).where(within(actor, Grid.authority_id)).order_by(Grid.code)
    if actor.sees_only_own:
        query = query.where(Grid.id.in_(actor.grid_ids))
    return list(session().scalars(query))


def list_all_grids_of(authority_ids: frozenset[UUID]) -> list[Grid]:
    """Return every grid of these authorities, for finding the cell of a point."""
    return list(
        session().scalars(
            select(Grid).where(Grid.authority_id.in_(authority_ids)).order_by(Grid.code)
        )
    )


def list_grids_by_id(ids: Collection[UUID]) -> dict[UUID, Grid]:
    """Return grids by id, whatever the scope; callers check what they show of them."""
    query = select(Grid).where(Grid.id.in_(ids))
    return {grid.id: grid for grid in session().scalars(query)}


def find_grid(grid_id: UUID) -> Grid | None:
    """Return a grid by its id."""
    return session().get(Grid, grid_id)


def find_device_by_key(key_id: str) -> Device | None:
    """Return the device that enrolled this key."""
    return session().scalars(select(Device).where(Device.key_id == key_id)).one_or_none()


def find_device(device_id: UUID) -> Device | None:
    """Return a device whatever its scope."""
    return session().get(Device, device_id)


def get_device(actor: Actor, device_id: UUID) -> Device:
    """Return a device in scope; people without device.read see only their own."""
    query = _visible_devices(actor).where(Device.id == device_id)
    device = session().scalars(query).one_or_none()
    if device is None:
        raise NotFound
    return device


def lock_device(actor: Actor, device_id: UUID) -> Device:
    """Return a device in scope, locked for a change; raises NotFound."""
    query = _visible_devices(actor).where(Device.id == device_id).with_for_update(of=Device)
    device = session().scalars(query.execution_options(populate_existing=True)).one_or_none()
    if device is None:
        raise NotFound
    return device


def list_devices(
    actor: Actor, state: str | None, person_id: UUID | None, cursor: str | None, limit: int
) -> Page[Device]:
    """Return devices in scope, newest first."""
    query = _visible_devices(actor)
    if state is not None:
        query = query.where(Device.state == state)
    if person_id is not None:
        query = query.where(Device.person_id == person_id)
    return fetch_page(query, Device.enrolled_at, Device.id, cursor=cursor, limit=limit)


def _visible_devices(actor: Actor) -> Select[Device]:
    query = select(Device).where(within(actor, Device.authority_id))
    return query if actor.may("device.read") else query.where(Device.person_id == actor.person_id)
