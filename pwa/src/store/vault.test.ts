import Dexie from 'dexie'
import { describe, expect, it } from 'vitest'

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
import { Vault, VaultLocked } from './vault'

const KEY = () => crypto.getRandomValues(new Uint8Array(32))

/** Everything that lies on the disk, as text and bytes. */
async function diskOf(personId: string): Promise<string> {
  const raw = await new Dexie(`xunzheng-${personId}`).open()
  const parts: string[] = []
  for (const table of raw.tables) {
    if (table.name === 'settings' || table.name === 'reference') continue
    for (const row of (await table.toArray()) as Record<string, unknown>[]) {
      const blob = row['blob']
      parts.push(JSON.stringify(row), blob instanceof Blob ? await blob.text() : '')
    }
  }
  raw.close()
  return parts.join('\n')
}

async function sealedPhone() {
  const personId = newId()
  const vault = await Vault.open(KEY())
  return { personId, vault, phone: new Phone(personId, new FieldDatabase(personId, vault)) }
}

describe('a phone with a key', () => {
  it('writes neither words nor pictures in the open', async () => {
    const { personId, phone } = await sealedPhone()
    const report = await phone.report(2)

    const disk = await diskOf(personId)

    expect(disk).toContain(report.id)
    expect(disk).not.toContain('排口水体发黑')
    expect(disk).not.toContain('photo 0 of')
    expect(disk).not.toContain('black_water')
  })

  it('reads its rows and bytes back as they were', async () => {
    const { phone } = await sealedPhone()
    const row = await phone.take(newId(), photo('an oily film'))

    const stored = await phone.db.exhibits.get(row.id)

    expect(stored).toEqual(row)
    expect(await (await bytesOf(phone.db, row))?.text()).toBe('an oily film')
  })

  it('changes, filters and walks rows as one without a key does', async () => {
    const { phone } = await sealedPhone()
    const { db } = phone
    const report = await phone.report(2)
    const [first] = report.exhibit_ids
    if (first === undefined) throw new Error('no exhibit')

    await db.exhibits.update(first, { bytes_sent: 7 })
    await db.operations.where('state').equals('waiting').modify({ attempts: 3 })
    const walked: number[] = []
    await db.exhibits.each((row) => void walked.push(row.bytes_sent))

    expect(walked.sort()).toEqual([0, 7])
    expect(await db.exhibits.filter((row) => row.bytes_sent === 7).count()).toBe(1)
    expect((await db.operations.toArray()).every((row) => row.attempts === 3)).toBe(true)
  })

  it('sends what it keeps, and the server verifies it', async () => {
    const { phone } = await sealedPhone()
    const server = new LossyServer(phone.personId)
    const report = await phone.report()

    for (let round = 0; round < 3; round += 1)
      await runCycle(phone.line(server), new AbortController().signal)

    expect((await findReport(phone.db, report.id))?.stage).toBe('verified')
  })

  it('gives nothing away once the key is dropped', async () => {
    const { phone, vault } = await sealedPhone()
    await phone.report()

    vault.close()

    await expect(phone.db.reports.toArray()).rejects.toThrow(VaultLocked)
    await expect(vault.openBytes(new Blob(['x']))).rejects.toThrow(VaultLocked)
  })

  it('is not read with another key', async () => {
    const { phone, personId } = await sealedPhone()
    const row = await phone.take(newId(), photo('an oily film'))
    const other = new FieldDatabase(personId, await Vault.open(KEY()))

    await expect(other.exhibits.get(row.id)).rejects.toThrow()
    expect(await (await bytesOf(other, row))?.text()).not.toContain('oily')
  })
})

describe('a phone that gets its key later', { timeout: 60_000 }, () => {
  it('seals what lay there, however often it is killed meanwhile', async () => {
    const personId = newId()
    const before = new Phone(personId)
    const report = await before.report(2)
    const recording = new Blob([new Uint8Array(5_000_000).fill(7)], { type: 'video/mp4' })
    const video = await sealShot(before.db, await before.author(), {
      ...shot(newId(), recording),
      kind: 'video',
    })
    before.db.close()
    const key = KEY()

    // Killed after each step: what is opened next finds both kinds of rows.
    for (const steps of [1, 3, 9, Infinity]) {
      const db = new FieldDatabase(personId, await Vault.open(key))
      const dying = killedAfter(db, steps)
      await sealExisting(dying).catch(() => undefined)
      expect((await findReport(db, report.id))?.exhibits).toHaveLength(2)
      expect(await sha256Hex((await bytesOf(db, video)) ?? new Blob())).toBe(
        await sha256Hex(recording),
      )
      db.close()
    }

    const disk = await diskOf(personId)
    expect(disk).not.toContain('排口水体发黑')
    expect(disk).not.toContain('photo 1 of')
  })
})

/** The database until so many transactions have been begun; then nothing works any more. */
function killedAfter(db: FieldDatabase, steps: number): FieldDatabase {
  let left = steps
  return new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (name !== 'transaction') return value
      return (...rest: unknown[]) => {
        if (left <= 0) throw new Error('killed')
        left -= 1
        return (value as (...args: unknown[]) => unknown).apply(target, rest)
      }
    },
  })
}
