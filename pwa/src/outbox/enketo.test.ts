/** The four ways in which Enketo 7.6.4 was seen to lose or double a photo; here each is impossible. */
import { describe, expect, it, vi } from 'vitest'

import { newId } from '@/domain/ids'
import { sha256Hex } from '@/domain/sha256'
import { FieldDatabase } from '@/store/database'
import { findReport, listQueue } from '@/store/reads'
import { LossyServer } from '@/testing/lossyServer'
import { Phone, photo, shot } from '@/testing/phone'

import { runCycle } from './cycle'
import { Pump } from './pump'
import { keepDraft, saveReport } from './record'
import { sealShot } from './seal'

const never = new AbortController().signal
const full = () => new DOMException('no room', 'QuotaExceededError')

async function send(phone: Phone, server: LossyServer) {
  await runCycle(phone.line(server), never)
  server.verifyAll()
  await runCycle(phone.line(server), never)
}

describe('a healthy report with its photo', () => {
  it('is sent whole and its original stays, where Enketo deletes it on any 201', async () => {
    const phone = new Phone()
    const server = new LossyServer(phone.personId)
    const report = await phone.report()

    await send(phone, server)

    expect((await findReport(phone.db, report.id))?.stage).toBe('verified')
    expect(await phone.db.blobs.count()).toBe(1)
  })
})

describe('a photo that is missing from the phone', () => {
  it('leaves the report unverified, shown and kept, where Enketo says sent and deletes', async () => {
    const phone = new Phone()
    const server = new LossyServer(phone.personId)
    const report = await phone.report()
    await phone.db.blobs.clear()

    await send(phone, server)

    const view = await findReport(phone.db, report.id)
    expect(view).toMatchObject({ stage: 'uploading', needsYou: true })
    expect(view?.exhibits[0]?.problem?.code).toBe('bytes_missing')
    expect(await listQueue(phone.db)).toHaveLength(1)
    expect([...server.exhibits.values()].map(({ state }) => state)).toEqual(['awaiting_upload'])
  })

  it('cannot come from a kill between row and bytes, which are one transaction', async () => {
    const phone = new Phone()
    const author = await phone.author()
    vi.spyOn(phone.db.blobs, 'add').mockRejectedValue(new Error('killed'))

    await expect(sealShot(phone.db, author, shot(newId()))).rejects.toThrow()

    const reopened = new FieldDatabase(phone.personId)
    expect([await reopened.exhibits.count(), await reopened.drafts.count()]).toEqual([0, 0])
  })

  it('stops the saving itself when it is lost before', async () => {
    const phone = new Phone()
    const draftId = newId()
    await phone.take(draftId)
    await keepDraft(phone.db, draftId, { category_code: 'dust' })
    await phone.db.blobs.clear()

    await expect(saveReport(phone.db, draftId)).rejects.toMatchObject({ fault: 'bytes_missing' })
  })
})

describe('a full disk while a photo is stored', () => {
  it('leaves no row to be sent without it in the next session', async () => {
    const phone = new Phone()
    const server = new LossyServer(phone.personId)
    const author = await phone.author()
    const draftId = newId()
    const first = await phone.take(draftId)
    await keepDraft(phone.db, draftId, { category_code: 'dust' })
    const add = vi.spyOn(phone.db.blobs, 'add').mockRejectedValue(full())
    await expect(sealShot(phone.db, author, shot(draftId))).rejects.toMatchObject({
      fault: 'storage_full',
    })
    add.mockRestore()

    const reopened = new Phone(phone.personId, new FieldDatabase(phone.personId))
    await send(reopened, server)
    expect([server.incidents.size, server.exhibits.size]).toEqual([0, 0])
    const report = await saveReport(reopened.db, draftId)
    await send(reopened, server)

    expect(report.exhibit_ids).toEqual([first.id])
    const [stored] = [...server.exhibits.values()]
    expect(stored && (await sha256Hex(stored.bytes))).toBe(await sha256Hex(photo()))
  })
})

describe('two tabs that send at once', () => {
  it('send each thing once', async () => {
    const phone = new Phone()
    const server = new LossyServer(phone.personId)
    await phone.report(2)
    const tabs = [phone.db, new FieldDatabase(phone.personId)].map(
      (db) => new Pump({ ...phone.line(server), db }, undefined),
    )

    await Promise.all(tabs.map((tab) => tab.run()))
    await Promise.all(tabs.map((tab) => tab.stop()))

    expect(server.calls.filter((call) => call === 'push')).toHaveLength(1)
    expect(server.calls.filter((call) => call === 'atOnce')).toHaveLength(2)
    expect([server.incidents.size, server.exhibits.size]).toEqual([1, 2])
  })
})
