"""The report of a package: bilingual PDF/A, signed and stamped; and its CASE/UCO view."""

from pathlib import Path

from flask import current_app

from backend.exports.report.certificates import REVOKED_FILE, ROOT_FILE, SIGNER_FILE
from backend.exports.report.certificates import make_report_signer as make_report_signer
from backend.exports.report.facts import facts_of
from backend.exports.report.rendering import set_report
from backend.exports.report.signing import ReportSigner, sign_report
from backend.exports.report.stamping import chosen_authority
from backend.exports.report.uco import case_uco as case_uco
from backend.exports.rules import Plan
from backend.kernel import clock
from backend.ledger import KeyMissing


def render_report(plan: Plan) -> bytes:
    """Return the report as PDF/A-2b with a PAdES signature and, where an authority is configured,
    a time stamp; raises KeyMissing without a signer.
    """
    pdf = set_report(facts_of(plan))
    return sign_report(pdf.content, report_signer(), chosen_authority(), clock.now())


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


def report_root() -> bytes:
    """Return the PEM certificate that reports are trusted by; raises KeyMissing."""
    return _read(_root_file())


def _root_file() -> Path:
    settings = current_app.extensions["settings"]
    root: Path = settings.report_root or settings.key_dir / ROOT_FILE
    return root


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KeyMissing(file=path.name) from error
