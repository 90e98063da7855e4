/** How much to send at once: what the link carried lately, between a quarter of a mebibyte and a segment. */
import { SEGMENT_BYTES } from './segments'

export const SMALLEST_PIECE = 256 * 1024
const PIECE_SECONDS = 8
const ONE_REQUEST_SECONDS = 20
const NEWEST_WEIGHT = 0.5
const SOON_SECONDS = 10

export class LinkSpeed {
  private bytesPerSecond: number | null = null

  /** A request of this many bytes got through in this time. */
  carried(bytes: number, ms: number): void {
    // Small requests measure the latency, not the link.
    if (bytes < SMALLEST_PIECE / 4) return
    const now = (bytes * 1000) / Math.max(ms, 1)
    const before = this.bytesPerSecond ?? now
    this.bytesPerSecond = before + (now - before) * NEWEST_WEIGHT
  }

  /** A request of this many bytes was cut: half as much next time. */
  cut(bytes: number): void {
    const half = bytes / 2 / PIECE_SECONDS
    this.bytesPerSecond = Math.min(this.bytesPerSecond ?? half, half)
  }

  /** How many bytes the next request should carry, in whole quarters of a mebibyte. */
  get piece(): number {
    if (this.bytesPerSecond === null) return SMALLEST_PIECE * 4
    const pieces = Math.floor((this.bytesPerSecond * PIECE_SECONDS) / SMALLEST_PIECE)
    return Math.min(SEGMENT_BYTES, Math.max(1, pieces) * SMALLEST_PIECE)
  }

  /** Whether media of this size would get through in one request before it is likely cut. */
  carriesAtOnce(bytes: number): boolean {
    if (bytes > SEGMENT_BYTES) return false
    return this.bytesPerSecond === null || bytes <= this.bytesPerSecond * ONE_REQUEST_SECONDS
  }

  /** Whether media of this size would keep somebody waiting who looks for it. */
  isWeakFor(bytes: number): boolean {
    return this.bytesPerSecond !== null && bytes > this.bytesPerSecond * SOON_SECONDS
  }

  /** What the browser says of the link, as long as nothing was measured. */
  expect(bytesPerSecond: number): void {
    this.bytesPerSecond ??= bytesPerSecond
  }

  /** Where the piece that starts at `offset` ends: never across a segment's boundary. */
  endOf(offset: number, size: number): number {
    const boundary = (Math.floor(offset / SEGMENT_BYTES) + 1) * SEGMENT_BYTES
    return Math.min(offset + this.piece, boundary, size)
  }
}
