"""The named points. Each brings a phone to where it is killed; what it had promised by then is read
just before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy
from PIL import Image

from tests.kill.hands import REPORT, SHUTTER
from tests.kill.phone import Phone
from tests.kill.proxy import Head, Place, Stop, with_body
from tests.kill.rows import Rows


@dataclass(frozen=True)
class Scene:
    """A phone, the note by which the server's rows are found, and a folder for files."""

    phone: Phone
    note: str
    folder: Path

    def draft(self) -> Rows:
        """Take a photo and fill the form; return what is promised by now."""
        self.phone.app.take_photos()
        self.phone.app.choose("black_water")
        self.phone.app.write_note(self.note)
        self.phone.app.pause(1)
        return self.phone.rows()

    def large_draft(self) -> Rows:
        """Choose a photo of several mebibytes, which goes out in pieces."""
        noise = numpy.random.default_rng(11).integers(0, 256, (2200, 3000, 3), dtype=numpy.uint8)
        path = self.folder / "large.jpg"
        Image.fromarray(noise).save(path, "JPEG", quality=92)
        self.phone.app.pick_file(str(path))
        self.phone.app.choose("black_water")
        self.phone.app.write_note(self.note)
        self.phone.app.pause(1)
        return self.phone.rows()

    def report_and_die(self, stop: Stop) -> None:
        """Save the report and be killed where the line stops."""
        self.phone.proxy.arm(stop)
        self.phone.app.report()
        self.phone.kill_when_reached()


Drive = Callable[[Scene], Rows]


def _to(method: str, path: str) -> Callable[[Head], bool]:
    return lambda head: head.method == method and path in head.path


def _before_the_camera_returns(scene: Scene) -> Rows:
    promised = scene.draft()
    scene.phone.app.home()
    scene.phone.app.continue_draft()
    scene.phone.app.go_back()
    scene.phone.app.open_camera()
    scene.phone.stop_in_page("camera", "")
    scene.phone.press(SHUTTER)
    scene.phone.kill_when_reached()
    return promised


def _while_storing(store: str, *, goes_on: bool = False) -> Drive:
    def drive(scene: Scene) -> Rows:
        scene.phone.app.open_camera()
        promised = scene.phone.rows()
        scene.phone.stop_in_page(store, "add", goesOn=goes_on)
        scene.phone.press(SHUTTER)
        scene.phone.kill_when_reached()
        return promised

    return drive


def _while_drafting(scene: Scene) -> Rows:
    promised = scene.draft()
    scene.phone.kill()
    assert list(promised.drafts.values()) == [scene.note]
    return promised


def _while_recording(scene: Scene) -> Rows:
    scene.phone.app.begin_video(4)
    promised = scene.phone.rows()
    scene.phone.kill()
    return promised


def _between_report_and_operations(scene: Scene) -> Rows:
    promised = scene.draft()
    scene.phone.stop_in_page("reports", "add")
    scene.phone.press(REPORT)
    scene.phone.kill_when_reached()
    return promised


def _right_after_saved(scene: Scene) -> Rows:
    scene.draft()
    scene.phone.proxy.is_cut = True
    scene.phone.app.report()
    promised = scene.phone.rows()
    scene.phone.kill()
    return promised


def _at(place: Place, method: str, path: str) -> Drive:
    def drive(scene: Scene) -> Rows:
        promised = scene.draft()
        scene.report_and_die(Stop(place, _to(method, path)))
        return promised

    return drive


def _second_piece(place: Place) -> Drive:
    def drive(scene: Scene) -> Rows:
        promised = scene.large_draft()
        pieces: list[Head] = []

        def is_second(head: Head) -> bool:
            if head.method == "PATCH":
                pieces.append(head)
            return len(pieces) == 2

        scene.report_and_die(Stop(place, is_second))
        return promised

    return drive


def _last_piece(scene: Scene) -> Rows:
    promised = scene.large_draft()
    total = (scene.folder / "large.jpg").stat().st_size

    def is_last(head: Head) -> bool:
        is_piece = head.method == "PATCH"
        return is_piece and int(head.headers["upload-offset"]) + head.size == total

    scene.report_and_die(Stop("answer", is_last))
    return promised


