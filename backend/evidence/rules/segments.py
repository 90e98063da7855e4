"""Large media in segments: each has a signed digest, and the record signs the root of them all."""

from dataclasses import dataclass

from backend.kernel.merkle import hash_leaf, root_of_leaves

SEGMENT_BYTES = 4 * 1024 * 1024
DIGEST_BYTES = 32


@dataclass(frozen=True)
class Segment:
    """One segment: where it lies in the file and what it must be."""

    index: int
    start: int
    size: int
    sha256: str

    @property
    def end(self) -> int:
        """Where the next one starts."""
        return self.start + self.size


@dataclass(frozen=True)
class Segmentation:
    """How a file of this size is cut, with the digests of its segments in order."""

    size: int
    segment_size: int
    digests: bytes

    def at(self, position: int) -> Segment:
        """Return the segment that a byte of the file lies in."""
        index = position // self.segment_size
        start = index * self.segment_size
        digest = self.digests[index * DIGEST_BYTES : (index + 1) * DIGEST_BYTES]
        return Segment(index, start, min(self.segment_size, self.size - start), digest.hex())

    def all(self) -> list[Segment]:
        """Return every segment in order."""
        return [self.at(start) for start in range(0, self.size, self.segment_size)]


def count_segments(size: int, segment_size: int) -> int:
    """Return into how many segments a file is cut; only the last may be shorter."""
    return -(-size // segment_size)


def segments_root(digests: list[bytes]) -> str:
    """Return the RFC 6962 root, in hex, whose leaf inputs are the segments' digests."""
    return root_of_leaves("sha256", [hash_leaf("sha256", digest) for digest in digests]).hex()
