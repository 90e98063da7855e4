"""Putting down what a volume holds, in its order."""

from typing import Any
from uuid import UUID

from backend.accounts import get_authority
from backend.documents import Document, list_documents_about, list_documents_of
from backend.evidence import Exhibit, find_exhibit
from backend.kernel.clock import bureau_date, wire_time
from backend.kernel.db import Json
from backend.volumes import rules

CATEGORIES = {"image": "照片", "video": "视频", "audio": "录音"}


def plan_parts(kind: str, subject_id: UUID, file: Json) -> list[Json]:
    """Return the plan of each part that holds anything: the same for the same file, whenever and
    by whomever it is asked for.
    """
    documents = _documents(kind, subject_id, file)
    issued = [document for document in documents if document.state == "issued"]
    parts = rules.in_order(map(_paper, issued), _exhibits(file["exhibits"]))
    remarks = _remarks(documents, waiting=len(documents) - len(issued))
    sheets = _sheets(documents)
    return [
        {
            "part": part,
            "part_name": name,
            "authority_name": get_authority(file["body_id"]).name,
            "made_at": wire_time(file["at"]),
            "cover": {
                **{name: file[name] for name in ("party", "violation_name", "case_number")},
                **{name: file[name] for name in ("outcome", "officers")},
                **{name: _day(file[name]) for name in ("filed_on", "closed_on", "archived_on")},
                "kept_years": sheets.get("volume_cover", {}).get("kept_years"),
            },
            "note": {
                "remarks": sheets.get("volume_note", {}).get("remarks") or remarks,
                "checked_by": sheets.get("volume_note", {}).get("checked_by"),
                "made_by": file["made_by"],
            },
            "entries": parts[part],
        }
        for part, name in rules.PARTS.items()
        if parts[part]
    ]


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _documents(kind: str, subject_id: UUID, file: Json) -> list[Document]:
    found = list_documents_of(subject_id) or list_documents_about(kind, subject_id)
    for inspection_id in file["inspection_ids"]:
        found += list_documents_about("inspection", inspection_id)
    known = {document.id: document for document in found}
    return sorted(known.values(), key=lambda one: (one.created_at, one.id))


def _paper(document: Document) -> rules.Paper:
    data: Json = document.data["data"]
    entry = {
        "kind": "document",
        "id": str(document.id),
        "title": document.title_zh,
        "number": document.number,
        "dated": document.data["dated"],
        "sha256": document.sha256,
        "store_key": document.store_key,
    }
    serves = data.get("document_number") if document.kind == rules.RECEIPT else None
    return rules.Paper(document.kind, document.number, serves, entry)


def _exhibits(links: list[Json]) -> list[Json]:
    found: list[Json] = []
    for link in links:
        exhibit = find_exhibit(link["id"])
        if exhibit is not None and exhibit.state == "verified" and exhibit.disposed_at is None:
            found.append(_exhibit(exhibit, link["fact_to_prove"] or "/", len(found) + 1))
    return found


def _exhibit(exhibit: Exhibit, fact: str, position: int) -> Json:
    place = (
        f"东经 {exhibit.lon:.6f}°，北纬 {exhibit.lat:.6f}°（WGS-84）" if exhibit.lon else "未定位"
    )
    family = (exhibit.detected_mime or exhibit.mime).partition("/")[0]
    return {
        "kind": "exhibit",
        "id": str(exhibit.id),
        "title": f"证据{position}　{exhibit.file_name}",
        "number": None,
        "dated": bureau_date(exhibit.captured_at).isoformat(),
        "sheet": {
            "position": position,
            "name": exhibit.file_name,
            "category": CATEGORIES.get(family, "电子数据"),
            "fact_to_prove": fact,
            "captured_at": wire_time(exhibit.captured_at),
            "captured_by": exhibit.captured_by_name,
            "place": place,
            "size": exhibit.size,
            "sha256": exhibit.sha256,
            "sm3": exhibit.sm3,
        },
    }


def _remarks(documents: list[Document], *, waiting: int) -> str:
    if waiting:
        return f"装订时另有 {waiting} 份文书尚未签发，未订入本卷。"
    return "本卷材料齐全，按卷内目录排列。" if documents else "无"


def _sheets(documents: list[Document]) -> dict[str, Json]:
    """Return what was put down on the newest single cover and note, which a person filled in."""
    return {one.kind: one.data["data"] for one in documents if one.kind in rules.LEFT_OUT}
