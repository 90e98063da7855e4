"""Time-stamping authorities of the made-up bureau."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

BEGINS = datetime(2026, 1, 1, tzinfo=UTC)
ENDS = datetime(2027, 1, 1, tzinfo=UTC)
CA_USAGE = {"key_cert_sign": True, "crl_sign": True}
UNIT_USAGE = {"digital_signature": True}
NO_USAGE = dict.fromkeys(
    (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
        "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    ),
    False,
)  # fmt: skip


@dataclass(frozen=True)
class Purpose:
    """What the unit's certificate says; the defaults are those of a proper authority."""

    usage: tuple[x509.ObjectIdentifier, ...] = (ExtendedKeyUsageOID.TIME_STAMPING,)
    is_critical: bool = True
    ends: datetime = ENDS


@dataclass(frozen=True)
class Authority:
    """A root, a unit certified by it, and the means to stamp at any moment."""

    name: str
    root: bytes
    unit: bytes
    key: bytes

    def stamp(self, message: bytes, at: datetime, algorithm: str = "sha256") -> bytes:
        """Return the reply to a request over the message."""
        request = tsp.TimeStampReq(
            {
                "version": 1,
                "message_imprint": {
                    "hash_algorithm": {"algorithm": algorithm},
                    "hashed_message": hashlib.new(algorithm, message).digest(),
                },
                "cert_req": True,
            }
        )
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register(asn1_x509.Certificate.load(self.root))
        stamper = DummyTimeStamper(
            asn1_x509.Certificate.load(self.unit),
            asn1_keys.PrivateKeyInfo.load(self.key),
            certs_to_embed=store,
            fixed_dt=at,
        )
        reply: bytes = stamper.request_tsa_response(request).dump()
        return reply


@cache
def authority(name: str, purpose: Purpose | None = None) -> Authority:
    """Return an authority of that name, the same within this process."""
    purpose = purpose or Purpose()
    root_key, unit_key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    root_name, unit_name = _name(f"{name} root"), _name(f"{name} unit 1")
    root = (
        _certificate(root_name, root_name, root_key.public_key(), ENDS + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{**NO_USAGE, **CA_USAGE}), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    unit = (
        _certificate(root_name, unit_name, unit_key.public_key(), purpose.ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{**NO_USAGE, **UNIT_USAGE}), critical=True)
        .add_extension(x509.ExtendedKeyUsage(purpose.usage), critical=purpose.is_critical)
        .sign(root_key, hashes.SHA256())
    )
    key = unit_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    encoded = [one.public_bytes(Encoding.DER) for one in (root, unit)]
    return Authority(name, encoded[0], encoded[1], key)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(
    issuer: x509.Name, subject: x509.Name, key: rsa.RSAPublicKey, ends: datetime
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().issuer_name(issuer).subject_name(subject)
    builder = builder.public_key(key).serial_number(x509.random_serial_number())
    return builder.not_valid_before(BEGINS).not_valid_after(ends)
