"""Looking at the exhibits, on several cores where there are many."""

from __future__ import annotations

import concurrent.futures
import pickle
from typing import NamedTuple

from backend.exports.verifier.bag import Manifests, check_file
from backend.exports.verifier.exhibits import ExhibitCheck, Shared, Summary
from backend.exports.verifier.package import Package
from backend.exports.verifier.report import Report
from backend.exports.verifier.words import Finding

AT_A_TIME = 50
MANY = 200
NO_POOL = (OSError, ImportError, NotImplementedError, RuntimeError, pickle.PicklingError)


class Looked(NamedTuple):
    """What came of some exhibits."""

    bag: list[Finding]
    findings: list[Finding]
    summaries: list[Summary]


class Bench:
    """Where exhibits are looked at: one package, opened once in each process."""

    def __init__(
        self, path: str, shared: Shared, manifests: Manifests, names: dict[str, str]
    ) -> None:
        self.package, self.shared = Package(path), shared
        self.manifests, self.names = manifests, names

    def look(self, ids: list[str]) -> Looked:
        """Check these exhibits and their files."""
        bag, report, summaries = Report(), Report(), []
        for exhibit_id in ids:
            files = self.package.folders[exhibit_id]
            self.package.hold(files)
            digests = {name: self.package.digests(name) for name in files}
            label = label_of(exhibit_id, self.names)
            for name in sorted(digests):
                check_file(bag, self.manifests, name, digests[name], label)
            check = ExhibitCheck(self.package, self.shared, report, exhibit_id, label)
            summaries.append(check.run(digests))
        return Looked(bag.findings, report.findings, summaries)


def label_of(exhibit_id: str, names: dict[str, str]) -> str:
    """Return an exhibit's file name and id, as the lines show it."""
    name = names.get(exhibit_id, "")
    return (name + " " if name else "") + "(" + exhibit_id + ")"


_benches: list[Bench] = []


def _set_up(path: str, shared: Shared, manifests: Manifests, names: dict[str, str]) -> None:
    _benches.append(Bench(path, shared, manifests, names))


def _look(ids: list[str]) -> Looked:
    return _benches[-1].look(ids)


def look_at_all(
    package: Package, shared: Shared, manifests: Manifests, names: dict[str, str], jobs: int
) -> list[Looked]:
    """Check every exhibit, in order; where no processes can be started, in this one."""
    ids = sorted(package.folders)
    parts = [ids[start : start + AT_A_TIME] for start in range(0, len(ids), AT_A_TIME)]
    given = (package.path, shared, manifests, names)
    if jobs > 1 and len(ids) >= MANY:
        try:
            with concurrent.futures.ProcessPoolExecutor(
                jobs, initializer=_set_up, initargs=given
            ) as pool:
                return list(pool.map(_look, parts))
        except NO_POOL:
            pass
    bench = Bench(*given)
    return [bench.look(part) for part in parts]
