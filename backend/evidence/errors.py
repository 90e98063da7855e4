"""How evidence refuses."""

from backend.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound


class ExhibitDiffers(Conflict):
    """An exhibit of this id is registered with other content; facts: field."""

    code = "exhibit_differs"
    title = "该证据编号已登记过其他内容"
    retry = "never"


class DeviceCounterReused(Conflict):
    """The device already used this counter for another capture; facts: seq, exhibit_id."""

    code = "device_counter_reused"
    title = "本设备的拍摄序号已被另一份证据使用"
    retry = "never"


class CaptureRecordInvalid(Invalid):
    """The capture record breaks a rule; facts: reason, field."""

    code = "capture_record_invalid"
    title = "采集记录不符合要求"

    def __init__(self, reason: str, field: str, text: str) -> None:
        super().__init__({f"/envelope/{field}": (reason, text)}, text)
        self.facts = {"reason": reason, "field": field}


class SegmentsRootDiffers(Invalid):
    """The digests of the segments are not those the record signs; facts: segments_root."""

    code = "segments_root_differs"
    title = "分段摘要与采集记录中签名的根不一致"

    def __init__(self, **facts: object) -> None:
        super().__init__({"/segments": ("segments_root_differs", self.title)})
        self.facts = facts


class CaptureSignatureInvalid(Invalid):
    """The signature does not verify under the device's key."""

    code = "capture_signature_invalid"
    title = "采集记录的设备签名验证不通过"


class DeviceUnknown(Invalid):
    """No device of the actor enrolled this key; facts: device_key_id."""

    code = "device_unknown"
    title = "设备未登记，请重新登记本设备"

    def __init__(self, device_key_id: str) -> None:
        super().__init__()
        self.facts = {"device_key_id": device_key_id}


class DeviceRevoked(Invalid):
    """The device may no longer register captures; facts: device_key_id, state."""

    code = "device_revoked"
    title = "设备已停用，请联系管理员"

    def __init__(self, device_key_id: str, state: str) -> None:
        super().__init__()
        self.facts = {"device_key_id": device_key_id, "state": state}


class ExhibitsUnknown(Invalid):
    """Some exhibits do not exist within the actor's scope; facts: exhibit_ids."""

    code = "exhibits_unknown"
    title = "部分证据不存在或不在您的管辖范围内"
    retry = "after_pull"

    def __init__(self, exhibit_ids: list[str]) -> None:
        super().__init__({"/exhibit_ids": ("exhibits_unknown", self.title)})
        self.facts = {"exhibit_ids": exhibit_ids}


class TusVersionUnsupported(DomainError):
    """The Tus-Resumable header is missing or not 1.0.0."""

    code = "tus_version_unsupported"
    status = 412
    title = "只支持 tus 1.0.0 上传协议"


class TusHeaderInvalid(DomainError):
    """A tus header is missing or malformed; facts: header."""

    code = "tus_header_invalid"
    status = 400
    title = "上传请求的头部不正确"


class OffsetOctetStreamRequired(DomainError):
    """Bytes of an upload travel as application/offset+octet-stream."""

    code = "offset_octet_stream_required"
    status = 415
    title = "上传内容的类型应为 application/offset+octet-stream"


class AlreadyReceived(Conflict):
    """All bytes of the exhibit are here; facts: state."""

    code = "already_received"
    title = "该证据的文件已全部收到"


class OffsetMismatch(Conflict):
    """The upload stands elsewhere; facts: offset (where it stands)."""

    code = "offset_mismatch"
    title = "上传位置不一致，请从服务器记录的位置继续"
    retry = "later"


class UploadExpired(DomainError):
    """The unfinished upload was kept for its days and has ended."""

    code = "upload_expired"
    status = 410
    title = "上传已过期，请重新上传"
    retry = "later"


class SizeDiffers(DomainError):
    """The announced length is not the signed size; facts: signed_size, length."""

    code = "size_differs"
    status = 422
    title = "文件大小与采集记录不一致"


class ChecksumMismatch(DomainError):
    """The chunk's bytes are not those of its checksum; facts: offset."""

    code = "checksum_mismatch"
    status = 460
    title = "分块校验不一致，请重新发送该分块"
    retry = "later"


class SegmentDiffers(DomainError):
    """A segment's bytes are not those of its signed digest; facts: segment, offset (its start)."""

    code = "segment_differs"
    status = 460
    title = "分段内容与采集记录不一致，请重新发送该分段"
    retry = "later"


class NothingToVerify(Conflict):
    """The exhibit does not wait for verification; facts: state."""

    code = "nothing_to_verify"
    title = "该证据没有等待核验的文件"


class ReceiptNotReady(NotFound):
    """The receipt is signed once the bytes are verified; facts: state."""

    code = "receipt_not_ready"
    title = "文件尚未核验完成，暂无回执"
    retry = "later"


class NoPreview(NotFound):
    """The exhibit has no picture to show (yet); facts: state."""

    code = "no_preview"
    title = "该证据没有可显示的预览图"
    retry = "later"


class EarlyPictureUnreadable(Invalid):
    """What was sent ahead is no picture that can be read."""

    code = "early_picture_unreadable"
    title = "先行小图无法读取，请等待原件上传"

    def __init__(self) -> None:
        super().__init__({"/jpeg": (self.code, "不是可读取的 JPEG 图片")})


class ExhibitNotStored(Conflict):
    """The original is not in the store yet; facts: state."""

    code = "exhibit_not_stored"
    title = "文件尚未核验完成，暂不能下载"
    retry = "later"


class DownloadGrantInvalid(Forbidden):
    """The download link is too old or belongs to another person or exhibit."""

    code = "download_grant_invalid"
    title = "下载链接已失效，请重新申请下载"


class ExhibitDisposed(Conflict):
    """The bytes were disposed of when their time had ended; facts: disposed_at."""

    code = "exhibit_disposed"
    title = "该证据的文件已按期销毁，只保留记录"


class RetentionPolicyDiffers(Conflict):
    """A retention policy of this id says something else; a change is a new version."""

    code = "retention_policy_differs"
    title = "该编号的保存期限规则已存在且内容不同"


class HoldReleased(Conflict):
    """The hold was lifted before; facts: released_at."""

    code = "hold_released"
    title = "该留存已经解除"


class DisposalRefused(Conflict):
    """Some exhibits may not be disposed of; facts: exhibits [{exhibit_id, reasons}]."""

    code = "disposal_refused"
    title = "部分证据现在不能销毁"
    retry = "never"


class DisposalDecided(Conflict):
    """The proposal was decided before; facts: state."""

    code = "disposal_decided"
    title = "该销毁申请已经审批"


class DisposalNeedsAnotherPerson(Forbidden):
    """Whoever proposes a disposal does not decide it."""

    code = "disposal_needs_another_person"
    title = "销毁须由申请人以外的人审批"
