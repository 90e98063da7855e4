/** The upload half of the lossy server: keeps what arrived of a cut request, checks segments as they fill. */
import type { Answer, Problem } from '@/api/client'
import type { Exhibit } from '@/domain/resources'
import { SEGMENT_BYTES } from '@/domain/segments'
import { sha256Hex } from '@/domain/sha256'
import type { Piece, Registration, TusServer } from '@/outbox/tus'

import type { LossyCore, StoredExhibit } from './lossyParts'

const OFFLINE: Problem = { code: 'offline', status: 0, title: 'offline', retry: 'later' }

function refused(
  status: number,
  code: string,
  facts: object = {},
): { ok: false; problem: Problem } {
  return { ok: false, problem: { code, status, title: code, retry: 'later', ...facts } }
}

export class LossyTus implements TusServer {
  /** Bytes that came over the line, the repeated ones as well. */
  bytesArrived = 0
  /** How many bytes of a body arrive before the link is cut; null lets all through. */
  cuts: (call: 'append' | 'atOnce', size: number) => number | null = () => null
  /** Damages a body on its way. */
  damages: (piece: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> = (piece) => piece
  /** The previous release: knows no record in an upload's metadata. */
  isPreviousRelease = false
  readonly pieceSizes: number[] = []

  constructor(private readonly server: LossyCore) {}

  private stored(url: string): StoredExhibit | undefined {
    return this.server.exhibits.get(url.split('/').pop() ?? '')
  }

  create(exhibitId: string): Promise<Answer<{ url: string; offset: number }>> {
    return this.server.answer('create', () => {
      const stored = this.server.exhibits.get(exhibitId)
      if (!stored) return refused(404, 'not_found')
      if (stored.state !== 'awaiting_upload') return refused(409, 'already_received')
      return { url: `/api/v1/uploads/${exhibitId}`, offset: stored.bytes.length }
    })
  }

  position(url: string): Promise<Answer<number>> {
    return this.server.answer('position', () => {
      const stored = this.stored(url)
      return stored ? stored.bytes.length : refused(404, 'not_found')
    })
  }

  append(url: string, offset: number, piece: Piece): Promise<Answer<number>> {
    return this.server.answer('append', async () => {
      const stored = this.stored(url)
      if (!stored) return refused(404, 'not_found')
      if (stored.bytes.length !== offset) return refused(409, 'offset_mismatch')
      this.pieceSizes.push(piece.content.size)
      return this.receive(stored, 'append', piece)
    })
  }

  sendAtOnce(registration: Registration, piece: Piece): Promise<Answer<Exhibit | null>> {
    return this.server.answer('atOnce', async () => {
      const known = this.server.exhibits.has(registration.id)
      if (this.isPreviousRelease && !known) return refused(404, 'not_found')
      const stored = await this.server.register(registration.id, registration)
      if (stored.state !== 'awaiting_upload') return this.server.exhibitOf(stored)
      const got = await this.receive(stored, 'atOnce', piece)
      if (typeof got !== 'number') return got
      if (this.isPreviousRelease) return null
      this.server.verify(stored)
      return this.server.exhibitOf(stored)
    })
  }

  private async receive(stored: StoredExhibit, call: 'append' | 'atOnce', piece: Piece) {
    const sent = this.damages(new Uint8Array(await piece.content.arrayBuffer()))
    const cutAt = this.cuts(call, sent.length)
    const arrived = cutAt === null ? sent : sent.slice(0, cutAt)
    this.bytesArrived += arrived.length
    const isWhole = arrived.length === sent.length
    // A checksum is over the whole body: without it nothing of a cut one can be kept.
    if (piece.checksum !== null && !isWhole) return { ok: false as const, problem: OFFLINE }
    if (piece.checksum !== null && (await sha256Hex(arrived)) !== piece.checksum) {
      return refused(460, 'checksum_mismatch')
    }
    const differs = await this.keep(stored, arrived)
    if (differs !== null) return differs
    return isWhole ? stored.bytes.length : { ok: false as const, problem: OFFLINE }
  }

  private async keep(stored: StoredExhibit, arrived: Uint8Array<ArrayBuffer>) {
    const bytes = new Uint8Array(stored.bytes.length + arrived.length)
    bytes.set(stored.bytes)
    bytes.set(arrived, stored.bytes.length)
    const first = Math.floor(stored.bytes.length / SEGMENT_BYTES)
    for (let n = first; stored.segments && n < stored.segments.length; n += 1) {
      const segment = bytes.slice(n * SEGMENT_BYTES, (n + 1) * SEGMENT_BYTES)
      const isFull = bytes.length >= Math.min((n + 1) * SEGMENT_BYTES, stored.record.media.size)
      if (isFull && (await sha256Hex(segment)) !== stored.segments[n]) {
        stored.bytes = bytes.slice(0, n * SEGMENT_BYTES)
        return refused(460, 'segment_differs', { segment: n, offset: n * SEGMENT_BYTES })
      }
    }
    stored.bytes = bytes
    if (bytes.length === stored.record.media.size) {
      stored.state = 'received'
      stored.revision += 1
    }
    return null
  }
}
