"""A time stamping authority of our own: for demonstrations, where no neutral one is at hand."""

import os
import secrets
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from backend.kernel import clock
from backend.ledger import KeyMissing

POLICY = "1.2.3.4.1"
FROM = datetime(2020, 1, 1, tzinfo=UTC)
UNTIL = datetime(2050, 1, 1, tzinfo=UTC)
KEY_BITS = 3072


def make_authority(folder: Path, name: str) -> None:
    """Make an authority's root and the key it stamps with, unless they are there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (folder / f"{name}.key").exists():
        return
    root_key = rsa.generate_private_key(65537, KEY_BITS)
    key = rsa.generate_private_key(65537, KEY_BITS)
    root_name, own_name = _named(f"Xunzheng local TSA root {name}"), _named(f"local:{name}")
    root = _certificate(root_name, root_name, root_key.public_key(), root_key, is_ca=True)
    own = _certificate(own_name, root_name, key.public_key(), root_key, is_ca=False)
    (folder / f"{name}-root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    (folder / f"{name}.pem").write_bytes(own.public_bytes(Encoding.PEM))
    # The root's key is forgotten: it has certified all it ever will.
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    descriptor = os.open(folder / f"{name}.key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)


def stamp(folder: Path, name: str, request: bytes) -> bytes:
    """Answer a request as RFC 3161 asks, with the application's time; raises KeyMissing."""
    key, certificate = _load(folder, name)
    asked = tsp.TimeStampReq.load(request)
    facts = tsp.TSTInfo(
        {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": asked["message_imprint"],
            "serial_number": secrets.randbits(63),
            "gen_time": core.GeneralizedTime(clock.now().replace(microsecond=0)),
            "accuracy": {"seconds": 1},
            "nonce": asked["nonce"],
            "tsa": asn1_x509.GeneralName("directory_name", certificate.subject),
        }
    )
    content = facts.dump()
    attributes = _signed_attributes(content, certificate)
    signature = key.sign(attributes.dump(), padding.PKCS1v15(), hashes.SHA256())
    reply = tsp.TimeStampResp(
        {
            "status": {"status": "granted"},
            "time_stamp_token": {
                "content_type": "signed_data",
                "content": _signed_data(content, attributes, signature, certificate),
            },
        }
    )
    encoded: bytes = reply.dump()
    return encoded


def _signed_attributes(content: bytes, certificate: asn1_x509.Certificate) -> cms.CMSAttributes:
    named = tsp.SigningCertificateV2(
        {"certs": [{"hash_algorithm": {"algorithm": "sha256"}, "cert_hash": certificate.sha256}]}
    )
    digest = hashes.Hash(hashes.SHA256())
    digest.update(content)
    return cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
            cms.CMSAttribute({"type": "message_digest", "values": [digest.finalize()]}),
            cms.CMSAttribute({"type": "signing_certificate_v2", "values": [named]}),
        ]
    )


def _signed_data(
    content: bytes,
    attributes: cms.CMSAttributes,
    signature: bytes,
    certificate: asn1_x509.Certificate,
) -> cms.SignedData:
    sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number",
                {"issuer": certificate.issuer, "serial_number": certificate.serial_number},
            ),
            "digest_algorithm": sha256,
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": "sha256_rsa"},
            "signature": signature,
        }
    )
    return cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [sha256],
            "encap_content_info": {
                "content_type": "tst_info",
                "content": core.ParsableOctetString(content),
            },
            "certificates": [certificate],
            "signer_infos": [signer],
        }
    )


@cache
def _load(folder: Path, name: str) -> tuple[rsa.RSAPrivateKey, asn1_x509.Certificate]:
    try:
        key = load_pem_private_key((folder / f"{name}.key").read_bytes(), None)
        own = x509.load_pem_x509_certificate((folder / f"{name}.pem").read_bytes())
    except OSError as error:
        raise KeyMissing(file=f"{name}.key") from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise KeyMissing(file=f"{name}.key")
    return key, asn1_x509.Certificate.load(own.public_bytes(Encoding.DER))


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: rsa.RSAPublicKey,
    issuer_key: rsa.RSAPrivateKey,
    *,
    is_ca: bool,
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=not is_ca, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=is_ca, crl_sign=is_ca,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(FROM)
        .not_valid_after(UNTIL)
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )
    if not is_ca:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purpose, critical=True)
    return builder.sign(issuer_key, hashes.SHA256())
