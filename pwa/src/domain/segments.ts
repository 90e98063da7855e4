/** Large media in segments of 4 MiB: what is signed is the Merkle root over the segments' digests. */
import { fromHex, toHex } from './bytes'

export const SEGMENT_BYTES = 4 * 1024 * 1024

async function digest(parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const size = parts.reduce((sum, part) => sum + part.length, 0)
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', whole))
}

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** RFC 6962 §2.1: the left subtree holds the largest power of two of leaves below all of them. */
async function rootOf(digests: readonly Uint8Array[]): Promise<Uint8Array> {
  const [only] = digests
  if (only === undefined) return digest([])
  if (digests.length === 1) return digest([LEAF, only])
  let left = 1
  while (left * 2 < digests.length) left *= 2
  return digest([NODE, await rootOf(digests.slice(0, left)), await rootOf(digests.slice(left))])
}

/** The hex root over the segments' hex SHA-256 digests, in order. */
export async function segmentsRoot(digests: readonly string[]): Promise<string> {
  return toHex(await rootOf(digests.map(fromHex)))
}

/** How long segment `n` of media of this size is. */
export function segmentSize(size: number, n: number): number {
  return Math.max(0, Math.min(SEGMENT_BYTES, size - n * SEGMENT_BYTES))
}

/** Photos are signed whole whatever their size; everything else only up to one segment. */
export function isSegmented(kind: string, size: number): boolean {
  return kind !== 'photo' && size > SEGMENT_BYTES
}
