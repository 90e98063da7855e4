"""Certificates and chains between them that a verifier must accept or refuse."""

from itertools import count

from scripts.forge.der import der, integer, oid, sequence
from scripts.forge.keys import (
    EC_KEY,
    EC_SHA384,
    EC_SHA512,
    P256_CURVE,
    RSA_KEY,
    RSA_SHA256,
    SM2_CURVE,
    SM2_SM3,
    Key,
    p256,
    public_of_curve,
    rsa_key,
    sm2,
)
from scripts.forge.tokens import (
    AT,
    AUTHORITY,
    BEGINS,
    CERT_SIGN,
    ENDS,
    FALSE,
    ROOT_SAYS,
    STAMPING,
    TRUE,
    UNIT_SAYS,
    Identity,
    Wish,
    certify,
    extension,
    reply_of,
)
from scripts.mutation.examples.stamping import MESSAGE, SECOND, Case, bad, case, good, root, unit


def units() -> list[Case]:
    """Return stamps by units whose certificates are odd."""

    def one(name: str, *says: bytes, is_good: bool = False) -> Case:
        return case(name, Wish(), certify("unit", p256("unit"), root(), says=says), is_good=is_good)

    stamping, signing = oid("1.3.6.1.5.5.7.3.8"), oid("1.3.6.1.5.5.7.3.3")
    kind = "2.5.29.37"
    return [
        one("no purpose", UNIT_SAYS[0]),
        one("purpose not critical", extension(kind, sequence(stamping))),
        one("purpose told not critical", extension(kind, sequence(stamping), FALSE)),
        one("critical by a number", extension(kind, sequence(stamping), integer(1))),
        one("another purpose", extension(kind, sequence(signing), TRUE)),
        one("two purposes", extension(kind, sequence(stamping, signing), TRUE)),
        one("purpose twice", STAMPING, STAMPING),
        one("purpose alone", STAMPING, is_good=True),
        good("at its first moment", Wish(at=BEGINS)), good("at its last moment", Wish(at=ENDS)),
        bad("before its first moment", Wish(at=BEGINS - SECOND)),
        bad("after its last moment", Wish(at=ENDS + SECOND)),
        bad("without extensions", Wish(), certify("unit", p256("unit"), root(), says=())),
        bad("of the first version", Wish(),
             certify("unit", p256("unit"), root(), says=(), is_v1=True)),
    ]  # fmt: skip


def _chain(name: str, between: list[Identity], *, is_good: bool, beside: bool = False) -> Case:
    """Return a stamp by a unit under the last of several authorities."""
    by = certify("unit", p256("unit"), between[-1] if between else root())
    certificates = [one.encoded for one in between]
    wish = Wish(certificates=(by.encoded, *([] if beside else certificates)))
    moment = AT.timestamp() if is_good else None
    others = tuple(certificates) if beside else ()
    return Case(name, reply_of(by, MESSAGE, wish), (root().encoded,), others, moment)


def _between(*says: bytes, called: str = "between", **facts: object) -> list[Identity]:
    return [certify(called, p256(called), root(), says=says, **facts)]  # type: ignore[arg-type]


def _long(length: int) -> list[Identity]:
    made: list[Identity] = []
    for number in range(length):
        above = made[-1] if made else root()
        made.append(certify(f"level {number}", p256(f"level {number}"), above, says=ROOT_SAYS))
    return made


def chains() -> list[Case]:
    """Return stamps by units under odd authorities."""
    basic, usage, no_sign = "2.5.29.19", "2.5.29.15", der(3, b"\1\2")
    empty = extension(basic, sequence())
    old = certify("old root", p256("old"), says=(), is_v1=True)
    stranger = certify("root", p256("stranger"), says=ROOT_SAYS)
    under = certify("unit", p256("unit"), stranger)
    wrong_name = certify("unit", p256("unit"), root(), issuer="somebody")
    itself = Case("the unit is trusted", reply_of(unit(), MESSAGE), (unit().encoded,), (),
                  AT.timestamp())  # fmt: skip
    return [
        itself,
        _chain("an authority between", _between(*ROOT_SAYS), is_good=True),
        _chain("an authority beside", _between(*ROOT_SAYS, called="beside"), is_good=True,
               beside=True),
        _chain("no usage told", _between(AUTHORITY), is_good=True),
        _chain("usage alone", _between(CERT_SIGN), is_good=False),
        _chain("no authority", _between(), is_good=False),
        _chain("told no authority", _between(extension(basic, sequence(FALSE)), CERT_SIGN),
               is_good=False),
        _chain("nothing told of authority", _between(extension(basic, sequence()), CERT_SIGN),
               is_good=False),
        _chain("authority by a number", _between(extension(basic, sequence(integer(1))), CERT_SIGN),
               is_good=False),
        _chain("not to sign certificates", _between(AUTHORITY, extension(usage, no_sign)),
               is_good=False),
        _chain("no usage bits", _between(AUTHORITY, extension(usage, der(3, b"\0"))),
               is_good=False),
        _chain("no bits at all", _between(AUTHORITY, extension(usage, der(3))), is_good=False),
        _chain("expired between", _between(*ROOT_SAYS, ends=AT - SECOND), is_good=False),
        *(_chain(f"beside {name}", [*_between(*says), *_between(*ROOT_SAYS)], is_good=True)
          for name, says in (
              ("one telling nothing", ()), ("one of an empty basis", (empty, CERT_SIGN)),
              ("one without usage bits", (AUTHORITY, extension(usage, der(3, b"\0")))),
              ("one of no bits", (AUTHORITY, extension(usage, der(3)))),
          )),
        Case("an old root beside", reply_of(unit(), MESSAGE), (old.encoded, root().encoded), (),
             AT.timestamp()),
        _chain("as long as may be", _long(3), is_good=True),
        _chain("too long", _long(4), is_good=False),
        bad("another root of that name", Wish(), under),
        bad("another issuer's name", Wish(), wrong_name),
    ]  # fmt: skip


