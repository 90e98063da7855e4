"""Who may do what, and when an account locks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

MAX_FAILURES = 5
LOCK_TIME = timedelta(minutes=15)
CHALLENGE_LIFE = timedelta(minutes=10)

_READING = {
    "incident.read",
    "exhibit.read",
    "site.read",
    "ledger.read",
    "deadline.read",
    "people.read",
}
_CASE_READING = _READING | {
    "lead.read",
    "inspection.read",
    "case.read",
    "document.read",
    "export.read",
}

ROLE_PERMISSIONS: dict[str, frozenset[str]] = {
    # 国办发〔2024〕54号: a grid worker never makes an inspection record.
    "grid_worker": frozenset(
        {
            "incident.report",
            "incident.read",
            "exhibit.capture",
            "exhibit.read",
            "site.read",
            "sync.use",
        }
        | {"device.enrol", "ledger.read"}
    ),
    "officer": frozenset(
        _CASE_READING
        | {
            "incident.report",
            "exhibit.capture",
            "exhibit.download",
            "lead.handle",
            "inspection.record",
        }
        | {"case.handle", "sync.use", "device.enrol"}
    ),
    "dispatcher": frozenset(_READING | {"incident.triage", "lead.read", "exhibit.download"}),
    "case_reviewer": frozenset(_CASE_READING | {"case.review", "exhibit.download"}),
    "legal_reviewer": frozenset(_CASE_READING | {"case.legal_review", "exhibit.download"}),
    "head": frozenset(_CASE_READING | {"lead.decide", "case.decide", "exhibit.download"}),
    "legal_liaison": frozenset(
        _CASE_READING | {"exhibit.download", "export.create", "case.archive", "device.read"}
    ),
    "system_admin": frozenset({"people.read", "device.read", "site.read", "demo.clock"}),
    "security_admin": frozenset({"people.read", "device.read"}),
    "auditor": frozenset({"people.read", "device.read", "ledger.read"}),
}
ROLES = tuple(ROLE_PERMISSIONS)


def permissions_of(roles: frozenset[str]) -> frozenset[str]:
    """Return the union of the roles' permissions."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))


@dataclass(frozen=True)
class CertificateFacts:
    """An enforcement certificate (行政执法证) as other rules see it."""

    number: str
    valid_from: date
    valid_to: date

    def covers(self, day: date) -> bool:
        """Tell whether the certificate was valid on the day of the act."""
        return self.valid_from <= day <= self.valid_to


def after_failure(failures: int, now: datetime) -> tuple[int, datetime | None]:
    """Return the count and the lock after one more wrong password (GB/T 22239-2019 8.1.4.1 b)."""
    failures += 1
    return (0, now + LOCK_TIME) if failures >= MAX_FAILURES else (failures, None)
