"""Signs the report: PAdES with a time stamp, and what is needed to check it years later."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto import crl, pem, tsp, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext

FIELD = "Report"
BYTES_RESERVED = 32_768
"""Room for the signature, its certificates and the time stamp, which the PDF must leave ahead."""


@dataclass(frozen=True)
class ReportSigner:
    """A key with its certificate (PKCS#12), the roots and what is known of revocation."""

    bundle: bytes
    passphrase: bytes | None
    roots: Sequence[bytes]
    """PEM or DER."""
    revocation_lists: Sequence[bytes] = ()


@dataclass(frozen=True)
class TimeStamps:
    """Where time stamps come from (RFC 3161), and the roots they are trusted under."""

    ask: Callable[[bytes], bytes]
    """Answers a DER TimeStampReq with a DER TimeStampResp."""
    roots: Sequence[bytes]


class _Stamper(TimeStamper):
    """Asks one of the authorities that also stamp the log."""

    def __init__(self, ask: Callable[[bytes], bytes]) -> None:
        super().__init__(include_nonce=True)  # type: ignore[no-untyped-call]
        self._ask = ask

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Return the authority's answer."""
        return tsp.TimeStampResp.load(self._ask(req.dump()))


class _SignerAt(PdfSigner):
    """Claims the application's time as the signing time, which a demonstration may move."""

    now: datetime

    def init_signing_session(
        self,
        pdf_out: BasePdfFileWriter,
        existing_fields_only: bool = False,  # noqa: FBT001, FBT002 - the library's signature
    ) -> PdfSigningSession:
        """Return the library's session at our time."""
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.now
        return session


def sign_report(
    content: bytes, signer: ReportSigner, stamps: TimeStamps | None, now: datetime
) -> bytes:
    """Return the PDF with a PAdES signature, stamped when there is an authority to ask.

    The certificates and revocation lists at hand are embedded for later checks. Raises ValueError
    for a bundle that cannot be opened.
    """
    key = SimpleSigner.load_pkcs12_data(signer.bundle, (), signer.passphrase)
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason="证据包报告 Evidence package report",
        embed_validation_info=True,
        validation_context=_known([*signer.roots, *(stamps.roots if stamps else ())], signer, now),
    )
    writer = IncrementalPdfFileWriter(BytesIO(content))
    pdf_signer = _SignerAt(
        metadata,
        key,
        timestamper=_Stamper(stamps.ask) if stamps else None,
        new_field_spec=SigFieldSpec(FIELD),
    )
    pdf_signer.now = now
    signed = BytesIO()
    pdf_signer.sign_pdf(writer, output=signed, bytes_reserved=BYTES_RESERVED)
    return signed.getvalue()


def _known(roots: Sequence[bytes], signer: ReportSigner, now: datetime) -> ValidationContext:
    return ValidationContext(
        trust_roots=[x509.Certificate.load(_der(root)) for root in roots],
        crls=[crl.CertificateList.load(one) for one in signer.revocation_lists],
        # What is not at hand is not fetched: a report is made without the network.
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=now,
    )


def _der(certificate: bytes) -> bytes:
    return pem.unarmor(certificate)[2] if pem.detect(certificate) else certificate
