"""What the report says, in Chinese and in English."""

from typing import Final

Words = tuple[str, str]

ACTIONS: Final[dict[str, Words]] = {
    "received": ("接收", "received"),
    "rejected": ("拒收", "rejected"),
    "stored": ("入库", "stored"),
    "checked": ("检验", "examined"),
    "viewed": ("查看", "viewed"),
    "downloaded": ("下载", "downloaded"),
    "derived": ("生成副本", "copy derived"),
    "redacted": ("遮盖副本", "copy redacted"),
    "linked": ("关联", "linked"),
    "unlinked": ("解除关联", "unlinked"),
    "transferred_out": ("移出", "handed over"),
    "transferred_in": ("接收移交", "taken over"),
    "exported": ("导出", "exported"),
    "hold_on": ("依法留存", "hold placed"),
    "hold_off": ("解除留存", "hold lifted"),
    "retention_set": ("设定保存期", "retention set"),
    "disposed": ("处置", "disposed of"),
    "anomaly": ("异常", "anomaly"),
}
ROLES: Final[dict[str, Words]] = {
    "grid_worker": ("网格员", "grid worker"),
    "officer": ("执法人员", "officer"),
    "dispatcher": ("调度员", "dispatcher"),
    "case_reviewer": ("案件审查", "case reviewer"),
    "legal_reviewer": ("法制审核", "legal reviewer"),
    "head": ("负责人", "head"),
    "legal_liaison": ("法制联络员", "legal liaison"),
    "system_admin": ("系统管理员", "system administrator"),
    "security_admin": ("安全管理员", "security administrator"),
    "auditor": ("审计员", "auditor"),
}
SOURCES: Final[dict[str, Words]] = {
    "in_app_camera": ("应用内拍摄", "taken in the app"),
    "file_picker": ("从文件选取", "picked from files"),
    "import": ("从设备导入", "imported from a device"),
}
STEPS: Final[dict[str, Words]] = {
    "preview": ("预览图", "preview"),
    "thumbnail": ("缩略图", "thumbnail"),
    "watermarked": ("加水印副本", "watermarked copy"),
    "redacted": ("遮盖副本", "redacted copy"),
    "clipped": ("截取副本", "clipped copy"),
}
FLAGS: Final[dict[str, Words]] = {
    "exif_gps_far": (
        "照片内嵌位置与拍摄时定位相距较远",
        "The place stored in the photo is far from the fix taken at the shutter",
    ),
    "exif_time_differs": (
        "照片内嵌时间与拍摄记录不一致",
        "The time stored in the photo differs from the capture record",
    ),
    "fix_stale": (
        "定位早于拍摄时刻较多",
        "The fix is much older than the photo",
    ),
    "fix_inaccurate": (
        "定位误差较大",
        "The fix is inaccurate",
    ),
    "no_fix": (
        "没有定位",
        "There is no fix",
    ),
    "exif_unreadable": (
        "照片内嵌信息读不出来",
        "The information stored in the photo cannot be read",
    ),
    "exif_readers_disagree": (
        "两种工具读到的内嵌信息不一致",
        "Two readers disagree about the information stored in the photo",
    ),
    "editor_software": (
        "内嵌信息显示经过编辑软件",
        "The stored information names editing software",
    ),
    "type_mismatch": (
        "文件内容与声明的类型不符",
        "The content is not of the declared type",
    ),
    "image_truncated": (
        "图像不完整",
        "The image is incomplete",
    ),
    "picked_from_files": (
        "从文件选取，非应用内拍摄",
        "Picked from files, not taken with the in-app camera",
    ),
    "duplicate_bytes": (
        "与另一件证据内容完全相同",
        "The bytes are identical to another exhibit",
    ),
    "device_clock_off": (
        "设备时钟与服务器相差较大",
        "The device clock differs much from the server",
    ),
    "not_an_image": (
        "不是图像文件",
        "Not an image file",
    ),
    "device_sequence_gap": (
        "设备拍摄序号不连续",
        "The device's capture numbers have a gap",
    ),
    "digest_differs": (
        "收到的内容与设备签名的摘要不一致",
        "The content received differs from the digest the device signed",
    ),
    "device_not_approved": (
        "拍摄设备尚未经第二人批准",
        "No second person has approved the device yet",
    ),
    "key_ended_before_upload": (
        "设备密钥在上传前已停用，拍摄时仍有效",
        "The device key ended before the upload; it was valid at the capture",
    ),
    "verification_failed": (
        "核验未能完成，正在重试",
        "Verification could not be completed and is tried again",
    ),
    "media_gps_far": (
        "文件内的位置与拍摄时定位相距较远",
        "The place in the file is far from the fix at capture",
    ),
    "media_time_differs": (
        "文件内的时间与拍摄记录不一致",
        "The time in the file differs from the capture record",
    ),
    "media_unreadable": (
        "音视频信息读不出来",
        "What the recording says of itself cannot be read",
    ),
    "media_cut": (
        "音视频文件不完整",
        "The recording is incomplete",
    ),
    "name_time_differs": (
        "文件名中的时间与文件内的时间不一致",
        "The time in the file name differs from the time in the file",
    ),
    "track_gaps": (
        "轨迹有中断",
        "The track has gaps",
    ),
    "track_time_backwards": (
        "轨迹时间倒退",
        "Time runs backwards in the track",
    ),
    "track_jumps": (
        "轨迹速度超出常理",
        "The track is faster than is plausible",
    ),
    "track_unreadable": (
        "轨迹文件未能读完",
        "The track could not be read to its end",
    ),
    "track_formula_cells": (
        "表格含有会被执行的公式",
        "The table holds formulas that a spreadsheet would run",
    ),
    "model_differs": (
        "照片机型与登记设备不一致",
        "The camera in the file is not the registered device",
    ),
    "screenshot_size": (
        "尺寸与手机屏幕相同，且无相机信息",
        "It has the size of a phone's screen and names no camera",
    ),
    "thumbnail_differs": (
        "内嵌缩略图与照片画面不一致",
        "The embedded thumbnail shows another picture",
    ),
    "captured_outside_bracket": (
        "拍摄时间超出服务器可证明的时间范围",
        "The time of capture lies outside what the server can prove",
    ),
    "too_fast": (
        "与同一设备相邻拍摄之间的移动速度超出常理",
        "The device moved faster between two captures than is plausible",
    ),
    "fix_repeated": (
        "同一设备多次给出完全相同的定位",
        "The device gave exactly the same position several times",
    ),
    "near_duplicate": (
        "与另一件证据画面相近",
        "It shows nearly the same picture as another exhibit",
    ),
    "examination_failed": (
        "文件检查未能完成",
        "The file could not be examined",
    ),
}
FACTS: Final[dict[str, str]] = {
    "distance_m": "距离（米）",
    "limit_m": "限值（米）",
    "limit_s": "限值（秒）",
    "age_s": "早于拍摄（秒）",
    "accuracy_m": "误差（米）",
    "seconds": "相差（秒）",
    "difference_s": "相差（秒）",
    "offset_ms": "相差（毫秒）",
    "software": "软件",
    "declared": "声明的类型",
    "detected": "识别的类型",
    "reason": "原因",
    "width": "宽",
    "height": "高",
    "device_model": "登记机型",
    "found_model": "文件中的机型",
    "exif_time": "内嵌时间",
    "captured_at": "拍摄时间",
    "readers": "读取工具",
    "fields": "字段",
    "count": "件数",
    "distances": "画面差异",
    "exhibit_ids": "证据编号",
    "limit": "限值",
    "lat": "纬度",
    "lon": "经度",
    "kmh": "时速（公里）",
}
"""How the facts of flags are called; others keep their own names."""


def word(table: dict[str, Words], code: str) -> Words:
    """Return the words of a code; a code without words speaks for itself."""
    return table.get(code, (code, code))
