"""Signing in, enrolling devices and deciding about them."""

from backend.accounts.service.devices import act_on_device, list_device_actions
from backend.accounts.service.enrolment import enrol_device, issue_challenge, p256_verifies
from backend.accounts.service.shares import keep_share, open_share_for_bureau, release_share
from backend.accounts.service.signing_in import (
    actor_of,
    actor_of_account,
    actor_of_opened,
    check_password,
    csrf_matches,
    end_session,
    hash_password,
    open_session,
    refusal_after_failure,
    token_digest,
)

__all__ = [
    "act_on_device",
    "actor_of",
    "actor_of_account",
    "actor_of_opened",
    "check_password",
    "csrf_matches",
    "end_session",
    "enrol_device",
    "hash_password",
    "issue_challenge",
    "keep_share",
    "list_device_actions",
    "open_session",
    "open_share_for_bureau",
    "p256_verifies",
    "refusal_after_failure",
    "release_share",
    "token_digest",
]
