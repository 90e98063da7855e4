"""The roots under which verifiers trust time stamps."""

import base64

from cryptography.hazmat.primitives.serialization import Encoding

from backend.anchors import keys
from backend.kernel.db import Json
from backend.ledger import adds_to_trust


@adds_to_trust
def trusted_roots() -> Json:
    """Return the root of each configured authority; raises KeyMissing."""
    return {
        "tsa_roots": [
            {
                "name": authority.name,
                "certificate": base64.b64encode(
                    keys.root_of(authority).public_bytes(Encoding.DER)
                ).decode(),
            }
            for authority in keys.authorities()
        ]
    }