def _after_an_answer(answer: str, store: str) -> Drive:
    def drive(scene: Scene) -> Rows:
        promised = scene.draft()
        scene.phone.stop_in_page(store, "put", after=answer)
        scene.phone.press(REPORT)
        scene.phone.kill_when_reached()
        return promised

    return drive


def _while_updating(scene: Scene) -> Rows:
    promised = scene.draft()

    def newer(head: Head, answer: bytes) -> bytes:
        if not head.path.startswith("/service-worker.js"):
            return answer
        _, _, body = answer.partition(b"\r\n\r\n")
        return with_body(answer, _as_newer(body))

    scene.phone.proxy.rewrite = newer
    scene.phone.proxy.arm(Stop("answer", lambda head: head.path.startswith("/index.html")))
    scene.phone.evaluate(
        "() => { void navigator.serviceWorker.getRegistration().then((it) => it.update()) }"
    )
    scene.phone.kill_when_reached()
    return promised


def _as_newer(worker: bytes) -> bytes:
    """The worker with another revision of the first page, as the next release has."""
    at = worker.index(b'"url":"index.html"')
    near = worker.rindex(b"{", 0, at), worker.index(b"}", at)
    entry = worker[near[0] : near[1]]
    start = entry.index(b"revision")
    begin = min(i for i in (entry.find(mark, start + 9) for mark in (b'"', b"'", b"`")) if i > 0)
    changed = entry[: begin + 1] + b"0" * 8 + entry[begin + 9 :]
    return worker.replace(entry, changed, 1)


def _while_clearing(scene: Scene) -> Rows:
    def at_once(head: Head, answer: bytes) -> bytes:
        is_asked = head.path.endswith("/sync/settings")
        return with_body(answer, b'{"keep_days":0}') if is_asked else answer

    scene.phone.proxy.rewrite = at_once
    scene.phone.evaluate(FORGET_REFERENCE)
    promised = scene.draft()
    scene.phone.stop_in_page("blobs", "delete")
    scene.phone.press(REPORT)
    scene.phone.kill_when_reached()
    return promised


FORGET_REFERENCE = """async () => {
  const all = await indexedDB.databases()
  const { name } = all.find((db) => db.name.startsWith('xunzheng-'))
  await new Promise((resolve) => {
    const request = indexedDB.open(name)
    request.onsuccess = () => {
      const write = request.result.transaction('reference', 'readwrite')
      write.objectStore('reference').delete('forms')
      write.oncomplete = () => { request.result.close(); resolve() }
    }
  })
}"""
"""The lists are as good as old: the next round asks for them and for the days of keeping."""

UPLOADS = "/api/v1/uploads"
PUSH = "/api/v1/sync/push"

POINTS: dict[str, Drive] = {
    "before the camera returns": _before_the_camera_returns,
    "row written, bytes not": _while_storing("exhibits"),
    "bytes written, transaction open": _while_storing("blobs"),
    "while the bytes go to the disk": _while_storing("blobs", goes_on=True),
    "while drafting": _while_drafting,
    "while recording": _while_recording,
    "report written, operations not": _between_report_and_operations,
    "saved and nothing sent": _right_after_saved,
    "push on its way": _at("request", "POST", PUSH),
    "push done, answer lost": _at("answer", "POST", PUSH),
    "record and bytes at once, half way": _at("body", "POST", UPLOADS),
    "record and bytes at once, answer lost": _at("answer", "POST", UPLOADS),
    "between manifest and chunk 2": _second_piece("request"),
    "in mid-chunk": _second_piece("body"),
    "after the last chunk, before the answer": _last_piece,
    "after the answer, before the row": _after_an_answer(UPLOADS, "exhibits"),
    "pulled page not written": _after_an_answer("/sync/pull", "settings"),
    "pull answered, answer lost": _at("answer", "GET", "/api/v1/sync/pull"),
    "during the update": _while_updating,
    "during clean-up": _while_clearing,
}
