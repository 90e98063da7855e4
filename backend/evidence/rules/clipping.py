"""Cutting a marked part out of a video; runs in the sandbox."""

import contextlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.filter import Graph
from PIL import Image, ImageDraw

from backend.evidence.rules.boxes import read_boxes
from backend.evidence.rules.copies import mark_font
from backend.evidence.rules.derivatives import MARK
from backend.evidence.rules.video import FORMATS, OPTIONS

TOOL = "xunzheng-clips"
VERSION = f"1 (PyAV {av.__version__})"
LONGEST_SIDE = 1920
LONGEST_MS = 10 * 60 * 1000
FASTEST_FPS = 30
PRESETS = {"preset": "veryfast", "crf": "23"}
TURNS = {90: ("transpose", "clock"), 180: ("rotate", "PI"), 270: ("transpose", "cclock")}


def make_clipped(path: str, out: str, mime: str, from_ms: int, to_ms: int, comment: str) -> str:
    """Write an MP4 of the video between two moments, every picture of it marked, and return its
    type; raises ValueError when the video has no picture there, and whatever the reader raises.

    The pictures are decoded from the key frame before the first moment, so that the clip begins
    where it was asked to and not at the next key frame.
    """
    source = Path(path)
    turn = _turn(source)
    with (
        source.open("rb") as file,
        av.open(file, mode="r", format=FORMATS[mime], options=OPTIONS) as taken,
        av.open(out, mode="w", format="mp4", options={"movflags": "+faststart"}) as made,
    ):
        made.metadata["comment"] = comment
        made.metadata["title"] = MARK
        writer = _Writer(made, taken.streams.video[0], turn, from_ms, to_ms)
        sound = taken.streams.audio[0] if taken.streams.audio else None
        if sound is not None:
            writer.add_sound()
        taken.seek(int(from_ms * av.time_base / 1000) + (taken.start_time or 0), backward=True)
        wanted = [one for one in (taken.streams.video[0], sound) if one is not None]
        for frame in _frames(taken, wanted):
            if not writer.take(frame):
                break
        writer.finish()
    if writer.pictures == 0:
        raise ValueError("NothingThere")
    return "video/mp4"


def _turn(path: Path) -> int:
    with path.open("rb") as file:
        return read_boxes(file, path.stat().st_size).rotation


def _frames(taken: Any, wanted: list[Any]) -> Iterator[Any]:
    for packet in taken.demux(wanted):
        with contextlib.suppress(av.error.InvalidDataError):  # a broken picture costs itself only
            yield from packet.decode()


class _Writer:
    """Encodes the frames between two moments, counted from the video's start."""

    def __init__(self, made: Any, video: Any, turn: int, from_ms: int, to_ms: int) -> None:
        self._made, self._video = made, video
        self._from_s, self._to_s = from_ms / 1000, to_ms / 1000
        self._start_s = float((video.start_time or 0) * video.time_base)
        self._graph = _graph(video, turn)
        self._last_s = -1.0
        self._mark: Any = None
        self._out: Any = None
        self._sound: Any = None
        self._resampler: Any = None
        self._samples = 0
        self.pictures = 0

    def add_sound(self) -> None:
        """Let the clip have sound too."""
        self._sound = self._made.add_stream("aac", rate=48000, layout="stereo")
        self._resampler = av.AudioResampler(format="fltp", layout="stereo", rate=48000)

    def take(self, frame: Any) -> bool:
        """Take the next frame; tell whether more may be wanted."""
        at = None if frame.time is None else frame.time - self._start_s
        if at is None or at < self._from_s:
            return True
        if isinstance(frame, av.VideoFrame):
            if at >= self._to_s:
                return False
            self._picture(frame, at)
        elif at < self._to_s and self._sound is not None:
            self._noise(frame)
        return True

    def _picture(self, frame: Any, at: float) -> None:
        if self._last_s >= 0 and at - self._last_s < 0.9 / FASTEST_FPS:
            return
        self._last_s = at
        self._graph.push(frame)
        upright: Any = self._graph.pull()
        if self._out is None:
            self._open(upright)
        pixels = upright.to_ndarray(format="yuv420p")
        _stamp(pixels, upright.width, upright.height, self._mark)
        marked = av.VideoFrame.from_ndarray(pixels, format="yuv420p")
        marked.time_base = Fraction(1, 90000)
        marked.pts = round((at - self._from_s) * 90000)
        self._mux(self._out.encode(marked))
        self.pictures += 1

    def _open(self, frame: Any) -> None:
        self._out = self._made.add_stream("libx264", rate=FASTEST_FPS, options=PRESETS)
        self._out.width, self._out.height = frame.width, frame.height
        self._out.pix_fmt = "yuv420p"
        self._out.codec_context.time_base = Fraction(1, 90000)
        self._mark = _mark(frame.width, frame.height)

    def _noise(self, frame: Any) -> None:
        if self._out is None:  # streams must be known before the first packet
            return
        frame.pts = None
        for piece in self._resampler.resample(frame):
            piece.pts, piece.time_base = self._samples, Fraction(1, 48000)
            self._samples += piece.samples
            self._mux(self._sound.encode(piece))

    def _mux(self, packets: Any) -> None:
        for packet in packets:
            self._made.mux(packet)

    def finish(self) -> None:
        """Write what the encoders still hold."""
        for stream in (self._out, self._sound):
            if stream is not None and self._out is not None:
                self._mux(stream.encode(None))


def _graph(video: Any, turn: int) -> Graph:
    """Return a graph that makes pictures upright, even-sided and not larger than needed."""
    graph = Graph()
    size = f"w='trunc(iw*min(1,{LONGEST_SIDE}/max(iw,ih))/2)*2'"
    steps = [graph.add_buffer(template=video)]
    if turn in TURNS:
        steps.append(graph.add(*TURNS[turn]))
    scaled = f"{size}:h='trunc(ih*min(1,{LONGEST_SIDE}/max(iw,ih))/2)*2'"
    steps += [graph.add("scale", scaled), graph.add("format", "yuv420p"), graph.add("buffersink")]
    graph.link_nodes(*steps).configure()
    return graph


def _mark(width: int, height: int) -> np.ndarray:
    size = max(10, min(width, height) // 20)
    font = mark_font(size)
    left, top, right, bottom = font.getbbox(MARK)
    pad = size // 3
    box = (int(right - left) + 2 * pad, int(bottom - top) + 2 * pad)
    drawn = Image.new("L", (min(width, box[0]) // 2 * 2, min(height, box[1]) // 2 * 2), 30)
    ImageDraw.Draw(drawn).text((pad - left, pad - top), MARK, font=font, fill=235)
    return np.asarray(drawn)


def _stamp(pixels: np.ndarray, width: int, height: int, mark: np.ndarray) -> None:
    """Lay the mark over the upper right corner: light in its plane, no colour in the other two."""
    rows, columns = mark.shape
    pixels[:rows, width - columns : width] = mark
    colours = pixels[height:].reshape(2, height // 2, width // 2)
    colours[:, : rows // 2, (width - columns) // 2 :] = 128
