"""X.509 certificates of time-stamping authorities and the chains between them."""

from __future__ import annotations

import hashlib

from backend.exports.verifier.curves import ecdsa_verifies, sm2_ok
from backend.exports.verifier.der import (
    BIT_STRING,
    BOOLEAN,
    OCTET_STRING,
    SET,
    Item,
    bits_of,
    children,
    context,
    moment_of,
    number_of,
    oid_of,
    parse,
)
from backend.exports.verifier.digests import new_sm3

HASHES = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
    "1.2.156.10197.1.401": "sm3",
    "1.2.156.10197.1.401.1": "sm3",
}
RSA_KEY, EC_KEY = "1.2.840.113549.1.1.1", "1.2.840.10045.2.1"
P256_CURVE, SM2_CURVE = "1.2.840.10045.3.1.7", "1.2.156.10197.1.301"
# Signature algorithms: the kind of key and the digest, which the plainest names leave open.
SIGNATURES = {
    RSA_KEY: ("rsa", ""),
    "1.2.840.113549.1.1.11": ("rsa", "sha256"),
    "1.2.840.113549.1.1.12": ("rsa", "sha384"),
    "1.2.840.113549.1.1.13": ("rsa", "sha512"),
    EC_KEY: ("ecdsa", ""),
    "1.2.840.10045.4.3.2": ("ecdsa", "sha256"),
    "1.2.840.10045.4.3.3": ("ecdsa", "sha384"),
    "1.2.840.10045.4.3.4": ("ecdsa", "sha512"),
    "1.2.156.10197.1.501": ("sm2", "sm3"),
    "1.2.156.10197.1.301.1": ("sm2", "sm3"),
    SM2_CURVE: ("sm2", "sm3"),
}
DIGEST_INFO = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}
LONGEST_CHAIN = 5
WEAKEST_RSA_BITS = 2048


def digest(name: str, message: bytes) -> bytes:
    """Return a message's digest; raises ValueError where it cannot be computed."""
    if name != "sm3":
        return hashlib.new(name, message).digest()
    sm3 = new_sm3(len(message))
    if sm3 is None:
        raise ValueError("SM3 cannot be computed here")
    sm3.update(message)
    return bytes.fromhex(sm3.hexdigest())


def rsa_verifies(n: int, e: int, signature: bytes, message: bytes, name: str) -> bool:
    """Tell whether an RSA signature verifies (PKCS #1 v1.5), by making what it must hold."""
    size = (n.bit_length() + 7) // 8
    known = DIGEST_INFO[name] + digest(name, message)
    if n.bit_length() < WEAKEST_RSA_BITS or len(signature) != size or not 2 < e < 1 << 64:
        return False
    wanted = b"\x00\x01" + b"\xff" * (size - len(known) - 3) + b"\x00" + known
    number = int.from_bytes(signature, "big")
    return number < n and pow(number, e, n).to_bytes(size, "big") == wanted


class Certificate:
    """A certificate's parts; raises ValueError for what is none."""

    def __init__(self, item: Item) -> None:
        self.encoded = item.encoded
        self.body, self.algorithm, self.signature = children(item)
        parts = children(self.body)
        if parts[0].tag == 0xA0:
            parts = parts[1:]
        serial, _, issuer, validity, subject, self._key = parts[:6]
        self.serial, self.issuer, self.subject = serial.content, issuer.encoded, subject.encoded
        self.begins, self.ends = (moment_of(moment) for moment in children(validity))
        self._extensions: dict[str, tuple[bool, bytes]] = {}
        enclosed = context(parts[6:], 3)
        for extension in children(parse(enclosed.content)) if enclosed else []:
            kind, *more = children(extension)
            is_critical = more[0].tag == BOOLEAN and more[0].content != b"\0"
            if oid_of(kind) in self._extensions:
                raise ValueError("an extension is given twice")
            self._extensions[oid_of(kind)] = (is_critical, more[-1].content)

    def extension(self, name: str) -> tuple[bool, bytes]:
        """Return whether an extension is critical, and its value; empty when there is none."""
        return self._extensions.get(name, (False, b""))

    def key_identifier(self) -> bytes:
        """Return the subject key identifier, empty when there is none."""
        _, value = self.extension("2.5.29.14")
        return parse(value, OCTET_STRING).content if value else b""

    def common_name(self) -> str:
        """Return the subject's common name."""
        for group in children(parse(self.subject)):
            for pair in children(group, SET):
                kind, value = children(pair)
                if oid_of(kind) == "2.5.4.3":
                    return value.content.decode("utf-8", "replace")
        return ""

    def may_issue(self) -> bool:
        """Tell whether it is an authority's own certificate, fit to sign others."""
        _, basic = self.extension("2.5.29.19")
        _, usage = self.extension("2.5.29.15")
        facts = children(parse(basic)) if basic else []
        is_authority = bool(facts) and facts[0].tag == BOOLEAN and facts[0].content != b"\0"
        if not usage:
            return is_authority
        bits = parse(usage, BIT_STRING).content
        return is_authority and len(bits) > 1 and bool(bits[1] & 0x04)

    def verifies(self, algorithm: Item, signature: bytes, message: bytes, name: str) -> bool:
        """Tell whether its key made the signature; `name` is the digest where the algorithm names
        none. Raises KeyError or ValueError for an algorithm that is not known.
        """
        kind, fixed = SIGNATURES[oid_of(children(algorithm)[0])]
        name = fixed or name
        described, bits = children(self._key)
        key = bits_of(bits)
        if kind == "rsa":
            n, e = (number_of(number) for number in children(parse(key)))
            is_rsa = oid_of(children(described)[0]) == RSA_KEY
            return is_rsa and rsa_verifies(n, e, signature, message, name)
        r, s = (number_of(number) for number in children(parse(signature)))
        curve = oid_of(children(described)[1])
        if len(key) != 65 or key[0] != 4:
            return False
        x, y = int.from_bytes(key[1:33], "big"), int.from_bytes(key[33:], "big")
        if kind == "sm2":
            return curve == SM2_CURVE and sm2_ok(x, y, r, s, message)
        is_known = curve == P256_CURVE and name in DIGEST_INFO
        return is_known and ecdsa_verifies(x, y, r, s, digest(name, message))

    def is_signed_by(self, other: Certificate) -> bool:
        """Tell whether another certificate's key signed this one."""
        if self.issuer != other.subject or not other.may_issue():
            return False
        signature = bits_of(self.signature)
        return other.verifies(self.algorithm, signature, self.body.encoded, "")


def is_trusted(
    certificate: Certificate, known: list[Certificate], roots: list[Certificate], moment: float
) -> bool:
    """Tell whether a chain, valid at that moment, leads to a trusted root."""
    for _ in range(LONGEST_CHAIN):
        if not certificate.begins <= moment <= certificate.ends:
            return False
        if any(certificate.encoded == root.encoded for root in roots):
            return True
        issuers = (other for other in [*roots, *known] if certificate.is_signed_by(other))
        issuer = next(issuers, None)
        if issuer is None:
            return False
        certificate = issuer
    return False
