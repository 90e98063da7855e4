"""What the sheets of a bound volume show."""

import base64
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from PIL import Image

from tests.documents.parts import PARTY


def jpeg() -> str:
    """A reading copy as the store keeps it."""
    out = BytesIO()
    Image.new("RGB", (640, 480), (70, 90, 110)).save(out, "JPEG")
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()


BOUND = {
    "party": PARTY,
    "violation_name": "违规设置排污口",
    "case_number": "闽厦环思立〔2026〕1号",
    "part_name": "正卷",
}
VOLUME_SAMPLES: dict[str, dict[str, Any]] = {
    "bound_cover": {
        **BOUND,
        "outcome": "罚款人民币贰万玖仟元整（¥29,000.00）",
        "officers": [{"full_name": "陈志强", "certificate_number": "闽 D-2023-0117"}],
        "filed_on": date(2026, 11, 4),
        "closed_on": date(2026, 12, 2),
        "archived_on": None,
        "kept_years": 30,
        "pages": 64,
    },
    "bound_contents": {
        **BOUND,
        "rows": [
            {
                "title": "行政处罚决定书",
                "number": "闽厦环罚〔2026〕1号",
                "dated": date(2026, 11, 22),
                "first": 1,
                "last": 3,
            },
            {
                "title": "证据1　IMG_0001.jpg",
                "number": None,
                "dated": date(2026, 11, 2),
                "first": 4,
                "last": 4,
            },
        ],
    },
    "bound_exhibit": {
        **BOUND,
        "position": 1,
        "name": "IMG_0001.jpg",
        "category": "照片",
        "fact_to_prove": "黑水自 2 号排口排出",
        "captured_at": datetime(2026, 11, 2, 2, 15, tzinfo=UTC),
        "captured_by": "王网格",
        "place": "东经 118.092900°，北纬 24.470700°（WGS-84）",
        "size": 845123,
        "sha256": "0f" * 32,
        "sm3": "a1" * 32,
        "picture": jpeg(),
    },
    "bound_note": {
        **BOUND,
        "remarks": "本卷材料齐全，按卷内目录排列。",
        "papers": 21,
        "pages": 64,
        "made_by": "陈志强",
        "checked_by": "郑琳",
        "made_on": date(2026, 12, 3),
    },
}
