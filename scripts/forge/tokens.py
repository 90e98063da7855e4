"""Time-stamp replies made by hand: right in all but what a forger wants odd."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from scripts.forge.der import (
    BOOLEAN,
    OCTET_STRING,
    SET,
    bits,
    der,
    general_time,
    integer,
    name,
    octets,
    oid,
    sequence,
)
from scripts.forge.keys import Key

SIGNED_DATA, TST_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
ESS_V1, ESS_V2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"
HASH_IDS = {
    "sha256": "2.16.840.1.101.3.4.2.1", "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3", "sm3": "1.2.156.10197.1.401",
}  # fmt: skip
BEGINS, ENDS = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TRUE, FALSE = der(BOOLEAN, b"\xff"), der(BOOLEAN, b"\0")


def extension(kind: str, value: bytes, critical: bytes = b"") -> bytes:
    """Return a certificate's extension; `critical` is the BOOLEAN to stand in it, if any."""
    return sequence(oid(kind), critical, octets(value))


AUTHORITY = extension("2.5.29.19", sequence(TRUE), TRUE)
CERT_SIGN = extension("2.5.29.15", der(3, b"\1\6"), TRUE)
STAMPING = extension("2.5.29.37", sequence(oid("1.3.6.1.5.5.7.3.8")), TRUE)
KEY_NAME = b"the unit's key"
KEY_IDENTIFIER = extension("2.5.29.14", octets(KEY_NAME))
ROOT_SAYS, UNIT_SAYS = (AUTHORITY, CERT_SIGN), (KEY_IDENTIFIER, STAMPING)


@dataclass(frozen=True)
class Identity:
    """A certificate with its key and names."""

    encoded: bytes
    key: Key
    subject: bytes
    issuer: bytes
    serial: int


def certify(
    subject: str,
    key: Key,
    by: Identity | None = None,
    *,
    says: tuple[bytes, ...] = UNIT_SAYS,
    serial: int = 7,
    issuer: str = "",
    begins: datetime = BEGINS,
    ends: datetime = ENDS,
    is_v1: bool = False,
) -> Identity:
    """Return a certificate signed by another one's key, or by its own."""
    signer = by.key if by else key
    named = name(issuer) if issuer else by.subject if by else name(subject)
    algorithm = sequence(oid(signer.algorithm))
    head = b"" if is_v1 else der(0xA0, integer(2))
    tail = der(0xA3, sequence(*says)) if says else b""
    validity = sequence(general_time(begins), general_time(ends))
    body = sequence(
        head, integer(serial), algorithm, named, validity, name(subject), key.spki, tail
    )
    encoded = sequence(body, algorithm, bits(signer.sign(body)))
    return Identity(encoded, key, name(subject), named, serial)


@dataclass(frozen=True)
class Wish:
    """What a reply is to be; the defaults are those of a proper one."""

    statuses: tuple[int, ...] = (0,)
    tokens: int = 1
    signed_data: str = SIGNED_DATA
    content_type: str = TST_INFO
    content_tag: int = OCTET_STRING
    attribute_type: str = TST_INFO
    digest: str = "sha256"
    imprint: str = "sha256"
    version: int = 1
    stamped: bytes | None = None
    told: bytes | None = None
    time: Callable[[datetime], bytes] = general_time
    at: datetime = AT
    certificate_id: str = "v2"
    named: bytes | None = None
    signer_id: bytes | None = None
    extra: tuple[bytes, ...] = ()
    has_attributes: bool = True
    signers: int = 1
    certificates: tuple[bytes, ...] | None = None
    beside: bytes = b""


def attribute(kind: str, *values: bytes) -> bytes:
    """Return a signed attribute."""
    return sequence(oid(kind), der(SET, *values))


def reply_of(unit: Identity, message: bytes, wish: Wish | None = None) -> bytes:
    """Return a unit's reply to a request to stamp the message."""
    wish = wish or Wish()
    status = sequence(*(integer(one) for one in wish.statuses))
    return sequence(status, *[_token(unit, message, wish)] * wish.tokens)


def _token(unit: Identity, message: bytes, wish: Wish) -> bytes:
    stamped = message if wish.stamped is None else wish.stamped
    imprint = hashlib.new(wish.imprint, stamped).digest()
    info = sequence(
        integer(wish.version), oid("1.3.6.1.4.1.99.1"),
        sequence(sequence(oid(HASH_IDS[wish.imprint])), octets(imprint)),
        integer(1), wish.time(wish.at),
    )  # fmt: skip
    certificates = (unit.encoded,) if wish.certificates is None else wish.certificates
    signed = sequence(
        integer(3),
        der(SET, sequence(oid(HASH_IDS[wish.digest]))),
        sequence(oid(wish.content_type), der(0xA0, der(wish.content_tag, info))),
        der(0xA0, wish.beside, *certificates),
        der(SET, *[_signer(unit, info, wish)] * wish.signers),
    )
    return sequence(oid(wish.signed_data), der(0xA0, signed))


def _signer(unit: Identity, info: bytes, wish: Wish) -> bytes:
    told = info if wish.told is None else wish.told
    attributes = b"".join(
        (
            attribute(CONTENT_TYPE, oid(wish.attribute_type)),
            attribute(MESSAGE_DIGEST, octets(hashlib.new(wish.digest, told).digest())),
            _certificate_id(unit.encoded if wish.named is None else wish.named, wish),
            *wish.extra,
        )
    )
    message = der(SET, attributes) if wish.has_attributes else info
    return sequence(
        integer(1),
        wish.signer_id or sequence(unit.issuer, integer(unit.serial)),
        sequence(oid(HASH_IDS[wish.digest])),
        der(0xA0, attributes) if wish.has_attributes else b"",
        sequence(oid(unit.key.algorithm)),
        octets(unit.key.sign(message)),
    )


def _certificate_id(certificate: bytes, wish: Wish) -> bytes:
    if wish.certificate_id == "v1":
        digest = octets(hashlib.sha1(certificate).digest())  # noqa: S324 - the RFC's own form
        return attribute(ESS_V1, sequence(sequence(sequence(digest))))
    named = wish.certificate_id.partition("-")[2]
    algorithm = sequence(oid(HASH_IDS[named])) if named else b""
    digest = octets(hashlib.new(named or "sha256", certificate).digest())
    return attribute(ESS_V2, sequence(sequence(sequence(algorithm, digest))))
