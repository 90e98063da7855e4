"""Attacks by a ZIP that is more than a folder."""

import stat
import zipfile

from scripts.forge.attacks.kinds import attack
from scripts.forge.scene import Scene


@attack("50", "ZIP 中的路径逃出文件夹", "zip-slip", "B3")
def zip_slip(scene: Scene) -> None:
    """A name that would be unpacked outside the folder."""
    scene.is_zip = True
    scene.extra = lambda archive: archive.writestr("bag/data/../../escape.txt", "x")


@attack("50b", "ZIP 中的符号链接", "a link in the ZIP", "B3")
def zip_link(scene: Scene) -> None:
    """A name that points at a file of the reader's own machine."""

    def add(archive: zipfile.ZipFile) -> None:
        link = zipfile.ZipInfo("bag/data/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")

    scene.is_zip, scene.extra = True, add


@attack(
    "50c", "ZIP 中大小写不同的同名文件", "two names that some machines unpack into one", "B3 B1"
)
def zip_one_name(scene: Scene) -> None:
    """Which of the two is read depends on the machine."""
    scene.is_zip = True
    scene.extra = lambda archive: archive.writestr("bag/data/REPORT.json", b"{}")
