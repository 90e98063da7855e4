import { describe, expect, it, vi } from 'vitest'

import { fromBase64, fromUtf8 } from '@/domain/bytes'
import { newId } from '@/domain/ids'
import { sha256Hex } from '@/domain/sha256'
import { FieldDatabase } from '@/store/database'
import { bytesOf } from '@/store/media'
import { Phone, photo, shot } from '@/testing/phone'

import { discardDraft, dropFromDraft, keepDraft, saveReport } from './record'
import { sealShot } from './seal'

interface ChainedRecord {
  seq: number
  prev: string
  media: { sha256: string; size: number }
}

const recordOf = (row: { envelope: { payload: string } }) =>
  JSON.parse(fromUtf8(fromBase64(row.envelope.payload))) as ChainedRecord

describe('sealing a photo', () => {
  it('keeps row, bytes and draft together', async () => {
    const phone = new Phone()
    const draftId = newId()

    const row = await phone.take(draftId)

    expect((await bytesOf(phone.db, row))?.size).toBe(row.size)
    expect((await phone.db.drafts.get(draftId))?.exhibit_ids).toEqual([row.id])
    expect(recordOf(row).media).toEqual({
      mime: 'image/jpeg',
      sha256: await sha256Hex(photo()),
      size: row.size,
    })
  })

  it('chains each record to the one before', async () => {
    const phone = new Phone()
    const draftId = newId()

    const first = await phone.take(draftId)
    const second = await phone.take(draftId)

    expect(recordOf(first)).toMatchObject({ seq: 1, prev: '' })
    expect(recordOf(second)).toMatchObject({
      seq: 2,
      prev: await sha256Hex(fromBase64(first.envelope.payload)),
    })
  })

  it('gives two tabs different places in one chain', async () => {
    const phone = new Phone()
    await phone.author()
    const otherTab = new Phone(phone.personId, new FieldDatabase(phone.personId))

    const rows = await Promise.all([
      phone.take(newId()),
      otherTab.take(newId()),
      phone.take(newId()),
      otherTab.take(newId()),
    ])

    expect(rows.map((row) => row.seq).sort()).toEqual([1, 2, 3, 4])
  })

  it('leaves nothing when the bytes cannot be stored', async () => {
    const phone = new Phone()
    const author = await phone.author()
    const full = new DOMException('no room', 'QuotaExceededError')
    vi.spyOn(phone.db.blobs, 'add').mockRejectedValue(full)

    await expect(sealShot(phone.db, author, shot(newId()))).rejects.toMatchObject({
      fault: 'storage_full',
    })

    expect(await phone.db.exhibits.count()).toBe(0)
    expect(await phone.db.drafts.count()).toBe(0)
    expect(await phone.db.setting('chain')).toBeUndefined()
  })
})

describe('saving a report', () => {
  it('queues the photos before the report and removes the draft', async () => {
    const phone = new Phone()

    const report = await phone.report(2)

    const names = (await phone.db.operations.orderBy('order').toArray()).map((row) => row.name)
    expect(names).toEqual(['exhibit.register', 'exhibit.register', 'incident.report'])
    expect(await phone.db.drafts.count()).toBe(0)
    expect(report.position).toMatchObject({ lon: 118.0894, datum: 'WGS-84' })
  })

  it('does nothing twice on a double tap', async () => {
    const phone = new Phone()
    const draftId = newId()
    await phone.take(draftId)
    await keepDraft(phone.db, draftId, { category_code: 'dust' })

    await Promise.all([saveReport(phone.db, draftId), saveReport(phone.db, draftId)])

    expect(await phone.db.reports.count()).toBe(1)
    expect(await phone.db.operations.count()).toBe(2)
  })

  it('keeps the draft when the phone dies between row and operations', async () => {
    const phone = new Phone()
    const draftId = newId()
    await phone.take(draftId)
    await keepDraft(phone.db, draftId, { category_code: 'dust', note: '扬尘' })
    vi.spyOn(phone.db.operations, 'bulkAdd').mockRejectedValueOnce(new Error('killed'))

    await expect(saveReport(phone.db, draftId)).rejects.toMatchObject({ fault: 'storage_failed' })

    expect(await phone.db.reports.count()).toBe(0)
    expect((await phone.db.drafts.get(draftId))?.note).toBe('扬尘')
    expect((await saveReport(phone.db, draftId)).id).toBe(draftId)
  })

  it('does not say saved when the bytes read back differ', async () => {
    const phone = new Phone()
    const draftId = newId()
    const row = await phone.take(draftId)
    await keepDraft(phone.db, draftId, { category_code: 'dust' })
    await phone.db.blobs.put({ id: row.id, blob: photo('other bytes') })

    await expect(saveReport(phone.db, draftId)).rejects.toMatchObject({
      fault: 'read_back_differs',
    })
  })

  it('asks for a category first', async () => {
    const phone = new Phone()
    const draftId = newId()
    await phone.take(draftId)

    await expect(saveReport(phone.db, draftId)).rejects.toMatchObject({ fault: 'draft_incomplete' })
  })
})

describe('a draft', () => {
  it('is still there when the app opens again', async () => {
    const phone = new Phone()
    const draftId = newId()
    await phone.take(draftId)
    await keepDraft(phone.db, draftId, { note: '水面有油膜' })
    phone.db.close()

    const reopened = new FieldDatabase(phone.personId)

    expect((await reopened.drafts.get(draftId))?.note).toBe('水面有油膜')
    expect(await reopened.blobs.count()).toBe(1)
  })

  it('goes with its last photo, leaving an honest gap in the chain', async () => {
    const phone = new Phone()
    const draftId = newId()
    const row = await phone.take(draftId)

    await dropFromDraft(phone.db, draftId, row.id)

    expect(await phone.db.drafts.count()).toBe(0)
    expect(await phone.db.blobs.count()).toBe(0)
    expect((await phone.take(newId())).seq).toBe(2)
  })

  it('can be given up whole', async () => {
    const phone = new Phone()
    const draftId = newId()
    await phone.take(draftId)
    await phone.take(draftId)

    await discardDraft(phone.db, draftId)

    expect(await phone.db.exhibits.count()).toBe(0)
    expect(await phone.db.blobs.count()).toBe(0)
  })
})
