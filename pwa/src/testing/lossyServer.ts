/** A server for tests that keeps the contract's promises and loses answers on demand. */
import type { Answer, Problem } from '@/api/client'
import type { Enrolment } from '@/device/enrol'
import { fromBase64, fromUtf8 } from '@/domain/bytes'
import type { Device, DeviceState, ExhibitDetail, Incident, Session } from '@/domain/resources'
import { segmentsRoot } from '@/domain/segments'
import { sha256Hex } from '@/domain/sha256'
import type { PushOperation, PushResult, Transport } from '@/outbox/transport'

import { isRefused, type LossyCore, type Refused, type StoredExhibit } from './lossyParts'
import { LossyTus } from './lossyTus'
import { ServerKeys } from './serverKeys'

const MISSING: Problem = { code: 'not_found', status: 404, title: '', retry: 'never' }
const OFFLINE: Problem = { code: 'offline', status: 0, title: 'offline', retry: 'later' }
const NOW = '2026-11-22T06:05:00.000Z'

export class LossyServer implements LossyCore {
  readonly exhibits = new Map<string, StoredExhibit>()
  readonly incidents = new Map<string, { payload: unknown; revision: number }>()
  readonly earlyPictures = new Map<string, string>()
  readonly answers = new Map<string, PushResult>()
  readonly calls: string[] = []
  /** The operations that were sent, by what they are about. */
  readonly operationIds = new Map<string, Set<string>>()
  /** Takes the name of a call; true loses the answer after the work is done. */
  losesAnswer: (call: string) => boolean = () => false
  /** True refuses the call before any work, as with no network. */
  isDown: (call: string) => boolean = () => false
  isSignedIn = true
  /** Refuses operations of this name for good. */
  refuses: string | null = null
  /** Corrupts the digest in receipts, and signs them well. */
  liesInReceipts = false
  /** Signs receipts with another key than it shows. */
  forgesReceipts = false
  readonly devices = new Map<string, Device>()
  readonly enrolments: Enrolment[] = []
  /** What becomes of a device at its enrolment. */
  enrolsAs: DeviceState = 'active'
  treeSize = 7
  /** The server's clock. */
  now: () => Date = () => new Date()
  keepDays = 7
  /** The grids of the person. */
  grids = ['yundang']
  /** Exhibits that the bureau wants kept. */
  readonly held = new Set<string>()
  keys: Promise<ServerKeys> = ServerKeys.make()
  private readonly forger = ServerKeys.make()
  readonly tus = new LossyTus(this)

  constructor(readonly personId: string) {}

  /** Does the work unless the line is down, and loses the answer on demand; the work may itself refuse. */
  async answer<T>(
    call: string,
    work: () => T | Refused | Promise<T | Refused>,
  ): Promise<Answer<T>> {
    this.calls.push(call)
    if (this.isDown(call)) return { ok: false, problem: OFFLINE }
    if (!this.isSignedIn && call !== 'time') {
      const problem: Problem = {
        code: 'unauthenticated',
        status: 401,
        title: '',
        retry: 'after_login',
      }
      return { ok: false, problem }
    }
    const data = await work()
    if (this.losesAnswer(call)) return { ok: false, problem: OFFLINE }
    if (isRefused(data)) return data
    return { ok: true, data, etag: null, status: 200 }
  }

  private async receiptOf(stored: StoredExhibit) {
    const keys = await this.keys
    const { size, segments_root = null } = stored.record.media
    const sha256 = this.liesInReceipts ? '0'.repeat(64) : await sha256Hex(stored.bytes)
    const facts = { exhibit_id: stored.id, sha256, size, segments_root }
    const receipt = await keys.receipt(facts)
    if (!this.forgesReceipts) return receipt
    return { ...(await (await this.forger).receipt(facts)), key_id: receipt.key_id }
  }

  async exhibitOf(stored: StoredExhibit): Promise<ExhibitDetail> {
    const isVerified = stored.state === 'verified'
    return {
      id: stored.id,
      revision: stored.revision,
      state: stored.state,
      registered_at: NOW,
      received_at: stored.state === 'awaiting_upload' ? null : NOW,
      verified_at: stored.verifiedAt,
      flags: [],
      receipt: isVerified ? await this.receiptOf(stored) : null,
      holds: this.held.has(stored.id) ? ['hold'] : [],
    }
  }

  private incidentOf(id: string): Incident {
    const { payload, revision } = this.incidents.get(id) ?? { payload: {}, revision: 0 }
    const report = payload as Incident & { exhibit_ids: string[] }
    return {
      ...report,
      id,
      revision,
      number: 'XM-2026-000001',
      state: 'reported',
      reported_at: NOW,
      reported_by: { id: this.personId, full_name: '王秀英' },
      grid: null,
      exhibits: report.exhibit_ids.map((exhibit) => ({
        id: exhibit,
        state: this.exhibits.get(exhibit)?.state ?? 'awaiting_upload',
      })),
      history: [],
    }
  }

