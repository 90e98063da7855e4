"""Signing in."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from backend.accounts import queries, rules
from backend.accounts.errors import AccountLocked, WrongCredentials
from backend.accounts.models import Person, SignedInSession
from backend.kernel.actor import Actor
from backend.kernel.clock import wire_time
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.ids import new_id

_hasher = PasswordHasher()
_UNKNOWN_ACCOUNT_HASH = _hasher.hash(secrets.token_urlsafe())


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password."""
    return _hasher.hash(password)


def check_password(
    account_name: str, password: str, now: datetime, *, allow_demo: bool
) -> Person | None:
    """Return the person when the password is right, else count the failure and return None.

    A demonstration account counts as unknown unless `allow_demo`. Raises AccountLocked while the
    lock lasts.
    """
    person = _account(account_name, allow_demo=allow_demo)
    if person is not None and person.locked_until is not None and person.locked_until > now:
        wait = int((person.locked_until - now).total_seconds()) + 1
        raise AccountLocked(locked_until=wire_time(person.locked_until), retry_after_s=wait)
    if _matches(person, password) and person is not None and person.is_active:
        person.failed_attempts, person.locked_until = 0, None
        return person
    if person is not None:
        person.failed_attempts, person.locked_until = rules.after_failure(
            person.failed_attempts, now
        )
    return None


def _matches(person: Person | None, password: str) -> bool:
    # An unknown account costs the same time as a known one, so that names cannot be guessed by
    # the clock.
    try:
        return _hasher.verify(person.password_hash if person else _UNKNOWN_ACCOUNT_HASH, password)
    except VerifyMismatchError:
        return False


def _account(account_name: str, *, allow_demo: bool) -> Person | None:
    person = queries.find_person_by_account(account_name)
    return None if person is not None and person.is_demo and not allow_demo else person


def refusal_after_failure(
    account_name: str, now: datetime, *, allow_demo: bool
) -> AccountLocked | WrongCredentials:
    """Return what to tell the caller once the failure has been counted and committed."""
    person = _account(account_name, allow_demo=allow_demo)
    if person is not None and person.locked_until is not None and person.locked_until > now:
        wait = int((person.locked_until - now).total_seconds()) + 1
        return AccountLocked(locked_until=wire_time(person.locked_until), retry_after_s=wait)
    left = rules.MAX_FAILURES - (person.failed_attempts if person else 1)
    return WrongCredentials(attempts_left=left)


def open_session(person: Person, lifetime: timedelta, now: datetime) -> tuple[SignedInSession, str]:
    """Open a session and return it with the token that only the cookie will hold."""
    token = secrets.token_urlsafe(32)
    opened = SignedInSession(
        id=new_id(),
        authority_id=person.authority_id,
        person=person,
        token_digest=token_digest(token),
        csrf_token=secrets.token_urlsafe(24),
        created_at=now,
        expires_at=now + lifetime,
        ended_at=None,
    )
    session().add(opened)
    return opened, token


def token_digest(token: str) -> bytes:
    """Return the digest under which a session token is stored."""
    return hashlib.sha256(token.encode()).digest()


def end_session(opened: SignedInSession, now: datetime) -> None:
    """End a session at once on every server."""
    opened.ended_at = now


def csrf_matches(csrf_token: str, given: str) -> bool:
    """Compare a CSRF header in constant time."""
    return hmac.compare_digest(csrf_token.encode(), given.encode())


def actor_of_opened(opened: queries.Opened, ip: str | None) -> Actor:
    """Return a session's person as every service sees him."""
    roles = frozenset(opened.roles)
    return Actor(
        person_id=opened.person_id,
        full_name=opened.full_name,
        authority_id=opened.authority_id,
        authority_name=opened.authority_name,
        roles=roles,
        permissions=rules.permissions_of(roles),
        visible_authority_ids=frozenset({opened.authority_id, *opened.authority_ids_below}),
        grid_ids=frozenset(opened.grid_ids),
        badge_number=opened.badge_number,
        ip=ip,
    )


def actor_of(person: Person, ip: str | None) -> Actor:
    """Return the person as every service sees him."""
    certificate = person.certificate
    roles = frozenset(person.roles)
    return Actor(
        person_id=person.id,
        full_name=person.full_name,
        authority_id=person.authority_id,
        authority_name=person.authority.name,
        roles=roles,
        permissions=rules.permissions_of(roles),
        visible_authority_ids=queries.list_visible_authority_ids(person.authority),
        grid_ids=frozenset(grid.id for grid in person.grids),
        badge_number=certificate.number if certificate else None,
        ip=ip,
    )


def actor_of_account(account_name: str) -> Actor:
    """Return the active person of an account as services see her; raises NotFound."""
    person = queries.find_person_by_account(account_name)
    if person is None or not person.is_active:
        raise NotFound
    return actor_of(person, None)
