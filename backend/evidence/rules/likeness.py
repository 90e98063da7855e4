"""How alike two pictures are: a 64-bit perceptual hash of what is seen, not of the bytes."""

import numpy as np
from PIL import Image

NEAR_BITS = 6
"""Pictures whose hashes differ in so few bits are near duplicates: recompressed and resized copies
differ in none or few, a tenth cropped in about four, unrelated ones in thirty."""
SIDE, LOW = 32, 8
FLAT = 2.0
WORD = 2**16
SIGN = 2**63


def _cosines() -> np.ndarray:
    row, column = np.arange(LOW)[:, None], np.arange(SIDE)[None, :]
    return np.cos(np.pi * row * (2 * column + 1) / (2 * SIDE))


COSINES = _cosines()


def perceptual_hash(image: Image.Image) -> int | None:
    """Return the hash as a signed 64-bit integer, as the database keeps it; None for a picture
    without structure, whose hash would be noise.
    """
    small = image.convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    grey = np.asarray(small, dtype=np.float64)
    if grey.std() < FLAT:
        return None
    low = COSINES @ grey @ COSINES.T
    bits = (low > np.median(low)).flatten()
    value = int.from_bytes(np.packbits(bits).tobytes(), "big")
    return value - 2 * SIGN if value >= SIGN else value


def distance(one: int, other: int) -> int:
    """Return in how many of the 64 bits two hashes differ."""
    return ((one ^ other) % (2 * SIGN)).bit_count()


def search_words(value: int) -> list[int]:
    """Return the tagged 16-bit words of which every hash within NEAR_BITS has at least one.

    Six differing bits over four words leave a word with at most one; so the words themselves and
    all that differ from them in one bit are enough to find every neighbour by an index.
    """
    found = []
    for place in range(4):
        word = (value >> 16 * place) % WORD
        near = [word, *(word ^ 1 << bit for bit in range(16))]
        found += [one + place * WORD for one in near]
    return found
