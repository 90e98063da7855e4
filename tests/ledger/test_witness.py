"""A witness cosigns one history only, and remembers before it answers."""

import base64
import json
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.kernel import notes
from backend.kernel.merkle import consistency_path, hash_leaf, hash_range, root_of_leaves
from backend.witness import state
from backend.witness.decision import Witness
from backend.witness.keys import make_key
from backend.witness.server import Server

pytestmark = pytest.mark.unit
NAME, ORIGIN = "witness.example/legal", "log.example/1"
LOG_KEY = Ed25519PrivateKey.from_private_bytes(b"l" * 32)
LOG = notes.VerifierKey(ORIGIN, notes.ED25519, LOG_KEY.public_key().public_bytes_raw())


class Log:
    """A log in memory that signs whatever it holds."""

    def __init__(self, size: int, fork: bytes = b"") -> None:
        self.leaves = [hash_leaf("sha256", fork + b"%d" % number) for number in range(size)]

    def note(self, size: int, *, key: Ed25519PrivateKey = LOG_KEY, origin: str = ORIGIN) -> str:
        root = base64.b64encode(root_of_leaves("sha256", self.leaves[:size])).decode()
        text = f"{origin}\n{size}\n{root}\nsm3-root x\n"
        return f"{text}\n{notes.sign(text, origin, key)}"

    def request(self, old: int, new: int, note: str | None = None) -> bytes:
        ranges = partial(hash_range, lambda _level, at: self.leaves[at], "sha256")
        path = consistency_path(ranges, old, new)
        steps = "".join(base64.b64encode(step).decode() + "\n" for step in path)
        return f"old {old}\n{steps}\n{note or self.note(new)}".encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_key(tmp_path, NAME)
    return tmp_path


@pytest.fixture
def witness(folder: Path) -> Witness:
    return Witness(folder, NAME, [LOG], clock=lambda: 1_790_000_000)


def test_a_growing_log_is_cosigned_under_the_published_key(folder, witness) -> None:
    log, vkey = Log(9), notes.parse_vkey((folder / "witness.vkey").read_text())

    for old, new in ((0, 3), (3, 3), (3, 9)):
        answer = witness.add_checkpoint(log.request(old, new))
        assert answer.status == 200
        assert notes.cosigned_at(log.note(new) + answer.body, vkey) == 1_790_000_000
        assert notes.cosigned_at(log.note(1) + answer.body, vkey) is None


def test_another_size_than_the_remembered_one_is_answered_with_it(witness) -> None:
    log = Log(9)
    witness.add_checkpoint(log.request(0, 5))

    answer = witness.add_checkpoint(log.request(3, 9))

    assert (answer.status, answer.body) == (409, "5\n")
    assert answer.content_type == "text/x.tlog.size"


def test_a_fork_is_refused_and_kept_as_proof(folder, witness) -> None:
    witness.add_checkpoint(Log(9).request(0, 5))

    same_size = witness.add_checkpoint(Log(9, b"other").request(5, 5))
    longer = witness.add_checkpoint(Log(9, b"other").request(5, 9))

    assert (same_size.status, longer.status) == (409, 422)
    assert len(list((folder / "refused").iterdir())) == 2
    assert witness.add_checkpoint(Log(9).request(5, 9)).status == 200


def test_a_rolled_back_log_is_refused(witness) -> None:
    log = Log(9)
    witness.add_checkpoint(log.request(0, 9))

    assert witness.add_checkpoint(log.request(0, 5)).status == 409
    assert witness.add_checkpoint(log.request(5, 5)).status == 409


def test_memory_outlives_the_process(folder, witness) -> None:
    log = Log(9)
    witness.add_checkpoint(log.request(0, 5))

    reborn = Witness(folder, NAME, [LOG])

    assert reborn.add_checkpoint(log.request(0, 9)).body == "5\n"


def test_nothing_is_cosigned_that_could_not_be_remembered(folder, witness, monkeypatch) -> None:
    def disk_is_full(*_args: object, **_kwargs: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr(state.json, "dump", disk_is_full)
    with pytest.raises(OSError, match="no space"):
        witness.add_checkpoint(Log(9).request(0, 5))
    monkeypatch.undo()

    assert not (folder / "witness.state").exists()
    assert witness.add_checkpoint(Log(9).request(0, 4)).status == 200


def test_unknown_logs_and_foreign_signatures_are_refused(witness) -> None:
    log, stranger = Log(3), Ed25519PrivateKey.generate()

    unknown = log.note(3, origin="log.example/2")
    assert witness.add_checkpoint(log.request(0, 3, unknown)).status == 404
    assert witness.add_checkpoint(log.request(0, 3, log.note(3, key=stranger))).status == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 3\n\n",
        b"new 3\n\n" + Log(3).note(3).encode(),
        b"old 03\n\n" + Log(3).note(3).encode(),
        b"old -1\n\n" + Log(3).note(3).encode(),
        b"old 0\nAAAA\n\n" + Log(3).note(3).encode(),
        b"old 0\n" + b"A" * 43 + b"=\n" * 64 + b"\n" + Log(3).note(3).encode(),
        b"\xff\xfe",
        Log(5).request(4, 4).replace(b"old 4", b"old 5"),
    ],
)
def test_malformed_requests_are_bad_requests(witness, body) -> None:
    assert witness.add_checkpoint(body).status == 400


def test_a_proof_from_nothing_must_be_empty(witness) -> None:
    body = Log(3).request(0, 3).replace(b"old 0\n", b"old 0\n" + b"A" * 43 + b"=\n")

    assert witness.add_checkpoint(body).status == 422


@pytest.fixture
def served(folder: Path) -> Iterator[str]:
    with Server(folder, NAME, [LOG], ("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def post(url: str, body: bytes) -> tuple[int, str, str]:
    try:
        with urlopen(Request(url, body), timeout=5) as answer:  # noqa: S310 - our own server
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read().decode()


def test_it_speaks_http(served) -> None:
    log = Log(9)

    status, _, line = post(f"{served}/add-checkpoint", log.request(0, 5))
    assert status == 200
    assert line.startswith(f"— {NAME} ")
    assert post(f"{served}/add-checkpoint", log.request(0, 9)) == (409, "text/x.tlog.size", "5\n")
    assert post(f"{served}/other", b"")[0] == 404
    assert post(f"{served}/add-checkpoint", b"x" * 70_000)[0] == 413


def test_two_processes_never_share_a_folder(folder, served) -> None:
    with pytest.raises(BlockingIOError):
        Server(folder, NAME, [LOG], ("127.0.0.1", 0))


def test_state_file_is_plain_enough_to_read(folder, witness) -> None:
    witness.add_checkpoint(Log(9).request(0, 5))

    assert json.loads((folder / "witness.state").read_text())[ORIGIN]["size"] == 5
