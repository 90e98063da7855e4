"""Replies of authorities that a verifier must accept or refuse."""

from dataclasses import replace

from scripts.forge.der import OCTET_STRING, der, integer, octets, oid, sequence, utc_time
from scripts.forge.keys import (
    p256,
)
from scripts.forge.tokens import (
    CONTENT_TYPE,
    KEY_NAME,
    MESSAGE_DIGEST,
    TST_INFO,
    Wish,
    attribute,
    certify,
)
from scripts.mutation.examples.stamping import Case, bad, good, root, unit


def replies() -> list[Case]:
    """Return replies and tokens odd in one thing each."""
    return [
        good("plain", Wish()), good("granted with changes", Wish(statuses=(1,))),
        bad("rejected", Wish(statuses=(2,))), bad("no token", Wish(tokens=0)),
        bad("two tokens", Wish(tokens=2)),
        good("as SM2 authorities name it", Wish(signed_data="1.2.156.10197.6.1.4.2.2")),
        bad("no signed data", Wish(signed_data="1.2.840.113549.1.7.1")),
        bad("another content", Wish(content_type="1.2.840.113549.1.7.1")),
        bad("another type signed", Wish(attribute_type="1.2.840.113549.1.7.1")),
        bad("content no octets", Wish(content_tag=OCTET_STRING | 0x20)),
        bad("another version", Wish(version=2)), bad("another message", Wish(stamped=b"x")),
        good("imprint by SHA-512", Wish(imprint="sha512")),
        good("imprint by SM3", Wish(imprint="sm3")),
        bad("time of another form", Wish(time=utc_time)),
        bad("another content signed", Wish(told=b"x")),
        bad("no signed attributes", Wish(has_attributes=False)),
        bad("two signers", Wish(signers=2)), bad("no signer", Wish(signers=0)),
        good("something beside the certificates", Wish(beside=der(0xA1, sequence()))),
        bad("certificate left out", Wish(certificates=())),
    ]  # fmt: skip


def signers() -> list[Case]:
    """Return tokens whose signer is named or signs in odd ways."""
    other, twice = certify("unit", p256("other"), root(), serial=8), octets(b"x")
    both = (other.encoded, unit().encoded)
    bare = certify("unit", p256("other"), root(), says=(), serial=9)
    return [
        good("named by its key", Wish(signer_id=der(0x80, KEY_NAME))),
        bad("named by another key", Wish(signer_id=der(0x80, b"x"))),
        bad("another serial", Wish(signer_id=sequence(unit().issuer, integer(9)))),
        bad("another issuer", Wish(signer_id=sequence(unit().subject, integer(7)))),
        good("the second certificate", Wish(certificates=both)),
        bad("an attribute twice", Wish(extra=(attribute(MESSAGE_DIGEST, twice),))),
        bad("an attribute given again", Wish(extra=(attribute(CONTENT_TYPE, oid(TST_INFO)),))),
        good("named by its key beside another without a name",
              Wish(signer_id=der(0x80, KEY_NAME), certificates=(bare.encoded, unit().encoded))),
        bad("an attribute of two values",
             Wish(extra=(attribute("1.2.3", integer(1), integer(2)),))),
        good("an attribute more", Wish(extra=(attribute("1.2.3", integer(1)),))),
        good("named by SHA-1", Wish(certificate_id="v1")),
        bad("another named by SHA-1", Wish(certificate_id="v1", named=b"x")),
        good("named by SHA-512", Wish(certificate_id="v2-sha512")),
        bad("another named by SHA-512", Wish(certificate_id="v2-sha512", named=b"x")),
        bad("another named", Wish(named=b"x")),
        bad("signed by another's key", Wish(), replace(unit(), key=p256("other"))),
    ]  # fmt: skip
