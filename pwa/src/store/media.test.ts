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

afterEach(() => vi.restoreAllMocks())

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
