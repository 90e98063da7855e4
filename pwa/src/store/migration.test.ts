import Dexie from 'dexie'
import { describe, expect, it } from 'vitest'

import { fromBase64, fromUtf8, toBase64 } from '@/domain/bytes'
import { newId } from '@/domain/ids'
import { sha256Hex } from '@/domain/sha256'
import { runCycle } from '@/outbox/cycle'
import { LossyServer } from '@/testing/lossyServer'
import { Phone } from '@/testing/phone'

import { FieldDatabase } from './database'
import { findReport } from './reads'
import type { DeviceKey } from './rows'

const VERSION_1 = {
  drafts: 'id, changed_at',
  reports: 'id, saved_at',
  exhibits: 'id, report_id',
  blobs: 'id',
  operations: '++order, &id, state, subject_id, report_id',
  changes: 'key, at, report_id, is_seen',
  reference: 'key',
  settings: 'key',
}
const AT = '2026-11-21T06:05:00.000Z'
const CHANGE = { at: AT, action: 'accept', actor_name: '赵敏', actor_role: 'dispatcher', note: '' }

function exhibitOf(report_id: string, sha256: string, payload: string, size: number) {
  return {
    id: newId(),
    report_id,
    seq: 4,
    kind: 'photo',
    source: 'in_app_camera',
    file_name: 'IMG_1.jpg',
    mime: 'image/jpeg',
    size,
    sha256,
    captured_at: AT,
    fix: null,
    no_fix_reason: 'denied',
    envelope: { payloadType: 't', payload, signatures: [{ keyid: 'k', sig: 's' }] },
    server: null,
    upload_url: null,
    bytes_sent: 0,
    is_receipt_good: true,
    problem: null,
  }
}

/** A phone as the previous release left it: a key, a chain of four, a draft and a saved report. */
async function writeVersion1(personId: string) {
  const old = new Dexie(`xunzheng-${personId}`)
  old.version(1).stores(VERSION_1)
  const reportId = newId()
  const draftId = newId()
  const bytes = new Blob(['black water'], { type: 'image/jpeg' })
  const sha256 = await sha256Hex(bytes)
  const payload = toBase64(
    new TextEncoder().encode(JSON.stringify({ media: { sha256, size: bytes.size } })),
  )
  const saved = exhibitOf(reportId, sha256, payload, bytes.size)
  const drafted = { ...exhibitOf(draftId, sha256, payload, bytes.size), seq: 5 }
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ])
  await old.table('exhibits').bulkAdd([saved, drafted])
  await old.table('blobs').bulkAdd([saved, drafted].map(({ id }) => ({ id, blob: bytes })))
  await old.table('reports').add({
    id: reportId,
    category_code: 'dust',
    note: '扬尘',
    occurred_at: AT,
    position: null,
    no_position_reason: 'denied',
    exhibit_ids: [saved.id],
    saved_at: AT,
    origin: 'device',
    server: null,
  })
  await old.table('drafts').add({
    id: draftId,
    category_code: null,
    note: '未写完',
    no_position_reason: null,
    exhibit_ids: [drafted.id],
    started_at: AT,
    changed_at: AT,
  })
  await old.table('changes').bulkAdd([
    { ...CHANGE, key: `${reportId}:2`, report_id: reportId, to_state: 'accepted', is_seen: 1 },
    { ...CHANGE, key: `${reportId}:3`, report_id: reportId, to_state: 'assigned', is_seen: 0 },
  ])
  const operation = { report_id: reportId, recorded_at: AT, state: 'waiting', attempts: 0 }
  await old.table('operations').bulkAdd([
    {
      ...operation,
      id: newId(),
      name: 'exhibit.register',
      subject_id: saved.id,
      payload: { envelope: saved.envelope, file_name: saved.file_name },
      problem: null,
    },
    {
      ...operation,
      id: newId(),
      name: 'incident.report',
      subject_id: reportId,
      payload: { category_code: 'dust', note: '扬尘', exhibit_ids: [saved.id] },
      problem: null,
    },
  ])
  await old.table('settings').bulkAdd([
    {
      key: 'device',
      value: {
        id: newId(),
        model: 'Pixel',
        key_id: 'k1',
        public_key: 'AA==',
        private_key: pair.privateKey,
        state: 'active',
        enrolled_at: AT,
        problem: null,
      },
    },
    { key: 'chain', value: { seq: 5, prev: 'ab'.repeat(32) } },
    { key: 'checkpoint', value: { origin: 'o', tree_size: 9, root: 'AAAA' } },
  ])
  old.close()
  return { reportId, draftId, savedId: saved.id, sha256 }
}

