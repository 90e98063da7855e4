"""Gathering everything that goes into a package."""

from uuid import UUID

from backend.accounts import actor_of, get_authority, list_people_by_id
from backend.exports import queries, rules
from backend.exports.models import Export
from backend.exports.service.describing import report_of
from backend.exports.service.outside import Place, gather_outside
from backend.exports.service.packing_list import pack_exhibit
from backend.exports.service.requests import exportable
from backend.kernel.actor import Actor
from backend.kernel.clock import bureau_date
from backend.ledger import (
    PACKAGE_FORMAT,
    LogCheckpoint,
    consistency_proof,
    inclusion_proofs,
    list_custody,
    witnessed_note,
)


def newest_leaf(export_id: UUID) -> int | None:
    """Return the last place in the log that the package needs, or None while a record of it has
    none.
    """
    export = queries.lock_export(export_id)
    own = _own(export_id)
    leaves = []
    for exhibit_id in export.exhibit_ids:
        mine = [event for event in list_custody(UUID(exhibit_id)) if own in event.record]
        if not mine or mine[-1].leaf_index is None:
            return None
        leaves.append(mine[-1].leaf_index)
    return max(leaves)


def plan_package(export_id: UUID, checkpoint: LogCheckpoint) -> rules.Plan | None:
    """Return what goes into the package under a checkpoint, or None while a device's key or its
    record of this export is not in the log.
    """
    export = queries.lock_export(export_id)
    person = list_people_by_id(frozenset({export.created_by_id}))[export.created_by_id]
    actor = actor_of(person, None)
    exhibits = exportable(actor, export.exhibit_ids)
    chains = {exhibit.id: _logged_chain(exhibit.id, checkpoint) for exhibit in exhibits}
    devices = {exhibit.device_id: exhibit.device_key_id for exhibit in exhibits}
    keys = [
        rules.PackedDevice(key_id, _logged_chain(device_id, checkpoint))
        for device_id, key_id in devices.items()
    ]
    is_waiting = any(_is_waiting(device_id, export_id, checkpoint) for device_id in devices)
    if is_waiting or not all(device.chain.records for device in keys):
        return None
    packed = [pack_exhibit(exhibit, chains[exhibit.id]) for exhibit in exhibits]
    begun = [one["tree_size"] for exhibit in exhibits if (one := exhibit.not_before)]
    outside = gather_outside(
        Place(checkpoint.tree_size, export.case_id, exhibits),
        [*chains.values(), *(device.chain for device in keys)],
        begun,
    )
    return rules.Plan(
        export_id=str(export_id),
        info=_bag_info(export, actor),
        report=report_of(export, actor, checkpoint, packed, [a.shown for a in outside.anchors]),
        checkpoint=witnessed_note(checkpoint),
        exhibits=packed,
        devices=keys,
        consistency=_consistency(export, checkpoint, outside, begun),
        outside=outside,
    )


def _own(export_id: UUID) -> bytes:
    return f'"export_id":"{export_id}"'.encode()


def _is_waiting(device_id: UUID, export_id: UUID, checkpoint: LogCheckpoint) -> bool:
    """Tell whether the device's record of this export is still to come under the checkpoint."""
    own = [event for event in list_custody(device_id) if _own(export_id) in event.record]
    return any(one.leaf_index is None or one.leaf_index >= checkpoint.tree_size for one in own)


def _logged_chain(subject_id: UUID, checkpoint: LogCheckpoint) -> rules.Chain:
    records, places = [], []
    for event in list_custody(subject_id):
        if event.leaf_index is None or event.leaf_index >= checkpoint.tree_size:
            break
        records.append(event.record)
        places.append((event.seq, event.leaf_index))
    paths = inclusion_proofs([leaf_index for _, leaf_index in places], checkpoint.tree_size)
    return rules.Chain(str(subject_id), records, rules.proofs_of(places, paths))


def _consistency(
    export: Export, checkpoint: LogCheckpoint, outside: rules.Outside, begun: list[int]
) -> list[dict[str, object]]:
    sizes = {anchor.tree_size for anchor in outside.anchors}
    sizes |= {*begun, *export.known_tree_sizes, *queries.list_shown_tree_sizes(export.authority_id)}
    return [
        {
            "from": size,
            "to": checkpoint.tree_size,
            "path": rules.encoded(consistency_proof(size, checkpoint.tree_size)),
        }
        for size in sorted(sizes)
        if 0 < size < checkpoint.tree_size
    ]


def _bag_info(export: Export, actor: Actor) -> dict[str, str]:
    return {
        "Source-Organization": get_authority(export.authority_id).name,
        "Contact-Name": actor.full_name,
        "Bagging-Date": bureau_date(export.created_at).isoformat(),
        "External-Identifier": str(export.id),
        "External-Description": export.purpose,
        "Recipient": export.recipient,
        "Xunzheng-Format": PACKAGE_FORMAT,
    }
