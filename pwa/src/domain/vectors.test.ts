import { describe, expect, it } from 'vitest'

import { verifyByLibrary, verifyEd25519 } from '@/device/ed25519'
import vectors from '@/testing/vectors/evidence.json'

import { fromUtf8 } from './bytes'
import { captureRecord, type CaptureFacts } from './capture'
import { isNoteSigned, parseVerifierKey, type VerifierKey } from './note'
import { isSegmented, SEGMENT_BYTES, segmentSize, segmentsRoot } from './segments'

const FACTS: CaptureFacts = {
  captureId: '019ab000-0000-7000-8000-000000000001',
  deviceKeyId: 'ab'.repeat(32),
  userId: '019ab000-0000-7000-8000-000000000002',
  kind: 'photo',
  source: 'in_app_camera',
  seq: 7,
  prev: 'cd'.repeat(32),
  capturedAt: new Date('2026-11-22T06:05:00.123Z'),
  monoMs: 1234.56,
  clockOffsetMs: -12.4,
  mime: 'image/jpeg',
  size: 3,
  digest: { sha256: '12'.repeat(32), segments_root: null },
  fix: {
    lon: 118.0894123456,
    lat: 24.4798,
    accuracy_m: 5.555,
    altitude_m: null,
    fix_at: '2026-11-22T06:04:59.000Z',
  },
  noFixReason: null,
  notBefore: {
    origin: 'xunzheng.test/log',
    tree_size: 42,
    root: vectors.note.signed.split('\n')[2] ?? '',
    issued_at: '2026-11-22T06:00:00.000Z',
  },
  app: { version: '0.1.0', sha256: 'ef'.repeat(32) },
}

/** What the server's tests read as well: tests/evidence/test_phone_vectors.py. */
describe('the rules that the server obeys too', () => {
  it.each(vectors.roots)('give the same root over $digests.length segments', async (vector) => {
    expect(await segmentsRoot(vector.digests)).toBe(vector.root)
  })

  it('cut files in the same places', () => {
    expect(SEGMENT_BYTES).toBe(vectors.segment_bytes)
    for (const { size, segments } of vectors.counts) {
      expect(segmentSize(size, segments - 1)).toBeGreaterThan(0)
      expect(segmentSize(size, segments)).toBe(0)
    }
  })

  it('write the record of a photo in the same bytes', () => {
    expect(fromUtf8(captureRecord(FACTS))).toBe(vectors.records.photo)
  })

  it('write the record of a video in the same bytes', () => {
    const digest = { sha256: null, segments_root: vectors.roots[2]?.root ?? '' }
    const video = { ...FACTS, kind: 'video', mime: 'video/webm', size: 9_000_000, digest } as const

    expect(fromUtf8(captureRecord(video))).toBe(vectors.records.video)
  })

  it('sign photos whole, and other media whole up to one segment', () => {
    expect(isSegmented('photo', SEGMENT_BYTES + 1)).toBe(false)
    expect(isSegmented('file', SEGMENT_BYTES)).toBe(false)
    expect(isSegmented('video', SEGMENT_BYTES + 1)).toBe(true)
  })
})

describe.each([
  ['the browser', verifyEd25519],
  ['the library', verifyByLibrary],
])('a checkpoint, checked by %s,', (_, verify) => {
  const { signed, vkey } = vectors.note
  const key = async () => (await parseVerifierKey(vkey)) as VerifierKey

  it('is accepted with the signature of the log', async () => {
    expect(await isNoteSigned(signed, await key(), verify)).toBe(true)
  })

  it('is refused with another size, another key or no signature', async () => {
    const other = { ...(await key()), publicKey: new Uint8Array(32).fill(7) }

    expect(await isNoteSigned(signed.replace('\n42\n', '\n43\n'), await key(), verify)).toBe(false)
    expect(await isNoteSigned(signed, other, verify)).toBe(false)
    expect(await isNoteSigned(signed.split('\n\n')[0] ?? '', await key(), verify)).toBe(false)
  })
})

it('takes no key whose own hash is another one', async () => {
  const [name, hash = '', rest] = vectors.note.vkey.split('+')
  const changed = `${name}+${hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))}+${rest}`

  expect(await parseVerifierKey(changed)).toBeNull()
})
