"""Shares of phones' vaults: they open a phone whose PIN was forgotten, and end with its device."""

from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from backend.accounts import queries
from backend.accounts.errors import DeviceEnded, ShareDiffers
from backend.accounts.models import VaultShare
from backend.accounts.rules import USABLE_DEVICE_STATES
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound

NONCE_BYTES = 12


def keep_share(
    actor: Actor, share_id: UUID, *, device_id: UUID, share: bytes, secret: str, now: datetime
) -> bool:
    """Keep the share of the actor's own phone, sealed under the server's secret; True when new.

    Raises NotFound for another person's device, DeviceEnded, or ShareDiffers when the id is taken.
    """
    device = queries.get_device(actor, device_id)
    if device.person_id != actor.person_id:
        raise NotFound
    if device.state not in USABLE_DEVICE_STATES:
        raise DeviceEnded
    kept = session().get(VaultShare, share_id)
    if kept is not None:
        if kept.person_id != actor.person_id or _open(kept, secret) != share:
            raise ShareDiffers
        return False
    nonce = share_id.bytes[-NONCE_BYTES:]
    session().add(
        VaultShare(
            id=share_id,
            authority_id=device.authority_id,
            person_id=actor.person_id,
            device_id=device_id,
            sealed=_cipher(share_id, secret).encrypt(nonce, share, share_id.bytes),
            created_at=now,
            released_at=None,
            releases=0,
        )
    )
    return True


def release_share(actor: Actor, share_id: UUID, *, secret: str, now: datetime) -> bytes:
    """Return the share to its owner, who has just given the password; every release is counted.

    Raises NotFound, or DeviceEnded once the device was revoked or retired.
    """
    kept = session().get(VaultShare, share_id)
    if kept is None or kept.person_id != actor.person_id:
        raise NotFound
    if queries.get_device(actor, kept.device_id).state not in USABLE_DEVICE_STATES:
        raise DeviceEnded
    kept.released_at = now
    kept.releases += 1
    return _open(kept, secret)


def open_share_for_bureau(share_id: UUID, *, secret: str) -> bytes:
    """Return the share whatever became of its device, for opening a rescue file at the bureau."""
    kept = session().get(VaultShare, share_id)
    if kept is None:
        raise NotFound
    return _open(kept, secret)


def _cipher(share_id: UUID, secret: str) -> AESGCM:
    # A key of its own for each share, so the nonce need not be random.
    info = b"xunzheng.vault-share/" + share_id.bytes
    return AESGCM(HKDF(SHA256(), 32, None, info).derive(secret.encode()))


def _open(kept: VaultShare, secret: str) -> bytes:
    nonce = kept.id.bytes[-NONCE_BYTES:]
    return _cipher(kept.id, secret).decrypt(nonce, kept.sealed, kept.id.bytes)
