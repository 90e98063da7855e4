import { afterEach, describe, expect, it, vi } from 'vitest'

import { newId } from '@/domain/ids'
import { sha256Hex } from '@/domain/sha256'
import { runCycle } from '@/outbox/cycle'
import { sealShot } from '@/outbox/seal'
import { LossyServer } from '@/testing/lossyServer'
import { Phone, photo, shot } from '@/testing/phone'

import { FieldDatabase } from './database'
import { bytesOf } from './media'
import { findReport } from './reads'
import { sealExisting } from './sealing'
import { Vault } from './vault'

const MIB = 1024 * 1024

/** Makes every store refuse rows that hold a blob, as WebKit does in a private window. */
function refuseBlobs() {
  for (const method of ['add', 'put'] as const) {
    const kept = IDBObjectStore.prototype[method]
    vi.spyOn(IDBObjectStore.prototype, method).mockImplementation(function (
      this: IDBObjectStore,
      ...given: Parameters<typeof kept>
    ) {
      const row = given[0] as Record<string, unknown>
      if (Object.values(row).some((value) => value instanceof Blob)) {
        throw new DOMException('Error preparing Blob/File data', 'UnknownError')
      }
      return kept.apply(this, given)
    })
  }
}

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('a browser that keeps no blobs', () => {
  it('keeps photos and sends them until they are verified', async () => {
    refuseBlobs()
    const phone = new Phone()
    const report = await phone.report(2)

    const rows = await phone.db.blobs.toArray()
    await runCycle(phone.line(new LossyServer(phone.personId)), new AbortController().signal)

    expect(rows.map(({ blob }) => blob instanceof Blob)).toEqual([false, false])
    const card = await findReport(phone.db, report.id)
    expect(card?.exhibits.map((row) => row.is_receipt_good)).toEqual([true, true])
  })

  it('gives back a photo with its type and a long file in its segments', async () => {
    refuseBlobs()
    const phone = new Phone()
    const film = new Blob([new Uint8Array(9 * MIB).fill(7)], { type: 'video/mp4' })

    const still = await phone.take(newId(), photo('an oily film'))
    const long = await sealShot(phone.db, await phone.author(), {
      ...shot(newId(), film),
      kind: 'video',
    })

    const opened = await bytesOf(phone.db, still)
    expect([await opened?.text(), opened?.type]).toEqual(['an oily film', 'image/jpeg'])
    const whole = (await bytesOf(phone.db, long)) ?? new Blob()
    expect(await sha256Hex(whole)).toBe(await sha256Hex(film))
  })

  it('seals what lay in the open and opens it with the key', async () => {
    refuseBlobs()
    const personId = newId()
    const open = new Phone(personId)
    const row = await open.take(newId(), photo('an oily film'))
    open.db.close()

    const vault = await Vault.open(crypto.getRandomValues(new Uint8Array(32)))
    const db = new FieldDatabase(personId, vault)
    await sealExisting(db)

    const stored = (await db.blobs.get(row.id))?.blob as { bytes: ArrayBuffer }
    expect(new TextDecoder().decode(stored.bytes)).not.toContain('oily')
    expect(await (await bytesOf(db, row))?.text()).toBe('an oily film')
  })
})

describe('a browser that keeps blobs', () => {
  it('keeps the blob itself, which need not lie in memory', async () => {
    const phone = new Phone()

    const row = await phone.take(newId())

    expect((await phone.db.blobs.get(row.id))?.blob).toBeInstanceOf(Blob)
    expect(await phone.db.thumbs.count()).toBe(0)
  })
})

const AGENTS = {
  'Safari on a phone':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  'Chrome on the same phone':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/137.0.7151.51 Mobile/15E148 Safari/604.1',
  'WeChat on the same phone':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.60 NetType/WIFI Language/zh_CN',
}
const CHROME =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Mobile Safari/537.36'

describe('a browser that lays the bytes of a blob beside its row', () => {
  it.each(Object.entries(AGENTS))('%s keeps a photo in the row itself', async (_, userAgent) => {
    vi.stubGlobal('navigator', { userAgent })
    const put = vi.spyOn(IDBObjectStore.prototype, 'put')
    const phone = new Phone()

    const row = await phone.take(newId(), photo('an oily film'))

    expect((await phone.db.blobs.get(row.id))?.blob).not.toBeInstanceOf(Blob)
    expect(await (await bytesOf(phone.db, row))?.text()).toBe('an oily film')
    const values = put.mock.calls.flatMap(([value]) => Object.values(value as object))
    expect(values.some((value) => value instanceof Blob)).toBe(false)
  })

  it('is not Chrome', async () => {
    vi.stubGlobal('navigator', { userAgent: CHROME })
    const phone = new Phone()

    const row = await phone.take(newId())

    expect((await phone.db.blobs.get(row.id))?.blob).toBeInstanceOf(Blob)
  })
})
