"""How exports refuse."""

from backend.kernel.errors import Conflict, Invalid


class ExhibitsNotVerified(Conflict):
    """Only verified exhibits leave the house; facts: exhibit_ids."""

    code = "exhibits_not_verified"
    title = "只能导出已核验的证据"
    retry = "later"


class NothingToExport(Invalid):
    """The case has no exhibits."""

    code = "nothing_to_export"
    title = "没有可以导出的证据"


class ExportNotReady(Conflict):
    """The package is not built yet, or could not be; facts: state."""

    code = "export_not_ready"
    title = "证据包尚未生成"
    retry = "later"


class OriginalDiffers(Conflict):
    """A stored original no longer has the digest it was verified with; facts: exhibit_id."""

    code = "original_differs"
    title = "证据原件与核验时的摘要不一致，已停止导出"
    retry = "never"


class ExhibitsOfUnapprovedDevices(Conflict):
    """No second person approved the devices that signed these exhibits; facts: exhibit_ids."""

    code = "device_not_approved"
    title = "有证据的拍摄设备尚未经第二人批准，不能导出"
    retry = "later"


class ExhibitsDisposed(Conflict):
    """The files of these exhibits are no more; facts: exhibit_ids."""

    code = "exhibits_disposed"
    title = "有证据的文件已按期销毁，不能导出"
    retry = "never"