def _under(name: str, key: Key, digest: str = "sha256", *, is_good: bool) -> Case:
    """Return a stamp whose unit, and the unit's issuer, have keys of a kind."""
    issuer = certify("issuer", key, root(), says=ROOT_SAYS)
    by = certify("unit", key, issuer)
    wish = Wish(digest=digest, certificates=(by.encoded, issuer.encoded))
    moment = AT.timestamp() if is_good else None
    return Case(name, reply_of(by, MESSAGE, wish), (root().encoded,), (), moment)


def _pointed(point: bytes, curve: str = P256_CURVE, kind: str = EC_KEY) -> Key:
    sound = p256("unit")
    return Key(public_of_curve(curve, point, kind), sound.algorithm, sound.sign)


def _short_point() -> Key:
    """Return a key whose last coordinate needs an octet less, written without it."""
    keys = (p256(f"short {number}") for number in count())
    key = next(one for one in keys if one.spki[-32] == 0)
    point = key.spki[-65:-32] + key.spki[-31:]
    return Key(public_of_curve(P256_CURVE, point), key.algorithm, key.sign)


def algorithms() -> list[Case]:
    """Return stamps by keys of every kind, and by odd ones."""
    rsa, sound = rsa_key(), p256("unit")
    point = sound.spki[-65:]
    plain_ec = case(
        "EC by its plain name",
        Wish(certificates=None),
        certify("unit", Key(sound.spki, EC_KEY, sound.sign), root()),
        is_good=True,
    )
    plain_rsa = case(
        "RSA by its plain name",
        Wish(),
        certify("unit", Key(rsa.spki, RSA_KEY, rsa.sign), root()),
        is_good=True,
    )
    over_sm3 = Key(sound.spki, EC_KEY, p256("unit", "sm3").sign)
    posing = Key(rsa.spki.replace(oid(RSA_KEY), oid("1.2.840.113549.1.1.10")), RSA_SHA256, rsa.sign)
    return [
        plain_ec, plain_rsa, _under("RSA", rsa, is_good=True),
        _under("RSA of another kind", posing, is_good=False),
        _under("RSA of 2047 bits", rsa_key(2047), is_good=False),
        _under("ECDSA over SHA-384", p256("unit", "sha384", EC_SHA384), is_good=True),
        _under("ECDSA over SHA-512", p256("unit", "sha512", EC_SHA512), is_good=True),
        bad("ECDSA over SM3", Wish(digest="sm3"), certify("unit", over_sm3, root())),
        _under("SM2", sm2("unit"), "sm3", is_good=True),
        _under("SM2 on another curve",
               Key(public_of_curve(P256_CURVE, sm2("unit").spki[-65:]), SM2_SM3, sm2("unit").sign),
               is_good=False),
        _under("SM2 with a false signature", Key(sm2("unit").spki, SM2_SM3, sm2("other").sign),
               is_good=False),
        _under("a point too short", _short_point(), is_good=False),
        _under("ECDSA on another curve", _pointed(point, SM2_CURVE), is_good=False),
        _under("a compressed point", _pointed(b"\2" + point[1:33]), is_good=False),
        _under("a point with a wrong mark", _pointed(b"\6" + point[1:]), is_good=False),
        _under("a point too long", _pointed(point + b"\0"), is_good=False),
        _under("an unknown algorithm", Key(sound.spki, "1.2.3", sound.sign), is_good=False),
    ]  # fmt: skip