async function upgraded() {
  const personId = newId()
  const written = await writeVersion1(personId)
  const phone = new Phone(personId, new FieldDatabase(personId))
  return { ...written, phone }
}

describe('data of the previous version', () => {
  it('is all there after the update, and what it sealed is untouched', async () => {
    const { phone, savedId, draftId, sha256 } = await upgraded()

    const row = await phone.db.exhibits.get(savedId)
    expect(row).toMatchObject({ sha256, segments_root: null, not_before: null, seq: 4 })
    expect(fromUtf8(fromBase64(row?.envelope.payload ?? ''))).toContain(sha256)
    expect((await phone.db.drafts.get(draftId))?.note).toBe('未写完')
    expect(await phone.db.operations.count()).toBe(2)
    expect(await phone.db.blobs.count()).toBe(2)
  })

  it('goes on with the same key and chain', async () => {
    const { phone } = await upgraded()

    const row = await phone.take(newId())

    const sworn = JSON.parse(fromUtf8(fromBase64(row.envelope.payload))) as object
    expect(sworn).toMatchObject({ seq: 6, prev: 'ab'.repeat(32), device_key_id: 'k1' })
    expect(await phone.db.setting('device')).toMatchObject({
      key_storage: 'non_extractable',
      wrapped: null,
    })
  })

  it('is sent, and its receipt is checked as none was before', async () => {
    const { phone, reportId } = await upgraded()
    expect((await phone.db.exhibits.toArray()).some((row) => row.is_receipt_good)).toBe(false)
    const server = new LossyServer(phone.personId)
    const { id, model } = (await phone.db.setting('device')) as DeviceKey
    server.devices.set(id, { id, model, key_id: 'k1', state: 'active', enrolled_at: AT })

    await runCycle(phone.line(server), new AbortController().signal)

    expect((await findReport(phone.db, reportId))?.stage).toBe('verified')
  })

  it('tells as messages what it had read out of histories', async () => {
    const { phone, reportId } = await upgraded()

    const told = await phone.db.messages.orderBy('id').toArray()
    expect(told.map((row) => [row.subject_id, row.facts['to_state'], row.is_unread])).toEqual([
      [reportId, 'accepted', 0],
      [reportId, 'assigned', 1],
    ])
    expect(told[0]?.facts['category_code']).toBe('dust')
  })

  it('names no checkpoint whose signature was never checked', async () => {
    const { phone } = await upgraded()

    expect(await phone.db.setting('checkpoint')).toBeUndefined()
  })
})

describe('data of version 2', () => {
  it('has had nothing cleared, and its bytes are still there', async () => {
    const phone = new Phone()
    const old = new Dexie(`xunzheng-${phone.personId}`)
    old.version(1).stores(VERSION_1)
    old.version(2).stores({
      segments: '[exhibit_id+n], exhibit_id',
      recordings: 'id, draft_id',
      chunks: '++order, recording_id',
    })
    const row = { ...exhibitOf(newId(), 'ab'.repeat(32), 'e30=', 4), segments_root: null }
    await old.table('exhibits').add(row)
    await old.table('blobs').add({ id: row.id, blob: new Blob(['four']) })
    old.close()

    expect(await phone.db.exhibits.get(row.id)).toEqual({ ...row, cleared_at: null })
    expect(await phone.db.blobs.count()).toBe(1)
  })
})
