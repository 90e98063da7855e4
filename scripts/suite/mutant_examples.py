"""Examples of the verifier's arithmetic that a changed verifier must still get right."""

from types import ModuleType

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scripts.forge.tree import MerkleTree
from scripts.forge.world import N, ed25519_key, make_phone

RECORDS = [b"%d" % number for number in range(13)]


def examples_hold(verify: ModuleType) -> bool:
    """Tell whether signatures, trees and SM2 come out right."""
    return _p256(verify) and _ed25519(verify) and _trees(verify) and _sm2(verify)


def _p256(verify: ModuleType) -> bool:
    phone = make_phone("x", "example")
    signature, spki = phone.sign(b"m"), phone.spki
    r, s = signature[:32], signature[32:]
    bad = [
        (spki, bytes(64)), (spki, r + bytes(32)), (spki, bytes(32) + s), (spki, signature[:-1]),
        (spki, N.to_bytes(32) + s), (spki, r + N.to_bytes(32)), (spki[:-1], signature),
        (spki[:-1] + bytes([spki[-1] ^ 1]), signature), (spki + b"x", signature),
        (spki, signature[:63] + bytes([signature[63] ^ 1])), (b"x" + spki[1:], signature),
    ]  # fmt: skip
    good: bool = verify.p256_verifies(spki, signature, b"m")
    return good and not any(verify.p256_verifies(key, one, b"m") for key, one in bad)


def _ed25519(verify: ModuleType) -> bool:
    key: Ed25519PrivateKey = ed25519_key("example")
    public, signature = key.public_key().public_bytes_raw(), key.sign(b"m")
    larger = int.from_bytes(signature[32:], "little") + verify.ORDER
    bad = [
        (public, signature[:32] + larger.to_bytes(32, "little")), (public, signature[:-1]),
        (public[:-1], signature), (b"\xff" * 32, signature), (b"\x02" + bytes(31), signature),
        (public, bytes(64)), (public, bytes(32) + signature[32:]),
    ]  # fmt: skip
    good: bool = verify.ed25519_verifies(public, signature, b"m")
    return good and not any(verify.ed25519_verifies(one, sig, b"m") for one, sig in bad)


def _trees(verify: ModuleType) -> bool:
    forge = MerkleTree(RECORDS)
    for size in range(1, len(RECORDS) + 1):
        tree, root = verify.Tree(), forge.root(size)
        for record in RECORDS[:size]:
            tree.add(record)
        if tree.root() != root:
            return False
        for index in range(size):
            leaf, path = verify.hash_leaf(RECORDS[index]), forge.inclusion(index, size)
            longer = verify.root_from_path(leaf, index, size, [*path, leaf])
            if verify.root_from_path(leaf, index, size, path) != root or longer is not None:
                return False
        for old in range(1, size + 1):
            roots, path = (forge.root(old), root), forge.consistency(old, size)
            if not verify.is_extension(old, roots[0], size, roots[1], path):
                return False
            if verify.is_extension(old, bytes(32), size, roots[1], path):
                return False
            if verify.is_extension(old, roots[0], size, roots[1], [*path, bytes(32)]):
                return False
    beyond = verify.root_from_path(verify.hash_leaf(b"0"), 1, 1, [])
    return beyond is None and not verify.is_extension(2, forge.root(2), 1, forge.root(1), [])


def _sm2(verify: ModuleType) -> bool:
    x = 0x09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020
    y = 0xCCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13
    r = 0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3
    s = 0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA
    bad = [(x, y, r ^ 1, s), (x, y, r, s ^ 1), (x, y ^ 1, r, s), (x, y, 0, s), (x, y, r, 0),
           (x, y, r, verify.SM2.n - r)]  # fmt: skip
    good: bool = verify.sm2_ok(x, y, r, s, b"message digest")
    return good and not any(verify.sm2_ok(*one, b"message digest") for one in bad)
