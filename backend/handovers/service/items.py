"""What an exhibit was when it was handed over or listed."""

import json

from backend.evidence import Exhibit
from backend.kernel.clock import wire_time
from backend.kernel.db import Json

CATEGORIES = {"photo": "照片", "video": "视听资料（视频）", "audio": "视听资料（音频）"}


def items_of(exhibits: list[Exhibit]) -> list[Json]:
    """Return the exhibits as plain facts that later changes do not reach."""
    return [
        {
            "exhibit_id": str(exhibit.id),
            "authority_id": str(exhibit.authority_id),
            "file_name": exhibit.file_name,
            "kind": exhibit.kind,
            "mime": exhibit.mime,
            "size": exhibit.size,
            "sha256": exhibit.sha256,
            "sm3": exhibit.sm3,
            "store_key": exhibit.store_key,
            "captured_at": wire_time(exhibit.captured_at),
            "captured_by": exhibit.captured_by_name,
        }
        for exhibit in exhibits
    ]


def category_of(kind: str) -> str:
    """Return what the law calls this kind of file."""
    return CATEGORIES.get(kind, "电子数据（文件）")


def place_of(exhibit: Exhibit) -> str:
    """Return where the device stood, in words and with its datum."""
    if exhibit.lon is None or exhibit.lat is None:
        return "未取得定位"
    return f"东经 {exhibit.lon:.6f}，北纬 {exhibit.lat:.6f}（WGS-84）"


def tool_of(exhibit: Exhibit) -> str:
    """Return the application and device that made the record."""
    version = json.loads(exhibit.record)["app"]["version"]
    return f"巡证 {version}，{exhibit.device_model}"
