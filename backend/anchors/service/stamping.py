"""Getting a time stamp from an authority."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from backend.anchors import keys
from backend.anchors.errors import AuthorityUnreachable
from backend.anchors.rules.requests import NONCE_BYTES, build_request
from backend.anchors.service import local_authority
from backend.anchors.service.checking import check_reply
from backend.kernel.outbound import Unreachable, post

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"


@dataclass(frozen=True)
class Stamp:
    """An authority's whole reply over a note, accepted."""

    reply: bytes
    gen_time: datetime
    checked_with: str


def stamp_note(authority: keys.Authority, note: bytes) -> Stamp:
    """Return a time stamp over the note's exact bytes; raises AuthorityUnreachable, TokenInvalid
    or KeyMissing.
    """
    nonce = secrets.randbits(NONCE_BYTES * 8 - 1)
    reply = ask_authority(authority, build_request(note, authority.algorithm, nonce))
    root = keys.root_of(authority)
    checked = check_reply(reply, note, authority.algorithm, nonce, root)
    return Stamp(reply, checked.gen_time, checked.checked_with)


def ask_authority(authority: keys.Authority, request: bytes) -> bytes:
    """Return the authority's unchecked reply to a DER TimeStampReq; raises AuthorityUnreachable or
    KeyMissing.
    """
    if authority.local_name is not None:
        return local_authority.stamp(keys.folder(), authority.local_name, request)
    try:
        reply = post(authority.address, request, QUERY)
    except Unreachable as error:
        raise AuthorityUnreachable(authority=authority.name) from error
    if reply.status != 200 or reply.content_type.partition(";")[0].strip() != REPLY:
        raise AuthorityUnreachable(authority=authority.name)
    return reply.body
