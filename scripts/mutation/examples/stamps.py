"""Time stamps and certificates that a verifier must accept or refuse, odd in one thing each."""

from functools import cache
from types import ModuleType

from scripts.mutation.examples.certificates import algorithms, chains, units
from scripts.mutation.examples.replies import replies, signers
from scripts.mutation.examples.stamping import MESSAGE, Case


def stamps_hold(verify: ModuleType) -> bool:
    """Tell whether every reply is judged as it should be."""
    return all(_judged(verify, case) == _wanted(case) for case in cases())


def _wanted(case: Case) -> tuple[float, str] | None:
    return None if case.moment is None else (case.moment, "unit")


def _judged(verify: ModuleType, case: Case) -> tuple[float, str] | None:
    try:
        stamp = verify.check_stamp(case.reply, MESSAGE, list(case.roots), list(case.others))
    except verify.MALFORMED:
        return None
    return stamp.moment, stamp.authority


@cache
def cases() -> tuple[Case, ...]:
    """Return every example."""
    return (*replies(), *signers(), *units(), *chains(), *algorithms())
