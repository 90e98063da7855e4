import { describe, expect, it, vi } from 'vitest'

import { fromBase64, fromUtf8 } from '@/domain/bytes'
import { newId } from '@/domain/ids'
import { SEGMENT_BYTES, segmentsRoot } from '@/domain/segments'
import { sha256Hex } from '@/domain/sha256'
import { FieldDatabase } from '@/store/database'
import { bytesOf } from '@/store/media'
import { Phone } from '@/testing/phone'

import { dropFromDraft, keepDraft, saveReport } from './record'
import {
  beginRecording,
  DEAD_AFTER_MS,
  sealInterrupted,
  sealRecording,
  type RecordingFacts,
} from './recordings'

const STARTED = '2026-11-22T06:05:00.000Z'

function facts(draftId: string): RecordingFacts {
  return {
    draft_id: draftId,
    kind: 'video',
    mime: 'video/webm',
    file_name: 'VID_1.webm',
    started_at: STARTED,
    mono_ms: 10,
    fix: null,
    no_fix_reason: 'timeout',
  }
}

function chunk(size: number, value: number): Blob {
  return new Blob([new Uint8Array(size).fill(value)])
}

/** What the whole is when nothing is lost, and the digests of its segments. */
async function expected(chunks: readonly Blob[]) {
  const whole = new Blob([...chunks])
  const digests: string[] = []
  for (let at = 0; at < whole.size; at += SEGMENT_BYTES) {
    digests.push(await sha256Hex(whole.slice(at, at + SEGMENT_BYTES)))
  }
  return { size: whole.size, root: await segmentsRoot(digests) }
}

const CHUNKS = [1, 2, 3, 4, 5, 6].map((value) => chunk(1_500_000, value))
const later = () => Date.now() + DEAD_AFTER_MS

async function record(phone: Phone, draftId = newId(), chunks: readonly Blob[] = CHUNKS) {
  const stage = await beginRecording(phone.db, facts(draftId))
  for (const [at, content] of chunks.entries()) await stage.append(content, (at + 1) * 1000)
  return stage
}

/** What WebKit does with a cursor over unique keys where there is no key at all. */
function refuseUniqueCursors() {
  const kept = IDBIndex.prototype.openKeyCursor
  vi.spyOn(IDBIndex.prototype, 'openKeyCursor').mockImplementation(function (
    this: IDBIndex,
    range,
    direction,
  ) {
    if (direction?.endsWith('unique')) {
      throw new DOMException('Unable to open cursor', 'UnknownError')
    }
    return kept.call(this, range, direction)
  })
}

describe('a recording', () => {
  it('is sealed at the stop with the root over what came out of the recorder', async () => {
    const phone = new Phone()
    const stage = await record(phone)

    const row = await sealRecording(phone.db, await phone.author(), stage)

    const { size, root } = await expected(CHUNKS)
    expect(row).toMatchObject({ sha256: null, segments_root: root, size, duration_ms: 6000 })
    expect(row).toMatchObject({ captured_at: STARTED, is_interrupted: false })
    expect(await bytesOf(phone.db, row).then((blob) => blob?.size)).toBe(size)
    expect([await phone.db.recordings.count(), await phone.db.chunks.count()]).toEqual([0, 0])
  })

  it('that is short has one segment', async () => {
    const phone = new Phone()
    const stage = await record(phone, newId(), [chunk(10, 1)])

    const row = await sealRecording(phone.db, await phone.author(), stage)

    expect(row.segments_root).toBe((await expected([chunk(10, 1)])).root)
  })

  it('swears to the checkpoint and the clock of its start', async () => {
    const phone = new Phone()
    const old = { origin: 'o', tree_size: 3, root: 'AAAA', issued_at: STARTED }
    await phone.db.keep('checkpoint', old)
    const stage = await record(phone)
    await phone.db.keep('checkpoint', { ...old, tree_size: 9 })

    const row = await sealRecording(phone.db, await phone.author(), stage)

    const sworn = JSON.parse(fromUtf8(fromBase64(row.envelope.payload))) as object
    expect(sworn).toMatchObject({ not_before: { tree_size: 3 }, captured_at: STARTED })
  })

  it('takes the place that is found after its start', async () => {
    const phone = new Phone()
    const stage = await record(phone)
    await stage.place({ lon: 118, lat: 24, accuracy_m: 8, altitude_m: null, fix_at: STARTED })

    const row = await sealRecording(phone.db, await phone.author(), stage)

    expect(row).toMatchObject({ fix: { lon: 118 }, no_fix_reason: null })
  })

  it('with nothing in it is refused', async () => {
    const phone = new Phone()
    const stage = await record(phone, newId(), [])

    await expect(sealRecording(phone.db, await phone.author(), stage)).rejects.toMatchObject({
      fault: 'nothing_recorded',
    })
  })

  it('says that the storage is full and keeps what is on the disk', async () => {
    const phone = new Phone()
    const stage = await record(phone, newId(), CHUNKS.slice(0, 2))
    const full = new DOMException('no room', 'QuotaExceededError')
    vi.spyOn(phone.db.chunks, 'add').mockRejectedValueOnce(full)

    await expect(stage.append(chunk(10, 9), 3000)).rejects.toMatchObject({ fault: 'storage_full' })
    const row = await sealRecording(phone.db, await phone.author(), stage)

    expect(row.size).toBe(3_000_000)
  })

  it('leaves the disk with the draft', async () => {
    const phone = new Phone()
    const draftId = newId()
    const row = await sealRecording(phone.db, await phone.author(), await record(phone, draftId))

    await dropFromDraft(phone.db, draftId, row.id)

    expect(await phone.db.segments.count()).toBe(0)
    const next = await sealRecording(phone.db, await phone.author(), await record(phone))
    expect(next.seq).toBe(2)
  })
})