  async register(
    id: string,
    body: { envelope: { payload: string }; segments?: string[] },
  ): Promise<StoredExhibit> {
    const record = JSON.parse(
      fromUtf8(fromBase64(body.envelope.payload)),
    ) as StoredExhibit['record']
    const segments = body.segments ?? null
    if ((segments && (await segmentsRoot(segments))) !== (record.media.segments_root ?? null)) {
      throw new Error('the segments are not those of the root')
    }
    const stored: StoredExhibit = this.exhibits.get(id) ?? {
      id,
      record,
      segments,
      bytes: new Uint8Array(0),
      state: 'awaiting_upload',
      revision: 1,
      verifiedAt: null,
    }
    this.exhibits.set(stored.id, stored)
    return stored
  }

  private async apply(operation: PushOperation): Promise<PushResult> {
    const { id, subject_id } = operation
    const sent = this.operationIds.get(subject_id) ?? new Set()
    this.operationIds.set(subject_id, sent.add(id))
    const earlier = this.answers.get(id)
    if (earlier) return { ...earlier, status: 'replayed' }
    if (operation.name === this.refuses) {
      const problem: Problem = { code: 'invalid', status: 422, title: '', retry: 'never' }
      return { id, subject_id, status: 'refused', problem }
    }
    let resource: unknown
    if (operation.name === 'exhibit.register') {
      const body = operation.payload as { envelope: { payload: string } }
      resource = await this.exhibitOf(await this.register(subject_id, body))
    } else if (operation.name.startsWith('incident.')) {
      const existing = this.incidents.get(subject_id)
      this.incidents.set(subject_id, existing ?? { payload: operation.payload, revision: 1 })
      resource = this.incidentOf(subject_id)
    } else resource = { id: subject_id }
    const result: PushResult = { id, subject_id, status: 'applied', resource }
    this.answers.set(id, result)
    return result
  }

  /** The worker's part: everything received becomes verified. */
  verifyAll(): void {
    for (const stored of this.exhibits.values()) this.verify(stored)
  }

  verify(stored: StoredExhibit): void {
    if (stored.state !== 'received') return
    stored.state = 'verified'
    stored.verifiedAt = this.now().toISOString()
    stored.revision += 1
  }

  private enrol(id: string, enrolment: Enrolment): Device {
    this.enrolments.push(enrolment)
    const { model } = enrolment
    const known = this.devices.get(id)
    const fresh = { id, model, key_id: '', state: this.enrolsAs, enrolled_at: NOW }
    const device = known ?? fresh
    this.devices.set(id, device)
    return device
  }

  /** Somebody ends or approves a device. */
  setDevice(id: string, state: DeviceState): void {
    const device = this.devices.get(id)
    if (device) this.devices.set(id, { ...device, state })
  }

  readonly transport: Transport = {
    time: (nonce) => this.answer('time', () => ({ nonce, server_time: this.now().toISOString() })),
    session: () =>
      this.answer('session', () => {
        const grids = this.grids.map((id) => ({ id, name: id }))
        const person = { id: this.personId, authority: { id: 'siming' }, grids }
        return { person } as unknown as Session
      }),
    challenge: () => this.answer('challenge', () => ({ challenge: 'abc' })),
    enrol: (id, body) => this.answer('enrol', () => this.enrol(id, body)),
    device: (id) =>
      this.answer('device', () => this.devices.get(id) ?? { ok: false, problem: MISSING }),
    retire: (id) => this.answer('retire', () => this.setDevice(id, 'retired')),
    trust: () => this.answer('trust', async () => (await this.keys).trust),
    push: (_device, operations) =>
      this.answer('push', async () => {
        const results: PushResult[] = []
        for (const operation of operations) results.push(await this.apply(operation))
        return { results }
      }),
    pull: () => this.answer('pull', () => ({ changes: [], next_cursor: 'c1', has_more: false })),
    exhibit: (id) =>
      this.answer('exhibit', () => this.exhibitOf(this.exhibits.get(id) as StoredExhibit)),
    earlyPicture: (id, jpeg) =>
      this.answer('earlyPicture', () => {
        this.earlyPictures.set(id, jpeg)
        return this.exhibitOf(this.exhibits.get(id) as StoredExhibit)
      }),
    incident: (id) => this.answer('incident', () => this.incidentOf(id)),
    keeping: () => this.answer('keeping', () => ({ keep_days: this.keepDays })),
    categories: () => this.answer('categories', () => ({ items: [] })),
    grids: () => this.answer('grids', () => ({ items: [] })),
    forms: () => this.answer('forms', () => ({ items: [] })),
    checkpoint: () =>
      this.answer('checkpoint', async () => ({
        note: await (await this.keys).note(this.treeSize),
        issuedAt: NOW,
      })),
  }
}
