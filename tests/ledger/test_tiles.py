"""Whoever holds the tiles can compute the signed root without asking us for anything else."""

import base64
from pathlib import Path

import pytest

from backend.kernel.ids import new_id
from backend.kernel.merkle import hash_range, root_of_block
from backend.kernel.notes import parse_checkpoint, split_note
from backend.ledger import find_checkpoint, latest_checkpoint, rules, signer
from backend.ledger.service.tiles import write_tiles
from tests.ledger.chains import append

LOG = "/api/v1/log"


@pytest.fixture
def grown(city, session, tmp_path: Path) -> None:
    """A log of 300 events with checkpoints at 3 and 300."""
    subject = new_id()
    for count in (3, 297):
        for _ in range(count):
            append(city, subject)
        session.commit()
        signer.sign_waiting(tmp_path)


def test_root_follows_from_the_tiles_alone(client, grown) -> None:
    leaves = client.get(f"{LOG}/tile/0/000").data + client.get(f"{LOG}/tile/0/001.p/44").data
    hashes = [leaves[at : at + 32] for at in range(0, len(leaves), 32)]

    def block(level: int, position: int) -> bytes:
        return root_of_block(block, "sha256", level, position) if level else hashes[position]

    note = client.get(f"{LOG}/checkpoint").text
    checkpoint = parse_checkpoint(split_note(note)[0])
    assert checkpoint.size == len(hashes) == 300
    assert hash_range(block, "sha256", 0, 300) == checkpoint.root
    assert client.get(f"{LOG}/tile/1/000.p/1").data == block(1, 0)


def test_tiles_may_be_kept_for_ever(client, grown) -> None:
    answer = client.get(f"{LOG}/tile/0/000")

    assert answer.content_type == "application/octet-stream"
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get(f"{LOG}/tile/0/000.p/3").data == answer.data[:96]


@pytest.mark.parametrize(
    "path",
    [
        "0/001", "0/001.p/45", "0/002.p/1", "1/000", "1/000.p/2", "2/000.p/1", "64/000", "0/1",
        "0/x000/001.p/1", "0/000.p/0", "0/000.p/256", "0/000.p/01", "0/../000", "entries/000",
        "0/000/", "-1/000", "0/x001/000",
    ],
)  # fmt: skip
def test_a_tile_the_signed_tree_does_not_have_is_not_found(client, grown, path) -> None:
    assert client.get(f"{LOG}/tile/{path}").status_code == 404


@pytest.mark.unit
@pytest.mark.parametrize(
    ("index", "path"),
    [(0, "tile/0/000"), (5, "tile/0/005"), (1000, "tile/0/x001/000"),
     (1234067, "tile/0/x001/x234/067")],
)  # fmt: skip
def test_paths_are_those_of_the_specification(index, path) -> None:
    tile = rules.TileName(0, index, 256)

    assert tile.path == path
    assert rules.parse_tile(0, path.removeprefix("tile/0/")) == tile


def test_unsigned_leaves_are_not_published(client, city, session, tmp_path) -> None:
    assert client.get(f"{LOG}/tile/0/000.p/1").status_code == 404
    append(city, new_id())
    session.commit()
    signer.sign_waiting(tmp_path)

    assert client.get(f"{LOG}/tile/0/000.p/1").status_code == 200


def test_static_export_is_what_the_server_answers(client, grown, tmp_path) -> None:
    folder = tmp_path / "site"

    assert write_tiles(folder) == 3
    assert write_tiles(folder) == 0
    for path in ("tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "checkpoint"):
        assert (folder / path).read_bytes() == client.get(f"{LOG}/{path}").data


def test_consistency_is_proven_to_everybody(client, grown) -> None:
    answer = client.get(f"{LOG}/consistency?from=3&to=300").json
    path = [base64.b64decode(step) for step in answer["path"]]

    old, new = (3, find_checkpoint(3).root), (300, latest_checkpoint().root)
    assert rules.is_consistent("sha256", old, new, path)


@pytest.mark.parametrize(
    ("query", "status"),
    [("from=4&to=3", 404), ("from=3&to=301", 404), ("from=-1&to=3", 422), ("from=3", 422)],
)
def test_impossible_sizes_are_refused(client, grown, query, status) -> None:
    assert client.get(f"{LOG}/consistency?{query}").status_code == status
