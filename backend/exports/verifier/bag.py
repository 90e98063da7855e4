"""The bag itself (RFC 8493): every file listed, unchanged, and none besides."""

from __future__ import annotations

from typing import NamedTuple

from backend.exports.verifier.package import Digests, Package
from backend.exports.verifier.reading import MALFORMED
from backend.exports.verifier.report import Report

SHA256_LIST, SM3_LIST, TAG_LIST = (
    "manifest-sha256.txt", "manifest-sm3.txt", "tagmanifest-sha256.txt",
)  # fmt: skip
TAG_FILES = ("bagit.txt", "bag-info.txt", SHA256_LIST, SM3_LIST, TAG_LIST)


class Manifests(NamedTuple):
    """What the bag's lists say, by file name."""

    sha256: dict[str, str]
    sm3: dict[str, str]
    tags: dict[str, str]


def read_manifests(package: Package, report: Report) -> Manifests:
    """Return the lists; one that cannot be read is empty and said to be."""
    read: list[dict[str, str]] = []
    for name in (SHA256_LIST, SM3_LIST, TAG_LIST):
        try:
            read.append(package.manifest(name))
        except MALFORMED as error:
            report.add("FAIL", "B1", name, type(error).__name__)
            read.append({})
    return Manifests(*read)


def check_presence(package: Package, manifests: Manifests, report: Report) -> None:
    """Check that every listed file is there and every file is listed."""
    listed = set(manifests.sha256) | set(manifests.tags)
    missing = (listed | set(manifests.sm3) | set(TAG_FILES)) - set(package.sizes)
    for name in sorted(missing):
        report.add("FAIL", "B1", name)
    if not any(finding.code == "B1" for finding in report.findings):
        report.add("PASS", "B1")
    payload = {name for name in package.sizes if name.startswith("data/")}
    unlisted = set(package.sizes) - listed - {TAG_LIST} | payload - set(manifests.sm3)
    unlisted |= payload - set(manifests.sha256)
    for name in sorted({*unlisted, *package.unsafe}):
        report.add("FAIL", "B3", name)
    if not unlisted and not package.unsafe:
        report.add("PASS", "B3")


def check_file(
    report: Report, manifests: Manifests, name: str, found: Digests, label: str = ""
) -> None:
    """Add a line when a file differs from a list; the label says in words whose file it is."""
    wanted = manifests.sha256.get(name) or manifests.tags.get(name)
    subject = label + " " + name if label else name
    if wanted is not None and found.sha256 != wanted:
        report.add("FAIL", "B2", subject, "SHA-256")
    elif name in manifests.sm3 and found.sm3 is None:
        report.add("SKIP", "B2", subject, "SM3")
    elif name in manifests.sm3 and found.sm3 != manifests.sm3[name]:
        report.add("FAIL", "B2", subject, "SM3")


def check_rest(package: Package, manifests: Manifests, report: Report) -> None:
    """Check the files that belong to no exhibit."""
    inside = {name for names in package.folders.values() for name in names}
    for name in sorted(set(package.sizes) - inside):
        check_file(report, manifests, name, package.digests(name))
