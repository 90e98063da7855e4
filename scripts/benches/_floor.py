"""The floor: a bare Flask application that does the least a photo needs, to compare with."""

import hashlib
import os
import threading
from pathlib import Path
from uuid import uuid4

import psycopg
from flask import Flask, request
from PIL import ExifTags, Image

app = Flask(__name__)
_folder = Path(os.environ.get("FLOOR_FOLDER", "."))
_own = threading.local()


def connect() -> psycopg.Connection[tuple[object, ...]]:
    """Return this thread's connection."""
    if not hasattr(_own, "line"):
        _own.line = psycopg.connect(os.environ["FLOOR_DATABASE"])
    line: psycopg.Connection[tuple[object, ...]] = _own.line
    return line


@app.get("/")
def show_health() -> str:
    """Answer that it runs."""
    return "ok"


@app.post("/photos")
def keep_photo() -> tuple[dict[str, str], int]:
    """Compare the hash, read the EXIF, flush the file, commit one row."""
    content = request.get_data()
    digest = hashlib.sha256(content).hexdigest()
    if digest != request.headers["X-SHA256"]:
        return {"code": "differs"}, 422
    part = _folder / uuid4().hex
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.rename(_folder / f"{digest}.jpg")
    with Image.open(_folder / f"{digest}.jpg") as image:
        exif = image.getexif()
        taken = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
        place = dict(exif.get_ifd(ExifTags.IFD.GPSInfo))
    line = connect()
    line.execute(
        "insert into photo (digest, size, taken, place) values (%s, %s, %s, %s)",
        (digest, len(content), str(taken), repr(place)),
    )
    line.commit()
    return {"sha256": digest}, 201
