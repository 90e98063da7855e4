"""Sending what lies in the store, whole or the bytes that were asked for (RFC 9110, 14)."""

from collections.abc import Iterator
from typing import BinaryIO

from flask import Response, request, stream_with_context

from backend.kernel.errors import RangeNotSatisfiable
from backend.kernel.storage import ObjectStore

BLOCK_BYTES = 256 * 1024


def send_stored(store: ObjectStore, key: str, size: int, digest: str, mime: str) -> Response:
    """Return a response with an object's bytes under its digest as entity tag; raises
    RangeNotSatisfiable, or ObjectMissing.
    """
    wanted = _wanted(size, digest)
    start, end = wanted or (0, size)
    response = Response(mimetype=mime)
    if request.method != "HEAD":
        source = store.open_range(key, start, end - start)
        response.response = stream_with_context(_blocks(source, end - start))
        response.call_on_close(source.close)  # for a receiver that leaves before the first block
    response.content_length = end - start
    response.accept_ranges = "bytes"
    response.set_etag(digest)
    if wanted is not None:
        response.status_code = 206
        response.content_range.set(start, end, size)
    return response


def _wanted(size: int, digest: str) -> tuple[int, int] | None:
    """Return the one range that is asked for; None where all of it is sent."""
    asked, version = request.range, request.if_range
    # A date is no version of ours: we send none.
    is_of_another = bool(version.etag or version.date) and version.etag != digest
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1 or is_of_another:
        return None
    found = asked.range_for_length(size)
    if found is None:
        raise RangeNotSatisfiable(size=size)
    return found


def _blocks(source: BinaryIO, left: int) -> Iterator[bytes]:
    with source:
        while left and (block := source.read(min(BLOCK_BYTES, left))):
            left -= len(block)
            yield block
