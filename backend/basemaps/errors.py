"""How base maps refuse."""

from backend.kernel.errors import Conflict, DomainError


class ArchiveRefused(DomainError):
    """A file that cannot be drawn as a base map."""

    code = "archive_refused"
    status = 422
    title = "这个文件不能用作底图"


class ArchiveUnknown(ArchiveRefused):
    """The file does not begin as a PMTiles archive does."""

    code = "archive_unknown"
    title = "这不是 PMTiles 文件"


class ArchiveVersion(ArchiveRefused):
    """An archive of another version; facts: version."""

    code = "archive_version"
    title = "只接受第 3 版的 PMTiles 文件"


class ArchiveNotVector(ArchiveRefused):
    """The tiles are pictures; facts: tile_type."""

    code = "archive_not_vector"
    title = "底图须为矢量瓦片（MVT），不接受栅格图片"


class ArchiveCompression(ArchiveRefused):
    """Compressed in a way that phones cannot read."""

    code = "archive_compression"
    title = "只接受 gzip 压缩或不压缩的底图"


class ArchiveTruncated(ArchiveRefused):
    """The file ends before what it announces; facts: size, announced."""

    code = "archive_truncated"
    title = "文件不完整，请重新取得后再上传"


class ArchiveUnreadable(ArchiveRefused):
    """A directory or the description of the layers cannot be read."""

    code = "archive_unreadable"
    title = "文件的目录或图层说明读不出来"


class ArchiveBounds(ArchiveRefused):
    """Bounds or zoom levels that no map has."""

    code = "archive_bounds"
    title = "文件注明的范围或缩放级别不成立"


class BasemapDiffers(Conflict):
    """A base map of this id was put with other content."""

    code = "basemap_differs"
    title = "同一编号的底图内容不同"


class BasemapChanged(Conflict):
    """Another base map is in force than the one to be replaced; facts: in_force_id."""

    code = "basemap_changed"
    title = "使用中的底图已被他人更换，请查看后再操作"


class BasemapEnded(Conflict):
    """The base map was withdrawn, or is no longer in force; facts: state."""

    code = "basemap_ended"
    title = "这份底图已经停用"
    retry = "never"
