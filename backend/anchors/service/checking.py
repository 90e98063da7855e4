"""Whether a reply is a time stamp over our bytes: by the library, else by our own parser."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

from backend.anchors.errors import TokenInvalid
from backend.anchors.rules import tokens

LIBRARY = "rfc3161-client"
OWN = "own-parser"


@dataclass(frozen=True)
class Checked:
    """A time stamp that holds: its time, and which check accepted it."""

    gen_time: datetime
    checked_with: str


def check_reply(
    reply: bytes, note: bytes, algorithm: str, nonce: int | None, root: x509.Certificate
) -> Checked:
    """Return the stamp's time; raises TokenInvalid unless it is over these bytes, under the root.

    Some real authorities order a set in a way the library refuses to read; those alone are left
    to our own parser, never a stamp that the library read and found wrong.
    """
    token = tokens.read_token(reply)
    tokens.check_imprint(token, note, algorithm, nonce)
    try:
        response = decode_timestamp_response(reply)
    except ValueError:
        tokens.check_signature(token, root)
        return Checked(token.gen_time, OWN)
    builder = VerifierBuilder().add_root_certificate(root)
    verifier = (builder if nonce is None else builder.nonce(nonce)).build()
    try:
        # By digest: the library computes no SM3 itself.
        verifier.verify(response, hashlib.new(algorithm, note).digest())
    except (VerificationError, ValueError) as error:
        raise TokenInvalid(reason=str(error)) from error
    return Checked(token.gen_time, LIBRARY)
