"""The report of a package: bilingual PDF/A, signed and stamped; and its CASE/UCO view."""

import base64
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from flask import current_app

from backend.anchors import AuthorityUnreachable
from backend.exports.report.certificates import REVOKED_FILE, ROOT_FILE, SIGNER_FILE
from backend.exports.report.certificates import make_report_signer as make_report_signer
from backend.exports.report.facts import facts_of
from backend.exports.report.rendering import set_report
from backend.exports.report.signing import ReportSigner, sign_report
from backend.exports.report.stamping import configured_stamps
from backend.exports.report.uco import case_uco as case_uco
from backend.exports.rules import Plan
from backend.kernel import clock
from backend.kernel.db import Json
from backend.kernel.logging import get_logger
from backend.ledger import KeyMissing, adds_to_trust

log = get_logger(__name__)


def render_report(plan: Plan) -> bytes:
    """Return the report as PDF/A-2b with a PAdES signature and, where an authority is configured,
    a time stamp; raises KeyMissing without a signer.
    """
    pdf, signer = set_report(facts_of(plan)), report_signer()
    try:
        return sign_report(pdf.content, signer, configured_stamps(), clock.now())
    except AuthorityUnreachable as refusal:
        # The checkpoint's own stamps still bracket the package; waiting would only delay a court.
        log.warning("report_not_stamped", **refusal.facts)
        return sign_report(pdf.content, signer, None, clock.now())


def report_signer() -> ReportSigner:
    """Return the signer the settings name, or the one beside the log's keys."""
    settings = current_app.extensions["settings"]
    folder: Path = settings.key_dir
    bundle = settings.report_signer or folder / SIGNER_FILE
    passphrase = settings.report_signer_passphrase
    revoked = _root_file().with_name(REVOKED_FILE)
    return ReportSigner(
        bundle=_read(bundle),
        passphrase=passphrase.get_secret_value().encode() if passphrase else None,
        roots=[_read(_root_file())],
        revocation_lists=[revoked.read_bytes()] if revoked.exists() else [],
    )


@adds_to_trust
def report_roots() -> Json:
    """Return the root under which the signatures of reports are trusted, none before it is made."""
    root = _root_file()
    if not root.exists():
        return {"report_roots": []}
    certificate = x509.load_pem_x509_certificate(root.read_bytes())
    encoded = base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()
    return {
        "report_roots": [{"name": certificate.subject.rfc4514_string(), "certificate": encoded}]
    }


def verifier_page() -> bytes | None:
    """Return the built verify.html, None where the pages were not built."""
    dist: Path | None = current_app.extensions["settings"].pwa_dist
    page = dist / "verify.html" if dist else None
    return page.read_bytes() if page and page.exists() else None


def _root_file() -> Path:
    settings = current_app.extensions["settings"]
    root: Path = settings.report_root or settings.key_dir / ROOT_FILE
    return root


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KeyMissing(file=path.name) from error
