"""Checking a time stamp ourselves, where the library refuses a real authority's encoding."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from backend.anchors.errors import TokenInvalid
from backend.anchors.rules.requests import OIDS

GRANTED = ("granted", "granted_with_mods")
HASHES = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
LONGEST_CHAIN = 5
MALFORMED = (ValueError, TypeError, KeyError, IndexError, AttributeError, UnsupportedAlgorithm)
"""What the parsers raise, some only when a field is looked at."""


@dataclass(frozen=True)
class Token:
    """A time stamp as its authority wrote it: what it stamps, when, and what signs it."""

    gen_time: datetime
    imprint_oid: str
    imprint: bytes
    nonce: int | None
    content: bytes
    signed_data: Any


def read_token(reply: bytes) -> Token:
    """Read an authority's whole reply; raises TokenInvalid when it holds no time stamp."""
    try:
        response = tsp.TimeStampResp.load(reply, strict=True)
        status = response["status"]["status"].native
        if status not in GRANTED:
            raise TokenInvalid(reason=f"status {status}")
        signed = response["time_stamp_token"]["content"]
        content = signed["encap_content_info"]["content"].contents
        facts = tsp.TSTInfo.load(content, strict=True)
        imprint = facts["message_imprint"]
        return Token(
            gen_time=facts["gen_time"].native,
            imprint_oid=imprint["hash_algorithm"]["algorithm"].dotted,
            imprint=imprint["hashed_message"].native,
            nonce=facts["nonce"].native,
            content=content,
            signed_data=signed,
        )
    except MALFORMED as error:
        raise TokenInvalid(reason="not a time stamp") from error


def check_imprint(token: Token, note: bytes, algorithm: str, nonce: int | None) -> None:
    """Raise TokenInvalid unless the token stamps exactly these bytes and answers our question."""
    if token.imprint_oid != OIDS[algorithm]:
        raise TokenInvalid(reason="other digest algorithm")
    if token.imprint != hashlib.new(algorithm, note).digest():
        raise TokenInvalid(reason="other bytes")
    if nonce is not None and token.nonce != nonce:
        raise TokenInvalid(reason="other nonce")


def check_signature(token: Token, root: x509.Certificate) -> None:
    """Raise TokenInvalid unless one signer, certified for time stamping under the root at that
    time, signed the token (RFC 3161 §2.4.2, RFC 5652 §5.4).
    """
    try:
        _check_signature(token, root)
    except MALFORMED as error:
        raise TokenInvalid(reason="malformed") from error


def _check_signature(token: Token, root: x509.Certificate) -> None:
    signers = token.signed_data["signer_infos"]
    if len(signers) != 1:
        raise TokenInvalid(reason="not one signer")
    certificates = [
        x509.load_der_x509_certificate(item.chosen.dump())
        for item in token.signed_data["certificates"]
        if item.name == "certificate"
    ]
    signer = _certificate_of(signers[0], certificates)
    _check_signed_attributes(signers[0], token.content, signer)
    _check_chain(signer, certificates, root, token.gen_time)


def _certificate_of(info: Any, certificates: list[x509.Certificate]) -> x509.Certificate:
    if info["sid"].name != "issuer_and_serial_number":
        raise TokenInvalid(reason="signer not named by its issuer")
    named = info["sid"].chosen
    for certificate in certificates:
        is_issuer = certificate.issuer.public_bytes() == named["issuer"].dump()
        if is_issuer and certificate.serial_number == named["serial_number"].native:
            return certificate
    raise TokenInvalid(reason="signer's certificate is missing")


def _check_signed_attributes(info: Any, content: bytes, signer: x509.Certificate) -> None:
    attributes = {item["type"].native: item["values"] for item in info["signed_attrs"]}
    digest_name = info["digest_algorithm"]["algorithm"].native
    if digest_name not in HASHES:
        raise TokenInvalid(reason="digest algorithm of the signer")
    if [value.native for value in attributes.get("content_type", ())] != ["tst_info"]:
        raise TokenInvalid(reason="content type")
    digests = [value.native for value in attributes.get("message_digest", ())]
    if digests != [hashlib.new(digest_name, content).digest()]:
        raise TokenInvalid(reason="signed digest")
    if not _names_certificate(attributes, signer):
        raise TokenInvalid(reason="certificate not named in the signature")
    # What is signed is the set under its own tag, not the implicit one it is sent with.
    signed = b"\x31" + info["signed_attrs"].dump()[1:]
    _verify(signer, info, HASHES[digest_name], signed)


def _names_certificate(attributes: dict[str, Any], signer: x509.Certificate) -> bool:
    der = signer.public_bytes(Encoding.DER)
    for value in attributes.get("signing_certificate_v2", ()):
        first = value["certs"][0]
        name = first["hash_algorithm"]["algorithm"].native
        return bool(first["cert_hash"].native == hashlib.new(name, der).digest())
    for value in attributes.get("signing_certificate", ()):
        # RFC 2634 names certificates by SHA-1; the signature over it is what protects.
        found = value["certs"][0]["cert_hash"].native
        return bool(found == hashlib.sha1(der, usedforsecurity=False).digest())
    return False


def _verify(
    signer: x509.Certificate, info: Any, digest: hashes.HashAlgorithm, signed: bytes
) -> None:
    key, signature = signer.public_key(), info["signature"].native
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, signed, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, signed, ec.ECDSA(digest))
        else:
            raise TokenInvalid(reason="kind of key")
    except InvalidSignature as error:
        raise TokenInvalid(reason="signature") from error


def _check_chain(
    signer: x509.Certificate,
    certificates: list[x509.Certificate],
    root: x509.Certificate,
    at: datetime,
) -> None:
    _check_purpose(signer)
    current = signer
    for _ in range(LONGEST_CHAIN):
        if not current.not_valid_before_utc <= at <= current.not_valid_after_utc:
            raise TokenInvalid(reason="certificate not valid at that time")
        if current == root:
            return
        current = _issuer_of(current, [root, *certificates])
    raise TokenInvalid(reason="chain too long")


def _check_purpose(signer: x509.Certificate) -> None:
    try:
        usage = signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound as error:
        raise TokenInvalid(reason="certificate is not for time stamping") from error
    if not usage.critical or list(usage.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
        raise TokenInvalid(reason="certificate is not for time stamping only")


def _issuer_of(
    certificate: x509.Certificate, candidates: list[x509.Certificate]
) -> x509.Certificate:
    for candidate in candidates:
        try:
            certificate.verify_directly_issued_by(candidate)
            constraints = candidate.extensions.get_extension_for_class(x509.BasicConstraints)
        except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
            continue
        if constraints.value.ca:
            return candidate
    raise TokenInvalid(reason="not under a root we trust")
