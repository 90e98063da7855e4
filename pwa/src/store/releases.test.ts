import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import type { openByPin } from '@/device/locking'
import { fromBase64, fromUtf8 } from '@/domain/bytes'
import { newId } from '@/domain/ids'
import { sha256Hex } from '@/domain/sha256'
import { answersOf } from '@/outbox/forms'
import { noteFix, openPatrol } from '@/outbox/patrol'
import { runCycle } from '@/outbox/cycle'
import { DEAD_AFTER_MS, sealInterrupted } from '@/outbox/recordings'
import { LossyServer } from '@/testing/lossyServer'
import { writeOldPhone, type WrittenFacts } from '@/testing/oldPhone'
import { Phone } from '@/testing/phone'

import { bytesOf } from './media'
import { findReport } from './reads'
import type { DeviceKey } from './rows'

const PIN = '739182'
const AT = '2026-11-22T06:05:00.000Z'
const RELEASES = ['1', '2', '3', '4', '4-sealed']
const SINCE = (release: number) => RELEASES.filter((name) => Number.parseInt(name, 10) >= release)

beforeEach(() => {
  // Each phone is a browser of its own; the shell's database is opened anew in it.
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.resetModules()
})

/** The phone of a release, opened by this one. */
async function opened(release: string): Promise<{ facts: WrittenFacts; phone: Phone }> {
  const Dexie = (await import('dexie')).default
  Dexie.dependencies.indexedDB = indexedDB
  const { FieldDatabase } = await import('./database')
  const facts = await writeOldPhone(release)
  const { Vault } = await import('./vault')
  const vault = facts.dataKey === null ? null : await Vault.open(fromBase64(facts.dataKey))
  const db = new FieldDatabase(facts.person, vault)
  return { facts, phone: new Phone(facts.person, db) }
}

/** The server that the files were sent to is gone: another one takes its place, with what it had and other keys. */
async function knownTo(server: LossyServer, phone: Phone, sentReport: string): Promise<void> {
  await phone.db.settings.delete('trust')
  const { id, model, key_id } = (await phone.db.setting('device')) as DeviceKey
  server.devices.set(id, { id, model, key_id, state: 'active', enrolled_at: AT })
  for (const row of await phone.db.exhibits.where('report_id').equals(sentReport).toArray()) {
    const stored = await server.register(row.id, { envelope: row.envelope })
    stored.bytes = new Uint8Array((await (await bytesOf(phone.db, row))?.arrayBuffer()) ?? [])
    Object.assign(stored, { state: 'verified', revision: 9, verifiedAt: AT })
  }
}

describe.each(RELEASES)('a phone that release %s wrote', (release) => {
  it('keeps every original as it was sealed', async () => {
    const { facts, phone } = await opened(release)

    const rows = await phone.db.exhibits.toArray()

    expect(rows).toHaveLength(5)
    for (const row of rows) {
      const record = JSON.parse(fromUtf8(fromBase64(row.envelope.payload))) as {
        media: { sha256: string }
      }
      const bytes = await bytesOf(phone.db, row)
      expect(bytes && (await sha256Hex(bytes))).toBe(record.media.sha256)
      expect(row).toMatchObject({ cleared_at: null, sha256: record.media.sha256 })
    }
    expect((await phone.db.drafts.get(facts.draft))?.note).toBe('未写完')
  })

  it('goes on with its key and its chain', async () => {
    const { phone } = await opened(release)
    const before = await phone.db.setting('chain')
    const device = await phone.db.setting('device')

    const taken = await phone.take(newId())

    const record = JSON.parse(fromUtf8(fromBase64(taken.envelope.payload))) as object
    expect(record).toMatchObject({
      seq: (before?.seq ?? 0) + 1,
      prev: before?.prev,
      device_key_id: device?.key_id,
    })
  })

  it('sends what waited, once, and has it verified', async () => {
    const { facts, phone } = await opened(release)
    const server = new LossyServer(phone.personId)
    await knownTo(server, phone, facts.sent)

    for (let round = 0; round < 3; round += 1) {
      await runCycle(phone.line(server), new AbortController().signal)
    }

    for (const id of [facts.sent, facts.half, facts.waiting]) {
      expect((await findReport(phone.db, id))?.stage).toBe('verified')
    }
    expect(await phone.db.operations.where('state').equals('dead').count()).toBe(0)
    expect([...server.incidents.keys()].sort()).toEqual([facts.half, facts.waiting].sort())
  })
})

describe.each(SINCE(2))('the recording that release %s was killed in', (release) => {
  it('is sealed with every byte that was on the disk', async () => {
    const { facts, phone } = await opened(release)

    await sealInterrupted(phone.db, () => phone.author(), Date.now() + DEAD_AFTER_MS)

    const sealed = await phone.db.exhibits.get(facts.recording as string)
    expect(sealed).toMatchObject({ size: 3000, is_interrupted: true, report_id: facts.draft })
  })
})

describe.each(SINCE(3))('the turn of duty of release %s', (release) => {
  it('goes on with its track', async () => {
    const { facts, phone } = await opened(release)
    const open = await openPatrol(phone.db)
    expect(open?.id).toBe(facts.patrol)
    const before = await phone.db.track.count()

    const now = Date.now()
    const spot = { lon: 118.2, lat: 24.4, accuracy_m: 8, at: now }
    await noteFix(
      phone.db,
      open?.id as string,
      { wall: now, mono: 9e6, session: 's', is_hidden: false },
      spot,
    )

    expect(before).toBeGreaterThan(4)
    expect(await phone.db.track.count()).toBeGreaterThan(before)
    expect(await phone.db.check_ins.count()).toBe(1)
  })
})

describe.each(SINCE(4))('the forms and notes of release %s', (release) => {
  it('are where they were left', async () => {
    const { facts, phone } = await opened(release)

    const draft = await phone.db.drafts.get(facts.form as string)

    expect(draft?.form && answersOf(draft, draft.form.definition)).toMatchObject({
      state: 'running',
      outfall_state: 'yes',
    })
    const [edit] = await phone.db.operations
      .where('subject_id')
      .equals(facts.site as string)
      .toArray()
    expect(edit).toMatchObject({ name: 'site.edit', state: 'waiting' })
    expect(edit?.payload).toMatchObject({ changes: { field_note: '排口在北侧' } })
  })
})

describe('what the phone knows before it knows who holds it', () => {
  it.each(RELEASES)('lets the person of release %s in without a network', async (release) => {
    const { facts } = await opened(release)
    const { loadSession } = await import('./database')

    expect((await loadSession())?.session.person.id).toBe(facts.person)
  })

  it('opens with the PIN that an earlier release set', async () => {
    const { facts } = await opened('4-sealed')
    const { openByPin: open } = (await import('@/device/locking')) as {
      openByPin: typeof openByPin
    }

    const answer = await open(facts.person, PIN)

    expect(answer.ok && answer.dataKey).toEqual(fromBase64(facts.dataKey as string))
    expect(await open(facts.person, '000111')).toEqual({ ok: false, fault: 'wrong' })
  })
})
