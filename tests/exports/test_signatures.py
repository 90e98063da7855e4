"""The verifier's own arithmetic agrees with a proven library, and refuses what is malformed."""

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.exports.verifier.curves import P256, p256_verifies, sm2_ok
from backend.exports.verifier.edwards import ORDER, ed25519_verifies
from tests.phones import raw_sign

KEY = ec.derive_private_key(0x1234567, ec.SECP256R1())
SPKI = KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
N_BYTES = P256.n.to_bytes(32)
ONE = (1).to_bytes(32)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, P256.n - 1), st.binary(max_size=100))
def test_p256_agrees_with_the_library(secret: int, message: bytes) -> None:
    key = ec.derive_private_key(secret, ec.SECP256R1())
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    signature = raw_sign(key, message)

    assert p256_verifies(spki, signature, message)
    assert not p256_verifies(spki, signature, message + b"x")
    assert not p256_verifies(SPKI, signature, message)


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        bytes(64),
        bytes(32) + ONE,
        ONE + bytes(32),
        N_BYTES + ONE,
        ONE + N_BYTES,
        b"\xff" * 64,
        bytes(63),
        bytes(65),
    ],
)
def test_p256_refuses_numbers_out_of_range(signature: bytes) -> None:
    assert not p256_verifies(SPKI, signature, b"message")


@pytest.mark.parametrize(
    "spki",
    [
        b"",
        SPKI[:-1],
        SPKI + b"\x00",
        SPKI[:-1] + bytes([SPKI[-1] ^ 1]),
        SPKI[:27] + bytes(64),
        SPKI[:27] + P256.p.to_bytes(32) + SPKI[59:],
    ],
)
def test_p256_refuses_a_key_that_is_no_point_of_the_curve(spki: bytes) -> None:
    assert not p256_verifies(spki, raw_sign(KEY, b"message"), b"message")


def test_p256_is_right_where_two_points_meet_in_the_sum() -> None:
    # The key is the generator itself, so that the addition inside must double.
    key = ec.derive_private_key(1, ec.SECP256R1())
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    assert p256_verifies(spki, raw_sign(key, b"m"), b"m")


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100))
def test_ed25519_agrees_with_the_library(seed: bytes, message: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)

    assert ed25519_verifies(public, signature, message)
    assert not ed25519_verifies(public, signature, message + b"x")
    assert not ed25519_verifies(hashlib.sha256(public).digest(), signature, message)


def test_ed25519_refuses_a_second_form_of_the_same_signature() -> None:
    key = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
    signature = key.sign(b"m")
    larger = int.from_bytes(signature[32:], "little") + ORDER
    second = signature[:32] + larger.to_bytes(32, "little")

    assert not ed25519_verifies(key.public_key().public_bytes_raw(), second, b"m")


@pytest.mark.parametrize("public", [b"", b"\xff" * 32, b"\x02" + bytes(31), bytes(31)])
def test_ed25519_refuses_what_is_no_key(public: bytes) -> None:
    signature = Ed25519PrivateKey.from_private_bytes(b"k" * 32).sign(b"m")

    assert not ed25519_verifies(public, signature, b"m")


def test_ed25519_refuses_another_encoding_of_the_same_point() -> None:
    # y = 1 and y = 1 + p are the same point; only the smaller is its encoding.
    neutral, other = (1).to_bytes(32, "little"), (2**255 - 18).to_bytes(32, "little")

    assert ed25519_verifies(neutral, neutral + bytes(32), b"m")
    assert not ed25519_verifies(neutral, other + bytes(32), b"m")


SM2_X = int("09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020", 16)
SM2_Y = int("CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13", 16)
SM2_R = int("F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3", 16)
SM2_S = int("B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA", 16)


def test_sm2_accepts_the_example_of_the_standard() -> None:
    assert sm2_ok(SM2_X, SM2_Y, SM2_R, SM2_S, b"message digest")


@pytest.mark.parametrize(
    ("x", "y", "r", "s", "message"),
    [
        (SM2_X, SM2_Y, SM2_R, SM2_S, b"message digesx"),
        (SM2_X, SM2_Y, SM2_R ^ 1, SM2_S, b"message digest"),
        (SM2_X, SM2_Y, SM2_R, SM2_S ^ 1, b"message digest"),
        (SM2_X ^ 1, SM2_Y, SM2_R, SM2_S, b"message digest"),
        (SM2_X, SM2_Y, 0, SM2_S, b"message digest"),
        (SM2_X, SM2_Y, SM2_R, 0, b"message digest"),
    ],
)
def test_sm2_refuses_what_was_not_signed(x: int, y: int, r: int, s: int, message: bytes) -> None:
    assert not sm2_ok(x, y, r, s, message)
