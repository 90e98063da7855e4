"""The certificate that signs reports: a bureau's own, or for a demonstration one made here."""

from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

SIGNER_FILE, ROOT_FILE, REVOKED_FILE = "report.p12", "report-root.pem", "report-root.crl"
LIFE = timedelta(days=3650)
NAME = "巡证演示报告签章"
ROOT_NAME = "巡证演示报告根证书"


def make_report_signer(folder: Path, now: datetime) -> None:
    """Make a key, a certificate and their own root where the signer is missing.

    The root's key is thrown away, so nobody can issue another certificate under it.
    """
    if (folder / SIGNER_FILE).exists():
        return
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _certificate(ROOT_NAME, ROOT_NAME, root_key, root_key, now, is_root=True)
    own = _certificate(NAME, ROOT_NAME, key, root_key, now, is_root=False)
    revoked = _empty_revocation_list(root, root_key, now)
    bundle = pkcs12.serialize_key_and_certificates(b"report", key, own, [root], NoEncryption())
    (folder / ROOT_FILE).write_bytes(root.public_bytes(Encoding.PEM))
    (folder / REVOKED_FILE).write_bytes(revoked.public_bytes(Encoding.DER))
    private = folder / SIGNER_FILE
    private.touch(mode=0o600)
    private.write_bytes(bundle)


def _certificate(
    name: str,
    issuer: str,
    key: ec.EllipticCurvePrivateKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    now: datetime,
    *,
    is_root: bool,
) -> x509.Certificate:
    issuer_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + LIFE)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(_usage(is_root=is_root), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(issuer_id, critical=False)
        .sign(issuer_key, SHA256())
    )


def _name(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def _usage(*, is_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=not is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_root,
        crl_sign=is_root,
        encipher_only=False,
        decipher_only=False,
    )


def _empty_revocation_list(
    root: x509.Certificate, key: ec.EllipticCurvePrivateKey, now: datetime
) -> x509.CertificateRevocationList:
    return (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(now - timedelta(days=1))
        .next_update(now + LIFE)
        .add_extension(x509.CRLNumber(1), critical=False)
        .sign(key, SHA256())
    )
