"""The report in a real package, signed under the root that trust.json names."""

import base64
import io
import json
import zipfile

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from tests.exports.packages import Built


def test_the_package_holds_a_report_signed_under_the_published_root(
    honest: Built,
) -> None:
    with zipfile.ZipFile(io.BytesIO(honest.content)) as archive:
        top = archive.namelist()[0].split("/")[0]
        content = archive.read(f"{top}/data/report.pdf")
        graph = json.loads(archive.read(f"{top}/data/case-uco.jsonld"))["@graph"]

    roots = [*honest.trust["report_roots"], *honest.trust["tsa_roots"]]
    trusted = [x509.Certificate.load(base64.b64decode(one["certificate"])) for one in roots]
    signature = PdfFileReader(io.BytesIO(content)).embedded_signatures[0]
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=trusted))
    assert status.bottom_line
    assert status.timestamp_validity.valid
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert all(exhibit_id in text for exhibit_id in honest.ids)
    assert {f"kb:file-{exhibit_id}" for exhibit_id in honest.ids} <= {node["@id"] for node in graph}
