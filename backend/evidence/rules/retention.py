"""How long exhibits are kept, and what forbids disposing of one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from backend.kernel.clock import bureau_date

KINDS = ("photo", "video", "audio", "file", "any")
OUTCOMES = ("none", "not_filed", "not_penalised", "penalised")
UNUSED = "none"
OPEN_CASE = "open_case"
OPEN_CASE_SPAN = timedelta(days=730)
RENEWED_BEFORE = timedelta(days=365)
"""An open case has no end, a lock has: it is renewed a year before it runs out."""

LEAP_DAY = (2, 29)


@dataclass(frozen=True)
class Policy:
    """A version of a rule; `authority_id` is None of a default."""

    authority_id: UUID | None
    kind: str
    case_outcome: str
    years: int | None
    days: int | None
    valid_from: date
    created_at: datetime

    @property
    def name(self) -> str:
        """What the custody chain calls it."""
        return f"{self.kind}/{self.case_outcome}/{self.valid_from.isoformat()}"


@dataclass(frozen=True)
class Term:
    """How long, and by which rule."""

    policy: str
    until: datetime


@dataclass(frozen=True)
class FileEnd:
    """How and when a case that an exhibit serves ended."""

    outcome: str
    closed_at: datetime


def pick(
    policies: Iterable[Policy], authorities: Collection[UUID], kind: str, outcome: str, day: date
) -> Policy | None:
    """Return the rule that holds on the day: the nearest authority's before the defaults, a rule
    for the kind before one for any, then the newest.

    `authorities` are the exhibit's own and those above it, nearest first.
    """
    order = [*authorities]

    def rank(policy: Policy) -> tuple[bool, int, bool, date, datetime]:
        owner = policy.authority_id
        distance = order.index(owner) if owner is not None else len(order)
        is_own_kind = policy.kind == kind
        return owner is not None, -distance, is_own_kind, policy.valid_from, policy.created_at

    fitting = [
        policy
        for policy in policies
        if policy.kind in (kind, "any")
        and policy.case_outcome == outcome
        and policy.valid_from <= day
        and (policy.authority_id is None or policy.authority_id in order)
    ]
    return max(fitting, key=rank, default=None)


def end_of(policy: Policy, start: datetime) -> datetime:
    """Return when the rule's span ends that begins with `start`."""
    if policy.days is not None:
        return start + timedelta(days=policy.days)
    year = start.year + (policy.years or 0)
    if (start.month, start.day) == LEAP_DAY:
        return start.replace(year=year, month=3, day=1)
    return start.replace(year=year)


def term_of(
    policies: Collection[Policy],
    authorities: Collection[UUID],
    kind: str,
    received_at: datetime,
    files: Collection[FileEnd | None],
    now: datetime,
) -> Term | None:
    """Return how long an exhibit is kept: as long as a case is open, then the longest any of its
    closed cases asks for, and by the rule for unused ones when it serves none.

    `files` has an entry for each case it serves, None while that is open.
    """
    if any(end is None for end in files):
        return Term(OPEN_CASE, now + OPEN_CASE_SPAN)
    ends = [end for end in files if end is not None] or [FileEnd(UNUSED, received_at)]
    terms = []
    for end in ends:
        policy = pick(policies, authorities, kind, end.outcome, bureau_date(now))
        if policy is not None:
            terms.append(Term(policy.name, end_of(policy, end.closed_at)))
    return max(terms, key=lambda term: term.until, default=None)


@dataclass(frozen=True)
class Keeping:
    """What decides whether an exhibit may go."""

    state: str
    retain_until: datetime | None
    is_held: bool
    is_in_open_case: bool
    is_proposed: bool


def disposal_refusals(keeping: Keeping, now: datetime) -> list[str]:
    """Return every reason why an exhibit may not be disposed of."""
    reasons = {
        "not_stored": keeping.state not in ("verified", "quarantined"),
        "on_hold": keeping.is_held,
        "in_open_case": keeping.is_in_open_case,
        "retention_not_ended": keeping.retain_until is None or keeping.retain_until > now,
        "already_proposed": keeping.is_proposed,
    }
    return [code for code, holds in reasons.items() if holds]
