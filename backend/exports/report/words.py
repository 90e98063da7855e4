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
    "hold_on": ("采取保全", "hold placed"),
    "hold_off": ("解除保全", "hold lifted"),
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
        "the place stored in the photo is far from the fix",
    ),
    "exif_time_differs": (
        "照片内嵌时间与拍摄记录不一致",
        "the time stored in the photo differs from the record",
    ),
    "fix_stale": ("定位早于拍摄时刻较多", "the fix is much older than the capture"),
    "fix_inaccurate": ("定位误差较大", "the fix is inaccurate"),
    "fix_repeated": ("多件取证的定位完全相同", "several captures have an identical fix"),
    "no_fix": ("没有定位", "there is no fix"),
    "exif_unreadable": ("照片内嵌信息读不出来", "the stored information cannot be read"),
    "exif_readers_disagree": ("两种工具读到的内嵌信息不一致", "two readers disagree"),
    "editor_software": ("内嵌信息显示经过编辑软件", "the information names editing software"),
    "type_mismatch": ("文件内容与声明的类型不符", "the content is not of the declared type"),
    "image_truncated": ("图像不完整", "the image is incomplete"),
    "picked_from_files": ("从文件选取，非应用内拍摄", "picked from files, not taken in the app"),
    "duplicate_bytes": ("与另一件证据内容完全相同", "the bytes are identical to another exhibit"),
    "near_duplicate": ("与另一件证据画面相近", "the picture resembles another exhibit"),
    "device_clock_off": ("设备时钟与服务器相差较大", "the device clock differed from the server"),
    "not_an_image": ("不是图像文件", "not an image file"),
    "device_sequence_gap": ("设备拍摄序号不连续", "the device's capture numbers have a gap"),
    "digest_differs": ("收到的内容与签名摘要不一致", "the content differs from what was signed"),
    "device_not_approved": ("设备密钥尚未经第二人批准", "the device key was not approved yet"),
    "key_ended_before_upload": ("上传时设备密钥已停用", "the key had ended before the upload"),
}


def word(table: dict[str, Words], code: str) -> Words:
    """Return the words of a code; a code without words speaks for itself."""
    return table.get(code, (code, code))
