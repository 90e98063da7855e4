"""Time stamps (RFC 3161, RFC 5816): the reply of an authority, checked to a trusted root."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from backend.exports.verifier.certificates import HASHES, Certificate, digest, is_trusted
from backend.exports.verifier.der import (
    GENERAL_TIME,
    OCTET_STRING,
    SEQUENCE,
    SET,
    Item,
    children,
    context,
    items_of,
    moment_of,
    number_of,
    oid_of,
    parse,
)

SIGNED_DATA, TST_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
SM_SIGNED_DATA = "1.2.156.10197.6.1.4.2.2"
CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12"
SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"
TIME_STAMPING = "1.3.6.1.5.5.7.3.8"


class Stamp(NamedTuple):
    """What a token says once its signature holds."""

    moment: float
    authority: str


class _Signed(NamedTuple):
    content: bytes
    certificates: list[Certificate]
    signer: list[Item]


def check_stamp(reply: bytes, message: bytes, roots: list[bytes], others: list[bytes]) -> Stamp:
    """Return what a valid reply over the message says; raises ValueError (or what reading
    malformed DER raises) for one that is not.
    """
    status, *token = children(parse(reply))
    if number_of(children(status)[0]) not in (0, 1) or len(token) != 1:
        raise ValueError("the authority refused")
    signed = _read_signed(token[0])
    moment = _read_info(signed.content, message)
    certificate = _find_signer(signed)
    _check_attributes(signed, certificate)
    known = [*signed.certificates, *(Certificate(parse(other)) for other in others)]
    _check_purpose(certificate)
    if not is_trusted(certificate, known, [Certificate(parse(root)) for root in roots], moment):
        raise ValueError("no valid chain to a trusted root")
    return Stamp(moment, certificate.common_name())


def _read_signed(token: Item) -> _Signed:
    kind, wrapped = children(token)
    if oid_of(kind) not in (SIGNED_DATA, SM_SIGNED_DATA):
        raise ValueError("not signed data")
    parts = children(children(wrapped, 0xA0)[0])
    content_type, content = children(parts[2])
    if oid_of(content_type) != TST_INFO:
        raise ValueError("not a time stamp")
    # The SET may stand unsorted: some authorities, and openssl's `certs`, write it so.
    enclosed = context(parts, 0)
    certificates = [Certificate(item) for item in items_in(enclosed) if item.tag == SEQUENCE]
    signers = children(parts[-1], SET)
    if len(signers) != 1:
        raise ValueError("one signer expected")
    octets = children(content, 0xA0)[0]
    if octets.tag != OCTET_STRING:
        raise ValueError("content is no octet string")
    return _Signed(octets.content, certificates, children(signers[0]))


def items_in(item: Item | None) -> list[Item]:
    """Return the elements inside an optional one."""
    return items_of(item.content) if item else []


def _read_info(content: bytes, message: bytes) -> float:
    version, _, imprint, _, moment, *_ = children(parse(content))
    algorithm, hashed = children(imprint)
    name = HASHES[oid_of(children(algorithm)[0])]
    if number_of(version) != 1 or hashed.content != digest(name, message):
        raise ValueError("stamped something else")
    if moment.tag != GENERAL_TIME:
        raise ValueError("no time in the token")
    return moment_of(moment)


def _find_signer(signed: _Signed) -> Certificate:
    named = signed.signer[1]
    for certificate in signed.certificates:
        if named.tag == SEQUENCE:
            issuer, serial = children(named)
            if (issuer.encoded, serial.content) == (certificate.issuer, certificate.serial):
                return certificate
        elif named.content == certificate.key_identifier():
            return certificate
    raise ValueError("the signer's certificate is not in the token")


def _check_attributes(signed: _Signed, certificate: Certificate) -> None:
    attributes = signed.signer[3]
    values: dict[str, Item] = {}
    for attribute in children(attributes, 0xA0):
        kind, content = children(attribute)
        if oid_of(kind) in values:
            raise ValueError("an attribute is given twice")
        (values[oid_of(kind)],) = children(content, SET)
    algorithm = oid_of(children(signed.signer[2])[0])
    if oid_of(values[CONTENT_TYPE]) != TST_INFO:
        raise ValueError("another content type was signed")
    if values[MESSAGE_DIGEST].content != digest(HASHES[algorithm], signed.content):
        raise ValueError("the content was changed")
    _check_names(values, certificate)
    signature, after = signed.signer[5], signed.signer[4]
    # Signed as a SET, though the token holds it under a context tag.
    message = bytes([SET]) + attributes.encoded[1:]
    if not certificate.verifies(after, signature.content, message, HASHES[algorithm]):
        raise ValueError("the signature is false")


def _check_names(values: dict[str, Item], certificate: Certificate) -> None:
    """Demand that the signature names the signer's certificate (ESSCertID)."""
    if SIGNING_CERTIFICATE_V2 in values:
        first = children(children(children(values[SIGNING_CERTIFICATE_V2])[0])[0])
        is_default = first[0].tag == OCTET_STRING
        name = "sha256" if is_default else HASHES[oid_of(children(first[0])[0])]
        named, wanted = first[0 if is_default else 1], digest(name, certificate.encoded)
    else:
        named = children(children(children(values[SIGNING_CERTIFICATE])[0])[0])[0]
        wanted = hashlib.sha1(certificate.encoded).digest()  # noqa: S324 - the RFC's own form
    if named.content != wanted:
        raise ValueError("the signature names another certificate")


def _check_purpose(certificate: Certificate) -> None:
    is_critical, purposes = certificate.extension("2.5.29.37")
    if not is_critical or [oid_of(p) for p in children(parse(purposes))] != [TIME_STAMPING]:
        raise ValueError("the certificate is not for time stamping alone")
