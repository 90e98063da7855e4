"""One honest package, built through the API once and unpacked for each test."""

from pathlib import Path

import pytest

from tests.exports.packages import Bag, Built, build_honest, unpack

_built: list[Built] = []


@pytest.fixture
def honest(request: pytest.FixtureRequest, tmp_path: Path) -> Built:
    """The honest package; the verifier needs no server, so one serves all tests."""
    if not _built:
        signed_in, provers = (request.getfixturevalue(name) for name in ("signed_in", "provers"))
        _built.append(build_honest(signed_in, provers, tmp_path))
    return _built[0]


@pytest.fixture
def bag(honest: Built, tmp_path_factory: pytest.TempPathFactory) -> Bag:
    """The honest package, unpacked."""
    return unpack(honest, tmp_path_factory.mktemp("bag"))
