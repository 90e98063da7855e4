"""A real Ceph gateway for the tests of locks."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from scripts.stack.ceph import Gateway, missing_programs, start_ceph, stop_ceph
from tests.conftest import VAR


@pytest.fixture(scope="session")
def gateway(worker_id: str) -> Iterator[Gateway]:
    """The gateway of this test process."""
    if missing := missing_programs():
        pytest.skip(f"{', '.join(missing)} missing; `scripts/test ceph` installs them")
    folder = VAR / worker_id / "ceph"
    yield start_ceph(folder)
    stop_ceph(folder)


@pytest.fixture
def bucket_url(gateway: Gateway) -> str:
    """The address of a bucket that nobody used yet."""
    return gateway.url(f"evidence-{uuid4().hex[:12]}")
