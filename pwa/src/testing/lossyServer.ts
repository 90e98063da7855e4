/** A server for tests that keeps the contract's promises and loses answers on demand. */
import type { Answer, Problem } from '@/api/client'
import { fromBase64, fromUtf8, toBase64 } from '@/domain/bytes'
import { canonicalBytes } from '@/domain/jcs'
import type { Exhibit, ExhibitState, Incident, Session } from '@/domain/resources'
import { sha256Hex } from '@/domain/sha256'
import type { PushOperation, PushResult, Transport } from '@/outbox/transport'
import type { SendBytes } from '@/outbox/upload'

const OFFLINE: Problem = { code: 'offline', status: 0, title: 'offline', retry: 'later' }
const NOW = '2026-11-22T06:05:00.000Z'

interface StoredExhibit {
  id: string
  record: { media: { sha256: string; size: number }; seq: number; prev: string }
  recordHash: string
  bytes: Uint8Array<ArrayBuffer>
  state: ExhibitState
  revision: number
}

export class LossyServer {
  readonly exhibits = new Map<string, StoredExhibit>()
  readonly incidents = new Map<string, { payload: unknown; revision: number }>()
  readonly answers = new Map<string, PushResult>()
  readonly calls: string[] = []
  /** Takes the name of a call; true loses the answer after the work is done. */
  losesAnswer: (call: string) => boolean = () => false
  /** True refuses the call before any work, as with no network. */
  isDown: (call: string) => boolean = () => false
  isSignedIn = true
  /** Refuses operations of this name for good. */
  refuses: string | null = null
  /** Corrupts the digest in receipts. */
  liesInReceipts = false

  constructor(readonly personId: string) {}

  private async answer<T>(call: string, work: () => T | Promise<T>): Promise<Answer<T>> {
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
    return { ok: true, data, etag: null, status: 200 }
  }

  private exhibitOf(stored: StoredExhibit): Exhibit {
    const sha256 = this.liesInReceipts ? '0'.repeat(64) : stored.record.media.sha256
    const statement = canonicalBytes({
      v: 'xunzheng.receipt/1',
      exhibit_id: stored.id,
      sha256,
      size: stored.record.media.size,
    })
    const isVerified = stored.state === 'verified'
    return {
      id: stored.id,
      revision: stored.revision,
      state: stored.state,
      registered_at: NOW,
      received_at: stored.state === 'awaiting_upload' ? null : NOW,
      verified_at: isVerified ? NOW : null,
      flags: [],
      receipt: isVerified
        ? { statement: toBase64(statement), signature: 'AA==', key_id: 'k' }
        : null,
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

  private async register(operation: PushOperation): Promise<unknown> {
    const { envelope } = operation.payload as { envelope: { payload: string } }
    const bytes = fromBase64(envelope.payload)
    const existing = this.exhibits.get(operation.subject_id)
    const stored: StoredExhibit = existing ?? {
      id: operation.subject_id,
      record: JSON.parse(fromUtf8(bytes)) as StoredExhibit['record'],
      recordHash: await sha256Hex(bytes),
      bytes: new Uint8Array(0),
      state: 'awaiting_upload',
      revision: 1,
    }
    this.exhibits.set(stored.id, stored)
    return this.exhibitOf(stored)
  }

  private async apply(operation: PushOperation): Promise<PushResult> {
    const { id, subject_id } = operation
    const earlier = this.answers.get(id)
    if (earlier) return { ...earlier, status: 'replayed' }
    if (operation.name === this.refuses) {
      const problem: Problem = { code: 'invalid', status: 422, title: '', retry: 'never' }
      return { id, subject_id, status: 'refused', problem }
    }
    let resource: unknown
    if (operation.name === 'exhibit.register') resource = await this.register(operation)
    else {
      const existing = this.incidents.get(subject_id)
      this.incidents.set(subject_id, existing ?? { payload: operation.payload, revision: 1 })
      resource = this.incidentOf(subject_id)
    }
    const result: PushResult = { id, subject_id, status: 'applied', resource }
    this.answers.set(id, result)
    return result
  }

  /** The worker's part: everything received becomes verified. */
  verifyAll(): void {
    for (const stored of this.exhibits.values()) {
      if (stored.state !== 'received') continue
      stored.state = 'verified'
      stored.revision += 1
    }
  }

  readonly transport: Transport = {
    time: (nonce) => this.answer('time', () => ({ nonce, server_time: new Date().toISOString() })),
    session: () =>
      this.answer('session', () => ({ person: { id: this.personId } }) as unknown as Session),
    challenge: () => this.answer('challenge', () => ({ challenge: 'abc' })),
    enrol: (id, { model }) =>
      this.answer('enrol', () => ({
        id,
        model,
        key_id: '',
        state: 'active' as const,
        enrolled_at: NOW,
      })),
    push: (_device, operations) =>
      this.answer('push', async () => {
        const results: PushResult[] = []
        for (const operation of operations) results.push(await this.apply(operation))
        return { results }
      }),
    pull: () => this.answer('pull', () => ({ changes: [], next_cursor: 'c1', has_more: false })),
    exhibit: (id) =>
      this.answer('exhibit', () => this.exhibitOf(this.exhibits.get(id) as StoredExhibit)),
    incident: (id) => this.answer('incident', () => this.incidentOf(id)),
    categories: () => this.answer('categories', () => ({ items: [] })),
    grids: () => this.answer('grids', () => ({ items: [] })),
    checkpoint: () => this.answer('checkpoint', () => 'xunzheng.test\n7\nAAAA\n'),
  }

  readonly sendBytes: SendBytes = async ({ exhibitId, blob, onUrl, onProgress }) => {
    const answer = await this.answer('upload', async () => {
      const stored = this.exhibits.get(exhibitId)
      if (!stored) throw new Error('upload of an unknown exhibit')
      if (stored.state !== 'awaiting_upload') return
      onUrl(`/api/v1/uploads/${exhibitId}`)
      stored.bytes = new Uint8Array(await blob.arrayBuffer())
      onProgress(stored.bytes.length)
      stored.state = 'received'
      stored.revision += 1
    })
    return answer.ok ? null : answer.problem
  }
}
