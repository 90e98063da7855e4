"""What others say of the log, as far as a package needs it: stamps, and the daily maps."""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.serialization import Encoding

from backend.anchors import (
    Anchor,
    authorities,
    first_anchors_over,
    last_anchors_up_to,
    root_of,
)
from backend.evidence import Exhibit, ExhibitLink
from backend.exports import rules
from backend.heads import HeadProof, proof_for_case, proof_for_device, proof_for_exhibit
from backend.kernel.clock import wire_time
from backend.kernel.errors import DomainError
from backend.ledger import CustodyRecord, inclusion_proofs, list_custody


@dataclass(frozen=True)
class Place:
    """Which exhibits are packed, as what case if as one, under a checkpoint of which size."""

    tree_size: int
    case_id: UUID | None
    exhibits: list[Exhibit]

    @property
    def cases(self) -> set[UUID]:
        """The cases that the exhibits serve."""
        return {link.subject_id for one in self.exhibits for link in one.links if _is_case(link)}

    @property
    def loose(self) -> list[UUID]:
        """The exhibits that serve no case."""
        return [one.id for one in self.exhibits if not any(_is_case(link) for link in one.links)]


def _is_case(link: ExhibitLink) -> bool:
    return link.kind == "case"


def gather_outside(
    place: Place, chains: Iterable[rules.Chain], begun: Iterable[int]
) -> rules.Outside:
    """Return the first stamps over every record and the last before every checkpoint that a
    capture began from.
    """
    leaves = sorted(proof["leaf_index"] for chain in chains for proof in chain.proofs.values())
    anchors = {
        (anchor.tree_size, anchor.authority_name): anchor
        for anchor in [*_stamps_over(leaves, place.tree_size), *_stamps_before(begun)]
        if anchor.tree_size <= place.tree_size
    }
    return rules.Outside(
        anchors=[_pack(anchors[key]) for key in sorted(anchors)],
        certificates=_certificates(),
        heads=[_pack_head(proof, place.tree_size) for proof in _heads(place)],
        left=[_pack_event(event, place.tree_size) for event in _left(place)],
    )


def _stamps_over(leaves: list[int], tree_size: int) -> Iterable[Anchor]:
    covered = 0
    for leaf in leaves:
        if leaf < covered:
            continue
        found = first_anchors_over(leaf, tree_size)
        if not found:
            return
        yield from found
        covered = found[0].tree_size


def _stamps_before(begun: Iterable[int]) -> Iterable[Anchor]:
    for size in sorted(set(begun)):
        yield from last_anchors_up_to(size)


def _pack(anchor: Anchor) -> rules.PackedAnchor:
    return rules.PackedAnchor(
        tree_size=anchor.tree_size,
        authority=anchor.authority_name,
        kind=anchor.kind,
        gen_time=wire_time(anchor.gen_time),
        note=anchor.note,
        reply=anchor.reply,
    )


def _certificates() -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for authority in authorities():
        try:
            pem = root_of(authority).public_bytes(Encoding.PEM)
        except DomainError:
            # Only a convenience for other tools: the verifier has the roots from elsewhere.
            continue
        found[rules.file_name_of(authority.name)] = pem
    return found


def _heads(place: Place) -> Iterable[HeadProof]:
    """Yield what the newest map says of the exhibits' cases, of each exhibit in none and of the
    devices.
    """
    for case_id in sorted(place.cases):
        if proof := proof_for_case(case_id, place.tree_size):
            yield proof
    for exhibit_id in place.loose:
        if proof := proof_for_exhibit(exhibit_id, place.tree_size):
            yield proof
    for device_id in sorted({one.device_id for one in place.exhibits}):
        if proof := proof_for_device(device_id, place.tree_size):
            yield proof


def _pack_head(proof: HeadProof, tree_size: int) -> dict[str, Any]:
    (path,) = inclusion_proofs([proof.event_leaf_index], tree_size).values()
    return {
        "event": base64.b64encode(proof.event).decode(),
        "leaf_index": proof.event_leaf_index,
        "path": rules.encoded(path),
        "leaf": base64.b64encode(proof.leaf).decode(),
        "items": rules.encoded(proof.items),
        "index": proof.index,
        "count": proof.count,
        "map_path": rules.encoded(proof.path),
    }


def _left(place: Place) -> Iterable[CustodyRecord]:
    """Yield the records by which exhibits that the case's map holds left it since."""
    if place.case_id is None or not (proof := proof_for_case(place.case_id, place.tree_size)):
        return
    listed = [UUID(json.loads(item)["subject_id"]) for item in proof.items]
    for exhibit_id in sorted(set(listed) - {one.id for one in place.exhibits}):
        for event in list_custody(exhibit_id):
            is_leaving = event.action == "disposed" or (
                event.action == "unlinked" and event.detail["subject_id"] == str(place.case_id)
            )
            if is_leaving and event.leaf_index is not None and event.leaf_index < place.tree_size:
                yield event


def _pack_event(event: CustodyRecord, tree_size: int) -> dict[str, Any]:
    leaf_index = event.leaf_index or 0
    (path,) = inclusion_proofs([leaf_index], tree_size).values()
    record = base64.b64encode(event.record).decode()
    return {"event": record, "leaf_index": leaf_index, "path": rules.encoded(path)}
