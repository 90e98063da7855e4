"""Sending what lies in the store, block by block."""

from collections.abc import Iterator
from typing import Any

from flask import Response, stream_with_context

BLOCK_BYTES = 256 * 1024


def send(source: Any, size: int | None, mime: str) -> Response:
    """Return a response that streams an open object and closes it."""
    response = Response(stream_with_context(_blocks(source)), mimetype=mime)
    response.call_on_close(source.close)  # for a sender that leaves before the first block
    if size is not None:
        response.content_length = size
    return response


def _blocks(source: Any) -> Iterator[bytes]:
    with source:
        while block := source.read(BLOCK_BYTES):
            yield block
