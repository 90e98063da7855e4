"""Asking for a time stamp."""

import hashlib

from asn1crypto import tsp

NONCE_BYTES = 8
OIDS = {"sha256": "2.16.840.1.101.3.4.2.1", "sm3": "1.2.156.10197.1.401"}
"""The digests an authority may be asked to stamp."""


def build_request(note: bytes, algorithm: str, nonce: int) -> bytes:
    """Return the request for a stamp over a note's bytes (RFC 3161 §2.4.1)."""
    request = tsp.TimeStampReq(
        {
            "version": "v1",
            "message_imprint": {
                "hash_algorithm": {"algorithm": OIDS[algorithm]},
                "hashed_message": hashlib.new(algorithm, note).digest(),
            },
            "nonce": nonce,
            "cert_req": True,
        }
    )
    encoded: bytes = request.dump()
    return encoded
