"""Examples of the verifier's arithmetic that a changed verifier must still get right."""

from types import ModuleType

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scripts.forge.tree import MerkleTree
from scripts.forge.world import N, ed25519_key, make_phone
from scripts.suite.reading_examples import readers_hold

RECORDS = [b"%d" % number for number in range(13)]


def examples_hold(verify: ModuleType) -> bool:
    """Tell whether signatures, trees and what is odd come out right."""
    arithmetic = _p256(verify) and _ed25519(verify) and _trees(verify) and _sm2(verify)
    return arithmetic and readers_hold(verify)


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
        (public, bytes(64)), (public, bytes(32) + signature[32:]), (public, signature + bytes(1)),
    ]  # fmt: skip
    no_points = [(verify.Q + 1).to_bytes(32, "little"), bytes([1, *bytes(30), 0x80]),
                 bytes([2, *bytes(31)])]  # fmt: skip
    good: bool = verify.ed25519_verifies(public, signature, b"m")
    is_point = any(verify._ed_point(one) is not None for one in no_points)
    return (
        good
        and not is_point
        and not any(verify.ed25519_verifies(one, sig, b"m") for one, sig in bad)
    )


def _trees(verify: ModuleType) -> bool:
    forge = MerkleTree(RECORDS)
    beyond = verify.root_from_path(verify.hash_leaf(b"0"), 1, 1, [])
    roots = [forge.root(size) for size in range(6)]
    odd = [
        (2, roots[2], 1, roots[1], []), (2, roots[2], 1, roots[1], [roots[2]]),
        (0, roots[0], 5, roots[5], [roots[1]]), (0, roots[0], 5, roots[5], []),
        (3, roots[3], 5, roots[5], [b"x", *forge.consistency(3, 5)]),
        (3, roots[3], 3, roots[3], [roots[3]]),
    ]  # fmt: skip
    is_odd_taken = any(verify.is_extension(*one) for one in odd)
    sizes = range(1, len(RECORDS) + 1)
    return beyond is None and not is_odd_taken and all(_tree_of(verify, forge, n) for n in sizes)


def _tree_of(verify: ModuleType, forge: MerkleTree, size: int) -> bool:
    tree, root = verify.Tree(), forge.root(size)
    for record in RECORDS[:size]:
        tree.add(record)
    paths = all(_leads(verify, forge, index, size) for index in range(size))
    grown = all(_extends(verify, forge, old, size) for old in range(1, size + 1))
    return bool(tree.root() == root) and paths and grown


def _leads(verify: ModuleType, forge: MerkleTree, index: int, size: int) -> bool:
    leaf, path = verify.hash_leaf(RECORDS[index]), forge.inclusion(index, size)
    longer = verify.root_from_path(leaf, index, size, [*path, leaf])
    return longer is None and verify.root_from_path(leaf, index, size, path) == forge.root(size)


def _extends(verify: ModuleType, forge: MerkleTree, old: int, size: int) -> bool:
    roots, path = (forge.root(old), forge.root(size)), forge.consistency(old, size)
    is_rewritten = verify.is_extension(old, bytes(32), size, roots[1], path)
    is_longer = verify.is_extension(old, roots[0], size, roots[1], [*path, bytes(32)])
    is_extended: bool = verify.is_extension(old, roots[0], size, roots[1], path)
    return is_extended and not is_rewritten and not is_longer


def _sm2(verify: ModuleType) -> bool:
    x = 0x09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020
    y = 0xCCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13
    r = 0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3
    s = 0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA
    bad = [(x, y, r ^ 1, s), (x, y, r, s ^ 1), (x, y ^ 1, r, s), (x, y, 0, s), (x, y, r, 0),
           (x, y, r, verify.SM2.n - r), (x, y, r + verify.SM2.n, s)]  # fmt: skip
    good: bool = verify.sm2_ok(x, y, r, s, b"message digest")
    return good and not any(verify.sm2_ok(*one, b"message digest") for one in bad)