describe('a kill in the middle of a recording', () => {
  it('costs nothing that was on the disk; the next start seals it as interrupted', async () => {
    const phone = new Phone()
    const draftId = newId()
    await record(phone, draftId)
    phone.db.close()
    const again = new Phone(phone.personId, new FieldDatabase(phone.personId))

    expect(await sealInterrupted(again.db, () => again.author(), later())).toBe(0)

    const [row] = await again.db.exhibits.toArray()
    const { size, root } = await expected(CHUNKS)
    expect(row).toMatchObject({ size, segments_root: root, is_interrupted: true })
    expect(row?.file_name).toBe('VID_1_interrupted.webm')
    expect((await again.db.drafts.get(draftId))?.exhibit_ids).toEqual([row?.id])
  })

  it('between the last segment and the seal loses nothing either', async () => {
    const phone = new Phone()
    const stage = await record(phone)
    await stage.finish()

    await sealInterrupted(phone.db, () => phone.author(), later())

    expect((await phone.db.exhibits.toArray())[0]).toMatchObject(
      await expected(CHUNKS).then(({ size, root }) => ({ size, segments_root: root })),
    )
  })

  it('leaves alone what still grows', async () => {
    const phone = new Phone()
    await record(phone)

    expect(await sealInterrupted(phone.db, () => phone.author())).toBe(1)
    expect(await phone.db.exhibits.count()).toBe(0)
  })

  it('is looked at once more where cursors over unique keys fail', async () => {
    refuseUniqueCursors()
    const phone = new Phone()
    await record(phone, newId(), CHUNKS.slice(0, 1))

    expect(await sealInterrupted(phone.db, () => phone.author())).toBe(1)
  })

  it('tells the tab that woke up again that its recording was sealed', async () => {
    const phone = new Phone()
    const stage = await record(phone)
    await sealInterrupted(phone.db, () => phone.author(), later())

    await expect(stage.append(chunk(10, 9), 9000)).rejects.toMatchObject({
      fault: 'sealed_elsewhere',
    })
  })

  it('before the first byte leaves nothing', async () => {
    const phone = new Phone()
    await record(phone, newId(), [])

    await sealInterrupted(phone.db, () => phone.author(), later())

    expect([await phone.db.recordings.count(), await phone.db.exhibits.count()]).toEqual([0, 0])
  })

  it('opens a new draft when the old one was reported without it', async () => {
    const phone = new Phone()
    const draftId = newId()
    await phone.take(draftId)
    await record(phone, draftId)
    await keepDraft(phone.db, draftId, { category_code: 'dust' })
    await saveReport(phone.db, draftId)

    await sealInterrupted(phone.db, () => phone.author(), later())

    const [draft] = await phone.db.drafts.toArray()
    expect(draft?.id).not.toBe(draftId)
    expect(draft?.exhibit_ids).toHaveLength(1)
  })

  it('while a picked file was copied leaves no bytes behind', async () => {
    const phone = new Phone()
    const id = newId(Date.now() - 2 * 3600_000)
    await phone.db.segments.put({ exhibit_id: id, n: 0, blob: chunk(9, 1), sha256: '' })

    await sealInterrupted(phone.db, () => phone.author())

    expect(await phone.db.segments.count()).toBe(0)
  })
})
