"""Gathering everything that goes into a package."""

import base64
from uuid import UUID

from backend.accounts import actor_of, get_authority, list_people_by_id
from backend.evidence import Exhibit
from backend.exports import queries, rules
from backend.exports.models import Export
from backend.exports.service.requests import exportable
from backend.kernel.actor import Actor
from backend.kernel.clock import bureau_date, wire_time
from backend.kernel.db import Json
from backend.ledger import (
    PACKAGE_FORMAT,
    LogCheckpoint,
    inclusion_proofs,
    latest_checkpoint,
    list_custody,
)


def plan_package(export_id: UUID) -> rules.Plan | None:
    """Return what goes into the package, or None while an event of it is not in the log."""
    export = queries.lock_export(export_id)
    person = list_people_by_id(frozenset({export.created_by_id}))[export.created_by_id]
    actor = actor_of(person, None)
    exhibits = exportable(actor, export.exhibit_ids)
    # The checkpoint is read first: what is appended from here on belongs to a later package.
    checkpoint = latest_checkpoint()
    chains = {exhibit.id: _logged_chain(exhibit.id, checkpoint) for exhibit in exhibits}
    devices = {exhibit.device_id: exhibit.device_key_id for exhibit in exhibits}
    keys = [
        rules.PackedDevice(key_id, _logged_chain(device_id, checkpoint))
        for device_id, key_id in devices.items()
    ]
    own = f'"export_id":"{export_id}"'.encode()
    is_complete = all(any(own in record for record in chain.records) for chain in chains.values())
    if not is_complete or not all(device.chain.records for device in keys):
        return None
    packed = [_pack(exhibit, chains[exhibit.id]) for exhibit in exhibits]
    return rules.Plan(
        export_id=str(export_id),
        info=_bag_info(export, actor),
        report=_report(export, actor, checkpoint, packed),
        checkpoint=checkpoint.note,
        exhibits=packed,
        devices=keys,
    )


def _logged_chain(subject_id: UUID, checkpoint: LogCheckpoint) -> rules.Chain:
    records, places = [], []
    for event in list_custody(subject_id):
        if event.leaf_index is None or event.leaf_index >= checkpoint.tree_size:
            break
        records.append(event.record)
        places.append((event.seq, event.leaf_index))
    paths = inclusion_proofs([leaf_index for _, leaf_index in places], checkpoint.tree_size)
    return rules.Chain(
        str(subject_id), records, rules.proofs_of(places, checkpoint.tree_size, paths)
    )


def _pack(exhibit: Exhibit, chain: rules.Chain) -> rules.PackedExhibit:
    extension = rules.extension_of(exhibit.mime, exhibit.file_name)
    return rules.PackedExhibit(
        id=str(exhibit.id),
        store_key=exhibit.store_key or "",
        size=exhibit.size,
        sha256=exhibit.sha256,
        extension=extension,
        envelope=exhibit.envelope,
        receipt={
            "statement": base64.b64encode(exhibit.receipt_statement or b"").decode(),
            "signature": base64.b64encode(exhibit.receipt_signature or b"").decode(),
            "key_id": exhibit.receipt_key_id or "",
        },
        chain=chain,
        report={
            "id": str(exhibit.id),
            "file_name": exhibit.file_name,
            "path": f"data/evidence/{exhibit.id}/original.{extension}",
            "mime": exhibit.mime,
            "size": exhibit.size,
            "sha256": exhibit.sha256,
            "sm3": exhibit.sm3,
            "captured_at": wire_time(exhibit.captured_at),
            "captured_by": exhibit.captured_by_name,
            "device": {"id": str(exhibit.device_id), "model": exhibit.device_model},
            "flags": exhibit.flags,
        },
    )


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


def _report(
    export: Export, actor: Actor, checkpoint: LogCheckpoint, packed: list[rules.PackedExhibit]
) -> Json:
    return {
        "v": PACKAGE_FORMAT,
        "export_id": str(export.id),
        "created_at": wire_time(export.created_at),
        "exported_by": {"name": actor.full_name, "org": actor.authority_name},
        "recipient": export.recipient,
        "purpose": export.purpose,
        "case_id": str(export.case_id) if export.case_id else None,
        "checkpoint": {
            "tree_size": checkpoint.tree_size,
            "issued_at": wire_time(checkpoint.issued_at),
        },
        "exhibits": [exhibit.report for exhibit in packed],
        "checked": list(rules.CHECKED),
        "not_checked": list(rules.NOT_CHECKED),
    }
