"""Files as cameras, aircraft and recorders make them, for tests of their readers."""

import io
import random
import struct
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image

XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{}</rdf:RDF></x:xmpmeta>'
DJI = 'xmlns:drone-dji="http://www.dji.com/drone-dji/1.0/"'


def scene(seed: int = 1, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """Return a picture with structure; another seed gives another one."""
    dice = np.random.default_rng(seed)
    small = Image.fromarray((dice.random((9, 12, 3)) * 255).astype("uint8"))
    return small.resize(size, Image.Resampling.BICUBIC)


def jpeg(image: Image.Image, **save: Any) -> bytes:
    """Return the picture as a JPEG."""
    out = io.BytesIO()
    image.save(out, "JPEG", **save)
    return out.getvalue()


def photo_with_thumbnail(image: Image.Image, thumbnail: Image.Image) -> bytes:
    """Return a JPEG whose EXIF embeds a thumbnail, as cameras write it."""
    inner = jpeg(thumbnail)
    # TIFF header, an empty first directory, then one that points at the thumbnail behind it.
    entries = struct.pack("<HHII", 0x0201, 4, 1, 44) + struct.pack(
        "<HHII", 0x0202, 4, 1, len(inner)
    )
    tiff = b"II*\0" + struct.pack("<IHI", 8, 0, 14) + struct.pack("<H", 2) + entries
    tiff += struct.pack("<I", 0)
    return jpeg(image, exif=b"Exif\0\0" + tiff + inner)


def dji_attributes(**said: Any) -> bytes:
    """Return a DJI XMP packet in the form of attributes."""
    fields = " ".join(f'drone-dji:{name}="{value}"' for name, value in said.items())
    return XMP.format(f'<rdf:Description rdf:about="DJI" {DJI} {fields}/>').encode()


def dji_elements(**said: Any) -> bytes:
    """Return a DJI XMP packet in the form of elements."""
    fields = "".join(
        f"<drone-dji:{name}>{value}</drone-dji:{name}>" for name, value in said.items()
    )
    return XMP.format(f"<rdf:Description {DJI}>{fields}</rdf:Description>").encode()


def video(
    path: Path,
    *,
    seconds: int = 3,
    size: tuple[int, int] = (160, 120),
    has_sound: bool = False,
    turned: int = 0,
    **tags: str,
) -> Path:
    """Write an MP4 with one key frame at its start, brighter from second to second."""
    with av.open(str(path), "w", format="mp4", options={"movflags": "use_metadata_tags"}) as out:
        out.metadata.update(tags)
        stream = out.add_stream("libx264", rate=10, options={"g": "1000", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        if turned:
            stream.set_display_rotation(turned)
        sound = out.add_stream("aac", rate=8000, layout="mono") if has_sound else None
        for number in range(seconds * 10):
            shade = np.full((size[1], size[0], 3), number // 10 * 60, dtype=np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(shade, format="rgb24")))
        out.mux(stream.encode(None))
        if sound is not None:
            _hum(out, sound, seconds)
    return path


def _hum(out: Any, stream: Any, seconds: int) -> None:
    for number in range(seconds * 8000 // 1024):
        wave = np.sin(np.arange(1024) / 9).astype(np.float32)[None, :] / 4
        frame = av.AudioFrame.from_ndarray(wave, format="fltp", layout="mono")
        frame.sample_rate, frame.pts = 8000, number * 1024
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))


def mutated(content: bytes, seed: int) -> bytes:
    """Return the bytes with some changed, dropped, doubled or cut, as the seed says."""
    dice = random.Random(seed)
    bytes_ = bytearray(content)
    for _ in range(dice.randint(1, 20)):
        at = dice.randrange(len(bytes_) or 1)
        kind = dice.randrange(4)
        if kind == 0 and bytes_:
            bytes_[at] = dice.randrange(256)
        elif kind == 1:
            bytes_[at : at + dice.randint(1, 40)] = b""
        elif kind == 2:
            bytes_[at:at] = bytes_[at : at + dice.randint(1, 200)]
        else:
            bytes_[at : at + 4] = dice.choice(
                (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff")
            )
    return bytes(bytes_)
