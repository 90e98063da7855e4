"""A capture that is registered in the request that brings its bytes."""

import json
from typing import Any

from backend.evidence.errors import TusHeaderInvalid
from backend.evidence.rules.tus import METADATA, Announced
from backend.evidence.schemas import RegistrationSchema
from backend.evidence.schemas.plain import is_plain_registration
from backend.evidence.schemas.record import read_capture
from backend.evidence.service.arrival import Sent

_shape = RegistrationSchema()


def read_sent(announced: Announced) -> Sent:
    """Return the capture in an upload's metadata.

    Raises TusHeaderInvalid, ValidationError or CaptureRecordInvalid.
    """
    try:
        envelope: Any = json.loads(announced.envelope or b"")
    except (ValueError, RecursionError) as error:
        raise TusHeaderInvalid(
            "Upload-Metadata 中的 envelope 不是有效的 JSON", header=METADATA
        ) from error
    body: Any = {"envelope": envelope, "file_name": announced.file_name}
    if not is_plain_registration(envelope, announced.file_name):
        body = _shape.load(body)
    return Sent(announced.exhibit_id, read_capture(body["envelope"]), body["file_name"])
