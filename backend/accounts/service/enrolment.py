"""Enrolling devices."""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from backend.accounts import queries, rules
from backend.accounts.errors import ChallengeInvalid, DeviceDiffers, ProofInvalid
from backend.accounts.events import DeviceEnrolled
from backend.accounts.models import Device, EnrolmentChallenge
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import Invalid
from backend.kernel.outbox import emit


def issue_challenge(actor: Actor, now: datetime) -> EnrolmentChallenge:
    """Return a fresh challenge for the actor's device to sign."""
    row = EnrolmentChallenge(
        challenge=secrets.token_urlsafe(32),
        authority_id=actor.authority_id,
        person_id=actor.person_id,
        expires_at=now + rules.CHALLENGE_LIFE,
        used_at=None,
    )
    session().add(row)
    return row


def enrol_device(
    actor: Actor,
    device_id: UUID,
    *,
    model: str,
    public_key: bytes,
    challenge: str,
    proof: bytes,
    key_storage: str,
    replaces_id: UUID | None,
    now: datetime,
) -> tuple[Device, bool]:
    """Enrol a device's P-256 key by proof of possession, pending until a second person approves
    it; return it and whether it is new.

    Raises DeviceDiffers, ChallengeInvalid, ProofInvalid or Invalid.
    """
    key_id = hashlib.sha256(public_key).hexdigest()
    known = queries.find_device(device_id) or queries.find_device_by_key(key_id)
    if known is not None:
        if (known.id, known.key_id, known.person_id) != (device_id, key_id, actor.person_id):
            raise DeviceDiffers
        return known, False
    _use_challenge(actor, challenge, now)
    _verify_proof(public_key, proof, f"xunzheng.enrol/1\n{device_id}\n{challenge}".encode())
    if replaces_id is not None:
        check_replaced(replaces_id, device_id, actor.person_id)
    device = Device(
        id=device_id,
        authority_id=actor.authority_id,
        person_id=actor.person_id,
        model=model,
        key_id=key_id,
        public_key=public_key,
        key_storage=key_storage,
        state="pending",
        challenge_sha256=hashlib.sha256(challenge.encode()).hexdigest(),
        replaces_id=replaces_id,
        enrolled_at=now,
    )
    session().add(device)
    emit(DeviceEnrolled(device_id=str(device_id)))
    return device, True


def check_replaced(replaces_id: UUID, device_id: UUID, owner_id: UUID) -> None:
    """Raise Invalid unless the replaced device is another one of the same owner."""
    replaced = queries.find_device(replaces_id)
    if replaced is None or replaced.person_id != owner_id or replaced.id == device_id:
        raise Invalid({"/replaces_id": ("device_unknown", "被替换的设备须是同一人的另一台设备")})


def _use_challenge(actor: Actor, challenge: str, now: datetime) -> None:
    row = session().get(EnrolmentChallenge, challenge, with_for_update=True)
    if (
        row is None
        or row.person_id != actor.person_id
        or row.used_at is not None
        or row.expires_at <= now
    ):
        raise ChallengeInvalid
    row.used_at = now


def _verify_proof(public_key: bytes, proof: bytes, message: bytes) -> None:
    try:
        key = load_der_public_key(public_key)
    except ValueError as error:
        raise ProofInvalid({"/public_key": ("public_key_invalid", "公钥不是 SPKI 格式")}) from error
    if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
        raise ProofInvalid({"/public_key": ("public_key_invalid", "只接受 P-256 公钥")})
    if not p256_verifies(key, proof, message):
        raise ProofInvalid({"/proof": ("proof_invalid", "签名与公钥不符")})


def p256_verifies(key: EllipticCurvePublicKey, raw_signature: bytes, message: bytes) -> bool:
    """Tell whether a raw r‖s signature (64 bytes, as WebCrypto makes it) verifies over the
    message.
    """
    if len(raw_signature) != 64:
        return False
    der = encode_dss_signature(
        int.from_bytes(raw_signature[:32]), int.from_bytes(raw_signature[32:])
    )
    try:
        key.verify(der, message, ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True
